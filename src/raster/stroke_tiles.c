/* Lines of a width by tiles: each batch of them is sorted by the tiles that they touch, and the device draws each tile
 * in memory of one item. */
#include "base/memory.h"
#include "raster/bins.h"

#include <stdlib.h>

enum {
    BATCH_STROKES = 1 << 20,
    BATCH_ENTRIES = 1 << 18,     /* at least so many to a batch */
    BATCH_ENTRIES_A_TILE = 1024, /* and as many as make adding the tiles to the image worth while */
    BATCH_ENTRIES_MOST = 1 << 24,
    TILE_SHIFT = PCS_TILE_BITS + PCS_PLACE_BITS /* from places to tiles */
};

typedef struct tiling {
    const pcs_count_job *job;
    pcs_bins bins;
    const pcs_stroke *strokes; /* of the batch */
    uint32_t stroke_count;
    uint32_t *entries; /* numbers of strokes */
    uint32_t entries_most;
    pcs_buffer *device_entries;
    pcs_buffer *tiles; /* one an item */
} tiling;

/* ---- the tiles that a line touches, and maybe some that it only comes near to */

/* Tiles of the strip, [along, along_end) and [across, across_end); the corner of the first is at first_along and
 * first_across. */
typedef struct walk {
    const pcs_stroke *stroke;
    int64_t from, to; /* along */
    int64_t along, along_end, across, across_end;
    int64_t across_first, across_last; /* tiles of the strip */
} walk;

static walk walk_begin(const pcs_count_job *job, const pcs_stroke *s) {
    int64_t reach = (s->reach >> (PCS_DISTANCE_BITS - PCS_PLACE_BITS)) + 1;
    int64_t row = job->first_row >> PCS_TILE_BITS, row_last = (job->first_row + job->row_count - 1) >> PCS_TILE_BITS;
    int64_t column_last = (job->width - 1) >> PCS_TILE_BITS;
    int64_t first = s->steep ? row : 0, last = s->steep ? row_last : column_last;
    walk w = {.stroke = s, .from = s->a_along - reach, .to = s->b_along + reach};
    w.across_first = s->steep ? 0 : row;
    w.across_last = s->steep ? column_last : row_last;
    w.along = w.from >> TILE_SHIFT > first ? w.from >> TILE_SHIFT : first;
    w.along_end = (w.to >> TILE_SHIFT < last ? w.to >> TILE_SHIFT : last) + 1;
    w.along--;
    return w;
}

static int64_t across_at(const pcs_stroke *s, int64_t along) {
    return s->a_across + ((along - s->a_along) * s->slope >> PCS_DIRECTION_BITS);
}

/* Moves on to the next tile, (along, across). */
static bool walk_next(walk *w) {
    w->across++;
    while (w->across >= w->across_end) {
        if (++w->along >= w->along_end) {
            return false;
        }
        const pcs_stroke *s = w->stroke;
        int64_t begin = w->along << TILE_SHIFT, end = (w->along + 1) << TILE_SHIFT;
        int64_t one = across_at(s, begin > w->from ? begin : w->from), other = across_at(s, end < w->to ? end : w->to);
        int64_t low = ((one < other ? one : other) - s->margin) >> TILE_SHIFT;
        int64_t high = ((one < other ? other : one) + s->margin) >> TILE_SHIFT;
        w->across = low > w->across_first ? low : w->across_first;
        w->across_end = (high < w->across_last ? high : w->across_last) + 1;
    }
    return true;
}

static uint32_t *cursor_of(const tiling *t, uint32_t *cursors, const walk *w) {
    bool steep = w->stroke->steep;
    int64_t row = (steep ? w->along : w->across) - (t->job->first_row >> PCS_TILE_BITS);
    return &cursors[2 * (row * t->bins.columns + (steep ? w->across : w->along)) + steep];
}

static void count_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = pcs_bins_cursors(&t->bins, block), end = pcs_bins_begin(t->stroke_count, block + 1);
    for (uint32_t s = pcs_bins_begin(t->stroke_count, block); s < end; s++) {
        walk w = walk_begin(t->job, &t->strokes[s]);
        while (walk_next(&w)) {
            ++*cursor_of(t, cursors, &w);
        }
    }
}

static void place_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = pcs_bins_cursors(&t->bins, block), end = pcs_bins_begin(t->stroke_count, block + 1);
    for (uint32_t s = pcs_bins_begin(t->stroke_count, block); s < end; s++) {
        walk w = walk_begin(t->job, &t->strokes[s]);
        while (walk_next(&w)) {
            t->entries[(*cursor_of(t, cursors, &w))++] = s;
        }
    }
}

/* Tiles along, at least as many as those in which a line may touch the strip. */
static int64_t tiles_along(const pcs_count_job *job, const pcs_stroke *s) {
    int64_t reach = 2 * s->margin + (1 << PCS_PLACE_BITS); /* beyond its ends too */
    int64_t low = ((int64_t)job->first_row << PCS_PLACE_BITS) - reach;
    int64_t high = ((int64_t)(job->first_row + job->row_count) << PCS_PLACE_BITS) + reach;
    int64_t begin = s->a_along, end = s->b_along, slope = s->slope < 0 ? -(int64_t)s->slope : s->slope;
    if (s->steep) {
        begin = begin > low ? begin : low;
        end = end < high ? end : high;
    } else {
        /* From where it comes near the strip, as many columns as take it through. */
        int64_t one = s->a_across, other = s->b_across;
        if ((one < low && other < low) || (one > high && other > high)) {
            return 0;
        }
        int64_t through = slope > 0 ? (high - low) * (1 << PCS_DIRECTION_BITS) / slope : end - begin;
        end = end - begin < through ? end : begin + through;
    }
    return end < begin ? 0 : ((end - begin) >> TILE_SHIFT) + 3;
}

/* At least as many tiles as a line touches: it may be in two of one column for being wide, and in two for going on to
 * the next. */
static uint32_t entries_bound(const pcs_count_job *job, const pcs_stroke *s) {
    return (uint32_t)(4 * tiles_along(job, s));
}

/* ---- a batch */

/* The lines from first on. */
static pcs_status draw_batch(tiling *t, uint32_t first) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = t->job;
    const uint64_t *weights = job->weights ? job->weights + first : NULL;
    const pcs_joint *joints = job->joints ? job->joints + first : NULL;
    pcs_buffer *tasks = NULL, *strokes = NULL, *joined = NULL, *weighted = NULL;
    pcs_stroke_parameters parameters = {.task_count = (uint32_t)t->bins.task_count,
                                        .item_count = t->bins.item_count,
                                        .width = job->width,
                                        .first_row = job->first_row,
                                        .row_count = job->row_count,
                                        .weighted = weights != NULL,
                                        .joined = joints != NULL,
                                        .greatest = job->greatest};
    PCS_TRY(pcs_buffer_write(t->device_entries, 0, t->entries, t->bins.entry_count * sizeof(*t->entries)));
    PCS_TRY(
        pcs_buffer_new_from(job->device, "tiles", t->bins.tasks, t->bins.task_count * sizeof(*t->bins.tasks), &tasks));
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", t->strokes, t->stroke_count * sizeof(*t->strokes), &strokes));
    if (job->wide) {
        PCS_TRY(pcs_buffer_new_from(job->device, "lines", weights, weights ? t->stroke_count * sizeof(*weights) : 0,
                                    &weighted));
        PCS_TRY(
            pcs_buffer_new_from(job->device, "lines", joints, joints ? t->stroke_count * sizeof(*joints) : 0, &joined));
        PCS_TRY(PCS_RUN(job->device, pcs_stroke_weigh_tiles, t->bins.item_count, 1, PCS_ARRAY(tasks),
                        PCS_ARRAY(t->device_entries), PCS_ARRAY(strokes), PCS_ARRAY(joined), PCS_ARRAY(weighted),
                        PCS_ARRAY(t->tiles), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    } else {
        PCS_TRY(PCS_RUN(job->device, pcs_stroke_tiles, t->bins.item_count, 1, PCS_ARRAY(tasks),
                        PCS_ARRAY(t->device_entries), PCS_ARRAY(strokes), PCS_ARRAY(t->tiles), PCS_ARRAY(job->counts),
                        PCS_BY_VALUE(parameters)));
    }
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(weighted);
    pcs_buffer_free(joined);
    pcs_buffer_free(strokes);
    pcs_buffer_free(tasks);
    return status;
}

/* The strokes from first on that make one batch. */
static uint32_t batch_end(const tiling *t, uint32_t first) {
    uint32_t entries = 0, end = first;
    while (end < t->job->line_count && end - first < BATCH_STROKES) {
        entries += entries_bound(t->job, &t->job->strokes[end]);
        if (entries > t->entries_most) {
            break;
        }
        end++;
    }
    return end;
}

static pcs_status prepare(tiling *t) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = t->job;
    uint64_t entries = 0, most = BATCH_ENTRIES + (uint64_t)t->bins.tile_count * BATCH_ENTRIES_A_TILE;
    most = most < BATCH_ENTRIES_MOST ? most : BATCH_ENTRIES_MOST;
    for (uint32_t s = 0; s < job->line_count && entries < most; s++) {
        entries += entries_bound(job, &job->strokes[s]);
    }
    t->entries_most = (uint32_t)(entries < most ? entries : most);
    uint64_t size = t->entries_most * sizeof(*t->entries), element = job->wide ? sizeof(uint64_t) : sizeof(uint32_t);
    PCS_TRY(pcs_buffer_new(job->device, "tiles", t->bins.item_count * PCS_STROKE_TILE * element, &t->tiles));
    PCS_TRY(pcs_buffer_new(job->device, "lines", size, &t->device_entries));
    t->entries = pcs_memory_new(t->entries_most, sizeof(*t->entries));
    if (!t->entries) {
        status = pcs_fail_memory(job->context, "lines", size);
    }
done:
    return status;
}

pcs_status pcs_count_stroke_tiles(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    tiling t = {.job = job};
    PCS_TRY(pcs_bins_new(job, &t.bins));
    PCS_TRY(prepare(&t));
    for (uint32_t first = 0; first < job->line_count; first += t.stroke_count) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)first / job->line_count, 0));
        t.strokes = job->strokes + first;
        t.stroke_count = batch_end(&t, first) - first;
        PCS_TRY(pcs_bins_fill(job->context, &t.bins, count_block, place_block, &t));
        if (t.bins.entry_count > 0) {
            PCS_TRY(draw_batch(&t, first));
        }
    }
done:
    pcs_buffer_free(t.device_entries);
    pcs_buffer_free(t.tiles);
    free(t.entries);
    pcs_bins_clear(&t.bins);
    return status;
}
