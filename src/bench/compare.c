/* A result beside an earlier one. */
#include "base/context.h"

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

static pcs_bench_ratio compare(const pcs_bench_row *old, const pcs_bench_row *new, double tolerance) {
    pcs_bench_ratio ratio = {.before = old, .after = new};
    ratio.ratio = (double)new->median / (double)old->median;
    ratio.low = old->high > 0 ? (double)new->low / (double)old->high : 0;
    ratio.high = old->low > 0 ? (double)new->high / (double)old->low : 0;
    ratio.differs = old->hash != new->hash;
    ratio.fell_short = ratio.differs || (ratio.ratio > 1 + tolerance && new->low > old->high);
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
            if (is_same(before, &before->rows[j], after, new)) {
                (*out)[(*count)++] = compare(&before->rows[j], new, tolerance);
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
