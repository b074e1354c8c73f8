/* Edges that are paths to chains of segments. */
#include "base/memory.h"
#include "raster/raster.h"

#include <stdlib.h>

enum { EDGES_PER_TICK = 1 << 16 };

/* At least as many segments as there are; UINT64_MAX: too many. */
static uint64_t bound(const pcs_edges *edges, const pcs_edge_choice *choice, const pcs_bundle *bundle) {
    uint64_t segments = 0;
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        if (!choice || choice->of_edges[e] == choice->category) {
            segments += bundle->paths[bundle->of_edges[e]].count - 1;
        }
    }
    return segments <= UINT32_MAX ? segments : UINT64_MAX;
}

pcs_status pcs_chains_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                          const pcs_edge_choice *choice, const pcs_bundle *bundle, pcs_measure measure,
                          uint64_t **weights, pcs_segment **segments, uint32_t *count) {
    pcs_status status = PCS_OK;
    uint64_t most = bound(edges, choice, bundle);
    uint32_t found = 0;
    *count = 0;
    *segments = most <= UINT32_MAX ? pcs_memory_new((size_t)most, sizeof(**segments)) : NULL;
    if (weights) {
        *weights = *segments ? pcs_memory_new((size_t)most, sizeof(**weights)) : NULL;
    }
    if (!*segments || (weights && !*weights)) {
        PCS_TRY(pcs_fail_memory(context, "the segments of bundled edges", 0));
    }
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        const pcs_edge *edge = &edges->table[e];
        uint32_t path = bundle->of_edges[e];
        double from[2], to[2];
        if (e % EDGES_PER_TICK == 0) {
            PCS_TRY(pcs_tick(context, "raster", 0.0, 0));
        }
        if (choice && choice->of_edges[e] != choice->category) {
            continue;
        }
        pcs_bundle_point(bundle, layout, edge, path, 0, from);
        for (uint32_t k = 1; k < bundle->paths[path].count; k++) {
            pcs_bundle_point(bundle, layout, edge, path, k, to);
            if (pcs_segment_in_chain(view, from, to, k == 1, &(*segments)[found])) {
                if (weights) {
                    (*weights)[found] = pcs_edge_weight(edge, measure);
                }
                found++;
            }
            from[0] = to[0];
            from[1] = to[1];
        }
    }
    *count = found;
done:
    if (status != PCS_OK) {
        free(*segments);
        *segments = NULL;
        if (weights) {
            free(*weights);
            *weights = NULL;
        }
    }
    return status;
}
