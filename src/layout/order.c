#include "layout/order.h"

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

/* The body that becomes the i-th was the from[i]-th; the i-th becomes the to[i]-th. */
typedef struct order {
    uint32_t count;
    uint32_t *from, *to;
} order;

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

static pcs_status find_order(pcs_context *context, pcs_device *device, const pcs_system *system, const order *anew) {
    pcs_status status = PCS_OK;
    pcs_sorter *sorter = NULL;
    uint32_t count = anew->count;
    uint64_t bytes = (uint64_t)count * sizeof(pcs_sort_pair);
    pcs_sort_pair *pairs = pcs_memory_new(count, sizeof(*pairs));
    if (!pairs) {
        PCS_TRY(pcs_fail_memory(context, "the order of bodies", bytes));
    }
    fill_pairs(system, count, pairs);
    PCS_TRY(pcs_sorter_new(context, device, count, &sorter));
    PCS_TRY(pcs_buffer_write(pcs_sorter_pairs(sorter), 0, pairs, bytes));
    PCS_TRY(pcs_sorter_run(sorter, count, 2 * LINE_BITS));
    PCS_TRY(pcs_buffer_read(pcs_sorter_pairs(sorter), 0, pairs, bytes));
    for (uint32_t i = 0; i < count; i++) {
        anew->from[i] = pairs[i].value;
        anew->to[pairs[i].value] = i;
    }
done:
    pcs_sorter_free(sorter);
    free(pairs);
    return status;
}

/* One value of size bytes a body; held has room for them all. */
static void move_values(const order *anew, void *values, size_t size, void *held) {
    memcpy(held, values, anew->count * size);
    for (uint32_t i = 0; i < anew->count; i++) {
        memcpy((char *)values + i * size, (const char *)held + anew->from[i] * size, size);
    }
}

static pcs_status move_rows(pcs_context *context, const order *anew, pcs_system *system) {
    uint32_t ends = system->offsets[system->body_count], next = 0;
    uint32_t *offsets = pcs_memory_new((size_t)system->body_count + 1, sizeof(*offsets));
    uint32_t *neighbours = pcs_memory_new(ends, sizeof(*neighbours));
    float *weights = system->weights ? pcs_memory_new(ends, sizeof(*weights)) : NULL;
    if (!offsets || !neighbours || (system->weights && !weights)) {
        free(weights);
        free(neighbours);
        free(offsets);
        return pcs_fail_memory(context, "the order of bodies", (uint64_t)ends * sizeof(*neighbours));
    }
    for (uint32_t i = 0; i < system->body_count; i++) {
        uint32_t body = i < anew->count ? anew->from[i] : i;
        for (uint32_t k = system->offsets[body]; k < system->offsets[body + 1]; k++) {
            if (weights) {
                weights[next] = system->weights[k];
            }
            neighbours[next++] = anew->to[system->neighbours[k]];
        }
        offsets[i + 1] = next;
    }
    free(system->offsets);
    free(system->neighbours);
    free(system->weights);
    system->offsets = offsets;
    system->neighbours = neighbours;
    system->weights = weights;
    return PCS_OK;
}

/* The rows of the pivots, shared out among threads. */
typedef struct step_rows {
    const order *anew;
    const pcs_distances *distances;
    uint16_t *held; /* a row for each thread */
    uint32_t threads;
} step_rows;

static void move_steps(void *argument, uint64_t thread) {
    const step_rows *job = argument;
    const pcs_stress_component *component = job->distances->components;
    uint16_t *held = job->held + (size_t)thread * job->anew->count;
    for (uint32_t k = (uint32_t)thread; k < component->pivot_count; k += job->threads) {
        uint16_t *row = pcs_distances_row(job->distances, component, k);
        memcpy(held, row, job->anew->count * sizeof(*row));
        for (uint32_t i = 0; i < job->anew->count; i++) {
            row[i] = held[job->anew->from[i]];
        }
    }
}

static pcs_status move_all(pcs_context *context, const order *anew, pcs_distances *distances, pcs_system *system) {
    pcs_status status = PCS_OK;
    pcs_pool *pool = pcs_context_pool(context);
    uint32_t threads = pool ? pcs_pool_threads(pool) : 1;
    size_t widest = threads * sizeof(uint16_t) > sizeof(uint64_t) ? threads * sizeof(uint16_t) : sizeof(uint64_t);
    void *held = pcs_memory_new(anew->count, widest);
    if (!pool || !held) {
        PCS_TRY(pcs_fail_memory(context, "the order of bodies", anew->count * widest));
    }
    PCS_TRY(move_rows(context, anew, system));
    move_values(anew, system->rooms, sizeof(*system->rooms), held);
    move_values(anew, system->hashes, sizeof(*system->hashes), held);
    move_values(anew, system->origins, sizeof(*system->origins), held);
    move_values(anew, system->x, sizeof(*system->x), held);
    move_values(anew, system->y, sizeof(*system->y), held);
    move_values(anew, distances->leaf_steps, sizeof(*distances->leaf_steps), held);
    pcs_pool_run(pool, threads, move_steps,
                 &(step_rows){.anew = anew, .distances = distances, .held = held, .threads = threads});
    for (uint32_t k = 0; k < distances->pivot_count; k++) {
        distances->pivots[k].body = anew->to[distances->pivots[k].body];
    }
done:
    free(held);
    return status;
}

pcs_status pcs_order_by_place(pcs_phase phase, pcs_device *device, pcs_distances *distances, pcs_system *system) {
    pcs_status status = PCS_OK;
    if (system->component_count != 1 || system->ends[0] < BODIES_LEAST) {
        return PCS_OK;
    }
    order anew = {.count = system->ends[0]};
    anew.from = pcs_memory_new(anew.count, sizeof(uint32_t));
    anew.to = pcs_memory_new(anew.count, sizeof(uint32_t));
    if (!anew.from || !anew.to) {
        PCS_TRY(pcs_fail_memory(phase.context, "the order of bodies", (uint64_t)anew.count * 2 * sizeof(uint32_t)));
    }
    PCS_TRY(find_order(phase.context, device, system, &anew));
    PCS_TRY(move_all(phase.context, &anew, distances, system));
    PCS_TRY(pcs_phase_tick(phase, 1.0));
done:
    free(anew.to);
    free(anew.from);
    return status;
}
