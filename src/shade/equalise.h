/* Histogram equalisation as Datashader does it, turned into thresholds: as it never descends, a colour begins at one
 * count and the next one at another. All its floating point is here, once, on the host. */
#ifndef PCS_SHADE_EQUALISE_H
#define PCS_SHADE_EQUALISE_H

#include "base/context.h"
#include "shade_types.h"

/* bins: PCS_SHADE_BINS numbers of pixels by count, as pcs_shade_bin sorts them; the first and the last are not 0.
 * thresholds[c] becomes the least count that has colour c + 1 or a later one; all lie between least and least + span,
 * but the first, which is 1. */
pcs_status pcs_equalise(pcs_context *context, const uint32_t *bins, uint32_t least, uint32_t span,
                        uint32_t thresholds[PCS_SHADE_COLOURS]);

#endif
