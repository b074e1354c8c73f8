/* A table of edges is far larger than any cache, and too large for a copy. So it is ordered where it lies: first all
 * edges are moved to buckets of neighbouring hosts, each of which goes on in memory where it left off (an American flag
 * sort; McIlroy, Bostic, McIlroy: Engineering radix sort, 1993), and then each bucket, which fits a second-level cache,
 * is sorted by itself. */
#include "edges/edge_order.h"

#include "edges/sort.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
    PROTOCOL_BITS = 3,
    BUCKET_EDGES = 1 << 13, /* more only where one host has them */
    PART_EDGES = 1 << 14    /* for one thread at a time */
};
_Static_assert(PCS_PROTOCOL_COUNT <= 1 << PROTOCOL_BITS, "a protocol takes more bits");

typedef struct ordering {
    pcs_edge *edges;
    pcs_edge_times *times; /* or NULL */
    uint32_t count;
    const uint32_t *ranks;
    unsigned host_bits; /* of a place */
    uint32_t *of_hosts; /* of each place, its edges as the lower host; then its bucket */
    uint32_t *of_edges; /* the lower host of each edge; then its bucket */
    uint32_t *begins;   /* of each bucket the first edge, and one more */
    uint32_t *heads;    /* of each bucket the first edge that may not belong there */
    uint32_t buckets;
    uint32_t share;       /* edges of a bucket that is not large, at most */
    pcs_sort_item *items; /* two of each edge of a bucket: of one for each thread, or of the largest */
    atomic_uint next;     /* bucket */
} ordering;

static void rank_part(void *argument, uint64_t part) {
    const ordering *o = argument;
    uint64_t begin = part * PART_EDGES, end = begin + PART_EDGES;
    for (uint64_t i = begin; i < end && i < o->count; i++) {
        pcs_edge *edge = &o->edges[i];
        uint32_t a = o->ranks[edge->a], b = o->ranks[edge->b];
        edge->a = a < b ? a : b;
        edge->b = a < b ? b : a;
        if (b < a) {
            pcs_traffic swap = edge->a_to_b;
            edge->a_to_b = edge->b_to_a;
            edge->b_to_a = swap;
        }
        o->of_edges[i] = edge->a;
    }
}

static void label_part(void *argument, uint64_t part) {
    const ordering *o = argument;
    uint64_t begin = part * PART_EDGES, end = begin + PART_EDGES;
    for (uint64_t i = begin; i < end && i < o->count; i++) {
        o->of_edges[i] = o->of_hosts[o->of_edges[i]];
    }
}

/* Any two buckets that follow each other have more than BUCKET_EDGES together. */
static uint32_t buckets_most(uint32_t edge_count) {
    return 2 * (edge_count / BUCKET_EDGES) + 2;
}

/* Returns the number of edges of the largest bucket. */
static uint32_t cut_buckets(ordering *o, uint32_t host_count) {
    uint32_t size = 0, largest = 0, begin = 0;
    memset(o->of_hosts, 0, host_count * sizeof(*o->of_hosts));
    for (uint32_t i = 0; i < o->count; i++) {
        o->of_hosts[o->of_edges[i]]++;
    }
    o->buckets = 0;
    o->begins[0] = 0;
    for (uint32_t host = 0; host < host_count; host++) {
        uint32_t own = o->of_hosts[host];
        if (size > 0 && own > 0 && (size > BUCKET_EDGES || own > BUCKET_EDGES - size)) {
            o->begins[++o->buckets] = begin;
            size = 0;
        }
        size += own;
        begin += own;
        largest = size > largest ? size : largest;
        o->of_hosts[host] = o->buckets;
    }
    o->begins[++o->buckets] = begin;
    return largest;
}

typedef struct held {
    pcs_edge edge;
    pcs_edge_times times;
} held;

static void swap_held(const ordering *o, uint32_t place, held *h) {
    pcs_edge edge = o->edges[place];
    o->edges[place] = h->edge;
    h->edge = edge;
    if (o->times) {
        pcs_edge_times times = o->times[place];
        o->times[place] = h->times;
        h->times = times;
    }
}

/* The first place of a bucket with an edge that belongs elsewhere: there is one. */
static uint32_t next_place(const ordering *o, uint32_t bucket) {
    enum { AHEAD = 2 };
    while (o->of_edges[o->heads[bucket]] == bucket) {
        o->heads[bucket]++;
    }
    uint32_t place = o->heads[bucket]++;
    __builtin_prefetch(&o->edges[place + AHEAD < o->count ? place + AHEAD : place], 1);
    return place;
}

/* Takes an edge out of its place, puts it where it belongs, takes what was there on to where that belongs, and so on
 * until one belongs to the bucket of the first place. */
static void fill_buckets(ordering *o) {
    for (uint32_t bucket = 0; bucket < o->buckets; bucket++) {
        for (uint32_t place = o->heads[bucket]; place < o->begins[bucket + 1]; place = ++o->heads[bucket]) {
            held h = {.times = {0, 0}};
            uint32_t to = o->of_edges[place];
            if (to == bucket) {
                continue;
            }
            swap_held(o, place, &h);
            while (to != bucket) {
                uint32_t there = next_place(o, to), next = o->of_edges[there];
                swap_held(o, there, &h);
                o->of_edges[there] = to;
                to = next;
            }
            swap_held(o, place, &h);
            o->of_edges[place] = bucket;
        }
    }
}

/* Of a bucket, the edge at begin + i becomes what that at begin + order[i] was, along the cycles of the permutation. */
static void permute(const ordering *o, uint32_t begin, uint32_t *order, uint32_t count) {
    for (uint32_t first = 0; first < count; first++) {
        held h = {.times = {0, 0}};
        uint32_t at = first;
        swap_held(o, begin + first, &h);
        while (order[at] != first) {
            uint32_t from = order[at];
            o->edges[begin + at] = o->edges[begin + from];
            if (o->times) {
                o->times[begin + at] = o->times[begin + from];
            }
            order[at] = at;
            at = from;
        }
        swap_held(o, begin + at, &h);
        order[at] = at;
    }
}

/* items has room for two of each edge of the bucket. */
static void sort_bucket(const ordering *o, pcs_pool *pool, uint32_t bucket, pcs_sort_item *items) {
    uint32_t begin = o->begins[bucket], count = o->begins[bucket + 1] - begin;
    for (uint32_t i = 0; i < count; i++) {
        const pcs_edge *edge = &o->edges[begin + i];
        uint64_t pair = (uint64_t)edge->a << o->host_bits | edge->b;
        items[i] = (pcs_sort_item){pair << PROTOCOL_BITS | edge->protocol, i};
    }
    pcs_sort_items(pool, items, items + count, count);
    /* Alone, the order lies close together. It goes where the spare items were. */
    uint32_t *order = (uint32_t *)(void *)(items + count);
    for (uint32_t i = 0; i < count; i++) {
        order[i] = items[i].value;
    }
    permute(o, begin, order, count);
}

static bool is_large(const ordering *o, uint32_t bucket) {
    return o->begins[bucket + 1] - o->begins[bucket] > BUCKET_EDGES;
}

static void sort_share(void *argument, uint64_t share) {
    ordering *o = argument;
    uint32_t bucket;
    while ((bucket = atomic_fetch_add(&o->next, 1)) < o->buckets) {
        if (!is_large(o, bucket)) {
            sort_bucket(o, NULL, bucket, o->items + 2 * share * o->share);
        }
    }
}

static pcs_status table_new(pcs_context *context, pcs_claim *claim, uint64_t count, size_t size, void **table) {
    return pcs_claim_table(context, claim, "the table that sorts edges", (size_t)count, size, table);
}

pcs_status pcs_edge_set_order(pcs_context *context, pcs_edge_set *set, const uint32_t *ranks, uint32_t host_count) {
    pcs_status status = PCS_OK;
    pcs_claim claim = {.bytes = 0};
    pcs_pool *pool = pcs_context_pool(context);
    ordering o = {.edges = set->edges, .times = set->times, .count = set->count, .ranks = ranks};
    uint64_t parts = set->count / PART_EDGES + 1, most = buckets_most(set->count);
    PCS_TRY(pool ? PCS_OK : pcs_fail_memory(context, "sorting edges", 0));
    PCS_TRY(table_new(context, &claim, host_count, sizeof(*o.of_hosts), (void **)&o.of_hosts));
    PCS_TRY(table_new(context, &claim, set->count, sizeof(*o.of_edges), (void **)&o.of_edges));
    PCS_TRY(table_new(context, &claim, most + 1, sizeof(*o.begins), (void **)&o.begins));
    PCS_TRY(table_new(context, &claim, most + 1, sizeof(*o.heads), (void **)&o.heads));
    while ((uint64_t)1 << o.host_bits < host_count) {
        o.host_bits++;
    }
    pcs_pool_run(pool, parts, rank_part, &o);
    uint32_t largest = cut_buckets(&o, host_count), threads = pcs_pool_threads(pool);
    uint32_t shares = threads < o.buckets ? threads : o.buckets;
    o.share = largest < BUCKET_EDGES ? largest : BUCKET_EDGES;
    uint64_t edges = (uint64_t)shares * o.share;
    PCS_TRY(table_new(context, &claim, 2 * (largest > edges ? largest : edges), sizeof(*o.items), (void **)&o.items));
    pcs_pool_run(pool, parts, label_part, &o);
    memcpy(o.heads, o.begins, (o.buckets + 1) * sizeof(*o.heads));
    fill_buckets(&o);
    PCS_TRY(pcs_tick(context, "read", 1, 0));
    pcs_pool_run(pool, shares, sort_share, &o);
    for (uint32_t bucket = 0; bucket < o.buckets; bucket++) {
        if (is_large(&o, bucket)) {
            sort_bucket(&o, pool, bucket, o.items);
        }
    }
done:
    free(o.items);
    free(o.heads);
    free(o.begins);
    free(o.of_edges);
    free(o.of_hosts);
    pcs_claim_drop(&claim);
    return status;
}
