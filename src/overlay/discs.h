/* Discs on an image: whole numbers alone decide which pixels they cover, and how much of each. */
#ifndef PCS_OVERLAY_DISCS_H
#define PCS_OVERLAY_DISCS_H

#include "overlay/canvas.h"

/* Of radii: so many are a pixel. */
enum { PCS_DISC_UNIT = 256, PCS_DISC_RADIUS_MAX = 1024 * PCS_DISC_UNIT };

/* The centre is the middle of a pixel, row 0 the top one; it may lie outside the image. */
typedef struct pcs_disc {
    int32_t column, row;
    uint32_t radius; /* in 1/PCS_DISC_UNIT pixels, up to PCS_DISC_RADIUS_MAX */
} pcs_disc;

/* Pixels from the centre to the last one in its row that such a disc covers a part of. */
static inline int32_t pcs_disc_reach(uint32_t radius) {
    return (int32_t)((radius + PCS_DISC_UNIT / 2 - 1) / PCS_DISC_UNIT);
}

/* Paints all discs, the smaller ones above the larger ones, of equal ones the later; colour: red, green, blue, alpha.
 * under: below what is painted already, whose order among each other is the same. */
pcs_status pcs_discs_paint(pcs_context *context, pcs_image *image, const pcs_disc *discs, uint32_t count,
                           const uint8_t colour[4], bool under);

#endif
