#include "layout/pack.h"

#include "base/memory.h"
#include "layout/direction.h"
#include "layout/mosaic.h"

#include <math.h>
#include <stdlib.h>

/* The small components together get at most so much of the area of the largest, where that has half of all hosts. */
static const double SMALL_SHARE = 0.5;
/* The length of a leaf's edge, about: a leaf at the rim is nearer to its hub than to the next component. */
static const double MARGIN = 1.0;

/* Of the time, to the end of each, where one component has nearly all hosts. */
static const double BOXES_END = 0.02, SQUARE_END = 0.1, TURNS_END = 0.12;

/* A component's frame: what is turned about centre by turn lies in [x_min, x_max] x [y_min, y_max]. */
typedef struct frame {
    double centre_x, centre_y;
    pcs_direction turn;
    double x_min, x_max, y_min, y_max;
} frame;

typedef struct packing {
    const pcs_graph *graph;
    const pcs_components *components;
    double *x, *y;
} packing;

static void find_centre(const packing *all, uint32_t component, frame *box) {
    uint32_t begin = all->components->offsets[component], end = all->components->offsets[component + 1];
    double x = 0.0, y = 0.0;
    for (uint32_t i = begin; i < end; i++) {
        x += all->x[all->components->nodes[i]];
        y += all->y[all->components->nodes[i]];
    }
    box->centre_x = x / (end - begin);
    box->centre_y = y / (end - begin);
}

/* The turn that lays the axis of largest spread along x. */
static pcs_direction principal_turn(const packing *all, uint32_t component, const frame *box) {
    double xx = 0.0, xy = 0.0, yy = 0.0;
    for (uint32_t i = all->components->offsets[component]; i < all->components->offsets[component + 1]; i++) {
        double dx = all->x[all->components->nodes[i]] - box->centre_x;
        double dy = all->y[all->components->nodes[i]] - box->centre_y;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    /* The eigenvector of the larger eigenvalue of [xx xy; xy yy], from whichever row is better conditioned. */
    double half = (xx - yy) * 0.5, root = sqrt(half * half + xy * xy);
    pcs_direction axis = half >= 0.0 ? (pcs_direction){half + root, xy} : (pcs_direction){xy, root - half};
    double length = sqrt(axis.x * axis.x + axis.y * axis.y);
    return length > 0.0 ? (pcs_direction){axis.x / length, -axis.y / length} : (pcs_direction){1.0, 0.0};
}

static void find_box(const packing *all, uint32_t component, frame *box) {
    box->x_min = box->y_min = 1e300;
    box->x_max = box->y_max = -1e300;
    for (uint32_t i = all->components->offsets[component]; i < all->components->offsets[component + 1]; i++) {
        uint32_t node = all->components->nodes[i];
        pcs_direction at =
            pcs_direction_turn((pcs_direction){all->x[node] - box->centre_x, all->y[node] - box->centre_y}, box->turn);
        box->x_min = at.x < box->x_min ? at.x : box->x_min;
        box->x_max = at.x > box->x_max ? at.x : box->x_max;
        box->y_min = at.y < box->y_min ? at.y : box->y_min;
        box->y_max = at.y > box->y_max ? at.y : box->y_max;
    }
}

static double longer_side(const frame *box) {
    double width = box->x_max - box->x_min, height = box->y_max - box->y_min;
    return width > height ? width : height;
}

/* One component in several turns. */
typedef struct trial {
    const packing *all;
    uint32_t component;
    frame *turns;
} trial;

static void find_turned(void *argument, uint64_t turn) {
    const trial *tried = argument;
    find_box(tried->all, tried->component, &tried->turns[turn]);
}

/* Of some turns the one whose box fits the smallest square: the largest component fills the picture. Two are tried at a
 * time, so that progress is told often. */
static pcs_status fit_square(pcs_phase phase, const packing *all, uint32_t component, frame *best) {
    enum { TURNS = 36, TURNS_A_TICK = 2, BY_ALL_FROM = 1 << 12 };
    _Static_assert(TURNS % TURNS_A_TICK == 0, "the last turns are as many as the others");
    pcs_status status = PCS_OK;
    uint32_t nodes = all->components->offsets[component + 1] - all->components->offsets[component];
    pcs_pool *pool = nodes < BY_ALL_FROM ? NULL : pcs_context_pool(phase.context);
    pcs_direction little = pcs_direction_of(0.25 / TURNS);
    frame turns[TURNS] = {*best};
    for (uint32_t i = 1; i < TURNS; i++) {
        turns[i] = turns[i - 1];
        turns[i].turn = pcs_direction_turn(turns[i].turn, little);
    }
    for (uint32_t i = 0; i < TURNS; i += TURNS_A_TICK) {
        PCS_TRY(pcs_phase_tick(phase, (double)i / TURNS));
        pcs_pool_run(pool, TURNS_A_TICK, find_turned, &(trial){.all = all, .component = component, .turns = &turns[i]});
    }
    for (uint32_t i = 1; i < TURNS; i++) {
        *best = longer_side(&turns[i]) < longer_side(best) ? turns[i] : *best;
    }
done:
    return status;
}

static void turn_component(const packing *all, uint32_t component, const frame *box, double scale) {
    double middle_x = (box->x_min + box->x_max) * 0.5, middle_y = (box->y_min + box->y_max) * 0.5;
    for (uint32_t i = all->components->offsets[component]; i < all->components->offsets[component + 1]; i++) {
        uint32_t node = all->components->nodes[i];
        pcs_direction at =
            pcs_direction_turn((pcs_direction){all->x[node] - box->centre_x, all->y[node] - box->centre_y}, box->turn);
        all->x[node] = (at.x - middle_x) * scale;
        all->y[node] = (at.y - middle_y) * scale;
    }
}

/* A component's share of the area: its box and a margin around it. */
static double area(const frame *box) {
    return (box->x_max - box->x_min + 2.0 * MARGIN) * (box->y_max - box->y_min + 2.0 * MARGIN);
}

/* By how much the components after the first are to shrink. */
static double small_scale(const packing *all, const frame *frames) {
    const pcs_components *components = all->components;
    double rest = 0.0;
    for (uint32_t c = 1; c < components->count; c++) {
        rest += area(&frames[c]);
    }
    double most = area(&frames[0]) * SMALL_SHARE;
    bool dominates = components->offsets[1] > all->graph->node_count / 2;
    return dominates && rest > most ? sqrt(most / rest) : 1.0;
}

pcs_status pcs_pack(pcs_phase phase, const pcs_graph *graph, const pcs_components *components, double *x, double *y) {
    pcs_status status = PCS_OK;
    pcs_context *context = phase.context;
    packing all = {.graph = graph, .components = components, .x = x, .y = y};
    pcs_mosaic *mosaic = NULL;
    if (components->count == 0) {
        return PCS_OK;
    }
    frame *frames = pcs_memory_new(components->count, sizeof(*frames));
    if (!frames) {
        PCS_TRY(pcs_fail_memory(context, "the components", (uint64_t)components->count * sizeof(*frames)));
    }
    for (uint32_t c = 0; c < components->count; c++) {
        find_centre(&all, c, &frames[c]);
        frames[c].turn = principal_turn(&all, c, &frames[c]);
        find_box(&all, c, &frames[c]);
    }
    PCS_TRY(fit_square(pcs_phase_part(phase, BOXES_END, SQUARE_END), &all, 0, &frames[0]));
    double scale = small_scale(&all, frames), total = 0.0, longest = 0.0;
    for (uint32_t c = 0; c < components->count; c++) {
        double own = c == 0 ? 1.0 : scale;
        total += area(&frames[c]) * own * own;
        longest = longer_side(&frames[c]) * own > longest ? longer_side(&frames[c]) * own : longest;
        turn_component(&all, c, &frames[c], own);
    }
    /* One alone is where it is to be. */
    if (components->count > 1) {
        PCS_TRY(pcs_mosaic_new(pcs_phase_part(phase, TURNS_END, 1.0), graph, total, longest, MARGIN * scale,
                               components->count, &mosaic));
    }
    for (uint32_t c = 0; c < components->count && mosaic; c++) {
        PCS_TRY(pcs_mosaic_add(mosaic, components->nodes + components->offsets[c],
                               components->offsets[c + 1] - components->offsets[c], x, y));
    }
done:
    pcs_mosaic_free(mosaic);
    free(frames);
    return status;
}
