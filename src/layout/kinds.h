/* The kinds of layout. Each fills x and y of the problem. */
#ifndef PCS_LAYOUT_KINDS_H
#define PCS_LAYOUT_KINDS_H

#include "device/device.h"
#include "graph/graph.h"

typedef struct pcs_layout_problem {
    const pcs_edges *edges;
    pcs_graph *graph;
    pcs_components *components;
    uint64_t *hashes; /* of each host and the seed */
    float *weights;   /* of the graph's neighbours; NULL: all 1 */
    double *x, *y;    /* one a host */
} pcs_layout_problem;

/* What the seed and a host's address make of it, whatever other hosts there are. */
void pcs_layout_hash_hosts(const pcs_edges *edges, uint64_t seed, uint64_t *hashes);

/* FORCE, FR or FA2; steps 0: what the number of hosts asks for. */
pcs_status pcs_layout_force(pcs_phase phase, pcs_device *device, pcs_layout_kind kind, uint32_t steps,
                            pcs_layout_problem *problem);
pcs_status pcs_layout_circular(pcs_context *context, pcs_order order, pcs_layout_problem *problem);
void pcs_layout_random(pcs_layout_problem *problem);

#endif
