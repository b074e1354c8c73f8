/* What a picture and its record depend on besides the capture, as one number. */
#ifndef PCS_THUMBS_KEY_H
#define PCS_THUMBS_KEY_H

#include "thumbs/picture.h"

/* A hash of the version and of all options that change what comes out. 0: no memory. select may be
 * NULL. */
uint64_t pcs_thumbs_key(const pcs_style *style, const pcs_read_options *read, const pcs_select_options *select);

#endif
