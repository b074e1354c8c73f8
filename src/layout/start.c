#include "layout/start.h"

#include "base/hash.h"
#include "layout/pivot_mds.h"
#include "layout/stress.h"

/* A step in the graph is so long in the drawing that the forces pull the bodies together: bodies that come from outside
 * find their neighbours more often than bodies that have to get out. */
static const double STEP_LENGTH = 3.0;
/* Bodies with the same distances (the two ends of the same paths) lie on one point without it. */
static const double JITTER = 0.25;

/* From -1 to below 1. */
static double fraction(uint64_t hash) {
    return (double)(hash >> 11) * 0x1p-52 - 1.0;
}

static pcs_status place_component(pcs_context *context, const pcs_core *core, uint32_t component,
                                  const uint64_t *hashes, double *x, double *y) {
    pcs_status status = PCS_OK;
    pcs_distances *distances = NULL;
    PCS_TRY(pcs_distances_new(context, core, component, &distances));
    uint32_t first = distances->first;
    PCS_TRY(pcs_pivot_mds(context, distances, x + first, y + first));
    for (uint32_t i = first; i < core->ends[component]; i++) {
        uint64_t hash = hashes[core->nodes[i]];
        x[i] += fraction(pcs_hash_mix(hash)) * JITTER;
        y[i] += fraction(pcs_hash_mix(~hash)) * JITTER;
    }
    PCS_TRY(pcs_stress_lower(context, core, distances, x + first, y + first));
    for (uint32_t i = first; i < core->ends[component]; i++) {
        uint64_t hash = hashes[core->nodes[i]];
        x[i] = (x[i] + fraction(pcs_hash_mix(hash)) * 1e-3) * STEP_LENGTH;
        y[i] = (y[i] + fraction(pcs_hash_mix(~hash)) * 1e-3) * STEP_LENGTH;
    }
done:
    pcs_distances_free(distances);
    return status;
}

pcs_status pcs_start_place(pcs_context *context, const pcs_core *core, const uint64_t *hashes, double *x, double *y) {
    for (uint32_t c = 0; c < core->component_count; c++) {
        if (core->ends[c] - core->begins[c] >= 2) {
            pcs_status status = place_component(context, core, c, hashes, x, y);
            if (status != PCS_OK) {
                return status;
            }
        }
    }
    return PCS_OK;
}
