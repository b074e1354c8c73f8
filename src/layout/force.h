/* The force layout of a core on a device. */
#ifndef PCS_LAYOUT_FORCE_H
#define PCS_LAYOUT_FORCE_H

#include "device/device.h"
#include "layout/core.h"

/* The room of a body: the square of how far it keeps others away, so that its leaves find a place around it. */
double pcs_force_room(uint32_t leaf_count);

/* Moves the bodies of all components at once, from where x and y (body_count each) say to where they come to rest.
 * crowding, one a component: see start.h. Components do not feel each other. The work grows with the square of the
 * largest component. */
pcs_status pcs_force_run(pcs_context *context, pcs_device *device, const pcs_core *core, const double *crowding,
                         double *x, double *y);

#endif
