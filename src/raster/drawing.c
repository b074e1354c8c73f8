#include "raster/drawing.h"

#include <stdlib.h>

enum { SUBNET_IPV4 = 16, SUBNET_IPV6 = 48 };

static void add_values(const pcs_edges *edges, pcs_measure measure, pcs_categories *categories) {
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        uint64_t *value = &categories->list[categories->of_edges[e]].value;
        uint64_t weight = pcs_edge_weight(&edges->table[e], measure);
        *value = __builtin_add_overflow(*value, weight, value) ? UINT64_MAX : *value;
    }
}

/* Numbers of all categories are of one width. */
static void widen(pcs_drawing *drawing) {
    bool wide = false;
    for (uint32_t c = 0; c < drawing->category_count; c++) {
        wide = wide || drawing->lines[c].wide;
    }
    for (uint32_t c = 0; c < drawing->category_count; c++) {
        drawing->lines[c].wide = wide;
    }
}

static pcs_status add_lines(pcs_context *context, const pcs_view *view, const pcs_layout *layout,
                            const pcs_edges *edges, const pcs_edge_choice *chosen, const pcs_image_options *options,
                            const pcs_bundle *bundle, pcs_categories *categories, pcs_drawing *drawing) {
    pcs_status status = PCS_OK;
    if (options->color_by == PCS_COLOR_BY_VALUE) {
        return pcs_lines_new(context, view, layout, edges, chosen, bundle, options, &drawing->lines[0]);
    }
    bool own = options->subnet_ipv4 > 0 || options->subnet_ipv6 > 0;
    PCS_TRY(pcs_categories_new(context, edges, options->color_by, own ? options->subnet_ipv4 : SUBNET_IPV4,
                               own ? options->subnet_ipv6 : SUBNET_IPV6, categories));
    for (uint32_t c = 0; c < categories->count; c++) {
        /* There are no more edges than a table holds. */
        pcs_edge_choice choice = {categories->of_edges, (uint8_t)c, (uint32_t)categories->list[c].edges};
        PCS_TRY(pcs_lines_new(context, view, layout, edges, &choice, bundle, options, &drawing->lines[c]));
    }
    drawing->category_count = categories->count;
    add_values(edges, options->measure, categories);
    widen(drawing);
done:
    return status;
}

pcs_status pcs_drawing_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                           const pcs_edge_choice *chosen, const pcs_bundle *bundle, const pcs_image_options *options,
                           pcs_categories *categories, pcs_drawing *drawing) {
    pcs_status status = PCS_OK;
    *categories = (pcs_categories){.count = 0};
    *drawing = (pcs_drawing){.width = view->width};
    PCS_TRY(add_lines(context, view, layout, edges, chosen, options, bundle->path_count > 0 ? bundle : NULL, categories,
                      drawing));
done:
    free(categories->of_edges);
    categories->of_edges = NULL;
    if (status != PCS_OK) {
        pcs_drawing_clear(drawing);
    }
    return status;
}

void pcs_drawing_clear(pcs_drawing *drawing) {
    for (uint32_t c = 0; c < PCS_CATEGORY_PLACES; c++) {
        pcs_lines_clear(&drawing->lines[c]);
    }
}

uint64_t pcs_drawing_pixel_size(const pcs_drawing *drawing) {
    const pcs_lines *lines = &drawing->lines[0];
    uint64_t element = lines->wide ? sizeof(uint64_t) : sizeof(uint32_t);
    /* Categories are drawn beside where they come to stand together; a mean is of a sum and a count. */
    uint64_t planes = drawing->category_count > 0 ? drawing->category_count + UINT64_C(1) : 1;
    uint64_t counted = lines->strokes ? sizeof(uint64_t) : sizeof(uint32_t);
    return planes * element + (lines->measure == PCS_MEASURE_MEAN ? counted : 0);
}

pcs_status pcs_drawing_draw(pcs_context *context, pcs_device *device, const pcs_drawing *drawing, uint32_t first_row,
                            uint32_t row_count, pcs_buffer *counts) {
    if (drawing->category_count == 0) {
        return pcs_raster_draw(context, device, &drawing->lines[0], drawing->width, first_row, row_count, counts);
    }
    pcs_status status = PCS_OK;
    pcs_buffer *plane = NULL;
    uint64_t pixels = (uint64_t)drawing->width * row_count;
    bool wide = drawing->lines[0].wide;
    PCS_TRY(pcs_buffer_new(device, "the counts", pixels * (wide ? sizeof(uint64_t) : sizeof(uint32_t)), &plane));
    for (uint32_t c = 0; c < drawing->category_count; c++) {
        pcs_pack_parameters parameters = {.pixel_count = pixels,
                                          .item_count = PCS_VALUE_ITEMS,
                                          .words = wide ? 2 : 1,
                                          .category = c,
                                          .category_count = drawing->category_count};
        PCS_TRY(pcs_raster_draw(context, device, &drawing->lines[c], drawing->width, first_row, row_count, plane));
        PCS_TRY(PCS_RUN(device, pcs_raster_pack, PCS_VALUE_ITEMS, 0, PCS_ARRAY(plane), PCS_ARRAY(counts),
                        PCS_BY_VALUE(parameters)));
    }
    PCS_TRY(pcs_device_finish(device));
done:
    pcs_buffer_free(plane);
    return status;
}
