/* The object between raster and shade. */
#include "raster/raster.h"

#include <math.h>
#include <stdlib.h>

enum { SIDE_DEFAULT = 2000 };

pcs_status pcs_counts_new(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height, bool wide,
                          pcs_counts **out) {
    uint64_t size = (uint64_t)width * height * (wide ? sizeof(uint64_t) : sizeof(uint32_t));
    pcs_counts *counts = calloc(1, sizeof(*counts));
    *out = NULL;
    if (!counts) {
        return pcs_fail_memory(context, "the counts", sizeof(*counts));
    }
    *counts = (pcs_counts){.width = width, .height = height, .wide = wide};
    pcs_status status = pcs_buffer_new(device, "the counts", size, &counts->buffer);
    if (status != PCS_OK) {
        pcs_counts_free(counts);
        return status;
    }
    *out = counts;
    return PCS_OK;
}

void pcs_counts_free(pcs_counts *counts) {
    if (counts) {
        pcs_buffer_free(counts->buffer);
        free(counts);
    }
}

uint32_t pcs_counts_width(const pcs_counts *counts) {
    return counts->width;
}

uint32_t pcs_counts_height(const pcs_counts *counts) {
    return counts->height;
}

/* ---- drawing */

static pcs_status choose_view(pcs_context *context, const pcs_layout *layout, const pcs_image_options *options,
                              pcs_view *view) {
    uint32_t width = options->width ? options->width : SIDE_DEFAULT;
    uint32_t height = options->height ? options->height : SIDE_DEFAULT;
    const double *exact = options->view;
    if (width > PCS_IMAGE_SIDE_MAX || height > PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "size %ux%u: a side may have at most %d pixels", width, height,
                        PCS_IMAGE_SIDE_MAX);
    }
    if (!exact) {
        *view = pcs_view_of_layout(layout, width, height);
        return PCS_OK;
    }
    *view = (pcs_view){
        .width = width, .height = height, .x_min = exact[0], .x_max = exact[2], .y_min = exact[1], .y_max = exact[3]};
    if (!(exact[0] < exact[2] && exact[1] < exact[3]) || !isfinite(width / (exact[2] - exact[0])) ||
        !isfinite(height / (exact[3] - exact[1])) || !isfinite(exact[2] - exact[0]) || !isfinite(exact[3] - exact[1])) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "view %g,%g,%g,%g: is no rectangle X0,Y0,X1,Y1 with X0 below X1 and Y0 below Y1", exact[0],
                        exact[1], exact[2], exact[3]);
    }
    return PCS_OK;
}

pcs_status pcs_counts_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_image_options *given, pcs_counts **out) {
    pcs_status status = PCS_OK;
    pcs_lines lines = {.count = 0};
    pcs_view view;
    *out = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    PCS_TRY(choose_view(context, layout, &options, &view));
    PCS_TRY(pcs_tick(context, "raster", 0, 0));
    PCS_TRY(pcs_lines_new(context, &view, layout, edges, options.measure, &lines));
    PCS_TRY(pcs_counts_new(context, device, view.width, view.height, pcs_measure_is_wide(options.measure), out));
    PCS_TRY(pcs_raster_draw(context, device, &lines, options.measure, view.width, 0, view.height, (*out)->buffer));
done:
    pcs_lines_clear(&lines);
    if (status != PCS_OK) {
        pcs_counts_free(*out);
        *out = NULL;
    }
    return status;
}
