/* A position for every host. */
#ifndef PCS_LAYOUT_LAYOUT_H
#define PCS_LAYOUT_LAYOUT_H

#include "base/context.h"

struct pcs_layout {
    double *x, *y; /* host_count each, finite; y grows upwards. What was computed is of float's precision */
    uint32_t host_count;
    uint32_t component_count;
};

#endif
