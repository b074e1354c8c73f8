/* The numbers of bodies, and so their order in memory. */
#ifndef PCS_LAYOUT_RENUMBER_H
#define PCS_LAYOUT_RENUMBER_H

#include "layout/distances.h"

/* Numbers the bodies of a large component anew, along Morton's curve through where they are: what acts on a body is
 * near it, and is read while it is in a cache. All that the system and the distances hold of a body moves with it;
 * system->origins tells which it was. Systems of several components and of one that is small stay as they are. */
pcs_status pcs_renumber_by_place(pcs_phase phase, pcs_device *device, pcs_distances *distances, pcs_system *system);

#endif
