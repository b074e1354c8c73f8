#include "edges/host_totals.h"

#include "base/memory.h"

static void add(pcs_traffic *sum, const pcs_traffic *more) {
    sum->packets = pcs_host_totals_sum(sum->packets, more->packets);
    sum->bytes = pcs_host_totals_sum(sum->bytes, more->bytes);
    sum->payload_bytes = pcs_host_totals_sum(sum->payload_bytes, more->payload_bytes);
}

static bool goes(const pcs_traffic *traffic) {
    return (traffic->packets | traffic->bytes | traffic->payload_bytes) != 0;
}

/* Edges of one pair stand together, one for each protocol, or two where directions are apart. */
static uint32_t add_pair(const pcs_edges *edges, uint32_t begin, pcs_host_totals *hosts) {
    uint32_t a = edges->table[begin].a, b = edges->table[begin].b, i = begin;
    bool there = false, back = false;
    for (; i < edges->edge_count && edges->table[i].a == a && edges->table[i].b == b; i++) {
        const pcs_edge *edge = &edges->table[i];
        add(&hosts[a].sent, &edge->a_to_b);
        add(&hosts[b].received, &edge->a_to_b);
        add(&hosts[b].sent, &edge->b_to_a);
        add(&hosts[a].received, &edge->b_to_a);
        there = there || goes(&edge->a_to_b);
        back = back || goes(&edge->b_to_a);
        if (edges->times) {
            pcs_edge_times_widen(&hosts[a].times, &edges->times[i]);
            pcs_edge_times_widen(&hosts[b].times, &edges->times[i]);
        }
    }
    if (a != b) {
        hosts[a].degree++;
        hosts[a].out_degree += there;
        hosts[a].in_degree += back;
        hosts[b].degree++;
        hosts[b].out_degree += back;
        hosts[b].in_degree += there;
    }
    return i;
}

pcs_status pcs_host_totals_new(pcs_context *context, const pcs_edges *edges, pcs_host_totals **out) {
    *out = pcs_memory_new(edges->host_count, sizeof(**out));
    if (!*out) {
        return pcs_fail_memory(context, "the host table", (uint64_t)edges->host_count * sizeof(**out));
    }
    for (uint32_t begin = 0; begin < edges->edge_count;) {
        begin = add_pair(edges, begin, *out);
    }
    return PCS_OK;
}
