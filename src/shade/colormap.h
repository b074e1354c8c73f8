/* Colour maps, and the part of one that shows on a background. */
#ifndef PCS_SHADE_COLORMAP_H
#define PCS_SHADE_COLORMAP_H

#include "base/context.h"
#include "shade_types.h"

enum { PCS_COLORMAP_KNOTS = 256 };

/* Red, green and blue of each knot. */
typedef struct pcs_colormap {
    uint32_t count; /* of knots */
    uint8_t knots[PCS_COLORMAP_KNOTS][3];
} pcs_colormap;

/* The map of that name, of PCS_COLORMAP_KNOTS knots, reversed where it ends in "_r"; NULL: "fire". PCS_E_ARGUMENT:
 * there is none. */
pcs_status pcs_colormap_find(pcs_context *context, const char *name, pcs_colormap *map);

/* #rrggbb, #rgb or a name as of CSS that takes up all of text; false: it is none. */
bool pcs_colour_parse(const char *text, size_t length, uint8_t rgb[3]);

/* A map of the listed colours, 1 to PCS_COLORMAP_KNOTS: #rrggbb, #rgb or names as of CSS, separated by commas. */
pcs_status pcs_colormap_parse(pcs_context *context, const char *colours, pcs_colormap *map);

/* The longest stretch of knots, first to last, that can all be told from the background: at either end of most maps
 * some cannot, and in the middle of coolwarm. All, where the background (red, green, blue, alpha) is
 * transparent. */
void pcs_colormap_visible(const pcs_colormap *map, const uint8_t background[4], uint32_t *first, uint32_t *last);

/* PCS_SHADE_COLOURS colours at equal steps from knot first to knot last, as Datashader interpolates: each channel
 * linear, cut to a whole number. */
void pcs_colormap_sample(const pcs_colormap *map, uint32_t first, uint32_t last, uint8_t colours[][4]);

#endif
