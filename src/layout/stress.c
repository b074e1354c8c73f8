#include "layout/stress.h"

#include "base/memory.h"

#include <stdlib.h>

enum { ROUNDS = 30, ROUNDS_A_TICK = 2 };

typedef struct stress_buffers {
    pcs_buffer *components, *pivots, *steps, *leaf_steps, *offsets, *neighbours, *places, *moved;
} stress_buffers;

static void free_buffers(stress_buffers *buffers) {
    pcs_buffer_free(buffers->moved);
    pcs_buffer_free(buffers->places);
    pcs_buffer_free(buffers->neighbours);
    pcs_buffer_free(buffers->offsets);
    pcs_buffer_free(buffers->leaf_steps);
    pcs_buffer_free(buffers->steps);
    pcs_buffer_free(buffers->pivots);
    pcs_buffer_free(buffers->components);
}

static pcs_status make_buffers(pcs_context *context, pcs_device *device, const pcs_distances *distances,
                               const pcs_system *system, const pcs_layout_point *places, stress_buffers *buffers) {
    pcs_status status = PCS_OK;
    uint32_t count = system->body_count;
    PCS_TRY(pcs_distances_blocks(context, device, distances, system, &buffers->components));
    PCS_TRY(pcs_buffer_new_from(device, "pivots", distances->pivots,
                                distances->pivot_count * sizeof(*distances->pivots), &buffers->pivots));
    PCS_TRY(pcs_buffer_new_from(device, "distances", distances->steps, distances->step_count * sizeof(uint16_t),
                                &buffers->steps));
    PCS_TRY(pcs_buffer_new_from(device, "distances", distances->leaf_steps, (uint64_t)count * sizeof(float),
                                &buffers->leaf_steps));
    PCS_TRY(pcs_buffer_new_from(device, "the rows", system->offsets, ((uint64_t)count + 1) * sizeof(uint32_t),
                                &buffers->offsets));
    PCS_TRY(pcs_buffer_new_from(device, "the neighbours", system->neighbours,
                                (uint64_t)system->offsets[count] * sizeof(uint32_t), &buffers->neighbours));
    PCS_TRY(pcs_buffer_new_from(device, "places", places, (uint64_t)count * sizeof(*places), &buffers->places));
    PCS_TRY(pcs_buffer_new(device, "places", (uint64_t)count * sizeof(*places), &buffers->moved));
done:
    return status;
}

pcs_status pcs_stress_lower(pcs_phase phase, pcs_device *device, const pcs_distances *distances, pcs_system *system) {
    pcs_context *context = phase.context;
    pcs_status status = PCS_OK;
    stress_buffers buffers = {0};
    uint32_t count = system->body_count, lanes = pcs_device_get_abilities(device)->lanes;
    pcs_layout_point *places = pcs_memory_new(count, sizeof(*places));
    if (!places) {
        PCS_TRY(pcs_fail_memory(context, "the start of the layout", (uint64_t)count * sizeof(*places)));
    }
    for (uint32_t i = 0; i < count; i++) {
        places[i] = (pcs_layout_point){(float)system->x[i], (float)system->y[i]};
    }
    PCS_TRY(make_buffers(context, device, distances, system, places, &buffers));
    for (uint32_t round = 0; round < ROUNDS; round++) {
        PCS_TRY(PCS_RUN(device, pcs_stress_lower, count / lanes, 0, PCS_ARRAY(buffers.components),
                        PCS_ARRAY(buffers.pivots), PCS_ARRAY(buffers.steps), PCS_ARRAY(buffers.leaf_steps),
                        PCS_ARRAY(buffers.offsets), PCS_ARRAY(buffers.neighbours), PCS_ARRAY(buffers.places),
                        PCS_ARRAY(buffers.moved), PCS_BY_VALUE(count)));
        pcs_buffer *swapped = buffers.places;
        buffers.places = buffers.moved;
        buffers.moved = swapped;
        if ((round + 1) % ROUNDS_A_TICK == 0) {
            PCS_TRY(pcs_device_finish(device));
            PCS_TRY(pcs_phase_tick(phase, (double)(round + 1) / ROUNDS));
        }
    }
    PCS_TRY(pcs_buffer_read(buffers.places, 0, places, (uint64_t)count * sizeof(*places)));
    for (uint32_t i = 0; i < count; i++) {
        system->x[i] = (double)places[i].x;
        system->y[i] = (double)places[i].y;
    }
done:
    free_buffers(&buffers);
    free(places);
    return status;
}
