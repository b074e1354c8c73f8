/* How long each kernel takes in each run of a stage, at each level of the layout, and what it does in it. */
#ifndef PCS_BENCH_PROFILE_H
#define PCS_BENCH_PROFILE_H

#include "bench/ceilings.h"
#include "bench/result.h"
#include "bench/work.h"

typedef struct pcs_profile pcs_profile;

/* For so many runs at most. */
pcs_status pcs_profile_new(pcs_context *context, uint32_t runs_most, pcs_profile **out);
/* Accepts NULL. */
void pcs_profile_free(pcs_profile *profile);

/* The device's kernels count for this profile from here on. */
pcs_status pcs_profile_start(pcs_profile *profile, pcs_device *device);
/* And no more. */
pcs_status pcs_profile_stop(pcs_profile *profile, pcs_device *device);

/* A run is over. */
void pcs_profile_next_run(pcs_profile *profile);

/* Launches in a run. */
uint64_t pcs_profile_calls(const pcs_profile *profile);

/* Adds a row for each kernel and level: template says device, workload and stage. pixels: of all lines, where the stage
 * draws some. */
pcs_status pcs_profile_report(pcs_context *context, const pcs_profile *profile, const pcs_ceilings *ceilings,
                              const pcs_bench_row *template, uint64_t pixels, pcs_result *result);

#endif
