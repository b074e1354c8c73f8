/* Results of the benchmark, to be read. */
#ifndef PCS_CLI_BENCH_TABLE_H
#define PCS_CLI_BENCH_TABLE_H

#include "pcapshade.h"

#include <stdio.h>

void pcs_bench_table_print(FILE *file, const pcs_bench_result *result);

/* Stages beside what they were: tolerance as of pcs_bench_compare. */
void pcs_bench_ratios_print(FILE *file, const pcs_bench_result *result, const pcs_bench_ratio *ratios, size_t count,
                            double tolerance);

#endif
