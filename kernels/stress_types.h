/* What stress.cl and src/layout share. */
#ifndef PCS_KERNELS_STRESS_TYPES_H
#define PCS_KERNELS_STRESS_TYPES_H

#include "layout_types.h"

/* A component and its pivots, bodies from which the steps to all are known. */
typedef struct pcs_stress_component {
    uint32_t begin, end;                /* its bodies */
    uint32_t pivots_begin, pivot_count; /* among the pivots of all components */
    uint32_t steps_begin;               /* pivot by pivot, the steps to each body and to its padding, */
    uint32_t unit;                      /* in so many at once: more than 1 where they would not fit 16 bits */
} pcs_stress_component;

/* From one to the next of a component's pivots in steps. */
PCS_FUNCTION uint32_t pcs_stress_stride(pcs_stress_component component) {
    return (component.end - component.begin + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
}

typedef struct pcs_stress_pivot {
    uint32_t body;
    float weight; /* so many bodies it stands for */
} pcs_stress_pivot;

#endif
