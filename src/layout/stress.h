/* Stress, sparsely: steps to the pivots and to the neighbours stand for all distances (Ortmann, Klimenta, Brandes: A
 * sparse stress model, JGAA 2017). */
#ifndef PCS_LAYOUT_STRESS_H
#define PCS_LAYOUT_STRESS_H

#include "layout/distances.h"

/* Moves x and y (the component's bodies, counted from its first) to where lengths are nearer to steps. */
pcs_status pcs_stress_lower(pcs_context *context, const pcs_system *system, const pcs_distances *distances, double *x,
                            double *y);

#endif
