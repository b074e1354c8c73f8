#include "bench/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 32, SLOTS = PCS_KERNEL_COUNT * LEVELS };

struct pcs_profile {
    pcs_stopwatch stopwatch;
    uint32_t run, runs_most;
    struct {
        uint64_t calls;
        pcs_work work;
    } runs_of[SLOTS]; /* all runs together */
    uint64_t *times;  /* of each slot, runs_most each */
};

static uint32_t count_launch(void *user, const pcs_launch *launch) {
    pcs_profile *p = user;
    uint32_t level = launch->level < LEVELS ? launch->level : LEVELS - 1;
    uint32_t slot = (uint32_t)launch->kernel * LEVELS + level;
    const pcs_formula *formula = pcs_formula_of(launch->kernel);
    p->runs_of[slot].calls++;
    if (formula->of_launch) {
        pcs_work more = formula->of_launch(launch), *sum = &p->runs_of[slot].work;
        sum->amount += more.amount;
        sum->bytes += more.bytes;
        sum->operations += more.operations;
        sum->adds += more.adds;
    }
    return slot;
}

static void count_time(void *user, uint32_t slot, uint64_t nanoseconds) {
    pcs_profile *p = user;
    if (p->run < p->runs_most) {
        p->times[(size_t)slot * p->runs_most + p->run] += nanoseconds;
    }
}

pcs_status pcs_profile_new(pcs_context *context, uint32_t runs_most, pcs_profile **out) {
    pcs_profile *p = calloc(1, sizeof(*p));
    *out = p;
    if (p) {
        *p = (pcs_profile){.stopwatch = {count_launch, count_time, p}, .runs_most = runs_most};
        p->times = calloc((size_t)SLOTS * runs_most, sizeof(*p->times));
    }
    return p && p->times ? PCS_OK : pcs_fail_memory(context, "a profile", (uint64_t)SLOTS * runs_most * 8);
}

void pcs_profile_free(pcs_profile *p) {
    if (p) {
        free(p->times);
        free(p);
    }
}

pcs_status pcs_profile_start(pcs_profile *p, pcs_device *device) {
    return pcs_device_time_kernels(device, &p->stopwatch);
}

pcs_status pcs_profile_stop(pcs_profile *p, pcs_device *device) {
    (void)p;
    return pcs_device_time_kernels(device, NULL);
}

void pcs_profile_next_run(pcs_profile *p) {
    p->run++;
}

uint64_t pcs_profile_calls(const pcs_profile *p) {
    uint64_t calls = 0;
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        calls += p->runs_of[slot].calls;
    }
    return p->run > 0 ? calls / p->run : 0;
}

/* The ceiling that the kernel is nearest to. */
static void judge_share(const pcs_ceilings *ceilings, pcs_bench_row *row) {
    const struct {
        const char *name;
        double done, most; /* a nanosecond */
    } kinds[] = {{"copy", (double)row->bytes, pcs_ceilings_copy(ceilings, row->bytes / row->calls)},
                 {"multiply-add", (double)row->operations, ceilings->multiply_add},
                 {"adds", (double)row->adds, ceilings->adds}};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        double share = row->median > 0 && kinds[i].most > 0 ? kinds[i].done / (double)row->median / kinds[i].most : 0;
        if (share > row->share) {
            row->share = share;
            snprintf(row->limit, sizeof(row->limit), "%s", kinds[i].name);
        }
    }
}

pcs_status pcs_profile_report(pcs_context *context, const pcs_profile *p, const pcs_ceilings *ceilings,
                              const pcs_bench_row *template, uint64_t pixels, pcs_result *result) {
    for (uint32_t slot = 0; slot < SLOTS; slot++) {
        uint64_t calls = p->runs_of[slot].calls;
        if (calls == 0 || p->run == 0) {
            continue;
        }
        const pcs_formula *formula = pcs_formula_of((pcs_kernel)(slot / LEVELS));
        pcs_work work = p->runs_of[slot].work, of_pixel = formula->of_pixel;
        pcs_bench_row row = *template;
        row.part = PCS_BENCH_PART_KERNEL;
        row.level = slot % LEVELS;
        row.runs = p->times + (size_t)slot * p->runs_most;
        row.processor = row.waited = row.paces = NULL;
        row.run_count = p->run;
        row.calls = calls / p->run;
        row.amount = work.amount / p->run + of_pixel.amount * pixels;
        row.bytes = work.bytes / p->run + of_pixel.bytes * pixels;
        row.operations = work.operations / p->run + of_pixel.operations * pixels;
        row.adds = work.adds / p->run + of_pixel.adds * pixels;
        row.overhead = 0;
        row.hash = 0;
        row.problem[0] = '\0';
        row.verdict = PCS_BENCH_UNCHECKED;
        snprintf(row.name, sizeof(row.name), "%s", pcs_kernel_name((pcs_kernel)(slot / LEVELS)));
        snprintf(row.unit, sizeof(row.unit), "%s", formula->unit ? formula->unit : "");
        pcs_row_judge(&row);
        judge_share(ceilings, &row);
        pcs_status status = pcs_result_add(context, result, &row);
        if (status != PCS_OK) {
            return status;
        }
    }
    return PCS_OK;
}
