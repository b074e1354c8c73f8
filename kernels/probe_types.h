/* What probe.cl and src/device share. */
#ifndef PCS_KERNELS_PROBE_TYPES_H
#define PCS_KERNELS_PROBE_TYPES_H

#include "dialect.h"

/* Members of every width, so that a device that lays structures out in another way is found out. */
typedef struct pcs_probe_parameters {
    uint32_t count;
    float epsilon;
    uint64_t seed;
    float scale;
    uint32_t unused;
} pcs_probe_parameters;

#endif
