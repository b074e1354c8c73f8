/* Segments with what each adds to its pixels. */
#include "base/memory.h"
#include "raster/raster.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* Weights become their ranks among all that there are, from 1: 32 bits are enough for these. */
static pcs_status rank_weights(pcs_context *context, pcs_lines *lines) {
    uint32_t distinct = 0;
    lines->ranked = pcs_memory_new(lines->count, sizeof(*lines->ranked));
    if (!lines->ranked) {
        return pcs_fail_memory(context, "weights", (uint64_t)lines->count * sizeof(*lines->ranked));
    }
    if (lines->count > 0) {
        memcpy(lines->ranked, lines->weights, lines->count * sizeof(*lines->ranked));
        qsort(lines->ranked, lines->count, sizeof(*lines->ranked), compare);
    }
    for (uint32_t i = 0; i < lines->count; i++) {
        if (i == 0 || lines->ranked[i] != lines->ranked[distinct - 1]) {
            lines->ranked[distinct++] = lines->ranked[i];
        }
    }
    lines->rank_count = distinct;
    for (uint32_t i = 0; i < lines->count; i++) {
        const uint64_t *at = bsearch(&lines->weights[i], lines->ranked, distinct, sizeof(*lines->ranked), compare);
        lines->weights[i] = (uint64_t)(at - lines->ranked) + 1;
    }
    return PCS_OK;
}

pcs_status pcs_lines_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                         const pcs_edge_choice *choice, const pcs_bundle *bundle, const pcs_image_options *options,
                         pcs_lines *lines) {
    pcs_status status = PCS_OK;
    pcs_measure measure = options->measure;
    bool weighted = measure != PCS_MEASURE_EDGES && measure != PCS_MEASURE_ANY;
    uint64_t **weights = weighted ? &lines->weights : NULL;
    *lines = (pcs_lines){.measure = measure, .wide = weighted};
    if ((unsigned)measure >= PCS_MEASURE_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "measure: there is none of number %d: choose one of pcs_measure",
                        (int)measure);
    }
    if (bundle) {
        PCS_TRY(pcs_chains_new(context, view, layout, edges, choice, bundle, options, weighted, lines));
    } else if (options->line_width > 0.0) {
        PCS_TRY(
            pcs_strokes_new(context, view, layout, edges, choice, options, weights, &lines->strokes, &lines->count));
    } else {
        PCS_TRY(
            pcs_segments_new(context, view, layout, edges, choice, measure, weights, &lines->segments, &lines->count));
    }
    if (lines->strokes) {
        lines->wide =
            weighted || lines->joints || measure == PCS_MEASURE_ANY || lines->count >> (32 - PCS_COVER_BITS) > 0;
        lines->fraction_bits = measure == PCS_MEASURE_MEAN ? 0 : PCS_COVER_BITS;
    } else if (measure == PCS_MEASURE_MAX) {
        PCS_TRY(rank_weights(context, lines));
    }
done:
    if (status != PCS_OK) {
        pcs_lines_clear(lines);
    }
    return status;
}

void pcs_lines_clear(pcs_lines *lines) {
    free(lines->ranked);
    free(lines->weights);
    free(lines->joints);
    free(lines->strokes);
    free(lines->segments);
    *lines = (pcs_lines){.count = 0};
}
