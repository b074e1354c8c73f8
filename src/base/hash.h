/* Integer hashes: the same on every machine. */
#ifndef PCS_BASE_HASH_H
#define PCS_BASE_HASH_H

#include <stdint.h>

/* The finaliser of splitmix64 (Steele, Lea, Flood 2014): a permutation of 64 bits. */
static inline uint64_t pcs_hash_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

#endif
