#include "edges/edge_set.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* Tables begin at a multiple of this, so that each edge is in one cache line. */
_Static_assert(sizeof(pcs_edge) == 64, "an edge lies across cache lines");

/* Transfers whose memory is asked for at once, so that one waits for the slowest and not for the sum. */
enum { GROUP = 128 };

void pcs_edge_set_seal(pcs_edge_set *set) {
    pcs_claim_lower(&set->claim, pcs_index_bytes(&set->index));
    pcs_index_free(&set->index);
}

void pcs_edge_set_clear(pcs_edge_set *set) {
    pcs_index_free(&set->index);
    pcs_claim_drop(&set->claim);
    free(set->edges);
    free(set->times);
    pcs_edge_set empty = {.timed = set->timed};
    memcpy(empty.keys, set->keys, sizeof(empty.keys));
    *set = empty;
}

static pcs_status reserve(pcs_context *context, pcs_edge_set *set, size_t count) {
    size_t wanted = set->count + count;
    if (wanted > PCS_INDEX_MAX) {
        return pcs_fail(context, PCS_E_MEMORY, "more than %u edges: read fewer inputs at once", PCS_INDEX_MAX);
    }
    pcs_status status = pcs_claim_array(context, &set->claim, "the edge table", (void **)&set->edges, &set->capacity,
                                        wanted, sizeof(*set->edges));
    if (status == PCS_OK && set->timed) {
        status = pcs_claim_array(context, &set->claim, "the times of edges", (void **)&set->times, &set->times_capacity,
                                 wanted, sizeof(*set->times));
    }
    return status;
}

static uint32_t lower(const pcs_transfer *transfer) {
    return transfer->source < transfer->destination ? transfer->source : transfer->destination;
}

static uint32_t upper(const pcs_transfer *transfer) {
    return transfer->source < transfer->destination ? transfer->destination : transfer->source;
}

static uint32_t tag_of(const pcs_edge_set *set, const pcs_transfer *transfer) {
    uint64_t pair = (uint64_t)lower(transfer) << 32 | upper(transfer);
    return pcs_index_tag(pcs_hash_mix(pair ^ set->keys[transfer->protocol]));
}

static bool is_of(const pcs_edge *edge, const pcs_transfer *transfer) {
    return edge->a == lower(transfer) && edge->b == upper(transfer) && edge->protocol == transfer->protocol;
}

static pcs_edge *find_or_put(pcs_edge_set *set, const pcs_transfer *transfer, uint32_t tag) {
    uint32_t place;
    size_t slot = pcs_index_begin(&set->index, tag);
    while (pcs_index_next(&set->index, tag, &slot, &place)) {
        if (is_of(&set->edges[place], transfer)) {
            return &set->edges[place];
        }
    }
    place = set->count++;
    set->edges[place] = (pcs_edge){.a = lower(transfer), .b = upper(transfer), .protocol = transfer->protocol};
    if (set->timed) {
        set->times[place] = (pcs_edge_times){0, 0};
    }
    pcs_index_put(&set->index, tag, slot, place);
    return &set->edges[place];
}

static inline void add(pcs_edge_set *set, uint64_t *counter, uint64_t amount) {
    if (__builtin_add_overflow(*counter, amount, counter)) {
        *counter = UINT64_MAX;
        set->saturated = true;
    }
}

/* The direction of the edge that the transfer went. */
static pcs_traffic *direction(pcs_edge *edge, const pcs_transfer *transfer) {
    return transfer->source <= transfer->destination ? &edge->a_to_b : &edge->b_to_a;
}

static void add_traffic(pcs_edge_set *set, pcs_traffic *sum, const pcs_traffic *more) {
    add(set, &sum->packets, more->packets);
    add(set, &sum->bytes, more->bytes);
    add(set, &sum->payload_bytes, more->payload_bytes);
}

/* places[i]: of the edge of each transfer. */
static void add_group(pcs_edge_set *set, const pcs_transfer *transfers, size_t count, uint32_t places[GROUP]) {
    uint32_t tags[GROUP];
    for (size_t i = 0; i < count; i++) {
        tags[i] = tag_of(set, &transfers[i]);
        pcs_index_prefetch(&set->index, tags[i]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t place = pcs_index_guess(&set->index, tags[i], set->count);
        __builtin_prefetch(&set->edges[place], 1);
        if (set->timed) {
            __builtin_prefetch(&set->times[place], 1);
        }
    }
    for (size_t i = 0; i < count; i++) {
        pcs_edge *edge = find_or_put(set, &transfers[i], tags[i]);
        add_traffic(set, direction(edge, &transfers[i]), &transfers[i].traffic);
        places[i] = (uint32_t)(edge - set->edges);
    }
}

pcs_status pcs_edge_set_add(pcs_context *context, pcs_edge_set *set, const pcs_transfer *transfers,
                            const pcs_edge_times *times, size_t count) {
    uint32_t places[GROUP];
    for (size_t i = 0; i < count; i += GROUP) {
        size_t some = count - i < GROUP ? count - i : GROUP;
        pcs_status status = reserve(context, set, some);
        if (status != PCS_OK) {
            return status;
        }
        status = pcs_index_reserve(context, &set->claim, "the index of the edge table", &set->index, set->count + some);
        if (status != PCS_OK) {
            return status;
        }
        add_group(set, transfers + i, some, places);
        for (size_t j = 0; set->timed && times && j < some; j++) {
            pcs_edge_times_widen(&set->times[places[j]], &times[i + j]);
        }
    }
    return PCS_OK;
}

pcs_status pcs_edge_set_append(pcs_context *context, pcs_edge_set *set, const pcs_edge_set *from) {
    pcs_status status = reserve(context, set, from->count);
    if (status == PCS_OK && from->count > 0) {
        memcpy(set->edges + set->count, from->edges, from->count * sizeof(*set->edges));
        if (set->timed) {
            memcpy(set->times + set->count, from->times, from->count * sizeof(*set->times));
        }
        set->count += from->count;
    }
    return status;
}

pcs_status pcs_edge_set_take(pcs_context *context, pcs_edge_set *set, pcs_edge **edges, pcs_edge_times **times) {
    size_t count = set->count > 0 ? (size_t)set->count : 1;
    pcs_edge *exact = realloc(set->edges, count * sizeof(*exact));
    if (!exact) {
        return pcs_fail_memory(context, "the edge table", count * sizeof(*exact));
    }
    set->edges = exact;
    if (set->timed) {
        pcs_edge_times *exact_times = realloc(set->times, count * sizeof(*exact_times));
        if (!exact_times) {
            return pcs_fail_memory(context, "the times of edges", count * sizeof(*exact_times));
        }
        set->times = exact_times;
    }
    *edges = set->edges;
    *times = set->times;
    set->edges = NULL;
    set->times = NULL;
    pcs_edge_set_clear(set);
    return PCS_OK;
}
