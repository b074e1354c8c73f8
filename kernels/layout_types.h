/* What layout.cl and src/layout share. */
#ifndef PCS_KERNELS_LAYOUT_TYPES_H
#define PCS_KERNELS_LAYOUT_TYPES_H

#include "dialect.h"

/* Bodies of one component begin at a multiple of this, so that neighbouring lanes repel the same bodies. */
#define PCS_LAYOUT_BLOCK 16
/* Neighbours whose pulls are summed by one item. */
#define PCS_LAYOUT_CHUNK 256
/* Bodies are fetched for so many neighbours ahead; at the end of the array of neighbours there are as many more, of any
 * body. */
#define PCS_LAYOUT_AHEAD 24

typedef struct pcs_layout_body {
    float x, y;
    float room;   /* the square of how far it keeps others away */
    float degree; /* neighbours, or their weights */
} pcs_layout_body;

typedef struct pcs_layout_point {
    float x, y;
} pcs_layout_point;

/* The chunks [begin, end) of a body's row. */
typedef struct pcs_layout_range {
    uint32_t begin, end;
} pcs_layout_range;

/* The bodies [begin, end) of a component. */
typedef struct pcs_layout_component {
    uint32_t begin, end;
    float spring;          /* the share of the law's spring that its edges feel */
    float hold, hold_edge; /* how strongly a body is held at its anchor: by itself, and by each of its edges */
} pcs_layout_component;

/* Up to PCS_LAYOUT_CHUNK neighbours of one body. */
typedef struct pcs_layout_chunk {
    uint32_t body, begin, end;
} pcs_layout_chunk;

/* The force law and the state of the cooling. */
typedef struct pcs_layout_law {
    uint32_t body_count, chunk_count;
    float repulsion;             /* over short distances */
    float spread;                /* repulsion over all distances, of bodies of mass 1 */
    float mass, mass_degree;     /* a body's mass: mass + mass_degree * its degree */
    float contact, contact_room; /* a short, hard core: no two bodies on one point */
    float attraction;            /* over short distances */
    float spring, stretch;       /* growing with the distance and with its square */
    float even; /* the ends of an edge feel spring and stretch: 0 as the other end's share of both degrees, 1 in full */
    uint32_t weighted;      /* 1: edges have weights */
    float step, step_stiff; /* the step, and step * stiffness at most */
    float stiffness;        /* of a body, per degree */
    float inertia;          /* share of the velocity that is kept */
    float speed_most;
} pcs_layout_law;

#endif
