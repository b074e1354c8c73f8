/* Stress, sparsely: steps to the pivots and to the neighbours stand for all distances (Ortmann, Klimenta, Brandes: A
 * sparse stress model, JGAA 2017). */
#ifndef PCS_LAYOUT_STRESS_H
#define PCS_LAYOUT_STRESS_H

#include "device/device.h"
#include "layout/distances.h"

/* Moves the bodies of all components to where lengths are nearer to steps. */
pcs_status pcs_stress_lower(pcs_phase phase, pcs_device *device, const pcs_distances *distances, pcs_system *system);

#endif
