/* The bodies of a component that stand for all others in its stress, and for how many. */
#ifndef PCS_LAYOUT_PIVOTS_H
#define PCS_LAYOUT_PIVOTS_H

#include "layout/distances.h"

/* Draws count pivots, at most PCS_PIVOTS_MOST: a body that stands for more hosts is likelier drawn, and weighs as many
 * hosts as the drawing makes it stand for. All of a component of fewer bodies. */
void pcs_pivots_draw(const pcs_system *system, const pcs_stress_component *component, pcs_stress_pivot *drawn,
                     uint32_t count);

/* Weighs all pivots of a component, the steps from which are known, and fills in its leaf_steps. Each body counts for
 * the pivots nearest to it, with equal shares. But where a hub is nearest to most bodies, all distances would be those
 * from the hub: there drawn pivots weigh what the drawing says, and the others nothing, and leaves, which lie a step
 * beyond their hub, count too. */
void pcs_pivots_weigh(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component);

#endif
