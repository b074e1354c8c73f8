#include "base/memory.h"
#include "graph/graph.h"

#include <stdlib.h>

/* A component while it is being found: its lowest node is where the search that found it began. */
typedef struct found {
    uint32_t size, lowest;
} found;

static int compare_found(const void *left, const void *right) {
    const found *a = left, *b = right;
    if (a->size != b->size) {
        return a->size > b->size ? -1 : 1;
    }
    return (a->lowest > b->lowest) - (a->lowest < b->lowest);
}

static const uint32_t NOT_SEEN = UINT32_MAX;

/* Nodes between two ticks; and so many before its turn a node's row is asked for. */
enum { NODES_A_TICK = 1 << 18, AHEAD = 8 };

/* Labels all nodes that hang together with start, breadth first. The queue goes on from *tail. */
static pcs_status label_from(pcs_phase phase, const pcs_graph *graph, uint32_t start, uint32_t *labels, uint32_t *queue,
                             uint32_t *tail) {
    pcs_status status = PCS_OK;
    uint32_t head = *tail;
    labels[start] = start;
    queue[(*tail)++] = start;
    for (; head < *tail; head++) {
        uint32_t node = queue[head];
        if (head % NODES_A_TICK == 0) {
            PCS_TRY(pcs_phase_tick(phase, (double)head / graph->node_count));
        }
        if (head + AHEAD < *tail) {
            __builtin_prefetch(&graph->neighbours[graph->offsets[queue[head + AHEAD]]]);
        }
        for (uint32_t i = graph->offsets[node]; i < graph->offsets[node + 1]; i++) {
            uint32_t neighbour = graph->neighbours[i];
            if (labels[neighbour] == NOT_SEEN) {
                labels[neighbour] = start;
                queue[(*tail)++] = neighbour;
            }
        }
    }
done:
    return status;
}

/* Every node's label becomes the lowest node of its component. *list, to be freed, has all components in order. */
static pcs_status find(pcs_phase phase, const pcs_graph *graph, uint32_t *labels, uint32_t *queue, found **list,
                       uint32_t *count) {
    pcs_status status = PCS_OK;
    size_t capacity = 0;
    uint32_t seen = 0;
    for (uint32_t node = 0; node < graph->node_count; node++) {
        labels[node] = NOT_SEEN;
    }
    for (uint32_t node = 0; node < graph->node_count; node++) {
        if (labels[node] != NOT_SEEN) {
            continue;
        }
        if (!pcs_memory_grow((void **)list, &capacity, (size_t)*count + 1, sizeof(**list))) {
            PCS_TRY(pcs_fail_memory(phase.context, "the list of components", sizeof(**list)));
        }
        uint32_t before = seen;
        PCS_TRY(label_from(phase, graph, node, labels, queue, &seen));
        (*list)[(*count)++] = (found){.size = seen - before, .lowest = node};
    }
    if (*count > 0) {
        qsort(*list, *count, sizeof(**list), compare_found);
    }
done:
    return status;
}

pcs_status pcs_components_new(pcs_phase phase, const pcs_graph *graph, pcs_components **out) {
    pcs_context *context = phase.context;
    pcs_status status = PCS_OK;
    found *list = NULL;
    uint32_t count = 0;
    *out = NULL;
    uint64_t bytes = (uint64_t)graph->node_count * 3 * sizeof(uint32_t);
    pcs_components *components = pcs_memory_new(1, sizeof(*components));
    uint32_t *labels = pcs_memory_new(graph->node_count, sizeof(uint32_t));
    uint32_t *ends = pcs_memory_new(graph->node_count, sizeof(uint32_t));
    if (!components || !labels || !ends) {
        PCS_TRY(pcs_fail_memory(context, "the components of the graph", bytes));
    }
    PCS_TRY(find(phase, graph, labels, ends, &list, &count));
    components->count = count;
    components->offsets = pcs_memory_new((size_t)count + 1, sizeof(uint32_t));
    components->nodes = pcs_memory_new(graph->node_count, sizeof(uint32_t));
    if (!components->offsets || !components->nodes) {
        PCS_TRY(pcs_fail_memory(context, "the components of the graph", bytes));
    }
    for (uint32_t i = 0; i < count; i++) {
        ends[list[i].lowest] = components->offsets[i];
        components->offsets[i + 1] = components->offsets[i] + list[i].size;
    }
    for (uint32_t node = 0; node < graph->node_count; node++) {
        components->nodes[ends[labels[node]]++] = node;
    }
    *out = components;
    components = NULL;
done:
    free(list);
    free(ends);
    free(labels);
    pcs_components_free(components);
    return status;
}

void pcs_components_free(pcs_components *components) {
    if (components) {
        free(components->offsets);
        free(components->nodes);
        free(components);
    }
}
