#include "layout/distances.h"

#include "base/memory.h"

#include <stdlib.h>

enum { PIVOTS_MOST = 100, PIVOTS_LEAST = 10, STEPS_STORED_MOST = 1 << 25 };

static uint32_t choose_pivot_count(uint32_t count) {
    uint32_t pivots = STEPS_STORED_MOST / count;
    pivots = pivots > PIVOTS_MOST ? PIVOTS_MOST : pivots;
    pivots = pivots < PIVOTS_LEAST ? PIVOTS_LEAST : pivots;
    return pivots < count ? pivots : count;
}

static uint32_t degree(const pcs_system *system, uint32_t body) {
    return system->offsets[body + 1] - system->offsets[body];
}

/* Breadth first from one pivot; queue and seen are scratch for count bodies, seen is below pivot + 1 for all. */
static void search(const pcs_system *system, pcs_distances *distances, uint32_t pivot, uint32_t *queue,
                   uint32_t *seen) {
    uint32_t tail = 0;
    float *steps = distances->steps + pivot;
    size_t stride = distances->pivot_count;
    uint32_t start = distances->pivots[pivot];
    queue[tail++] = start;
    seen[start] = pivot + 1;
    steps[start * stride] = 0.0f;
    for (uint32_t head = 0; head < tail; head++) {
        uint32_t body = queue[head];
        for (uint32_t i = system->offsets[distances->first + body]; i < system->offsets[distances->first + body + 1];
             i++) {
            uint32_t other = system->neighbours[i] - distances->first;
            if (seen[other] != pivot + 1) {
                seen[other] = pivot + 1;
                steps[other * stride] = steps[body * stride] + 1.0f;
                queue[tail++] = other;
            }
        }
    }
}

/* All pivots and their distances; nearest is scratch. */
static void fill(const pcs_system *system, pcs_distances *distances, uint32_t *queue, uint32_t *seen, float *nearest) {
    uint32_t next = 0;
    for (uint32_t i = 1; i < distances->count; i++) {
        if (degree(system, distances->first + i) > degree(system, distances->first + next)) {
            next = i;
        }
    }
    for (uint32_t pivot = 0; pivot < distances->pivot_count; pivot++) {
        distances->pivots[pivot] = next;
        search(system, distances, pivot, queue, seen);
        next = 0;
        for (uint32_t i = 0; i < distances->count; i++) {
            float steps = distances->steps[(size_t)i * distances->pivot_count + pivot];
            nearest[i] = pivot == 0 || steps < nearest[i] ? steps : nearest[i];
            next = nearest[i] > nearest[next] ? i : next;
        }
    }
}

pcs_status pcs_distances_new(pcs_context *context, const pcs_system *system, uint32_t component, pcs_distances **out) {
    pcs_status status = PCS_OK;
    *out = NULL;
    uint32_t count = system->ends[component] - system->begins[component];
    uint32_t pivots = choose_pivot_count(count);
    pcs_distances *distances = pcs_memory_new(1, sizeof(*distances));
    uint32_t *queue = pcs_memory_new(count, sizeof(*queue));
    uint32_t *seen = pcs_memory_new(count, sizeof(*seen));
    float *nearest = pcs_memory_new(count, sizeof(*nearest));
    if (distances) {
        distances->first = system->begins[component];
        distances->count = count;
        distances->pivot_count = pivots;
        distances->pivots = pcs_memory_new(pivots, sizeof(uint32_t));
        distances->steps = pcs_memory_new((size_t)count * pivots, sizeof(float));
    }
    if (!distances || !queue || !seen || !nearest || !distances->pivots || !distances->steps) {
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", (uint64_t)count * pivots * sizeof(float)));
    }
    fill(system, distances, queue, seen, nearest);
    *out = distances;
    distances = NULL;
done:
    free(nearest);
    free(seen);
    free(queue);
    pcs_distances_free(distances);
    return status;
}

void pcs_distances_free(pcs_distances *distances) {
    if (distances) {
        free(distances->steps);
        free(distances->pivots);
        free(distances);
    }
}
