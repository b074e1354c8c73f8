/* Polylines to segments of pixels. */
#include "base/memory.h"
#include "raster/raster.h"

#include <math.h>

enum { POLYLINES_PER_TICK = 1 << 16 };

static bool is_gap(const double at[2]) {
    return isnan(at[0]) || isnan(at[1]);
}

pcs_status pcs_lines_of_polylines(pcs_context *context, const pcs_view *view, uint32_t count, const uint64_t *begins,
                                  const double *x, const double *y, const uint64_t *weights, pcs_lines *lines) {
    pcs_status status = PCS_OK;
    uint64_t vertices = count > 0 ? begins[count] - begins[0] : 0;
    *lines = (pcs_lines){.measure = weights ? PCS_MEASURE_BYTES : PCS_MEASURE_EDGES, .wide = weights != NULL};
    if (vertices > UINT32_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "polylines of more than %u vertices in all", UINT32_MAX);
    }
    lines->segments = pcs_memory_new(vertices, sizeof(*lines->segments));
    lines->weights = weights ? pcs_memory_new(vertices, sizeof(*lines->weights)) : NULL;
    if (!lines->segments || (weights && !lines->weights)) {
        PCS_TRY(pcs_fail_memory(context, "the segments of polylines", vertices * sizeof(*lines->segments)));
    }
    for (uint32_t i = 0; i < count; i++) {
        bool is_first = true;
        if (i % POLYLINES_PER_TICK == 0) {
            PCS_TRY(pcs_tick(context, "raster", 0.0, 0));
        }
        for (uint64_t v = begins[i]; v + 1 < begins[i + 1]; v++) {
            double from[2] = {x[v], y[v]}, to[2] = {x[v + 1], y[v + 1]};
            bool broken = is_gap(from) || is_gap(to);
            if (!broken && pcs_segment_in_chain(view, from, to, is_first, &lines->segments[lines->count])) {
                if (weights) {
                    lines->weights[lines->count] = weights[i];
                }
                lines->count++;
            }
            is_first = broken;
        }
    }
done:
    if (status != PCS_OK) {
        pcs_lines_clear(lines);
    }
    return status;
}
