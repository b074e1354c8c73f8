/* Text on an image. */
#ifndef PCS_OVERLAY_TEXT_H
#define PCS_OVERLAY_TEXT_H

#include "shade/shade.h"

/* PCS_E_ARGUMENT if pcs_image_add_text would refuse the options, as far as they alone tell; options may be NULL. */
pcs_status pcs_text_check(pcs_context *context, const pcs_text_options *options);

/* Whether they ask for anything. */
bool pcs_text_any(const pcs_text_options *options);

/* Whether they ask for names of hosts. */
bool pcs_text_has_labels(const pcs_text_options *options);

#endif
