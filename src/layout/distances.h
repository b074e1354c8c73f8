/* Distances in steps from some bodies of each component, the pivots, to all others of it. */
#ifndef PCS_LAYOUT_DISTANCES_H
#define PCS_LAYOUT_DISTANCES_H

#include "device/device.h"
#include "layout/pivots.h"

typedef struct pcs_distances {
    pcs_stress_component *components; /* as many as the system has */
    pcs_stress_pivot *pivots;
    uint16_t *steps;
    float *leaf_steps;    /* of each body of the system: so much farther than it are its hosts; 0 at first */
    uint32_t pivot_count; /* of all components */
    uint64_t step_count;
} pcs_distances;

/* Some pivots of a component are drawn (pivots.h), and weigh what the drawing says. Of the others, which weigh nothing,
 * the first is a body with most neighbours, and each more is one of those farthest from the others before. Of a small
 * component each body is a pivot. */
pcs_status pcs_distances_new(pcs_phase phase, pcs_device *device, const pcs_system *system, pcs_distances **out);
void pcs_distances_free(pcs_distances *distances);

/* The steps from a component's pivot to each of its bodies, in the component's unit. */
uint16_t *pcs_distances_row(const pcs_distances *distances, const pcs_stress_component *component, uint32_t pivot);

/* A new buffer, to be freed, that holds, for each PCS_LAYOUT_BLOCK bodies of the system, their component. */
pcs_status pcs_distances_blocks(pcs_context *context, pcs_device *device, const pcs_distances *distances,
                                const pcs_system *system, pcs_buffer **out);

#endif
