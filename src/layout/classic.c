/* The laws of force-directed layouts that are known from elsewhere. Hosts push each other with mass * mass * k^2 / d
 * and pull along edges; k is the length of the edge of two hosts without others. */
#include "layout/classic.h"

#include <math.h>

/* k: far more than where repulsion is softened. */
static const float EDGE = 16.0f;
/* The greatest speed: a share of the largest component's size at first, of k in the end. */
static const double SPEED_FIRST = 0.1;
static const float SPEED_LAST = 0.01f;
/* The share of the force that a step goes along in the end: so little that tight edges do not swing. */
static const float STEP_LAST = 0.05f;

enum { STEPS_MOST = 500, STEPS_LEAST = 100, BODY_STEPS = 1000000 };

/* The steps: fewer for many bodies. */
static uint32_t choose_steps(const pcs_system *system) {
    uint32_t steps = BODY_STEPS / (system->body_count > 0 ? system->body_count : 1);
    steps = steps < STEPS_LEAST ? STEPS_LEAST : steps;
    return steps > STEPS_MOST ? STEPS_MOST : steps;
}

static pcs_layout_law law_of(pcs_layout_kind kind) {
    pcs_layout_law law = {.spread = EDGE * EDGE,
                          .mass = 1.0f,
                          .even = 1.0f,
                          .contact_room = 1.0f,
                          .step = 1.0f,
                          .step_stiff = 1.0f,
                          .speed_most = EDGE};
    if (kind == PCS_LAYOUT_FR) {
        /* A pull of d^2 / k (Fruchterman, Reingold: Graph drawing by force-directed placement, 1991). */
        law.stretch = 1.0f / EDGE;
        law.stiffness = 2.0f;
    } else {
        /* A pull of d and masses of degree + 1, which is 2 at both ends of a single edge (Jacomy, Venturini, Heymann,
         * Bastian: ForceAtlas2, PLOS ONE 2014). */
        law.spread = EDGE * EDGE / 4.0f;
        law.mass_degree = 1.0f;
        law.spring = 1.0f;
        law.stiffness = 1.0f;
        law.inertia = 0.5f;
    }
    return law;
}

/* The root of ratio, or the third root, by Newton's steps: the same everywhere. */
static double root(double ratio, bool third) {
    double guess = ratio > 1.0 ? ratio : 1.0;
    for (uint32_t i = 0; i < 400 && third; i++) {
        double next = (2.0 * guess + ratio / (guess * guess)) / 3.0;
        if (next >= guess) {
            break;
        }
        guess = next;
    }
    return third ? guess : sqrt(ratio);
}

/* How many times larger a component must be so that its pulls and pushes, each times the distance they work over, are
 * equal in sum, as they are at rest (the virial theorem). The pushes' sum does not depend on the size. */
static double balance(const pcs_system *system, const pcs_layout_law *law, uint32_t component) {
    double pull = 0.0, mass = 0.0, squares = 0.0;
    for (uint32_t body = system->begins[component]; body < system->ends[component]; body++) {
        double degree = system->offsets[body + 1] - system->offsets[body];
        double own = (double)law->mass + (double)law->mass_degree * degree;
        mass += own;
        squares += own * own;
        for (uint32_t i = system->offsets[body]; i < system->offsets[body + 1]; i++) {
            double dx = system->x[system->neighbours[i]] - system->x[body];
            double dy = system->y[system->neighbours[i]] - system->y[body];
            double squared = dx * dx + dy * dy, weight = system->weights ? (double)system->weights[i] : 1.0;
            pull += weight * squared * ((double)law->spring + (double)law->stretch * sqrt(squared));
        }
    }
    double push = (double)law->spread * (mass * mass - squares);
    return pull > 0.0 ? root(push / pull, law->stretch > 0.0f) : 1.0;
}

pcs_schedule pcs_classic_fit(pcs_layout_kind kind, pcs_system *system) {
    pcs_layout_law law = law_of(kind);
    for (uint32_t c = 0; c < system->component_count; c++) {
        double scale = balance(system, &law, c), squares = 0.0;
        for (uint32_t body = system->begins[c]; body < system->ends[c]; body++) {
            system->x[body] *= scale;
            system->y[body] *= scale;
            squares += system->x[body] * system->x[body] + system->y[body] * system->y[body];
        }
        float speed = (float)(SPEED_FIRST * sqrt(squares / (system->ends[c] - system->begins[c])));
        law.speed_most = speed > law.speed_most ? speed : law.speed_most;
        system->tightness[c] = 0.0;
    }
    return (pcs_schedule){.law = law,
                          .step_last = STEP_LAST,
                          .speed_last = SPEED_LAST * EDGE,
                          .steps = choose_steps(system),
                          .far_steps = 1};
}
