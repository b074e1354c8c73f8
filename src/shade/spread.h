/* Pixels made larger, by Datashader's rules for images: each is laid onto its neighbours, row after row from the
 * lowest, from left to right, and what comes later lies above. */
#ifndef PCS_SHADE_SPREAD_H
#define PCS_SHADE_SPREAD_H

#include "shade/composite.h"

enum { PCS_SPREAD_SIDE = 2 * PCS_SPREAD_MAX + 1 };

/* Where a pixel goes: covers[up + radius][right + radius]. */
typedef struct pcs_spread_mask {
    uint32_t radius;
    bool covers[PCS_SPREAD_SIDE][PCS_SPREAD_SIDE];
} pcs_spread_mask;

/* Pixels that are to be spread, the top row first: bytes of a palette, 0 empty, or red, green, blue and alpha, alpha 0
 * empty. */
typedef struct pcs_spread_pixels {
    uint32_t width, height, pixel_size;
    const uint8_t *from;
} pcs_spread_pixels;

/* A circle, radius up to PCS_SPREAD_MAX. */
void pcs_spread_circle(uint32_t radius, pcs_spread_mask *mask);

/* A new array of malloc's with the pixels spread. Those of a palette replace what they lie on. */
pcs_status pcs_spread(pcs_context *context, const pcs_spread_pixels *pixels, const pcs_spread_mask *mask,
                      pcs_composite how, uint8_t **out);

/* Datashader's dynspread: the radius, 0 to most, from which more than threshold of all pixels that are not empty have
 * another one within twice the radius. */
pcs_status pcs_spread_choose(pcs_context *context, const pcs_spread_pixels *pixels, double threshold, uint32_t most,
                             uint32_t *radius);

#endif
