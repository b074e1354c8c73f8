#include "layout/core.h"

#include "base/memory.h"
#include "layout_types.h"

#include <stdlib.h>

/* Bodies between two ticks. */
enum { BODIES_A_TICK = 1 << 18 };

static uint32_t degree(const pcs_graph *graph, uint32_t node) {
    return graph->offsets[node + 1] - graph->offsets[node];
}

static bool is_leaf(const pcs_graph *graph, uint32_t node) {
    if (degree(graph, node) != 1) {
        return false;
    }
    uint32_t hub = graph->neighbours[graph->offsets[node]];
    return degree(graph, hub) > 1 || hub < node;
}

/* Numbers the bodies: body_of[node], which is PCS_NONE for leaves; begins and ends of the components. */
static void number_bodies(const pcs_components *components, pcs_core *core, uint32_t *body_of) {
    for (uint32_t c = 0; c < components->count; c++) {
        uint32_t bodies = 0;
        for (uint32_t i = components->offsets[c]; i < components->offsets[c + 1]; i++) {
            bodies += body_of[components->nodes[i]] != PCS_NONE;
        }
        core->ends[c] = bodies;
        core->moving_count += bodies < 2 ? 0 : (bodies + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
    }
    uint32_t next = 0, next_single = core->moving_count;
    for (uint32_t c = 0; c < components->count; c++) {
        bool single = core->ends[c] < 2;
        uint32_t body = single ? next_single : next;
        core->begins[c] = body;
        for (uint32_t i = components->offsets[c]; i < components->offsets[c + 1]; i++) {
            uint32_t node = components->nodes[i];
            body_of[node] = body_of[node] == PCS_NONE ? PCS_NONE : body++;
        }
        core->ends[c] = body;
        if (single) {
            next_single = body;
        } else {
            next = (body + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
        }
    }
    core->body_count = next_single;
}

/* The rows of the bodies, leaves apart; room is there for all. */
static pcs_status fill_rows(pcs_phase phase, const pcs_graph *graph, const float *weights, pcs_core *core,
                            const uint32_t *body_of) {
    pcs_status status = PCS_OK;
    uint32_t neighbour = 0, leaf = 0;
    for (uint32_t body = 0; body < core->body_count; body++) {
        uint32_t node = core->nodes[body];
        if (body % BODIES_A_TICK == 0) {
            PCS_TRY(pcs_phase_tick(phase, (double)body / core->body_count));
        }
        for (uint32_t i = node == PCS_NONE ? 0 : graph->offsets[node]; node != PCS_NONE && i < graph->offsets[node + 1];
             i++) {
            uint32_t other = graph->neighbours[i];
            if (body_of[other] == PCS_NONE) {
                core->leaves[leaf++] = other;
            } else {
                if (weights) {
                    core->weights[neighbour] = weights[i];
                }
                core->neighbours[neighbour++] = body_of[other];
            }
        }
        core->offsets[body + 1] = neighbour;
        core->leaf_offsets[body + 1] = leaf;
    }
done:
    return status;
}

pcs_status pcs_core_new(pcs_phase phase, const pcs_graph *graph, const pcs_components *components, const float *weights,
                        bool all, pcs_core **out) {
    pcs_context *context = phase.context;
    pcs_status status = PCS_OK;
    *out = NULL;
    /* Padding at most makes sixteen bodies of two hosts. */
    uint64_t bytes = ((uint64_t)graph->node_count * 10 + (uint64_t)graph->pair_count * 2) * sizeof(uint32_t);
    pcs_core *core = pcs_memory_new(1, sizeof(*core));
    uint32_t *body_of = pcs_memory_new(graph->node_count, sizeof(uint32_t));
    if (!core || !body_of) {
        PCS_TRY(pcs_fail_memory(context, "the core of the graph", bytes));
    }
    core->component_count = components->count;
    core->begins = pcs_memory_new(components->count, sizeof(uint32_t));
    core->ends = pcs_memory_new(components->count, sizeof(uint32_t));
    if (!core->begins || !core->ends) {
        PCS_TRY(pcs_fail_memory(context, "the core of the graph", bytes));
    }
    for (uint32_t node = 0; node < graph->node_count; node++) {
        body_of[node] = !all && is_leaf(graph, node) ? PCS_NONE : 0;
    }
    number_bodies(components, core, body_of);
    core->nodes = pcs_memory_new(core->body_count, sizeof(uint32_t));
    core->offsets = pcs_memory_new((size_t)core->body_count + 1, sizeof(uint32_t));
    core->neighbours = pcs_memory_new((size_t)graph->pair_count * 2, sizeof(uint32_t));
    core->weights = weights ? pcs_memory_new((size_t)graph->pair_count * 2, sizeof(float)) : NULL;
    core->leaf_offsets = pcs_memory_new((size_t)core->body_count + 1, sizeof(uint32_t));
    core->leaves = pcs_memory_new(graph->node_count, sizeof(uint32_t));
    if (!core->nodes || !core->offsets || !core->neighbours || !core->leaf_offsets || !core->leaves ||
        (weights && !core->weights)) {
        PCS_TRY(pcs_fail_memory(context, "the core of the graph", bytes));
    }
    for (uint32_t body = 0; body < core->body_count; body++) {
        core->nodes[body] = PCS_NONE;
    }
    for (uint32_t node = 0; node < graph->node_count; node++) {
        if (body_of[node] != PCS_NONE) {
            core->nodes[body_of[node]] = node;
        }
    }
    PCS_TRY(fill_rows(phase, graph, weights, core, body_of));
    *out = core;
    core = NULL;
done:
    free(body_of);
    pcs_core_free(core);
    return status;
}

void pcs_core_free(pcs_core *core) {
    if (core) {
        free(core->nodes);
        free(core->begins);
        free(core->ends);
        free(core->offsets);
        free(core->neighbours);
        free(core->weights);
        free(core->leaf_offsets);
        free(core->leaves);
        free(core);
    }
}
