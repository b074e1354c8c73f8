#include "layout/leaves.h"

#include "base/memory.h"
#include "layout/direction.h"
#include "layout/realm.h"

#include <math.h>
#include <stdlib.h>

/* Seeds of a sunflower (Vogel 1979): the k-th at the k-th multiple of the golden angle, at a distance that grows as the
 * root of k, so that all have the same room. */
static const double SPACING = 0.8;
/* Of the seeds only those count that are nearer to their hub than to any other body by this factor; a hub that finds no
 * room for all its leaves among SEEDS_A_LEAF seeds each tries a smaller spacing. */
static const double NEARER = 0.85;
static const double SHRINK = 0.95;
/* A few leaves fan out away from the bodies: so far from the hub, and farther from each other than that, so that each
 * has its hub for its neighbour. */
static const double FAN_RADIUS = 1.0, FAN_TURN = 0.19, FAN_SHRINK = 0.9;
enum { FAN_MOST = 5, FAN_TRIES = 12 };
/* Leaves take the seeds wedge after wedge, out in one and in again in the next: a leaf less moves each of the others to
 * the seed beside its own, where in the order of the seeds it would be two fifths of a turn away. */
enum { WEDGES = 32 };
enum { SEEDS_A_LEAF = 2, SEEDS_MORE = 8, TRIES = 200, BODIES_A_CHUNK = 64, BODIES_A_TICK = 1 << 14 };

/* A hub and the room around it. */
typedef struct flower {
    double x, y;
    pcs_direction first; /* of the first seed */
    double reaches[PCS_REALM_SECTORS + 1];
    const uint32_t *leaves;
    uint32_t leaf_count;
} flower;

/* The leaves of one component. */
typedef struct garden {
    const pcs_core *core;
    const double *x, *y; /* of the bodies */
    const pcs_place *places;
    uint32_t place_count;
    uint32_t begin, end; /* the bodies whose leaves are placed */
    double *node_x, *node_y;
} garden;

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

/* Whether leaves that follow each other come from the rim of the wedge to the hub. */
static bool inward(uint32_t wedge) {
    return wedge % 2 == 1;
}

static uint64_t seeds_of(const flower *hub) {
    return (uint64_t)hub->leaf_count * SEEDS_A_LEAF + SEEDS_MORE;
}

/* Whether the sunflower's seeds in the realm are as many as the leaves, about. */
static bool has_room(const flower *hub, double spacing) {
    double disc = spacing * spacing * (double)seeds_of(hub), sum = 0.0;
    for (uint32_t i = 0; i < PCS_REALM_SECTORS; i++) {
        double square = hub->reaches[i] * hub->reaches[i + 1];
        sum += square < disc ? square : disc;
    }
    return sum >= spacing * spacing * (double)hub->leaf_count * PCS_REALM_SECTORS;
}

/* Goes over as many seeds as there are leaves and returns how many find room at this spacing. In wedges it counts
 * those of each wedge; or, if there are node_x and node_y, puts there the leaves that wedges tells. */
static uint32_t go_over(const flower *hub, double spacing, bool anywhere, uint32_t wedges[WEDGES], double *node_x,
                        double *node_y) {
    static const double GOLDEN_TURN = 0.38196601125010515;
    pcs_direction golden = pcs_direction_of(GOLDEN_TURN), direction = hub->first;
    double turns = 0.0;
    uint32_t placed = 0;
    for (uint64_t seed = 0; seed < seeds_of(hub) && placed < hub->leaf_count; seed++) {
        double radius = spacing * sqrt((double)(seed + 1));
        if (anywhere || radius < pcs_realm_reach(hub->reaches, turns)) {
            uint32_t wedge = (uint32_t)(turns * WEDGES), leaf = wedges[wedge];
            if (node_x && node_y) {
                node_x[hub->leaves[leaf]] = hub->x + radius * direction.x;
                node_y[hub->leaves[leaf]] = hub->y + radius * direction.y;
            }
            wedges[wedge] = node_x && inward(wedge) ? leaf - 1 : leaf + 1;
            placed++;
        }
        direction = pcs_direction_turn(direction, golden);
        turns += turns + GOLDEN_TURN < 1.0 ? GOLDEN_TURN : GOLDEN_TURN - 1.0;
    }
    return placed;
}

/* Puts the leaves on the sunflower's seeds at this spacing; false: not all find room. */
static bool put(const flower *hub, double spacing, bool anywhere, double *node_x, double *node_y) {
    uint32_t wedges[WEDGES] = {0}, begin = 0;
    if (go_over(hub, spacing, anywhere, wedges, NULL, NULL) < hub->leaf_count) {
        return false;
    }
    for (uint32_t wedge = 0; wedge < WEDGES; wedge++) {
        uint32_t count = wedges[wedge];
        wedges[wedge] = inward(wedge) ? begin + count - 1 : begin;
        begin += count;
    }
    go_over(hub, spacing, anywhere, wedges, node_x, node_y);
    return true;
}

/* Where the k-th leaf of a fan is, in turns from the first direction, which is the middle. */
static double fan_turn(const flower *hub, uint32_t k) {
    double turns = ((double)k - 0.5 * (double)(hub->leaf_count - 1)) * FAN_TURN;
    return turns < 0.0 ? turns + 1.0 : turns;
}

/* Puts the leaves side by side; false: there is no room. */
static bool put_fan(const flower *hub, double radius, double *node_x, double *node_y) {
    for (uint32_t k = 0; k < hub->leaf_count; k++) {
        double turns = fan_turn(hub, k);
        pcs_direction direction = pcs_direction_turn(hub->first, pcs_direction_of(turns));
        if (radius >= pcs_realm_reach(hub->reaches, turns)) {
            return false;
        }
        node_x[hub->leaves[k]] = hub->x + radius * direction.x;
        node_y[hub->leaves[k]] = hub->y + radius * direction.y;
    }
    return true;
}

static void place_leaves(const flower *hub, double *node_x, double *node_y) {
    double spacing = SPACING, radius = FAN_RADIUS;
    for (uint32_t i = 0; hub->leaf_count <= FAN_MOST && i < FAN_TRIES; i++) {
        if (put_fan(hub, radius, node_x, node_y)) {
            return;
        }
        radius *= FAN_SHRINK;
    }
    for (uint32_t i = 0; i < TRIES; i++) {
        if (has_room(hub, spacing) && put(hub, spacing, false, node_x, node_y)) {
            return;
        }
        spacing *= SHRINK;
    }
    put(hub, spacing, true, node_x, node_y);
}

static void place_chunk(void *argument, uint64_t chunk) {
    const garden *all = argument;
    const pcs_core *core = all->core;
    uint32_t body = all->begin + (uint32_t)chunk * BODIES_A_CHUNK;
    uint32_t end = all->end - body < BODIES_A_CHUNK ? all->end : body + BODIES_A_CHUNK;
    for (; body < end; body++) {
        uint32_t first = core->leaf_offsets[body];
        pcs_place at = {.x = all->x[body], .y = all->y[body], .body = body};
        flower hub = {
            .x = at.x, .y = at.y, .leaves = core->leaves + first, .leaf_count = core->leaf_offsets[body + 1] - first};
        all->node_x[core->nodes[body]] = at.x;
        all->node_y[core->nodes[body]] = at.y;
        if (hub.leaf_count > 0) {
            hub.first = away(core, body, all->x, all->y);
            pcs_realm_find(all->places, all->place_count, &at, NEARER, SPACING * sqrt((double)seeds_of(&hub)),
                           hub.first, hub.reaches);
            place_leaves(&hub, all->node_x, all->node_y);
        }
    }
}

pcs_status pcs_leaves_place(pcs_phase phase, const pcs_core *core, const double *x, const double *y, double *node_x,
                            double *node_y) {
    pcs_status status = PCS_OK;
    uint32_t placed = 0, ticked = 0;
    pcs_context *context = phase.context;
    pcs_pool *pool = pcs_context_pool(context);
    pcs_place *places = pcs_memory_new(core->body_count, sizeof(*places));
    if (!places || !pool) {
        PCS_TRY(pcs_fail_memory(context, "the leaves", (uint64_t)core->body_count * sizeof(*places)));
    }
    for (uint32_t i = 0; i < core->body_count; i++) {
        places[i] = (pcs_place){.x = x[i], .y = y[i], .body = i};
    }
    for (uint32_t c = 0; c < core->component_count; c++) {
        garden all = {.core = core,
                      .x = x,
                      .y = y,
                      .places = places + core->begins[c],
                      .place_count = core->ends[c] - core->begins[c],
                      .node_x = node_x,
                      .node_y = node_y};
        pcs_places_sort(pool, places + core->begins[c], all.place_count);
        for (all.begin = core->begins[c]; all.begin < core->ends[c]; all.begin = all.end) {
            uint32_t left = core->ends[c] - all.begin;
            all.end = all.begin + (left < BODIES_A_TICK ? left : BODIES_A_TICK);
            pcs_pool_run(pool, (all.end - all.begin + BODIES_A_CHUNK - 1) / BODIES_A_CHUNK, place_chunk, &all);
            placed += all.end - all.begin;
            if (placed - ticked >= BODIES_A_TICK) {
                PCS_TRY(pcs_phase_tick(phase, (double)placed / core->body_count));
                ticked = placed;
            }
        }
    }
done:
    free(places);
    return status;
}
