/* Edges to lines of a width. */
#include "base/elementary.h"
#include "base/memory.h"
#include "graph/graph.h"
#include "raster/raster.h"

#include <math.h>
#include <stdlib.h>

enum { EDGES_PER_TICK = 1 << 20 };

const char *pcs_width_by_name(pcs_width_by by) {
    static const char *const names[] = {
#define WIDTH_NAME(name, text) text,
        PCS_WIDTH_BY_TABLE(WIDTH_NAME)
#undef WIDTH_NAME
    };
    return (unsigned)by < PCS_WIDTH_BY_COUNT ? names[by] : "";
}

/* ---- one line */

static int32_t place_of(double pixels) {
    return (int32_t)floor(pixels * (1 << PCS_PLACE_BITS) + 0.5);
}

static int32_t direction_of(double number) {
    return (int32_t)floor(number * (1 << PCS_DIRECTION_BITS) + 0.5);
}

bool pcs_stroke_between(const pcs_view *view, const double from[2], const double to[2], double width,
                        pcs_stroke *stroke) {
    /* What slope and places lack of being exact, after the longest line, and what a tile's steps across add. */
    const double slack = 48.0, cap_slack = 2.0;
    double ends[2][2] = {{from[0], from[1]}, {to[0], to[1]}};
    bool moved[2];
    if (!pcs_view_clip(view, ends[0], ends[1], moved)) {
        return false;
    }
    double x_scale = view->width / (view->x_max - view->x_min), x_shift = -view->x_min * x_scale;
    double y_scale = view->height / (view->y_max - view->y_min), y_shift = -view->y_min * y_scale;
    for (int end = 0; end < 2; end++) {
        ends[end][0] = fmin(fmax(ends[end][0] * x_scale + x_shift, 0.0), view->width) - 0.5;
        ends[end][1] = fmin(fmax(ends[end][1] * y_scale + y_shift, 0.0), view->height) - 0.5;
    }
    bool steep = fabs(ends[1][0] - ends[0][0]) < fabs(ends[1][1] - ends[0][1]);
    int l = steep ? 1 : 0;
    const double *a = ends[ends[1][l] < ends[0][l]], *b = a == ends[0] ? ends[1] : ends[0];
    double along = b[l] - a[l], across = b[1 - l] - a[1 - l], length = sqrt(along * along + across * across);
    if (!(length > 0.0)) {
        return false;
    }
    double reach = (fmax(width, 1.0) + 1.0) / 2.0, places = 1 << PCS_PLACE_BITS;
    *stroke = (pcs_stroke){.a_along = place_of(a[l]),
                           .a_across = place_of(a[1 - l]),
                           .b_along = place_of(b[l]),
                           .b_across = place_of(b[1 - l]),
                           .margin = (int32_t)ceil(reach * length / along * places + slack),
                           .cap = (int32_t)ceil(reach * fabs(across) / length * places + cap_slack),
                           .normal_along = direction_of(-across / length),
                           .normal_across = direction_of(along / length),
                           .slope = direction_of(across / along),
                           .reach = (int32_t)floor(reach * (1 << PCS_DISTANCE_BITS) + 0.5),
                           .ink = (uint32_t)floor(fmin(width, 1.0) * (1 << PCS_INK_BITS) + 0.5),
                           .steep = steep};
    return true;
}

/* ---- all */

typedef struct weighing {
    const pcs_image_options *options;
    const pcs_edges *edges;
    pcs_graph *graph; /* where degrees are asked for */
    double most;      /* the logarithm of the greatest weight */
} weighing;

static uint32_t degree(const pcs_graph *graph, uint32_t host) {
    return graph->offsets[host + 1] - graph->offsets[host];
}

static uint64_t width_weight(const weighing *w, const pcs_edge *edge) {
    static const pcs_measure measures[] = {[PCS_WIDTH_BY_PACKETS] = PCS_MEASURE_PACKETS,
                                           [PCS_WIDTH_BY_BYTES] = PCS_MEASURE_BYTES,
                                           [PCS_WIDTH_BY_PAYLOAD] = PCS_MEASURE_PAYLOAD};
    if (w->options->width_by == PCS_WIDTH_BY_DEGREE) {
        uint32_t a = degree(w->graph, edge->a), b = degree(w->graph, edge->b);
        return a < b ? a : b;
    }
    return pcs_edge_weight(edge, measures[w->options->width_by]);
}

/* Of all edges, whether they are seen or not: a part of a picture has the widths of the whole. */
static pcs_status start_weighing(pcs_context *context, weighing *w) {
    uint64_t most = 0;
    if (w->options->width_by == PCS_WIDTH_BY_NONE) {
        return PCS_OK;
    }
    if (w->options->width_by == PCS_WIDTH_BY_DEGREE) {
        pcs_status status = pcs_graph_new(context, w->edges, &w->graph);
        if (status != PCS_OK) {
            return status;
        }
    }
    for (uint32_t e = 0; e < w->edges->edge_count; e++) {
        uint64_t weight = width_weight(w, &w->edges->table[e]);
        most = weight > most ? weight : most;
    }
    w->most = pcs_log1p((double)most);
    return PCS_OK;
}

/* From 1 pixel on; where less is asked for, that. */
static double width_of(const weighing *w, const pcs_edge *edge) {
    double widest = w->options->line_width, least = fmin(widest, 1.0);
    if (w->options->width_by == PCS_WIDTH_BY_NONE || !(w->most > 0.0)) {
        return widest;
    }
    return least + (widest - least) * (pcs_log1p((double)width_weight(w, edge)) / w->most);
}

pcs_status pcs_strokes_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                           const pcs_edge_choice *choice, const pcs_image_options *options, uint64_t **weights,
                           pcs_stroke **strokes, uint32_t *count) {
    /* Sums of coverage times weight leave room for a thousand of the greatest. */
    const uint64_t weight_most = UINT64_MAX >> (2 * PCS_COVER_BITS);
    pcs_status status = PCS_OK;
    weighing w = {.options = options, .edges = edges};
    uint32_t most = choice ? choice->count : edges->edge_count;
    uint64_t size = most * (sizeof(**strokes) + (weights ? sizeof(**weights) : 0));
    uint32_t found = 0;
    *count = 0;
    *strokes = pcs_memory_new(most, sizeof(**strokes));
    if (weights) {
        *weights = pcs_memory_new(most, sizeof(**weights));
    }
    if (!*strokes || (weights && !*weights)) {
        PCS_TRY(pcs_fail_memory(context, "the lines of all edges", size));
    }
    PCS_TRY(start_weighing(context, &w));
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        const pcs_edge *edge = &edges->table[e];
        double from[2] = {layout->x[edge->a], layout->y[edge->a]}, to[2] = {layout->x[edge->b], layout->y[edge->b]};
        if (e % EDGES_PER_TICK == 0) {
            PCS_TRY(pcs_tick(context, "raster", 0.0, 0));
        }
        bool chosen = !choice || choice->of_edges[e] == choice->category;
        if (chosen && pcs_stroke_between(view, from, to, width_of(&w, edge), &(*strokes)[found])) {
            if (weights) {
                uint64_t weight = pcs_edge_weight(edge, options->measure);
                (*weights)[found] = weight < weight_most ? weight : weight_most;
            }
            found++;
        }
    }
    *count = found;
done:
    pcs_graph_free(w.graph);
    if (status != PCS_OK) {
        free(*strokes);
        *strokes = NULL;
        if (weights) {
            free(*weights);
            *weights = NULL;
        }
    }
    return status;
}
