#include "capture/sample.h"

#include "base/hash.h"

/* A multiplication for each 8 bytes, so that long packets are hashed at the speed of memory; then one good mix. */
static uint64_t hash_of(pcs_bytes packet) {
    uint64_t hash = packet.length, word;
    size_t at = 0;
    for (; pcs_bytes_le64(packet, at, &word); at += 8) {
        hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
        hash ^= hash >> 32;
    }
    word = 0;
    for (unsigned shift = 0; at < packet.length; at++, shift += 8) {
        word |= (uint64_t)packet.data[at] << shift;
    }
    return pcs_hash_mix(hash ^ word);
}

bool pcs_sample_takes(pcs_bytes packet, uint64_t one_in) {
    return hash_of(packet) <= UINT64_MAX / one_in;
}
