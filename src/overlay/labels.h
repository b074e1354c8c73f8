/* Which hosts have labels, and these on the picture. */
#ifndef PCS_OVERLAY_LABELS_H
#define PCS_OVERLAY_LABELS_H

#include "overlay/lettering.h"
#include "overlay/placement.h"

typedef struct pcs_labels {
    pcs_label *items; /* the most important first */
    uint32_t count;
    pcs_lettering lettering;
} pcs_labels;

/* The labels that the options ask for, of hosts inside the view, placed beside what is taken and off the discs of the
 * image; *labels is freed by pcs_labels_clear. background as of pcs_lettering_open. PCS_E_ARGUMENT: a host is none of
 * the table. */
pcs_status pcs_labels_fill(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout, const pcs_view *view,
                           const pcs_text_options *options, const uint8_t background[4], const pcs_image *image,
                           pcs_occupancy *taken, pcs_labels *labels);
void pcs_labels_clear(pcs_labels *labels);

/* Paints those that are placed, the most important last. */
pcs_status pcs_labels_paint(pcs_context *context, const pcs_edges *edges, const pcs_labels *labels, pcs_image *image);

#endif
