/* Hosts as discs. */
#ifndef PCS_OVERLAY_NODES_H
#define PCS_OVERLAY_NODES_H

#include "edges/host_totals.h"
#include "overlay/canvas.h"

typedef struct pcs_node_style {
    pcs_top_by by; /* what makes a disc large */
    uint8_t colour[4];
    bool under; /* below what is on the image */
} pcs_node_style;

/* Paints a disc for each host that the view shows, on an image of the view's size. Its area grows with what the style
 * names, above a least one that Datashader's dynspread gives single pixels; all together take a sixteenth of the image
 * at most, but for single pixels. The discs are added to those of the image. totals: of all hosts. chosen: NULL, or
 * whether each host is painted. */
pcs_status pcs_nodes_paint(pcs_context *context, pcs_image *image, const pcs_view *view, const pcs_layout *layout,
                           const pcs_host_totals *totals, const bool *chosen, const pcs_node_style *style);

#endif
