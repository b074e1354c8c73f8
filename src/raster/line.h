/* A line, tile after tile, inside a strip of rows. */
#ifndef PCS_RASTER_LINE_H
#define PCS_RASTER_LINE_H

#include "raster/count.h"

/* Steps across are counted in units of 2^-PCS_WALK_BITS: with slope = floor(2^PCS_WALK_BITS * rise / length) + 1 and
 * 1/2 to begin with, pixel k is off by at most k * 2^-PCS_WALK_BITS < 2^-27 for lengths below PCS_LENGTH_END. That is
 * too little to reach the next whole step, which is 1 / (2 * length) away at least, and leaves a run's own error below
 * that (raster_types.h). Products stay below 2^62. */
#define PCS_WALK_BITS 44
_Static_assert(PCS_LENGTH_END <= 1 << 17, "steps across would not be exact");

typedef struct pcs_walk {
    pcs_line line;
    uint32_t first, end; /* pixels of the line in this tile */
    uint32_t stop;       /* pixels from here on are outside the strip */
    uint64_t slope;      /* steps across at each pixel, in 2^-PCS_WALK_BITS */
} pcs_walk;

static inline uint64_t pcs_walk_steps(const pcs_walk *w, uint32_t k) {
    return (UINT64_C(1) << (PCS_WALK_BITS - 1)) + (uint64_t)k * w->slope;
}

static inline uint32_t pcs_walk_across(const pcs_walk *w, uint32_t k) {
    uint32_t steps = (uint32_t)(pcs_walk_steps(w, k) >> PCS_WALK_BITS);
    return w->line.falling ? w->line.across - steps : w->line.across + steps;
}

/* The first pixel that has made so many steps across, where the line makes them; slope is not 0. */
static inline uint32_t pcs_walk_reaches(const pcs_walk *w, uint32_t steps) {
    uint64_t wanted = ((uint64_t)steps << PCS_WALK_BITS) - (UINT64_C(1) << (PCS_WALK_BITS - 1));
    return steps == 0 ? 0 : (uint32_t)((wanted + w->slope - 1) / w->slope);
}

/* The pixels whose rows are in the strip become first = end to stop - 1. */
static inline void pcs_walk_clip(pcs_walk *w, uint32_t bottom, uint32_t top) {
    uint32_t low = w->line.steep ? w->line.along : pcs_walk_across(w, w->line.falling ? w->line.length : 0);
    uint32_t high = w->line.steep     ? w->line.along + w->line.length
                    : w->line.falling ? w->line.across
                                      : pcs_walk_across(w, w->line.length);
    w->end = w->line.begin;
    w->stop = high < bottom || low >= top ? w->end : w->line.end;
    if (w->stop <= w->end || (low >= bottom && high < top)) {
        return;
    }
    /* Steps of rows to the first row inside, and to the first one beyond. */
    bool down = !w->line.steep && w->line.falling;
    uint32_t in = down ? (high >= top ? high - (top - 1) : 0) : (low < bottom ? bottom - low : 0);
    uint32_t out = down ? (low < bottom ? high - bottom + 1 : 0) : (high >= top ? top - low : 0);
    uint32_t first = w->line.steep ? in : pcs_walk_reaches(w, in);
    uint32_t stop = out == 0 ? w->line.end : w->line.steep ? out : pcs_walk_reaches(w, out);
    w->end = first > w->end ? first : w->end;
    w->stop = stop < w->line.end ? stop : w->line.end;
}

static inline pcs_walk pcs_walk_begin(const pcs_count_job *job, pcs_segment segment) {
    pcs_walk w = {.line = pcs_line_of(segment)};
    if (w.line.length > 0) {
        w.slope = ((uint64_t)w.line.rise << PCS_WALK_BITS) / w.line.length + 1;
    }
    pcs_walk_clip(&w, job->first_row, job->first_row + job->row_count);
    return w;
}

/* Moves on to the next tile: its pixels are first to end - 1. False: the line has ended. */
static inline bool pcs_walk_next(pcs_walk *w) {
    w->first = w->end;
    if (w->first >= w->stop) {
        return false;
    }
    uint32_t along = w->line.along + w->first;
    uint32_t across = pcs_walk_across(w, w->first), tile = across >> PCS_TILE_BITS;
    uint32_t end = w->first + (PCS_TILE_SIDE - along % PCS_TILE_SIDE);
    end = end > w->stop ? w->stop : end;
    if (pcs_walk_across(w, end - 1) >> PCS_TILE_BITS != tile) {
        end = pcs_walk_reaches(w, w->line.falling ? w->line.across - (tile << PCS_TILE_BITS) + 1
                                                  : ((tile + 1) << PCS_TILE_BITS) - w->line.across);
    }
    w->end = end;
    return true;
}

/* Where its runs are sorted to: by tile of the strip, which begins with a tile, and in a tile those of steep lines
 * last. */
static inline uint32_t pcs_walk_cursor(const pcs_walk *w, uint32_t columns, uint32_t first_row) {
    uint32_t along = (w->line.along + w->first) >> PCS_TILE_BITS;
    uint32_t across = pcs_walk_across(w, w->first) >> PCS_TILE_BITS;
    uint32_t row = (w->line.steep ? along : across) - (first_row >> PCS_TILE_BITS);
    return 2 * (row * columns + (w->line.steep ? across : along)) + w->line.steep;
}

static inline pcs_run pcs_walk_run(const pcs_walk *w) {
    enum { LOST = PCS_WALK_BITS - PCS_STEP_BITS };
    uint64_t along = (w->line.along + w->first) % PCS_TILE_SIDE;
    uint64_t across = pcs_walk_across(w, w->first) % PCS_TILE_SIDE;
    uint64_t most = (UINT64_C(1) << PCS_STEP_BITS) - 1;
    /* Rounded up, which never makes a whole step of it. */
    uint64_t fraction = pcs_walk_steps(w, w->first) & ((UINT64_C(1) << PCS_WALK_BITS) - 1);
    fraction = (fraction + (1 << LOST) - 1) >> LOST;
    /* floor(-s) is -floor(s) but for the fraction, which is counted from the other side. */
    fraction = w->line.falling ? most - fraction : fraction;
    return (pcs_run){.place = (along * PCS_TILE_SIDE + across) << PCS_STEP_BITS | fraction,
                     .slope = (uint32_t)(w->slope >> LOST) + 1,
                     .falling = (uint16_t)w->line.falling,
                     .last = (uint16_t)(w->end - w->first - 1)};
}

#endif
