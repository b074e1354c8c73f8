#include "shade/shading.h"

#include <stdlib.h>
#include <string.h>

enum { MAPPED_BYTES = 1 << 24 }; /* coloured at a time, which bounds the memory */

/* All strips, each looked at as seldom as can be: one that is not held is drawn anew, so every way through begins where
 * the last one ended. Pixels begin at the top. */
static pcs_status survey(pcs_shader *shader, const pcs_counts *counts) {
    pcs_status status = PCS_OK;
    uint32_t strips = pcs_counts_strip_count(counts), first_row;
    pcs_counts strip;
    for (uint32_t i = 0; i < strips; i++) {
        PCS_TRY(pcs_counts_strip(shader->context, counts, i, &strip, &first_row));
        PCS_TRY(pcs_shader_survey(shader, &strip));
    }
    if (!pcs_shader_surveyed(shader)) {
        for (uint32_t i = strips; i-- > 0;) {
            PCS_TRY(pcs_counts_strip(shader->context, counts, i, &strip, &first_row));
            PCS_TRY(pcs_shader_histogram(shader, &strip));
        }
    }
    PCS_TRY(pcs_shader_settle(shader));
done:
    return status;
}

/* What colours stand for. The first step is that of empty pixels. */
static pcs_status fill_key(const pcs_shader *shader, pcs_image *image) {
    const pcs_steps *steps = &shader->steps;
    if (image->category_count > 0 || image->format == PCS_IMAGE_GREY || steps->count < 2) {
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

static pcs_status fill_head(pcs_shading *s) {
    s->head = calloc(1, sizeof(*s->head));
    if (!s->head) {
        return pcs_fail_memory(s->shader.context, "the image", sizeof(*s->head));
    }
    s->head->width = s->counts->width;
    s->head->height = s->counts->height;
    s->head->format = s->shader.format;
    s->head->category_count = s->shader.categories.count;
    memcpy(s->head->categories, s->shader.categories.list, sizeof(s->shader.categories.list));
    if (s->head->format != PCS_IMAGE_GREY) {
        pcs_ramp_palette(&s->shader.ramp, s->head->palette);
    }
    return fill_key(&s->shader, s->head);
}

pcs_status pcs_shading_start(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                             const pcs_image_options *options, bool as_values, pcs_shading *s) {
    pcs_status status = PCS_OK;
    *s = (pcs_shading){.counts = counts, .strip = pcs_counts_strip_count(counts)};
    uint32_t width = counts->width, height = counts->height;
    uint64_t held = (uint64_t)width * height * (counts->categories.count > 0 ? counts->categories.count : 1);
    if (width - 1 >= PCS_IMAGE_SIDE_MAX || height - 1 >= PCS_IMAGE_SIDE_MAX ||
        (!counts->strips && pcs_buffer_size(counts->buffer) != held * (counts->wide ? 8 : 4))) {
        return pcs_fail(context, PCS_E_ARGUMENT, "the counts are not those of %ux%u pixels", width, height);
    }
    PCS_TRY(pcs_shade_check(context, options));
    PCS_TRY(pcs_shader_start(context, device, options, as_values, &counts->categories, &s->shader));
    PCS_TRY(survey(&s->shader, counts));
    PCS_TRY(fill_head(s));
done:
    if (status != PCS_OK) {
        pcs_shading_clear(s);
    }
    return status;
}

pcs_status pcs_shading_next(pcs_shading *s, uint32_t most, uint8_t *pixels, uint32_t *count) {
    pcs_status status = PCS_OK;
    uint32_t first_row;
    pcs_counts strip;
    *count = 0;
    if (s->strip == 0) {
        return PCS_OK;
    }
    PCS_TRY(pcs_counts_strip(s->shader.context, s->counts, s->strip - 1, &strip, &first_row));
    uint64_t row_size = (uint64_t)strip.width * pcs_shader_pixel_size(&s->shader);
    uint32_t rows = row_size < MAPPED_BYTES ? (uint32_t)(MAPPED_BYTES / row_size) : 1, left = strip.height - s->row;
    rows = rows < most ? rows : most;
    rows = rows < left ? rows : left;
    PCS_TRY(pcs_shader_map(&s->shader, &strip, s->row, rows, pixels));
    *count = rows;
    s->row += rows;
    if (s->row == strip.height) {
        s->row = 0;
        s->strip--;
    }
done:
    return status;
}

void pcs_shading_clear(pcs_shading *s) {
    pcs_image_free(s->head);
    pcs_shader_free(&s->shader);
    *s = (pcs_shading){.counts = NULL};
}
