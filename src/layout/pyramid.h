/* Repulsion among many bodies of one component, in a time that grows as their number. */
#ifndef PCS_LAYOUT_PYRAMID_H
#define PCS_LAYOUT_PYRAMID_H

#include "device/device.h"
#include "layout_types.h"

typedef struct pcs_pyramid pcs_pyramid;

pcs_status pcs_pyramid_new(pcs_context *context, pcs_device *device, uint32_t body_count, pcs_pyramid **out);
void pcs_pyramid_free(pcs_pyramid *pyramid);

/* bodies (pcs_layout_body) push each other: pushes (pcs_layout_point), one a body. */
pcs_status pcs_pyramid_repel(pcs_pyramid *pyramid, pcs_buffer *bodies, pcs_buffer *pushes, const pcs_layout_law *law);

#endif
