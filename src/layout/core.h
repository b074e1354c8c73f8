/* What is left of a graph when its leaves are taken off: the bodies that forces act on.
 *
 * A leaf is a host with one neighbour, its hub; of two hosts that know only each other the lower one is the hub. Most
 * hosts of a capture are leaves. They need no forces: they are put around their hub afterwards (leaves.h). Others could
 * be taken off too, twins (hosts with the same neighbours) and all of a tree but its root, but forces find better
 * places for them than those around another body. */
#ifndef PCS_LAYOUT_CORE_H
#define PCS_LAYOUT_CORE_H

#include "graph/graph.h"

#define PCS_NONE UINT32_MAX

/* Bodies are numbered component after component, each ascending by host. Components of two bodies and more come first
 * and begin at a multiple of PCS_LAYOUT_BLOCK, bodies of node PCS_NONE between them; those of one body follow. */
typedef struct pcs_core {
    uint32_t component_count;
    uint32_t body_count;     /* all */
    uint32_t moving_count;   /* those that forces act on: a multiple of PCS_LAYOUT_BLOCK */
    uint32_t *nodes;         /* body_count: the host that a body is, or PCS_NONE */
    uint32_t *begins, *ends; /* component_count: its bodies are [begin, end) */
    uint32_t *offsets;       /* body_count + 1 */
    uint32_t *neighbours;    /* bodies, ascending in each row */
    float *weights;          /* of the neighbours; NULL: all 1 */
    uint32_t *leaf_offsets;  /* body_count + 1 */
    uint32_t *leaves;        /* hosts, ascending in each row */
} pcs_core;

/* Components keep their numbers. weights: of the graph's neighbours, or NULL. all: leaves are bodies too. */
pcs_status pcs_core_new(pcs_phase phase, const pcs_graph *graph, const pcs_components *components, const float *weights,
                        bool all, pcs_core **out);
void pcs_core_free(pcs_core *core);

#endif
