/* Results while they are being put together. */
#ifndef PCS_BENCH_RESULT_H
#define PCS_BENCH_RESULT_H

#include "base/context.h"

/* A result that grows. */
typedef struct pcs_result {
    pcs_bench_result public;
    size_t row_capacity;
} pcs_result;

/* NULL: no memory. */
pcs_result *pcs_result_new(void);

/* Adds a copy of the row, whose runs (run_count of them) are copied too and whose statistics are computed. */
pcs_status pcs_result_add(pcs_context *context, pcs_result *result, const pcs_bench_row *row);

/* Quartiles, outliers and noise of the runs. */
void pcs_row_judge(pcs_bench_row *row);

#endif
