/* Repulsion among many bodies of one component, in a time that grows as their number. */
#ifndef PCS_LAYOUT_PYRAMID_H
#define PCS_LAYOUT_PYRAMID_H

#include "device/device.h"
#include "layout_types.h"

typedef struct pcs_pyramid pcs_pyramid;

pcs_status pcs_pyramid_new(pcs_context *context, pcs_device *device, uint32_t body_count, pcs_pyramid **out);
void pcs_pyramid_free(pcs_pyramid *pyramid);

/* Takes down which bodies (pcs_layout_body) are near to which, and how those that are not push each other. */
pcs_status pcs_pyramid_build(pcs_pyramid *pyramid, pcs_buffer *bodies, const pcs_layout_law *law);

/* Bodies push each other: pushes (pcs_layout_point), one a body. Near ones do so from where they are, others as when
 * the pyramid was built. */
pcs_status pcs_pyramid_repel(pcs_pyramid *pyramid, pcs_buffer *bodies, pcs_buffer *pushes, const pcs_layout_law *law);

#endif
