/* Counts to colours. */
#ifndef PCS_SHADE_SHADE_H
#define PCS_SHADE_SHADE_H

#include "device/device.h"

struct pcs_image {
    uint32_t width, height;
    uint8_t *pixels;         /* width * height, the top row first; 0 is the background */
    uint8_t palette[256][4]; /* red, green, blue, alpha */
};

/* Histogram equalisation of counts (width * height uint32_t on the device, row 0 the lowest) into the 255 colours of a
 * map: a new image. */
pcs_status pcs_shade_counts(pcs_context *context, pcs_device *device, pcs_buffer *counts,
                            const pcs_image_options *options, pcs_image **out);

#endif
