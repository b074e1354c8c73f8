/* Counting by tiles: the host's threads cut the segments of a batch into runs and sort these by tile; the device draws
 * each tile in memory that fits its cache. */
#include "base/memory.h"
#include "raster/bins.h"
#include "raster/line.h"

#include <stdlib.h>

enum {
    BATCH_RUNS = 1 << 20,    /* at least so many, 16 bytes each, to a batch */
    BATCH_RUNS_A_TILE = 1024 /* and as many as make adding the tiles to the image worth while */
};

/* What a batch needs, kept from one to the next. */
typedef struct tiling {
    const pcs_count_job *job;
    pcs_bins bins;               /* of runs */
    const pcs_segment *segments; /* of the batch */
    const uint64_t *weights;     /* likewise, or NULL */
    uint32_t segment_count;
    pcs_run *runs;
    uint64_t *run_weights;
    uint32_t runs_most; /* of a batch */
    pcs_buffer *device_runs, *device_weights;
    pcs_buffer *tiles; /* one an item */
} tiling;

static void count_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = pcs_bins_cursors(&t->bins, block);
    uint32_t end = pcs_bins_begin(t->segment_count, block + 1);
    for (uint32_t s = pcs_bins_begin(t->segment_count, block); s < end; s++) {
        pcs_trace trace = pcs_trace_begin(t->job, t->segments[s]);
        while (pcs_trace_next(&trace)) {
            cursors[pcs_trace_cursor(&trace, t->bins.columns, t->job->first_row)]++;
        }
    }
}

static void place_block(void *argument, uint64_t block) {
    const tiling *t = argument;
    uint32_t *cursors = pcs_bins_cursors(&t->bins, block);
    uint32_t end = pcs_bins_begin(t->segment_count, block + 1);
    for (uint32_t s = pcs_bins_begin(t->segment_count, block); s < end; s++) {
        pcs_trace trace = pcs_trace_begin(t->job, t->segments[s]);
        while (pcs_trace_next(&trace)) {
            uint32_t run = cursors[pcs_trace_cursor(&trace, t->bins.columns, t->job->first_row)]++;
            t->runs[run] = pcs_trace_run(&trace);
            if (t->weights) {
                t->run_weights[run] = t->weights[s];
            }
        }
    }
}

static pcs_status draw_batch(tiling *t) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = t->job;
    pcs_buffer *tasks = NULL;
    uint32_t items = t->bins.item_count, runs = t->bins.entry_count;
    pcs_tile_parameters parameters = {.task_count = (uint32_t)t->bins.task_count,
                                      .item_count = items,
                                      .width = job->width,
                                      .height = job->row_count,
                                      .greatest = job->greatest};
    PCS_TRY(pcs_buffer_write(t->device_runs, 0, t->runs, runs * sizeof(*t->runs)));
    PCS_TRY(
        pcs_buffer_new_from(job->device, "tiles", t->bins.tasks, t->bins.task_count * sizeof(*t->bins.tasks), &tasks));
    if (job->weights) {
        PCS_TRY(pcs_buffer_write(t->device_weights, 0, t->run_weights, runs * sizeof(*t->run_weights)));
        PCS_TRY(PCS_RUN(job->device, pcs_raster_weigh_tiles, items, 1, PCS_ARRAY(tasks), PCS_ARRAY(t->device_runs),
                        PCS_ARRAY(t->device_weights), PCS_ARRAY(t->tiles), PCS_ARRAY(job->counts),
                        PCS_BY_VALUE(parameters)));
    } else {
        PCS_TRY(PCS_RUN(job->device, pcs_raster_tiles, items, 1, PCS_ARRAY(tasks), PCS_ARRAY(t->device_runs),
                        PCS_ARRAY(t->tiles), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    }
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(tasks);
    return status;
}

static pcs_status count_batch(tiling *t) {
    pcs_status status = pcs_bins_fill(t->job->context, &t->bins, count_block, place_block, t);
    return status == PCS_OK && t->bins.entry_count > 0 ? draw_batch(t) : status;
}

static uint32_t tiles_between(uint32_t a, uint32_t b) {
    uint32_t one = a >> PCS_TILE_BITS, other = b >> PCS_TILE_BITS;
    return one < other ? other - one : one - other;
}

/* At least as many runs as a segment has: one, and one more at each border of tiles; none outside the strip. */
static uint32_t runs_bound(const pcs_count_job *job, pcs_segment s) {
    uint32_t low = (uint32_t)(s.j0 < s.j1 ? s.j0 : s.j1), high = (uint32_t)(s.j0 < s.j1 ? s.j1 : s.j0);
    uint32_t last = job->first_row + job->row_count - 1;
    if (low > last || high < job->first_row) {
        return 0;
    }
    if (low >= job->first_row && high <= last) {
        return tiles_between((uint32_t)(s.i0 < 0 ? ~s.i0 : s.i0), (uint32_t)s.i1) + tiles_between(low, high) + 1;
    }
    pcs_trace trace = pcs_trace_begin(job, s);
    if (trace.end >= trace.stop) {
        return 0;
    }
    uint32_t begin = pcs_trace_across(&trace, pcs_trace_steps(&trace, trace.end));
    uint32_t end = pcs_trace_across(&trace, pcs_trace_steps(&trace, trace.stop - 1));
    return tiles_between(trace.line.along + trace.end, trace.line.along + trace.stop - 1) + tiles_between(begin, end) +
           1;
}

/* The segments from first on whose runs fit one batch. */
static uint32_t batch_end(const tiling *t, uint32_t first) {
    uint32_t runs = 0, end = first;
    while (end < t->job->line_count) {
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
    uint64_t runs = 0, runs_most = BATCH_RUNS + (uint64_t)t->bins.tile_count * BATCH_RUNS_A_TILE;
    for (uint32_t s = 0; s < job->line_count && runs < runs_most; s++) {
        runs += runs_bound(job, job->segments[s]);
    }
    t->runs_most = (uint32_t)(runs < runs_most ? runs : runs_most);
    size_t element = job->weights ? sizeof(uint64_t) : sizeof(uint16_t);
    uint64_t tiles_size = (uint64_t)t->bins.item_count * PCS_TILE_DIFFERENCES * element;
    PCS_TRY(pcs_buffer_new(job->device, "tiles", tiles_size, &t->tiles));
    PCS_TRY(pcs_buffer_new(job->device, "segments", t->runs_most * sizeof(*t->runs), &t->device_runs));
    if (job->weights) {
        PCS_TRY(pcs_buffer_new(job->device, "segments", t->runs_most * sizeof(*t->run_weights), &t->device_weights));
        t->run_weights = pcs_memory_new(t->runs_most, sizeof(*t->run_weights));
    }
    t->runs = pcs_memory_table(t->runs_most * sizeof(*t->runs));
    if (!t->runs || (job->weights && !t->run_weights)) {
        status = pcs_fail_memory(job->context, "segments", t->runs_most * sizeof(*t->runs));
    }
done:
    return status;
}

pcs_status pcs_count_tiles(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    tiling t = {.job = job};
    PCS_TRY(pcs_bins_new(job, &t.bins));
    PCS_TRY(prepare(&t));
    for (uint32_t first = 0; first < job->line_count;) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)first / job->line_count, 0));
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
    free(t.run_weights);
    free(t.runs);
    pcs_bins_clear(&t.bins);
    return status;
}
