#include "render/draw.h"

#include "base/clock.h"
#include "shade/shade.h"

#include <stdlib.h>

pcs_status pcs_draw_check(pcs_context *context, const pcs_image_options *given, bool whole) {
    pcs_status status = PCS_OK;
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    PCS_TRY(pcs_counts_check(context, &options));
    PCS_TRY(pcs_shade_check(context, &options));
    if (whole) {
        PCS_TRY(pcs_shade_check_whole(context, options.width, options.height));
    }
done:
    return status;
}

pcs_status pcs_draw_counts(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_image_options *options, pcs_stage_costs *costs, pcs_bundle *bundle,
                           pcs_counts **out) {
    double start = pcs_clock_seconds();
    pcs_status status = pcs_bundle_choose(context, device, edges, layout, options, bundle);
    *out = NULL;
    if (status == PCS_OK) {
        status = pcs_counts_draw_chosen(context, device, edges, NULL, layout, bundle, options, out);
    }
    costs->seconds[PCS_STAGE_RASTER] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_RASTER] = status == PCS_OK ? pcs_buffer_size((*out)->buffer) : 0;
    return status;
}

pcs_status pcs_draw_image(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                          const pcs_image_options *options, pcs_stage_costs *costs, pcs_image **out) {
    double start = pcs_clock_seconds();
    pcs_status status = pcs_counts_shade(context, device, counts, options, out);
    costs->seconds[PCS_STAGE_SHADE] = pcs_clock_seconds() - start;
    uint64_t size = status == PCS_OK && pcs_image_get_format(*out) == PCS_IMAGE_RGBA ? 4 : 1;
    costs->bytes[PCS_STAGE_SHADE] = counts->width * size * counts->height;
    return status;
}

pcs_status pcs_counts_shade(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                            const pcs_image_options *given, pcs_image **out) {
    pcs_status status = PCS_OK;
    *out = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    PCS_TRY(pcs_tick(context, "shade", 0, 0));
    PCS_TRY(pcs_shade_counts(context, device, counts, &options, out));
done:
    return status;
}

pcs_status pcs_image_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_image_options *options, pcs_image **out) {
    pcs_status status = PCS_OK;
    pcs_counts *counts = NULL;
    *out = NULL;
    PCS_TRY(pcs_draw_check(context, options, true));
    PCS_TRY(pcs_counts_draw(context, device, edges, layout, options, &counts));
    PCS_TRY(pcs_counts_shade(context, device, counts, options, out));
done:
    pcs_counts_free(counts);
    return status;
}
