/* Bodies that forces act on: some components of a graph, as the layout's engine takes them. */
#ifndef PCS_LAYOUT_SYSTEM_H
#define PCS_LAYOUT_SYSTEM_H

#include "layout/core.h"

/* Bodies are numbered component after component; each begins at a multiple of PCS_LAYOUT_BLOCK, and the bodies between
 * are padding, without neighbours. */
typedef struct pcs_system {
    uint32_t component_count;
    uint32_t body_count;     /* a multiple of PCS_LAYOUT_BLOCK */
    uint32_t *begins, *ends; /* component_count: its bodies are [begin, end) */
    uint32_t *offsets;       /* body_count + 1 */
    uint32_t *neighbours;
    float *weights;    /* of the neighbours; NULL: all 1 */
    float *rooms;      /* the square of how far each body keeps others away; above 0 */
    uint64_t *hashes;  /* of each body, for jitter and ties */
    uint32_t *origins; /* of each body, its place among those of its component in the core */
    double *tightness; /* component_count: see start.h; 0 at first */
    double *x, *y;
} pcs_system;

/* The bodies of count components of the core, in their order, which origins tell from then on; hashes are those of the
 * hosts. All lie at 0, 0. */
pcs_status pcs_system_new(pcs_context *context, const pcs_core *core, const uint64_t *hashes,
                          const uint32_t *components, uint32_t count, pcs_system **out);
void pcs_system_free(pcs_system *system);

/* How many hosts a body stands for: itself and its leaves. */
double pcs_system_hosts(const pcs_system *system, uint32_t body);

/* The part of a phase in which the system's components are done one after the other that is this one's. */
pcs_phase pcs_system_phase(pcs_phase phase, const pcs_system *system, uint32_t component);

/* Copies the places of the bodies to x and y, one a body of the core. */
void pcs_system_give(const pcs_system *system, const pcs_core *core, const uint32_t *components, double *x, double *y);

#endif
