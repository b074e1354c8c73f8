/* An image row by row, from the top, so that it need never be whole. */
#ifndef PCS_SHADE_SHADING_H
#define PCS_SHADE_SHADING_H

#include "shade/shade.h"
#include "shade/shader.h"

typedef struct pcs_shading {
    pcs_shader shader;
    const pcs_counts *counts;
    pcs_image *head; /* the image without its pixels */
    uint32_t strip;  /* whose rows are next, and those of the strips below */
    uint32_t row;    /* of this strip, from its highest: the next one */
} pcs_shading;

/* Goes over all counts, which must outlive the shading. The options are whole; spread is not looked at, but for colours
 * that are to be spread being those without the background. as_values as of pcs_shader_start. *shading is cleared where
 * this fails. */
pcs_status pcs_shading_start(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                             const pcs_image_options *options, bool as_values, pcs_shading *shading);

/* Puts the next rows, most of them at most, in pixels. *count: how many; 0: there are no more. */
pcs_status pcs_shading_next(pcs_shading *shading, uint32_t most, uint8_t *pixels, uint32_t *count);

void pcs_shading_clear(pcs_shading *shading);

#endif
