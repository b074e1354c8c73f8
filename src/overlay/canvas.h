/* An image to paint on: RGBA, of which single pixels are covered with colours. */
#ifndef PCS_OVERLAY_CANVAS_H
#define PCS_OVERLAY_CANVAS_H

#include "shade/shade.h"

/* Makes the image PCS_IMAGE_RGBA, whatever it was. PCS_E_MEMORY leaves it as it was. */
pcs_status pcs_canvas_begin(pcs_context *context, pcs_image *image);

/* Makes an RGBA image PCS_IMAGE_INDEXED if it has no more than 256 colours, numbered as they come in its rows from the
 * top: a quarter of the memory, and of a PNG a third. */
void pcs_canvas_end(pcs_image *image);

/* Whether dark shapes stand out on it. */
bool pcs_colour_is_light(const uint8_t colour[4]);

/* Paints a pixel, row 0 the top one, over what is there; what lies outside the image is left out. colour: red, green,
 * blue, alpha, not premultiplied; coverage, 0 to 255: how much of the pixel the shape takes. */
void pcs_canvas_paint(pcs_image *image, int64_t column, int64_t row, const uint8_t colour[4], uint8_t coverage);

/* The same below what is there: as though the colour had been painted before. */
void pcs_canvas_paint_under(pcs_image *image, int64_t column, int64_t row, const uint8_t colour[4], uint8_t coverage);

/* Lays a layer of the same size and any format onto the image. */
pcs_status pcs_canvas_lay(pcs_context *context, pcs_image *image, const pcs_image *layer);

/* Leaves part of 255 of every pixel's alpha. */
pcs_status pcs_canvas_fade(pcs_context *context, pcs_image *image, uint8_t part);

/* Lays the image onto a background: red, green, blue, alpha. */
pcs_status pcs_canvas_ground(pcs_context *context, pcs_image *image, const uint8_t background[4]);

#endif
