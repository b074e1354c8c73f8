/* bench: generated graphs are golden, what is measured is right, and what is wrong is found. */
#include "bench/ceilings.h"
#include "bench/draw.h"
#include "bench/fingerprint.h"
#include "bench/meter.h"
#include "bench/profile.h"
#include "bench/verify.h"
#include "bench/workload.h"
#include "check.h"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void graphs_are_golden(pcs_context *context) {
    static const struct {
        pcs_bench_graph graph;
        uint32_t hosts, edges;
        uint64_t hash;
    } cases[] = {
        {{PCS_BENCH_CAPTURE, 64, 64}, 64, 64, 0x8e3b1fa65206a35d},
        {{PCS_BENCH_CAPTURE, 1000, 5000}, 1000, 5000, 0x0ba1644118b1551d},
        {{PCS_BENCH_CAPTURE, 20000, 100000}, 20000, 100000, 0x03edd6bed43196af},
        {{PCS_BENCH_CAPTURE, 400000, 2000000}, 400000, 2000000, 0xde750a0e6b890142},
        {{PCS_BENCH_RMAT, 1000, 5000}, 772, 5000, 0x1c6238ed1dc5a6e5},
        {{PCS_BENCH_RMAT, 20000, 100000}, 12511, 100000, 0x3fa48b23ecdbfbe7},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_edges *edges = NULL;
        if (!CHECK(pcs_workload_edges(context, &cases[i].graph, &edges) == PCS_OK)) {
            continue;
        }
        uint64_t hash = pcs_fingerprint_edges(edges);
        CHECK_CASE(edges->host_count == cases[i].hosts && edges->edge_count == cases[i].edges && hash == cases[i].hash,
                   "case %zu: %u hosts, %u edges, 0x%016llx", i, edges->host_count, edges->edge_count,
                   (unsigned long long)hash);
        pcs_edges_free(edges);
    }
}

/* The medium graph is what its name says: many leaves, hubs, hundreds of small components, one large one. */
static void captures_look_like_captures(pcs_context *context) {
    const pcs_bench_graph medium = {PCS_BENCH_CAPTURE, 20000, 100000};
    pcs_edges *edges = NULL;
    pcs_graph *graph = NULL;
    pcs_components *components = NULL;
    CHECK(pcs_workload_edges(context, &medium, &edges) == PCS_OK &&
          pcs_graph_new(pcs_phase_whole(context, "layout"), edges, &graph) == PCS_OK &&
          pcs_components_new(pcs_phase_whole(context, "layout"), graph, &components) == PCS_OK);
    uint32_t leaves = 0, most = 0;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        uint32_t degree = graph->offsets[i + 1] - graph->offsets[i];
        leaves += degree == 1;
        most = degree > most ? degree : most;
    }
    printf("medium: %u hosts, %u leaves, greatest degree %u, %u components\n", graph->node_count, leaves, most,
           components->count);
    CHECK(leaves > graph->node_count * 4 / 10 && most > graph->node_count / 10);
    CHECK(components->count > 100 && components->offsets[1] > graph->node_count * 9 / 10);
    for (uint32_t i = 1; i < edges->edge_count; i++) {
        const pcs_edge *before = &edges->table[i - 1], *edge = &edges->table[i];
        if (edge->a >= edge->b || (before->a == edge->a ? before->b >= edge->b : before->a > edge->a)) {
            CHECK_CASE(false, "edge %u", i);
            break;
        }
    }
    pcs_components_free(components);
    pcs_graph_free(graph);
    pcs_edges_free(edges);
}

/* What the packets say is what the graph is, to the last byte of traffic. */
static void packets_give_the_graph(pcs_context *context) {
    for (int model = 0; model < PCS_BENCH_MODEL_COUNT; model++) {
        const pcs_bench_graph graph = {(pcs_bench_model)model, 500, 3000};
        pcs_workload workload;
        pcs_edges *edges = NULL;
        CHECK(pcs_workload_generate(context, &graph, true, &workload) == PCS_OK);
        CHECK(workload.info.packets == 2 * (uint64_t)workload.info.edges);
        CHECK(pcs_workload_ingest(context, &workload, &edges) == PCS_OK);
        CHECK(pcs_fingerprint_edges(edges) == workload.info.hash);
        edges->table[7].a_to_b.payload_bytes++;
        CHECK(pcs_fingerprint_edges(edges) != workload.info.hash);
        pcs_edges_free(edges);
        pcs_workload_clear(&workload);
    }
}

/* Stages that do not read need no packets. */
static void packets_may_be_left_out(pcs_context *context) {
    const pcs_bench_graph graph = {PCS_BENCH_CAPTURE, 500, 3000};
    pcs_workload with, without;
    CHECK(pcs_workload_generate(context, &graph, true, &with) == PCS_OK);
    CHECK(pcs_workload_generate(context, &graph, false, &without) == PCS_OK);
    CHECK(without.info.hash == with.info.hash && without.info.packets == 0 && !without.capture);
    pcs_workload_clear(&with);
    pcs_workload_clear(&without);
}

static void impossible_graphs_are_refused(pcs_context *context) {
    static const struct {
        pcs_bench_graph graph;
        pcs_status status;
    } cases[] = {{{PCS_BENCH_CAPTURE, 63, 100}, PCS_E_ARGUMENT},
                 {{PCS_BENCH_CAPTURE, 100, 99}, PCS_E_ARGUMENT},
                 {{PCS_BENCH_MODEL_COUNT, 100, 100}, PCS_E_ARGUMENT},
                 {{PCS_BENCH_CAPTURE, PCS_BENCH_HOSTS_MOST + 1U, PCS_BENCH_EDGES_MOST}, PCS_E_ARGUMENT},
                 {{PCS_BENCH_CAPTURE, PCS_BENCH_HOSTS_MOST, PCS_BENCH_EDGES_MOST}, PCS_E_MEMORY}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_workload workload;
        for (int packets = 0; packets < 2; packets++) {
            CHECK_CASE(pcs_workload_generate(context, &cases[i].graph, packets != 0, &workload) == cases[i].status,
                       "case %zu, packets %d", i, packets);
        }
    }
}

static void runs_are_judged(void) {
    static const struct {
        uint64_t runs[5];
        uint32_t count;
        uint64_t low, median, high;
        uint32_t outliers;
        bool noisy;
    } cases[] = {{{7}, 1, 7, 7, 7, 0, false},
                 {{300, 100, 200}, 3, 150, 200, 250, 0, true},
                 {{100, 103, 101, 102}, 4, 100, 101, 102, 0, false},
                 {{1000, 1001, 1002, 1003, 2000}, 5, 1001, 1002, 1003, 1, false},
                 {{1000, 1000, 1000, 1000, 1049}, 5, 1000, 1000, 1000, 0, false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t runs[5];
        memcpy(runs, cases[i].runs, sizeof(runs));
        pcs_bench_row row = {.runs = runs, .run_count = cases[i].count};
        pcs_row_judge(&row);
        CHECK_CASE(row.low == cases[i].low && row.median == cases[i].median && row.high == cases[i].high &&
                       row.outliers == cases[i].outliers && row.noisy == cases[i].noisy,
                   "case %zu: %llu %llu %llu, %u", i, (unsigned long long)row.low, (unsigned long long)row.median,
                   (unsigned long long)row.high, row.outliers);
    }
}

static void every_kernel_has_a_formula(void) {
    for (int kernel = 0; kernel < PCS_KERNEL_COUNT; kernel++) {
        const pcs_formula *formula = pcs_formula_of((pcs_kernel)kernel);
        CHECK_CASE((formula->unit == NULL) != (formula->reason == NULL),
                   "%s: src/bench/work.c says neither what it does in a launch nor why it cannot be said",
                   pcs_kernel_name((pcs_kernel)kernel));
    }
}

/* ---- timing */

typedef struct notes {
    uint32_t launched, told;
    bool in_order;
} notes;

static uint32_t note_launch(void *user, const pcs_launch *launch) {
    notes *n = user;
    CHECK(launch->kernel == PCS_KERNEL_pcs_bench_nothing && launch->level == 3 && launch->argument_count == 2);
    return n->launched++;
}

static void note_time(void *user, uint32_t slot, uint64_t nanoseconds) {
    notes *n = user;
    n->in_order = n->in_order && slot == n->told;
    n->told++;
    CHECK(nanoseconds < 1000000000U * UINT64_C(60));
}

static void launches_are_timed_where_asked_for(pcs_context *context, const char *which) {
    enum { LAUNCHES = 3000 }; /* more than are remembered at once */
    notes n = {.in_order = true};
    const pcs_stopwatch stopwatch = {note_launch, note_time, &n};
    pcs_device *device = NULL;
    pcs_buffer *buffer = NULL;
    uint32_t nothing = 0;
    CHECK(pcs_device_open(context, which, NULL, &device) == PCS_OK);
    CHECK(pcs_buffer_new(device, "a test", 64, &buffer) == PCS_OK);
    pcs_device_set_level(device, 3);
    for (int timed = 0; timed < 3; timed++) {
        CHECK(pcs_device_time_kernels(device, timed == 1 ? &stopwatch : NULL) == PCS_OK);
        for (int i = 0; i < LAUNCHES; i++) {
            CHECK(PCS_RUN(device, pcs_bench_nothing, 1, 0, PCS_ARRAY(buffer), PCS_BY_VALUE(nothing)) == PCS_OK);
        }
        CHECK(pcs_device_finish(device) == PCS_OK);
        uint32_t expected = timed > 0 ? LAUNCHES : 0;
        CHECK_CASE(n.launched == expected && n.told == expected && n.in_order, "%s: %u, %u", which, n.launched, n.told);
    }
    /* Launches that were not told are forgotten with the device. */
    CHECK(pcs_device_time_kernels(device, &stopwatch) == PCS_OK);
    CHECK(PCS_RUN(device, pcs_bench_nothing, 1, 0, PCS_ARRAY(buffer), PCS_BY_VALUE(nothing)) == PCS_OK);
    pcs_buffer_free(buffer);
    pcs_device_free(device);
}

/* Processor time passes while a thread works, and not while it sleeps; who shares its processor waits. */
static void meters_tell_work_from_waiting(void) {
    enum { SPAN = 60000000 }; /* nanoseconds */
    const struct timespec pause = {.tv_nsec = SPAN};
    pcs_meter before = pcs_meter_read();
    nanosleep(&pause, NULL);
    pcs_meter slept = pcs_meter_since(&before);
    CHECK(slept.time >= SPAN && slept.processor < SPAN / 2);
    before = pcs_meter_read();
    pcs_meter worked = {.time = 0};
    while (worked.processor < SPAN) {
        worked = pcs_meter_since(&before);
    }
    CHECK(worked.time > 0 && worked.processor >= SPAN);
    cpu_set_t all, one;
    CHECK(sched_getaffinity(0, sizeof(all), &all) == 0);
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
    pid_t rival = fork();
    if (rival == 0) {
        for (;;) {
        }
    }
    before = pcs_meter_read();
    pcs_meter shared = {.time = 0};
    while (shared.processor < SPAN) {
        shared = pcs_meter_since(&before);
    }
    kill(rival, SIGKILL);
    waitpid(rival, NULL, 0);
    CHECK(sched_setaffinity(0, sizeof(all), &all) == 0);
    CHECK_CASE(access("/proc/self/schedstat", R_OK) != 0 || shared.waited > SPAN / 4, "%llu of %llu",
               (unsigned long long)shared.waited, (unsigned long long)shared.time);
}

/* ---- the whole */

static pcs_bench_result *run_small(pcs_context *context, const char *device, uint32_t stages, bool no_kernels) {
    const pcs_bench_graph graphs[] = {{PCS_BENCH_CAPTURE, 200, 1000}, {PCS_BENCH_CAPTURE, 1000, 5000}};
    pcs_layout_options layout = PCS_OPTIONS(layout);
    layout.kind = PCS_LAYOUT_CIRCULAR;
    pcs_bench_options options = PCS_OPTIONS(options);
    options.devices = &device;
    options.device_count = 1;
    options.graphs = graphs;
    options.graph_count = 2;
    options.stages = stages;
    options.layout = &layout;
    options.width = 300;
    options.height = 200;
    options.runs = 2;
    options.no_kernels = no_kernels;
    pcs_bench_result *result = NULL;
    CHECK_CASE(pcs_bench_run(context, &options, &result) == PCS_OK, "%s", pcs_context_message(context));
    return result;
}

static void stages_are_measured_everywhere(pcs_context *context) {
    pcs_bench_result *result = run_small(context, "all", 0, false);
    uint32_t stages[PCS_BENCH_STAGE_COUNT] = {0}, kernels = 0, working = 0;
    for (size_t i = 0; i < result->device_count; i++) {
        working += !result->devices[i].problem[0];
    }
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        CHECK_CASE(row->problem[0] == '\0' || result->devices[row->device].problem[0], "%s: %s", row->name,
                   row->problem);
        if (row->part == PCS_BENCH_PART_STAGE) {
            stages[row->stage]++;
            CHECK(row->run_count == 2 && row->runs[0] > 0 && row->amount > 0);
            pcs_device_kind kind = result->devices[row->device].kind;
            CHECK((row->paces != NULL) == (kind == PCS_DEVICE_HOST || kind == PCS_DEVICE_CPU));
            CHECK(row->processor && row->waited && row->processor[0] > 0);
            bool known = row->stage == PCS_BENCH_INGEST || (row->workload == 1 && row->stage <= PCS_BENCH_LAYOUT);
            pcs_bench_verdict verdict = row->stage == PCS_BENCH_PNG ? PCS_BENCH_UNCHECKED
                                        : known                     ? PCS_BENCH_KNOWN
                                        : working > 1               ? PCS_BENCH_AGREES
                                                                    : PCS_BENCH_UNCHECKED;
            CHECK_CASE(row->verdict == verdict, "%s: %s", row->name, pcs_bench_verdict_name(row->verdict));
        }
        if (row->part == PCS_BENCH_PART_KERNEL) {
            kernels++;
            CHECK_CASE(row->calls > 0 && row->run_count == 2, "%s", row->name);
        }
    }
    for (int stage = 0; stage < PCS_BENCH_STAGE_COUNT; stage++) {
        CHECK_CASE(stages[stage] == 2 * working, "%s", pcs_bench_stage_name((pcs_bench_stage)stage));
    }
    CHECK(kernels >= working * 4);
    pcs_bench_result_free(result);
}

static void only_what_is_asked_for_is_measured(pcs_context *context) {
    pcs_bench_result *result = run_small(context, "host", 1U << PCS_BENCH_SHADE, true);
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        CHECK(row->part == PCS_BENCH_PART_STAGE && row->stage == PCS_BENCH_SHADE);
    }
    pcs_bench_result_free(result);
}

/* A device whose second stage differs from the first one's, and runs that differ from each other. */
static void wrong_results_are_found(void) {
    pcs_bench_workload workload = {.name = "none that is known", .hash = 5};
    uint64_t runs[2] = {1, 1};
    pcs_bench_row rows[] = {
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_INGEST, .hash = 5},
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_INGEST, .hash = 6, .device = 1},
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_RASTER, .hash = 8},
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_RASTER, .hash = 8, .device = 1},
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_SHADE, .hash = 1},
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_SHADE, .hash = 2, .device = 1},
        {.part = PCS_BENCH_PART_STAGE, .stage = PCS_BENCH_LAYOUT, .hash = 1},
    };
    static const pcs_bench_verdict expected[] = {PCS_BENCH_KNOWN, PCS_BENCH_WRONG, PCS_BENCH_AGREES,   PCS_BENCH_AGREES,
                                                 PCS_BENCH_WRONG, PCS_BENCH_WRONG, PCS_BENCH_UNCHECKED};
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    pcs_bench_result result = {.workloads = &workload, .workload_count = 1, .rows = rows, .row_count = ROWS};
    for (size_t i = 0; i < ROWS; i++) {
        rows[i].runs = runs;
        rows[i].run_count = 2;
    }
    pcs_verify(&result);
    for (size_t i = 0; i < ROWS; i++) {
        CHECK_CASE(rows[i].verdict == expected[i], "row %zu: %s", i, pcs_bench_verdict_name(rows[i].verdict));
        CHECK_CASE((rows[i].verdict == PCS_BENCH_WRONG) == (rows[i].problem[0] != '\0'), "row %zu", i);
    }
}

static bool cancel(void *user, const pcs_progress *progress) {
    (void)progress;
    int *left = user;
    return (*left)-- <= 0;
}

static void it_can_be_cancelled(void) {
    const pcs_bench_graph graph = {PCS_BENCH_CAPTURE, 200, 1000};
    for (int ticks = 0; ticks < 16; ticks += 3) {
        int left = ticks;
        const char *device = "host";
        pcs_context_options options = PCS_OPTIONS(options);
        options.progress = cancel;
        options.user = &left;
        pcs_context *context = pcs_context_new(&options);
        pcs_bench_options bench = PCS_OPTIONS(bench);
        pcs_bench_result *result = NULL;
        bench.devices = &device;
        bench.device_count = 1;
        bench.graphs = &graph;
        bench.graph_count = 1;
        bench.no_kernels = true;
        CHECK(pcs_bench_run(context, &bench, &result) == PCS_E_CANCELLED && result == NULL);
        pcs_context_free(context);
    }
}

int main(void) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = 2;
    pcs_context *context = pcs_context_new(&options);
    graphs_are_golden(context);
    captures_look_like_captures(context);
    packets_give_the_graph(context);
    packets_may_be_left_out(context);
    impossible_graphs_are_refused(context);
    runs_are_judged();
    every_kernel_has_a_formula();
    meters_tell_work_from_waiting();
    pcs_device_info *list = NULL;
    size_t count = 0;
    CHECK(pcs_device_list(context, &list, &count) == PCS_OK);
    for (size_t i = 0; i < count; i++) {
        char which[24];
        snprintf(which, sizeof(which), "%zu", i);
        launches_are_timed_where_asked_for(context, which);
    }
    pcs_device_list_free(list);
    stages_are_measured_everywhere(context);
    only_what_is_asked_for_is_measured(context);
    wrong_results_are_found();
    it_can_be_cancelled();
    pcs_context_free(context);
    return check_result();
}
