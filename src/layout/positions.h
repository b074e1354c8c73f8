/* Positions that come from a file. */
#ifndef PCS_LAYOUT_POSITIONS_H
#define PCS_LAYOUT_POSITIONS_H

#include "layout/kinds.h"

/* Reads a CSV with the header id,x,y in any order; other columns and hosts that are not in the edges are left out.
 * Hosts without a row are put beside their neighbours; those that no row leads to, anywhere between the others. */
pcs_status pcs_layout_read(pcs_context *context, const char *path, pcs_layout_problem *problem);

#endif
