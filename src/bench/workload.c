#include "bench/workload.h"

#include "bench/fingerprint.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *pcs_bench_model_name(pcs_bench_model model) {
    static const char *const names[] = {
#define MODEL_NAME(name, text) text,
        PCS_BENCH_MODEL_TABLE(MODEL_NAME)
#undef MODEL_NAME
    };
    return (unsigned)model < PCS_BENCH_MODEL_COUNT ? names[model] : "";
}

bool pcs_bench_scale(size_t index, const char **name, pcs_bench_graph *graph) {
    static const struct {
        const char *name;
        uint32_t hosts, edges;
    } scales[] = {
#define SCALE(name, hosts, edges) {name, hosts, edges},
        PCS_BENCH_SCALE_TABLE(SCALE)
#undef SCALE
    };
    if (index >= sizeof(scales) / sizeof(scales[0])) {
        return false;
    }
    *name = scales[index].name;
    graph->hosts = scales[index].hosts;
    graph->edges = scales[index].edges;
    return true;
}

static void name_graph(const pcs_bench_graph *graph, char *text, size_t size) {
    pcs_bench_graph scale;
    const char *name;
    for (size_t i = 0; pcs_bench_scale(i, &name, &scale); i++) {
        if (scale.hosts == graph->hosts && scale.edges == graph->edges) {
            snprintf(text, size, "%s %s", pcs_bench_model_name(graph->model), name);
            return;
        }
    }
    snprintf(text, size, "%s %" PRIu32 "/%" PRIu32, pcs_bench_model_name(graph->model), graph->hosts, graph->edges);
}

/* What the stages take at their most. With packets: the packets, the table they are read into, and the finished one
 * twice; without: the table and the layout. */
static pcs_status check_memory(pcs_context *context, const pcs_bench_graph *graph, bool packets) {
    enum { READ_AN_EDGE = 500, READ_A_HOST = 250, LAID_OUT_AN_EDGE = 120, LAID_OUT_A_HOST = 600 };
    uint64_t edges = graph->edges, hosts = graph->hosts;
    uint64_t read = edges * READ_AN_EDGE + hosts * READ_A_HOST;
    uint64_t laid_out = edges * LAID_OUT_AN_EDGE + hosts * LAID_OUT_A_HOST;
    uint64_t need = packets && read > laid_out ? read : laid_out;
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    uint64_t have = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : UINT64_MAX;
    return need <= have ? PCS_OK
                        : pcs_fail(context, PCS_E_MEMORY,
                                   "a graph of %" PRIu32 " hosts and %" PRIu32 " edges needs some %.1f GB, and this "
                                   "machine has %.1f GB: choose a smaller scale%s",
                                   graph->hosts, graph->edges, (double)need / 1e9, (double)have / 1e9,
                                   packets && laid_out <= have ? ", or stages without ingest and total" : "");
}

pcs_status pcs_workload_check(pcs_context *context, const pcs_bench_graph *graph, bool packets) {
    if ((unsigned)graph->model >= PCS_BENCH_MODEL_COUNT || graph->hosts < PCS_BENCH_HOSTS_LEAST ||
        graph->hosts > PCS_BENCH_HOSTS_MOST || graph->edges < graph->hosts || graph->edges > PCS_BENCH_EDGES_MOST) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "%" PRIu32 " hosts and %" PRIu32 " edges: hosts are %d to %d, edges as many as hosts to %d",
                        graph->hosts, graph->edges, PCS_BENCH_HOSTS_LEAST, PCS_BENCH_HOSTS_MOST, PCS_BENCH_EDGES_MOST);
    }
    return check_memory(context, graph, packets);
}

static void describe(pcs_workload *workload) {
    workload->info.hosts = workload->edges->host_count;
    workload->info.edges = workload->edges->edge_count;
    workload->info.hash = pcs_fingerprint_edges(workload->edges);
}

pcs_status pcs_workload_generate(pcs_context *context, const pcs_bench_graph *graph, bool packets,
                                 pcs_workload *workload) {
    pcs_status status = PCS_OK;
    *workload = (pcs_workload){.input = NULL};
    PCS_TRY(pcs_workload_check(context, graph, packets));
    name_graph(graph, workload->info.name, sizeof(workload->info.name));
    PCS_TRY(pcs_workload_edges(context, graph, &workload->edges));
    if (packets) {
        PCS_TRY(pcs_workload_packets(context, workload));
    }
    describe(workload);
done:
    if (status != PCS_OK) {
        pcs_workload_clear(workload);
    }
    return status;
}

pcs_status pcs_workload_read(pcs_context *context, const char *input, const pcs_read_options *options,
                             pcs_workload *workload) {
    *workload = (pcs_workload){.info = {.name = "input"}, .input = input, .read = options};
    pcs_status status = pcs_workload_ingest(context, workload, &workload->edges);
    if (status == PCS_OK) {
        workload->info.packets = workload->edges->summary.packets;
        describe(workload);
    }
    return status;
}

void pcs_workload_clear(pcs_workload *workload) {
    pcs_edges_free(workload->edges);
    free(workload->capture);
    *workload = (pcs_workload){.input = NULL};
}
