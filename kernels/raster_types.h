/* What raster.cl and src/raster share. */
#ifndef PCS_KERNELS_RASTER_TYPES_H
#define PCS_KERNELS_RASTER_TYPES_H

#include "dialect.h"

/* Lines are shorter than this: products of three bits more fit 64. */
#define PCS_LENGTH_END (1 << 17)

/* A straight line between two pixels; row 0 is the lowest. Both are drawn, but for one that goes on where another has
 * ended: of that i0 is ~column, and its first pixel is left out, as it is the other one's last. */
typedef struct pcs_segment {
    int32_t i0, j0, i1, j1; /* columns and rows, inside the image */
} pcs_segment;

/* A segment along its longer axis, which ascends: its pixel k, 0 to length, is k steps along that axis and
 * floor((2 * rise * k + length) / (2 * length)) steps along the other. This is Datashader's line with its ends put in
 * order; a segment and its reverse cover the same pixels. */
typedef struct pcs_line {
    uint32_t along, across; /* pixel 0 on the longer and on the other axis */
    uint32_t length, rise;  /* steps along, and steps across; rise <= length < PCS_LENGTH_END */
    uint32_t steep;         /* 1: the longer axis is that of rows */
    uint32_t falling;       /* 1: the steps across descend */
    uint32_t begin, end;    /* its pixels that are drawn: [begin, end) */
} pcs_line;

PCS_FUNCTION pcs_line pcs_line_of(pcs_segment s) {
    uint32_t goes_on = s.i0 < 0;
    s.i0 = goes_on ? ~s.i0 : s.i0;
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
    line.begin = goes_on && !swap ? 1 : 0;
    line.end = line.length + (goes_on && swap ? 0 : 1);
    return line;
}

/* Pixels of a line that neighbouring items draw together, one or more each. */
#define PCS_CHUNK_PIXELS 64
#define PCS_CHUNK_ITEMS 32

typedef struct pcs_chunk_parameters {
    uint32_t segment_count, chunk_count, width;
    uint32_t first_row, row_count; /* the strip that the counts are of */
    uint32_t greatest;             /* 1: the greatest weight counts; 0: their sum */
} pcs_chunk_parameters;

/* An item draws tile after tile in memory of its own, small enough to stay in a first-level cache, and adds each to the
 * image. A tile holds pixel after pixel along the longer axis of lines, so that one of steep lines is row after row,
 * one of others column after column. Counts are of 16 bits there: a task has at most PCS_TASK_RUNS_MAX runs. */
#define PCS_TILE_BITS 7
#define PCS_TILE_SIDE (1u << PCS_TILE_BITS)
#define PCS_TILE_PIXELS (PCS_TILE_SIDE * PCS_TILE_SIDE)
#define PCS_TASK_RUNS_MAX 65535u

/* In a run, steps across are counted in units of 2^-31, rounded up: the fraction at its first pixel and the slope.
 * After 127 pixels that is off by less than 128 * 2^-31, and by 2^-27 that the host's own walk is off: too little to
 * reach the next whole step, which is at least 1 / (2 * length) > 2^-18 away. So one addition a pixel gives what the
 * division above gives. */
#define PCS_STEP_BITS 31

/* The pixels of a line in one tile: pixel k is at (place + k * step) >> PCS_STEP_BITS, where step is PCS_TILE_SIDE
 * whole ones, and slope more or, where the line falls, less. */
typedef struct pcs_run {
    uint64_t place; /* (along * PCS_TILE_SIDE + across) << PCS_STEP_BITS | fraction of a step across */
    uint32_t slope; /* in 2^-PCS_STEP_BITS */
    uint16_t falling;
    uint16_t last; /* number of pixels - 1 */
} pcs_run;

/* Runs of one tile, for one item. */
typedef struct pcs_tile_task {
    uint32_t column, row;       /* of the strip: the tile's lowest pixel */
    uint32_t first, steep, end; /* runs: those of steep lines are last */
    uint32_t shared;            /* 1: other tasks draw the same tile */
} pcs_tile_task;

typedef struct pcs_tile_parameters {
    uint32_t task_count, item_count, width, height; /* of the strip */
    uint32_t greatest;                              /* as of pcs_chunk_parameters */
} pcs_tile_parameters;

/* Pixels of a tile that begins there which lie in an image of that side. */
PCS_FUNCTION uint32_t pcs_tile_extent(uint32_t begin, uint32_t side) {
    return side - begin < PCS_TILE_SIDE ? side - begin : PCS_TILE_SIDE;
}

/* A value of 64 bits is two words, the low one first: not all devices add 64 bits atomically. */
PCS_FUNCTION void pcs_raster_add(PCS_GLOBAL uint32_t *words, uint64_t weight, uint32_t greatest) {
    uint32_t low = (uint32_t)weight, high = (uint32_t)(weight >> 32);
    if (greatest) {
        PCS_ATOMIC_MAX(&words[0], low);
    } else {
        uint32_t before = PCS_ATOMIC_FETCH_ADD(&words[0], low);
        high += before > 0xffffffffu - low ? 1 : 0;
        if (high > 0) {
            PCS_ATOMIC_ADD(&words[1], high);
        }
    }
}

/* Items that share the pixels of a strip out: more than run at once on any device. */
#define PCS_VALUE_ITEMS (1u << 16)

typedef struct pcs_value_parameters {
    uint64_t pixel_count;
    uint32_t item_count, unused;
} pcs_value_parameters;

/* Values of one category, words each, to where all categories of a pixel stand together. */
typedef struct pcs_pack_parameters {
    uint64_t pixel_count;
    uint32_t item_count, words;
    uint32_t category, category_count;
} pcs_pack_parameters;

#endif
