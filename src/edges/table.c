#include "edges/table.h"

#include "base/clock.h"
#include "base/hash.h"

#include <stdlib.h>
#include <sys/random.h>

/* Transfers that are added at once. */
enum { GROUP = 256 };

static uint64_t random_key(void) {
    uint64_t key;
    if (getrandom(&key, sizeof(key), GRND_NONBLOCK) != (ssize_t)sizeof(key)) {
        /* No random numbers this early after boot: the time and where this process lies are what is left. */
        key = pcs_hash_mix((uint64_t)(pcs_clock_seconds() * 1e9) ^ (uint64_t)(uintptr_t)&key);
    }
    return key;
}

void pcs_table_init(pcs_table *table, const pcs_grouping *grouping) {
    *table = (pcs_table){.hosts = {.key = random_key()}};
    if (grouping) {
        table->grouping = *grouping;
    }
    for (unsigned protocol = 0; protocol < PCS_PROTOCOL_COUNT; protocol++) {
        table->addresses.keys[protocol] = random_key();
        table->others.keys[protocol] = random_key();
    }
}

void pcs_table_clear(pcs_table *table) {
    pcs_edge_set_clear(&table->addresses);
    pcs_edge_set_clear(&table->others);
    pcs_host_set_clear(&table->hosts);
}

bool pcs_table_saturated(const pcs_table *table) {
    return table->addresses.saturated || table->others.saturated;
}

static uint32_t ipv4_of(const uint8_t address[16]) {
    uint32_t value = 0;
    pcs_bytes_be32((pcs_bytes){address, 16}, 0, &value);
    return value;
}

static pcs_transfer transfer_of(const pcs_flow *flow) {
    return (pcs_transfer){.source = ipv4_of(flow->source),
                          .destination = ipv4_of(flow->destination),
                          .protocol = (pcs_protocol)flow->protocol,
                          .traffic = {1, flow->bytes, flow->payload_bytes}};
}

/* What is put together before it is added: transfers between IPv4 hosts, and between others with their hosts. */
typedef struct group {
    pcs_transfer addresses[GROUP], others[GROUP];
    pcs_host hosts[2 * GROUP]; /* source and destination of each of others */
    size_t address_count, other_count;
} group;

static pcs_status flush(pcs_context *context, pcs_table *table, group *some) {
    uint32_t numbers[2 * GROUP];
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_edge_set_add(context, &table->addresses, some->addresses, some->address_count));
    PCS_TRY(pcs_host_set_add(context, &table->hosts, some->hosts, 2 * some->other_count, numbers));
    for (size_t i = 0; i < some->other_count; i++) {
        some->others[i].source = numbers[2 * i];
        some->others[i].destination = numbers[2 * i + 1];
    }
    PCS_TRY(pcs_edge_set_add(context, &table->others, some->others, some->other_count));
    some->address_count = 0;
    some->other_count = 0;
done:
    return status;
}

pcs_status pcs_table_add_flows(pcs_context *context, pcs_table *table, const pcs_flow *flows, size_t count) {
    group some;
    bool by_address = table->grouping.by == PCS_GROUP_BY_IP;
    some.address_count = 0;
    some.other_count = 0;
    for (size_t i = 0; i < count; i++) {
        const pcs_flow *flow = &flows[i];
        if (flow->outcome != PCS_OUTCOME_EDGE) {
            continue;
        }
        pcs_host *pair = &some.hosts[2 * some.other_count];
        if ((flow->ip_version == 4 && by_address) || pcs_group_flow(&table->grouping, flow, pair)) {
            some.addresses[some.address_count++] = transfer_of(flow);
        } else {
            some.others[some.other_count++] = transfer_of(flow);
        }
        if (some.address_count == GROUP || some.other_count == GROUP) {
            pcs_status status = flush(context, table, &some);
            if (status != PCS_OK) {
                return status;
            }
        }
    }
    return flush(context, table, &some);
}

static bool any(const pcs_traffic *traffic) {
    return (traffic->packets | traffic->bytes | traffic->payload_bytes) != 0;
}

/* The edge exists afterwards even where nothing went either way. */
static pcs_status add_both_ways(pcs_context *context, pcs_edge_set *set, uint32_t a, uint32_t b, pcs_protocol protocol,
                                const pcs_traffic *there, const pcs_traffic *back) {
    const pcs_transfer transfers[2] = {{a, b, protocol, *there}, {b, a, protocol, *back}};
    return pcs_edge_set_add(context, set, transfers, any(back) ? 2 : 1);
}

pcs_status pcs_table_add_pair(pcs_context *context, pcs_table *table, const pcs_host given[2], pcs_protocol protocol,
                              const pcs_traffic *there, const pcs_traffic *back) {
    const pcs_host pair[2] = {pcs_group_host(&table->grouping, &given[0]), pcs_group_host(&table->grouping, &given[1])};
    if (pair[0].kind == PCS_HOST_IPV4 && pair[1].kind == PCS_HOST_IPV4) {
        return add_both_ways(context, &table->addresses, (uint32_t)pair[0].low, (uint32_t)pair[1].low, protocol, there,
                             back);
    }
    uint32_t numbers[2];
    pcs_status status = pcs_host_set_add(context, &table->hosts, pair, 2, numbers);
    if (status != PCS_OK) {
        return status;
    }
    return add_both_ways(context, &table->others, numbers[0], numbers[1], protocol, there, back);
}

pcs_status pcs_table_merge(pcs_context *context, pcs_table *table, pcs_table *from) {
    pcs_status status = PCS_OK;
    if (table->addresses.count == 0 && table->others.count == 0) {
        pcs_table empty = *table;
        *table = *from;
        *from = empty;
        goto done;
    }
    for (uint32_t i = 0; i < from->addresses.count; i++) {
        const pcs_edge *edge = &from->addresses.edges[i];
        PCS_TRY(
            add_both_ways(context, &table->addresses, edge->a, edge->b, edge->protocol, &edge->a_to_b, &edge->b_to_a));
    }
    for (uint32_t i = 0; i < from->others.count; i++) {
        const pcs_edge *edge = &from->others.edges[i];
        const pcs_host pair[2] = {pcs_host_set_get(&from->hosts, edge->a), pcs_host_set_get(&from->hosts, edge->b)};
        PCS_TRY(pcs_table_add_pair(context, table, pair, edge->protocol, &edge->a_to_b, &edge->b_to_a));
    }
    table->addresses.saturated |= from->addresses.saturated;
    table->others.saturated |= from->others.saturated;
done:
    pcs_table_clear(from);
    return status;
}
