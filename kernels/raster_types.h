/* What raster.cl and src/raster share. */
#ifndef PCS_KERNELS_RASTER_TYPES_H
#define PCS_KERNELS_RASTER_TYPES_H

#include "dialect.h"

/* A straight line between two pixels, both drawn; row 0 is the lowest. */
typedef struct pcs_segment {
    int32_t i0, j0, i1, j1; /* columns and rows, inside the image */
} pcs_segment;

/* A segment along its longer axis, which ascends: its pixel k, 0 to length, is k steps along that axis and
 * floor((2 * rise * k + length) / (2 * length)) steps along the other. This is Datashader's line with its ends put in
 * order; a segment and its reverse cover the same pixels. */
typedef struct pcs_line {
    uint32_t along, across; /* pixel 0 on the longer and on the other axis */
    uint32_t length, rise;  /* steps along, and steps across; rise <= length < PCS_IMAGE_SIDE_MAX */
    uint32_t steep;         /* 1: the longer axis is that of rows */
    uint32_t falling;       /* 1: the steps across descend */
} pcs_line;

PCS_FUNCTION pcs_line pcs_line_of(pcs_segment s) {
    uint32_t columns = (uint32_t)(s.i0 < s.i1 ? s.i1 - s.i0 : s.i0 - s.i1);
    uint32_t rows = (uint32_t)(s.j0 < s.j1 ? s.j1 - s.j0 : s.j0 - s.j1);
    pcs_line line;
    line.steep = columns < rows;
    uint32_t swap = line.steep ? s.j1 < s.j0 : s.i1 < s.i0;
    uint32_t i = (uint32_t)(swap ? s.i1 : s.i0);
    uint32_t j = (uint32_t)(swap ? s.j1 : s.j0);
    uint32_t descends = line.steep ? s.i1 < s.i0 : s.j1 < s.j0;
    line.along = line.steep ? j : i;
    line.across = line.steep ? i : j;
    line.length = line.steep ? rows : columns;
    line.rise = line.steep ? columns : rows;
    line.falling = descends ^ swap;
    return line;
}

/* Pixels of a line that neighbouring items draw together, one or more each. */
#define PCS_CHUNK_PIXELS 64
#define PCS_CHUNK_ITEMS 32

typedef struct pcs_chunk_parameters {
    uint32_t segment_count, chunk_count, width, unused;
} pcs_chunk_parameters;

/* An item draws tile after tile in memory of its own, small enough to stay in a first-level cache, and adds each to the
 * image. Counts are of 16 bits there, so that a task has at most PCS_TASK_RUNS_MAX runs. */
#define PCS_TILE_BITS 7
#define PCS_TILE_SIDE (1u << PCS_TILE_BITS)
#define PCS_TILE_PIXELS (PCS_TILE_SIDE * PCS_TILE_SIDE)
#define PCS_TASK_RUNS_MAX 65535u

/* Steps across are counted in units of 2^-31: with slope = floor(2^31 * rise / length) + 1 and 1/2 to begin with, pixel
 * k is off by less than k * 2^-31 < 1 / (2 * length), too little to reach the next whole step for any length below
 * 2^15. So one addition a pixel gives what the division above gives. */
#define PCS_STEP_BITS 31

/* The pixels of a line in one tile. */
typedef struct pcs_run {
    uint16_t place;    /* of the first pixel in the tile: row * PCS_TILE_SIDE + column */
    uint8_t last;      /* number of pixels - 1 */
    uint8_t direction; /* PCS_RUN_STEEP | PCS_RUN_FALLING */
    uint32_t fraction; /* of the step across at the first pixel, in 2^-PCS_STEP_BITS */
    uint32_t slope;    /* steps across at each pixel, in 2^-PCS_STEP_BITS */
} pcs_run;

#define PCS_RUN_STEEP 1u
#define PCS_RUN_FALLING 2u

/* Runs of one tile, for one item. */
typedef struct pcs_tile_task {
    uint32_t column, row; /* of the image: the tile's lowest pixel */
    uint32_t first, end;  /* runs */
    uint32_t shared;      /* 1: other tasks draw the same tile */
    uint32_t unused;
} pcs_tile_task;

typedef struct pcs_tile_parameters {
    uint32_t task_count, item_count, width, height;
} pcs_tile_parameters;

#endif
