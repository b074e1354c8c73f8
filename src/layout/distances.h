/* Distances in steps from some bodies of a component, the pivots, to all. */
#ifndef PCS_LAYOUT_DISTANCES_H
#define PCS_LAYOUT_DISTANCES_H

#include "layout/system.h"

typedef struct pcs_distances {
    uint32_t first, count; /* the component's bodies are [first, first + count) */
    uint32_t pivot_count;
    uint32_t *pivots; /* bodies, counted from first */
    float *steps;     /* count * pivot_count: from each body to all pivots */
} pcs_distances;

/* Each pivot is one of the bodies farthest from those before it, the first one a body with most neighbours. The
 * component must have two bodies at least. */
pcs_status pcs_distances_new(pcs_context *context, const pcs_system *system, uint32_t component, pcs_distances **out);
void pcs_distances_free(pcs_distances *distances);

#endif
