/* What raster.cl and src/raster share. */
#ifndef PCS_KERNELS_RASTER_TYPES_H
#define PCS_KERNELS_RASTER_TYPES_H

#include "dialect.h"

/* A straight line between two pixels, both drawn; row 0 is the lowest. */
typedef struct pcs_segment {
    int32_t i0, j0, i1, j1; /* columns and rows, inside the image */
} pcs_segment;

#endif
