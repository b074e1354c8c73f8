/* What is painted on a picture besides its lines: nodes and highlights, in their order. */
#ifndef PCS_OVERLAY_MARKS_H
#define PCS_OVERLAY_MARKS_H

#include "raster/raster.h"

/* Whether the options (NULL: the defaults) ask for anything. */
bool pcs_marks_any(const pcs_mark_options *options);

/* PCS_E_ARGUMENT if pcs_image_mark would refuse the options. */
pcs_status pcs_marks_check(pcs_context *context, const pcs_mark_options *options);

/* As pcs_image_mark; bundle: the paths that the image was drawn with, as of pcs_bundle_choose. */
pcs_status pcs_marks_paint(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_bundle *bundle, const pcs_image_options *image_options,
                           const pcs_mark_options *options, pcs_image *image);

#endif
