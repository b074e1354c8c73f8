#include "layout/distances.h"

#include "base/memory.h"
#include "layout/search.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Far pivots show how far the component reaches: PIVOTS_FAR where there are PCS_PIVOTS_MOST, the same share of fewer.
 * Drawn ones stand where the hosts are. */
enum { PIVOTS_FAR = 24, PIVOTS_LEAST = 16, STEPS_STORED_MOST = 1 << 26 };
/* Drawn pivots of large components are searched from together, if that takes fewer rounds than there are pivots. */
enum { BODIES_TOGETHER_LEAST = 4096 };
/* So many bodies are reached by a thread between two ticks, about. */
enum { BODIES_A_TICK = 1 << 18 };
/* Of the time, until they have been searched from together. */
static const double TOGETHER_END = 0.4;

/* How many pivots a component may have: as many as STEPS_STORED_MOST allows, but some. */
static uint32_t allowed_pivots(const pcs_system *system) {
    uint32_t pivots = STEPS_STORED_MOST / system->body_count;
    pivots = pivots > PCS_PIVOTS_MOST ? PCS_PIVOTS_MOST : pivots;
    return pivots < PIVOTS_LEAST ? PIVOTS_LEAST : pivots;
}

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t degree(const pcs_system *system, uint32_t body) {
    return system->offsets[body + 1] - system->offsets[body];
}

uint16_t *pcs_distances_row(const pcs_distances *distances, const pcs_stress_component *component, uint32_t pivot) {
    return distances->steps + component->steps_begin + (size_t)pivot * pcs_stress_stride(*component);
}

/* The searches from the pivots of one component: from the far ones, each of which depends on those before, by one
 * thread, and from the drawn ones by all. The threads end after some searches each, to tick, and begin again. */
typedef struct searches {
    const pcs_system *system;
    const pcs_distances *distances;
    pcs_stress_component *component;
    uint32_t far_count, far_next;
    atomic_uint next; /* drawn pivot */
    uint32_t a_tick;  /* searches of a thread between two ticks */
    uint32_t *queues; /* of the threads, one after the other */
    int32_t *nearest; /* of each body, the steps to the nearest far pivot; below 0: it is drawn */
} searches;

/* The body with most neighbours, or with most steps to the nearest far pivot, that is not drawn. */
static uint32_t choose_far(const searches *job, uint32_t pivot) {
    uint32_t first = job->component->begin, count = job->component->end - first, next = 0;
    int64_t most = -1;
    for (uint32_t i = 0; i < count; i++) {
        int64_t rank = pivot == 0 ? (int64_t)degree(job->system, first + i) : job->nearest[i];
        bool better = job->nearest[i] >= 0 && rank > most;
        next = better ? i : next;
        most = better ? rank : most;
    }
    return next;
}

/* Searches from a pivot, whose row it fills. The first search tells the unit: from body to body the way is at most as
 * far as by way of its pivot. Returns the most steps. */
static uint32_t search(const searches *job, uint32_t pivot, uint32_t *queue) {
    pcs_stress_component *component = job->component;
    uint32_t count = component->end - component->begin, *steps = queue + count;
    uint32_t body = job->distances->pivots[component->pivots_begin + pivot].body;
    uint32_t most = pcs_search_from(job->system, component, body, steps, queue);
    uint16_t *row = pcs_distances_row(job->distances, component, pivot);
    if (component->unit == 0) {
        component->unit = (uint32_t)((uint64_t)most * 2 / UINT16_MAX + 1);
    }
    for (uint32_t i = 0; i < count; i++) {
        row[i] = (uint16_t)(steps[i] / component->unit);
    }
    return most;
}

/* Searches from one more far pivot; returns the most steps. */
static uint32_t search_far(searches *job, uint32_t *queue) {
    const pcs_stress_component *component = job->component;
    uint32_t count = component->end - component->begin, pivot = job->far_next++;
    job->distances->pivots[component->pivots_begin + pivot].body = component->begin + choose_far(job, pivot);
    uint32_t most = search(job, pivot, queue);
    const uint16_t *steps = pcs_distances_row(job->distances, component, pivot);
    for (uint32_t i = 0; i < count; i++) {
        job->nearest[i] = steps[i] < job->nearest[i] ? steps[i] : job->nearest[i];
    }
    return most;
}

static void search_share(void *argument, uint64_t thread) {
    searches *job = argument;
    const pcs_stress_component *component = job->component;
    uint32_t *queue = job->queues + (size_t)thread * 2 * (component->end - component->begin);
    uint32_t left = job->a_tick, pivot;
    for (; thread == 0 && left > 0 && job->far_next < job->far_count; left--) {
        search_far(job, queue);
    }
    for (; left > 0 && (pivot = atomic_fetch_add(&job->next, 1)) < component->pivot_count; left--) {
        search(job, pivot, queue);
    }
}

static pcs_status fill_component(pcs_phase phase, pcs_device *device, const pcs_system *system,
                                 const pcs_distances *distances, pcs_stress_component *component, uint32_t *queues,
                                 int32_t *nearest) {
    pcs_status status = PCS_OK;
    pcs_pool *pool = pcs_context_pool(phase.context);
    uint32_t far_count = smaller(component->pivot_count, PIVOTS_FAR * allowed_pivots(system) / PCS_PIVOTS_MOST);
    searches job = {.system = system,
                    .distances = distances,
                    .component = component,
                    .far_count = far_count,
                    .next = far_count,
                    .a_tick = BODIES_A_TICK / (component->end - component->begin) + 1,
                    .queues = queues,
                    .nearest = nearest};
    uint32_t count = component->end - component->begin, drawn_count = component->pivot_count - far_count;
    pcs_stress_pivot *drawn = distances->pivots + component->pivots_begin + far_count;
    pcs_pivots_draw(system, component, drawn, drawn_count);
    for (uint32_t i = 0; i < count; i++) {
        nearest[i] = INT32_MAX;
    }
    for (uint32_t i = 0; i < drawn_count; i++) {
        nearest[drawn[i].body - component->begin] = -1;
    }
    uint32_t levels = 2 * search_far(&job, queues);
    if (count >= BODIES_TOGETHER_LEAST && levels < drawn_count) {
        PCS_TRY(pcs_search_together(pcs_phase_part(phase, 0.0, TOGETHER_END), device, system, component, drawn,
                                    drawn_count, levels, pcs_distances_row(distances, component, far_count)));
        job.next = component->pivot_count;
    }
    for (uint32_t next = job.next; job.far_next < far_count || next < component->pivot_count;) {
        pcs_pool_run(pool, pcs_pool_threads(pool), search_share, &job);
        next = job.next < component->pivot_count ? job.next : component->pivot_count;
        PCS_TRY(pcs_phase_tick(phase, (double)(job.far_next + next - far_count) / component->pivot_count));
    }
done:
    return status;
}

static uint32_t fill_components(const pcs_system *system, pcs_distances *distances) {
    uint32_t largest = 0;
    for (uint32_t c = 0; c < system->component_count; c++) {
        uint32_t count = system->ends[c] - system->begins[c];
        pcs_stress_component *component = &distances->components[c];
        *component = (pcs_stress_component){.begin = system->begins[c],
                                            .end = system->ends[c],
                                            .pivots_begin = distances->pivot_count,
                                            .pivot_count = smaller(count, allowed_pivots(system)),
                                            .steps_begin = (uint32_t)distances->step_count};
        distances->pivot_count += component->pivot_count;
        distances->step_count += (uint64_t)component->pivot_count * pcs_stress_stride(*component);
        largest = count > largest ? count : largest;
    }
    return largest;
}

pcs_status pcs_distances_new(pcs_phase phase, pcs_device *device, const pcs_system *system, pcs_distances **out) {
    pcs_context *context = phase.context;
    pcs_status status = PCS_OK;
    uint32_t *queues = NULL, largest = 0;
    int32_t *nearest = NULL;
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
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", distances->step_count * sizeof(uint16_t)));
    }
    distances->pivots = pcs_memory_new(distances->pivot_count, sizeof(pcs_stress_pivot));
    distances->steps = pcs_memory_new(distances->step_count, sizeof(uint16_t));
    queues = pcs_memory_new((size_t)largest * 2 * pcs_pool_threads(pool), sizeof(*queues));
    nearest = pcs_memory_new(largest, sizeof(*nearest));
    distances->leaf_steps = pcs_memory_new(system->body_count, sizeof(float));
    if (!distances->pivots || !distances->steps || !distances->leaf_steps || !queues || !nearest) {
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", distances->step_count * sizeof(uint16_t)));
    }
    for (uint32_t c = 0; c < system->component_count; c++) {
        PCS_TRY(fill_component(pcs_system_phase(phase, system, c), device, system, distances, &distances->components[c],
                               queues, nearest));
    }
    *out = distances;
    distances = NULL;
done:
    free(nearest);
    free(queues);
    pcs_distances_free(distances);
    return status;
}

pcs_status pcs_distances_blocks(pcs_context *context, pcs_device *device, const pcs_distances *distances,
                                const pcs_system *system, pcs_buffer **out) {
    pcs_status status = PCS_OK;
    uint32_t count = system->body_count / PCS_LAYOUT_BLOCK;
    pcs_stress_component *blocks = pcs_memory_new(count, sizeof(*blocks));
    if (!blocks) {
        PCS_TRY(pcs_fail_memory(context, "the start of the layout", (uint64_t)count * sizeof(*blocks)));
    }
    for (uint32_t c = 0; c < system->component_count; c++) {
        for (uint32_t i = system->begins[c]; i < system->ends[c]; i += PCS_LAYOUT_BLOCK) {
            blocks[i / PCS_LAYOUT_BLOCK] = distances->components[c];
        }
    }
    PCS_TRY(pcs_buffer_new_from(device, "components", blocks, (uint64_t)count * sizeof(*blocks), out));
done:
    free(blocks);
    return status;
}

void pcs_distances_free(pcs_distances *distances) {
    if (distances) {
        free(distances->leaf_steps);
        free(distances->steps);
        free(distances->pivots);
        free(distances->components);
        free(distances);
    }
}
