#include "render/draw.h"

#include "base/clock.h"
#include "raster/raster.h"
#include "shade/shade.h"

#include <stdlib.h>

enum { SIDE_DEFAULT = 2000 };

static pcs_status check_size(pcs_context *context, pcs_image_options *options) {
    options->width = options->width == 0 ? SIDE_DEFAULT : options->width;
    options->height = options->height == 0 ? SIDE_DEFAULT : options->height;
    if (options->width > PCS_IMAGE_SIDE_MAX || options->height > PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "size %ux%u: a side may have at most %d pixels", options->width,
                        options->height, PCS_IMAGE_SIDE_MAX);
    }
    return PCS_OK;
}

pcs_status pcs_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                    const pcs_image_options *given, pcs_stage_costs *costs, pcs_image **out) {
    pcs_status status = PCS_OK;
    pcs_segment *segments = NULL;
    uint32_t segment_count = 0;
    pcs_counts counts = {.buffer = NULL};
    *out = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    PCS_TRY(check_size(context, &options));

    double start = pcs_clock_seconds();
    PCS_TRY(pcs_tick(context, "raster", 0, 0));
    pcs_view view = pcs_view_of_layout(layout, options.width, options.height);
    PCS_TRY(pcs_segments_new(context, &view, layout, edges, &segments, &segment_count));
    PCS_TRY(pcs_raster_count(context, device, options.width, options.height, segments, segment_count, &counts.buffer));
    counts.width = options.width;
    counts.height = options.height;
    PCS_TRY(pcs_device_finish(device));
    costs->seconds[PCS_STAGE_RASTER] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_RASTER] = pcs_buffer_size(counts.buffer);

    start = pcs_clock_seconds();
    PCS_TRY(pcs_tick(context, "shade", 0, 0));
    PCS_TRY(pcs_shade_counts(context, device, &counts, &options, out));
    costs->seconds[PCS_STAGE_SHADE] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_SHADE] =
        (uint64_t)options.width * options.height * (pcs_image_get_format(*out) == PCS_IMAGE_RGBA ? 4 : 1);
done:
    pcs_buffer_free(counts.buffer);
    free(segments);
    return status;
}

pcs_status pcs_image_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_image_options *options, pcs_image **out) {
    pcs_stage_costs costs = {0};
    return pcs_draw(context, device, edges, layout, options, &costs, out);
}
