/* What the edges of a table say of each host. */
#ifndef PCS_EDGES_HOST_TOTALS_H
#define PCS_EDGES_HOST_TOTALS_H

#include "base/context.h"
#include "edges/edges.h"

/* Degrees count other hosts, each once whatever the protocols. */
typedef struct pcs_host_totals {
    pcs_traffic sent, received;
    pcs_edge_times times;
    uint32_t degree;     /* those that it has edges with */
    uint32_t in_degree;  /* those that sent to it */
    uint32_t out_degree; /* those that it sent to */
} pcs_host_totals;

/* One of each host, in an array that is freed with free(). */
pcs_status pcs_host_totals_new(pcs_context *context, const pcs_edges *edges, pcs_host_totals **out);

/* Sent and received of one counter of pcs_traffic; 2^64 - 1 where it is more. */
static inline uint64_t pcs_host_totals_sum(uint64_t sent, uint64_t received) {
    uint64_t sum;
    return __builtin_add_overflow(sent, received, &sum) ? UINT64_MAX : sum;
}

#endif
