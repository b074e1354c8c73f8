/* Layout to counts to image, timed. */
#ifndef PCS_RENDER_DRAW_H
#define PCS_RENDER_DRAW_H

#include "raster/raster.h"

/* What each stage took and gave; the caller zeroes it. */
typedef struct pcs_stage_costs {
    double seconds[PCS_STAGE_COUNT];
    uint64_t bytes[PCS_STAGE_COUNT];
} pcs_stage_costs;

/* PCS_E_ARGUMENT if one of the two below would refuse the options (NULL: the defaults). whole: the image is to be in
 * memory, else it is written row by row. */
pcs_status pcs_draw_check(pcs_context *context, const pcs_image_options *options, bool whole);

/* As pcs_counts_draw and pcs_counts_shade; they fill in the costs of PCS_STAGE_RASTER and of PCS_STAGE_SHADE. bundle:
 * the paths that were drawn, as of pcs_bundle_choose, which the caller clears. */
pcs_status pcs_draw_counts(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_image_options *options, pcs_stage_costs *costs, pcs_bundle *bundle,
                           pcs_counts **out);
pcs_status pcs_draw_image(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                          const pcs_image_options *options, pcs_stage_costs *costs, pcs_image **out);

#endif
