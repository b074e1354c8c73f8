/* The finished table of hosts and edges: what the graph is made of. */
#ifndef PCS_EDGES_EDGES_H
#define PCS_EDGES_EDGES_H

#include "edges/host.h"
#include "pcapshade.h"

struct pcs_edges {
    pcs_host *hosts;       /* ascending */
    pcs_edge *table;       /* ascending by (a, b, protocol) */
    pcs_edge_times *times; /* of each edge; NULL: not kept */
    char *names;           /* what hosts of kind PCS_HOST_NAME point into */
    uint32_t host_count, edge_count;
    bool saturated; /* a counter would have passed 2^64 - 1, and stays there */
    bool directed;  /* each edge has traffic one way: of two of one pair and protocol the first is a_to_b */
    pcs_read_summary summary;
};

/* The host that text names; false: it is none of the table. */
bool pcs_edges_find_host(const pcs_edges *edges, const char *text, uint32_t *host);

/* What all edges carry, both ways. */
pcs_traffic pcs_edges_total(const pcs_edges *edges);

/* Widens *times so that it holds more. */
static inline void pcs_edge_times_widen(pcs_edge_times *times, const pcs_edge_times *more) {
    if (more->first_ns != 0 && (times->first_ns == 0 || more->first_ns < times->first_ns)) {
        times->first_ns = more->first_ns;
    }
    if (more->last_ns != 0 && (times->last_ns == 0 || more->last_ns > times->last_ns)) {
        times->last_ns = more->last_ns;
    }
}

#endif
