/* How much memory a layout takes. */
#ifndef PCS_LAYOUT_NEED_H
#define PCS_LAYOUT_NEED_H

#include "graph/graph.h"

/* Bytes, about, and not less than a layout of that kind takes at its peak, its graph included. */
uint64_t pcs_layout_need(const pcs_graph *graph, pcs_layout_kind kind, bool weighted);

/* Says what is needed where that is much, and takes it of the context's budget: PCS_E_MEMORY where that would pass its
 * limit. */
pcs_status pcs_layout_claim(pcs_context *context, const pcs_graph *graph, pcs_layout_kind kind, bool weighted,
                            pcs_claim *claim);

#endif
