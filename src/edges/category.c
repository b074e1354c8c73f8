#include "edges/category.h"

#include "base/memory.h"
#include "edges/service_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PORTS = 1 << 16, NONE = UINT32_MAX, EDGES_PER_TICK = 1 << 20 };

const char *pcs_color_by_name(pcs_color_by rule) {
    static const char *const names[] = {
#define COLOR_BY_NAME(name, text) text,
        PCS_COLOR_BY_TABLE(COLOR_BY_NAME)
#undef COLOR_BY_NAME
    };
    return (unsigned)rule < PCS_COLOR_BY_COUNT ? names[rule] : "";
}

/* What is known of a subnet or of a port. */
typedef struct standing {
    uint64_t bytes, edges;
} standing;

typedef struct sorting {
    pcs_context *context;
    const pcs_edges *edges;
    uint8_t *places; /* of each edge */
    char names[PCS_CATEGORY_PLACES][sizeof(((pcs_category *)0)->name)];
} sorting;

static void name_place(sorting *s, uint32_t place, const char *name) {
    snprintf(s->names[place], sizeof(s->names[place]), "%s", name);
}

static void stand(standing *of, const pcs_edge *edge) {
    uint64_t both = edge->a_to_b.bytes;
    both = __builtin_add_overflow(both, edge->b_to_a.bytes, &both) ? UINT64_MAX : both;
    of->bytes = __builtin_add_overflow(of->bytes, both, &of->bytes) ? UINT64_MAX : of->bytes;
    of->edges++;
}

/* The first ones by bytes, of equal ones the lower, of those that have edges. Returns how many. */
static uint32_t find_first(const standing *all, uint32_t count, uint32_t first[PCS_CATEGORY_RANKS]) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].edges == 0) {
            continue;
        }
        uint32_t rank = found;
        while (rank > 0 && all[i].bytes > all[first[rank - 1]].bytes) {
            rank--;
        }
        if (rank < PCS_CATEGORY_RANKS) {
            found += found < PCS_CATEGORY_RANKS;
            memmove(first + rank + 1, first + rank, (found - 1 - rank) * sizeof(*first));
            first[rank] = i;
        }
    }
    return found;
}

static uint8_t place_of(uint32_t key, const uint32_t *first, uint32_t count) {
    uint32_t rank = 0;
    while (rank < count && first[rank] != key) {
        rank++;
    }
    return (uint8_t)(rank < count ? rank : PCS_CATEGORY_REST);
}

/* ---- rules */

static void sort_by_protocol(sorting *s) {
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        pcs_protocol protocol = s->edges->table[e].protocol;
        s->places[e] = (uint8_t)(protocol == PCS_OTHER ? PCS_CATEGORY_REST : protocol);
    }
    for (uint32_t p = 0; p < PCS_OTHER; p++) {
        name_place(s, p, pcs_protocol_name((pcs_protocol)p));
    }
    name_place(s, PCS_CATEGORY_REST, pcs_protocol_name(PCS_OTHER));
}

static void sort_by_direction(sorting *s) {
    enum { BOTH, OUT, BACK };
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        const pcs_edge *edge = &s->edges->table[e];
        s->places[e] = edge->b_to_a.packets == 0 ? OUT : edge->a_to_b.packets == 0 ? BACK : BOTH;
    }
    name_place(s, BOTH, "both");
    name_place(s, OUT, "out");
    name_place(s, BACK, "back");
}

/* The port of an edge's service, of two the lower one; 0: it has none. */
static uint32_t port_of(const pcs_edges *edges, const pcs_edge *edge) {
    uint32_t port = 0;
    const uint32_t ends[] = {edge->a, edge->b};
    for (size_t i = 0; i < 2; i++) {
        const pcs_host *host = &edges->hosts[ends[i]];
        bool serves = host->kind == PCS_HOST_IPV4_SERVICE || host->kind == PCS_HOST_IPV6_SERVICE;
        port = serves && (port == 0 || host->suffix < port) ? host->suffix : port;
    }
    return port;
}

static void name_port(sorting *s, uint32_t place, uint32_t port) {
    static const struct {
        uint32_t port;
        const char *name;
    } services[] = {
#define SERVICE_ENTRY(number, text) {number, text},
        PCS_SERVICE_TABLE(SERVICE_ENTRY)
#undef SERVICE_ENTRY
    };
    const char *name = "";
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
        name = services[i].port == port ? services[i].name : name;
    }
    snprintf(s->names[place], sizeof(s->names[place]), "%u%s%s", port, *name ? " " : "", name);
}

static pcs_status sort_by_port(sorting *s) {
    uint32_t first[PCS_CATEGORY_RANKS];
    standing *ports = calloc(PORTS, sizeof(*ports));
    if (!ports) {
        return pcs_fail_memory(s->context, "ports", PORTS * sizeof(*ports));
    }
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        uint32_t port = port_of(s->edges, &s->edges->table[e]);
        if (port > 0) {
            stand(&ports[port], &s->edges->table[e]);
        }
    }
    uint32_t count = find_first(ports, PORTS, first);
    free(ports);
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        uint32_t port = port_of(s->edges, &s->edges->table[e]);
        s->places[e] = port == 0 ? PCS_CATEGORY_APART : place_of(port, first, count);
    }
    for (uint32_t rank = 0; rank < count; rank++) {
        name_port(s, rank, first[rank]);
    }
    name_place(s, PCS_CATEGORY_APART, "no port");
    name_place(s, PCS_CATEGORY_REST, "other ports");
    return PCS_OK;
}

/* The subnet of a host that is, or has, an IP address, or is a part of a subnet. */
static bool subnet_of(const pcs_host *host, uint32_t bits_ipv4, uint32_t bits_ipv6, pcs_host *subnet) {
    bool ipv4 =
        host->kind == PCS_HOST_IPV4 || host->kind == PCS_HOST_IPV4_SERVICE || host->kind == PCS_HOST_IPV4_PREFIX;
    bool ipv6 =
        host->kind == PCS_HOST_IPV6 || host->kind == PCS_HOST_IPV6_SERVICE || host->kind == PCS_HOST_IPV6_PREFIX;
    bool prefix = host->kind == PCS_HOST_IPV4_PREFIX || host->kind == PCS_HOST_IPV6_PREFIX;
    uint32_t bits = ipv4 ? bits_ipv4 : bits_ipv6;
    if ((!ipv4 && !ipv6) || (prefix && host->suffix < bits)) {
        return false;
    }
    pcs_host address = {.kind = ipv4 ? PCS_HOST_IPV4 : PCS_HOST_IPV6, .high = host->high, .low = host->low};
    *subnet = pcs_host_prefix(&address, bits);
    return true;
}

static int compare(const void *a, const void *b) {
    return pcs_host_compare(a, b);
}

typedef struct subnets {
    pcs_host *list; /* ascending */
    uint32_t count;
    uint32_t *of_hosts; /* of each host its subnet in the list, or NONE */
} subnets;

static pcs_status find_subnets(const sorting *s, uint32_t bits_ipv4, uint32_t bits_ipv6, subnets *found) {
    uint32_t count = 0, hosts = s->edges->host_count;
    found->list = pcs_memory_new(hosts, sizeof(*found->list));
    found->of_hosts = pcs_memory_new(hosts, sizeof(*found->of_hosts));
    if (!found->list || !found->of_hosts) {
        return pcs_fail_memory(s->context, "subnets", hosts * (uint64_t)sizeof(*found->list));
    }
    for (uint32_t host = 0; host < hosts; host++) {
        count += subnet_of(&s->edges->hosts[host], bits_ipv4, bits_ipv6, &found->list[count]);
    }
    qsort(found->list, count, sizeof(*found->list), compare);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || compare(&found->list[i], &found->list[found->count - 1]) != 0) {
            found->list[found->count++] = found->list[i];
        }
    }
    for (uint32_t host = 0; host < hosts; host++) {
        pcs_host subnet;
        bool has_one = subnet_of(&s->edges->hosts[host], bits_ipv4, bits_ipv6, &subnet);
        const pcs_host *at = has_one ? bsearch(&subnet, found->list, found->count, sizeof(subnet), compare) : NULL;
        found->of_hosts[host] = at ? (uint32_t)(at - found->list) : NONE;
    }
    return PCS_OK;
}

static pcs_status sort_by_subnet(sorting *s, uint32_t bits_ipv4, uint32_t bits_ipv6) {
    pcs_status status = PCS_OK;
    subnets found = {.count = 0};
    standing *inside = NULL;
    uint32_t first[PCS_CATEGORY_RANKS];
    PCS_TRY(find_subnets(s, bits_ipv4, bits_ipv6, &found));
    inside = pcs_memory_new(found.count, sizeof(*inside));
    if (!inside) {
        PCS_TRY(pcs_fail_memory(s->context, "subnets", found.count * sizeof(*inside)));
    }
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        const pcs_edge *edge = &s->edges->table[e];
        uint32_t a = found.of_hosts[edge->a], b = found.of_hosts[edge->b];
        if (a != NONE && a == b) {
            stand(&inside[a], edge);
        }
    }
    uint32_t count = find_first(inside, found.count, first);
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        const pcs_edge *edge = &s->edges->table[e];
        uint32_t a = found.of_hosts[edge->a], b = found.of_hosts[edge->b];
        s->places[e] = a != b ? PCS_CATEGORY_APART : place_of(a, first, count);
    }
    for (uint32_t rank = 0; rank < count; rank++) {
        pcs_host_text(&found.list[first[rank]], s->names[rank], sizeof(s->names[rank]));
    }
    name_place(s, PCS_CATEGORY_APART, "between");
    name_place(s, PCS_CATEGORY_REST, "other");
done:
    free(inside);
    free(found.of_hosts);
    free(found.list);
    return status;
}

/* ---- all */

/* Places become numbers of those places that have edges. */
static void number_places(const sorting *s, pcs_categories *c) {
    uint64_t edges[PCS_CATEGORY_PLACES] = {0};
    uint8_t numbers[PCS_CATEGORY_PLACES] = {0};
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        edges[s->places[e]]++;
    }
    for (uint32_t place = 0; place < PCS_CATEGORY_PLACES; place++) {
        if (edges[place] > 0) {
            pcs_category *category = &c->list[c->count];
            memcpy(category->name, s->names[place], sizeof(category->name));
            category->edges = edges[place];
            c->places[c->count] = (uint8_t)place;
            numbers[place] = (uint8_t)c->count++;
        }
    }
    for (uint32_t e = 0; e < s->edges->edge_count; e++) {
        c->of_edges[e] = numbers[s->places[e]];
    }
}

pcs_status pcs_categories_new(pcs_context *context, const pcs_edges *edges, pcs_color_by rule, uint32_t subnet_ipv4,
                              uint32_t subnet_ipv6, pcs_categories *categories) {
    pcs_status status = PCS_OK;
    *categories = (pcs_categories){.of_edges = pcs_memory_new(edges->edge_count, 1)};
    sorting s = {.context = context, .edges = edges, .places = categories->of_edges};
    if (!categories->of_edges) {
        PCS_TRY(pcs_fail_memory(context, "categories", edges->edge_count));
    }
    switch (rule) {
    case PCS_COLOR_BY_PROTOCOL:
        sort_by_protocol(&s);
        break;
    case PCS_COLOR_BY_PORT:
        PCS_TRY(sort_by_port(&s));
        break;
    case PCS_COLOR_BY_SUBNET:
        PCS_TRY(sort_by_subnet(&s, subnet_ipv4, subnet_ipv6));
        break;
    case PCS_COLOR_BY_DIRECTION:
        sort_by_direction(&s);
        break;
    default:
        PCS_TRY(pcs_fail(context, PCS_E_ARGUMENT, "color by: there is no rule of number %d", (int)rule));
    }
    number_places(&s, categories);
done:
    if (status != PCS_OK) {
        pcs_categories_clear(categories);
    }
    return status;
}

void pcs_categories_clear(pcs_categories *categories) {
    free(categories->of_edges);
    *categories = (pcs_categories){.count = 0};
}
