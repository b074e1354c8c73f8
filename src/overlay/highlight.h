/* Edges and hosts in a colour of their own. */
#ifndef PCS_OVERLAY_HIGHLIGHT_H
#define PCS_OVERLAY_HIGHLIGHT_H

#include "overlay/expression.h"
#include "overlay/nodes.h"

typedef struct pcs_highlight {
    const char *text;
    uint8_t colour[4]; /* red, green, blue, alpha */
    pcs_expression expression;
} pcs_highlight;

/* "COLOUR: EXPRESSION", or an expression alone: then the colour is that of the number-th of those that are given none.
 * text stays the caller's. Failures as of pcs_expression_parse. */
pcs_status pcs_highlight_parse(pcs_context *context, const char *text, size_t number, pcs_highlight *highlight,
                               size_t *place);

/* What a highlight is painted on, and of what. */
typedef struct pcs_highlight_canvas {
    pcs_context *context;
    pcs_device *device;
    const pcs_edges *edges;
    const pcs_layout *layout;
    const pcs_bundle *bundle; /* that the image was drawn with */
    const pcs_host_totals *totals;
    const pcs_image_options *options; /* likewise */
    const pcs_view *view;
    const uint8_t *background; /* of the image: red, green, blue, alpha */
    pcs_top_by node_by;
    pcs_image *image; /* PCS_IMAGE_RGBA */
} pcs_highlight_canvas;

/* Edges are counted, and shaded from their colour to one farther from the background; hosts are discs. Warns where
 * nothing is meant. */
pcs_status pcs_highlight_paint(const pcs_highlight_canvas *canvas, pcs_highlight *highlight);

#endif
