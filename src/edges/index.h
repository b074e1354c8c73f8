/* An open-addressing index: from the hash of a key to the places in some array where the key may be. It knows neither
 * keys nor array. A slot holds 32 bits of the hash, which say where the slot belongs and let nearly all other keys be
 * told apart without a look at the array, and the place; so an entry takes 11 to 21 bytes. */
#ifndef PCS_EDGES_INDEX_H
#define PCS_EDGES_INDEX_H

#include "base/context.h"

/* Entries, at most: three quarters of 2^32 slots. */
#define PCS_INDEX_MAX 0xc0000000U

typedef struct pcs_index {
    uint64_t *slots; /* tag << 32 | place + 1; 0 is empty */
    size_t mask;     /* slots - 1 */
    unsigned shift;  /* tag >> shift is the slot where a search begins */
    size_t capacity; /* entries there is room for */
} pcs_index;

/* Makes room for count entries in all. PCS_E_MEMORY, naming what: no memory, or more than PCS_INDEX_MAX; all is as it
 * was. */
pcs_status pcs_index_reserve(pcs_context *context, pcs_claim *claim, const char *what, pcs_index *index, size_t count);
/* What it takes of the claim. */
uint64_t pcs_index_bytes(const pcs_index *index);
/* The claim is the caller's to lower. */
void pcs_index_free(pcs_index *index);

static inline uint32_t pcs_index_tag(uint64_t hash) {
    return (uint32_t)(hash >> 32);
}

/* Asks for the memory where the search for a tag begins. */
static inline void pcs_index_prefetch(const pcs_index *index, uint32_t tag) {
    __builtin_prefetch(&index->slots[tag >> index->shift]);
}

/* A search: begins at pcs_index_begin and is moved on by pcs_index_next. */
static inline size_t pcs_index_begin(const pcs_index *index, uint32_t tag) {
    return tag >> index->shift;
}

/* True: *place is where the key may be; false: there is none, and *slot is where it may be put. */
static inline bool pcs_index_next(const pcs_index *index, uint32_t tag, size_t *slot, uint32_t *place) {
    for (;;) {
        uint64_t entry = index->slots[*slot];
        if (entry == 0) {
            return false;
        }
        if (entry >> 32 == tag) {
            *place = (uint32_t)entry - 1;
            *slot = (*slot + 1) & index->mask;
            return true;
        }
        *slot = (*slot + 1) & index->mask;
    }
}

/* What the slot where the search begins says: most often the place of the key, so that its memory can be asked for
 * without a search. A number below count in any case. */
static inline uint32_t pcs_index_guess(const pcs_index *index, uint32_t tag, uint32_t count) {
    uint32_t place = (uint32_t)index->slots[tag >> index->shift] - 1;
    return place < count ? place : 0;
}

/* Into the slot where a search ended; there must be room. */
static inline void pcs_index_put(pcs_index *index, uint32_t tag, size_t slot, uint32_t place) {
    index->slots[slot] = (uint64_t)tag << 32 | (place + 1);
}

#endif
