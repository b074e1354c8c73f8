/* A result beside an earlier one. */
#include "bench/result.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static pcs_status check_options(pcs_context *context, const pcs_bench_result *before, const pcs_bench_result *after) {
    if (strcmp(before->layout, after->layout) == 0 && before->seed == after->seed && before->width == after->width &&
        before->height == after->height) {
        return PCS_OK;
    }
    return pcs_fail(context, PCS_E_ARGUMENT,
                    "results cannot be compared: before the layout was %s with seed %" PRIu64 ", %" PRIu32 "x%" PRIu32
                    " pixels; now it is %s with seed %" PRIu64 ", %" PRIu32 "x%" PRIu32 " pixels: use the same options",
                    before->layout, before->seed, before->width, before->height, after->layout, after->seed,
                    after->width, after->height);
}

static bool is_same(const pcs_bench_result *before, const pcs_bench_row *old, const pcs_bench_result *after,
                    const pcs_bench_row *new) {
    const pcs_bench_workload *one = &before->workloads[old->workload], *other = &after->workloads[new->workload];
    bool only = before->device_count == 1 && after->device_count == 1;
    return old->part == PCS_BENCH_PART_STAGE && old->run_count > 0 && old->median > 0 &&
           old->stage == new->stage &&strcmp(one->name, other->name) == 0 && one->hash == other->hash &&
           (only || strcmp(before->devices[old->device].name, after->devices[new->device].name) == 0);
}

/* Whether both were measured on one and the same processor, as far as names tell. */
static bool is_same_processor(const pcs_bench_result *before, const pcs_bench_row *old, const pcs_bench_result *after,
                              const pcs_bench_row *new) {
    const pcs_device_info *one = &before->devices[old->device], *other = &after->devices[new->device];
    return (one->kind == PCS_DEVICE_HOST || one->kind == PCS_DEVICE_CPU) && strcmp(one->name, other->name) == 0 &&
           strcmp(before->machine, after->machine) == 0;
}

/* The times of the runs that were left alone; all where it is not known. Returns how many. */
static uint32_t select_calm(const pcs_bench_row *row, uint64_t times[PCS_BENCH_RUNS_MOST]) {
    enum { CALM = 20 }; /* waited for less than one CALM-th */
    uint32_t count = 0;
    for (uint32_t i = 0; i < row->run_count; i++) {
        if (!row->waited || row->waited[i] < row->runs[i] / CALM) {
            times[count++] = row->runs[i];
        }
    }
    return count;
}

static double divide(uint64_t a, uint64_t b) {
    return b > 0 ? (double)a / (double)b : 0;
}

/* Calm runs on both sides, or processor times. False: there is neither, and all times are taken. */
static bool choose(const pcs_bench_row *old, const pcs_bench_row *new, bool same_processor, pcs_bench_ratio *ratio,
                   pcs_quartiles *was, pcs_quartiles *is) {
    enum { CALM_LEAST = 3 };
    uint64_t times[PCS_BENCH_RUNS_MOST] = {0};
    uint32_t was_calm = select_calm(old, times);
    *was = pcs_quartiles_of(times, was_calm);
    uint32_t is_calm = select_calm(new, times);
    *is = pcs_quartiles_of(times, is_calm);
    if ((was_calm >= CALM_LEAST || was_calm == old->run_count) &&
        (is_calm >= CALM_LEAST || is_calm == new->run_count)) {
        return true;
    }
    ratio->of_processor = same_processor && old->processor && new->processor;
    *was = pcs_quartiles_of(ratio->of_processor ? old->processor : old->runs, old->run_count);
    *is = pcs_quartiles_of(ratio->of_processor ? new->processor : new->runs, new->run_count);
    return ratio->of_processor;
}

/* What the pace of the machine alone may make of a ratio, at least and at most: from quartile to quartile, so that one
 * that does not keep its pace accounts for more. It excuses, and accuses nobody: 1 is always within. */
static void find_pace(const pcs_bench_row *old, const pcs_bench_row *new, double *least, double *most) {
    *least = *most = 1;
    if (old->paces && new->paces) {
        pcs_quartiles was = pcs_quartiles_of(old->paces, old->run_count);
        pcs_quartiles is = pcs_quartiles_of(new->paces, new->run_count);
        *least = is.low < was.high ? divide(is.low, was.high) : 1;
        *most = is.high > was.low ? divide(is.high, was.low) : 1;
    }
}

static pcs_bench_ratio compare(const pcs_bench_row *old, const pcs_bench_row *new, bool same_processor,
                               double tolerance) {
    pcs_bench_ratio ratio = {.before = old, .after = new};
    pcs_quartiles was, is;
    bool tells = choose(old, new, same_processor, &ratio, &was, &is);
    double least = 1, most = 1;
    if (same_processor) {
        find_pace(old, new, &least, &most);
    }
    ratio.ratio = divide(is.median, was.median);
    ratio.low = divide(is.low, was.high) / most;
    ratio.high = divide(is.high, was.low) / least;
    if (old->hash != new->hash) {
        ratio.change = PCS_BENCH_OTHER;
    } else if (tells && ratio.low > 1 + tolerance) {
        ratio.change = PCS_BENCH_SLOWER;
    } else if (tells && ratio.high < 1 / (1 + tolerance)) {
        ratio.change = PCS_BENCH_FASTER;
    } else if (tells && ratio.low >= 1 / (1 + tolerance) && ratio.high <= 1 + tolerance) {
        ratio.change = PCS_BENCH_SAME;
    } else {
        ratio.change = PCS_BENCH_UNCLEAR;
    }
    ratio.fell_short = ratio.change == PCS_BENCH_SLOWER || ratio.change == PCS_BENCH_OTHER;
    return ratio;
}

pcs_status pcs_bench_compare(pcs_context *context, const pcs_bench_result *before, const pcs_bench_result *after,
                             double tolerance, pcs_bench_ratio **out, size_t *count) {
    pcs_status status = PCS_OK;
    *count = 0;
    *out = calloc(after->row_count + 1, sizeof(**out));
    if (!*out) {
        PCS_TRY(pcs_fail_memory(context, "ratios", after->row_count * sizeof(**out)));
    }
    PCS_TRY(check_options(context, before, after));
    for (size_t i = 0; i < after->row_count; i++) {
        const pcs_bench_row *new = &after->rows[i];
        for (size_t j = 0; new->part == PCS_BENCH_PART_STAGE &&new->run_count > 0 && j < before->row_count; j++) {
            const pcs_bench_row *old = &before->rows[j];
            if (is_same(before, old, after, new)) {
                bool same_processor = is_same_processor(before, old, after, new);
                (*out)[(*count)++] = compare(old, new, same_processor, tolerance);
                break;
            }
        }
    }
    if (*count == 0) {
        PCS_TRY(pcs_fail(context, PCS_E_ARGUMENT,
                         "results cannot be compared: no stage was measured for the same graph "
                         "and device in both: use the same options"));
    }
done:
    if (status != PCS_OK) {
        free(*out);
        *out = NULL;
        *count = 0;
    }
    return status;
}

void pcs_bench_ratios_free(pcs_bench_ratio *ratios) {
    free(ratios);
}
