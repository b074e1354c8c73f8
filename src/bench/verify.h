/* Whether results are right. */
#ifndef PCS_BENCH_VERIFY_H
#define PCS_BENCH_VERIFY_H

#include "pcapshade.h"

/* Judges each stage's hash: by what is known of generated graphs and of what reading must give, else by what the other
 * devices gave. */
void pcs_verify(pcs_bench_result *result);

/* The hash of what a stage must give, 0: not known. */
uint64_t pcs_known_hash(const pcs_bench_result *result, const pcs_bench_row *row);

#endif
