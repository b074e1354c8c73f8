/* The bodies of a component that stand for all others in its stress. */
#ifndef PCS_LAYOUT_PIVOTS_H
#define PCS_LAYOUT_PIVOTS_H

#include "layout/system.h"
#include "stress_types.h"

enum { PCS_PIVOTS_MOST = 128 };

/* Draws count pivots, at most PCS_PIVOTS_MOST: a body that stands for more hosts is likelier drawn, and weighs as many
 * hosts as the drawing makes it stand for. All of a component of fewer bodies. */
void pcs_pivots_draw(const pcs_system *system, const pcs_stress_component *component, pcs_stress_pivot *drawn,
                     uint32_t count);

#endif
