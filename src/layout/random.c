#include "base/hash.h"
#include "layout/kinds.h"

void pcs_layout_hash_hosts(const pcs_edges *edges, uint64_t seed, uint64_t *hashes) {
    uint64_t salt = pcs_hash_mix(seed + 0x9e3779b97f4a7c15U);
    for (uint32_t i = 0; i < edges->host_count; i++) {
        hashes[i] = pcs_hash_mix(pcs_host_hash(&edges->hosts[i]) ^ salt);
    }
}

/* Anywhere in the unit square: two numbers of 32 bits from each host's hash. */
void pcs_layout_random(pcs_layout_problem *problem) {
    for (uint32_t i = 0; i < problem->edges->host_count; i++) {
        problem->x[i] = (double)(problem->hashes[i] >> 32) * 0x1p-32;
        problem->y[i] = (double)(problem->hashes[i] & UINT32_MAX) * 0x1p-32;
    }
}
