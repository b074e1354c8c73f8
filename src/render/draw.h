/* Layout to image: raster and shade, timed. */
#ifndef PCS_RENDER_DRAW_H
#define PCS_RENDER_DRAW_H

#include "base/context.h"

/* What each stage took and gave; the caller zeroes it. */
typedef struct pcs_stage_costs {
    double seconds[PCS_STAGE_COUNT];
    uint64_t bytes[PCS_STAGE_COUNT];
} pcs_stage_costs;

/* Puts defaults where given (NULL: all) leaves them open; PCS_E_ARGUMENT if pcs_draw would refuse them. */
pcs_status pcs_draw_check(pcs_context *context, const pcs_image_options *given, pcs_image_options *options);

/* As pcs_image_draw, whose arguments it takes; fills in the costs of PCS_STAGE_RASTER and PCS_STAGE_SHADE. */
pcs_status pcs_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                    const pcs_image_options *options, pcs_stage_costs *costs, pcs_image **out);

#endif
