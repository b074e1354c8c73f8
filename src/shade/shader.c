#include "shade/shader.h"

#include "base/memory.h"
#include "shade/composite.h"
#include "shade/shade.h"

#include <stdlib.h>
#include <string.h>

enum {
    ITEMS_PER_UNIT = 4,     /* where each has a histogram of its own: so that the units end together */
    ITEMS_SHARED = 1 << 16, /* else: more than run at once on any device */
    SPAN_BITS = 48,         /* of a histogram */
    MIN_ALPHA_MIXED = 80    /* of categories: the darkest of their colours shows on black */
};

static pcs_shade_pixels pixels_of(const pcs_shader *s, const pcs_counts *strip) {
    const pcs_device_abilities *abilities = pcs_device_get_abilities(s->device);
    return (pcs_shade_pixels){.pixel_count = strip->width * strip->height,
                              .item_count = abilities->owned ? abilities->units * ITEMS_PER_UNIT : ITEMS_SHARED,
                              .wide = strip->wide,
                              .parts = strip->categories.count > 0 ? strip->categories.count : 1};
}

/* Of the kernels that go over all pixels. */
static uint32_t group_of(const pcs_shader *s) {
    return pcs_device_get_abilities(s->device)->owned ? 1 : 0;
}

/* Of pixels that are colours. */
static pcs_status choose_colours(pcs_context *context, const pcs_image_options *options, pcs_shader *shader) {
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_ramp_fill(context, options, &shader->ramp));
    bool by_category = shader->categories.count > 0;
    if (by_category) {
        PCS_TRY(pcs_category_colours_fill(context, options->category_colors, &shader->categories));
        shader->ramp.map.count = 1; /* of alpha alone */
        shader->ramp.min_alpha = options->min_alpha ? options->min_alpha : MIN_ALPHA_MIXED;
    } else {
        pcs_ramp_warn(context, options, &shader->ramp);
    }
    bool mixed = options->spread > 0 && !pcs_ramp_is_opaque(&shader->ramp); /* colours lie on colours */
    shader->format = options->exact_colors || mixed || by_category ? PCS_IMAGE_RGBA : PCS_IMAGE_INDEXED;
    shader->on_background = options->spread == 0; /* else once they have been spread */
done:
    return status;
}

pcs_status pcs_shader_start(pcs_context *context, pcs_device *device, const pcs_image_options *options, bool as_values,
                            const pcs_categories *categories, pcs_shader *shader) {
    pcs_status status = PCS_OK;
    *shader = (pcs_shader){.context = context,
                           .device = device,
                           .options = *options,
                           .least = UINT64_MAX,
                           .base = UINT64_MAX,
                           .categories = *categories,
                           .format = PCS_IMAGE_GREY};
    PCS_TRY(pcs_transfer_check(context, options));
    if (as_values && categories->count > 0) {
        PCS_TRY(pcs_fail(context, PCS_E_ARGUMENT,
                         "values: pixels of categories have one for each: leave out color by, or save the counts"));
    }
    PCS_TRY(as_values ? PCS_OK : choose_colours(context, options, shader));
    shader->bins = pcs_memory_new(PCS_SHADE_BINS, sizeof(*shader->bins));
    if (!shader->bins) {
        status = pcs_fail_memory(context, "the histogram", PCS_SHADE_BINS * sizeof(*shader->bins));
    }
done:
    if (status != PCS_OK) {
        pcs_shader_free(shader);
    }
    return status;
}

void pcs_shader_free(pcs_shader *shader) {
    pcs_buffer_free(shader->mapped);
    pcs_buffer_free(shader->colours);
    pcs_buffer_free(shader->table);
    pcs_buffer_free(shader->values);
    pcs_buffer_free(shader->firsts);
    pcs_steps_free(&shader->steps);
    free(shader->bins);
    shader->mapped = shader->colours = shader->table = shader->values = shader->firsts = NULL;
    shader->bins = NULL;
}

/* The base, once ranges has room for a number an item. */
static pcs_status lower_base(pcs_shader *s, const pcs_counts *strip, pcs_shade_pixels pixels, pcs_buffer *buffer,
                             uint64_t *leasts) {
    pcs_status status = PCS_OK;
    PCS_TRY(PCS_RUN(s->device, pcs_shade_base, pixels.item_count, group_of(s), PCS_ARRAY(strip->buffer),
                    PCS_ARRAY(buffer), PCS_BY_VALUE(pixels)));
    PCS_TRY(pcs_buffer_read(buffer, 0, leasts, pixels.item_count * sizeof(*leasts)));
    for (uint32_t i = 0; i < pixels.item_count; i++) {
        s->base = leasts[i] < s->base ? leasts[i] : s->base;
    }
done:
    return status;
}

/* How many histograms a kernel fills. */
static uint32_t histograms_of(const pcs_shader *s, uint32_t item_count) {
    return pcs_device_get_abilities(s->device)->owned ? item_count : 1;
}

static pcs_status new_histograms(const pcs_shader *s, uint32_t count, pcs_buffer **out) {
    uint64_t size = (uint64_t)count * PCS_SHADE_BINS * sizeof(uint32_t);
    pcs_status status = pcs_buffer_new(s->device, "the histogram", size, out);
    return status == PCS_OK ? pcs_buffer_zero(*out) : status;
}

static pcs_status add_histograms(pcs_shader *s, uint32_t count, pcs_buffer *histograms) {
    pcs_status status = PCS_OK;
    uint32_t *bins = malloc(PCS_SHADE_BINS * sizeof(*bins));
    if (!bins) {
        return pcs_fail_memory(s->context, "the histogram", PCS_SHADE_BINS * sizeof(*bins));
    }
    if (count > 1) {
        PCS_TRY(PCS_RUN(s->device, pcs_shade_sum, PCS_SHADE_BINS, 0, PCS_ARRAY(histograms), PCS_BY_VALUE(count)));
    }
    PCS_TRY(pcs_buffer_read(histograms, 0, bins, PCS_SHADE_BINS * sizeof(*bins)));
    for (uint32_t bin = 0; bin < PCS_SHADE_BINS; bin++) {
        s->bins[bin] += bins[bin];
    }
done:
    free(bins);
    return status;
}

pcs_status pcs_shader_survey(pcs_shader *s, const pcs_counts *strip) {
    pcs_status status = PCS_OK;
    pcs_buffer *buffer = NULL, *histograms = NULL;
    pcs_shade_pixels pixels = pixels_of(s, strip);
    uint32_t count = histograms_of(s, 2 * pixels.item_count);
    size_t size = (size_t)pixels.item_count * 2 * sizeof(uint64_t);
    uint64_t *ranges = malloc(size);
    s->fraction_bits = strip->fraction_bits;
    if (!ranges) {
        return pcs_fail_memory(s->context, "the range", size);
    }
    PCS_TRY(pcs_buffer_new(s->device, "the range", size, &buffer));
    if (s->options.how == PCS_HOW_EQ_HIST) {
        PCS_TRY(new_histograms(s, count, &histograms));
        PCS_TRY(PCS_RUN(s->device, pcs_shade_tally, pixels.item_count, group_of(s), PCS_ARRAY(strip->buffer),
                        PCS_ARRAY(histograms), PCS_ARRAY(buffer), PCS_BY_VALUE(pixels)));
        PCS_TRY(add_histograms(s, count, histograms));
    } else {
        PCS_TRY(PCS_RUN(s->device, pcs_shade_range, pixels.item_count, group_of(s), PCS_ARRAY(strip->buffer),
                        PCS_ARRAY(buffer), PCS_BY_VALUE(pixels)));
    }
    PCS_TRY(pcs_buffer_read(buffer, 0, ranges, size));
    for (uint32_t i = 0; i < pixels.item_count; i++) {
        s->least = ranges[2 * i] < s->least ? ranges[2 * i] : s->least;
        s->most = ranges[2 * i + 1] > s->most ? ranges[2 * i + 1] : s->most;
    }
    s->pixel_count += pixels.pixel_count;
    if (s->categories.count > 0 && s->base > 0) {
        PCS_TRY(lower_base(s, strip, pixels, buffer, ranges));
    }
done:
    pcs_buffer_free(histograms);
    pcs_buffer_free(buffer);
    free(ranges);
    return status;
}

bool pcs_shader_surveyed(pcs_shader *s) {
    if (s->options.how != PCS_HOW_EQ_HIST || s->most == 0) {
        return true;
    }
    bool told_apart = s->most < PCS_SHADE_BINS;
    if (told_apart) {
        memmove(s->bins, s->bins + s->least, (PCS_SHADE_BINS - s->least) * sizeof(*s->bins));
    }
    uint64_t used = told_apart ? PCS_SHADE_BINS - s->least : 0;
    memset(s->bins + used, 0, (PCS_SHADE_BINS - used) * sizeof(*s->bins));
    return told_apart;
}

pcs_status pcs_shader_histogram(pcs_shader *s, const pcs_counts *strip) {
    pcs_status status = PCS_OK;
    pcs_buffer *histograms = NULL;
    pcs_shade_pixels pixels = pixels_of(s, strip);
    pcs_shade_scale scale = {.pixel_count = pixels.pixel_count,
                             .item_count = pixels.item_count,
                             .wide = pixels.wide,
                             .parts = pixels.parts,
                             .least = s->least,
                             .span = s->most - s->least};
    while (scale.span >> scale.shift >> SPAN_BITS > 0) {
        scale.shift++;
    }
    uint32_t count = histograms_of(s, scale.item_count);
    PCS_TRY(new_histograms(s, count, &histograms));
    PCS_TRY(PCS_RUN(s->device, pcs_shade_histogram, scale.item_count, group_of(s), PCS_ARRAY(strip->buffer),
                    PCS_ARRAY(histograms), PCS_BY_VALUE(scale)));
    PCS_TRY(add_histograms(s, count, histograms));
done:
    pcs_buffer_free(histograms);
    return status;
}

/* ---- steps */

typedef struct colouring {
    const pcs_shader *shader;
    const pcs_transfer *transfer;
} colouring;

/* The nearest colour of a palette. */
static uint64_t key_of_index(const void *argument, uint64_t count) {
    const colouring *c = argument;
    return 1 + (uint64_t)(pcs_transfer_place(c->transfer, count) * (PCS_SHADE_COLOURS - 1) + 0.5);
}

static uint64_t key_of_grey(const void *argument, uint64_t count) {
    const colouring *c = argument;
    return 1 + (uint64_t)(pcs_transfer_place(c->transfer, count) * (UINT16_MAX - 1) + 0.5);
}

static uint32_t laid(const pcs_shader *s, uint8_t colour[4]) {
    uint32_t word;
    if (s->on_background && s->ramp.background[3] > 0) {
        uint8_t background[4];
        memcpy(background, s->ramp.background, sizeof(background));
        pcs_colour_composite(PCS_COMPOSITE_OVER, colour, background);
        memcpy(&word, background, sizeof(word));
    } else {
        memcpy(&word, colour, sizeof(word));
    }
    return word;
}

static uint64_t key_of_colour(const void *argument, uint64_t count) {
    const colouring *c = argument;
    const pcs_transfer *t = c->transfer;
    uint8_t colour[4];
    uint64_t knot = pcs_ramp_exact(&c->shader->ramp, pcs_transfer_value(t, count), t->value_low, t->value_high, colour);
    return knot << 32 | laid(c->shader, colour);
}

/* Of categories, whose ramp is of alpha alone. */
static uint64_t key_of_alpha(const void *argument, uint64_t count) {
    const colouring *c = argument;
    const pcs_transfer *t = c->transfer;
    uint8_t colour[4];
    pcs_ramp_exact(&c->shader->ramp, pcs_transfer_value(t, count), t->value_low, t->value_high, colour);
    return colour[3];
}

/* Counts below PCS_SHADE_TABLE, of bytes or of words. */
static pcs_status fill_table(pcs_shader *s) {
    uint32_t words[PCS_SHADE_TABLE];
    uint8_t bytes[PCS_SHADE_TABLE];
    for (uint32_t count = 0, step = 0; count < PCS_SHADE_TABLE; count++) {
        while (step + 1 < s->steps.count && s->steps.firsts[step + 1] <= count) {
            step++;
        }
        words[count] = s->steps.values[step];
        bytes[count] = (uint8_t)words[count];
    }
    bool wide = s->format != PCS_IMAGE_INDEXED;
    return pcs_buffer_new_from(s->device, "colours", wide ? (const void *)words : bytes,
                               wide ? sizeof(words) : sizeof(bytes), &s->table);
}

/* ---- categories */

static uint32_t word_of(const uint8_t rgb[3], uint8_t alpha) {
    return rgb[0] | (uint32_t)rgb[1] << 8 | (uint32_t)rgb[2] << 16 | (uint32_t)alpha << 24;
}

static pcs_status fill_colours(pcs_shader *s) {
    uint32_t words[PCS_CATEGORY_PLACES];
    for (uint32_t c = 0; c < s->categories.count; c++) {
        words[c] = word_of(s->categories.list[c].colour, 0);
    }
    return pcs_buffer_new_from(s->device, "colours", words, s->categories.count * sizeof(*words), &s->colours);
}

static pcs_shade_mixing mixing_of(const pcs_shader *s) {
    pcs_shade_mixing mixing = {.base = s->base, .category_count = s->categories.count};
    uint32_t sums[3] = {0};
    uint8_t mean[3];
    for (uint32_t c = 0; c < s->categories.count; c++) {
        for (uint32_t channel = 0; channel < 3; channel++) {
            sums[channel] += s->categories.list[c].colour[channel];
        }
    }
    for (uint32_t channel = 0; channel < 3; channel++) {
        mean[channel] = (uint8_t)(sums[channel] / s->categories.count);
    }
    mixing.mean = word_of(mean, 0);
    mixing.background = s->on_background ? word_of(s->ramp.background, s->ramp.background[3]) : 0;
    return mixing;
}

/* Datashader's sums over categories are fractions as soon as one pixel is empty, and go to bins as such. */
static bool is_sloped(const pcs_shader *s) {
    uint64_t filled = 0;
    for (uint32_t bin = 0; bin < PCS_SHADE_BINS; bin++) {
        filled += s->bins[bin];
    }
    return s->categories.count > 0 && filled < s->pixel_count;
}

pcs_status pcs_shader_settle(pcs_shader *s) {
    pcs_status status = PCS_OK;
    pcs_transfer transfer = {.how = s->options.how};
    colouring c = {s, &transfer};
    bool is_colour = s->categories.count == 0 && s->format == PCS_IMAGE_RGBA;
    pcs_step_key key = is_colour                        ? key_of_colour
                       : s->format == PCS_IMAGE_INDEXED ? key_of_index
                       : s->format == PCS_IMAGE_GREY    ? key_of_grey
                                                        : key_of_alpha;
    uint8_t none[4] = {0};
    if (s->most > 0) {
        PCS_TRY(pcs_transfer_fill(s->context, &s->options, s->least, s->most, s->fraction_bits, is_sloped(s), s->bins,
                                  &transfer));
    }
    PCS_TRY(pcs_steps_fill(s->context, is_colour ? laid(s, none) : 0, s->least, s->most, key, &c, &s->steps));
    PCS_TRY(pcs_buffer_new_from(s->device, "colours", s->steps.firsts, s->steps.count * sizeof(*s->steps.firsts),
                                &s->firsts));
    PCS_TRY(pcs_buffer_new_from(s->device, "colours", s->steps.values, s->steps.count * sizeof(*s->steps.values),
                                &s->values));
    PCS_TRY(fill_table(s));
    if (s->categories.count > 0) {
        PCS_TRY(fill_colours(s));
    }
done:
    pcs_transfer_free(&transfer);
    return status;
}

/* ---- pixels */

uint32_t pcs_shader_pixel_size(const pcs_shader *s) {
    return pcs_image_pixel_size(s->format);
}

static pcs_status map_rows(const pcs_shader *s, const pcs_counts *strip, pcs_shade_parameters parameters,
                           uint64_t items, pcs_buffer *mapped) {
    if (s->categories.count > 0) {
        pcs_shade_mixing mixing = mixing_of(s);
        return PCS_RUN(s->device, pcs_shade_mix, items, 0, PCS_ARRAY(strip->buffer), PCS_ARRAY(s->firsts),
                       PCS_ARRAY(s->values), PCS_ARRAY(s->table), PCS_ARRAY(s->colours), PCS_ARRAY(mapped),
                       PCS_BY_VALUE(parameters), PCS_BY_VALUE(mixing));
    }
    const pcs_argument arguments[] = {PCS_ARRAY(strip->buffer), PCS_ARRAY(s->firsts), PCS_ARRAY(s->values),
                                      PCS_ARRAY(s->table),      PCS_ARRAY(mapped),    PCS_BY_VALUE(parameters)};
    pcs_kernel kernel = s->format == PCS_IMAGE_INDEXED ? PCS_KERNEL_pcs_shade_map
                        : s->format == PCS_IMAGE_GREY  ? PCS_KERNEL_pcs_shade_map_pairs
                                                       : PCS_KERNEL_pcs_shade_map_words;
    return pcs_device_run(s->device, kernel, items, 0, arguments, sizeof(arguments) / sizeof(arguments[0]));
}

pcs_status pcs_shader_map(pcs_shader *s, const pcs_counts *strip, uint32_t first, uint32_t count, uint8_t *pixels) {
    pcs_status status = PCS_OK;
    uint64_t size = (uint64_t)strip->width * pcs_shader_pixel_size(s) * count;
    uint32_t lanes = pcs_device_get_abilities(s->device)->lanes;
    uint64_t pieces = (strip->width + lanes - 1) / lanes;
    pcs_shade_parameters parameters = {.width = strip->width,
                                       .height = strip->height,
                                       .first_row = first,
                                       .row_count = count,
                                       .wide = strip->wide,
                                       .step_count = s->steps.count};
    if (!s->mapped || pcs_buffer_size(s->mapped) < size) {
        pcs_buffer_free(s->mapped);
        s->mapped = NULL;
        PCS_TRY(pcs_buffer_new(s->device, "the image", size, &s->mapped));
    }
    PCS_TRY(map_rows(s, strip, parameters, count * pieces, s->mapped));
    PCS_TRY(pcs_buffer_read(s->mapped, 0, pixels, size));
done:
    return status;
}
