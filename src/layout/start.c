#include "layout/start.h"

#include "base/hash.h"
#include "layout/pivot_mds.h"
#include "layout/pivot_weights.h"
#include "layout/renumber.h"
#include "layout/stress.h"

#include <math.h>

/* A step in the graph is so long in the drawing that the forces pull the bodies together: bodies that come from outside
 * find their neighbours more often than bodies that have to get out. */
static const double STEP_LENGTH = 2.5;
/* The mean square of the distance from the middle is at least so much a unit of room. */
static const double ROOM_SPREAD = 0.3;
/* Bodies with the same distances (the two ends of the same paths) lie on one point without it. */
static const double JITTER = 0.25, JITTER_LAST = 1e-3;

/* A component is tight if it needs so many times the room that its steps leave it: its hubs bring all near to all. It
 * becomes so many times larger than it needs to be, so that the forces find room for what is near without pushing away
 * what is far. */
static const double TIGHT_FROM = 3.5, TIGHT_ALL = 5.5, TIGHT_GROWS = 2.0;

/* Of the time, to the end of each, where bodies are many. */
static const double DISTANCES_END = 0.45, PIVOT_MDS_END = 0.58, RENUMBERED_END = 0.62;

/* From -1 to below 1. */
static double fraction(uint64_t hash) {
    return (double)(hash >> 11) * 0x1p-52 - 1.0;
}

/* The length of a step: such that the bodies find the room that they need, but at least STEP_LENGTH. */
static double step_length(const pcs_system *system, uint32_t component) {
    const double *x = system->x, *y = system->y;
    double sum_x = 0.0, sum_y = 0.0, squares = 0.0, room = 0.0;
    double count = system->ends[component] - system->begins[component];
    for (uint32_t i = system->begins[component]; i < system->ends[component]; i++) {
        sum_x += x[i];
        sum_y += y[i];
        squares += x[i] * x[i] + y[i] * y[i];
        room += (double)system->rooms[i];
    }
    double spread = squares / count - (sum_x * sum_x + sum_y * sum_y) / (count * count);
    double length = spread > 0.0 ? sqrt(room * ROOM_SPREAD / spread) : STEP_LENGTH;
    return length > STEP_LENGTH ? length : STEP_LENGTH;
}

static void jitter(pcs_system *system, uint32_t component, double width) {
    for (uint32_t i = system->begins[component]; i < system->ends[component]; i++) {
        system->x[i] += fraction(pcs_hash_mix(system->hashes[i])) * width;
        system->y[i] += fraction(pcs_hash_mix(~system->hashes[i])) * width;
    }
}

/* From 0 to 1. */
static double find_tightness(double crowding) {
    double share = (crowding - TIGHT_FROM) / (TIGHT_ALL - TIGHT_FROM);
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

static void enlarge(pcs_system *system, uint32_t component) {
    double length = step_length(system, component), tight = find_tightness(length / STEP_LENGTH);
    system->tightness[component] = tight;
    length *= 1.0 + (TIGHT_GROWS - 1.0) * tight;
    jitter(system, component, JITTER_LAST);
    for (uint32_t i = system->begins[component]; i < system->ends[component]; i++) {
        system->x[i] *= length;
        system->y[i] *= length;
    }
}

pcs_status pcs_start_place(pcs_phase phase, pcs_device *device, pcs_system *system) {
    pcs_status status = PCS_OK;
    pcs_distances *distances = NULL;
    PCS_TRY(pcs_distances_new(pcs_phase_part(phase, 0.0, DISTANCES_END), device, system, &distances));
    pcs_pivot_weights_fill(system, distances);
    PCS_TRY(pcs_pivot_mds(pcs_phase_part(phase, DISTANCES_END, PIVOT_MDS_END), device, distances, system));
    for (uint32_t c = 0; c < system->component_count; c++) {
        jitter(system, c, JITTER);
    }
    PCS_TRY(pcs_renumber_by_place(pcs_phase_part(phase, PIVOT_MDS_END, RENUMBERED_END), device, distances, system));
    PCS_TRY(pcs_stress_lower(pcs_phase_part(phase, RENUMBERED_END, 1.0), device, distances, system));
    for (uint32_t c = 0; c < system->component_count; c++) {
        enlarge(system, c);
    }
done:
    pcs_distances_free(distances);
    return status;
}
