#include "edges/index.h"

#include <stdlib.h>
#include <string.h>

enum { SMALLEST_BITS = 9 };

/* Three quarters of the slots at most are taken: searches stay short (Knuth, TAOCP 3, 6.4, algorithm L). */
static size_t room(unsigned bits) {
    return ((size_t)1 << bits) / 4 * 3;
}

uint64_t pcs_index_bytes(const pcs_index *index) {
    return index->slots ? ((uint64_t)index->mask + 1) * sizeof(*index->slots) : 0;
}

/* Puts all entries of an index into a larger one. */
static void move_entries(const pcs_index *index, pcs_index *larger) {
    for (size_t i = 0; index->slots && i <= index->mask; i++) {
        uint64_t entry = index->slots[i];
        if (entry != 0) {
            size_t slot = pcs_index_begin(larger, (uint32_t)(entry >> 32));
            while (larger->slots[slot] != 0) {
                slot = (slot + 1) & larger->mask;
            }
            larger->slots[slot] = entry;
        }
    }
}

pcs_status pcs_index_reserve(pcs_context *context, pcs_claim *claim, const char *what, pcs_index *index, size_t count) {
    if (count <= index->capacity) {
        return PCS_OK;
    }
    if (count > PCS_INDEX_MAX) {
        return pcs_fail(context, PCS_E_MEMORY, "%s is full at %u entries: read fewer inputs at once", what,
                        PCS_INDEX_MAX);
    }
    unsigned bits = SMALLEST_BITS;
    while (room(bits) < count) {
        bits++;
    }
    pcs_index larger = {.mask = ((size_t)1 << bits) - 1, .shift = 32 - bits, .capacity = room(bits)};
    uint64_t before = pcs_index_bytes(index);
    pcs_status status =
        pcs_claim_table(context, claim, what, larger.mask + 1, sizeof(*larger.slots), (void **)&larger.slots);
    if (status != PCS_OK) {
        return status;
    }
    memset(larger.slots, 0, (size_t)pcs_index_bytes(&larger));
    move_entries(index, &larger);
    pcs_index_free(index);
    pcs_claim_lower(claim, before);
    *index = larger;
    return PCS_OK;
}

void pcs_index_free(pcs_index *index) {
    free(index->slots);
    *index = (pcs_index){.slots = NULL};
}
