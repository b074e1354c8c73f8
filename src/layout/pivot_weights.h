/* For how much the pivots of each component count in its stress. */
#ifndef PCS_LAYOUT_PIVOT_WEIGHTS_H
#define PCS_LAYOUT_PIVOT_WEIGHTS_H

#include "layout/distances.h"

/* Weighs the pivots and fills in leaf_steps. Each body counts for the pivots nearest to it, with equal shares. But
 * where a hub is nearest to most bodies, all distances would be those from the hub: there drawn pivots weigh what the
 * drawing says, and the others nothing, and leaves, which lie a step beyond their hub, count too. */
void pcs_pivot_weights_fill(const pcs_system *system, pcs_distances *distances);

#endif
