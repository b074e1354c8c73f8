/* Counting by tiles: the host's threads cut the segments of a batch into runs and sort these by tile; the device draws
 * each tile in memory that fits its cache. */
#include "base/memory.h"
#include "raster/line.h"

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
    const uint64_t *weights;     /* likewise, or NULL */
    uint32_t segment_count;
    uint32_t *cursors; /* BLOCKS of 2 a tile, not steep and steep: its runs, then where the next one goes */
    pcs_run *runs;
    uint64_t *run_weights;
    uint32_t run_count;
    pcs_tile_task *tasks;
    size_t task_count, task_capacity;
    uint32_t runs_most; /* of a batch */
    pcs_buffer *device_runs, *device_weights;
    pcs_buffer *tiles; /* one an item, zero between batches */
    uint32_t item_count;
} tiling;

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
        pcs_walk w = pcs_walk_begin(t->job, t->segments[s]);
        while (pcs_walk_next(&w)) {
            cursors[pcs_walk_cursor(&w, t->columns, t->job->first_row)]++;
        }
    }
}

static void place_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = cursors_of(t, block);
    for (uint32_t s = block_begin(t, block); s < block_begin(t, block + 1); s++) {
        pcs_walk w = pcs_walk_begin(t->job, t->segments[s]);
        while (pcs_walk_next(&w)) {
            uint32_t run = cursors[pcs_walk_cursor(&w, t->columns, t->job->first_row)]++;
            t->runs[run] = pcs_walk_run(&w);
            if (t->weights) {
                t->run_weights[run] = t->weights[s];
            }
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
    pcs_tile_parameters parameters = {.task_count = (uint32_t)t->task_count,
                                      .item_count = t->item_count,
                                      .width = job->width,
                                      .height = job->row_count,
                                      .greatest = job->greatest};
    PCS_TRY(pcs_buffer_write(t->device_runs, 0, t->runs, t->run_count * sizeof(*t->runs)));
    PCS_TRY(pcs_buffer_new_from(job->device, "tiles", t->tasks, t->task_count * sizeof(*t->tasks), &tasks));
    if (job->weights) {
        PCS_TRY(pcs_buffer_write(t->device_weights, 0, t->run_weights, t->run_count * sizeof(*t->run_weights)));
        PCS_TRY(PCS_RUN(job->device, pcs_raster_weigh_tiles, t->item_count, 1, PCS_ARRAY(tasks),
                        PCS_ARRAY(t->device_runs), PCS_ARRAY(t->device_weights), PCS_ARRAY(t->tiles),
                        PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    } else {
        PCS_TRY(PCS_RUN(job->device, pcs_raster_tiles, t->item_count, 1, PCS_ARRAY(tasks), PCS_ARRAY(t->device_runs),
                        PCS_ARRAY(t->tiles), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    }
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
    if (t->run_count == 0) {
        return PCS_OK;
    }
    if (!make_tasks(t)) {
        return pcs_fail_memory(t->job->context, "tiles", t->task_count * sizeof(*t->tasks));
    }
    return draw_batch(t);
}

/* At least as many runs as a segment has: one, and one more at each border of tiles; none outside the strip. */
static uint32_t runs_bound(const pcs_count_job *job, pcs_segment s) {
    uint32_t low = (uint32_t)(s.j0 < s.j1 ? s.j0 : s.j1), high = (uint32_t)(s.j0 < s.j1 ? s.j1 : s.j0);
    uint32_t last = job->first_row + job->row_count - 1;
    if (low > last || high < job->first_row) {
        return 0;
    }
    low = low < job->first_row ? job->first_row : low;
    high = high > last ? last : high;
    int32_t columns = (s.i0 >> PCS_TILE_BITS) - (s.i1 >> PCS_TILE_BITS);
    return (uint32_t)abs(columns) + (high >> PCS_TILE_BITS) - (low >> PCS_TILE_BITS) + 1;
}

/* The segments from first on whose runs fit one batch. */
static uint32_t batch_end(const tiling *t, uint32_t first) {
    uint32_t runs = 0, end = first;
    while (end < t->job->segment_count) {
        runs += runs_bound(t->job, t->job->segments[end]);
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
        runs += runs_bound(job, job->segments[s]);
    }
    t->runs_most = (uint32_t)(runs < runs_most ? runs : runs_most);
    t->item_count = pcs_device_get_abilities(job->device)->units * ITEMS_PER_UNIT;
    size_t element = job->weights ? sizeof(uint64_t) : sizeof(uint16_t);
    uint64_t tiles_size = (uint64_t)t->item_count * PCS_TILE_PIXELS * element;
    PCS_TRY(pcs_buffer_new(job->device, "tiles", tiles_size, &t->tiles));
    PCS_TRY(pcs_buffer_zero(t->tiles));
    PCS_TRY(pcs_buffer_new(job->device, "segments", t->runs_most * sizeof(*t->runs), &t->device_runs));
    if (job->weights) {
        PCS_TRY(pcs_buffer_new(job->device, "segments", t->runs_most * sizeof(*t->run_weights), &t->device_weights));
        t->run_weights = pcs_memory_new(t->runs_most, sizeof(*t->run_weights));
    }
    t->cursors = pcs_memory_new(2 * (size_t)t->tile_count, BLOCKS * sizeof(*t->cursors));
    t->runs = pcs_memory_new(t->runs_most, sizeof(*t->runs));
    if (!t->cursors || !t->runs || (job->weights && !t->run_weights)) {
        status = pcs_fail_memory(job->context, "segments", t->runs_most * sizeof(*t->runs));
    }
done:
    return status;
}

pcs_status pcs_count_tiles(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    uint32_t columns = (job->width + PCS_TILE_SIDE - 1) / PCS_TILE_SIDE;
    uint32_t rows = (job->row_count + PCS_TILE_SIDE - 1) / PCS_TILE_SIDE;
    tiling t = {.job = job, .columns = columns, .tile_count = columns * rows};
    PCS_TRY(prepare(&t));
    for (uint32_t first = 0; first < job->segment_count;) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)first / job->segment_count, 0));
        uint32_t end = batch_end(&t, first);
        t.segments = job->segments + first;
        t.weights = job->weights ? job->weights + first : NULL;
        t.segment_count = end - first;
        PCS_TRY(count_batch(&t));
        first = end;
    }
done:
    pcs_buffer_free(t.device_weights);
    pcs_buffer_free(t.device_runs);
    pcs_buffer_free(t.tiles);
    free(t.tasks);
    free(t.run_weights);
    free(t.runs);
    free(t.cursors);
    return status;
}
