#include "layout/stress.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 30, CHUNK = 256 };

/* One round: each body goes where its weighted distances want it, all seen from the places of the round before. */
typedef struct stress_round {
    const pcs_system *system;
    const pcs_distances *distances;
    const double *weights; /* of the pivots: the bodies that are nearest to each */
    const double *x, *y;
    double *next_x, *next_y;
} stress_round;

typedef struct wish {
    double weight, x, y;
} wish;

static void add(wish *sum, double weight, double steps, double x, double y, double other_x, double other_y) {
    double dx = x - other_x, dy = y - other_y;
    double length = sqrt(dx * dx + dy * dy);
    double scale = length > 1e-9 ? steps / length : 0.0;
    sum->weight += weight;
    sum->x += weight * (other_x + dx * scale);
    sum->y += weight * (other_y + dy * scale);
}

static void move_chunk(void *argument, uint64_t chunk) {
    const stress_round *round = argument;
    const pcs_distances *distances = round->distances;
    const double *x = round->x, *y = round->y;
    uint32_t begin = (uint32_t)chunk * CHUNK;
    uint32_t end = distances->count - begin < CHUNK ? distances->count : begin + CHUNK;
    for (uint32_t i = begin; i < end; i++) {
        wish sum = {0};
        for (uint32_t k = 0; k < distances->pivot_count; k++) {
            uint32_t pivot = distances->pivots[k];
            double steps = (double)distances->steps[(size_t)i * distances->pivot_count + k];
            if (pivot != i) {
                add(&sum, round->weights[k] / (steps * steps), steps, x[i], y[i], x[pivot], y[pivot]);
            }
        }
        const uint32_t *offsets = round->system->offsets + distances->first;
        for (uint32_t e = offsets[i]; e < offsets[i + 1]; e++) {
            uint32_t other = round->system->neighbours[e] - distances->first;
            add(&sum, 1.0, 1.0, x[i], y[i], x[other], y[other]);
        }
        round->next_x[i] = sum.x / sum.weight;
        round->next_y[i] = sum.y / sum.weight;
    }
}

static void weigh(const pcs_distances *distances, double *weights) {
    for (uint32_t i = 0; i < distances->count; i++) {
        const float *steps = distances->steps + (size_t)i * distances->pivot_count;
        uint32_t nearest = 0;
        for (uint32_t k = 1; k < distances->pivot_count; k++) {
            nearest = steps[k] < steps[nearest] ? k : nearest;
        }
        weights[nearest] += 1.0;
    }
}

pcs_status pcs_stress_lower(pcs_context *context, const pcs_system *system, const pcs_distances *distances, double *x,
                            double *y) {
    pcs_status status = PCS_OK;
    uint32_t count = distances->count;
    double *next = pcs_memory_new((size_t)count * 2, sizeof(double));
    double *weights = pcs_memory_new(distances->pivot_count, sizeof(double));
    pcs_pool *pool = pcs_context_pool(context);
    if (!next || !weights || !pool) {
        PCS_TRY(pcs_fail_memory(context, "the start of the layout", (uint64_t)count * 2 * sizeof(double)));
    }
    weigh(distances, weights);
    stress_round round = {.system = system,
                          .distances = distances,
                          .weights = weights,
                          .x = x,
                          .y = y,
                          .next_x = next,
                          .next_y = next + count};
    for (uint32_t i = 0; i < ROUNDS; i++) {
        pcs_pool_run(pool, (count + CHUNK - 1) / CHUNK, move_chunk, &round);
        memcpy(x, round.next_x, count * sizeof(double));
        memcpy(y, round.next_y, count * sizeof(double));
        PCS_TRY(pcs_tick(context, "layout", 0, 0));
    }
done:
    free(weights);
    free(next);
    return status;
}
