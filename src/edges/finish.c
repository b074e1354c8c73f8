/* From the table that was read into to the sorted one. */
#include "edges/edge_order.h"
#include "edges/sort.h"
#include "edges/table.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static uint32_t *side_of(pcs_edge *edge, bool upper) {
    return upper ? &edge->b : &edge->a;
}

/* Gives the IPv4 addresses on one side of all edges numbers in the host set. They are sorted: so each is looked up
 * once. */
static pcs_status number_side(pcs_context *context, pcs_table *table, bool upper, pcs_sort_item *items) {
    enum { GROUP = 256 };
    pcs_host hosts[GROUP];
    uint32_t numbers[GROUP], count = table->addresses.count;
    pcs_edge *edges = table->addresses.edges;
    for (uint32_t i = 0; i < count; i++) {
        items[i] = (pcs_sort_item){*side_of(&edges[i], upper), i};
    }
    pcs_sort_items(pcs_context_pool(context), items, items + count, count);
    for (uint32_t begin = 0, end = 0; begin < count; begin = end) {
        size_t some = 0;
        for (; end < count && (some < GROUP || items[end].key == items[end - 1].key); end++) {
            if (end == begin || items[end].key != items[end - 1].key) {
                hosts[some++] = (pcs_host){.kind = PCS_HOST_IPV4, .low = items[end].key};
            }
        }
        pcs_status status = pcs_host_set_add(context, &table->hosts, hosts, some, numbers);
        if (status != PCS_OK) {
            return status;
        }
        some = 0;
        for (uint32_t i = begin; i < end; i++) {
            some += i > begin && items[i].key != items[i - 1].key;
            *side_of(&edges[items[i].value], upper) = numbers[some];
        }
    }
    return PCS_OK;
}

/* Gives the hosts of edges between IPv4 addresses numbers in the host set. */
static pcs_status number_addresses(pcs_context *context, pcs_table *table) {
    pcs_claim claim = {.bytes = 0};
    pcs_sort_item *items = NULL;
    pcs_status status = PCS_OK;
    /* Two of each: what is sorted and the spare. */
    PCS_TRY(pcs_claim_table(context, &claim, "the table that sorts addresses", 2 * (size_t)table->addresses.count,
                            sizeof(*items), (void **)&items));
    PCS_TRY(number_side(context, table, false, items));
    PCS_TRY(number_side(context, table, true, items));
done:
    free(items);
    pcs_claim_drop(&claim);
    return status;
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
static void order_hosts(pcs_pool *pool, const pcs_host_set *set, const uint32_t *name_ranks, pcs_sort_item *items,
                        pcs_sort_item *spare) {
    for (uint32_t i = 0; i < set->count; i++) {
        const pcs_host *host = &set->hosts[i];
        items[i] = (pcs_sort_item){host->kind == PCS_HOST_NAME ? 0 : host->suffix, i};
    }
    pcs_sort_items(pool, items, spare, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        uint32_t number = items[i].value;
        const pcs_host *host = &set->hosts[number];
        items[i].key = host->kind == PCS_HOST_NAME ? name_ranks[number] : host->low;
    }
    pcs_sort_items(pool, items, spare, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        items[i].key = set->hosts[items[i].value].high;
    }
    pcs_sort_items(pool, items, spare, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        items[i].key = set->hosts[items[i].value].kind;
    }
    pcs_sort_items(pool, items, spare, set->count);
}

/* Moves the hosts, sorted, from the set into edges; ranks[number] becomes the place of each. */
static pcs_status sort_hosts(pcs_context *context, pcs_host_set *set, uint32_t *ranks, pcs_edges *edges) {
    pcs_claim claim = {.bytes = 0};
    pcs_sort_item *items = NULL;
    pcs_status status = PCS_OK;
    size_t count = set->count;
    PCS_TRY(pcs_claim_table(context, &claim, "the table that sorts hosts", 2 * count, sizeof(*items), (void **)&items));
    PCS_TRY(rank_names(context, set, ranks));
    order_hosts(pcs_context_pool(context), set, ranks, items, items + count);
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
    pcs_claim_drop(&claim);
    pcs_host_set_clear(set);
    return status;
}

pcs_status pcs_table_finish(pcs_context *context, pcs_table *table, pcs_edges **out) {
    pcs_status status = PCS_OK;
    uint32_t *ranks = NULL;
    pcs_claim claim = {.bytes = 0};
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
    PCS_TRY(pcs_tick(context, "read", 1, 0));
    pcs_host_set_seal(&table->hosts);
    PCS_TRY(join(context, table));
    size_t hosts = table->hosts.count;
    PCS_TRY(
        pcs_claim_bytes(context, &claim, "the table that sorts hosts", hosts * (sizeof(*ranks) + sizeof(pcs_host))));
    ranks = malloc((hosts + 1) * sizeof(*ranks));
    if (!ranks) {
        status = pcs_fail_memory(context, "sorting hosts", hosts * sizeof(*ranks));
        goto done;
    }
    PCS_TRY(sort_hosts(context, &table->hosts, ranks, edges));
    PCS_TRY(pcs_tick(context, "read", 1, 0));
    PCS_TRY(pcs_edge_set_order(context, &table->addresses, ranks, edges->host_count));
    edges->edge_count = table->addresses.count;
    PCS_TRY(pcs_edge_set_take(context, &table->addresses, &edges->table, &edges->times));
done:
    free(ranks);
    pcs_claim_drop(&claim);
    pcs_table_clear(table);
    if (status != PCS_OK) {
        pcs_edges_free(edges);
        edges = NULL;
    }
    *out = edges;
    return status;
}
