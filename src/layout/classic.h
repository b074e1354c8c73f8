/* Fruchterman and Reingold's forces, and those of ForceAtlas2, as the layout's engine takes them. */
#ifndef PCS_LAYOUT_CLASSIC_H
#define PCS_LAYOUT_CLASSIC_H

#include "layout/force.h"

/* Gives each component of the system the size at which the forces of PCS_LAYOUT_FR or PCS_LAYOUT_FA2 balance; returns
 * how they are to be applied. */
pcs_schedule pcs_classic_fit(pcs_layout_kind kind, pcs_system *system);

#endif
