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

/* Says what failed, and what is to be doubted. */
static int judge(pcs_session *session, const pcs_bench_result *result) {
    enum { NOTICED = 50000000 }; /* nanoseconds: what is shorter is always noisy somewhere */
    int exit_status = PCS_OK;
    uint32_t noisy = 0, stages = 0;
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
        }
    }
    if (noisy > 0) {
        pcs_session_warn(session,
                         "a noisy run: the quartiles of %u of %u stages above 50 ms lie more than 10 %% apart: leave "
                         "the machine alone while it measures",
                         noisy, stages);
    }
    return exit_status;
}

static int run(const pcs_settings *settings, const plan *p) {
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    pcs_bench_result *result = NULL;
    int exit_status = (int)pcs_session_report(&session, measure(&session, p, &result));
    if (result) {
        exit_status = judge(&session, result);
        pcs_bench_table_print(stdout, result);
    }
    pcs_bench_result_free(result);
    pcs_session_close(&session);
    return exit_status;
}

int pcs_command_bench(const pcs_settings *settings) {
    plan p = {.graph_count = 0};
    if (settings->bench_edges && !settings->bench_hosts) {
        pcs_message("--edges: of how many hosts? Add --hosts N");
        return PCS_E_ARGUMENT;
    }
    plan_graphs(settings, &p);
    plan_stages(settings, &p);
    plan_devices(settings, &p);
    int exit_status = run(settings, &p);
    free(p.device_list);
    return exit_status;
}
