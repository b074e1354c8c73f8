#include "bench/ceilings.h"

#include "base/clock.h"
#include "bench_types.h"

#include <stdio.h>

enum {
    RUNS = 5, /* or fewer once they took TIME_USUAL, */
    RUNS_LEAST = 2,
    TABLE_WORDS = 1 << 24, /* more than caches hold */
    CLUSTER_WORDS = 64,    /* as the pixels around a hub */
    ADD_ITEMS = 1 << 15,
    ADDS_AN_ITEM = 64,
    BODIES = 1 << 18, /* more than run at once on any device */
    STEPS = 128,
    LAUNCHES = 256
};

static const uint64_t TIME_USUAL = 200000000; /* nanoseconds */

/* What copies read; they write as much. */
static const uint64_t copy_sizes[PCS_COPIES] = {UINT64_C(1) << 20, UINT64_C(1) << 23, UINT64_C(1) << 26};

/* What is needed to run one ceiling. */
typedef struct measurement {
    pcs_context *context;
    pcs_device *device;
    pcs_buffer *from, *to;
    uint64_t amount;
    uint64_t time; /* of the kernels since it was set to 0 */
} measurement;

static uint32_t note_launch(void *user, const pcs_launch *launch) {
    (void)user;
    (void)launch;
    return 0;
}

static void note_time(void *user, uint32_t slot, uint64_t nanoseconds) {
    measurement *m = user;
    (void)slot;
    m->time += nanoseconds;
}

static pcs_status copy(measurement *m, uint64_t size) {
    uint32_t lanes = pcs_device_get_abilities(m->device)->lanes;
    size = size < pcs_buffer_size(m->from) ? size : pcs_buffer_size(m->from);
    pcs_bench_copying p = {.item_count = (uint32_t)(size / sizeof(uint64_t) / lanes)};
    m->amount = (uint64_t)p.item_count * lanes * sizeof(uint64_t) * 2;
    return PCS_RUN(m->device, pcs_bench_copy, p.item_count, 0, PCS_ARRAY(m->from), PCS_ARRAY(m->to), PCS_BY_VALUE(p));
}

static pcs_status copy_little(measurement *m) {
    return copy(m, copy_sizes[0]);
}

static pcs_status copy_more(measurement *m) {
    return copy(m, copy_sizes[1]);
}

static pcs_status copy_much(measurement *m) {
    return copy(m, copy_sizes[2]);
}

static pcs_status add(measurement *m, uint32_t words) {
    uint64_t held = pcs_buffer_size(m->to) / sizeof(uint32_t);
    while (words > held) {
        words /= 2;
    }
    pcs_bench_adding p = {.item_count = ADD_ITEMS, .adds = ADDS_AN_ITEM, .mask = words - 1};
    m->amount = (uint64_t)ADD_ITEMS * ADDS_AN_ITEM;
    return PCS_RUN(m->device, pcs_bench_add, p.item_count, 0, PCS_ARRAY(m->to), PCS_BY_VALUE(p));
}

static pcs_status add_scattered(measurement *m) {
    return add(m, TABLE_WORDS);
}

static pcs_status add_clustered(measurement *m) {
    return add(m, CLUSTER_WORDS);
}

static pcs_status multiply_add(measurement *m) {
    uint32_t lanes = pcs_device_get_abilities(m->device)->lanes;
    pcs_bench_chain p = {.item_count = BODIES / lanes, .steps = STEPS, .factor = 0.5f, .term = 1.0f};
    m->amount = (uint64_t)p.item_count * lanes * STEPS * PCS_BENCH_CHAINS * 2;
    return PCS_RUN(m->device, pcs_bench_multiply_add, p.item_count, 0, PCS_ARRAY(m->to), PCS_BY_VALUE(p));
}

static pcs_status launch_many(measurement *m) {
    pcs_status status = PCS_OK;
    uint32_t nothing = 0;
    for (uint32_t i = 0; i < LAUNCHES; i++) {
        PCS_TRY(PCS_RUN(m->device, pcs_bench_nothing, 1, 0, PCS_ARRAY(m->to), PCS_BY_VALUE(nothing)));
    }
    m->amount = LAUNCHES;
done:
    return status;
}

static pcs_status launch_and_wait(measurement *m) {
    pcs_status status = PCS_OK;
    uint32_t nothing = 0;
    for (uint32_t i = 0; i < LAUNCHES; i++) {
        PCS_TRY(PCS_RUN(m->device, pcs_bench_nothing, 1, 0, PCS_ARRAY(m->to), PCS_BY_VALUE(nothing)));
        PCS_TRY(pcs_device_finish(m->device));
    }
    m->amount = LAUNCHES;
done:
    return status;
}

typedef enum kind {
    COPY,
    COPY_MORE,
    COPY_MUCH,
    SCATTERED,
    CLUSTERED,
    MULTIPLY_ADD,
    LAUNCH,
    TIMED_LAUNCH,
    WAIT,
    KINDS
} kind;

static const struct {
    const char *name, *unit;
    pcs_status (*run)(measurement *m);
    bool timed;    /* kernels are, */
    bool of_clock; /* but the time is that of the host's clock, launches included */
} kinds[KINDS] = {
    [COPY] = {"copy 1 MiB", "bytes", copy_little, true, false},
    [COPY_MORE] = {"copy 8 MiB", "bytes", copy_more, true, false},
    [COPY_MUCH] = {"copy 64 MiB", "bytes", copy_much, true, false},
    [SCATTERED] = {"adds scattered", "adds", add_scattered, true, false},
    [CLUSTERED] = {"adds clustered", "adds", add_clustered, true, false},
    [MULTIPLY_ADD] = {"multiply-add", "operations", multiply_add, true, false},
    [LAUNCH] = {"launch", "launches", launch_many, false, true},
    [TIMED_LAUNCH] = {"launch timed", "launches", launch_many, true, true},
    [WAIT] = {"launch and wait", "launches", launch_and_wait, false, true},
};

/* The first run warms up. rate: amounts a nanosecond. */
static pcs_status measure(measurement *m, kind which, uint32_t index, pcs_result *result, double *rate) {
    pcs_status status = PCS_OK;
    const pcs_stopwatch stopwatch = {note_launch, note_time, m};
    uint64_t runs[RUNS], total = 0;
    int count = 0;
    PCS_TRY(pcs_tick(m->context, "ceilings", (double)which / KINDS, 0));
    PCS_TRY(pcs_device_time_kernels(m->device, kinds[which].timed ? &stopwatch : NULL));
    for (int run = -1; run < RUNS && (run < RUNS_LEAST || total < TIME_USUAL); run++) {
        uint64_t start = pcs_clock_nanoseconds();
        m->time = 0;
        PCS_TRY(kinds[which].run(m));
        PCS_TRY(pcs_device_finish(m->device));
        total += pcs_clock_nanoseconds() - start;
        if (run >= 0) {
            runs[run] = kinds[which].of_clock ? pcs_clock_nanoseconds() - start : m->time;
            count = run + 1;
        }
    }
    pcs_bench_row row = {.part = PCS_BENCH_PART_CEILING,
                         .device = index,
                         .workload = PCS_BENCH_NONE,
                         .stage = PCS_BENCH_NONE,
                         .runs = runs,
                         .run_count = (uint32_t)count,
                         .amount = m->amount};
    snprintf(row.name, sizeof(row.name), "%s", kinds[which].name);
    snprintf(row.unit, sizeof(row.unit), "%s", kinds[which].unit);
    PCS_TRY(pcs_result_add(m->context, result, &row));
    const pcs_bench_row *added = &result->public.rows[result->public.row_count - 1];
    *rate = added->median > 0 ? (double)m->amount / (double)added->median : 0;
done:
    if (pcs_device_time_kernels(m->device, NULL) != PCS_OK && status == PCS_OK) {
        status = PCS_E_DEVICE;
    }
    return status;
}

/* As large as is wanted, or as the device allows. */
static uint64_t copy_size(pcs_device *device) {
    uint64_t most = pcs_device_get_abilities(device)->buffer_size_max, memory = pcs_device_get_info(device)->memory;
    uint64_t size = copy_sizes[PCS_COPIES - 1];
    while ((most > 0 && size > most / 2) || (memory > 0 && size > memory / 8)) {
        size /= 2;
    }
    return size;
}

double pcs_ceilings_copy(const pcs_ceilings *ceilings, uint64_t bytes) {
    size_t i = 0;
    while (i + 1 < PCS_COPIES && 2 * copy_sizes[i] < bytes) {
        i++;
    }
    return ceilings->copy[i];
}

pcs_status pcs_ceilings_measure(pcs_context *context, pcs_device *device, uint32_t index, pcs_result *result,
                                pcs_ceilings *ceilings) {
    pcs_status status = PCS_OK;
    measurement m = {.context = context, .device = device};
    double rates[KINDS];
    PCS_TRY(pcs_buffer_new(device, "the ceilings", copy_size(device), &m.from));
    PCS_TRY(pcs_buffer_zero(m.from));
    PCS_TRY(pcs_buffer_new(device, "the ceilings", copy_size(device), &m.to));
    for (kind which = 0; which < KINDS; which++) {
        PCS_TRY(measure(&m, which, index, result, &rates[which]));
    }
    for (int i = 0; i < PCS_COPIES; i++) {
        ceilings->copy[i] = rates[COPY + i];
    }
    ceilings->adds = rates[SCATTERED] > rates[CLUSTERED] ? rates[SCATTERED] : rates[CLUSTERED];
    ceilings->multiply_add = rates[MULTIPLY_ADD];
    if (rates[LAUNCH] > 0 && rates[TIMED_LAUNCH] > 0) {
        ceilings->timing = 1 / rates[TIMED_LAUNCH] - 1 / rates[LAUNCH];
    }
done:
    pcs_buffer_free(m.to);
    pcs_buffer_free(m.from);
    return status;
}
