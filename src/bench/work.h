/* What kernels have to do, by formula. */
#ifndef PCS_BENCH_WORK_H
#define PCS_BENCH_WORK_H

#include "device/device.h"

/* Bytes are the least that memory must give and take: each input read once, each output written once, and what is
 * gathered once for each time. Operations are of arithmetic, adds are atomic. */
typedef struct pcs_work {
    uint64_t amount; /* in the formula's unit */
    uint64_t bytes, operations, adds;
} pcs_work;

typedef struct pcs_formula {
    const char *unit;                                /* NULL: there is no formula, */
    const char *reason;                              /* and why */
    pcs_work (*of_launch)(const pcs_launch *launch); /* NULL: nothing that depends on the launch alone */
    pcs_work of_pixel; /* for each pixel of all lines, which no launch knows: the counts tell */
} pcs_formula;

const pcs_formula *pcs_formula_of(pcs_kernel kernel);
const char *pcs_kernel_name(pcs_kernel kernel);

#endif
