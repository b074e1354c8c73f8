/* The two ways of counting, inside this room: each adds all segments to counts, which are zero before. */
#ifndef PCS_RASTER_COUNT_H
#define PCS_RASTER_COUNT_H

#include "raster/raster.h"

typedef struct pcs_count_job {
    pcs_context *context;
    pcs_device *device;
    uint32_t width, height;
    const pcs_segment *segments;
    uint32_t segment_count;
    pcs_buffer *counts;
} pcs_count_job;

/* Equal chunks of pixels, added atomically. */
pcs_status pcs_count_chunks(const pcs_count_job *job);

/* Tile after tile, each in memory of one item. */
pcs_status pcs_count_tiles(const pcs_count_job *job);

#endif
