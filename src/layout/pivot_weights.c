#include "layout/pivot_weights.h"

#include <string.h>

/* The largest share of a component's bodies that one pivot stands for: hubs begin to sway it, and do in full. */
static const double SWAYED_FROM = 0.1, SWAYED_ALL = 0.3;

/* Each body's weight of 1 goes to the pivots nearest to it. */
static void count_nearest(const pcs_distances *distances, const pcs_stress_component *component, float *weights) {
    enum { TOGETHER = 256 };
    uint32_t count = component->end - component->begin;
    for (uint32_t begin = 0; begin < count; begin += TOGETHER) {
        uint32_t bodies = count - begin < TOGETHER ? count - begin : TOGETHER;
        uint16_t nearest[TOGETHER];
        float ties[TOGETHER] = {0.0f};
        memcpy(nearest, pcs_distances_row(distances, component, 0) + begin, bodies * sizeof(*nearest));
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            const uint16_t *steps = pcs_distances_row(distances, component, k) + begin;
            for (uint32_t i = 0; i < bodies; i++) {
                ties[i] = steps[i] < nearest[i] ? 1.0f : ties[i] + (steps[i] == nearest[i] ? 1.0f : 0.0f);
                nearest[i] = steps[i] < nearest[i] ? steps[i] : nearest[i];
            }
        }
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            const uint16_t *steps = pcs_distances_row(distances, component, k) + begin;
            for (uint32_t i = 0; i < bodies; i++) {
                weights[k] += steps[i] == nearest[i] ? 1.0f / ties[i] : 0.0f;
            }
        }
    }
}

/* How far hubs sway a component whose pivots have these weights: from 0 to 1. */
static double find_sway(const float *weights, uint32_t count, double bodies) {
    float most = 0.0f;
    for (uint32_t k = 0; k < count; k++) {
        most = weights[k] > most ? weights[k] : most;
    }
    double sway = ((double)most / bodies - SWAYED_FROM) / (SWAYED_ALL - SWAYED_FROM);
    return sway < 0.0 ? 0.0 : sway > 1.0 ? 1.0 : sway;
}

static void weigh(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component) {
    pcs_stress_pivot *pivots = distances->pivots + component->pivots_begin;
    float nearest[PCS_PIVOTS_MOST] = {0.0f};
    double bodies = component->end - component->begin, hosts = 0.0, sway = 0.0;
    count_nearest(distances, component, nearest);
    if (component->pivot_count < component->end - component->begin) {
        sway = find_sway(nearest, component->pivot_count, bodies);
    }
    for (uint32_t k = 0; k < component->pivot_count; k++) {
        hosts += (double)pivots[k].weight;
    }
    for (uint32_t k = 0; k < component->pivot_count; k++) {
        double drawn = sway > 0.0 ? (double)pivots[k].weight * bodies / hosts : 0.0;
        pivots[k].weight = (float)((double)nearest[k] + sway * (drawn - (double)nearest[k]));
    }
    for (uint32_t i = component->begin; i < component->end; i++) {
        distances->leaf_steps[i] = (float)(sway * (1.0 - 1.0 / pcs_system_hosts(system, i)));
    }
}

void pcs_pivot_weights_fill(const pcs_system *system, pcs_distances *distances) {
    for (uint32_t c = 0; c < system->component_count; c++) {
        weigh(system, distances, &distances->components[c]);
    }
}
