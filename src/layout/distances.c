#include "layout/distances.h"

#include "base/memory.h"

#include <float.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Far pivots show how far the component reaches; drawn ones stand where the hosts are. */
enum { PIVOTS_FAR = 24, PIVOTS_LEAST = 16, STEPS_STORED_MOST = 1 << 25 };
/* So many bodies are reached by a thread between two ticks, about. */
enum { BODIES_A_TICK = 1 << 18 };

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

float *pcs_distances_row(const pcs_distances *distances, const pcs_stress_component *component, uint32_t pivot) {
    return distances->steps + component->steps_begin + (size_t)pivot * pcs_distances_stride(component);
}

/* One level of a search: from the bodies [begin, end) of the queue to their neighbours, which are put at its end.
 * Returns where it ends. */
static uint32_t go_down(const pcs_system *system, uint32_t first, float *steps, uint32_t *queue, uint32_t begin,
                        uint32_t end) {
    uint32_t tail = end;
    for (uint32_t head = begin; head < end; head++) {
        uint32_t body = queue[head];
        for (uint32_t i = system->offsets[first + body]; i < system->offsets[first + body + 1]; i++) {
            uint32_t other = system->neighbours[i] - first;
            if (steps[other] < 0.0f) {
                steps[other] = steps[body] + 1.0f;
                queue[tail++] = other;
            }
        }
    }
    return tail;
}

/* The same the other way: each body that was not reached looks for a neighbour of the last level. tail is the end of
 * the queue. */
static uint32_t go_up(const pcs_system *system, const pcs_stress_component *component, float *steps, uint32_t *queue,
                      uint32_t tail, float last) {
    uint32_t first = component->begin;
    for (uint32_t body = 0; body < component->end - first; body++) {
        if (steps[body] >= 0.0f) {
            continue;
        }
        for (uint32_t i = system->offsets[first + body]; i < system->offsets[first + body + 1]; i++) {
            if (steps[system->neighbours[i] - first] == last) {
                steps[body] = last + 1.0f;
                queue[tail++] = body;
                break;
            }
        }
    }
    return tail;
}

/* Breadth first from one pivot; up where levels are wide (Beamer, Asanovic, Patterson: Direction-optimizing
 * breadth-first search, 2012). */
static void search(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component,
                   uint32_t pivot, uint32_t *queue) {
    enum { WIDE = 16 };
    float *steps = pcs_distances_row(distances, component, pivot);
    uint32_t first = component->begin, count = component->end - first, begin = 0, end = 1;
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = -1.0f;
    }
    queue[0] = distances->pivots[component->pivots_begin + pivot].body - first;
    steps[queue[0]] = 0.0f;
    while (begin < end) {
        uint32_t tail = end - begin > count / WIDE ? go_up(system, component, steps, queue, end, steps[queue[begin]])
                                                   : go_down(system, first, steps, queue, begin, end);
        begin = end;
        end = tail;
    }
}

/* The searches from the pivots of one component: from the far ones, each of which depends on those before, by one
 * thread, and from the drawn ones by all. The threads end after some searches each, to tick, and begin again. */
typedef struct searches {
    const pcs_system *system;
    const pcs_distances *distances;
    const pcs_stress_component *component;
    uint32_t far_count, far_next;
    atomic_uint next;  /* drawn pivot */
    uint32_t together; /* searches of a thread between two ticks */
    uint32_t *queues;  /* of the threads, one after the other */
    float *nearest;    /* of each body, the steps to the nearest far pivot; below 0: it is drawn */
} searches;

/* The body with most neighbours, or with most steps to the nearest far pivot, that is not drawn. */
static uint32_t choose_far(const searches *job, uint32_t pivot) {
    uint32_t first = job->component->begin, count = job->component->end - first, next = 0;
    float most = -1.0f;
    for (uint32_t i = 0; i < count; i++) {
        float rank = pivot == 0 ? (float)degree(job->system, first + i) : job->nearest[i];
        bool better = job->nearest[i] >= 0.0f && rank > most;
        next = better ? i : next;
        most = better ? rank : most;
    }
    return next;
}

static void search_far(const searches *job, uint32_t pivot, uint32_t *queue) {
    const pcs_stress_component *component = job->component;
    uint32_t count = component->end - component->begin;
    const float *steps = pcs_distances_row(job->distances, component, pivot);
    job->distances->pivots[component->pivots_begin + pivot].body = component->begin + choose_far(job, pivot);
    search(job->system, job->distances, component, pivot, queue);
    for (uint32_t i = 0; i < count; i++) {
        job->nearest[i] = steps[i] < job->nearest[i] ? steps[i] : job->nearest[i];
    }
}

static void search_share(void *argument, uint64_t thread) {
    searches *job = argument;
    uint32_t *queue = job->queues + (size_t)thread * (job->component->end - job->component->begin);
    uint32_t left = job->together, pivot;
    for (; thread == 0 && left > 0 && job->far_next < job->far_count; left--) {
        search_far(job, job->far_next++, queue);
    }
    for (; left > 0 && (pivot = atomic_fetch_add(&job->next, 1)) < job->component->pivot_count; left--) {
        search(job->system, job->distances, job->component, pivot, queue);
    }
}

static pcs_status fill_component(pcs_phase phase, const pcs_system *system, const pcs_distances *distances,
                                 const pcs_stress_component *component, uint32_t *queues, float *nearest) {
    pcs_status status = PCS_OK;
    pcs_pool *pool = pcs_context_pool(phase.context);
    uint32_t far_count = component->pivot_count < PIVOTS_FAR ? component->pivot_count : PIVOTS_FAR;
    searches job = {.system = system,
                    .distances = distances,
                    .component = component,
                    .far_count = far_count,
                    .next = far_count,
                    .together = BODIES_A_TICK / (component->end - component->begin) + 1,
                    .queues = queues,
                    .nearest = nearest};
    uint32_t count = component->end - component->begin, drawn_count = component->pivot_count - far_count;
    pcs_stress_pivot *drawn = distances->pivots + component->pivots_begin + far_count;
    pcs_pivots_draw(system, component, drawn, drawn_count);
    for (uint32_t i = 0; i < count; i++) {
        nearest[i] = FLT_MAX;
    }
    for (uint32_t i = 0; i < drawn_count; i++) {
        nearest[drawn[i].body - component->begin] = -1.0f;
    }
    for (uint32_t next = far_count; job.far_next < far_count || next < component->pivot_count;) {
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
                                            .pivot_count = choose_pivot_count(count),
                                            .steps_begin = (uint32_t)distances->step_count};
        distances->pivot_count += component->pivot_count;
        distances->step_count += (uint64_t)component->pivot_count * pcs_distances_stride(component);
        largest = count > largest ? count : largest;
    }
    return largest;
}

pcs_status pcs_distances_new(pcs_phase phase, const pcs_system *system, pcs_distances **out) {
    pcs_context *context = phase.context;
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
    distances->leaf_steps = pcs_memory_new(system->body_count, sizeof(float));
    if (!distances->pivots || !distances->steps || !distances->leaf_steps || !queues || !nearest) {
        PCS_TRY(pcs_fail_memory(context, "distances in the graph", distances->step_count * sizeof(float)));
    }
    for (uint32_t c = 0; c < system->component_count; c++) {
        PCS_TRY(fill_component(pcs_system_phase(phase, system, c), system, distances, &distances->components[c], queues,
                               nearest));
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
        free(distances->leaf_steps);
        free(distances->steps);
        free(distances->pivots);
        free(distances->components);
        free(distances);
    }
}
