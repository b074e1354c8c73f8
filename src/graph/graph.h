/* The simple undirected graph of an edge table: which hosts speak to which, in compressed rows. */
#ifndef PCS_GRAPH_GRAPH_H
#define PCS_GRAPH_GRAPH_H

#include "base/phase.h"
#include "edges/edges.h"

typedef struct pcs_graph {
    uint32_t node_count;  /* hosts */
    uint32_t pair_count;  /* distinct pairs of different hosts */
    uint32_t *offsets;    /* node_count + 1: where the row of each node begins in neighbours */
    uint32_t *neighbours; /* 2 * pair_count, ascending in each row */
} pcs_graph;

/* Repeated pairs (one a protocol) are one, edges of a host to itself are left out. */
pcs_status pcs_graph_new(pcs_phase phase, const pcs_edges *edges, pcs_graph **out);
void pcs_graph_free(pcs_graph *graph);

/* How hard the two nodes of each pair pull each other: the base-2 logarithm of the pair's amount, straight between
 * powers of two, and 1, over the mean of that. *out, to be freed, has one number for each of the graph's neighbours; of
 * PCS_PULL_NONE it is NULL, and all pull as 1. */
pcs_status pcs_graph_weigh(pcs_context *context, const pcs_graph *graph, const pcs_edges *edges, pcs_pull pull,
                           float **out);

/* Connected components; the largest first, equal ones by their lowest node. */
typedef struct pcs_components {
    uint32_t count;
    uint32_t *offsets; /* count + 1: where each component begins in nodes */
    uint32_t *nodes;   /* node_count: the nodes of each component, ascending */
} pcs_components;

pcs_status pcs_components_new(pcs_phase phase, const pcs_graph *graph, pcs_components **out);
void pcs_components_free(pcs_components *components);

#endif
