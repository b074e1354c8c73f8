#include "graph/graph.h"

#include "base/memory.h"

#include <inttypes.h>
#include <stdlib.h>

/* Edges between two ticks. */
enum { EDGES_A_TICK = 1 << 19 };

/* Whether table[i] is the first of its pair of different hosts: the table is sorted. */
static bool is_new_pair(const pcs_edge *table, uint32_t i) {
    const pcs_edge *edge = &table[i];
    return edge->a != edge->b && (i == 0 || table[i - 1].a != edge->a || table[i - 1].b != edge->b);
}

static uint32_t count_pairs(const pcs_edges *edges) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        count += is_new_pair(edges->table, i);
    }
    return count;
}

static pcs_status tick(pcs_phase phase, const pcs_edges *edges, uint32_t edge) {
    return edge % EDGES_A_TICK == 0 ? pcs_phase_tick(phase, (double)edge / edges->edge_count) : PCS_OK;
}

/* Rows come out ascending: pairs that end at a node (all lower neighbours, ascending) stand before those that begin at
 * it. */
static pcs_status fill_rows(pcs_phase phase, const pcs_edges *edges, pcs_graph *graph, uint32_t *ends) {
    pcs_status status = PCS_OK;
    pcs_phase counting = pcs_phase_part(phase, 0.0, 0.5), filling = pcs_phase_part(phase, 0.5, 1.0);
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        PCS_TRY(tick(counting, edges, i));
        if (is_new_pair(edges->table, i)) {
            ends[edges->table[i].a]++;
            ends[edges->table[i].b]++;
        }
    }
    for (uint32_t node = 0; node < graph->node_count; node++) {
        graph->offsets[node + 1] = graph->offsets[node] + ends[node];
        ends[node] = graph->offsets[node];
    }
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        PCS_TRY(tick(filling, edges, i));
        if (is_new_pair(edges->table, i)) {
            uint32_t a = edges->table[i].a, b = edges->table[i].b;
            graph->neighbours[ends[a]++] = b;
            graph->neighbours[ends[b]++] = a;
        }
    }
done:
    return status;
}

pcs_status pcs_graph_new(pcs_phase phase, const pcs_edges *edges, pcs_graph **out) {
    pcs_context *context = phase.context;
    pcs_status status = PCS_OK;
    uint32_t *ends = NULL;
    *out = NULL;
    pcs_graph *graph = pcs_memory_new(1, sizeof(*graph));
    uint32_t pairs = count_pairs(edges);
    if (pairs > UINT32_MAX / 2) {
        PCS_TRY(pcs_fail(context, PCS_E_MEMORY,
                         "graph: %" PRIu32 " pairs of hosts are more than the %" PRIu32 " it can hold: leave some out "
                         "with a filter",
                         pairs, UINT32_MAX / 2));
    }
    uint64_t bytes = ((uint64_t)edges->host_count * 2 + (uint64_t)pairs * 2) * sizeof(uint32_t);
    if (!graph) {
        PCS_TRY(pcs_fail_memory(context, "the graph", bytes));
    }
    graph->node_count = edges->host_count;
    graph->pair_count = pairs;
    graph->offsets = pcs_memory_new((size_t)edges->host_count + 1, sizeof(uint32_t));
    graph->neighbours = pcs_memory_new((size_t)pairs * 2, sizeof(uint32_t));
    ends = pcs_memory_new(edges->host_count, sizeof(uint32_t));
    if (!graph->offsets || !graph->neighbours || !ends) {
        PCS_TRY(pcs_fail_memory(context, "the graph", bytes));
    }
    PCS_TRY(fill_rows(phase, edges, graph, ends));
    *out = graph;
    graph = NULL;
done:
    free(ends);
    pcs_graph_free(graph);
    return status;
}

void pcs_graph_free(pcs_graph *graph) {
    if (graph) {
        free(graph->offsets);
        free(graph->neighbours);
        free(graph);
    }
}
