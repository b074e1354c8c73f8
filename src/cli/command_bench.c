#include "cli/bench_table.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

enum { GRAPHS_MOST = 16, DEVICES_MOST = 64, EDGES_A_HOST = 5 };

/* What the lists of the command line say. */
typedef struct plan {
    pcs_bench_graph graphs[GRAPHS_MOST];
    size_t graph_count;
    char *device_list; /* which devices point into */
    const char *devices[DEVICES_MOST];
    size_t device_count;
    uint32_t stages;
} plan;

/* Takes the next word of a list, up to a comma. */
static bool next_word(const char **list, size_t *length, const char **word) {
    *word = *list;
    *length = strcspn(*list, ",");
    *list += *length + ((*list)[*length] == ',');
    return *length > 0;
}

static bool is_word(const char *word, size_t length, const char *name) {
    return strlen(name) == length && strncmp(word, name, length) == 0;
}

/* The forms of these lists have been checked. */
static void plan_graphs(const pcs_settings *settings, plan *p) {
    const char *list = settings->scales ? settings->scales : "", *word, *name;
    for (size_t length; p->graph_count + 1 < GRAPHS_MOST && next_word(&list, &length, &word);) {
        pcs_bench_graph graph = {.model = (pcs_bench_model)settings->model};
        for (size_t i = 0; pcs_bench_scale(i, &name, &graph); i++) {
            if (is_word(word, length, name)) {
                p->graphs[p->graph_count++] = graph;
            }
        }
    }
    if (settings->bench_hosts) {
        uint64_t edges = settings->bench_edges ? settings->bench_edges : settings->bench_hosts * EDGES_A_HOST;
        p->graphs[p->graph_count++] =
            (pcs_bench_graph){(pcs_bench_model)settings->model, (uint32_t)settings->bench_hosts, (uint32_t)edges};
    }
}

static void plan_stages(const pcs_settings *settings, plan *p) {
    const char *list = settings->stages ? settings->stages : "", *word;
    for (size_t length; next_word(&list, &length, &word);) {
        for (int stage = 0; stage < PCS_BENCH_STAGE_COUNT; stage++) {
            if (is_word(word, length, pcs_bench_stage_name((pcs_bench_stage)stage))) {
                p->stages |= 1U << stage;
            }
        }
    }
}

static void plan_devices(const pcs_settings *settings, plan *p) {
    p->device_list = settings->device ? strdup(settings->device) : NULL;
    for (char *at = p->device_list; at && *at && p->device_count < DEVICES_MOST;) {
        p->devices[p->device_count++] = at;
        at += strcspn(at, ",");
        if (*at) {
            *at++ = '\0';
        }
    }
}

static pcs_status measure(pcs_session *session, const plan *p, pcs_bench_result **result) {
    const pcs_settings *settings = session->settings;
    pcs_device_options device = pcs_session_device_options(settings);
    pcs_layout_options layout = PCS_OPTIONS(layout);
    layout.kind = (pcs_layout_kind)settings->layout;
    layout.seed = settings->seed;
    pcs_bench_options options = PCS_OPTIONS(options);
    options.devices = p->devices;
    options.device_count = p->device_count;
    options.device_options = &device;
    options.graphs = p->graphs;
    options.graph_count = p->graph_count;
    options.input = settings->input;
    options.stages = p->stages;
    options.layout = &layout;
    options.width = settings->image_size[0];
    options.height = settings->image_size[1];
    options.runs = (uint32_t)settings->runs;
    options.no_kernels = settings->no_kernels;
    options.save_positions = settings->save_positions;
    return pcs_bench_run(session->context, &options, result);
}

/* The share of a stage's time that its own measurement may take. */
static const double OVERHEAD_MOST = 0.02;

/* Says what failed, and what is to be doubted. */
static int judge(pcs_session *session, const pcs_bench_result *result) {
    enum { NOTICED = 50000000 }; /* nanoseconds: what is shorter is always noisy somewhere */
    int exit_status = PCS_OK;
    uint32_t noisy = 0, stages = 0;
    double overhead = 0;
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        if (row->problem[0]) {
            const char *workload = row->workload < result->workload_count ? result->workloads[row->workload].name : "";
            pcs_session_say(session, "%s: %s%s%s: %s", result->devices[row->device].name, workload,
                            *workload ? ", " : "", row->name, row->problem);
            exit_status = PCS_E_DEVICE;
        }
        if (row->part == PCS_BENCH_PART_STAGE && row->median >= NOTICED) {
            stages++;
            noisy += row->noisy;
            overhead = row->overhead > overhead ? row->overhead : overhead;
        }
    }
    if (noisy > 0) {
        pcs_session_warn(session,
                         "a noisy run: the quartiles of %u of %u stages above 50 ms lie more than 10 %% apart: leave "
                         "the machine alone while it measures",
                         noisy, stages);
    }
    if (overhead > OVERHEAD_MOST) {
        pcs_session_warn(session,
                         "timing the kernels took %.1f %% of a stage above 50 ms: measure stages with --no-kernels",
                         100 * overhead);
    }
    return exit_status;
}

static pcs_status save(pcs_session *session, const pcs_bench_result *result) {
    const pcs_settings *settings = session->settings;
    pcs_status status = PCS_OK;
    if (settings->save_json) {
        status = pcs_bench_write_json(session->context, result, settings->save_json);
    }
    if (status == PCS_OK && settings->save_csv) {
        status = pcs_bench_write_csv(session->context, result, settings->save_csv);
    }
    return pcs_session_report(session, status);
}

/* PCS_EXIT_FELL_SHORT where it did. */
static int compare(pcs_session *session, FILE *file, const pcs_bench_result *before, const pcs_bench_result *after) {
    enum { TOLERANCE_USUAL = 10 };
    uint64_t percent = session->settings->tolerance ? session->settings->tolerance : TOLERANCE_USUAL;
    double tolerance = (double)percent / 100;
    pcs_bench_ratio *ratios = NULL;
    size_t count = 0;
    int exit_status = (int)pcs_session_report(
        session, pcs_bench_compare(session->context, before, after, tolerance, &ratios, &count));
    for (size_t i = 0; i < count; i++) {
        exit_status = ratios[i].fell_short ? (int)PCS_EXIT_FELL_SHORT : exit_status;
    }
    if (count > 0) {
        pcs_bench_ratios_print(file, after, ratios, count, tolerance);
    }
    pcs_bench_ratios_free(ratios);
    return exit_status;
}

/* The first failure is what counts, and a wrong result more than a slow one. */
static int report(pcs_session *session, const pcs_bench_result *before, const pcs_bench_result *result) {
    FILE *file = pcs_outputs_use_standard(session->settings, NULL) ? stderr : stdout;
    int exit_status = judge(session, result);
    int saved = (int)save(session, result);
    pcs_bench_table_print(file, result);
    int compared = before ? compare(session, file, before, result) : PCS_OK;
    return exit_status != PCS_OK ? exit_status : saved != PCS_OK ? saved : compared;
}

static int run(const pcs_settings *settings, const plan *p) {
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    pcs_bench_result *before = NULL, *result = NULL;
    if (settings->compare) { /* looked at before long work */
        status = pcs_session_report(&session, pcs_bench_read_json(session.context, settings->compare, &before));
    }
    if (status == PCS_OK) {
        status = pcs_session_report(&session, measure(&session, p, &result));
    }
    int exit_status = result ? report(&session, before, result) : (int)status;
    pcs_bench_result_free(result);
    pcs_bench_result_free(before);
    pcs_session_close(&session);
    return exit_status;
}

int pcs_command_bench(const pcs_settings *settings) {
    plan p = {.graph_count = 0};
    if (settings->bench_edges && !settings->bench_hosts) {
        pcs_message("--edges: of how many hosts? Add --hosts N");
        return PCS_E_ARGUMENT;
    }
    if (pcs_outputs_check(settings, NULL) != PCS_OK) {
        return PCS_E_ARGUMENT;
    }
    plan_graphs(settings, &p);
    plan_stages(settings, &p);
    plan_devices(settings, &p);
    int exit_status = run(settings, &p);
    free(p.device_list);
    return exit_status;
}
