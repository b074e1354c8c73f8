#include "shade/shade.h"

#include "shade/shader.h"
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
    image->category_count = shader->categories.count;
    memcpy(image->categories, shader->categories.list, sizeof(shader->categories.list));
    *out = image;
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

/* The pixels of all strips, each looked at as seldom as can be: one that is not held is drawn anew, so every way
 * through begins where the last one ended. */
static pcs_status shade_strips(pcs_shader *shader, const pcs_counts *counts, pcs_image *image) {
    pcs_status status = PCS_OK;
    uint32_t count = pcs_counts_strip_count(counts), first_row;
    pcs_counts strip;
    for (uint32_t i = 0; i < count; i++) {
        PCS_TRY(pcs_counts_strip(shader->context, counts, i, &strip, &first_row));
        PCS_TRY(pcs_shader_range(shader, &strip));
    }
    bool equalised = shader->options.how == PCS_HOW_EQ_HIST;
    for (uint32_t i = count; equalised && i-- > 0;) {
        PCS_TRY(pcs_counts_strip(shader->context, counts, i, &strip, &first_row));
        PCS_TRY(pcs_shader_histogram(shader, &strip));
    }
    PCS_TRY(pcs_shader_settle(shader));
    for (uint32_t k = 0; k < count; k++) {
        PCS_TRY(pcs_counts_strip(shader->context, counts, equalised ? k : count - 1 - k, &strip, &first_row));
        uint64_t top = counts->height - first_row - strip.height;
        uint64_t row_size = (uint64_t)counts->width * pcs_shader_pixel_size(shader);
        PCS_TRY(pcs_shader_map(shader, &strip, image->pixels + top * row_size));
    }
done:
    return status;
}

/* What colours stand for, of a shader that has settled. The first step is that of empty pixels. */
static pcs_status fill_key(const pcs_shader *shader, pcs_image *image) {
    const pcs_steps *steps = &shader->steps;
    if (image->category_count > 0 || steps->count < 2) {
        return PCS_OK;
    }
    image->key = calloc(steps->count, sizeof(*image->key));
    if (!image->key) {
        return pcs_fail_memory(shader->context, "the legend", steps->count * sizeof(*image->key));
    }
    image->key_fraction_bits = shader->fraction_bits;
    for (uint32_t i = 1; i < steps->count; i++) {
        pcs_key_step *step = &image->key[image->key_count++];
        step->first = i == 1 ? shader->least : steps->firsts[i];
        memcpy(step->colour,
               image->format == PCS_IMAGE_INDEXED ? (const void *)image->palette[steps->values[i]] : &steps->values[i],
               sizeof(step->colour));
    }
    return PCS_OK;
}

pcs_status pcs_shade_counts(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                            const pcs_image_options *options, pcs_image **out) {
    *out = NULL;
    uint32_t width = counts->width, height = counts->height;
    uint64_t held = (uint64_t)width * height * (counts->categories.count > 0 ? counts->categories.count : 1);
    if (width - 1 >= PCS_IMAGE_SIDE_MAX || height - 1 >= PCS_IMAGE_SIDE_MAX ||
        (!counts->strips && pcs_buffer_size(counts->buffer) != held * (counts->wide ? 8 : 4))) {
        return pcs_fail(context, PCS_E_ARGUMENT, "the counts are not those of %ux%u pixels", width, height);
    }
    pcs_shader shader;
    pcs_status status = pcs_shade_check(context, options);
    if (status != PCS_OK) {
        return status;
    }
    status = pcs_shader_start(context, device, options, &counts->categories, &shader);
    if (status != PCS_OK) {
        return status;
    }
    PCS_TRY(new_image(&shader, counts, out));
    pcs_ramp_palette(&shader.ramp, (*out)->palette);
    PCS_TRY(shade_strips(&shader, counts, *out));
    PCS_TRY(fill_key(&shader, *out));
    if (options->spread > 0) {
        PCS_TRY(spread(&shader, *out));
    }
done:
    if (status != PCS_OK) {
        pcs_image_free(*out);
        *out = NULL;
    }
    pcs_shader_free(&shader);
    return status;
}
