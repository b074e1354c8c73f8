#include "raster/widths.h"

#include "base/elementary.h"

#include <math.h>

const char *pcs_width_by_name(pcs_width_by by) {
    static const char *const names[] = {
#define WIDTH_NAME(name, text) text,
        PCS_WIDTH_BY_TABLE(WIDTH_NAME)
#undef WIDTH_NAME
    };
    return (unsigned)by < PCS_WIDTH_BY_COUNT ? names[by] : "";
}

static uint32_t degree(const pcs_graph *graph, uint32_t host) {
    return graph->offsets[host + 1] - graph->offsets[host];
}

static uint64_t weight_of(const pcs_widths *w, const pcs_edge *edge) {
    static const pcs_measure measures[] = {[PCS_WIDTH_BY_PACKETS] = PCS_MEASURE_PACKETS,
                                           [PCS_WIDTH_BY_BYTES] = PCS_MEASURE_BYTES,
                                           [PCS_WIDTH_BY_PAYLOAD] = PCS_MEASURE_PAYLOAD};
    if (w->by == PCS_WIDTH_BY_DEGREE) {
        uint32_t a = degree(w->graph, edge->a), b = degree(w->graph, edge->b);
        return a < b ? a : b;
    }
    return pcs_edge_weight(edge, measures[w->by]);
}

pcs_status pcs_widths_new(pcs_context *context, const pcs_edges *edges, const pcs_image_options *options,
                          pcs_widths *widths) {
    uint64_t most = 0;
    *widths = (pcs_widths){.by = options->width_by, .widest = options->line_width};
    if (widths->by == PCS_WIDTH_BY_NONE) {
        return PCS_OK;
    }
    if (widths->by == PCS_WIDTH_BY_DEGREE) {
        pcs_phase before_lines = pcs_phase_part(pcs_phase_whole(context, "raster"), 0.0, 0.0);
        pcs_status status = pcs_graph_new(before_lines, edges, &widths->graph);
        if (status != PCS_OK) {
            return status;
        }
    }
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        uint64_t weight = weight_of(widths, &edges->table[e]);
        most = weight > most ? weight : most;
    }
    widths->most = pcs_log1p((double)most);
    return PCS_OK;
}

double pcs_widths_of(const pcs_widths *widths, const pcs_edge *edge) {
    double least = fmin(widths->widest, 1.0);
    if (widths->by == PCS_WIDTH_BY_NONE || !(widths->most > 0.0)) {
        return widths->widest;
    }
    return least + (widths->widest - least) * (pcs_log1p((double)weight_of(widths, edge)) / widths->most);
}

void pcs_widths_clear(pcs_widths *widths) {
    pcs_graph_free(widths->graph);
    *widths = (pcs_widths){.graph = NULL};
}
