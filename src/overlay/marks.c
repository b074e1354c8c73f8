#include "overlay/marks.h"

#include "overlay/highlight.h"
#include "shade/colormap.h"
#include "shade/ramp.h"

#include <stdlib.h>
#include <string.h>

enum { REST_ALPHA = 80 };

const char *pcs_nodes_name(pcs_nodes nodes) {
    static const char *const names[] = {
#define NODES_NAME(name, text) text,
        PCS_NODES_TABLE(NODES_NAME)
#undef NODES_NAME
    };
    return (unsigned)nodes < PCS_NODES_COUNT ? names[nodes] : "";
}

bool pcs_marks_any(const pcs_mark_options *given) {
    pcs_mark_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    return options.nodes != PCS_NODES_OFF || options.highlight_count > 0;
}

/* What the options say; highlights: room for one each. */
typedef struct marks {
    pcs_mark_options options;
    pcs_node_style nodes;
    pcs_highlight *highlights;
} marks;

static pcs_status parse_marks(pcs_context *context, const pcs_mark_options *given, marks *m) {
    pcs_options_copy(&m->options, sizeof(m->options), given, given->size);
    const pcs_mark_options *options = &m->options;
    const char *colour = options->node_color ? options->node_color : "white";
    size_t place, count = options->highlight_count;
    m->nodes = (pcs_node_style){.by = options->node_by, .under = options->nodes == PCS_NODES_UNDER};
    m->nodes.colour[3] = 255;
    if ((unsigned)options->nodes >= PCS_NODES_COUNT || (unsigned)options->node_by >= PCS_TOP_BY_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "nodes %d, by %d: one of them is none there is", (int)options->nodes,
                        (int)options->node_by);
    }
    if (!pcs_colour_parse(colour, strlen(colour), m->nodes.colour)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "colour of nodes %s: is none: give #rrggbb or a name such as gold",
                        colour);
    }
    m->highlights = calloc(count + 1, sizeof(*m->highlights));
    if (!m->highlights) {
        return pcs_fail_memory(context, "highlights", count * sizeof(*m->highlights));
    }
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < count && status == PCS_OK; i++) {
        status = pcs_highlight_parse(context, options->highlights[i], i, &m->highlights[i], &place);
    }
    return status;
}

pcs_status pcs_marks_check(pcs_context *context, const pcs_mark_options *options) {
    marks m = {.highlights = NULL};
    pcs_status status = options ? parse_marks(context, options, &m) : PCS_OK;
    free(m.highlights);
    return status;
}

pcs_status pcs_highlight_check(pcs_context *context, const char *text, size_t *place) {
    pcs_highlight *highlight = malloc(sizeof(*highlight));
    *place = 0;
    if (!highlight) {
        return pcs_fail_memory(context, "a highlight", sizeof(*highlight));
    }
    pcs_status status = pcs_highlight_parse(context, text, 0, highlight, place);
    free(highlight);
    return status;
}

pcs_status pcs_image_mark(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_image_options *image_options, const pcs_mark_options *options, pcs_image *image) {
    pcs_status status = PCS_OK;
    pcs_bundle bundle = {.path_count = 0};
    pcs_mark_options own = PCS_OPTIONS(own);
    pcs_options_copy(&own, sizeof(own), options, options->size);
    if (own.highlight_count > 0) {
        PCS_TRY(pcs_bundle_choose(context, device, edges, layout, image_options, &bundle));
    }
    PCS_TRY(pcs_marks_paint(context, device, edges, layout, &bundle, image_options, options, image));
done:
    pcs_bundle_clear(&bundle);
    return status;
}

pcs_status pcs_marks_paint(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_bundle *bundle, const pcs_image_options *image_options,
                           const pcs_mark_options *options, pcs_image *image) {
    pcs_status status = PCS_OK;
    marks m = {.highlights = NULL};
    pcs_host_totals *totals = NULL;
    pcs_view view;
    uint8_t background[4];
    pcs_image_options drawn = PCS_OPTIONS(drawn);
    if (image_options) {
        pcs_options_copy(&drawn, sizeof(drawn), image_options, image_options->size);
    }
    PCS_TRY(parse_marks(context, options, &m));
    PCS_TRY(pcs_view_choose(context, edges, layout, &drawn, &view));
    PCS_TRY(pcs_background_parse(context, drawn.background, background));
    if (view.width != image->width || view.height != image->height) {
        PCS_TRY(pcs_fail(context, PCS_E_ARGUMENT, "marks for %ux%u pixels on an image of %ux%u: draw both alike",
                         view.width, view.height, image->width, image->height));
    }
    PCS_TRY(pcs_host_totals_new(context, edges, &totals));
    PCS_TRY(pcs_canvas_begin(context, image));
    if (m.options.nodes != PCS_NODES_OFF) {
        PCS_TRY(pcs_nodes_paint(context, image, &view, layout, totals, NULL, &m.nodes));
    }
    if (m.options.highlight_count > 0) {
        PCS_TRY(pcs_canvas_fade(context, image, m.options.rest_alpha ? m.options.rest_alpha : REST_ALPHA));
    }
    PCS_TRY(pcs_canvas_ground(context, image, background));
    memcpy(image->palette[0], background, sizeof(background)); /* which text takes its colour from */
    const pcs_highlight_canvas canvas = {.context = context,
                                         .device = device,
                                         .edges = edges,
                                         .layout = layout,
                                         .bundle = bundle,
                                         .totals = totals,
                                         .options = &drawn,
                                         .view = &view,
                                         .background = background,
                                         .node_by = m.options.node_by,
                                         .image = image};
    for (size_t i = 0; i < m.options.highlight_count; i++) {
        PCS_TRY(pcs_highlight_paint(&canvas, &m.highlights[i]));
    }
done:
    free(totals);
    free(m.highlights);
    return status;
}
