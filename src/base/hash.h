/* Integer hashes: the same on every machine. */
#ifndef PCS_BASE_HASH_H
#define PCS_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): a permutation of 64 bits. */
static inline uint64_t pcs_hash_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* Of length bytes. */
static inline uint64_t pcs_hash_text(const char *text, size_t length) {
    uint64_t hash = pcs_hash_mix(length);
    for (size_t i = 0; i < length; i++) {
        hash = pcs_hash_mix(hash ^ (unsigned char)text[i]);
    }
    return hash;
}

#endif
