#include "bench/result.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* The value at a share of the way through sorted values, between two of them by proportion. */
static uint64_t quantile(const uint64_t *sorted, uint32_t count, uint32_t quarters) {
    uint64_t place = (uint64_t)(count - 1) * quarters, at = place / 4, rest = place % 4;
    return rest == 0 ? sorted[at] : sorted[at] + (sorted[at + 1] - sorted[at]) * rest / 4;
}

/* Tukey's fences: what lies further outside the quartiles than one and a half times what lies between them. Runs that
 * are within a twentieth of the median are no outliers, however near to each other the others lie. */
static uint32_t count_outliers(const pcs_bench_row *row) {
    uint64_t reach = (row->high - row->low) * 3 / 2, least = row->median / 20;
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->run_count; i++) {
        uint64_t run = row->runs[i];
        bool far = run + reach < row->low || run > row->high + reach;
        count += far && (run + least < row->median || run > row->median + least);
    }
    return count;
}

pcs_quartiles pcs_quartiles_of(const uint64_t *values, uint32_t count) {
    uint64_t sorted[PCS_BENCH_RUNS_MOST];
    if (count == 0) {
        return (pcs_quartiles){0};
    }
    memcpy(sorted, values, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare);
    return (pcs_quartiles){quantile(sorted, count, 1), quantile(sorted, count, 2), quantile(sorted, count, 3)};
}

void pcs_row_judge(pcs_bench_row *row) {
    enum { NOISY_PERCENT = 10 };
    pcs_quartiles quartiles = pcs_quartiles_of(row->runs, row->run_count);
    row->low = quartiles.low;
    row->median = quartiles.median;
    row->high = quartiles.high;
    row->outliers = count_outliers(row);
    row->noisy = (row->high - row->low) * 100 > row->median * NOISY_PERCENT;
}

pcs_result *pcs_result_new(void) {
    return calloc(1, sizeof(pcs_result));
}

/* False: no memory. */
static bool copy_times(const uint64_t *times, uint32_t count, uint64_t **copy) {
    *copy = times && count > 0 ? malloc(count * sizeof(**copy)) : NULL;
    if (*copy) {
        memcpy(*copy, times, count * sizeof(**copy));
    }
    return *copy || !times || count == 0;
}

static void free_times(const pcs_bench_row *row) {
    free(row->paces);
    free(row->waited);
    free(row->processor);
    free(row->runs);
}

pcs_status pcs_result_add(pcs_context *context, pcs_result *result, const pcs_bench_row *row) {
    pcs_bench_result *shown = &result->public;
    pcs_bench_row copy = *row;
    bool copied = copy_times(row->runs, row->run_count, &copy.runs) &
                  copy_times(row->processor, row->run_count, &copy.processor) &
                  copy_times(row->waited, row->run_count, &copy.waited) &
                  copy_times(row->paces, row->run_count, &copy.paces);
    if (!copied ||
        !pcs_memory_grow((void **)&shown->rows, &result->row_capacity, shown->row_count + 1, sizeof(*shown->rows))) {
        free_times(&copy);
        return pcs_fail_memory(context, "results", sizeof(*row));
    }
    pcs_row_judge(&copy);
    shown->rows[shown->row_count++] = copy;
    return PCS_OK;
}

void pcs_bench_result_free(pcs_bench_result *result) {
    if (result) {
        for (size_t i = 0; i < result->row_count; i++) {
            free_times(&result->rows[i]);
        }
        free(result->rows);
        free(result->workloads);
        free(result->devices);
        free(result);
    }
}

/* ---- names */

void pcs_result_name_machine(char *text, size_t size) {
    static const char key[] = "model name";
    char line[256];
    FILE *file = fopen("/proc/cpuinfo", "re");
    text[0] = '\0';
    while (file && !text[0] && fgets(line, sizeof(line), file)) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, key, sizeof(key) - 1) == 0 && colon) {
            const char *name = colon + 1 + strspn(colon + 1, " \t");
            snprintf(text, size, "%.*s", (int)strcspn(name, "\n"), name);
        }
    }
    if (file) {
        fclose(file);
    }
}

const char *pcs_result_kind_name(pcs_device_kind kind) {
    static const char *const names[] = {"host", "cpu", "gpu", "accelerator"};
    return names[kind];
}

#define RESULT_NAMES(function, type, TABLE, COUNT)                                                                     \
    const char *function(type value) {                                                                                 \
        static const char *const names[] = {TABLE(RESULT_NAME)};                                                       \
        return (unsigned)value < COUNT ? names[value] : "";                                                            \
    }
#define RESULT_NAME(name, text) text,
RESULT_NAMES(pcs_bench_part_name, pcs_bench_part, PCS_BENCH_PART_TABLE, PCS_BENCH_PART_COUNT)
RESULT_NAMES(pcs_bench_verdict_name, pcs_bench_verdict, PCS_BENCH_VERDICT_TABLE, PCS_BENCH_VERDICT_COUNT)
RESULT_NAMES(pcs_bench_change_name, pcs_bench_change, PCS_BENCH_CHANGE_TABLE, PCS_BENCH_CHANGE_COUNT)
#undef RESULT_NAME
#define RESULT_NAME(name, text, unit) text,
RESULT_NAMES(pcs_bench_stage_name, pcs_bench_stage, PCS_BENCH_STAGE_TABLE, PCS_BENCH_STAGE_COUNT)
#undef RESULT_NAME
#define RESULT_NAME(name, text, unit) unit,
RESULT_NAMES(pcs_bench_stage_unit, pcs_bench_stage, PCS_BENCH_STAGE_TABLE, PCS_BENCH_STAGE_COUNT)
#undef RESULT_NAME
