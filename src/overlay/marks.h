/* What is painted on a picture besides its lines: nodes and highlights, in their order. */
#ifndef PCS_OVERLAY_MARKS_H
#define PCS_OVERLAY_MARKS_H

#include "base/context.h"

/* Whether the options (NULL: the defaults) ask for anything. */
bool pcs_marks_any(const pcs_mark_options *options);

/* PCS_E_ARGUMENT if pcs_image_mark would refuse the options. */
pcs_status pcs_marks_check(pcs_context *context, const pcs_mark_options *options);

#endif
