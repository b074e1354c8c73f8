/* edges: hosts and their order, the index, and the table against a plain list of all edges. */
#include "check.h"
#include "edges/table.h"

#include <arpa/inet.h>

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((random_state >> 32) * limit >> 32);
}

/* ---- hosts */

/* In ascending order; each is written as it was read. */
static const struct {
    const char *text;
    pcs_host_kind kind;
} hosts_in_order[] = {
    {"0.0.0.0", PCS_HOST_IPV4},
    {"9.255.255.255", PCS_HOST_IPV4},
    {"10.0.0.1", PCS_HOST_IPV4},
    {"192.168.100.23", PCS_HOST_IPV4},
    {"255.255.255.255", PCS_HOST_IPV4},
    {"::", PCS_HOST_IPV6},
    {"::1", PCS_HOST_IPV6},
    {"::ffff:1.2.3.4", PCS_HOST_IPV6},
    {"2001:db8::", PCS_HOST_IPV6},
    {"fe80::1:0:0:1", PCS_HOST_IPV6},
    {"0", PCS_HOST_ID},
    {"2", PCS_HOST_ID},
    {"10", PCS_HOST_ID},
    {"18446744073709551615", PCS_HOST_ID},
    {" 1", PCS_HOST_NAME},
    {"+1", PCS_HOST_NAME},
    {"-1", PCS_HOST_NAME},
    {"00", PCS_HOST_NAME},
    {"01.2.3.4", PCS_HOST_NAME},
    {"1.2.3", PCS_HOST_NAME},
    {"18446744073709551616", PCS_HOST_NAME},
    {"1e3", PCS_HOST_NAME},
    {"300.1.1.1", PCS_HOST_NAME},
    {"Z", PCS_HOST_NAME},
    {"a", PCS_HOST_NAME},
    {"a\x01", PCS_HOST_NAME},
    {"ab", PCS_HOST_NAME},
    {"fe80::1%eth0", PCS_HOST_NAME},
    {"\xc3\xa9", PCS_HOST_NAME},
    {"00:11:22:33:44:55", PCS_HOST_MAC},
    {"ff:ff:ff:ff:ff:ff", PCS_HOST_MAC},
    {"9.0.0.1:443", PCS_HOST_IPV4_SERVICE},
    {"10.0.0.1:80", PCS_HOST_IPV4_SERVICE},
    {"10.0.0.1:443", PCS_HOST_IPV4_SERVICE},
    {"10.0.0.1:65535", PCS_HOST_IPV4_SERVICE},
    {"[::1]:443", PCS_HOST_IPV6_SERVICE},
    {"[2001:db8::]:1", PCS_HOST_IPV6_SERVICE},
    {"0.0.0.0/0", PCS_HOST_IPV4_PREFIX},
    {"10.0.0.0/8", PCS_HOST_IPV4_PREFIX},
    {"10.0.0.0/24", PCS_HOST_IPV4_PREFIX},
    {"10.0.0.1/32", PCS_HOST_IPV4_PREFIX},
    {"255.255.255.255/32", PCS_HOST_IPV4_PREFIX},
    {"::/0", PCS_HOST_IPV6_PREFIX},
    {"::1/128", PCS_HOST_IPV6_PREFIX},
    {"2001:db8::/64", PCS_HOST_IPV6_PREFIX},
    {"2001:db8::/65", PCS_HOST_IPV6_PREFIX},
    {"2001:db8:0:0:8000::/65", PCS_HOST_IPV6_PREFIX},
};
enum { ORDERED = sizeof(hosts_in_order) / sizeof(hosts_in_order[0]) };

static void hosts_are_ordered(void) {
    for (size_t i = 0; i < ORDERED; i++) {
        pcs_host a, b;
        char text[64], cut[3];
        size_t length = strlen(hosts_in_order[i].text);
        CHECK(pcs_host_parse(hosts_in_order[i].text, length, &a));
        CHECK_CASE(a.kind == hosts_in_order[i].kind, "%s", hosts_in_order[i].text);
        CHECK_CASE(pcs_host_text(&a, text, sizeof(text)) == length && strcmp(text, hosts_in_order[i].text) == 0, "%s",
                   hosts_in_order[i].text);
        CHECK(pcs_host_text(&a, cut, sizeof(cut)) == length && strncmp(cut, text, 2) == 0 && strlen(cut) <= 2);
        CHECK(pcs_host_text(&a, NULL, 0) == length);
        for (size_t j = 0; j < ORDERED; j++) {
            CHECK(pcs_host_parse(hosts_in_order[j].text, strlen(hosts_in_order[j].text), &b));
            int order = pcs_host_compare(&a, &b);
            CHECK_CASE(i == j ? order == 0 : (order < 0) == (i < j), "%zu, %zu", i, j);
            CHECK_CASE((pcs_host_hash(&a) == pcs_host_hash(&b)) == (i == j), "%zu, %zu", i, j);
        }
    }
}

/* What is not written as it should be is a name, and stays what it is. */
static void what_is_like_an_address_is_a_name(void) {
    static const char *const texts[] = {"10.0.0.1/24",
                                        "10.0.0.0/33",
                                        "10.0.0.0/08",
                                        "10.0.0.0/",
                                        "/24",
                                        "2001:db8::1/64",
                                        "::/129",
                                        "10.0.0.1:0",
                                        "10.0.0.1:65536",
                                        "10.0.0.1:080",
                                        "10.0.0.1:",
                                        ":80",
                                        "[10.0.0.1]:80",
                                        "::1]:80",
                                        "[::1]",
                                        "[::1]:",
                                        "[]:80",
                                        "0:11:22:33:44:55",
                                        "00:11:22:33:44",
                                        "00-11-22-33-44-55",
                                        "00:11:22:33:44:5g",
                                        "00:11:22:33:44:5",
                                        "10.0.0.1:80:80",
                                        "10.0.0.0/8/8"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        pcs_host host;
        CHECK_CASE(pcs_host_parse(texts[i], strlen(texts[i]), &host) && host.kind == PCS_HOST_NAME, "%s", texts[i]);
    }
    pcs_host upper, lower;
    CHECK(pcs_host_parse("AA:BB:CC:DD:EE:0F", 17, &upper) && pcs_host_parse("aa:bb:cc:dd:ee:0f", 17, &lower));
    CHECK(upper.kind == PCS_HOST_MAC && pcs_host_compare(&upper, &lower) == 0);
}

static void what_is_no_host_is_refused(void) {
    char text[PCS_HOST_NAME_MAX + 1];
    pcs_host host;
    memset(text, 'n', sizeof(text));
    CHECK(pcs_host_parse(text, PCS_HOST_NAME_MAX, &host) && host.name_length == PCS_HOST_NAME_MAX);
    CHECK(!pcs_host_parse(text, PCS_HOST_NAME_MAX + 1, &host));
    CHECK(!pcs_host_parse(text, 0, &host));
    text[2] = '\0';
    CHECK(!pcs_host_parse(text, 5, &host));
}

/* Layouts start from this hash: it may never change. The values are a Python program's, written from splitmix64. */
static void the_hash_of_hosts_is_fixed(void) {
    static const struct {
        const char *text;
        uint64_t hash;
    } cases[] = {{"10.0.0.1", 0x8a975842f4745f16U},
                 {"2001:db8::1", 0x05dbedb2b789f4a8U},
                 {"1", 0xdab7b240a469ecbdU},
                 {"a name of more than 8 bytes", 0x890557db5a42419aU}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_host host;
        CHECK(pcs_host_parse(cases[i].text, strlen(cases[i].text), &host));
        CHECK_CASE(pcs_host_hash(&host) == cases[i].hash, "%s: 0x%016llx", cases[i].text,
                   (unsigned long long)pcs_host_hash(&host));
        CHECK(pcs_host_hash_keyed(&host, 1) != pcs_host_hash_keyed(&host, 2));
    }
}

/* ---- index and sort */

static void equal_tags_are_all_found(pcs_context *context) {
    enum { ENTRIES = 3000, TAGS = 7 };
    pcs_index index = {0};
    pcs_claim claim = {.bytes = 0};
    for (uint32_t i = 0; i < ENTRIES; i++) {
        /* The highest tags, so that searches go round the end. */
        uint32_t tag = UINT32_MAX - i % TAGS, place;
        CHECK(pcs_index_reserve(context, &claim, "the index", &index, i + 1) == PCS_OK);
        size_t slot = pcs_index_begin(&index, tag);
        while (pcs_index_next(&index, tag, &slot, &place)) {
        }
        pcs_index_put(&index, tag, slot, i);
    }
    for (uint32_t t = 0; t < TAGS; t++) {
        uint32_t place, found = 0;
        uint64_t sum = 0, expected = 0;
        size_t slot = pcs_index_begin(&index, UINT32_MAX - t);
        while (pcs_index_next(&index, UINT32_MAX - t, &slot, &place)) {
            found++;
            sum += place;
        }
        for (uint32_t i = t; i < ENTRIES; i += TAGS) {
            expected += i;
        }
        CHECK(found == (ENTRIES - t + TAGS - 1) / TAGS && sum == expected);
    }
    CHECK(pcs_index_reserve(context, &claim, "the index", &index, (size_t)PCS_INDEX_MAX + 1) == PCS_E_MEMORY);
    CHECK(index.capacity >= ENTRIES && claim.bytes == pcs_index_bytes(&index));
    pcs_index_free(&index);
    pcs_claim_drop(&claim);
    CHECK(context->budget->used == 0);
}

/* ---- the table */

/* The twin: a list of edges with the texts of their hosts, searched from end to end. */
typedef struct twin_edge {
    pcs_host a, b;
    pcs_protocol protocol;
    pcs_traffic there, back;
} twin_edge;

typedef struct twin {
    twin_edge *edges;
    size_t count;
} twin;

/* One thing to add, to both. */
typedef struct addition {
    pcs_host pair[2];
    pcs_protocol protocol;
    pcs_traffic there, back;
} addition;

static void add_traffic(pcs_traffic *sum, const pcs_traffic *more) {
    sum->packets += more->packets;
    sum->bytes += more->bytes;
    sum->payload_bytes += more->payload_bytes;
}

static void twin_add(twin *t, const addition *more) {
    bool turned = pcs_host_compare(&more->pair[0], &more->pair[1]) > 0;
    bool self = pcs_host_compare(&more->pair[0], &more->pair[1]) == 0;
    pcs_host a = more->pair[turned], b = more->pair[!turned];
    size_t i = 0;
    while (i < t->count && (pcs_host_compare(&t->edges[i].a, &a) != 0 || pcs_host_compare(&t->edges[i].b, &b) != 0 ||
                            t->edges[i].protocol != more->protocol)) {
        i++;
    }
    if (i == t->count) {
        t->edges[t->count++] = (twin_edge){.a = a, .b = b, .protocol = more->protocol};
    }
    add_traffic(turned ? &t->edges[i].back : &t->edges[i].there, &more->there);
    add_traffic(turned || self ? &t->edges[i].there : &t->edges[i].back, &more->back);
}

static int compare_twins(const void *left, const void *right) {
    const twin_edge *a = left, *b = right;
    int order = pcs_host_compare(&a->a, &b->a);
    order = order != 0 ? order : pcs_host_compare(&a->b, &b->b);
    return order != 0 ? order : (int)a->protocol - (int)b->protocol;
}

static bool same_traffic(const pcs_traffic *a, const pcs_traffic *b) {
    return a->packets == b->packets && a->bytes == b->bytes && a->payload_bytes == b->payload_bytes;
}

static bool same_as_twin(const pcs_edges *edges, twin *t) {
    qsort(t->edges, t->count, sizeof(*t->edges), compare_twins);
    bool same = pcs_edges_edge_count(edges) == t->count;
    for (uint32_t i = 0; same && i < t->count; i++) {
        const pcs_edge *edge = &pcs_edges_table(edges)[i];
        same = edge->a <= edge->b && edge->b < pcs_edges_host_count(edges) &&
               pcs_host_compare(&edges->hosts[edge->a], &t->edges[i].a) == 0 &&
               pcs_host_compare(&edges->hosts[edge->b], &t->edges[i].b) == 0 &&
               edge->protocol == t->edges[i].protocol && same_traffic(&edge->a_to_b, &t->edges[i].there) &&
               same_traffic(&edge->b_to_a, &t->edges[i].back);
    }
    return same;
}

/* Ascending, and each host in some edge. */
static bool hosts_are_proper(const pcs_edges *edges) {
    bool proper = true;
    bool *used = calloc(edges->host_count + 1U, sizeof(*used));
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        used[edges->table[i].a] = used[edges->table[i].b] = true;
    }
    for (uint32_t i = 0; i < edges->host_count; i++) {
        proper = proper && used[i] && (i == 0 || pcs_host_compare(&edges->hosts[i - 1], &edges->hosts[i]) < 0);
    }
    free(used);
    return proper;
}

/* kinds: bit k set: hosts of kind k occur. */
static pcs_host random_host(unsigned kinds) {
    static const char *const names[] = {"", "b", "router, the old one", "a name that is longer than its neighbours"};
    pcs_host_kind kind;
    do {
        kind = (pcs_host_kind)random_below(PCS_HOST_KINDS);
    } while (!(kinds >> kind & 1));
    uint64_t value = random_below(40);
    const char *name = names[1 + value % 3];
    switch (kind) {
    case PCS_HOST_IPV4:
        return (pcs_host){.kind = kind, .low = value % 2 ? 0xffffffff - value : 0x0a000000 + value};
    case PCS_HOST_IPV6:
        return (pcs_host){.kind = kind, .high = value % 3 << 61, .low = value % 2 ? value : value << 58};
    case PCS_HOST_ID:
    case PCS_HOST_MAC:
        return (pcs_host){.kind = kind, .low = value};
    case PCS_HOST_IPV4_SERVICE:
    case PCS_HOST_IPV6_SERVICE:
    case PCS_HOST_IPV4_PREFIX:
    case PCS_HOST_IPV6_PREFIX:
        return (pcs_host){.kind = kind, .suffix = 1 + (uint32_t)value % 3, .low = value / 3 << 28};
    default:
        return (pcs_host){
            .kind = PCS_HOST_NAME, .name = name, .name_length = 1 + (uint32_t)value % (uint32_t)strlen(name)};
    }
}

static void random_additions(addition *additions, size_t count, unsigned kinds) {
    for (size_t i = 0; i < count; i++) {
        additions[i] = (addition){.pair = {random_host(kinds), random_host(kinds)},
                                  .protocol = (pcs_protocol)random_below(PCS_PROTOCOL_COUNT),
                                  .there = {random_below(3), random_below(9000), random_below(1500)},
                                  .back = {random_below(2), random_below(2), random_below(2)}};
    }
}

static pcs_edges *finish(pcs_context *context, pcs_table *table) {
    pcs_edges *edges;
    CHECK(pcs_table_finish(context, table, &edges) == PCS_OK);
    CHECK(edges != NULL && pcs_edges_table(edges) != NULL && table->addresses.edges == NULL);
    return edges;
}

/* Pairs in any order, in one table or in several that are merged, give what the twin gives. */
static void pairs_add_up(pcs_context *context) {
    enum { ADDITIONS = 4000 };
    static addition additions[ADDITIONS];
    static twin_edge twin_edges[ADDITIONS];
    for (unsigned round = 0; round < 32; round++) {
        unsigned kinds = round < 15 ? round + 1 : 1 + random_below((1U << PCS_HOST_KINDS) - 1), parts = 1 + round % 4;
        size_t count = round < 15 ? 1 + random_below(30) : ADDITIONS / 8;
        random_additions(additions, count, kinds);
        twin t = {twin_edges, 0};
        for (size_t i = 0; i < count; i++) {
            twin_add(&t, &additions[i]);
        }
        pcs_table tables[4];
        for (unsigned part = 0; part < parts; part++) {
            pcs_table_init(&tables[part], NULL);
        }
        for (size_t i = count; i-- > 0;) {
            const addition *more = &additions[i];
            CHECK(pcs_table_add_pair(context, &tables[random_below(parts)], more->pair, more->protocol, &more->there,
                                     &more->back) == PCS_OK);
        }
        for (unsigned part = 1; part < parts; part++) {
            CHECK(pcs_table_merge(context, &tables[0], &tables[part]) == PCS_OK);
        }
        pcs_edges *edges = finish(context, &tables[0]);
        CHECK_CASE(same_as_twin(edges, &t), "round %u", round);
        CHECK_CASE(hosts_are_proper(edges), "round %u", round);
        pcs_edges_free(edges);
    }
}

static void put_address(uint8_t bytes[16], const pcs_host *host) {
    char text[64];
    memset(bytes, 0, 16);
    pcs_host_text(host, text, sizeof(text));
    CHECK(inet_pton(host->kind == PCS_HOST_IPV4 ? AF_INET : AF_INET6, text, bytes) == 1);
}

/* Packets as a capture gives them; some are no edges. */
static void flows_add_up(pcs_context *context) {
    enum { FLOWS = 6000 };
    static pcs_flow flows[FLOWS];
    static twin_edge twin_edges[FLOWS];
    for (unsigned round = 0; round < 6; round++) {
        twin t = {twin_edges, 0};
        for (size_t i = 0; i < FLOWS; i++) {
            unsigned kinds = random_below(10) < 3 + round ? 1U << PCS_HOST_IPV4 : 1U << PCS_HOST_IPV6;
            addition one = {.pair = {random_host(kinds), random_host(kinds)},
                            .protocol = (pcs_protocol)random_below(PCS_PROTOCOL_COUNT),
                            .there = {1, random_below(UINT32_MAX), random_below(UINT32_MAX)}};
            flows[i] = (pcs_flow){.outcome = (uint8_t)(random_below(8) ? PCS_OUTCOME_EDGE : PCS_OUTCOME_FILTERED),
                                  .protocol = (uint8_t)one.protocol,
                                  .ip_version = one.pair[0].kind == PCS_HOST_IPV4 ? 4 : 6,
                                  .bytes = (uint32_t)one.there.bytes,
                                  .payload_bytes = (uint32_t)one.there.payload_bytes};
            put_address(flows[i].source, &one.pair[0]);
            put_address(flows[i].destination, &one.pair[1]);
            if (flows[i].outcome == PCS_OUTCOME_EDGE) {
                twin_add(&t, &one);
            }
        }
        pcs_table table;
        pcs_table_init(&table, NULL);
        for (size_t at = 0; at < FLOWS;) {
            size_t left = FLOWS - at, some = random_below(700);
            some = some < left ? some : left;
            CHECK(pcs_table_add_flows(context, &table, flows + at, some) == PCS_OK);
            at += some;
        }
        pcs_edges *edges = finish(context, &table);
        CHECK_CASE(same_as_twin(edges, &t) && hosts_are_proper(edges), "round %u", round);
        pcs_edges_free(edges);
    }
}

/* A grid of hosts, far past every first size: counts and sums are known. */
static void large_tables_hold_all(pcs_context *context) {
    enum { SIDE = 400 };
    static pcs_flow flows[SIDE];
    pcs_table table;
    pcs_table_init(&table, NULL);
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t a = 0; a < SIDE; a++) {
            for (uint32_t b = 0; b < SIDE; b++) {
                flows[b] = (pcs_flow){.outcome = PCS_OUTCOME_EDGE, .ip_version = 4, .bytes = a + b};
                flows[b].source[1] = (uint8_t)(a >> 8);
                flows[b].source[3] = (uint8_t)a;
                flows[b].destination[0] = 1;
                flows[b].destination[2] = (uint8_t)(b >> 8);
                flows[b].destination[3] = (uint8_t)b;
            }
            CHECK(pcs_table_add_flows(context, &table, flows, SIDE) == PCS_OK);
        }
    }
    pcs_edges *edges = finish(context, &table);
    CHECK(edges->host_count == 2 * SIDE && edges->edge_count == SIDE * SIDE);
    bool right = true;
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        right = right && edge->a == i / SIDE && edge->b == SIDE + i % SIDE && edge->a_to_b.packets == 2 &&
                edge->a_to_b.bytes == 2 * (i / SIDE + i % SIDE) && edge->b_to_a.packets == 0;
    }
    CHECK(right);
    pcs_edges_free(edges);
}

static void counters_saturate(pcs_context *context) {
    pcs_table table;
    pcs_edges *edges;
    const pcs_host pair[2] = {{.kind = PCS_HOST_ID, .low = 1}, {.kind = PCS_HOST_ID, .low = 2}};
    const pcs_traffic most = {UINT64_MAX, UINT64_MAX - 1, 1}, none = {0, 0, 0};
    pcs_table_init(&table, NULL);
    CHECK(pcs_table_add_pair(context, &table, pair, PCS_TCP, &most, &none) == PCS_OK);
    CHECK(!pcs_table_saturated(&table));
    CHECK(pcs_table_add_pair(context, &table, pair, PCS_TCP, &most, &none) == PCS_OK);
    CHECK(pcs_table_saturated(&table));
    edges = finish(context, &table);
    const pcs_traffic expected = {UINT64_MAX, UINT64_MAX, 2};
    CHECK(edges->edge_count == 1 && same_traffic(&edges->table[0].a_to_b, &expected));
    pcs_edges_free(edges);
}

static void an_empty_table_is_a_table(pcs_context *context) {
    pcs_table table;
    pcs_table_init(&table, NULL);
    pcs_edges *edges = finish(context, &table);
    CHECK(pcs_edges_host_count(edges) == 0 && pcs_edges_edge_count(edges) == 0);
    CHECK(pcs_edges_table(edges) != NULL && pcs_edges_summary(edges)->inputs == 0);
    pcs_edges_free(edges);
    pcs_edges_free(NULL);
}

static void names_of_constants(void) {
    CHECK(strcmp(pcs_protocol_name(PCS_SCTP), "sctp") == 0 && pcs_protocol_name((pcs_protocol)99) != NULL);
    CHECK(strcmp(pcs_outcome_name(PCS_OUTCOME_LINK_TYPE), "unsupported_link_type") == 0);
    CHECK(pcs_outcome_name((pcs_outcome)99) != NULL);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    hosts_are_ordered();
    what_is_like_an_address_is_a_name();
    what_is_no_host_is_refused();
    the_hash_of_hosts_is_fixed();
    equal_tags_are_all_found(context);
    pairs_add_up(context);
    flows_add_up(context);
    large_tables_hold_all(context);
    counters_saturate(context);
    an_empty_table_is_a_table(context);
    names_of_constants();
    pcs_context_free(context);
    return check_result();
}
