/* PivotMDS (Brandes, Pich: Eigensolver methods for progressive multidimensional scaling of large data, GD 2006). */
#ifndef PCS_LAYOUT_PIVOT_MDS_H
#define PCS_LAYOUT_PIVOT_MDS_H

#include "layout/distances.h"

/* Fills the system's x and y, lengths in steps. */
pcs_status pcs_pivot_mds(pcs_phase phase, pcs_device *device, const pcs_distances *distances, pcs_system *system);

#endif
