#include "layout/pivots.h"

#include "base/hash.h"

#include <string.h>

/* The largest share of a component's bodies that one pivot stands for: hubs begin to sway it, and do in full. */
static const double SWAYED_FROM = 0.1, SWAYED_ALL = 0.3;

/* A body and its leaves: system.c gives it half a unit of room for each of them. */
static double hosts_of(const pcs_system *system, uint32_t body) {
    return 2.0 * (double)system->rooms[body];
}

/* Priority sampling (Duffield, Lund, Thorup: Priority sampling for estimation of arbitrary subset sums, 2007): those of
 * the least hash / hosts are drawn, and stand for as many hosts as the first one left out had hash for, or more. */
void pcs_pivots_draw(const pcs_system *system, const pcs_stress_component *component, pcs_stress_pivot *drawn,
                     uint32_t count) {
    double keys[PCS_PIVOTS_MOST + 1];
    uint32_t bodies[PCS_PIVOTS_MOST + 1], found = 0;
    for (uint32_t i = component->begin; count > 0 && i < component->end; i++) {
        double fraction = ((double)(pcs_hash_mix(system->hashes[i] + 1) >> 11) + 1.0) * 0x1p-53;
        double key = fraction / hosts_of(system, i);
        if (found > count && key >= keys[count]) {
            continue;
        }
        uint32_t at = found <= count ? found++ : count;
        for (; at > 0 && keys[at - 1] > key; at--) {
            keys[at] = keys[at - 1];
            bodies[at] = bodies[at - 1];
        }
        keys[at] = key;
        bodies[at] = i;
    }
    double least = found > count ? 1.0 / keys[count] : 0.0;
    for (uint32_t k = 0; k < count && k < found; k++) {
        double hosts = hosts_of(system, bodies[k]);
        drawn[k] = (pcs_stress_pivot){.body = bodies[k], .weight = (float)(hosts > least ? hosts : least)};
    }
}

/* Each body's weight of 1 goes to the pivots nearest to it. */
static void count_nearest(const pcs_distances *distances, const pcs_stress_component *component, float *weights) {
    enum { TOGETHER = 256 };
    uint32_t count = component->end - component->begin;
    for (uint32_t begin = 0; begin < count; begin += TOGETHER) {
        uint32_t bodies = count - begin < TOGETHER ? count - begin : TOGETHER;
        float nearest[TOGETHER], ties[TOGETHER] = {0.0f};
        memcpy(nearest, pcs_distances_row(distances, component, 0) + begin, bodies * sizeof(float));
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            const float *steps = pcs_distances_row(distances, component, k) + begin;
            for (uint32_t i = 0; i < bodies; i++) {
                ties[i] = steps[i] < nearest[i] ? 1.0f : ties[i] + (steps[i] == nearest[i] ? 1.0f : 0.0f);
                nearest[i] = steps[i] < nearest[i] ? steps[i] : nearest[i];
            }
        }
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            const float *steps = pcs_distances_row(distances, component, k) + begin;
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

void pcs_pivots_weigh(const pcs_system *system, const pcs_distances *distances, const pcs_stress_component *component) {
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
        distances->leaf_steps[i] = (float)(sway * (1.0 - 1.0 / hosts_of(system, i)));
    }
}
