/* What shade.cl and src/shade share. */
#ifndef PCS_KERNELS_SHADE_TYPES_H
#define PCS_KERNELS_SHADE_TYPES_H

#include "dialect.h"

/* Bins of the histogram that equalises, as Datashader's. */
#define PCS_SHADE_BINS 65536u

/* Over which pixels a kernel goes: items [0, item_count) share them out. wide: counts have 64 bits, else 32. parts:
 * numbers of a pixel that make up its count, one a category, else 1. */
typedef struct pcs_shade_pixels {
    uint32_t pixel_count, item_count, wide, parts;
} pcs_shade_pixels;

/* The counts that are not 0: histogram bins go from least to least + span. Spans of more than 48 bits lose their last
 * shift bits first, so that products have 64. */
typedef struct pcs_shade_scale {
    uint32_t pixel_count, item_count, wide, parts;
    uint64_t least, span;
    uint32_t shift, unused;
} pcs_shade_scale;

/* Of an image with a palette: colours 1 to PCS_SHADE_COLOURS; 0 is the background. */
#define PCS_SHADE_COLOURS 255
/* Counts below this have their colour in a table. */
#define PCS_SHADE_TABLE 4096

typedef struct pcs_shade_parameters {
    uint32_t width, height;        /* of the counts */
    uint32_t first_row, row_count; /* the strip of the image that is coloured, from the top */
    uint32_t wide, step_count;
} pcs_shade_parameters;

/* Categories: a pixel's colour is theirs, mixed by how far each one's number is above base. Colours are red, green,
 * blue and alpha, red lowest. */
typedef struct pcs_shade_mixing {
    uint64_t base;
    uint32_t category_count, unused;
    uint32_t mean;       /* the colour where no number is above base */
    uint32_t background; /* opaque, what colours are laid onto; or 0 */
} pcs_shade_mixing;

#endif
