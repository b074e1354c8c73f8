/* PivotMDS (Brandes, Pich: Eigensolver methods for progressive multidimensional scaling of large data, GD 2006). */
#ifndef PCS_LAYOUT_PIVOT_MDS_H
#define PCS_LAYOUT_PIVOT_MDS_H

#include "layout/distances.h"

/* Fills x and y for the component's bodies (counted from its first), lengths in steps. */
pcs_status pcs_pivot_mds(pcs_context *context, const pcs_distances *distances, double *x, double *y);

#endif
