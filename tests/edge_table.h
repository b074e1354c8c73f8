/* Tables of edges made by code: hosts are IPv4 addresses from 10.0.0.0 on. */
#ifndef PCS_TESTS_EDGE_TABLE_H
#define PCS_TESTS_EDGE_TABLE_H

#include "check.h"
#include "edges/edges.h"

static inline uint64_t table_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static inline pcs_edges table_new(uint32_t host_count, uint32_t edge_room) {
    pcs_edges edges = {.hosts = calloc((size_t)host_count + 1, sizeof(pcs_host)),
                       .table = calloc((size_t)edge_room + 1, sizeof(pcs_edge)),
                       .host_count = host_count};
    for (uint32_t i = 0; i < host_count; i++) {
        edges.hosts[i] = (pcs_host){.kind = PCS_HOST_IPV4, .low = 0x0a000000u + i};
    }
    return edges;
}

static inline void table_add(pcs_edges *edges, uint32_t a, uint32_t b, pcs_protocol protocol) {
    pcs_edge edge = {.a = a < b ? a : b, .b = a < b ? b : a, .protocol = protocol, .a_to_b = {.packets = 1}};
    edges->table[edges->edge_count++] = edge;
}

static inline int table_compare(const void *left, const void *right) {
    const pcs_edge *a = left, *b = right;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    if (a->b != b->b) {
        return a->b < b->b ? -1 : 1;
    }
    return (int)a->protocol - (int)b->protocol;
}

/* Sorts, and drops what is there twice. */
static inline void table_finish(pcs_edges *edges) {
    uint32_t kept = 0;
    qsort(edges->table, edges->edge_count, sizeof(pcs_edge), table_compare);
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        if (kept == 0 || table_compare(&edges->table[kept - 1], &edges->table[i]) != 0) {
            edges->table[kept++] = edges->table[i];
        }
    }
    edges->edge_count = kept;
}

static inline void table_free(pcs_edges *edges) {
    free(edges->hosts);
    free(edges->table);
}

#endif
