/* Edges that are paths to chains of lines. */
#include "base/memory.h"
#include "raster/widths.h"

#include <stdlib.h>

enum { EDGES_PER_TICK = 1 << 16 };

void pcs_lines_add_chain(const pcs_view *view, const double (*vertices)[2], uint32_t count, double width,
                         uint64_t weight, pcs_lines *lines) {
    for (uint32_t k = 1; k < count; k++) {
        const double *before = k > 1 ? vertices[k - 2] : NULL, *from = vertices[k - 1], *to = vertices[k];
        uint32_t at = lines->count;
        bool is_line;
        if (lines->joints) {
            is_line = pcs_stroke_in_chain(view, before, from, to, k + 1 == count, width, &lines->strokes[at],
                                          &lines->joints[at]);
        } else if (lines->strokes) {
            is_line = pcs_stroke_between(view, from, to, width, &lines->strokes[at]);
        } else {
            is_line = pcs_segment_in_chain(view, from, to, k == 1, &lines->segments[at]);
        }
        if (is_line && lines->weights) {
            lines->weights[at] = weight;
        }
        lines->count += is_line;
    }
}

/* Lines of all paths at most, UINT64_MAX: too many; *longest: the most points of one. */
static uint64_t bound(const pcs_edges *edges, const pcs_edge_choice *choice, const pcs_bundle *bundle,
                      uint32_t *longest) {
    uint64_t lines = 0;
    *longest = 0;
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        if (!choice || choice->of_edges[e] == choice->category) {
            uint32_t points = bundle->paths[bundle->of_edges[e]].count;
            *longest = points > *longest ? points : *longest;
            lines += points - 1;
        }
    }
    return lines <= UINT32_MAX ? lines : UINT64_MAX;
}

/* Room for so many lines; false: there is no memory. */
static bool make_room(uint64_t most, bool weighted, bool has_width, bool joined, pcs_lines *lines) {
    if (most > UINT32_MAX) {
        return false;
    }
    if (has_width) {
        lines->strokes = pcs_memory_new((size_t)most, sizeof(*lines->strokes));
        lines->joints = joined ? pcs_memory_new((size_t)most, sizeof(*lines->joints)) : NULL;
    } else {
        lines->segments = pcs_memory_new((size_t)most, sizeof(*lines->segments));
    }
    lines->weights = weighted ? pcs_memory_new((size_t)most, sizeof(*lines->weights)) : NULL;
    return (lines->strokes || lines->segments) && (lines->joints || !has_width || !joined) &&
           (lines->weights || !weighted);
}

pcs_status pcs_chains_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                          const pcs_edge_choice *choice, const pcs_bundle *bundle, const pcs_image_options *options,
                          bool weighted, pcs_lines *lines) {
    pcs_status status = PCS_OK;
    pcs_measure measure = options->measure;
    pcs_widths widths = {.graph = NULL};
    uint32_t longest;
    uint64_t most = bound(edges, choice, bundle, &longest);
    double(*vertices)[2] = pcs_memory_new(longest, sizeof(*vertices));
    /* The greatest of what lines cover needs no joints. */
    bool joined = measure != PCS_MEASURE_MAX && measure != PCS_MEASURE_ANY;
    if (!vertices || !make_room(most, weighted, options->line_width > 0.0, joined, lines)) {
        PCS_TRY(pcs_fail_memory(context, "the lines of bundled edges", 0));
    }
    PCS_TRY(pcs_widths_new(context, edges, options, &widths));
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        const pcs_edge *edge = &edges->table[e];
        uint32_t path = bundle->of_edges[e], count = bundle->paths[path].count;
        if (e % EDGES_PER_TICK == 0) {
            PCS_TRY(pcs_tick(context, "raster", 0.0, 0));
        }
        if (choice && choice->of_edges[e] != choice->category) {
            continue;
        }
        for (uint32_t k = 0; k < count; k++) {
            pcs_bundle_point(bundle, layout, edge, path, k, vertices[k]);
        }
        uint64_t weight = weighted ? pcs_edge_weight(edge, measure) : 1;
        if (lines->strokes) {
            weight = weight < PCS_STROKE_WEIGHT_MAX ? weight : PCS_STROKE_WEIGHT_MAX;
        }
        pcs_lines_add_chain(view, (const double(*)[2])vertices, count, pcs_widths_of(&widths, edge), weight, lines);
    }
done:
    pcs_widths_clear(&widths);
    free(vertices);
    return status;
}
