#include "edges/index.h"

#include <stdlib.h>

enum { SMALLEST_BITS = 9 };

/* Three quarters of the slots at most are taken: searches stay short (Knuth, TAOCP 3, 6.4, algorithm L). */
static size_t room(unsigned bits) {
    return ((size_t)1 << bits) / 4 * 3;
}

bool pcs_index_reserve(pcs_index *index, size_t count) {
    if (count <= index->capacity) {
        return true;
    }
    if (count > PCS_INDEX_MAX) {
        return false;
    }
    unsigned bits = SMALLEST_BITS;
    while (room(bits) < count) {
        bits++;
    }
    /* calloc: fresh pages are zero without being touched. */
    pcs_index larger = {.slots = calloc((size_t)1 << bits, sizeof(*larger.slots)),
                        .mask = ((size_t)1 << bits) - 1,
                        .shift = 32 - bits,
                        .capacity = room(bits)};
    if (!larger.slots) {
        return false;
    }
    for (size_t i = 0; index->slots && i <= index->mask; i++) {
        uint64_t entry = index->slots[i];
        if (entry != 0) {
            size_t slot = pcs_index_begin(&larger, (uint32_t)(entry >> 32));
            while (larger.slots[slot] != 0) {
                slot = (slot + 1) & larger.mask;
            }
            larger.slots[slot] = entry;
        }
    }
    free(index->slots);
    *index = larger;
    return true;
}

void pcs_index_free(pcs_index *index) {
    free(index->slots);
    *index = (pcs_index){.slots = NULL};
}
