#include "layout/renumber.h"

#include "base/memory.h"
#include "device/sort.h"
#include "morton.h"
#include "sort_types.h"

#include <stdlib.h>
#include <string.h>

/* Fewer bodies lie in a core's cache in any order. */
enum { BODIES_LEAST = 1 << 16 };
/* The grid has 2^LINE_BITS columns and rows. */
enum { LINE_BITS = 11 };

/* Rows of neighbours moved by one thread at a time, and between two ticks. */
enum { ROWS_A_CHUNK = 1 << 14, ROWS_A_TICK = 1 << 19 };
/* Of the time, to the end of each. */
static const double FOUND_END = 0.3, ROWS_END = 0.7;

/* The body that becomes the i-th was the from[i]-th; the i-th becomes the to[i]-th. */
typedef struct permutation {
    uint32_t count;
    uint32_t *from, *to;
} permutation;

static uint32_t grid_line(double place, double least, double scale) {
    double line = (place - least) * scale;
    return line < (1 << LINE_BITS) - 1 ? (uint32_t)line : (1 << LINE_BITS) - 1;
}

static void fill_pairs(const pcs_system *system, uint32_t count, pcs_sort_pair *pairs) {
    double x_min = system->x[0], x_max = x_min, y_min = system->y[0], y_max = y_min;
    for (uint32_t i = 1; i < count; i++) {
        x_min = system->x[i] < x_min ? system->x[i] : x_min;
        x_max = system->x[i] > x_max ? system->x[i] : x_max;
        y_min = system->y[i] < y_min ? system->y[i] : y_min;
        y_max = system->y[i] > y_max ? system->y[i] : y_max;
    }
    double side = x_max - x_min > y_max - y_min ? x_max - x_min : y_max - y_min;
    double scale = side > 0.0 ? (1 << LINE_BITS) / side : 0.0;
    for (uint32_t i = 0; i < count; i++) {
        pairs[i] = (pcs_sort_pair){
            .key = pcs_morton(grid_line(system->x[i], x_min, scale), grid_line(system->y[i], y_min, scale)),
            .value = i};
    }
}

static pcs_status find_permutation(pcs_context *context, pcs_device *device, const pcs_system *system,
                                   const permutation *by) {
    pcs_status status = PCS_OK;
    pcs_sorter *sorter = NULL;
    uint64_t bytes = (uint64_t)by->count * sizeof(pcs_sort_pair);
    pcs_sort_pair *pairs = pcs_memory_new(by->count, sizeof(*pairs));
    if (!pairs) {
        PCS_TRY(pcs_fail_memory(context, "the order of bodies", bytes));
    }
    fill_pairs(system, by->count, pairs);
    PCS_TRY(pcs_sorter_new(context, device, by->count, &sorter));
    PCS_TRY(pcs_buffer_write(pcs_sorter_pairs(sorter), 0, pairs, bytes));
    PCS_TRY(pcs_sorter_run(sorter, by->count, 2 * LINE_BITS));
    PCS_TRY(pcs_buffer_read(pcs_sorter_pairs(sorter), 0, pairs, bytes));
    for (uint32_t i = 0; i < by->count; i++) {
        by->from[i] = pairs[i].value;
        by->to[pairs[i].value] = i;
    }
done:
    pcs_sorter_free(sorter);
    free(pairs);
    return status;
}

/* The rows of neighbours, from the old ones to the new ones. */
typedef struct row_move {
    const permutation *by;
    const pcs_system *system;
    uint32_t *offsets, *neighbours;
    float *weights;
    uint32_t first; /* body of the chunks that are moved */
} row_move;

static void move_chunk(void *argument, uint64_t chunk) {
    const row_move *job = argument;
    uint32_t i = job->first + (uint32_t)chunk * ROWS_A_CHUNK;
    uint32_t end = job->by->count - i < ROWS_A_CHUNK ? job->by->count : i + ROWS_A_CHUNK;
    for (; i < end; i++) {
        uint32_t old = job->system->offsets[job->by->from[i]];
        for (uint32_t k = job->offsets[i]; k < job->offsets[i + 1]; k++, old++) {
            job->neighbours[k] = job->by->to[job->system->neighbours[old]];
            if (job->weights) {
                job->weights[k] = job->system->weights[old];
            }
        }
    }
}

static pcs_status move_rows(pcs_phase phase, pcs_pool *pool, const permutation *by, pcs_system *system) {
    pcs_status status = PCS_OK;
    uint32_t bodies = system->body_count, neighbour_count = system->offsets[bodies];
    row_move job = {.by = by, .system = system};
    job.offsets = pcs_memory_new((size_t)bodies + 1, sizeof(*job.offsets));
    job.neighbours = pcs_memory_new(neighbour_count, sizeof(*job.neighbours));
    job.weights = system->weights ? pcs_memory_new(neighbour_count, sizeof(*job.weights)) : NULL;
    if (!job.offsets || !job.neighbours || (system->weights && !job.weights)) {
        PCS_TRY(pcs_fail_memory(phase.context, "the order of bodies", (uint64_t)neighbour_count * sizeof(uint32_t)));
    }
    for (uint32_t i = 0; i < bodies; i++) {
        uint32_t old = i < by->count ? by->from[i] : i;
        job.offsets[i + 1] = job.offsets[i] + (system->offsets[old + 1] - system->offsets[old]);
    }
    for (; job.first < by->count; job.first += ROWS_A_TICK) {
        uint32_t rows = by->count - job.first < ROWS_A_TICK ? by->count - job.first : ROWS_A_TICK;
        PCS_TRY(pcs_phase_tick(phase, (double)job.first / by->count));
        pcs_pool_run(pool, (rows + ROWS_A_CHUNK - 1) / ROWS_A_CHUNK, move_chunk, &job);
    }
    free(system->offsets);
    free(system->neighbours);
    free(system->weights);
    system->offsets = job.offsets;
    system->neighbours = job.neighbours;
    system->weights = job.weights;
    return PCS_OK;
done:
    free(job.weights);
    free(job.neighbours);
    free(job.offsets);
    return status;
}

/* Values of size bytes, one a body; held has room for them all. */
static void move_values(const permutation *by, void *values, size_t size, void *held) {
    memcpy(held, values, by->count * size);
    for (uint32_t i = 0; i < by->count; i++) {
        memcpy((char *)values + i * size, (const char *)held + by->from[i] * size, size);
    }
}

/* The pivots' rows of steps, shared out among threads. */
typedef struct step_move {
    const permutation *by;
    const pcs_distances *distances;
    uint16_t *held; /* a row for each thread */
    uint32_t threads;
} step_move;

static void move_steps(void *argument, uint64_t thread) {
    const step_move *job = argument;
    const pcs_stress_component *component = job->distances->components;
    uint16_t *held = job->held + (size_t)thread * job->by->count;
    for (uint32_t k = (uint32_t)thread; k < component->pivot_count; k += job->threads) {
        uint16_t *row = pcs_distances_row(job->distances, component, k);
        memcpy(held, row, job->by->count * sizeof(*row));
        for (uint32_t i = 0; i < job->by->count; i++) {
            row[i] = held[job->by->from[i]];
        }
    }
}

static pcs_status move_all(pcs_phase phase, const permutation *by, pcs_distances *distances, pcs_system *system) {
    pcs_status status = PCS_OK;
    void *held = NULL;
    pcs_pool *pool = pcs_context_pool(phase.context);
    if (!pool) {
        PCS_TRY(pcs_fail_memory(phase.context, "threads", sizeof(pool)));
    }
    uint32_t threads = pcs_pool_threads(pool);
    size_t widest = threads * sizeof(uint16_t) > sizeof(uint64_t) ? threads * sizeof(uint16_t) : sizeof(uint64_t);
    held = pcs_memory_new(by->count, widest);
    if (!held) {
        PCS_TRY(pcs_fail_memory(phase.context, "the order of bodies", by->count * widest));
    }
    PCS_TRY(move_rows(pcs_phase_part(phase, FOUND_END, ROWS_END), pool, by, system));
    PCS_TRY(pcs_phase_tick(phase, ROWS_END));
    move_values(by, system->rooms, sizeof(*system->rooms), held);
    move_values(by, system->hashes, sizeof(*system->hashes), held);
    move_values(by, system->origins, sizeof(*system->origins), held);
    move_values(by, system->x, sizeof(*system->x), held);
    move_values(by, system->y, sizeof(*system->y), held);
    move_values(by, distances->leaf_steps, sizeof(*distances->leaf_steps), held);
    pcs_pool_run(pool, threads, move_steps,
                 &(step_move){.by = by, .distances = distances, .held = held, .threads = threads});
    for (uint32_t k = 0; k < distances->pivot_count; k++) {
        distances->pivots[k].body = by->to[distances->pivots[k].body];
    }
done:
    free(held);
    return status;
}

pcs_status pcs_renumber_by_place(pcs_phase phase, pcs_device *device, pcs_distances *distances, pcs_system *system) {
    pcs_status status = PCS_OK;
    if (system->component_count != 1 || system->ends[0] < BODIES_LEAST) {
        return PCS_OK;
    }
    permutation by = {.count = system->ends[0]};
    by.from = pcs_memory_new(by.count, sizeof(uint32_t));
    by.to = pcs_memory_new(by.count, sizeof(uint32_t));
    if (!by.from || !by.to) {
        PCS_TRY(pcs_fail_memory(phase.context, "the order of bodies", (uint64_t)by.count * 2 * sizeof(uint32_t)));
    }
    PCS_TRY(find_permutation(phase.context, device, system, &by));
    PCS_TRY(pcs_phase_tick(phase, FOUND_END));
    PCS_TRY(move_all(phase, &by, distances, system));
    PCS_TRY(pcs_phase_tick(phase, 1.0));
done:
    free(by.to);
    free(by.from);
    return status;
}
