#include "base/memory.h"
#include "graph/graph.h"

#include <stdlib.h>

static uint64_t amount_of(const pcs_edge *edge, pcs_pull pull) {
    return pull == PCS_PULL_BYTES ? edge->a_to_b.bytes + edge->b_to_a.bytes
                                  : edge->a_to_b.packets + edge->b_to_a.packets;
}

/* 1 + log2(1 + amount) in 65536ths, straight between powers of two: a whole number, so that any sum is exact. */
static uint64_t weight_of(uint64_t amount) {
    enum { FRACTION_BITS = 16 };
    amount += amount < UINT64_MAX;
    uint32_t power = 63 - (uint32_t)__builtin_clzll(amount);
    uint64_t rest = amount << (63 - power) << 1 >> (64 - FRACTION_BITS);
    return ((uint64_t)(power + 1) << FRACTION_BITS) + rest;
}

/* Puts the weight of each pair of different hosts, of all its edges together, into both its rows; returns their sum. */
static uint64_t put_weights(const pcs_edges *edges, pcs_pull pull, uint32_t *ends, uint32_t *weights) {
    uint64_t amount = 0, sum = 0;
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i], *next = edge + 1;
        uint64_t own = amount_of(edge, pull);
        amount = own > UINT64_MAX - amount ? UINT64_MAX : amount + own;
        if (i + 1 < edges->edge_count && next->a == edge->a && next->b == edge->b) {
            continue;
        }
        if (edge->a != edge->b) {
            uint64_t weight = weight_of(amount);
            weights[ends[edge->a]++] = (uint32_t)weight;
            weights[ends[edge->b]++] = (uint32_t)weight;
            sum += weight;
        }
        amount = 0;
    }
    return sum;
}

pcs_status pcs_graph_weigh(pcs_context *context, const pcs_graph *graph, const pcs_edges *edges, pcs_pull pull,
                           float **out) {
    pcs_status status = PCS_OK;
    size_t count = (size_t)graph->pair_count * 2;
    *out = NULL;
    if ((unsigned)pull >= PCS_PULL_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "pull: there is none of number %d: choose one of pcs_pull", (int)pull);
    }
    if (pull == PCS_PULL_NONE) {
        return PCS_OK;
    }
    uint32_t *ends = pcs_memory_new(graph->node_count, sizeof(*ends));
    uint32_t *weights = pcs_memory_new(count, sizeof(*weights));
    float *shares = pcs_memory_new(count, sizeof(*shares));
    if (!ends || !weights || !shares) {
        PCS_TRY(pcs_fail_memory(context, "the weights of edges", count * (sizeof(*weights) + sizeof(*shares))));
    }
    for (uint32_t node = 0; node < graph->node_count; node++) {
        ends[node] = graph->offsets[node];
    }
    double mean = (double)put_weights(edges, pull, ends, weights) / graph->pair_count;
    for (size_t i = 0; i < count; i++) {
        shares[i] = (float)((double)weights[i] / mean);
    }
    *out = shares;
    shares = NULL;
done:
    free(shares);
    free(weights);
    free(ends);
    return status;
}
