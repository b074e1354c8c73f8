#include "layout/leaves.h"

#include "base/memory.h"
#include "layout/direction.h"
#include "layout/nearest.h"

#include <math.h>
#include <stdlib.h>

/* Seeds of a sunflower (Vogel 1979): the k-th at the k-th multiple of the golden angle, at a distance that grows as the
 * root of k, so that all have the same room. */
static const double SPACING = 0.8;
/* Of the seeds only those count that are nearer to their hub than to any other body by this factor; a hub that finds no
 * room for all its leaves among SEEDS_A_LEAF seeds each tries a smaller spacing. */
static const double NEARER = 0.85;
static const double SHRINK = 0.85;
enum { SEEDS_A_LEAF = 2, SEEDS_MORE = 8, TRIES = 60 };

/* A hub and the bodies around it. */
typedef struct flower {
    const pcs_place *places;
    uint32_t place_count;
    uint32_t body;
    double x, y;
    pcs_direction first; /* of the first seed */
    const uint32_t *leaves;
    uint32_t leaf_count;
} flower;

/* Away from the neighbours: where the first leaf goes. */
static pcs_direction away(const pcs_core *core, uint32_t body, const double *x, const double *y) {
    pcs_direction sum = {0.0, 0.0};
    for (uint32_t i = core->offsets[body]; i < core->offsets[body + 1]; i++) {
        double dx = x[body] - x[core->neighbours[i]], dy = y[body] - y[core->neighbours[i]];
        double length = sqrt(dx * dx + dy * dy);
        if (length > 0.0) {
            sum.x += dx / length;
            sum.y += dy / length;
        }
    }
    double length = sqrt(sum.x * sum.x + sum.y * sum.y);
    return length > 1e-9 ? (pcs_direction){sum.x / length, sum.y / length} : (pcs_direction){1.0, 0.0};
}

/* Puts as many leaves as find room at this spacing; returns how many. */
static uint32_t put(const flower *hub, double spacing, bool anywhere, double *node_x, double *node_y) {
    static const double GOLDEN_TURN = 0.38196601125010515;
    pcs_direction turn = pcs_direction_of(GOLDEN_TURN), direction = hub->first;
    uint64_t seeds = (uint64_t)hub->leaf_count * SEEDS_A_LEAF + SEEDS_MORE;
    uint32_t placed = 0;
    for (uint64_t seed = 0; seed < seeds && placed < hub->leaf_count; seed++) {
        double squared = spacing * spacing * (double)(seed + 1), radius = sqrt(squared);
        double x = hub->x + radius * direction.x, y = hub->y + radius * direction.y;
        direction = pcs_direction_turn(direction, turn);
        if (anywhere || !pcs_places_near(hub->places, hub->place_count, x, y, squared / (NEARER * NEARER), hub->body)) {
            node_x[hub->leaves[placed]] = x;
            node_y[hub->leaves[placed]] = y;
            placed++;
        }
    }
    return placed;
}

static void place_leaves(const flower *hub, double *node_x, double *node_y) {
    double spacing = SPACING;
    for (uint32_t i = 0; i < TRIES; i++) {
        if (put(hub, spacing, false, node_x, node_y) == hub->leaf_count) {
            return;
        }
        spacing *= SHRINK;
    }
    put(hub, spacing, true, node_x, node_y);
}

pcs_status pcs_leaves_place(pcs_context *context, const pcs_core *core, const double *x, const double *y,
                            double *node_x, double *node_y) {
    pcs_place *places = pcs_memory_new(core->body_count, sizeof(*places));
    if (!places) {
        return pcs_fail_memory(context, "the leaves", (uint64_t)core->body_count * sizeof(*places));
    }
    for (uint32_t i = 0; i < core->body_count; i++) {
        places[i] = (pcs_place){.x = x[i], .y = y[i], .body = i};
    }
    for (uint32_t c = 0; c < core->component_count; c++) {
        uint32_t begin = core->begins[c], count = core->ends[c] - begin;
        pcs_places_sort(places + begin, count);
        for (uint32_t body = begin; body < core->ends[c]; body++) {
            node_x[core->nodes[body]] = x[body];
            node_y[core->nodes[body]] = y[body];
            uint32_t first = core->leaf_offsets[body];
            flower hub = {.places = places + begin,
                          .place_count = count,
                          .body = body,
                          .x = x[body],
                          .y = y[body],
                          .first = away(core, body, x, y),
                          .leaves = core->leaves + first,
                          .leaf_count = core->leaf_offsets[body + 1] - first};
            place_leaves(&hub, node_x, node_y);
        }
    }
    free(places);
    return PCS_OK;
}
