#include "edges/edge_set.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

/* Transfers whose memory is asked for at once, so that one waits for the slowest and not for the sum. */
enum { GROUP = 64 };

void pcs_edge_set_clear(pcs_edge_set *set) {
    pcs_index_free(&set->index);
    free(set->edges);
    *set = (pcs_edge_set){.key = {set->key[0], set->key[1]}};
}

static pcs_status reserve(pcs_context *context, pcs_edge_set *set, size_t count) {
    size_t wanted = set->count + count;
    if (wanted > PCS_INDEX_MAX) {
        return pcs_fail(context, PCS_E_MEMORY, "more than %u edges: read fewer inputs at once", PCS_INDEX_MAX);
    }
    if (!pcs_memory_grow((void **)&set->edges, &set->capacity, wanted, sizeof(*set->edges)) ||
        !pcs_index_reserve(&set->index, wanted)) {
        return pcs_fail_memory(context, "the edge table", (uint64_t)wanted * 2 * sizeof(*set->edges));
    }
    return PCS_OK;
}

static uint32_t lower(const pcs_transfer *transfer) {
    return transfer->source < transfer->destination ? transfer->source : transfer->destination;
}

static uint32_t upper(const pcs_transfer *transfer) {
    return transfer->source < transfer->destination ? transfer->destination : transfer->source;
}

static uint32_t tag_of(const pcs_edge_set *set, const pcs_transfer *transfer) {
    uint64_t pair = (uint64_t)lower(transfer) << 32 | upper(transfer);
    uint64_t hash = pcs_hash_mix(pair ^ set->key[0]);
    return pcs_index_tag(pcs_hash_mix(hash ^ set->key[1] ^ transfer->protocol));
}

static pcs_edge *find_or_put(pcs_edge_set *set, const pcs_transfer *transfer, uint32_t tag) {
    uint32_t a = lower(transfer), b = upper(transfer), place;
    size_t slot = pcs_index_begin(&set->index, tag);
    while (pcs_index_next(&set->index, tag, &slot, &place)) {
        pcs_edge *edge = &set->edges[place];
        if (edge->a == a && edge->b == b && edge->protocol == transfer->protocol) {
            return edge;
        }
    }
    place = set->count++;
    set->edges[place] = (pcs_edge){.a = a, .b = b, .protocol = transfer->protocol};
    pcs_index_put(&set->index, tag, slot, place);
    return &set->edges[place];
}

static inline void add(pcs_edge_set *set, uint64_t *counter, uint64_t amount) {
    if (__builtin_add_overflow(*counter, amount, counter)) {
        *counter = UINT64_MAX;
        set->saturated = true;
    }
}

static void add_group(pcs_edge_set *set, const pcs_transfer *transfers, size_t count) {
    uint32_t tags[GROUP];
    for (size_t i = 0; i < count; i++) {
        tags[i] = tag_of(set, &transfers[i]);
        pcs_index_prefetch(&set->index, tags[i]);
    }
    for (size_t i = 0; i < count; i++) {
        size_t slot = pcs_index_begin(&set->index, tags[i]);
        uint32_t place;
        if (pcs_index_next(&set->index, tags[i], &slot, &place)) {
            __builtin_prefetch(&set->edges[place], 1);
        }
    }
    for (size_t i = 0; i < count; i++) {
        const pcs_transfer *transfer = &transfers[i];
        pcs_edge *edge = find_or_put(set, transfer, tags[i]);
        pcs_traffic *traffic = transfer->source == edge->a ? &edge->a_to_b : &edge->b_to_a;
        add(set, &traffic->packets, transfer->traffic.packets);
        add(set, &traffic->bytes, transfer->traffic.bytes);
        add(set, &traffic->payload_bytes, transfer->traffic.payload_bytes);
    }
}

pcs_status pcs_edge_set_add(pcs_context *context, pcs_edge_set *set, const pcs_transfer *transfers, size_t count) {
    for (size_t i = 0; i < count; i += GROUP) {
        size_t some = count - i < GROUP ? count - i : GROUP;
        pcs_status status = reserve(context, set, some);
        if (status != PCS_OK) {
            return status;
        }
        add_group(set, transfers + i, some);
    }
    return PCS_OK;
}
