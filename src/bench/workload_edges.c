/* A generated graph: draws until there are enough different edges. */
#include "base/hash.h"
#include "base/memory.h"
#include "bench/draw.h"
#include "bench/workload.h"
#include "edges/sort.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MOST = 64, CHUNK = 1 << 16 };

/* Addresses lie in 1.0.0.0 to 223.255.255.255. */
static const uint32_t first_address = 1U << 24, address_range = 222U << 24;

/* Edges are keys, the lower place of a host above the higher one; places are those of hosts sorted by address. */
typedef struct drawing {
    pcs_context *context;
    const pcs_bench_graph *graph;
    uint32_t *places; /* of each host of the model */
    unsigned bits;    /* of a place */
    uint64_t *keys, *merged;
    uint32_t count;
    uint64_t drawn;
    pcs_sort_item *items, *spare;
    uint32_t wanted; /* draws of this round */
} drawing;

/* A shuffle (Fisher and Yates), so that hosts of one role do not lie together. */
static void shuffle(uint32_t *places, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = (uint32_t)((pcs_hash_mix(i) >> 32) * (i + 1) >> 32);
        places[i] = places[j];
        places[j] = i;
    }
}

static void draw_chunk(void *argument, uint64_t chunk) {
    const drawing *d = argument;
    uint64_t end = (chunk + 1) * CHUNK < d->wanted ? (chunk + 1) * CHUNK : d->wanted;
    for (uint64_t i = chunk * CHUNK; i < end; i++) {
        pcs_pair pair = pcs_bench_draw(d->graph->model, d->graph->hosts, d->drawn + i);
        uint64_t a = d->places[pair.a], b = d->places[pair.b];
        uint64_t key = a < b ? a << d->bits | b : b << d->bits | a;
        d->items[i] = (pcs_sort_item){.key = a == b ? UINT64_MAX : key};
    }
}

/* Merges the sorted draws into the keys, each edge once. */
static void merge(drawing *d) {
    uint32_t count = 0, old = 0;
    for (uint32_t i = 0; i < d->wanted && d->items[i].key != UINT64_MAX; i++) {
        uint64_t key = d->items[i].key;
        while (old < d->count && d->keys[old] < key) {
            d->merged[count++] = d->keys[old++];
        }
        bool there = (old < d->count && d->keys[old] == key) || (i > 0 && d->items[i - 1].key == key);
        if (!there) {
            d->merged[count++] = key;
        }
    }
    memcpy(d->merged + count, d->keys + old, (d->count - old) * sizeof(*d->keys));
    d->count = count + d->count - old;
    uint64_t *swap = d->keys;
    d->keys = d->merged;
    d->merged = swap;
}

static pcs_status draw_all(drawing *d) {
    pcs_pool *pool = pcs_context_pool(d->context);
    if (!pool) {
        return pcs_fail_memory(d->context, "threads", 0);
    }
    for (unsigned round = 0; round < ROUNDS_MOST && d->count < d->graph->edges; round++) {
        pcs_status status = pcs_tick(d->context, "generate", (double)d->count / d->graph->edges, 0);
        if (status != PCS_OK) {
            return status;
        }
        d->wanted = d->graph->edges - d->count;
        pcs_pool_run(pool, ((uint64_t)d->wanted + CHUNK - 1) / CHUNK, draw_chunk, d);
        d->drawn += d->wanted;
        pcs_sort_items(NULL, d->items, d->spare, d->wanted);
        merge(d);
    }
    return PCS_OK;
}

/* ---- as a table */

/* numbers[place] becomes the number of the host, hosts without an edge left out. */
static uint32_t number_hosts(const drawing *d, uint32_t *numbers) {
    uint32_t count = 0;
    uint64_t mask = ((uint64_t)1 << d->bits) - 1;
    for (uint32_t i = 0; i < d->count; i++) {
        numbers[d->keys[i] >> d->bits] = 1;
        numbers[d->keys[i] & mask] = 1;
    }
    for (uint32_t place = 0; place < d->graph->hosts; place++) {
        uint32_t used = numbers[place];
        numbers[place] = count;
        count += used;
    }
    return count;
}

/* One packet, of a length that depends on the edge and the way. */
static pcs_traffic packet_of(uint64_t hash, pcs_protocol protocol) {
    enum { HEADERS_TCP = 54, HEADERS_UDP = 42, HEADERS_IP = 34, LENGTH_LEAST = 60, LENGTH_RANGE = 1455 };
    uint32_t headers = protocol == PCS_TCP ? HEADERS_TCP : protocol == PCS_UDP ? HEADERS_UDP : HEADERS_IP;
    uint64_t length = LENGTH_LEAST + (hash >> 32) * LENGTH_RANGE / ((uint64_t)1 << 32);
    return (pcs_traffic){.packets = 1, .bytes = length, .payload_bytes = length - headers};
}

static void fill_table(const drawing *d, const uint32_t *numbers, pcs_edges *edges) {
    uint64_t mask = ((uint64_t)1 << d->bits) - 1;
    uint32_t step = address_range / d->graph->hosts;
    for (uint32_t place = 0; place < d->graph->hosts; place++) {
        bool used = numbers[place] < (place + 1 < d->graph->hosts ? numbers[place + 1] : edges->host_count);
        if (used) {
            edges->hosts[numbers[place]] = (pcs_host){.kind = PCS_HOST_IPV4, .low = first_address + place * step};
        }
    }
    for (uint32_t i = 0; i < d->count; i++) {
        uint64_t hash = pcs_hash_mix(d->keys[i]), kind = hash & 0xff;
        pcs_protocol protocol = kind < 200 ? PCS_TCP : kind < 250 ? PCS_UDP : PCS_ICMP;
        edges->table[i] = (pcs_edge){.a = numbers[d->keys[i] >> d->bits],
                                     .b = numbers[d->keys[i] & mask],
                                     .protocol = protocol,
                                     .a_to_b = packet_of(hash, protocol),
                                     .b_to_a = packet_of(pcs_hash_mix(hash), protocol)};
    }
}

static pcs_status make_table(const drawing *d, pcs_edges **out) {
    pcs_status status = PCS_OK;
    uint32_t *numbers = pcs_memory_new(d->graph->hosts, sizeof(*numbers));
    pcs_edges *edges = calloc(1, sizeof(*edges));
    if (!numbers || !edges) {
        PCS_TRY(pcs_fail_memory(d->context, "the hosts", (uint64_t)d->graph->hosts * sizeof(*numbers)));
    }
    edges->host_count = number_hosts(d, numbers);
    edges->edge_count = d->count;
    edges->hosts = pcs_memory_new(edges->host_count, sizeof(*edges->hosts));
    edges->table = pcs_memory_new(d->count, sizeof(*edges->table));
    if (!edges->hosts || !edges->table) {
        PCS_TRY(pcs_fail_memory(d->context, "the edge table", (uint64_t)d->count * sizeof(*edges->table)));
    }
    fill_table(d, numbers, edges);
    *out = edges;
    edges = NULL;
done:
    pcs_edges_free(edges);
    free(numbers);
    return status;
}

pcs_status pcs_workload_edges(pcs_context *context, const pcs_bench_graph *graph, pcs_edges **out) {
    pcs_status status = PCS_OK;
    drawing d = {.context = context, .graph = graph, .bits = 32 - (unsigned)__builtin_clz(graph->hosts - 1)};
    *out = NULL;
    d.places = malloc((size_t)graph->hosts * sizeof(*d.places));
    d.keys = malloc((size_t)graph->edges * sizeof(*d.keys));
    d.merged = malloc((size_t)graph->edges * sizeof(*d.merged));
    d.items = malloc((size_t)graph->edges * sizeof(*d.items));
    d.spare = malloc((size_t)graph->edges * sizeof(*d.spare));
    if (!d.places || !d.keys || !d.merged || !d.items || !d.spare) {
        PCS_TRY(pcs_fail_memory(context, "the graph", (uint64_t)graph->edges * 2 * sizeof(*d.items)));
    }
    shuffle(d.places, graph->hosts);
    PCS_TRY(draw_all(&d));
    free(d.items);
    free(d.spare);
    d.items = d.spare = NULL;
    PCS_TRY(make_table(&d, out));
done:
    free(d.spare);
    free(d.items);
    free(d.merged);
    free(d.keys);
    free(d.places);
    return status;
}
