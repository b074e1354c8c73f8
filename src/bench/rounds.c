#include "bench/rounds.h"

#include "bench/meter.h"
#include "bench/profile.h"
#include "bench/yardstick.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNS_LEAST = 3, RUNS_USUAL = 10 };
static const uint64_t TIME_USUAL = 3000000000; /* nanoseconds */

/* A stage and its runs so far. */
typedef struct task {
    pcs_bench_row row; /* whose times are those below */
    bool over;         /* it failed, or is not wanted */
    uint64_t time;     /* of all runs */
    pcs_profile *profile;
    uint64_t runs[PCS_BENCH_RUNS_MOST], processor[PCS_BENCH_RUNS_MOST], waited[PCS_BENCH_RUNS_MOST],
        paces[PCS_BENCH_RUNS_MOST];
} task;

static bool is_enough(const pcs_rounds *rounds, const task *t) {
    uint32_t count = t->row.run_count;
    if (rounds->runs > 0) {
        return count >= rounds->runs;
    }
    return count >= RUNS_LEAST && (count >= RUNS_USUAL || t->time >= TIME_USUAL);
}

static pcs_status begin(const pcs_rounds *rounds, pcs_bench_stage stage, task *t) {
    t->over = (rounds->stages >> stage & 1) == 0;
    t->row = (pcs_bench_row){.part = PCS_BENCH_PART_STAGE,
                             .device = rounds->device,
                             .workload = rounds->workload,
                             .stage = stage,
                             .verdict = PCS_BENCH_UNCHECKED,
                             .runs = t->runs,
                             .processor = t->processor,
                             .waited = t->waited,
                             .paces = t->paces};
    snprintf(t->row.name, sizeof(t->row.name), "%s", pcs_bench_stage_name(stage));
    snprintf(t->row.unit, sizeof(t->row.unit), "%s", pcs_bench_stage_unit(stage));
    if (t->over || !rounds->ceilings || stage == PCS_BENCH_TOTAL) {
        return PCS_OK;
    }
    return pcs_profile_new(rounds->place->context, rounds->runs ? rounds->runs : RUNS_USUAL, &t->profile);
}

/* Runs the stage once, and meters it. */
static pcs_status measure(const pcs_rounds *rounds, task *t, pcs_products *out) {
    pcs_status status = PCS_OK;
    uint32_t run = t->row.run_count;
    if (t->profile) {
        PCS_TRY(pcs_profile_start(t->profile, rounds->place->device));
    }
    pcs_meter before = pcs_meter_read();
    PCS_TRY(pcs_stage_run(rounds->place, (pcs_bench_stage)t->row.stage, out));
    pcs_meter cost = pcs_meter_since(&before);
    t->runs[run] = cost.time;
    t->processor[run] = cost.processor;
    t->waited[run] = cost.waited;
    t->time += cost.time;
    if (t->profile) {
        pcs_profile_next_run(t->profile);
    }
done:
    if (t->profile) {
        pcs_status stopped = pcs_profile_stop(t->profile, rounds->place->device);
        status = status == PCS_OK ? stopped : status;
    }
    return status;
}

static pcs_status run_once(const pcs_rounds *rounds, const pcs_yardstick *yardstick, task *t) {
    pcs_status status = PCS_OK;
    pcs_products out = {.edges = NULL};
    pcs_bench_row *row = &t->row;
    uint64_t hash;
    PCS_TRY(pcs_yardstick_measure(yardstick, &t->paces[row->run_count]));
    PCS_TRY(measure(rounds, t, &out));
    PCS_TRY(pcs_stage_check(rounds->place, (pcs_bench_stage)row->stage, &out, &hash, &row->amount));
    if (row->run_count > 0 && hash != row->hash) {
        row->verdict = PCS_BENCH_WRONG;
        snprintf(row->problem, sizeof(row->problem), "its runs do not give the same result");
    }
    row->hash = hash;
    row->run_count++;
done:
    pcs_products_clear(&out);
    return status;
}

/* Runs all that have not been run enough; *any: there were some. */
static pcs_status run_round(const pcs_rounds *rounds, const pcs_yardstick *yardstick, task *tasks, bool *any) {
    *any = false;
    for (int stage = 0; stage < PCS_BENCH_STAGE_COUNT; stage++) {
        task *t = &tasks[stage];
        if (t->over || is_enough(rounds, t)) {
            continue;
        }
        *any = true;
        pcs_status status = run_once(rounds, yardstick, t);
        if (status == PCS_E_CANCELLED) {
            return status;
        }
        if (status != PCS_OK) {
            t->over = true;
            t->row.run_count = 0;
            snprintf(t->row.problem, sizeof(t->row.problem), "%s", pcs_context_message(rounds->place->context));
        }
    }
    return PCS_OK;
}

static pcs_status report(const pcs_rounds *rounds, task *t, pcs_result *result) {
    pcs_status status = PCS_OK;
    pcs_context *context = rounds->place->context;
    pcs_bench_row *row = &t->row;
    if (row->run_count == 0) {
        return row->problem[0] ? pcs_result_add(context, result, row) : PCS_OK;
    }
    pcs_row_judge(row);
    row->paces = row->paces[0] > 0 ? row->paces : NULL;
    if (t->profile && row->median > 0) {
        double timing = rounds->ceilings->timing * (double)pcs_profile_calls(t->profile);
        row->overhead = timing > 0 ? timing / (double)row->median : 0;
    }
    PCS_TRY(pcs_result_add(context, result, row));
    if (t->profile) {
        PCS_TRY(pcs_profile_report(context, t->profile, rounds->ceilings, row, row->amount, result));
    }
done:
    return status;
}

pcs_status pcs_rounds_run(const pcs_rounds *rounds, pcs_result *result) {
    pcs_status status = PCS_OK;
    pcs_yardstick yardstick = {.device = NULL};
    bool any = true;
    task *tasks = calloc(PCS_BENCH_STAGE_COUNT, sizeof(*tasks));
    if (!tasks) {
        return pcs_fail_memory(rounds->place->context, "runs", PCS_BENCH_STAGE_COUNT * sizeof(*tasks));
    }
    PCS_TRY(pcs_yardstick_open(rounds->place->device, &yardstick));
    for (int stage = 0; stage < PCS_BENCH_STAGE_COUNT; stage++) {
        PCS_TRY(begin(rounds, (pcs_bench_stage)stage, &tasks[stage]));
    }
    while (any) {
        PCS_TRY(run_round(rounds, &yardstick, tasks, &any));
    }
    for (int stage = 0; stage < PCS_BENCH_STAGE_COUNT; stage++) {
        PCS_TRY(report(rounds, &tasks[stage], result));
    }
done:
    for (int stage = 0; stage < PCS_BENCH_STAGE_COUNT; stage++) {
        pcs_profile_free(tasks[stage].profile);
    }
    pcs_yardstick_close(&yardstick);
    free(tasks);
    return status;
}
