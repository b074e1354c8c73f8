/* Results while they are being put together. */
#ifndef PCS_BENCH_RESULT_H
#define PCS_BENCH_RESULT_H

#include "base/bytes.h"
#include "base/context.h"

/* What a file of results says that it is. */
#define PCS_BENCH_FORMAT "pcapshade bench 1"

const char *pcs_result_kind_name(pcs_device_kind kind);

/* What the system calls the processor; "" where it does not. */
void pcs_result_name_machine(char *text, size_t size);

/* A result that grows. */
typedef struct pcs_result {
    pcs_bench_result public;
    size_t row_capacity;
} pcs_result;

/* NULL: no memory. */
pcs_result *pcs_result_new(void);

/* Adds a copy of the row, whose runs (run_count of them) are copied too and whose statistics are computed. */
pcs_status pcs_result_add(pcs_context *context, pcs_result *result, const pcs_bench_row *row);

/* The result that the text of a file holds; name is how messages call it. */
pcs_status pcs_result_parse(pcs_context *context, const char *name, pcs_bytes text, pcs_bench_result **out);

typedef struct pcs_quartiles {
    uint64_t low, median, high;
} pcs_quartiles;

/* Of count values, PCS_BENCH_RUNS_MOST at most; zeros where there are none. */
pcs_quartiles pcs_quartiles_of(const uint64_t *values, uint32_t count);

/* Quartiles, outliers and noise of the runs. */
void pcs_row_judge(pcs_bench_row *row);

#endif
