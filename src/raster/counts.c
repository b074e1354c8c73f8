/* The object between raster and shade. */
#include "raster/drawing.h"

#include <math.h>
#include <stdlib.h>

enum { SIDE_DEFAULT = 2000, NONE_DRAWN = -1 };

/* Of bundles, as Datashader's: strength in percent. */
enum { STRENGTH = 5, ITERATIONS = 4, STEPS = 50 };
static const double decay = 0.7;

/* Of a strip: shade counts them in 32 bits. */
static const uint64_t pixels_most = UINT64_C(1) << 31;
/* Bytes of values where no bound is given: as many for all of them; else as many for a strip. */
static const uint64_t whole_most = UINT64_C(1) << 32, strip_most = UINT64_C(1) << 30;
/* The same of values by category: more of them than this are drawn faster twice than kept. */
static const uint64_t categories_most = UINT64_C(1) << 29;

/* How to draw what is not held. */
struct pcs_strips {
    pcs_device *device;
    pcs_drawing drawing;
    uint32_t rows;   /* of a strip, but for the last */
    int64_t current; /* the strip in the buffer, or NONE_DRAWN */
};

static pcs_status new_counts(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height, uint32_t rows,
                             bool wide, const pcs_categories *categories, pcs_counts **out) {
    uint64_t size = (uint64_t)width * rows * (wide ? sizeof(uint64_t) : sizeof(uint32_t));
    size *= categories && categories->count > 0 ? categories->count : 1;
    pcs_counts *counts = calloc(1, sizeof(*counts));
    *out = NULL;
    if (!counts) {
        return pcs_fail_memory(context, "the counts", sizeof(*counts));
    }
    *counts = (pcs_counts){.width = width, .height = height, .wide = wide};
    if (categories) {
        counts->categories = *categories;
    }
    pcs_status status = pcs_buffer_new(device, "the counts", size, &counts->buffer);
    if (status != PCS_OK) {
        pcs_counts_free(counts);
        return status;
    }
    *out = counts;
    return PCS_OK;
}

pcs_status pcs_counts_new(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height, bool wide,
                          pcs_counts **out) {
    return new_counts(context, device, width, height, height, wide, NULL, out);
}

void pcs_counts_free(pcs_counts *counts) {
    if (counts) {
        if (counts->strips) {
            pcs_drawing_clear(&counts->strips->drawing);
            free(counts->strips);
        }
        pcs_buffer_free(counts->buffer);
        free(counts);
    }
}

uint32_t pcs_counts_strip_count(const pcs_counts *counts) {
    return counts->strips ? (counts->height + counts->strips->rows - 1) / counts->strips->rows : 1;
}

pcs_status pcs_counts_strip(pcs_context *context, const pcs_counts *counts, uint32_t i, pcs_counts *strip,
                            uint32_t *first_row) {
    struct pcs_strips *strips = counts->strips;
    *strip = *counts;
    *first_row = 0;
    if (!strips) {
        return PCS_OK;
    }
    *first_row = i * strips->rows;
    strip->strips = NULL;
    strip->height = counts->height - *first_row < strips->rows ? counts->height - *first_row : strips->rows;
    if (strips->current == i) {
        return PCS_OK;
    }
    strips->current = NONE_DRAWN;
    pcs_status status =
        pcs_drawing_draw(context, strips->device, &strips->drawing, *first_row, strip->height, counts->buffer);
    if (status == PCS_OK) {
        strips->current = i;
    }
    return status;
}

uint32_t pcs_counts_width(const pcs_counts *counts) {
    return counts->width;
}

uint32_t pcs_counts_height(const pcs_counts *counts) {
    return counts->height;
}

/* ---- drawing */

static bool is_view(const double *view, uint32_t width, uint32_t height) {
    return view[0] < view[2] && view[1] < view[3] && isfinite(width / (view[2] - view[0])) &&
           isfinite(height / (view[3] - view[1])) && isfinite(view[2] - view[0]) && isfinite(view[3] - view[1]);
}

static pcs_status fill_options(pcs_context *context, const pcs_image_options *given, pcs_image_options *options) {
    *options = (pcs_image_options)PCS_OPTIONS(*options);
    if (given) {
        pcs_options_copy(options, sizeof(*options), given, given->size);
    }
    options->width = options->width ? options->width : SIDE_DEFAULT;
    options->height = options->height ? options->height : SIDE_DEFAULT;
    if (options->width > PCS_IMAGE_SIDE_MAX || options->height > PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "size %ux%u: a side may have at most %d pixels", options->width,
                        options->height, PCS_IMAGE_SIDE_MAX);
    }
    double line_width = options->line_width;
    if (!(line_width >= 0.0 && line_width <= PCS_LINE_WIDTH_MAX)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "line width %g: it is 0 to %d pixels", line_width, PCS_LINE_WIDTH_MAX);
    }
    if ((unsigned)options->width_by >= PCS_WIDTH_BY_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "width by: there is none of number %d: choose one of pcs_width_by",
                        (int)options->width_by);
    }
    if (options->width_by != PCS_WIDTH_BY_NONE && !(line_width > 0.0)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "width by %s: lines have no width: give a line width, their greatest",
                        pcs_width_by_name(options->width_by));
    }
    const double *view = options->view;
    if (view && !is_view(view, options->width, options->height)) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "view %g,%g,%g,%g: is no rectangle X0,Y0,X1,Y1 with X0 below X1 and Y0 below Y1", view[0],
                        view[1], view[2], view[3]);
    }
    if (!(options->bundle_strength >= 0.0 && options->bundle_strength <= 100.0)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "bundle strength %g: it is above 0, and 100 at most",
                        options->bundle_strength);
    }
    if ((unsigned)options->color_by >= PCS_COLOR_BY_COUNT || options->subnet_ipv4 > 32 || options->subnet_ipv6 > 128) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "color by %d, subnets of %u and %u bits: there are rules 0 to %d, up to "
                        "32 and 128 bits",
                        (int)options->color_by, options->subnet_ipv4, options->subnet_ipv6, PCS_COLOR_BY_COUNT - 1);
    }
    if (options->zoom_host && (view || !(options->zoom > 0.0))) {
        return pcs_fail(context, PCS_E_ARGUMENT, "zoom %g: it is above 0, and instead of a view", options->zoom);
    }
    return PCS_OK;
}

pcs_status pcs_counts_check(pcs_context *context, const pcs_image_options *options) {
    pcs_image_options filled;
    return fill_options(context, options, &filled);
}

static pcs_view view_of(const double *corners, uint32_t width, uint32_t height) {
    return (pcs_view){.width = width,
                      .height = height,
                      .x_min = corners[0],
                      .x_max = corners[2],
                      .y_min = corners[1],
                      .y_max = corners[3]};
}

static pcs_status zoom_in(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_image_options *options, pcs_view *view) {
    uint32_t host;
    if (!pcs_edges_find_host(edges, options->zoom_host, &host)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "zoom %s: is no host of the table: name one as edges writes it",
                        options->zoom_host);
    }
    double x = layout->x[host], y = layout->y[host];
    double x_half = 0.5 * (view->x_max - view->x_min) / options->zoom;
    double y_half = 0.5 * (view->y_max - view->y_min) / options->zoom;
    const double corners[] = {x - x_half, y - y_half, x + x_half, y + y_half};
    if (!is_view(corners, view->width, view->height)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "zoom %g: nothing can be seen that closely: give a number nearer to 1",
                        options->zoom);
    }
    *view = view_of(corners, view->width, view->height);
    return PCS_OK;
}

pcs_status pcs_view_choose(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_image_options *given, pcs_view *view) {
    pcs_image_options options;
    pcs_status status = fill_options(context, given, &options);
    if (status == PCS_OK && options.view) {
        *view = view_of(options.view, options.width, options.height);
    } else if (status == PCS_OK) {
        *view = pcs_view_of_layout(layout, options.width, options.height);
        status = options.zoom_host ? zoom_in(context, edges, layout, &options, view) : PCS_OK;
    }
    return status;
}

/* Rows of a strip: all, or a multiple of PCS_TILE_SIDE. */
static uint32_t choose_rows(pcs_device *device, const pcs_view *view, const pcs_drawing *drawing, uint64_t max_memory) {
    uint64_t row_size = view->width * pcs_drawing_pixel_size(drawing);
    if (max_memory == 0) {
        max_memory = drawing->category_count > 0             ? categories_most
                     : row_size * view->height <= whole_most ? whole_most
                                                             : strip_most;
    }
    uint64_t most = pixels_most * sizeof(uint32_t), device_most = pcs_device_get_abilities(device)->buffer_size_max;
    most = device_most > 0 && device_most < most ? device_most : most;
    most = max_memory < most ? max_memory : most;
    uint64_t rows = most / row_size;
    if (rows >= view->height) {
        return view->height;
    }
    rows -= rows % PCS_TILE_SIDE;
    return rows > 0 ? (uint32_t)rows : PCS_TILE_SIDE < view->height ? PCS_TILE_SIDE : view->height;
}

pcs_status pcs_counts_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_image_options *options, pcs_counts **out) {
    pcs_status status = PCS_OK;
    pcs_bundle bundle;
    *out = NULL;
    PCS_TRY(pcs_bundle_choose(context, device, edges, layout, options, &bundle));
    PCS_TRY(pcs_counts_draw_chosen(context, device, edges, NULL, layout, &bundle, options, out));
done:
    pcs_bundle_clear(&bundle);
    return status;
}

pcs_status pcs_bundle_choose(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                             const pcs_image_options *given, pcs_bundle *bundle) {
    pcs_image_options options;
    *bundle = (pcs_bundle){.path_count = 0};
    pcs_status status = fill_options(context, given, &options);
    if (status != PCS_OK || !options.bundle) {
        return status;
    }
    pcs_bundle_rule rule = {.width = (options.bundle_strength > 0.0 ? options.bundle_strength : STRENGTH) / 100.0,
                            .decay = decay,
                            .iterations = options.bundle_iterations ? options.bundle_iterations : ITERATIONS,
                            .steps = STEPS};
    return pcs_bundle_new(context, device, edges, layout, &rule, bundle);
}

pcs_status pcs_counts_draw_chosen(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                                  const pcs_edge_choice *chosen, const pcs_layout *layout, const pcs_bundle *bundle,
                                  const pcs_image_options *given, pcs_counts **out) {
    pcs_status status = PCS_OK;
    pcs_drawing drawing = {.width = 0};
    pcs_categories categories;
    pcs_image_options options;
    *out = NULL;
    PCS_TRY(fill_options(context, given, &options));
    pcs_view view;
    PCS_TRY(pcs_view_choose(context, edges, layout, &options, &view));
    PCS_TRY(pcs_tick(context, "raster", 0, 0));
    PCS_TRY(pcs_drawing_new(context, &view, layout, edges, chosen, bundle, &options, &categories, &drawing));
    uint32_t rows = choose_rows(device, &view, &drawing, options.max_memory);
    PCS_TRY(new_counts(context, device, view.width, view.height, rows, drawing.lines[0].wide, &categories, out));
    (*out)->fraction_bits = drawing.lines[0].fraction_bits;
    if (rows == view.height) {
        PCS_TRY(pcs_drawing_draw(context, device, &drawing, 0, rows, (*out)->buffer));
        goto done;
    }
    struct pcs_strips *strips = calloc(1, sizeof(*strips));
    if (!strips) {
        PCS_TRY(pcs_fail_memory(context, "the counts", sizeof(*strips)));
    }
    *strips = (struct pcs_strips){.device = device, .drawing = drawing, .rows = rows, .current = NONE_DRAWN};
    drawing = (pcs_drawing){.width = 0};
    (*out)->strips = strips;
done:
    pcs_drawing_clear(&drawing);
    if (status != PCS_OK) {
        pcs_counts_free(*out);
        *out = NULL;
    }
    return status;
}
