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

void pcs_table_keep_times(pcs_table *table) {
    table->addresses.timed = true;
    table->others.timed = true;
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
    pcs_edge_times address_times[GROUP], other_times[GROUP]; /* where the table keeps them */
    pcs_host hosts[2 * GROUP];                               /* source and destination of each of others */
    size_t address_count, other_count;
} group;

static pcs_status flush(pcs_context *context, pcs_table *table, group *some) {
    uint32_t numbers[2 * GROUP];
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_edge_set_add(context, &table->addresses, some->addresses, some->address_times, some->address_count));
    PCS_TRY(pcs_host_set_add(context, &table->hosts, some->hosts, 2 * some->other_count, numbers));
    for (size_t i = 0; i < some->other_count; i++) {
        some->others[i].source = numbers[2 * i];
        some->others[i].destination = numbers[2 * i + 1];
    }
    PCS_TRY(pcs_edge_set_add(context, &table->others, some->others, some->other_times, some->other_count));
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
    bool timed = table->addresses.timed;
    for (size_t i = 0; i < count; i++) {
        const pcs_flow *flow = &flows[i];
        const pcs_edge_times times = {flow->time_ns, flow->time_ns};
        if (flow->outcome != PCS_OUTCOME_EDGE) {
            continue;
        }
        pcs_host *pair = &some.hosts[2 * some.other_count];
        if ((flow->ip_version == 4 && by_address) || pcs_group_flow(&table->grouping, flow, pair)) {
            if (timed) {
                some.address_times[some.address_count] = times;
            }
            some.addresses[some.address_count++] = transfer_of(flow);
        } else {
            if (timed) {
                some.other_times[some.other_count] = times;
            }
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

/* One way of an exchange: from its host number from to the other one. */
static void put_way(group *some, const pcs_exchange *exchange, unsigned from, const pcs_traffic *traffic) {
    const pcs_host *source = &exchange->pair[from], *destination = &exchange->pair[1 - from];
    pcs_transfer transfer = {.protocol = exchange->protocol, .traffic = *traffic};
    if (source->kind == PCS_HOST_IPV4 && destination->kind == PCS_HOST_IPV4) {
        transfer.source = (uint32_t)source->low;
        transfer.destination = (uint32_t)destination->low;
        some->address_times[some->address_count] = exchange->times;
        some->addresses[some->address_count++] = transfer;
    } else {
        some->hosts[2 * some->other_count] = *source;
        some->hosts[2 * some->other_count + 1] = *destination;
        some->other_times[some->other_count] = exchange->times;
        some->others[some->other_count++] = transfer;
    }
}

static bool any(const pcs_traffic *traffic) {
    return (traffic->packets | traffic->bytes | traffic->payload_bytes) != 0;
}

pcs_status pcs_table_add_exchanges(pcs_context *context, pcs_table *table, const pcs_exchange *exchanges,
                                   size_t count) {
    group some;
    some.address_count = 0;
    some.other_count = 0;
    for (size_t i = 0; i < count; i++) {
        pcs_exchange exchange = exchanges[i];
        exchange.pair[0] = pcs_group_host(&table->grouping, &exchange.pair[0]);
        exchange.pair[1] = pcs_group_host(&table->grouping, &exchange.pair[1]);
        put_way(&some, &exchange, 0, &exchange.there);
        if (any(&exchange.back)) {
            put_way(&some, &exchange, 1, &exchange.back);
        }
        if (some.address_count > GROUP - 2 || some.other_count > GROUP - 2) {
            pcs_status status = flush(context, table, &some);
            if (status != PCS_OK) {
                return status;
            }
        }
    }
    return flush(context, table, &some);
}

pcs_status pcs_table_add_pair(pcs_context *context, pcs_table *table, const pcs_host pair[2], pcs_protocol protocol,
                              const pcs_traffic *there, const pcs_traffic *back) {
    const pcs_exchange exchange = {.pair = {pair[0], pair[1]}, .protocol = protocol, .there = *there, .back = *back};
    return pcs_table_add_exchanges(context, table, &exchange, 1);
}

/* ---- merging */

static pcs_host host_at(const pcs_table *table, const pcs_edge_set *set, uint32_t number) {
    pcs_host address = {.kind = PCS_HOST_IPV4, .low = number};
    return set == &table->addresses ? address : pcs_host_set_get(&table->hosts, number);
}

/* Adds the edges of one set of from, a few at a time. */
static pcs_status merge_set(pcs_context *context, pcs_table *table, const pcs_table *from, const pcs_edge_set *set) {
    enum { SOME = 64 };
    pcs_exchange exchanges[SOME];
    pcs_status status = PCS_OK;
    for (uint32_t begin = 0; begin < set->count && status == PCS_OK; begin += SOME) {
        uint32_t some = set->count - begin < SOME ? set->count - begin : SOME;
        for (uint32_t i = 0; i < some; i++) {
            const pcs_edge *edge = &set->edges[begin + i];
            exchanges[i] = (pcs_exchange){.pair = {host_at(from, set, edge->a), host_at(from, set, edge->b)},
                                          .protocol = edge->protocol,
                                          .there = edge->a_to_b,
                                          .back = edge->b_to_a};
            if (set->timed) {
                exchanges[i].times = set->times[begin + i];
            }
        }
        status = pcs_table_add_exchanges(context, table, exchanges, some);
    }
    return status;
}

pcs_status pcs_table_merge(pcs_context *context, pcs_table *table, pcs_table *from) {
    pcs_status status = PCS_OK;
    if (table->addresses.count == 0 && table->others.count == 0 && table->addresses.timed == from->addresses.timed) {
        pcs_table empty = *table;
        *table = *from;
        *from = empty;
        goto done;
    }
    PCS_TRY(merge_set(context, table, from, &from->addresses));
    PCS_TRY(merge_set(context, table, from, &from->others));
    table->addresses.saturated |= from->addresses.saturated;
    table->others.saturated |= from->others.saturated;
done:
    pcs_table_clear(from);
    return status;
}
