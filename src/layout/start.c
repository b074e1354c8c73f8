#include "layout/start.h"

#include "base/hash.h"
#include "layout/force.h"
#include "layout/pivot_mds.h"
#include "layout/stress.h"

#include <math.h>

/* A step in the graph is so long in the drawing that the forces pull the bodies together: bodies that come from outside
 * find their neighbours more often than bodies that have to get out. */
static const double STEP_LENGTH = 2.5;
/* The mean square of the distance from the middle is at least so much a unit of room. */
static const double ROOM_SPREAD = 0.3;
/* Bodies with the same distances (the two ends of the same paths) lie on one point without it. */
static const double JITTER = 0.25;

/* From -1 to below 1. */
static double fraction(uint64_t hash) {
    return (double)(hash >> 11) * 0x1p-52 - 1.0;
}

/* The length of a step: such that the bodies find the room that they need, but at least STEP_LENGTH. */
static double step_length(const pcs_core *core, uint32_t component, const double *x, const double *y) {
    double sum_x = 0.0, sum_y = 0.0, squares = 0.0, room = 0.0;
    double count = core->ends[component] - core->begins[component];
    for (uint32_t i = core->begins[component]; i < core->ends[component]; i++) {
        sum_x += x[i];
        sum_y += y[i];
        squares += x[i] * x[i] + y[i] * y[i];
        room += pcs_force_room(core->leaf_offsets[i + 1] - core->leaf_offsets[i]);
    }
    double spread = squares / count - (sum_x * sum_x + sum_y * sum_y) / (count * count);
    double length = spread > 0.0 ? sqrt(room * ROOM_SPREAD / spread) : STEP_LENGTH;
    return length > STEP_LENGTH ? length : STEP_LENGTH;
}

static pcs_status place_component(pcs_context *context, const pcs_core *core, uint32_t component,
                                  const uint64_t *hashes, double *x, double *y, double *crowding) {
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
    double length = step_length(core, component, x, y);
    *crowding = length / STEP_LENGTH;
    for (uint32_t i = first; i < core->ends[component]; i++) {
        uint64_t hash = hashes[core->nodes[i]];
        x[i] = (x[i] + fraction(pcs_hash_mix(hash)) * 1e-3) * length;
        y[i] = (y[i] + fraction(pcs_hash_mix(~hash)) * 1e-3) * length;
    }
done:
    pcs_distances_free(distances);
    return status;
}

pcs_status pcs_start_place(pcs_context *context, const pcs_core *core, const uint64_t *hashes, double *x, double *y,
                           double *crowding) {
    for (uint32_t c = 0; c < core->component_count; c++) {
        crowding[c] = 1.0;
        if (core->ends[c] - core->begins[c] >= 2) {
            pcs_status status = place_component(context, core, c, hashes, x, y, &crowding[c]);
            if (status != PCS_OK) {
                return status;
            }
        }
    }
    return PCS_OK;
}
