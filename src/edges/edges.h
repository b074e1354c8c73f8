/* The finished table of hosts and edges: what the graph is made of. */
#ifndef PCS_EDGES_EDGES_H
#define PCS_EDGES_EDGES_H

#include "edges/host.h"
#include "pcapshade.h"

struct pcs_edges {
    pcs_host *hosts; /* ascending */
    pcs_edge *table; /* ascending by (a, b, protocol) */
    char *names;     /* what hosts of kind PCS_HOST_NAME point into */
    uint32_t host_count, edge_count;
    bool directed; /* each edge has traffic one way: of two of one pair and protocol the first is a_to_b */
    pcs_read_summary summary;
};

#endif
