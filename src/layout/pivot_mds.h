/* PivotMDS (Brandes, Pich: Eigensolver methods for progressive multidimensional scaling of large data, GD 2006). */
#ifndef PCS_LAYOUT_PIVOT_MDS_H
#define PCS_LAYOUT_PIVOT_MDS_H

#include "layout/distances.h"

/* Fills the system's x and y for the bodies of one component, lengths in steps. */
pcs_status pcs_pivot_mds(pcs_phase phase, const pcs_distances *distances, uint32_t component, pcs_system *system);

#endif
