/* The edges of a set into their order. */
#ifndef PCS_EDGES_EDGE_ORDER_H
#define PCS_EDGES_EDGE_ORDER_H

#include "edges/edge_set.h"

/* ranks[number] is the place of each host, of host_count. The hosts of all edges become places, the lower one first,
 * and the edges, with their times, are sorted by (a, b, protocol). The set is sealed. */
pcs_status pcs_edge_set_order(pcs_context *context, pcs_edge_set *set, const uint32_t *ranks, uint32_t host_count);

#endif
