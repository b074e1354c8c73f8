#include "shade/shade.h"

#include "base/memory.h"
#include "shade/colormap.h"
#include "shade/equalise.h"

#include <stdlib.h>
#include <string.h>

enum {
    ITEMS_PER_UNIT = 4,     /* where each has a histogram of its own: so that the units end together */
    ITEMS_SHARED = 1 << 16, /* else: more than run at once on any device */
    STRIP_PIXELS = 1 << 24, /* coloured at a time, which bounds the memory */
    DIMENSION_DEFAULT = 2000
};

typedef struct shading {
    pcs_context *context;
    pcs_device *device;
    pcs_buffer *counts;
    pcs_shade_pixels pixels;
    uint32_t group; /* of the kernels that go over all pixels */
} shading;

static pcs_status find_range(const shading *s, uint32_t *least, uint32_t *most) {
    pcs_status status = PCS_OK;
    pcs_buffer *buffer = NULL;
    uint32_t range[2] = {UINT32_MAX, 0};
    PCS_TRY(pcs_buffer_new_from(s->device, "the range", range, sizeof(range), &buffer));
    PCS_TRY(PCS_RUN(s->device, pcs_shade_range, s->pixels.item_count, s->group, PCS_ARRAY(s->counts), PCS_ARRAY(buffer),
                    PCS_BY_VALUE(s->pixels)));
    PCS_TRY(pcs_buffer_read(buffer, 0, range, sizeof(range)));
    *least = range[0];
    *most = range[1];
done:
    pcs_buffer_free(buffer);
    return status;
}

static pcs_status make_histogram(const shading *s, uint32_t least, uint32_t span, uint32_t bins[PCS_SHADE_BINS]) {
    pcs_status status = PCS_OK;
    pcs_buffer *buffer = NULL;
    pcs_shade_scale scale = {s->pixels.pixel_count, s->pixels.item_count, least, span};
    bool owned = pcs_device_get_abilities(s->device)->owned;
    uint32_t histograms = owned ? s->pixels.item_count : 1;
    uint64_t size = (uint64_t)histograms * PCS_SHADE_BINS * sizeof(uint32_t);
    PCS_TRY(pcs_buffer_new(s->device, "the histogram", size, &buffer));
    PCS_TRY(pcs_buffer_zero(buffer));
    PCS_TRY(PCS_RUN(s->device, pcs_shade_histogram, s->pixels.item_count, s->group, PCS_ARRAY(s->counts),
                    PCS_ARRAY(buffer), PCS_BY_VALUE(scale)));
    if (histograms > 1) {
        PCS_TRY(PCS_RUN(s->device, pcs_shade_sum, PCS_SHADE_BINS, 0, PCS_ARRAY(buffer), PCS_BY_VALUE(histograms)));
    }
    PCS_TRY(pcs_buffer_read(buffer, 0, bins, PCS_SHADE_BINS * sizeof(uint32_t)));
done:
    pcs_buffer_free(buffer);
    return status;
}

/* The colour of each count: thresholds; all beyond reach where the image is empty. */
static pcs_status find_thresholds(const shading *s, uint32_t thresholds[PCS_SHADE_COLOURS]) {
    pcs_status status = PCS_OK;
    uint32_t least, most;
    uint32_t *bins = pcs_memory_new(PCS_SHADE_BINS, sizeof(*bins));
    if (!bins) {
        return pcs_fail_memory(s->context, "the histogram", PCS_SHADE_BINS * sizeof(*bins));
    }
    memset(thresholds, 0xff, PCS_SHADE_COLOURS * sizeof(*thresholds));
    PCS_TRY(find_range(s, &least, &most));
    if (most > 0) {
        PCS_TRY(make_histogram(s, least, most - least, bins));
        PCS_TRY(pcs_equalise(s->context, bins, least, most - least, thresholds));
    }
done:
    free(bins);
    return status;
}

/* Strip after strip, so that the device holds little more than the counts. */
static pcs_status map_strips(const shading *s, const uint32_t thresholds[PCS_SHADE_COLOURS], pcs_image *image) {
    pcs_status status = PCS_OK;
    pcs_buffer *limits = NULL, *table = NULL, *strip = NULL;
    uint8_t small[PCS_SHADE_TABLE];
    for (uint32_t count = 0, colour = 0; count < PCS_SHADE_TABLE; count++) {
        while (colour < PCS_SHADE_COLOURS && thresholds[colour] <= count) {
            colour++;
        }
        small[count] = (uint8_t)colour;
    }
    uint32_t rows = STRIP_PIXELS / image->width < image->height ? STRIP_PIXELS / image->width : image->height;
    uint32_t lanes = pcs_device_get_abilities(s->device)->lanes;
    uint32_t pieces = (image->width + lanes - 1) / lanes;
    PCS_TRY(pcs_buffer_new_from(s->device, "colours", thresholds, PCS_SHADE_COLOURS * sizeof(*thresholds), &limits));
    PCS_TRY(pcs_buffer_new_from(s->device, "colours", small, sizeof(small), &table));
    PCS_TRY(pcs_buffer_new(s->device, "the image", (uint64_t)rows * image->width, &strip));
    for (uint32_t first = 0; first < image->height; first += rows) {
        PCS_TRY(pcs_tick(s->context, "shade", (double)first / image->height, 0));
        uint32_t count = image->height - first < rows ? image->height - first : rows;
        pcs_shade_parameters parameters = {image->width, image->height, first, count};
        PCS_TRY(PCS_RUN(s->device, pcs_shade_map, (uint64_t)count * pieces, 0, PCS_ARRAY(s->counts), PCS_ARRAY(limits),
                        PCS_ARRAY(table), PCS_ARRAY(strip), PCS_BY_VALUE(parameters)));
        PCS_TRY(pcs_buffer_read(strip, 0, image->pixels + (size_t)first * image->width, (size_t)count * image->width));
    }
done:
    pcs_buffer_free(strip);
    pcs_buffer_free(table);
    pcs_buffer_free(limits);
    return status;
}

static pcs_status new_image(pcs_context *context, const pcs_image_options *options, pcs_image **out) {
    uint32_t width = options->width ? options->width : DIMENSION_DEFAULT;
    uint32_t height = options->height ? options->height : DIMENSION_DEFAULT;
    *out = NULL;
    if (width > PCS_IMAGE_SIDE_MAX || height > PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "an image of %ux%u pixels: sides are 1 to %d", width, height,
                        PCS_IMAGE_SIDE_MAX);
    }
    pcs_image *image = calloc(1, sizeof(*image));
    uint8_t *pixels = malloc((size_t)width * height);
    if (!image || !pixels) {
        free(pixels);
        free(image);
        return pcs_fail_memory(context, "the image", (uint64_t)width * height);
    }
    image->width = width;
    image->height = height;
    image->pixels = pixels;
    *out = image;
    return PCS_OK;
}

pcs_status pcs_shade_counts(pcs_context *context, pcs_device *device, pcs_buffer *counts,
                            const pcs_image_options *options, pcs_image **out) {
    pcs_status status = PCS_OK;
    uint32_t thresholds[PCS_SHADE_COLOURS];
    PCS_TRY(new_image(context, options, out));
    pcs_image *image = *out;
    PCS_TRY(pcs_colormap_palette(context, options->colormap, options->background, image->palette));
    const pcs_device_abilities *abilities = pcs_device_get_abilities(device);
    shading s = {.context = context,
                 .device = device,
                 .counts = counts,
                 .pixels = {.pixel_count = image->width * image->height,
                            .item_count = abilities->owned ? abilities->units * ITEMS_PER_UNIT : ITEMS_SHARED},
                 .group = abilities->owned ? 1 : 0};
    if (pcs_buffer_size(counts) != (uint64_t)s.pixels.pixel_count * sizeof(uint32_t)) {
        status =
            pcs_fail(context, PCS_E_ARGUMENT, "the counts are not those of %ux%u pixels", image->width, image->height);
        goto done;
    }
    PCS_TRY(find_thresholds(&s, thresholds));
    PCS_TRY(map_strips(&s, thresholds, image));
done:
    if (status != PCS_OK) {
        pcs_image_free(*out);
        *out = NULL;
    }
    return status;
}
