#include "shade/shade.h"

#include "shade/shading.h"
#include "shade/spread.h"

#include <stdlib.h>
#include <string.h>

/* What the two ways to colours have of their own. */
static pcs_status check_way(pcs_context *context, const pcs_image_options *options, bool by_category) {
    if (by_category && (options->colormap || options->colors)) {
        return pcs_fail(
            context, PCS_E_ARGUMENT,
            "colors: a picture coloured by categories takes no colour map: leave it out, or set the colours "
            "of categories");
    }
    if (!by_category && options->category_colors) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "category colours: there are no categories: color by protocol, port, subnet or direction");
    }
    return pcs_category_colours_check(context, options->category_colors);
}

pcs_status pcs_shade_check(pcs_context *context, const pcs_image_options *given) {
    pcs_ramp ramp;
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    if (options.spread > PCS_SPREAD_MAX && options.spread != PCS_SPREAD_AUTO) {
        return pcs_fail(context, PCS_E_ARGUMENT, "spread %u: it is at most %d pixels", options.spread, PCS_SPREAD_MAX);
    }
    pcs_status status = check_way(context, &options, options.color_by != PCS_COLOR_BY_VALUE);
    status = status == PCS_OK ? pcs_transfer_check(context, &options) : status;
    return status == PCS_OK ? pcs_ramp_fill(context, &options, &ramp) : status;
}

pcs_status pcs_shade_check_whole(pcs_context *context, uint32_t width, uint32_t height) {
    if (width > PCS_IMAGE_WHOLE_SIDE_MAX || height > PCS_IMAGE_WHOLE_SIDE_MAX) {
        return pcs_fail(
            context, PCS_E_ARGUMENT,
            "size %ux%u: an image held whole, as nodes, highlights, text, legend and spread need it, has at "
            "most %d pixels a side: leave them out, or give a smaller size",
            width, height, PCS_IMAGE_WHOLE_SIDE_MAX);
    }
    return PCS_OK;
}

/* ---- spreading */

typedef struct laying {
    const pcs_image *image;
    const uint8_t *background;
} laying;

static void lay_row(void *argument, uint64_t row) {
    const laying *l = argument;
    uint8_t *pixels = l->image->pixels + row * l->image->width * 4;
    for (uint32_t column = 0; column < l->image->width; column++) {
        uint8_t below[4];
        memcpy(below, l->background, sizeof(below));
        pcs_colour_composite(PCS_COMPOSITE_OVER, pixels + (size_t)column * 4, below);
        memcpy(pixels + (size_t)column * 4, below, sizeof(below));
    }
}

static pcs_status spread(const pcs_shader *shader, pcs_image *image) {
    enum { AUTO_MAX = 3 };
    static const double auto_threshold = 0.5;
    pcs_status status = PCS_OK;
    pcs_spread_pixels pixels = {image->width, image->height, pcs_shader_pixel_size(shader), image->pixels};
    uint32_t radius = shader->options.spread;
    if (radius == PCS_SPREAD_AUTO) {
        PCS_TRY(pcs_spread_choose(shader->context, &pixels, auto_threshold, AUTO_MAX, &radius));
    }
    if (radius > 0) {
        pcs_spread_mask mask;
        uint8_t *spread_out;
        pcs_spread_circle(radius, &mask);
        PCS_TRY(pcs_spread(shader->context, &pixels, &mask, PCS_COMPOSITE_OVER, &spread_out));
        free(image->pixels);
        image->pixels = spread_out;
    }
    if (image->format == PCS_IMAGE_RGBA && shader->ramp.background[3] > 0) {
        pcs_pool *pool = pcs_context_pool(shader->context);
        laying l = {image, shader->ramp.background};
        if (pool) {
            pcs_pool_run(pool, image->height, lay_row, &l);
        } else {
            status = pcs_fail_memory(shader->context, "threads", 0);
        }
    }
done:
    return status;
}

/* The pixels of an image that has none. */
static pcs_status fill_pixels(pcs_shading *shading, pcs_image *image) {
    pcs_status status = PCS_OK;
    uint64_t row_size = (uint64_t)image->width * pcs_shader_pixel_size(&shading->shader);
    uint64_t size = row_size * image->height;
    image->pixels = size <= SIZE_MAX ? malloc((size_t)size) : NULL;
    if (!image->pixels) {
        return pcs_fail_memory(shading->shader.context, "the image", size);
    }
    for (uint32_t row = 0, count; row < image->height; row += count) {
        PCS_TRY(pcs_tick(shading->shader.context, "shade", (double)row / image->height, 0));
        PCS_TRY(pcs_shading_next(shading, image->height - row, image->pixels + row * row_size, &count));
    }
done:
    return status;
}

pcs_status pcs_shade_counts(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                            const pcs_image_options *options, pcs_image **out) {
    pcs_status status = PCS_OK;
    pcs_shading shading = {.counts = NULL};
    *out = NULL;
    PCS_TRY(pcs_shade_check_whole(context, counts->width, counts->height));
    PCS_TRY(pcs_shading_start(context, device, counts, options, false, &shading));
    *out = shading.head;
    shading.head = NULL;
    PCS_TRY(fill_pixels(&shading, *out));
    if (options->spread > 0) {
        PCS_TRY(spread(&shading.shader, *out));
    }
done:
    if (status != PCS_OK) {
        pcs_image_free(*out);
        *out = NULL;
    }
    pcs_shading_clear(&shading);
    return status;
}
