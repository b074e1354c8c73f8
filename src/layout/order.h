/* The order of bodies in memory. */
#ifndef PCS_LAYOUT_ORDER_H
#define PCS_LAYOUT_ORDER_H

#include "layout/distances.h"

/* Numbers the bodies of a large component anew, along Morton's curve through where they are: what acts on a body is
 * near it, and is read while it is in a cache. Systems of small components stay as they are. */
pcs_status pcs_order_by_place(pcs_phase phase, pcs_device *device, pcs_distances *distances, pcs_system *system);

#endif
