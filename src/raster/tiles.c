/* Counting by tiles: the host's threads cut the segments of a batch into runs and sort these by tile; the device draws
 * each tile in memory that fits its cache. */
#include "raster/count.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    BATCH_RUNS = 1 << 18,     /* at least so many, 16 bytes each, to a batch */
    BATCH_RUNS_A_TILE = 1024, /* and as many as make adding the tiles to the image worth while */
    BLOCKS = 32,              /* of a batch's segments, cut and sorted by themselves */
    ITEMS_PER_UNIT = 4,       /* so that the units end together */
    TASKS_PER_ITEM = 4,       /* likewise */
    TASK_RUNS_LEAST = 1 << 12 /* enough to be worth the adding of a tile to the image */
};

/* What a batch needs, kept from one to the next. */
typedef struct tiling {
    const pcs_count_job *job;
    uint32_t columns, tile_count;
    const pcs_segment *segments; /* of the batch */
    uint32_t segment_count;
    uint32_t *cursors; /* BLOCKS of 2 a tile, not steep and steep: its runs, then where the next one goes */
    pcs_run *runs;
    uint32_t run_count;
    pcs_tile_task *tasks;
    size_t task_count, task_capacity;
    uint32_t runs_most; /* of a batch */
    pcs_buffer *device_runs;
    pcs_buffer *tiles; /* one an item, zero between batches */
    uint32_t item_count;
} tiling;

/* ---- a line, tile after tile */

typedef struct walk {
    pcs_line line;
    uint32_t slope;      /* steps across at each pixel, in 2^-PCS_STEP_BITS */
    uint32_t first, end; /* pixels of the line in this tile */
} walk;

static walk walk_begin(pcs_segment segment) {
    walk w = {.line = pcs_line_of(segment)};
    if (w.line.length > 0) {
        w.slope = (uint32_t)(((uint64_t)w.line.rise << PCS_STEP_BITS) / w.line.length) + 1;
    }
    return w;
}

/* Steps across at pixel k, in 2^-PCS_STEP_BITS. */
static uint64_t steps_at(const walk *w, uint32_t k) {
    return (UINT64_C(1) << (PCS_STEP_BITS - 1)) + (uint64_t)k * w->slope;
}

static uint32_t across_at(const walk *w, uint32_t k) {
    uint32_t steps = (uint32_t)(steps_at(w, k) >> PCS_STEP_BITS);
    return w->line.falling ? w->line.across - steps : w->line.across + steps;
}

/* The first pixel past the tile that holds across, which the line leaves there. */
static uint32_t leaves_at(const walk *w, uint32_t across) {
    uint32_t tile = across >> PCS_TILE_BITS;
    uint32_t steps =
        w->line.falling ? w->line.across - (tile << PCS_TILE_BITS) + 1 : ((tile + 1) << PCS_TILE_BITS) - w->line.across;
    uint64_t wanted = ((uint64_t)steps << PCS_STEP_BITS) - (UINT64_C(1) << (PCS_STEP_BITS - 1));
    return (uint32_t)((wanted + w->slope - 1) / w->slope);
}

/* Moves on to the next tile: its pixels are first to end - 1. False: the line has ended. */
static bool walk_next(walk *w) {
    w->first = w->end;
    if (w->first > w->line.length) {
        return false;
    }
    uint32_t along = w->line.along + w->first;
    uint32_t across = across_at(w, w->first);
    uint32_t end = w->first + (PCS_TILE_SIDE - along % PCS_TILE_SIDE);
    end = end > w->line.length + 1 ? w->line.length + 1 : end;
    if (across_at(w, end - 1) >> PCS_TILE_BITS != across >> PCS_TILE_BITS) {
        end = leaves_at(w, across);
    }
    w->end = end;
    return true;
}

/* Where its runs are sorted to: by tile, and in a tile those of steep lines last. */
static uint32_t walk_cursor(const walk *w, uint32_t columns) {
    uint32_t along = (w->line.along + w->first) >> PCS_TILE_BITS;
    uint32_t across = across_at(w, w->first) >> PCS_TILE_BITS;
    return 2 * (w->line.steep ? along * columns + across : across * columns + along) + w->line.steep;
}

static pcs_run walk_run(const walk *w) {
    uint64_t along = (w->line.along + w->first) % PCS_TILE_SIDE;
    uint64_t across = across_at(w, w->first) % PCS_TILE_SIDE;
    uint64_t most = (UINT64_C(1) << PCS_STEP_BITS) - 1;
    uint64_t fraction = steps_at(w, w->first) & most;
    /* floor(-s) is -floor(s) but for the fraction, which is counted from the other side. */
    fraction = w->line.falling ? most - fraction : fraction;
    return (pcs_run){.place = (along * PCS_TILE_SIDE + across) << PCS_STEP_BITS | fraction,
                     .slope = w->slope,
                     .falling = (uint16_t)w->line.falling,
                     .last = (uint16_t)(w->end - w->first - 1)};
}

/* ---- a batch: counting sort of its runs by tile */

static uint32_t *cursors_of(const tiling *t, uint64_t block) {
    return t->cursors + 2 * block * t->tile_count;
}

static uint32_t block_begin(const tiling *t, uint64_t block) {
    return (uint32_t)(block * t->segment_count / BLOCKS);
}

static void count_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = cursors_of(t, block);
    memset(cursors, 0, 2 * t->tile_count * sizeof(*cursors));
    for (uint32_t s = block_begin(t, block); s < block_begin(t, block + 1); s++) {
        walk w = walk_begin(t->segments[s]);
        while (walk_next(&w)) {
            cursors[walk_cursor(&w, t->columns)]++;
        }
    }
}

static void place_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = cursors_of(t, block);
    for (uint32_t s = block_begin(t, block); s < block_begin(t, block + 1); s++) {
        walk w = walk_begin(t->segments[s]);
        while (walk_next(&w)) {
            t->runs[cursors[walk_cursor(&w, t->columns)]++] = walk_run(&w);
        }
    }
}

/* Numbers of runs become places of runs: by tile, then by block. */
static void scan_cursors(tiling *t) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < 2 * t->tile_count; i++) {
        for (uint64_t block = 0; block < BLOCKS; block++) {
            uint32_t *cursor = &cursors_of(t, block)[i];
            uint32_t count = *cursor;
            *cursor = next;
            next += count;
        }
    }
    t->run_count = next;
}

/* Cuts the runs of a tile, of which those from steep on are of steep lines, into tasks of at most most. */
static bool add_tasks(tiling *t, uint32_t tile, uint32_t begin, uint32_t steep, uint32_t end, uint32_t most) {
    uint32_t parts = (end - begin + most - 1) / most;
    if (!pcs_memory_grow((void **)&t->tasks, &t->task_capacity, t->task_count + parts, sizeof(*t->tasks))) {
        return false;
    }
    for (uint32_t part = 0; part < parts; part++) {
        uint32_t first = begin + (uint32_t)((uint64_t)(end - begin) * part / parts);
        uint32_t last = begin + (uint32_t)((uint64_t)(end - begin) * (part + 1) / parts);
        t->tasks[t->task_count++] = (pcs_tile_task){.column = tile % t->columns * PCS_TILE_SIDE,
                                                    .row = tile / t->columns * PCS_TILE_SIDE,
                                                    .first = first,
                                                    .steep = steep < first  ? first
                                                             : steep > last ? last
                                                                            : steep,
                                                    .end = last,
                                                    .shared = parts > 1};
    }
    return true;
}

/* After placing, the last block's cursors are where the runs of each tile end. */
static bool make_tasks(tiling *t) {
    uint32_t most = t->run_count / (t->item_count * TASKS_PER_ITEM);
    most = most < TASK_RUNS_LEAST ? TASK_RUNS_LEAST : most > PCS_TASK_RUNS_MAX ? PCS_TASK_RUNS_MAX : most;
    const uint32_t *ends = cursors_of(t, BLOCKS - 1);
    t->task_count = 0;
    for (uint32_t tile = 0; tile < t->tile_count; tile++) {
        uint32_t begin = tile ? ends[2 * tile - 1] : 0;
        if (!add_tasks(t, tile, begin, ends[2 * tile], ends[2 * tile + 1], most)) {
            return false;
        }
    }
    return true;
}

static pcs_status draw_batch(tiling *t) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = t->job;
    pcs_buffer *tasks = NULL;
    pcs_tile_parameters parameters = {
        .task_count = (uint32_t)t->task_count, .item_count = t->item_count, .width = job->width, .height = job->height};
    PCS_TRY(pcs_buffer_write(t->device_runs, 0, t->runs, t->run_count * sizeof(*t->runs)));
    PCS_TRY(pcs_buffer_new_from(job->device, "tiles", t->tasks, t->task_count * sizeof(*t->tasks), &tasks));
    PCS_TRY(PCS_RUN(job->device, pcs_raster_tiles, t->item_count, 1, PCS_ARRAY(tasks), PCS_ARRAY(t->device_runs),
                    PCS_ARRAY(t->tiles), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(tasks);
    return status;
}

static pcs_status count_batch(tiling *t) {
    pcs_pool *pool = pcs_context_pool(t->job->context);
    if (!pool) {
        return pcs_fail_memory(t->job->context, "threads", 0);
    }
    pcs_pool_run(pool, BLOCKS, count_block, t);
    scan_cursors(t);
    pcs_pool_run(pool, BLOCKS, place_block, t);
    if (!make_tasks(t)) {
        return pcs_fail_memory(t->job->context, "tiles", t->task_count * sizeof(*t->tasks));
    }
    return draw_batch(t);
}

/* At least as many runs as a segment has: one, and one more at each border of tiles. */
static uint32_t runs_bound(pcs_segment s) {
    int32_t columns = (s.i0 >> PCS_TILE_BITS) - (s.i1 >> PCS_TILE_BITS);
    int32_t rows = (s.j0 >> PCS_TILE_BITS) - (s.j1 >> PCS_TILE_BITS);
    return (uint32_t)(abs(columns) + abs(rows)) + 1;
}

/* The segments from first on whose runs fit one batch. */
static uint32_t batch_end(const tiling *t, uint32_t first) {
    uint32_t runs = 0, end = first;
    while (end < t->job->segment_count) {
        runs += runs_bound(t->job->segments[end]);
        if (runs > t->runs_most) {
            break;
        }
        end++;
    }
    return end;
}

static pcs_status prepare(tiling *t) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = t->job;
    uint64_t runs = 0, runs_most = BATCH_RUNS + (uint64_t)t->tile_count * BATCH_RUNS_A_TILE;
    for (uint32_t s = 0; s < job->segment_count && runs < runs_most; s++) {
        runs += runs_bound(job->segments[s]);
    }
    t->runs_most = (uint32_t)(runs < runs_most ? runs : runs_most);
    t->item_count = pcs_device_get_abilities(job->device)->units * ITEMS_PER_UNIT;
    uint64_t tiles_size = (uint64_t)t->item_count * PCS_TILE_PIXELS * sizeof(uint16_t);
    PCS_TRY(pcs_buffer_new(job->device, "tiles", tiles_size, &t->tiles));
    PCS_TRY(pcs_buffer_zero(t->tiles));
    PCS_TRY(pcs_buffer_new(job->device, "segments", t->runs_most * sizeof(*t->runs), &t->device_runs));
    t->cursors = pcs_memory_new(2 * (size_t)t->tile_count, BLOCKS * sizeof(*t->cursors));
    t->runs = pcs_memory_new(t->runs_most, sizeof(*t->runs));
    if (!t->cursors || !t->runs) {
        status = pcs_fail_memory(job->context, "segments", t->runs_most * sizeof(*t->runs));
    }
done:
    return status;
}

pcs_status pcs_count_tiles(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    uint32_t columns = (job->width + PCS_TILE_SIDE - 1) / PCS_TILE_SIDE;
    uint32_t rows = (job->height + PCS_TILE_SIDE - 1) / PCS_TILE_SIDE;
    tiling t = {.job = job, .columns = columns, .tile_count = columns * rows};
    PCS_TRY(prepare(&t));
    for (uint32_t first = 0; first < job->segment_count;) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)first / job->segment_count, 0));
        uint32_t end = batch_end(&t, first);
        t.segments = job->segments + first;
        t.segment_count = end - first;
        PCS_TRY(count_batch(&t));
        first = end;
    }
done:
    pcs_buffer_free(t.device_runs);
    pcs_buffer_free(t.tiles);
    free(t.tasks);
    free(t.runs);
    free(t.cursors);
    return status;
}
