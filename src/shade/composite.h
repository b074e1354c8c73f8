/* One colour laid onto another, as Datashader does it: not premultiplied, in double, results cut to whole numbers. */
#ifndef PCS_SHADE_COMPOSITE_H
#define PCS_SHADE_COMPOSITE_H

#include "base/context.h"

typedef enum pcs_composite {
    PCS_COMPOSITE_OVER,     /* as paint on paper */
    PCS_COMPOSITE_ADD,      /* as light with light */
    PCS_COMPOSITE_SATURATE, /* of what lies above as much as fits beside what is there */
    PCS_COMPOSITE_SOURCE    /* what lies above, where there is any */
} pcs_composite;

/* Lays above onto below, which it replaces: red, green, blue, alpha. */
void pcs_colour_composite(pcs_composite how, const uint8_t above[4], uint8_t below[4]);

#endif
