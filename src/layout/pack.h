/* Components side by side. */
#ifndef PCS_LAYOUT_PACK_H
#define PCS_LAYOUT_PACK_H

#include "graph/graph.h"

/* Turns each component and moves it, so that none touches another and all together fill a square: the largest in the
 * middle, the others around it and in its gaps. Changes x and y, one a host. */
pcs_status pcs_pack(pcs_phase phase, const pcs_graph *graph, const pcs_components *components, double *x, double *y);

#endif
