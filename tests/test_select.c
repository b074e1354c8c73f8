/* select: what is left of a table, against the same rules done the plain way on a matrix of hosts. */
#include "check.h"
#include "edges/table.h"

enum { HOSTS_MAX = 24, EDGES_MAX = 64, FAR = 1000 };

static uint64_t random_state = 7;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((random_state >> 32) * limit >> 32);
}

/* ---- tables */

/* Addresses next to the borders of what is broadcast or multicast, and what is of another kind. */
static const struct {
    const char *text;
    bool is_group;
} hosts[HOSTS_MAX] = {
    {"10.0.0.1", false},
    {"10.0.0.255", false},
    {"223.255.255.255", false},
    {"224.0.0.0", true},
    {"239.255.255.255", true},
    {"240.0.0.0", false},
    {"255.255.255.254", false},
    {"255.255.255.255", true},
    {"fe80::1", false},
    {"ff00::", true},
    {"ff02::fb", true},
    {"224", false},
    {"ff02", false},
    {"02:00:00:00:00:01", false},
    {"01:00:5e:00:00:fb", true},
    {"ff:ff:ff:ff:ff:ff", true},
    {"10.0.0.1:53", false},
    {"224.0.0.251:5353", true},
    {"[ff02::fb]:5353", true},
    {"[fe80::1]:53", false},
    {"224.0.0.0/3", false},
    {"224.0.0.0/24", true},
    {"255.255.255.0/24", true},
    {"ff00::/8", true},
};

/* The same edges whatever the order in which they are added. */
static pcs_edges *make_table(pcs_context *context, uint64_t seed, uint32_t count, bool reversed) {
    pcs_table table;
    pcs_edges *edges = NULL;
    pcs_table_init(&table, NULL);
    for (uint32_t k = 0; k < count; k++) {
        random_state = seed + (reversed ? count - 1 - k : k) * 977;
        pcs_host pair[2];
        uint32_t some = 4 + (uint32_t)(seed % (HOSTS_MAX - 3));
        for (int i = 0; i < 2; i++) {
            const char *text = hosts[(random_below(some) + seed) % HOSTS_MAX].text;
            CHECK(pcs_host_parse(text, strlen(text), &pair[i]));
        }
        const pcs_traffic there = {1 + random_below(3), random_below(100), random_below(9)};
        const pcs_traffic back =
            random_below(2) ? (pcs_traffic){1 + random_below(3), random_below(100), 1} : (pcs_traffic){0, 0, 0};
        pcs_protocol protocol = (pcs_protocol)random_below(3);
        CHECK(pcs_table_add_pair(context, &table, pair, protocol, &there, &back) == PCS_OK);
    }
    CHECK(pcs_table_finish(context, &table, &edges) == PCS_OK);
    return edges;
}

/* ---- the twin */

typedef struct twin {
    const pcs_edges *edges;
    bool keeps[EDGES_MAX];
} twin;

static bool is_group(const pcs_edges *edges, uint32_t host) {
    char text[64];
    pcs_edges_host_text(edges, host, text, sizeof(text));
    for (int i = 0; i < HOSTS_MAX; i++) {
        if (strcmp(hosts[i].text, text) == 0) {
            return hosts[i].is_group;
        }
    }
    return false;
}

static bool has_sent(const pcs_edges *edges, uint32_t from, uint32_t to) {
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        if ((edge->a == from && edge->b == to && edge->a_to_b.packets > 0) ||
            (edge->b == from && edge->a == to && (edge->b_to_a.packets > 0 || from == to))) {
            return true;
        }
    }
    return false;
}

static void twin_judge(twin *t, const pcs_select_options *options) {
    for (uint32_t i = 0; i < t->edges->edge_count; i++) {
        const pcs_edge *edge = &t->edges->table[i];
        bool answered = has_sent(t->edges, edge->a, edge->b) && has_sent(t->edges, edge->b, edge->a);
        bool group = is_group(t->edges, edge->a) || is_group(t->edges, edge->b);
        t->keeps[i] = edge->a_to_b.packets + edge->b_to_a.packets >= options->min_packets &&
                      edge->a_to_b.bytes + edge->b_to_a.bytes >= options->min_bytes &&
                      (answered || !options->answered) && (!group || !options->no_broadcast);
    }
}

static void twin_keep_between(twin *t, const bool *keeps) {
    for (uint32_t i = 0; i < t->edges->edge_count; i++) {
        t->keeps[i] = t->keeps[i] && keeps[t->edges->table[i].a] && keeps[t->edges->table[i].b];
    }
}

/* Distances between all hosts (Floyd 1962). */
static void twin_focus(twin *t, uint32_t focus, uint64_t hops) {
    unsigned far[HOSTS_MAX][HOSTS_MAX];
    bool near[HOSTS_MAX];
    uint32_t count = t->edges->host_count;
    for (uint32_t a = 0; a < count; a++) {
        for (uint32_t b = 0; b < count; b++) {
            far[a][b] = a == b ? 0 : FAR;
        }
    }
    for (uint32_t i = 0; i < t->edges->edge_count; i++) {
        const pcs_edge *edge = &t->edges->table[i];
        if (t->keeps[i] && edge->a != edge->b) {
            far[edge->a][edge->b] = far[edge->b][edge->a] = 1;
        }
    }
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t a = 0; a < count; a++) {
            for (uint32_t b = 0; b < count; b++) {
                unsigned way = far[a][k] + far[k][b];
                far[a][b] = way < far[a][b] ? way : far[a][b];
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        near[i] = far[focus][i] <= hops;
    }
    twin_keep_between(t, near);
}

static uint64_t twin_weight(const twin *t, uint32_t host, pcs_top_by by) {
    uint64_t bytes = 0, degree = 0;
    bool met[HOSTS_MAX] = {false};
    for (uint32_t i = 0; i < t->edges->edge_count; i++) {
        const pcs_edge *edge = &t->edges->table[i];
        if (t->keeps[i] && (edge->a == host || edge->b == host)) {
            bytes += edge->a_to_b.bytes + edge->b_to_a.bytes;
            uint32_t other = edge->a == host ? edge->b : edge->a;
            degree += other != host && !met[other];
            met[other] = true;
        }
    }
    return by == PCS_TOP_BY_BYTES ? bytes : degree;
}

static bool twin_has(const twin *t, uint32_t host) {
    for (uint32_t i = 0; i < t->edges->edge_count; i++) {
        if (t->keeps[i] && (t->edges->table[i].a == host || t->edges->table[i].b == host)) {
            return true;
        }
    }
    return false;
}

/* A host stays if fewer than top others stand before it. */
static void twin_top(twin *t, uint64_t top, pcs_top_by by) {
    bool first[HOSTS_MAX];
    for (uint32_t i = 0; i < t->edges->host_count; i++) {
        uint64_t before = 0, own = twin_weight(t, i, by);
        for (uint32_t j = 0; j < t->edges->host_count; j++) {
            uint64_t other = twin_weight(t, j, by);
            before += twin_has(t, j) && (other > own || (other == own && j < i));
        }
        first[i] = before < top;
    }
    twin_keep_between(t, first);
}

/* ---- comparison */

typedef struct row {
    char text[256];
} row;

static void write_rows(const pcs_edges *edges, const pcs_edge *edge, bool apart, row *rows, size_t *count) {
    char a[64], b[64];
    pcs_edges_host_text(edges, edge->a, a, sizeof(a));
    pcs_edges_host_text(edges, edge->b, b, sizeof(b));
    const pcs_traffic *there = &edge->a_to_b, *back = &edge->b_to_a;
    bool goes_back = (back->packets | back->bytes) != 0, goes_there = (there->packets | there->bytes) != 0;
    for (int way = 0; way < (apart ? 2 : 1); way++) {
        if (apart && !(way == 0 ? goes_there : goes_back)) {
            continue;
        }
        const pcs_traffic none = {0, 0, 0};
        const pcs_traffic *first = apart && way == 1 ? &none : there, *second = apart && way == 0 ? &none : back;
        snprintf(rows[(*count)++].text, sizeof(row), "%s %s %d %u %u %u %u", a, b, (int)edge->protocol,
                 (unsigned)first->packets, (unsigned)first->bytes, (unsigned)second->packets, (unsigned)second->bytes);
    }
}

static bool is_as_twin(const pcs_edges *selected, const twin *t, bool apart) {
    static row expected[2 * EDGES_MAX], found[2 * EDGES_MAX];
    size_t expected_count = 0, found_count = 0, used_count = 0;
    bool used[HOSTS_MAX] = {false};
    for (uint32_t i = 0; i < t->edges->edge_count; i++) {
        if (t->keeps[i]) {
            write_rows(t->edges, &t->edges->table[i], apart, expected, &expected_count);
            used_count += !used[t->edges->table[i].a];
            used[t->edges->table[i].a] = true;
            used_count += !used[t->edges->table[i].b];
            used[t->edges->table[i].b] = true;
        }
    }
    for (uint32_t i = 0; i < selected->edge_count; i++) {
        write_rows(selected, &selected->table[i], false, found, &found_count);
    }
    bool same = expected_count == found_count && selected->host_count == used_count;
    for (size_t i = 0; same && i < found_count; i++) {
        same = strcmp(expected[i].text, found[i].text) == 0;
    }
    for (uint32_t i = 1; i < selected->host_count; i++) {
        same = same && pcs_host_compare(&selected->hosts[i - 1], &selected->hosts[i]) < 0;
    }
    return same;
}

static void random_selection(pcs_context *context, uint64_t round) {
    uint32_t count = 1 + (uint32_t)(round % (EDGES_MAX - 1));
    pcs_edges *edges = make_table(context, round, count, false), *selected = make_table(context, round, count, true);
    char focus[64];
    random_state = round;
    pcs_select_options options = PCS_OPTIONS(options);
    options.min_packets = random_below(3) ? 0 : random_below(6);
    options.min_bytes = random_below(3) ? 0 : random_below(150);
    options.answered = random_below(4) == 0;
    options.no_broadcast = random_below(3) == 0;
    options.hops = random_below(5);
    options.top = random_below(3) ? 0 : 1 + random_below(12);
    options.top_by = (pcs_top_by)random_below(2);
    options.direction = random_below(2) == 0;
    twin t = {.edges = edges};
    twin_judge(&t, &options);
    bool refused = false;
    if (random_below(2)) {
        uint32_t host = random_below(edges->host_count);
        pcs_edges_host_text(edges, host, focus, sizeof(focus));
        options.focus = focus;
        refused = !twin_has(&t, host);
        twin_focus(&t, host, options.hops ? options.hops : 1);
    }
    if (options.top > 0) {
        twin_top(&t, options.top, options.top_by);
    }
    pcs_status status = pcs_edges_select(context, selected, &options);
    CHECK_CASE(status == (refused ? PCS_E_ARGUMENT : PCS_OK), "round %u: %d", (unsigned)round, (int)status);
    if (refused) {
        memset(t.keeps, true, sizeof(t.keeps));
    }
    CHECK_CASE(is_as_twin(selected, &t, options.direction && !refused), "round %u", (unsigned)round);
    pcs_edges_free(selected);
    pcs_edges_free(edges);
}

static void odd_options(pcs_context *context) {
    pcs_edges *edges = make_table(context, 5, 40, false);
    uint32_t count = edges->edge_count;
    pcs_select_options options = PCS_OPTIONS(options);
    CHECK(pcs_edges_select(context, edges, &options) == PCS_OK && edges->edge_count == count && !edges->directed);
    options.top_by = PCS_TOP_BY_COUNT;
    CHECK(pcs_edges_select(context, edges, &options) == PCS_E_ARGUMENT && edges->edge_count == count);
    options.top_by = PCS_TOP_BY_BYTES;
    options.focus = "";
    CHECK(pcs_edges_select(context, edges, &options) == PCS_E_ARGUMENT && edges->edge_count == count);
    options.focus = NULL;
    options.min_packets = UINT64_MAX;
    CHECK(pcs_edges_select(context, edges, &options) == PCS_OK && edges->edge_count == 0 && edges->host_count == 0);
    options.direction = true;
    CHECK(pcs_edges_select(context, edges, &options) == PCS_OK && edges->edge_count == 0 && edges->directed);
    CHECK(strcmp(pcs_top_by_name(PCS_TOP_BY_DEGREE), "degree") == 0 && pcs_top_by_name((pcs_top_by)9) != NULL);
    pcs_edges_free(edges);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    for (uint64_t round = 0; round < 4000; round++) {
        random_selection(context, round);
    }
    odd_options(context);
    pcs_context_free(context);
    return check_result();
}
