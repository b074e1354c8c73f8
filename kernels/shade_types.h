/* What shade.cl and src/shade share. */
#ifndef PCS_KERNELS_SHADE_TYPES_H
#define PCS_KERNELS_SHADE_TYPES_H

#include "dialect.h"

/* Bins of the histogram that equalises, as Datashader's. */
#define PCS_SHADE_BINS 65536u

/* Over which pixels a kernel goes: items [0, item_count) share them out. */
typedef struct pcs_shade_pixels {
    uint32_t pixel_count, item_count;
} pcs_shade_pixels;

/* The counts that are not 0: histogram bins go from least to least + span. */
typedef struct pcs_shade_scale {
    uint32_t pixel_count, item_count;
    uint32_t least, span;
} pcs_shade_scale;

/* Colours 1 to PCS_SHADE_COLOURS; 0 is the background. */
#define PCS_SHADE_COLOURS 255
/* Counts below this have their colour in a table. */
#define PCS_SHADE_TABLE 4096

/* thresholds[c]: the least count that has colour c + 1 or a later one. */
typedef struct pcs_shade_parameters {
    uint32_t width, height;        /* of the image */
    uint32_t first_row, row_count; /* the strip of the image that is coloured, from the top */
} pcs_shade_parameters;

#endif
