/* Text on an image. */
#ifndef PCS_OVERLAY_TEXT_H
#define PCS_OVERLAY_TEXT_H

#include "shade/shade.h"

/* PCS_E_ARGUMENT if pcs_image_add_text would refuse the options, as far as they alone tell; options may be NULL. */
pcs_status pcs_text_check(pcs_context *context, const pcs_text_options *options);

/* *options becomes given (NULL: the defaults), in which what is PCS_SHOW_AUTO is off where it is not to be seen: on an
 * image of that size, 0 if it is not known, drawn with these options. PCS_E_ARGUMENT: they have no background. */
pcs_status pcs_text_settle(pcs_context *context, const pcs_text_options *given, const pcs_image_options *image,
                           uint32_t width, uint32_t height, pcs_text_options *options);

/* Whether they ask for anything; PCS_SHOW_AUTO does. */
bool pcs_text_any(const pcs_text_options *options);

/* Whether they ask for names of hosts. */
bool pcs_text_has_labels(const pcs_text_options *options);

#endif
