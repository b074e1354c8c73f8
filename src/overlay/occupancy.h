/* Which pixels of a picture are taken: a bit each, so that asking about a box costs its rows and not what lies in it.
 */
#ifndef PCS_OVERLAY_OCCUPANCY_H
#define PCS_OVERLAY_OCCUPANCY_H

#include "base/context.h"
#include "overlay/box.h"

typedef struct pcs_occupancy {
    uint32_t width, height;
    size_t row_words;
    uint64_t *words;
} pcs_occupancy;

/* Nothing is taken. */
pcs_status pcs_occupancy_fill(pcs_context *context, uint32_t width, uint32_t height, pcs_occupancy *occupancy);
pcs_status pcs_occupancy_copy(pcs_context *context, const pcs_occupancy *from, pcs_occupancy *occupancy);
void pcs_occupancy_clear(pcs_occupancy *occupancy);

/* Takes the pixels of a box that are in the picture. */
void pcs_occupancy_take(pcs_occupancy *occupancy, const pcs_box *box);

/* The same of a disc: the pixels that are radius from a pixel at most. */
void pcs_occupancy_take_disc(pcs_occupancy *occupancy, int32_t column, int32_t row, int32_t radius);

bool pcs_occupancy_is_free(const pcs_occupancy *occupancy, const pcs_box *box);

/* How many of the box's pixels are taken. */
uint64_t pcs_occupancy_count(const pcs_occupancy *occupancy, const pcs_box *box);

#endif
