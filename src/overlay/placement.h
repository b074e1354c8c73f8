/* Where labels stand: beside their hosts, inside the picture, none over another, over a host that has one, or over what
 * else is blocked. */
#ifndef PCS_OVERLAY_PLACEMENT_H
#define PCS_OVERLAY_PLACEMENT_H

#include "overlay/occupancy.h"

typedef struct pcs_label {
    uint32_t host;
    int32_t column, row;         /* the host's pixel, inside the picture */
    int32_t radius;              /* pixels around it that this label and others keep free */
    pcs_box extent;              /* what its text touches, with the pen at column 0, row 0; not empty */
    bool placed, crowded;        /* crowded: over something */
    int32_t pen_column, pen_row; /* where it is placed */
} pcs_label;

typedef struct pcs_placement {
    pcs_occupancy *taken;       /* by texts; labels that are placed are added */
    pcs_occupancy *blocked;     /* by texts and what else labels must not lie over; they and their hosts are added */
    const pcs_occupancy *hosts; /* all hosts: of the free places beside a host the one that hides the fewest is taken */
    bool crowd;                 /* labels without a free place are placed too, where they hide the least */
} pcs_placement;

/* Places labels, the most important first: each takes what those before it left. */
void pcs_labels_place(const pcs_placement *placement, pcs_label *labels, uint32_t count);

/* Where the text of a label that is placed is. */
pcs_box pcs_label_box(const pcs_label *label);

#endif
