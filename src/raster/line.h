/* A line, tile after tile, inside a strip of rows. */
#ifndef PCS_RASTER_LINE_H
#define PCS_RASTER_LINE_H

#include "raster/count.h"

/* Steps across, and pixels between two of them, are counted in units of 2^-PCS_TRACE_BITS. With slope = rise / length
 * and 1/2 to begin with, pixel k is off by at most k * 2^-PCS_TRACE_BITS < 2^-27 for lengths below PCS_LENGTH_END. That
 * is too little to reach the next whole step, which is 1 / (2 * length) away at least. Step m, at (m - 1/2) / slope, is
 * off by less than 2^-26, which leaves a run's own error below its margin (raster_types.h). Products stay below
 * 2^62. */
#define PCS_TRACE_BITS 44
_Static_assert(PCS_LENGTH_END <= 1 << 17, "steps across would not be exact");

typedef struct pcs_trace {
    pcs_line line;
    uint32_t first, end;             /* pixels of the line in this tile */
    uint32_t first_steps, end_steps; /* across, made at the first and at the last of them */
    uint32_t stop;                   /* pixels from here on are outside the strip */
    uint64_t slope;                  /* steps across at each pixel, in 2^-PCS_TRACE_BITS */
    uint64_t apart;                  /* pixels from one step to the next, likewise; 0 without steps */
} pcs_trace;

static inline uint32_t pcs_trace_steps(const pcs_trace *t, uint32_t k) {
    return (uint32_t)(((UINT64_C(1) << (PCS_TRACE_BITS - 1)) + k * t->slope) >> PCS_TRACE_BITS);
}

static inline uint32_t pcs_trace_across(const pcs_trace *t, uint32_t steps) {
    return t->line.falling ? t->line.across - steps : t->line.across + steps;
}

/* Where the line makes a step, from 1 on, which is at the whole number below. */
static inline uint64_t pcs_trace_place(const pcs_trace *t, uint32_t step) {
    uint64_t almost_one = (UINT64_C(1) << PCS_TRACE_BITS) - (UINT64_C(1) << (PCS_TRACE_BITS - PCS_STEP_MARGIN_BITS));
    return step * t->apart - t->apart / 2 + almost_one;
}

/* The first pixel that has made so many steps across, where the line makes them. */
static inline uint32_t pcs_trace_reaches(const pcs_trace *t, uint32_t steps) {
    return steps == 0 ? 0 : (uint32_t)(pcs_trace_place(t, steps) >> PCS_TRACE_BITS);
}

/* The pixels whose rows are in the strip become first = end to stop - 1. */
static inline void pcs_trace_clip(pcs_trace *t, uint32_t bottom, uint32_t top) {
    bool down = !t->line.steep && t->line.falling;
    uint32_t last =
        t->line.steep ? t->line.along + t->line.length : pcs_trace_across(t, pcs_trace_steps(t, t->line.length));
    uint32_t low = t->line.steep ? t->line.along : down ? last : t->line.across;
    uint32_t high = down ? t->line.across : last;
    t->end = t->line.begin;
    t->stop = high < bottom || low >= top ? t->end : t->line.end;
    if (t->stop <= t->end || (low >= bottom && high < top)) {
        return;
    }
    /* Steps of rows to the first row inside, and to the first one beyond. */
    uint32_t in = down ? (high >= top ? high - (top - 1) : 0) : (low < bottom ? bottom - low : 0);
    uint32_t out = down ? (low < bottom ? high - bottom + 1 : 0) : (high >= top ? top - low : 0);
    uint32_t first = t->line.steep ? in : pcs_trace_reaches(t, in);
    uint32_t stop = out == 0 ? t->line.end : t->line.steep ? out : pcs_trace_reaches(t, out);
    t->end = first > t->end ? first : t->end;
    t->stop = stop < t->line.end ? stop : t->line.end;
}

static inline pcs_trace pcs_trace_begin(const pcs_count_job *job, pcs_segment segment) {
    pcs_trace t = {.line = pcs_line_of(segment)};
    if (t.line.rise > 0) {
        t.slope = ((uint64_t)t.line.rise << PCS_TRACE_BITS) / t.line.length + 1;
        t.apart = ((uint64_t)t.line.length << PCS_TRACE_BITS) / t.line.rise + 1;
    }
    pcs_trace_clip(&t, job->first_row, job->first_row + job->row_count);
    return t;
}

/* Moves on to the next tile: its pixels are first to end - 1. False: the line has ended. */
static inline bool pcs_trace_next(pcs_trace *t) {
    t->first = t->end;
    if (t->first >= t->stop) {
        return false;
    }
    t->first_steps = pcs_trace_steps(t, t->first);
    uint32_t across = pcs_trace_across(t, t->first_steps) % PCS_TILE_SIDE;
    uint32_t end = t->first + (PCS_TILE_SIDE - (t->line.along + t->first) % PCS_TILE_SIDE);
    t->end = end > t->stop ? t->stop : end;
    t->end_steps = pcs_trace_steps(t, t->end - 1);
    uint32_t most = t->first_steps + (t->line.falling ? across : PCS_TILE_SIDE - 1 - across);
    if (t->end_steps > most) {
        t->end_steps = most;
        t->end = pcs_trace_reaches(t, most + 1);
    }
    return true;
}

/* Where its runs are sorted to: by tile of the strip, which begins with a tile, and in a tile those of steep lines
 * last. */
static inline uint32_t pcs_trace_cursor(const pcs_trace *t, uint32_t columns, uint32_t first_row) {
    uint32_t along = (t->line.along + t->first) >> PCS_TILE_BITS;
    uint32_t across = pcs_trace_across(t, t->first_steps) >> PCS_TILE_BITS;
    uint32_t row = (t->line.steep ? along : across) - (first_row >> PCS_TILE_BITS);
    return 2 * (row * columns + (t->line.steep ? across : along)) + t->line.steep;
}

static inline pcs_run pcs_trace_run(const pcs_trace *t) {
    enum { LOST = PCS_TRACE_BITS - PCS_STEP_BITS };
    uint64_t low = (UINT64_C(1) << PCS_RUN_BITS) - 1;
    uint64_t across = pcs_trace_across(t, t->first_steps) % PCS_TILE_SIDE;
    uint64_t first = (t->line.along + t->first) % PCS_TILE_SIDE, end = first + (t->end - t->first);
    uint64_t steps = t->end_steps - t->first_steps;
    /* From pixels of the line to pixels of the tile. */
    uint64_t at = pcs_trace_place(t, t->first_steps + 1) - ((uint64_t)t->first << PCS_TRACE_BITS);
    at = (at >> LOST) + (first << PCS_STEP_BITS);
    return (pcs_run){.from = (steps > 0 ? at & low : 0) | across << PCS_RUN_BITS | first << (PCS_RUN_BITS + 8) |
                             end << (PCS_RUN_BITS + 16),
                     .onward = (t->apart >> LOST & low) | steps << PCS_RUN_BITS |
                               (uint64_t)t->line.falling << (PCS_RUN_BITS + 8)};
}

#endif
