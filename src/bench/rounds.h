/* The stages of one graph on one device, measured in rounds: each stage once, then each again. What disturbs the
 * machine for a while then falls on some runs of all stages, and not on all runs of one. */
#ifndef PCS_BENCH_ROUNDS_H
#define PCS_BENCH_ROUNDS_H

#include "bench/ceilings.h"
#include "bench/stages.h"

typedef struct pcs_rounds {
    pcs_place *place;             /* with what the stages take */
    const pcs_ceilings *ceilings; /* NULL: kernels are not timed */
    uint32_t stages;              /* a bit for each */
    uint32_t runs;                /* of each; 0: as pcs_bench_options has it */
    uint32_t device, workload;    /* their places in the result */
} pcs_rounds;

/* Adds a row for each stage and its kernels. A stage that fails is reported in its row, and the others go on. Fails
 * where nobody waits any longer, or without memory. */
pcs_status pcs_rounds_run(const pcs_rounds *rounds, pcs_result *result);

#endif
