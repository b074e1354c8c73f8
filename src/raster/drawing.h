/* What is drawn into counts: all edges, or one category after another. Inside this room. */
#ifndef PCS_RASTER_DRAWING_H
#define PCS_RASTER_DRAWING_H

#include "raster/raster.h"

typedef struct pcs_drawing {
    uint32_t width;
    uint32_t category_count;              /* 0: lines[0] alone is drawn */
    pcs_lines lines[PCS_CATEGORY_PLACES]; /* of each category */
} pcs_drawing;

/* The lines that the options ask for; categories, which the counts keep, are sorted out first. chosen and bundle as
 * of pcs_counts_draw_chosen. The drawing is cleared where this fails. */
pcs_status pcs_drawing_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                           const pcs_edge_choice *chosen, const pcs_bundle *bundle, const pcs_image_options *options,
                           pcs_categories *categories, pcs_drawing *drawing);
void pcs_drawing_clear(pcs_drawing *drawing);

/* Bytes that a pixel takes up while it is drawn. */
uint64_t pcs_drawing_pixel_size(const pcs_drawing *drawing);

/* The values of a strip of rows, as of pcs_raster_draw; of categories all that a pixel has stand together. */
pcs_status pcs_drawing_draw(pcs_context *context, pcs_device *device, const pcs_drawing *drawing, uint32_t first_row,
                            uint32_t row_count, pcs_buffer *counts);

#endif
