/* The two ways of counting, inside this room: each adds all segments to the counts of a strip of rows. */
#ifndef PCS_RASTER_COUNT_H
#define PCS_RASTER_COUNT_H

#include "raster/raster.h"

typedef struct pcs_count_job {
    pcs_context *context;
    pcs_device *device;
    uint32_t width;
    uint32_t first_row, row_count; /* the strip: first_row is a multiple of PCS_TILE_SIDE */
    const pcs_segment *segments;
    const pcs_stroke *strokes; /* instead of segments, where lines have a width: what is added is their coverage */
    const pcs_joint *joints;   /* NULL, or one a stroke, which is then part of a chain; counts are wide sums */
    const uint64_t *weights;   /* one a line; NULL: all are 1 */
    uint32_t line_count;
    bool wide;          /* counts are uint64_t, else uint32_t and there are no weights */
    bool greatest;      /* the greatest weight, of segments all below 2^32; else their sum. Of strokes it is packed, as
                           pcs_stroke_pack does */
    pcs_buffer *counts; /* of the strip */
} pcs_count_job;

/* Equal chunks of pixels, added atomically. */
pcs_status pcs_count_chunks(const pcs_count_job *job);

/* Tile after tile, each in memory of one item: of segments, and of strokes. */
pcs_status pcs_count_tiles(const pcs_count_job *job);
pcs_status pcs_count_stroke_tiles(const pcs_count_job *job);

#endif
