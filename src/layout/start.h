/* Where the bodies of a component begin: near where their distances in steps put them. */
#ifndef PCS_LAYOUT_START_H
#define PCS_LAYOUT_START_H

#include "device/device.h"
#include "layout/system.h"

/* Places the bodies of each component of the system around the origin, and numbers those of a large one anew
 * (renumber.h); hashes decide jitter alone. The system's tightness tells how far a drawing whose lengths are the steps
 * is too small: 0 where there is room for all, 1 where there is none by far. */
pcs_status pcs_start_place(pcs_phase phase, pcs_device *device, pcs_system *system);

#endif
