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
 * one of others column after column. */
#define PCS_TILE_BITS 7
#define PCS_TILE_SIDE (1u << PCS_TILE_BITS)
#define PCS_TILE_PIXELS (PCS_TILE_SIDE * PCS_TILE_SIDE)

/* While a tile is drawn it holds how counts differ from those one pixel back along the lines: a line adds 1 where it
 * begins, takes 1 away after its end, and at each step across does both, which is less work than a pixel at a time.
 * Runs end up to one pixel beyond the tile. Differences begin at PCS_TILE_ZERO and each run changes one by 1 at most:
 * with at most PCS_TASK_RUNS_MAX runs in a task they stay above 0 and in 16 bits. */
#define PCS_TILE_DIFFERENCES (PCS_TILE_PIXELS + PCS_TILE_SIDE)
#define PCS_TILE_ZERO 0x8000u
#define PCS_TASK_RUNS_MAX 0x7fffu

/* Where a run steps across is counted in units of 2^-31 pixels along. Step m of a line is at its first pixel that is
 * not before t = (2 * m - 1) * length / (2 * rise), and a whole multiple of 1 / (2 * rise) > 2^-18 away from that or
 * there. A run has floor(t + 1 - 2^-19): right, as what t is off by after 127 steps, 127 * 2^-31 and the host's own
 * 2^-26, is less than 2^-19. */
#define PCS_STEP_BITS 31
#define PCS_STEP_MARGIN_BITS 19

/* The pixels of a line in one tile. Of from, the low PCS_RUN_BITS say where its first step across is; above, a byte
 * each, how far across it begins, its first pixel along, and the one after its last. Of onward, the low bits are how
 * far it is from one step to the next; above, the number of steps, and 1 where they descend. */
typedef struct pcs_run {
    uint64_t from, onward;
} pcs_run;

#define PCS_RUN_BITS 40

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
