#include "layout/distances.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

/* Far pivots show how far the component reaches; drawn ones stand where the bodies are. */
enum { PIVOTS_FAR = 24, PIVOTS_LEAST = 16, STEPS_STORED_MOST = 1 << 25 };

uint32_t pcs_distances_stride(const pcs_stress_component *component) {
    uint32_t count = component->end - component->begin;
    return (count + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
}

static uint32_t choose_pivot_count(uint32_t count) {
    uint32_t pivots = STEPS_STORED_MOST / count;
    pivots = pivots > PCS_PIVOTS_MOST ? PCS_PIVOTS_MOST : pivots;
    pivots = pivots < PIVOTS_LEAST ? PIVOTS_LEAST : pivots;
    return pivots < count ? pivots : count;
}

static uint32_t degree(const pcs_system *system, uint32_t body) {
    return system->offsets[body + 1] - system->offsets[body];
}

/* Breadth first from one pivot. */
static void search(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component,
                   uint32_t pivot, uint32_t *queue) {
    float *steps = distances->steps + component->steps_begin + (size_t)pivot * pcs_distances_stride(component);
    uint32_t first = component->begin, count = component->end - first, tail = 0;
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = -1.0f;
    }
    queue[tail++] = distances->pivots[component->pivots_begin + pivot].body - first;
    steps[queue[0]] = 0.0f;
    for (uint32_t head = 0; head < tail; head++) {
        uint32_t body = queue[head];
        for (uint32_t i = system->offsets[first + body]; i < system->offsets[first + body + 1]; i++) {
            uint32_t other = system->neighbours[i] - first;
            if (steps[other] < 0.0f) {
                steps[other] = steps[body] + 1.0f;
                queue[tail++] = other;
            }
        }
    }
}

/* The searches from the drawn pivots of one component, several at a time. */
typedef struct searches {
    const pcs_system *system;
    const pcs_distances *distances;
    const pcs_stress_component *component;
    uint32_t first, count;
    uint32_t *queues; /* one after the other */
} searches;

static void search_chunk(void *argument, uint64_t chunk) {
    const searches *job = argument;
    uint32_t bodies = job->component->end - job->component->begin;
    search(job->system, job->distances, job->component, job->first + (uint32_t)chunk,
           job->queues + (size_t)chunk * bodies);
}

/* Far pivots, each of which depends on the searches before; nearest is scratch. */
static void search_far(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component,
                       uint32_t far_count, uint32_t *queue, float *nearest) {
    pcs_stress_pivot *pivots = distances->pivots + component->pivots_begin;
    uint32_t first = component->begin, count = component->end - first, next = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (degree(system, first + i) > degree(system, first + next)) {
            next = i;
        }
    }
    for (uint32_t pivot = 0; pivot < far_count; pivot++) {
        const float *steps =
            distances->steps + component->steps_begin + (size_t)pivot * pcs_distances_stride(component);
        pivots[pivot].body = first + next;
        search(system, distances, component, pivot, queue);
        next = 0;
        for (uint32_t i = 0; i < count; i++) {
            nearest[i] = pivot == 0 || steps[i] < nearest[i] ? steps[i] : nearest[i];
            next = nearest[i] > nearest[next] ? i : next;
        }
    }
}

/* The bodies of the least hashes that are no far pivots (nearest of 0) become the other pivots. */
static void draw(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component,
                 uint32_t far_count, const float *nearest) {
    pcs_stress_pivot *pivots = distances->pivots + component->pivots_begin;
    uint64_t keys[PCS_PIVOTS_MOST];
    uint32_t drawn = 0, wanted = component->pivot_count - far_count;
    for (uint32_t i = component->begin; wanted > 0 && i < component->end; i++) {
        uint64_t key = pcs_hash_mix(system->hashes[i] + 1);
        if (nearest[i - component->begin] <= 0.0f || (drawn == wanted && key >= keys[drawn - 1])) {
            continue;
        }
        uint32_t at = drawn < wanted ? drawn++ : drawn - 1;
        for (; at > 0 && keys[at - 1] > key; at--) {
            keys[at] = keys[at - 1];
            pivots[far_count + at] = pivots[far_count + at - 1];
        }
        keys[at] = key;
        pivots[far_count + at].body = i;
    }
}

/* Each body's weight of 1 goes to the pivots nearest to it. */
static void weigh(const pcs_distances *distances, const pcs_stress_component *component) {
    pcs_stress_pivot *pivots = distances->pivots + component->pivots_begin;
    const float *steps = distances->steps + component->steps_begin;
    size_t stride = pcs_distances_stride(component);
    for (uint32_t i = 0; i < component->end - component->begin; i++) {
        float nearest = steps[i];
        uint32_t ties = 0;
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            float there = steps[k * stride + i];
            ties = there < nearest ? 1 : ties + (there == nearest);
            nearest = there < nearest ? there : nearest;
        }
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            pivots[k].weight += steps[k * stride + i] == nearest ? 1.0f / (float)ties : 0.0f;
        }
    }
}

static void fill_component(pcs_pool *pool, const pcs_system *system, const pcs_distances *distances,
                           const pcs_stress_component *component, uint32_t *queues, float *nearest) {
    uint32_t at_once = pcs_pool_threads(pool), pivots = component->pivot_count;
    uint32_t far_count = pivots < PIVOTS_FAR ? pivots : PIVOTS_FAR;
    search_far(system, distances, component, far_count, queues, nearest);
    draw(system, distances, component, far_count, nearest);
    for (uint32_t i = far_count; i < pivots; i += at_once) {
        searches job = {.system = system, .distances = distances, .component = component, .first = i, .queues = queues};
        pcs_pool_run(pool, pivots - i < at_once ? pivots - i : at_once, search_chunk, &job);
    }
    weigh(distances, component);
}

static uint32_t fill_components(const pcs_system *system, pcs_distances *distances) {
    uint32_t largest = 0;
    for (uint32_t c = 0; c < system->component_count; c++) {
        uint32_t count = system->ends[c] - system->begins[c];
        pcs_stress_component *component = &distances->components[c];
        *component = (pcs_stress_component){.begin = system->begins[c],
                                            .end = system->ends[c],
                                            .pivots_begin = distances->pivot_count,
                                            .pivot_count = choose_pivot_count(count),
                                            .steps_begin = (uint32_t)distances->step_count};
        distances->pivot_count += component->pivot_count;
        distances->step_count += (uint64_t)component->pivot_count * pcs_distances_stride(component);
        largest = count > largest ? count : largest;
    }
    return largest;
}

pcs_status pcs_distances_new(pcs_context *context, const pcs_system *system, pcs_distances **out) {
    pcs_status status = PCS_OK;
    uint32_t *queues = NULL, largest = 0;
    float *nearest = NULL;
    *out = NULL;
    pcs_pool *pool = pcs_context_pool(context);
    pcs_distances *distances = pcs_memory_new(1, sizeof(*distances));
    if (distances) {
        distances->components = pcs_memory_new(system->component_count, sizeof(pcs_stress_component));
    }
    if (!pool || !distances || !distances->components) {
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", sizeof(*distances)));
    }
    largest = fill_components(system, distances);
    if (distances->step_count > UINT32_MAX) {
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", distances->step_count * sizeof(float)));
    }
    distances->pivots = pcs_memory_new(distances->pivot_count, sizeof(pcs_stress_pivot));
    distances->steps = pcs_memory_new(distances->step_count, sizeof(float));
    queues = pcs_memory_new((size_t)largest * pcs_pool_threads(pool), sizeof(*queues));
    nearest = pcs_memory_new(largest, sizeof(*nearest));
    if (!distances->pivots || !distances->steps || !queues || !nearest) {
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", distances->step_count * sizeof(float)));
    }
    for (uint32_t c = 0; c < system->component_count; c++) {
        fill_component(pool, system, distances, &distances->components[c], queues, nearest);
        PCS_TRY(pcs_tick(context, "layout", 0, 0));
    }
    *out = distances;
    distances = NULL;
done:
    free(nearest);
    free(queues);
    pcs_distances_free(distances);
    return status;
}

void pcs_distances_free(pcs_distances *distances) {
    if (distances) {
        free(distances->steps);
        free(distances->pivots);
        free(distances->components);
        free(distances);
    }
}
