/* From the table that was read into to the sorted one. */
#include "edges/sort.h"
#include "edges/table.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Gives the hosts of edges between IPv4 addresses numbers in the host set. */
static pcs_status number_addresses(pcs_context *context, pcs_table *table) {
    enum { GROUP = 32 };
    pcs_host hosts[2 * GROUP];
    uint32_t numbers[2 * GROUP];
    pcs_edge *edges = table->addresses.edges;
    uint32_t count = table->addresses.count;
    for (uint32_t begin = 0; begin < count; begin += GROUP) {
        uint32_t some = count - begin < GROUP ? count - begin : GROUP;
        for (uint32_t i = 0; i < some; i++) {
            hosts[2 * i] = (pcs_host){.kind = PCS_HOST_IPV4, .low = edges[begin + i].a};
            hosts[2 * i + 1] = (pcs_host){.kind = PCS_HOST_IPV4, .low = edges[begin + i].b};
        }
        pcs_status status = pcs_host_set_add(context, &table->hosts, hosts, 2 * some, numbers);
        if (status != PCS_OK) {
            return status;
        }
        for (uint32_t i = 0; i < some; i++) {
            edges[begin + i].a = numbers[2 * i];
            edges[begin + i].b = numbers[2 * i + 1];
        }
    }
    return PCS_OK;
}

/* Moves all edges into table->addresses; their hosts are numbers already. */
static pcs_status join(pcs_context *context, pcs_table *table) {
    pcs_edge_set *all = &table->addresses, *others = &table->others;
    if (all->count == 0) {
        pcs_edge_set swap = *all;
        *all = *others;
        *others = swap;
    }
    pcs_status status = pcs_edge_set_append(context, all, others);
    pcs_edge_set_clear(others);
    return status;
}

static int compare_names(const void *left, const void *right, void *set) {
    pcs_host a = pcs_host_set_get(set, *(const uint32_t *)left);
    pcs_host b = pcs_host_set_get(set, *(const uint32_t *)right);
    return pcs_host_compare(&a, &b);
}

/* ranks[number] of each name becomes its place among the names: a number to sort by as the other kinds have one. */
static pcs_status rank_names(pcs_context *context, pcs_host_set *set, uint32_t *ranks) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        count += set->hosts[i].kind == PCS_HOST_NAME;
    }
    if (count == 0) {
        return PCS_OK;
    }
    uint32_t *names = malloc(count * sizeof(*names));
    if (!names) {
        return pcs_fail_memory(context, "sorting names", count * sizeof(*names));
    }
    count = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        if (set->hosts[i].kind == PCS_HOST_NAME) {
            names[count++] = i;
        }
    }
    qsort_r(names, count, sizeof(*names), compare_names, set);
    for (uint32_t i = 0; i < count; i++) {
        ranks[names[i]] = i;
    }
    free(names);
    return PCS_OK;
}

/* Items with the numbers of all hosts, in the order of hosts. */
static void order_hosts(const pcs_host_set *set, const uint32_t *name_ranks, pcs_sort_item *items,
                        pcs_sort_item *spare) {
    for (uint32_t i = 0; i < set->count; i++) {
        const pcs_host *host = &set->hosts[i];
        items[i] = (pcs_sort_item){host->kind == PCS_HOST_NAME ? 0 : host->suffix, i};
    }
    pcs_sort_items(items, spare, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        uint32_t number = items[i].value;
        const pcs_host *host = &set->hosts[number];
        items[i].key = host->kind == PCS_HOST_NAME ? name_ranks[number] : host->low;
    }
    pcs_sort_items(items, spare, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        items[i].key = set->hosts[items[i].value].high;
    }
    pcs_sort_items(items, spare, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        items[i].key = set->hosts[items[i].value].kind;
    }
    pcs_sort_items(items, spare, set->count);
}

/* Moves the hosts, sorted, from the set into edges; ranks[number] becomes the place of each. */
static pcs_status sort_hosts(pcs_context *context, pcs_host_set *set, uint32_t *ranks, pcs_edges *edges) {
    pcs_status status = PCS_OK;
    size_t count = set->count;
    pcs_sort_item *items = malloc((2 * count + 1) * sizeof(*items));
    if (!items) {
        status = pcs_fail_memory(context, "sorting hosts", 2 * count * sizeof(*items));
        goto done;
    }
    PCS_TRY(rank_names(context, set, ranks));
    order_hosts(set, ranks, items, items + count);
    edges->hosts = pcs_memory_new(count, sizeof(*edges->hosts));
    if (!edges->hosts) {
        status = pcs_fail_memory(context, "the host table", count * sizeof(*edges->hosts));
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        edges->hosts[i] = pcs_host_set_get(set, items[i].value);
        ranks[items[i].value] = i;
    }
    edges->host_count = set->count;
    edges->names = set->names;
    set->names = NULL;
done:
    free(items);
    pcs_host_set_clear(set);
    return status;
}

/* The lower host first. */
static void rank_edges(pcs_edge *edges, uint32_t count, const uint32_t *ranks) {
    for (uint32_t i = 0; i < count; i++) {
        pcs_edge *edge = &edges[i];
        uint32_t a = ranks[edge->a], b = ranks[edge->b];
        edge->a = a < b ? a : b;
        edge->b = a < b ? b : a;
        if (b < a) {
            pcs_traffic swap = edge->a_to_b;
            edge->a_to_b = edge->b_to_a;
            edge->b_to_a = swap;
        }
    }
}

/* Items keyed by (a, b), those of each protocol together: a stable sort then gives (a, b, protocol). */
static void key_edges(const pcs_edge *edges, uint32_t count, uint32_t host_count, pcs_sort_item *items) {
    uint32_t places[PCS_PROTOCOL_COUNT + 1] = {0};
    unsigned bits = 0;
    while (bits < 32 && host_count >> bits > 0) {
        bits++;
    }
    for (uint32_t i = 0; i < count; i++) {
        places[edges[i].protocol + 1]++;
    }
    for (unsigned protocol = 1; protocol < PCS_PROTOCOL_COUNT; protocol++) {
        places[protocol] += places[protocol - 1];
    }
    for (uint32_t i = 0; i < count; i++) {
        uint64_t key = (uint64_t)edges[i].a << bits | edges[i].b;
        items[places[edges[i].protocol]++] = (pcs_sort_item){key, i};
    }
}

/* edges[i] becomes what edges[order[i]] was, along the cycles of the permutation: the table is too large for a copy.
 * times likewise, where not NULL. */
static void permute(pcs_edge *edges, pcs_edge_times *times, uint32_t *order, uint32_t count) {
    const pcs_edge_times unknown = {0, 0};
    for (uint32_t begin = 0; begin < count; begin++) {
        pcs_edge first = edges[begin];
        pcs_edge_times first_times = times ? times[begin] : unknown;
        uint32_t at = begin;
        while (order[at] != begin) {
            uint32_t from = order[at];
            edges[at] = edges[from];
            if (times) {
                times[at] = times[from];
            }
            order[at] = at;
            at = from;
        }
        edges[at] = first;
        if (times) {
            times[at] = first_times;
        }
        order[at] = at;
    }
}

static pcs_status sort_edges(pcs_context *context, pcs_edge_set *set, uint32_t host_count) {
    uint32_t count = set->count;
    uint32_t *order = malloc(((size_t)count + 1) * sizeof(*order));
    pcs_sort_item *items = malloc(((size_t)count + 1) * sizeof(*items));
    pcs_sort_item *spare = malloc(((size_t)count + 1) * sizeof(*spare));
    pcs_status status = PCS_OK;
    if (!order || !items || !spare) {
        status = pcs_fail_memory(context, "sorting edges", (uint64_t)count * (2 * sizeof(*items) + sizeof(*order)));
        goto done;
    }
    key_edges(set->edges, count, host_count, items);
    pcs_sort_items(items, spare, count);
    /* Alone, the order lies close together: the next place is known long before the edge arrives. */
    for (uint32_t i = 0; i < count; i++) {
        order[i] = items[i].value;
    }
    permute(set->edges, set->times, order, count);
done:
    free(spare);
    free(items);
    free(order);
    return status;
}

/* Bytes that sort_hosts and sort_edges take, ranks included. */
static uint64_t sorting_hosts(uint64_t count) {
    return count * (sizeof(uint32_t) + 2 * sizeof(pcs_sort_item) + sizeof(pcs_host));
}

static uint64_t sorting_edges(uint64_t count) {
    return count * (sizeof(uint32_t) + 2 * sizeof(pcs_sort_item));
}

pcs_status pcs_table_finish(pcs_context *context, pcs_table *table, pcs_edges **out) {
    pcs_status status = PCS_OK;
    uint32_t *ranks = NULL;
    pcs_claim sorting = {.bytes = 0};
    pcs_edges *edges = calloc(1, sizeof(*edges));
    if (!edges) {
        status = pcs_fail_memory(context, "the edge table", sizeof(*edges));
        goto done;
    }
    edges->saturated = pcs_table_saturated(table);
    /* Nothing more is looked up: the memory of each index is free for the sorts. */
    pcs_edge_set_seal(&table->addresses);
    pcs_edge_set_seal(&table->others);
    PCS_TRY(number_addresses(context, table));
    pcs_host_set_seal(&table->hosts);
    PCS_TRY(join(context, table));
    PCS_TRY(pcs_claim_bytes(context, &sorting, "the table that sorts hosts", sorting_hosts(table->hosts.count)));
    ranks = malloc(((size_t)table->hosts.count + 1) * sizeof(*ranks));
    if (!ranks) {
        status = pcs_fail_memory(context, "sorting hosts", table->hosts.count * sizeof(*ranks));
        goto done;
    }
    PCS_TRY(sort_hosts(context, &table->hosts, ranks, edges));
    PCS_TRY(pcs_claim_bytes(context, &sorting, "the table that sorts edges", sorting_edges(table->addresses.count)));
    rank_edges(table->addresses.edges, table->addresses.count, ranks);
    PCS_TRY(sort_edges(context, &table->addresses, edges->host_count));
    edges->edge_count = table->addresses.count;
    PCS_TRY(pcs_edge_set_take(context, &table->addresses, &edges->table, &edges->times));
done:
    free(ranks);
    pcs_claim_drop(&sorting);
    pcs_table_clear(table);
    if (status != PCS_OK) {
        pcs_edges_free(edges);
        edges = NULL;
    }
    *out = edges;
    return status;
}
