/* How wide the line of each edge is. Inside this room. */
#ifndef PCS_RASTER_WIDTHS_H
#define PCS_RASTER_WIDTHS_H

#include "graph/graph.h"
#include "raster/raster.h"

typedef struct pcs_widths {
    pcs_width_by by;
    double widest;    /* pixels */
    pcs_graph *graph; /* where degrees are asked for */
    double most;      /* the logarithm of the greatest weight */
} pcs_widths;

/* Of all edges, whether they are seen or not: a part of a picture has the widths of the whole. */
pcs_status pcs_widths_new(pcs_context *context, const pcs_edges *edges, const pcs_image_options *options,
                          pcs_widths *widths);
void pcs_widths_clear(pcs_widths *widths);

/* Pixels, from 1 on; where less is asked for, that. */
double pcs_widths_of(const pcs_widths *widths, const pcs_edge *edge);

#endif
