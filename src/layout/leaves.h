/* Leaves around their hubs. */
#ifndef PCS_LAYOUT_LEAVES_H
#define PCS_LAYOUT_LEAVES_H

#include "layout/core.h"

/* Fills node_x and node_y, one a host, from the places of the bodies: each leaf where its own hub is the nearest body
 * of the component. */
pcs_status pcs_leaves_place(pcs_phase phase, const pcs_core *core, const double *x, const double *y, double *node_x,
                            double *node_y);

#endif
