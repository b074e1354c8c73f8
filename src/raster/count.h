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
    const uint64_t *weights; /* one a segment; NULL: all are 1, and counts are uint32_t, else uint64_t */
    uint32_t segment_count;
    bool greatest;      /* the greatest weight, all below 2^32; else their sum */
    pcs_buffer *counts; /* of the strip */
} pcs_count_job;

/* Equal chunks of pixels, added atomically. */
pcs_status pcs_count_chunks(const pcs_count_job *job);

/* Tile after tile, each in memory of one item. */
pcs_status pcs_count_tiles(const pcs_count_job *job);

#endif
