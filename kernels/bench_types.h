/* What bench.cl and src/bench share. */
#ifndef PCS_KERNELS_BENCH_TYPES_H
#define PCS_KERNELS_BENCH_TYPES_H

#include "dialect.h"

typedef struct pcs_bench_copying {
    uint32_t item_count, unused;
} pcs_bench_copying;

typedef struct pcs_bench_adding {
    uint32_t item_count, adds; /* of each item */
    uint32_t mask;             /* words of the table - 1, a power of two - 1 */
    uint32_t unused;
} pcs_bench_adding;

/* Chains of multiplications and additions that each lane has under way: as many as hide how long one takes. */
#define PCS_BENCH_CHAINS 8

typedef struct pcs_bench_chain {
    uint32_t item_count, steps;
    float factor, term;
} pcs_bench_chain;

#endif
