#include "layout/need.h"

/* What is held of each host and each of its neighbours all the time; of each body and its neighbours while bodies move,
 * most of it for the cells of pyramid.h; and of each body at the start for its distances to the pivots, which are there
 * twice, for the host and for the device, up to what distances.c stores. */
enum { HOST = 72, NEIGHBOUR = 12, BODY = 184, BODY_NEIGHBOUR = 12, WEIGHT = 12, BODY_MOVES = 416, BODY_STARTS = 648 };
static const uint64_t STARTS_MOST = (UINT64_C(1) << 28) + (UINT64_C(1) << 24);
enum { BODY_STARTS_LEAST = 178, WORTH_TELLING = 10000000 };

static uint64_t degree(const pcs_graph *graph, uint32_t node) {
    return graph->offsets[node + 1] - graph->offsets[node];
}

static uint64_t count_leaves(const pcs_graph *graph) {
    uint64_t leaves = 0;
    for (uint32_t node = 0; node < graph->node_count; node++) {
        leaves += degree(graph, node) == 1 && degree(graph, graph->neighbours[graph->offsets[node]]) > 1;
    }
    return leaves;
}

static uint64_t larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

uint64_t pcs_layout_need(const pcs_graph *graph, pcs_layout_kind kind, bool weighted) {
    uint64_t hosts = graph->node_count, neighbours = (uint64_t)graph->pair_count * 2;
    uint64_t bytes = hosts * HOST + neighbours * NEIGHBOUR;
    if (kind != PCS_LAYOUT_FORCE && kind != PCS_LAYOUT_FR && kind != PCS_LAYOUT_FA2) {
        return bytes;
    }
    uint64_t leaves = kind == PCS_LAYOUT_FORCE ? count_leaves(graph) : 0, bodies = hosts - leaves;
    uint64_t starts = bodies * BODY_STARTS;
    starts = starts < STARTS_MOST ? starts : larger(STARTS_MOST, bodies * BODY_STARTS_LEAST);
    bytes += bodies * BODY + (neighbours - 2 * leaves) * BODY_NEIGHBOUR + (weighted ? neighbours * WEIGHT : 0);
    return bytes + larger(starts, bodies * BODY_MOVES);
}

pcs_status pcs_layout_claim(pcs_context *context, const pcs_graph *graph, pcs_layout_kind kind, bool weighted,
                            pcs_claim *claim) {
    uint64_t bytes = pcs_layout_need(graph, kind, weighted);
    if (bytes >= WORTH_TELLING) {
        pcs_log(context, PCS_LOG_INFO, "layout: needs %.0f MB for %u hosts and %u pairs of them", (double)bytes / 1e6,
                graph->node_count, graph->pair_count);
    }
    if (pcs_claim_raise(claim, context->budget, bytes)) {
        return PCS_OK;
    }
    return pcs_fail(context, PCS_E_MEMORY,
                    "the layout %s of %u hosts and %u pairs of them needs %llu bytes, more than the limit of %llu: "
                    "allow more memory, choose the layout circular or random, or draw fewer hosts",
                    pcs_layout_name(kind), graph->node_count, graph->pair_count, (unsigned long long)bytes,
                    (unsigned long long)context->budget->limit);
}
