/* Shapes on a grid of cells, put side by side (Freivalds, Dogrusoz, Kikusts: Disconnected graph layout and the
 * polyomino packing approach, GD 2001). */
#ifndef PCS_LAYOUT_MOSAIC_H
#define PCS_LAYOUT_MOSAIC_H

#include "graph/graph.h"

typedef struct pcs_mosaic pcs_mosaic;

/* For the components of the graph, which is borrowed. area: of all shapes together, longest: the longest side of any of
 * them, gap: the least room between two that is worth while, in the units of their places; shape_count: how many will
 * come. The phase is that in which they do. */
pcs_status pcs_mosaic_new(pcs_phase phase, const pcs_graph *graph, double area, double longest, double gap,
                          uint32_t shape_count, pcs_mosaic **out);

/* Moves the nodes, whose box is centred at the origin, as near to the origin as the shapes before leave room, a cell at
 * least between any two shapes. A shape covers the cells that its nodes and edges lie in. */
pcs_status pcs_mosaic_add(pcs_mosaic *mosaic, const uint32_t *nodes, uint32_t node_count, double *x, double *y);
void pcs_mosaic_free(pcs_mosaic *mosaic);

#endif
