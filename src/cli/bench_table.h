/* Results of the benchmark, to be read. */
#ifndef PCS_CLI_BENCH_TABLE_H
#define PCS_CLI_BENCH_TABLE_H

#include "pcapshade.h"

#include <stdio.h>

void pcs_bench_table_print(FILE *file, const pcs_bench_result *result);

#endif
