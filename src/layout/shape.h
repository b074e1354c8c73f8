/* Shapes on a grid of cells: what the nodes and edges of a component cover. */
#ifndef PCS_LAYOUT_SHAPE_H
#define PCS_LAYOUT_SHAPE_H

#include "graph/graph.h"

/* What a shape covers of one line of cells: all between its first and its last cell, so that no other component lies
 * within it, where it would seem to be a part of it. */
typedef struct pcs_extent {
    int32_t first, last;
} pcs_extent;

/* The lines of one shape, from its lowest and its leftmost cell on. */
typedef struct pcs_shape {
    pcs_extent *rows, *columns; /* one after the other */
    int32_t row_count, column_count;
} pcs_shape;

/* The shape of some nodes that hang together, whose box is centred at the origin, in cells of that length. The
 * caller frees it; it is empty on failure. */
pcs_status pcs_shape_new(pcs_phase phase, const pcs_graph *graph, const uint32_t *nodes, uint32_t node_count,
                         const double *x, const double *y, double cell, pcs_shape *out);
void pcs_shape_free(pcs_shape *shape);

#endif
