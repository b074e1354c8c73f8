/* Where the bodies of a component begin: near where their distances in steps put them. */
#ifndef PCS_LAYOUT_START_H
#define PCS_LAYOUT_START_H

#include "layout/core.h"

/* Fills x and y (body_count each) for the moving bodies, components all around the origin; the rest are 0. hashes, one
 * a host, decide jitter alone. crowding, one a component, tells how many times too small the drawing is whose lengths
 * are the steps: 1 where there is room for all. */
pcs_status pcs_start_place(pcs_context *context, const pcs_core *core, const uint64_t *hashes, double *x, double *y,
                           double *crowding);

#endif
