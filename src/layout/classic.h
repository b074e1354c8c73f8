/* Fruchterman and Reingold's forces, and those of ForceAtlas2, as the layout's engine takes them. */
#ifndef PCS_LAYOUT_CLASSIC_H
#define PCS_LAYOUT_CLASSIC_H

#include "layout/force.h"

/* Of PCS_LAYOUT_FR or PCS_LAYOUT_FA2, for components of up to so many bodies. */
pcs_schedule pcs_classic_schedule(pcs_layout_kind kind, uint32_t bodies);

/* Gives each component of the system the size at which the schedule's forces balance, and the schedule a speed to suit.
 */
void pcs_classic_fit(pcs_system *system, pcs_schedule *schedule);

#endif
