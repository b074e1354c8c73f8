/* A position for every host. */
#ifndef PCS_LAYOUT_LAYOUT_H
#define PCS_LAYOUT_LAYOUT_H

#include "base/context.h"

struct pcs_layout {
    float *x, *y; /* host_count each, finite; y grows upwards */
    uint32_t host_count;
    uint32_t component_count;
};

#endif
