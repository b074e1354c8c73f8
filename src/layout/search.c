#include "layout/search.h"

#include "base/memory.h"
#include "search_types.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(PCS_PIVOTS_MOST <= PCS_SEARCH_PIVOTS_MOST, "a component's pivots are searched from at once");

static const uint32_t NOT_REACHED = UINT32_MAX;

/* ---- from one pivot */

/* One level of a search: from the bodies [begin, end) of the queue to their neighbours, which are put at its end.
 * Returns where it ends. */
static uint32_t go_down(const pcs_system *system, uint32_t first, uint32_t *steps, uint32_t *queue, uint32_t begin,
                        uint32_t end) {
    uint32_t tail = end;
    for (uint32_t head = begin; head < end; head++) {
        uint32_t body = queue[head];
        for (uint32_t i = system->offsets[first + body]; i < system->offsets[first + body + 1]; i++) {
            uint32_t other = system->neighbours[i] - first;
            if (steps[other] == NOT_REACHED) {
                steps[other] = steps[body] + 1;
                queue[tail++] = other;
            }
        }
    }
    return tail;
}

/* The same the other way: each body that was not reached looks for a neighbour of the last level. tail is the end of
 * the queue. */
static uint32_t go_up(const pcs_system *system, const pcs_stress_component *component, uint32_t *steps, uint32_t *queue,
                      uint32_t tail, uint32_t last) {
    uint32_t first = component->begin;
    for (uint32_t body = 0; body < component->end - first; body++) {
        if (steps[body] != NOT_REACHED) {
            continue;
        }
        for (uint32_t i = system->offsets[first + body]; i < system->offsets[first + body + 1]; i++) {
            if (steps[system->neighbours[i] - first] == last) {
                steps[body] = last + 1;
                queue[tail++] = body;
                break;
            }
        }
    }
    return tail;
}

/* Up where levels are wide (Beamer, Asanovic, Patterson: Direction-optimizing breadth-first search, 2012). */
uint32_t pcs_search_from(const pcs_system *system, const pcs_stress_component *component, uint32_t body,
                         uint32_t *steps, uint32_t *queue) {
    enum { WIDE = 16 };
    uint32_t first = component->begin, count = component->end - first, begin = 0, end = 1, level = 0;
    for (uint32_t i = 0; i < count; i++) {
        steps[i] = NOT_REACHED;
    }
    queue[0] = body - first;
    steps[queue[0]] = 0;
    for (;; level++) {
        uint32_t tail = end - begin > count / WIDE ? go_up(system, component, steps, queue, end, level)
                                                   : go_down(system, first, steps, queue, begin, end);
        if (tail == end) {
            return level;
        }
        begin = end;
        end = tail;
    }
}

/* ---- from many */

typedef struct search_buffers {
    pcs_buffer *offsets, *neighbours, *last, *arriving, *reached, *steps;
} search_buffers;

static void free_buffers(search_buffers *buffers) {
    pcs_buffer_free(buffers->steps);
    pcs_buffer_free(buffers->reached);
    pcs_buffer_free(buffers->arriving);
    pcs_buffer_free(buffers->last);
    pcs_buffer_free(buffers->neighbours);
    pcs_buffer_free(buffers->offsets);
}

/* sets: which pivots each body is. */
static pcs_status make_buffers(pcs_device *device, const pcs_system *system, const pcs_search_set *sets,
                               uint64_t step_count, search_buffers *buffers) {
    pcs_status status = PCS_OK;
    uint64_t count = system->body_count, bytes = count * sizeof(*sets);
    PCS_TRY(
        pcs_buffer_new_from(device, "the rows", system->offsets, (count + 1) * sizeof(uint32_t), &buffers->offsets));
    PCS_TRY(pcs_buffer_new_from(device, "the neighbours", system->neighbours, system->offsets[count] * sizeof(uint32_t),
                                &buffers->neighbours));
    PCS_TRY(pcs_buffer_new_from(device, "searches", sets, bytes, &buffers->last));
    PCS_TRY(pcs_buffer_new_from(device, "searches", sets, bytes, &buffers->reached));
    PCS_TRY(pcs_buffer_new(device, "searches", bytes, &buffers->arriving));
    PCS_TRY(pcs_buffer_new(device, "distances", step_count * sizeof(uint16_t), &buffers->steps));
done:
    return status;
}

pcs_status pcs_search_together(pcs_phase phase, pcs_device *device, const pcs_system *system,
                               const pcs_stress_component *component, const pcs_stress_pivot *pivots, uint32_t count,
                               uint32_t levels, uint16_t *steps) {
    enum { LEVELS_A_TICK = 4 };
    pcs_status status = PCS_OK;
    search_buffers buffers = {0};
    uint32_t bodies = component->end - component->begin;
    pcs_search_level level = {.body_count = system->body_count};
    pcs_search_set *sets = pcs_memory_new(system->body_count, sizeof(*sets));
    if (!sets) {
        PCS_TRY(pcs_fail_memory(phase.context, "distances in the graph", (uint64_t)system->body_count * sizeof(*sets)));
    }
    for (uint32_t k = 0; k < count; k++) {
        sets[pivots[k].body].words[k / 64] |= (uint64_t)1 << k % 64;
        level.all.words[k / 64] |= (uint64_t)1 << k % 64;
    }
    PCS_TRY(make_buffers(device, system, sets, (uint64_t)count * level.body_count, &buffers));
    for (level.steps = 1; level.steps <= levels; level.steps++) {
        PCS_TRY(PCS_RUN(device, pcs_search_advance, level.body_count, 0, PCS_ARRAY(buffers.offsets),
                        PCS_ARRAY(buffers.neighbours), PCS_ARRAY(buffers.last), PCS_ARRAY(buffers.arriving),
                        PCS_ARRAY(buffers.reached), PCS_ARRAY(buffers.steps), PCS_BY_VALUE(level)));
        pcs_buffer *swapped = buffers.last;
        buffers.last = buffers.arriving;
        buffers.arriving = swapped;
        if (level.steps % LEVELS_A_TICK == 0) {
            PCS_TRY(pcs_device_finish(device));
            PCS_TRY(pcs_phase_tick(phase, (double)level.steps / levels));
        }
    }
    PCS_TRY(pcs_buffer_read(buffers.steps, 0, steps, (uint64_t)count * level.body_count * sizeof(*steps)));
    for (uint32_t k = 0; k < count; k++) {
        uint16_t *row = steps + (size_t)k * level.body_count;
        row[pivots[k].body - component->begin] = 0;
        memset(row + bodies, 0, (level.body_count - bodies) * sizeof(*row));
    }
done:
    free_buffers(&buffers);
    free(sets);
    return status;
}
