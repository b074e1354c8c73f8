#include "shade/shade.h"

#include "shade/shader.h"

#include <stdlib.h>

pcs_status pcs_shade_check(pcs_context *context, const pcs_image_options *given) {
    pcs_ramp ramp;
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    pcs_status status = pcs_transfer_check(context, &options);
    return status == PCS_OK ? pcs_ramp_fill(context, &options, &ramp) : status;
}

static pcs_status new_image(const pcs_shader *shader, const pcs_counts *counts, pcs_image **out) {
    uint64_t size = (uint64_t)counts->width * counts->height * pcs_shader_pixel_size(shader);
    pcs_image *image = calloc(1, sizeof(*image));
    uint8_t *pixels = size <= SIZE_MAX ? malloc((size_t)size) : NULL;
    if (!image || !pixels) {
        free(pixels);
        free(image);
        return pcs_fail_memory(shader->context, "the image", size);
    }
    image->width = counts->width;
    image->height = counts->height;
    image->format = shader->format;
    image->pixels = pixels;
    *out = image;
    return PCS_OK;
}

pcs_status pcs_shade_counts(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                            const pcs_image_options *options, pcs_image **out) {
    *out = NULL;
    uint32_t width = counts->width, height = counts->height;
    if (width - 1 >= PCS_IMAGE_SIDE_MAX || height - 1 >= PCS_IMAGE_SIDE_MAX ||
        pcs_buffer_size(counts->buffer) != (uint64_t)width * height * (counts->wide ? 8 : 4)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "the counts are not those of %ux%u pixels", width, height);
    }
    pcs_shader shader;
    pcs_status status = pcs_shader_start(context, device, options, &shader);
    if (status != PCS_OK) {
        return status;
    }
    PCS_TRY(new_image(&shader, counts, out));
    pcs_ramp_palette(&shader.ramp, (*out)->palette);
    PCS_TRY(pcs_shader_range(&shader, counts));
    PCS_TRY(pcs_shader_histogram(&shader, counts));
    PCS_TRY(pcs_shader_settle(&shader));
    PCS_TRY(pcs_shader_map(&shader, counts, (*out)->pixels));
done:
    if (status != PCS_OK) {
        pcs_image_free(*out);
        *out = NULL;
    }
    pcs_shader_free(&shader);
    return status;
}
