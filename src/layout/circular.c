#include "base/memory.h"
#include "layout/direction.h"
#include "layout/kinds.h"

#include <stdlib.h>

/* ranks[i]: how many hosts have more neighbours than host i, or as many and a lower address. */
static pcs_status rank_by_degree(pcs_context *context, const pcs_graph *graph, uint32_t *ranks) {
    uint32_t count = graph->node_count;
    uint32_t *next = pcs_memory_new((size_t)count + 1, sizeof(*next)); /* rank of the next host of each degree */
    if (!next) {
        return pcs_fail_memory(context, "the layout", ((uint64_t)count + 1) * sizeof(*next));
    }
    for (uint32_t i = 0; i < count; i++) {
        next[graph->offsets[i + 1] - graph->offsets[i]]++;
    }
    uint32_t before = 0;
    for (uint32_t degree = count + 1; degree-- > 0;) {
        uint32_t hosts = next[degree];
        next[degree] = before;
        before += hosts;
    }
    for (uint32_t i = 0; i < count; i++) {
        ranks[i] = next[graph->offsets[i + 1] - graph->offsets[i]]++;
    }
    free(next);
    return PCS_OK;
}

/* All hosts on one circle of radius 1, at equal angles. */
pcs_status pcs_layout_circular(pcs_context *context, pcs_order order, pcs_layout_problem *problem) {
    pcs_status status = PCS_OK;
    uint32_t count = problem->edges->host_count;
    if ((unsigned)order >= PCS_ORDER_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "order: there is none of number %d: choose one of pcs_order",
                        (int)order);
    }
    uint32_t *ranks = pcs_memory_new(count, sizeof(*ranks));
    if (!ranks) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)count * sizeof(*ranks)));
    }
    for (uint32_t i = 0; i < count; i++) {
        ranks[i] = i;
    }
    if (order == PCS_ORDER_DEGREE) {
        PCS_TRY(rank_by_degree(context, problem->graph, ranks));
    }
    for (uint32_t i = 0; i < count; i++) {
        pcs_direction direction = pcs_direction_of((double)ranks[i] / (double)count);
        problem->x[i] = direction.x;
        problem->y[i] = direction.y;
    }
done:
    free(ranks);
    return status;
}
