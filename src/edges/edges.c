/* The finished table, as the public header shows it. */
#include "edges/edges.h"

#include <stdlib.h>
#include <string.h>

const char *pcs_protocol_name(pcs_protocol protocol) {
    switch (protocol) {
#define PCS_PROTOCOL_CASE(name, text)                                                                                  \
    case name:                                                                                                         \
        return text;
        PCS_PROTOCOL_TABLE(PCS_PROTOCOL_CASE)
#undef PCS_PROTOCOL_CASE
    case PCS_PROTOCOL_COUNT:
        break;
    }
    return "unknown";
}

const char *pcs_outcome_name(pcs_outcome outcome) {
    switch (outcome) {
#define PCS_OUTCOME_CASE(name, text)                                                                                   \
    case name:                                                                                                         \
        return text;
        PCS_OUTCOME_TABLE(PCS_OUTCOME_CASE)
#undef PCS_OUTCOME_CASE
    case PCS_OUTCOME_COUNT:
        break;
    }
    return "unknown";
}

const char *pcs_tunnel_name(pcs_tunnel tunnel) {
    switch (tunnel) {
#define PCS_TUNNEL_CASE(name, text)                                                                                    \
    case name:                                                                                                         \
        return text;
        PCS_TUNNEL_TABLE(PCS_TUNNEL_CASE)
#undef PCS_TUNNEL_CASE
    case PCS_TUNNEL_COUNT:
        break;
    }
    return "unknown";
}

const char *pcs_top_by_name(pcs_top_by top_by) {
    switch (top_by) {
#define PCS_TOP_BY_CASE(name, text)                                                                                    \
    case name:                                                                                                         \
        return text;
        PCS_TOP_BY_TABLE(PCS_TOP_BY_CASE)
#undef PCS_TOP_BY_CASE
    case PCS_TOP_BY_COUNT:
        break;
    }
    return "unknown";
}

void pcs_edges_free(pcs_edges *edges) {
    if (edges) {
        free(edges->hosts);
        free(edges->table);
        free(edges->times);
        free(edges->names);
        free(edges);
    }
}

static void add(uint64_t *sum, uint64_t more) {
    if (__builtin_add_overflow(*sum, more, sum)) {
        *sum = UINT64_MAX;
    }
}

pcs_traffic pcs_edges_total(const pcs_edges *edges) {
    pcs_traffic total = {0};
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_traffic *ways[] = {&edges->table[i].a_to_b, &edges->table[i].b_to_a};
        for (uint32_t way = 0; way < 2; way++) {
            add(&total.packets, ways[way]->packets);
            add(&total.bytes, ways[way]->bytes);
            add(&total.payload_bytes, ways[way]->payload_bytes);
        }
    }
    return total;
}

uint32_t pcs_edges_host_count(const pcs_edges *edges) {
    return edges->host_count;
}

uint32_t pcs_edges_edge_count(const pcs_edges *edges) {
    return edges->edge_count;
}

const pcs_edge *pcs_edges_table(const pcs_edges *edges) {
    return edges->table;
}

const pcs_edge_times *pcs_edges_times(const pcs_edges *edges) {
    return edges->times;
}

const pcs_read_summary *pcs_edges_summary(const pcs_edges *edges) {
    return &edges->summary;
}

static int compare_hosts(const void *left, const void *right) {
    return pcs_host_compare(left, right);
}

bool pcs_edges_find_host(const pcs_edges *edges, const char *text, uint32_t *host) {
    pcs_host wanted;
    if (edges->host_count == 0 || !pcs_host_parse(text, strlen(text), &wanted)) {
        return false;
    }
    const pcs_host *found = bsearch(&wanted, edges->hosts, edges->host_count, sizeof(wanted), compare_hosts);
    *host = found ? (uint32_t)(found - edges->hosts) : 0;
    return found != NULL;
}

size_t pcs_edges_host_text(const pcs_edges *edges, uint32_t host, char *text, size_t text_size) {
    return pcs_host_text(&edges->hosts[host], text, text_size);
}
