/* Graphs made by code, and what a layout of one is known by. */
#ifndef PCS_TESTS_GRAPH_SHAPES_H
#define PCS_TESTS_GRAPH_SHAPES_H

#include "edge_table.h"
#include "layout/layout.h"

/* FNV-1a over the bits of all positions, which are floats where they were computed. */
static inline uint64_t hash_layout(const pcs_layout *layout) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < 2 * layout->host_count; i++) {
        uint32_t bits;
        float number = (float)(i & 1 ? layout->y[i / 2] : layout->x[i / 2]);
        memcpy(&bits, &number, sizeof(bits));
        hash = (hash ^ bits) * 0x100000001b3u;
    }
    return hash;
}

static inline pcs_edges make_path(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, hosts);
    for (uint32_t i = 0; i + 1 < hosts; i++) {
        table_add(&edges, i, i + 1, PCS_TCP);
    }
    table_finish(&edges);
    return edges;
}

static inline pcs_edges make_star(uint32_t leaves) {
    pcs_edges edges = table_new(leaves + 1, leaves);
    for (uint32_t i = 0; i < leaves; i++) {
        uint32_t leaf = i < 7 ? i : i + 1;
        table_add(&edges, 7, leaf, PCS_UDP);
    }
    table_finish(&edges);
    return edges;
}

static inline pcs_edges make_grid(uint32_t side) {
    pcs_edges edges = table_new(side * side, 2 * side * side);
    for (uint32_t i = 0; i < side * side; i++) {
        if (i % side + 1 < side) {
            table_add(&edges, i, i + 1, PCS_TCP);
        }
        if (i + side < side * side) {
            table_add(&edges, i, i + side, PCS_TCP);
        }
    }
    table_finish(&edges);
    return edges;
}

static inline pcs_edges make_complete(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, hosts * hosts / 2);
    for (uint32_t i = 0; i < hosts; i++) {
        for (uint32_t j = i + 1; j < hosts; j++) {
            table_add(&edges, i, j, PCS_TCP);
        }
    }
    table_finish(&edges);
    return edges;
}

static inline pcs_edges make_loops(uint32_t hosts) {
    pcs_edges edges = table_new(hosts, hosts);
    for (uint32_t i = 0; i < hosts; i++) {
        table_add(&edges, i, i, PCS_ICMP);
    }
    table_finish(&edges);
    return edges;
}

static inline pcs_edges make_pairs(uint32_t pairs) {
    pcs_edges edges = table_new(2 * pairs, pairs);
    for (uint32_t i = 0; i < pairs; i++) {
        table_add(&edges, 2 * i, 2 * i + 1, PCS_TCP);
    }
    table_finish(&edges);
    return edges;
}

/* Two halves, each of whose hosts speaks to all of the other: hosts of a half have the same neighbours. */
static inline pcs_edges make_twins(uint32_t left, uint32_t right) {
    pcs_edges edges = table_new(left + right, left * right);
    for (uint32_t i = 0; i < left; i++) {
        for (uint32_t j = 0; j < right; j++) {
            table_add(&edges, i, left + j, PCS_TCP);
        }
    }
    table_finish(&edges);
    return edges;
}

/* What captures look like: hubs with fans, hosts that speak to two hubs, small components, loops. */
static inline pcs_edges make_network(uint32_t hosts, uint64_t state) {
    uint32_t hubs = hosts / 50 + 2;
    pcs_edges edges = table_new(hosts, 3 * hosts);
    for (uint32_t i = hubs; i < hosts * 9 / 10; i++) {
        uint64_t at = table_random(&state) % hubs;
        table_add(&edges, i, (uint32_t)(at * at / hubs), PCS_TCP);
        if (table_random(&state) % 3 == 0) {
            table_add(&edges, i, (uint32_t)(table_random(&state) % hubs), PCS_UDP);
        }
    }
    for (uint32_t i = 1; i < hubs; i++) {
        table_add(&edges, i, (uint32_t)(table_random(&state) % i), PCS_TCP);
    }
    for (uint32_t i = hosts * 9 / 10; i < hosts; i++) {
        table_add(&edges, i, i % 5 == 0 || i % 7 == 0 ? i : i - 1, PCS_TCP);
    }
    table_finish(&edges);
    return edges;
}

#endif
