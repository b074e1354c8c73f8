/* The stages: each makes one thing of what those before it have made. */
#ifndef PCS_BENCH_STAGES_H
#define PCS_BENCH_STAGES_H

#include "bench/fingerprint.h"
#include "bench/workload.h"

typedef struct pcs_products {
    pcs_edges *edges;
    pcs_graph *graph;
    pcs_components *components;
    pcs_layout *layout;
    pcs_counts *counts;
    pcs_image *image;
} pcs_products;

void pcs_products_clear(pcs_products *products);

/* Where and on what a stage works. */
typedef struct pcs_place {
    pcs_context *context;
    pcs_device *device;
    const pcs_workload *workload;
    const pcs_layout_options *layout;
    const pcs_image_options *image;
    const pcs_edges *edges; /* what the stages after ingest take */
    pcs_products made;      /* by the stages before */
} pcs_place;

/* Runs a stage once; *out, empty before, gets what it makes. Nothing is under way when it returns. */
pcs_status pcs_stage_run(const pcs_place *place, pcs_bench_stage stage, pcs_products *out);

/* What came out: its hash, 0 where it has none, and how much was done, in the stage's unit. */
pcs_status pcs_stage_check(const pcs_place *place, pcs_bench_stage stage, const pcs_products *out, uint64_t *hash,
                           uint64_t *amount);

/* Moves what a stage made to what the next ones take. */
void pcs_place_keep(pcs_place *place, pcs_products *out);

#endif
