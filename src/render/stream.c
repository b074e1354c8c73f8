#include "render/stream.h"

#include "base/clock.h"
#include "output/png.h"
#include "shade/shading.h"

#include <stdlib.h>

enum { BLOCK_BYTES = 1 << 24 }; /* of rows that are coloured and written at a time */

/* Seconds since *start, which becomes now. */
static double lap(double *start) {
    double before = *start;
    *start = pcs_clock_seconds();
    return *start - before;
}

/* By block rows at a time, whatever the strips. */
static pcs_status write_rows(pcs_shading *shading, uint32_t block, uint8_t *rows, pcs_png *png,
                             pcs_stage_costs *costs) {
    pcs_status status = PCS_OK;
    uint64_t row_size = (uint64_t)shading->head->width * pcs_shader_pixel_size(&shading->shader);
    double start = pcs_clock_seconds();
    for (bool more = true; more;) {
        uint32_t held = 0, count;
        do {
            PCS_TRY(pcs_shading_next(shading, block - held, rows + held * row_size, &count));
            held += count;
        } while (count > 0 && held < block);
        costs->seconds[PCS_STAGE_SHADE] += lap(&start);
        PCS_TRY(pcs_png_add(png, rows, held));
        costs->seconds[PCS_STAGE_WRITE] += lap(&start);
        more = held == block;
    }
done:
    return status;
}

pcs_status pcs_stream_png(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                          const pcs_image_options *options, bool as_values, const char *path,
                          const pcs_image_text *texts, size_t text_count, pcs_stage_costs *costs) {
    pcs_status status = PCS_OK;
    pcs_shading shading = {.counts = NULL};
    pcs_png *png = NULL;
    uint8_t *rows = NULL;
    double start = pcs_clock_seconds();
    PCS_TRY(pcs_tick(context, "shade", 0, 0));
    PCS_TRY(pcs_shading_start(context, device, counts, options, as_values, &shading));
    costs->seconds[PCS_STAGE_SHADE] = lap(&start);
    uint64_t row_size = (uint64_t)counts->width * pcs_shader_pixel_size(&shading.shader);
    costs->bytes[PCS_STAGE_SHADE] = row_size * counts->height;
    PCS_TRY(pcs_png_open(context, shading.head, path, texts, text_count, &png));
    uint64_t unit = row_size * pcs_png_rows(png);
    uint32_t block = pcs_png_rows(png) * (unit < BLOCK_BYTES ? (uint32_t)(BLOCK_BYTES / unit) : 1);
    rows = malloc(row_size * block);
    if (!rows) {
        PCS_TRY(pcs_fail_memory(context, "rows of the image", row_size * block));
    }
    PCS_TRY(write_rows(&shading, block, rows, png, costs));
    lap(&start);
    PCS_TRY(pcs_png_close(png, &costs->bytes[PCS_STAGE_WRITE]));
    costs->seconds[PCS_STAGE_WRITE] += lap(&start);
done:
    pcs_png_free(png);
    free(rows);
    pcs_shading_clear(&shading);
    return status;
}

static pcs_image_options options_of(const pcs_image_options *given) {
    pcs_image_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    return options;
}

pcs_status pcs_counts_write_png(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                                const pcs_image_options *given, const char *path, const pcs_image_text *texts,
                                size_t text_count) {
    pcs_stage_costs costs = {0};
    pcs_image_options options = options_of(given);
    if (options.spread > 0) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "spread: an image that is written row by row has none: leave it out, or make the image whole");
    }
    return pcs_stream_png(context, device, counts, &options, false, path, texts, text_count, &costs);
}

pcs_status pcs_counts_write_values(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                                   const pcs_image_options *given, const char *path, const pcs_image_text *texts,
                                   size_t text_count) {
    pcs_stage_costs costs = {0};
    pcs_image_options options = options_of(given);
    return pcs_stream_png(context, device, counts, &options, true, path, texts, text_count, &costs);
}
