#include "layout/pivots.h"

#include "base/hash.h"

/* Priority sampling (Duffield, Lund, Thorup: Priority sampling for estimation of arbitrary subset sums, 2007): those of
 * the least hash / hosts are drawn, and stand for as many hosts as the first one left out had hash for, or more. */
void pcs_pivots_draw(const pcs_system *system, const pcs_stress_component *component, pcs_stress_pivot *drawn,
                     uint32_t count) {
    double keys[PCS_PIVOTS_MOST + 1];
    uint32_t bodies[PCS_PIVOTS_MOST + 1], found = 0;
    for (uint32_t i = component->begin; count > 0 && i < component->end; i++) {
        double fraction = ((double)(pcs_hash_mix(system->hashes[i] + 1) >> 11) + 1.0) * 0x1p-53;
        double key = fraction / pcs_system_hosts(system, i);
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
        double hosts = pcs_system_hosts(system, bodies[k]);
        drawn[k] = (pcs_stress_pivot){.body = bodies[k], .weight = (float)(hosts > least ? hosts : least)};
    }
}
