/* The language of highlights: random conditions printed, parsed and asked mean what they mean when looked up plainly;
 * what is wrong is said where it is; garbage is refused. */
#include "edge_table.h"
#include "overlay/highlight.h"

enum { HOSTS = 24, EDGES = 160, DEPTH = 6, CASES = 4000, TEXT = 8192 };

static uint64_t state = 7;

static uint32_t below(uint32_t limit) {
    return (uint32_t)(table_random(&state) % limit);
}

/* ---- a plain reference: trees, and every question answered from the table */

typedef struct tree {
    enum { OR, AND, NOT, AMOUNT, PROTOCOL, HOST, TOP, ANY_EDGE } kind;
    struct tree *left, *right;
    const char *word;
    int comparison;
    uint64_t number;
    uint32_t address, bits;
    pcs_protocol protocol;
} tree;

static tree trees[1 << DEPTH << 2];
static uint32_t tree_count;

static const char *const comparisons[] = {"=", "!=", "<", "<=", ">", ">="};
static const char *const edge_words[] = {"bytes", "packets", "payload"};
static const char *const host_words[] = {"host-bytes", "host-packets", "host-payload",
                                         "degree",     "in-degree",    "out-degree"};

static tree *random_tree(uint32_t depth, bool of_edges) {
    tree *t = &trees[tree_count++];
    *t = (tree){.comparison = (int)below(6)};
    if (depth > 0 && below(4) > 0) {
        t->kind = below(3) == 0 ? OR : below(2) ? AND : NOT;
        t->left = random_tree(depth - 1, of_edges);
        t->right = t->kind == NOT ? NULL : random_tree(depth - 1, of_edges);
        return t;
    }
    switch (below(of_edges ? 6 : 3)) {
    case 0:
        t->kind = AMOUNT;
        t->word = host_words[below(6)];
        t->number = below(2) ? below(12) : below(9000);
        break;
    case 1:
        t->kind = HOST;
        t->comparison %= 2;
        t->bits = below(3) ? 32 : 24 + below(8);
        t->address = (0x0a000000u + below(HOSTS + 4)) & ~(uint32_t)(0xffffffffu >> 1 >> (t->bits - 1));
        break;
    case 2:
        t->kind = TOP;
        t->number = 1 + below(HOSTS + 3);
        t->word = host_words[below(6)];
        break;
    case 3:
        t->kind = PROTOCOL;
        t->comparison %= 2;
        t->protocol = (pcs_protocol)below(PCS_PROTOCOL_COUNT);
        break;
    case 4:
        t->kind = ANY_EDGE;
        break;
    default:
        t->kind = AMOUNT;
        t->word = edge_words[below(3)];
        t->number = below(3000);
    }
    return t;
}

/* White space and brackets come and go. */
static void print_space(char *text) {
    static const char *const spaces[] = {" ", "", "  ", "\t"};
    strcat(text, spaces[below(4)]);
}

static void print(const tree *t, char *text, bool bracket) {
    char term[96] = "";
    bracket = bracket || below(5) == 0;
    strcat(text, bracket ? "(" : "");
    print_space(text);
    switch (t->kind) {
    case OR:
    case AND:
        print(t->left, text, t->kind == AND && t->left->kind == OR);
        strcat(text, t->kind == OR ? " or " : " and ");
        print(t->right, text, t->right->kind == OR || t->right->kind == AND);
        break;
    case NOT:
        strcat(text, "not ");
        print(t->left, text, t->left->kind == OR || t->left->kind == AND);
        break;
    case AMOUNT:
        snprintf(term, sizeof(term), t->number % 100 == 0 && t->number > 0 ? "%s %s%llue2" : "%s%s %llu", t->word,
                 comparisons[t->comparison],
                 (unsigned long long)(t->number % 100 == 0 && t->number > 0 ? t->number / 100 : t->number));
        break;
    case PROTOCOL:
        snprintf(term, sizeof(term), "proto%s%s", comparisons[t->comparison], pcs_protocol_name(t->protocol));
        break;
    case HOST:
        snprintf(term, sizeof(term), below(2) ? "host%s %u.%u.%u.%u/%u" : "host%s\"%u.%u.%u.%u/%u\"",
                 comparisons[t->comparison], t->address >> 24, t->address >> 16 & 255, t->address >> 8 & 255,
                 t->address & 255, t->bits);
        break;
    case TOP:
        snprintf(term, sizeof(term), "top=%llu by %s", (unsigned long long)t->number,
                 strncmp(t->word, "host-", 5) == 0 ? t->word + 5 : t->word);
        break;
    default:
        snprintf(term, sizeof(term), "edges");
    }
    strcat(text, term);
    print_space(text);
    strcat(text, bracket ? ")" : " ");
}

static uint64_t amount_of(const char *word, const pcs_traffic *a, const pcs_traffic *b) {
    return strstr(word, "bytes")     ? a->bytes + b->bytes
           : strstr(word, "packets") ? a->packets + b->packets
                                     : a->payload_bytes + b->payload_bytes;
}

static uint64_t plain_host(const pcs_edges *edges, uint32_t host, const char *word) {
    uint64_t sum = 0;
    bool others[HOSTS] = {false};
    bool degree = strstr(word, "degree") != NULL, in = word[0] != 'o', out = word[0] != 'i';
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        if (edge->a != host && edge->b != host) {
            continue;
        }
        const pcs_traffic *sent = edge->a == host ? &edge->a_to_b : &edge->b_to_a;
        const pcs_traffic *got = edge->a == host ? &edge->b_to_a : &edge->a_to_b;
        uint32_t other = edge->a == host ? edge->b : edge->a;
        if (degree) {
            others[other] = others[other] || (in && out) || (in && got->packets > 0) || (out && sent->packets > 0);
        } else {
            sum += amount_of(word, sent, got) * (edge->a == edge->b ? 2 : 1);
        }
    }
    for (uint32_t other = 0; degree && other < HOSTS; other++) {
        sum += others[other] && other != host;
    }
    return sum;
}

static bool plain_compare(uint64_t a, int comparison, uint64_t b) {
    const bool results[] = {a == b, a != b, a<b, a <= b, a> b, a >= b};
    return results[comparison];
}

static bool plain_term_of_host(const tree *t, const pcs_edges *edges, uint32_t host) {
    if (t->kind == HOST) {
        uint32_t shift = 32 - t->bits;
        return (uint32_t)edges->hosts[host].low >> shift == t->address >> shift;
    }
    uint64_t value = plain_host(edges, host, t->word);
    if (t->kind == AMOUNT) {
        return plain_compare(value, t->comparison, t->number);
    }
    uint64_t before = 0;
    for (uint32_t other = 0; other < HOSTS; other++) {
        uint64_t others = plain_host(edges, other, t->word);
        before += others > value || (others == value && other < host);
    }
    return value > 0 && before < t->number;
}

/* edge: NULL where a host is asked for. */
static bool plain(const tree *t, const pcs_edges *edges, const pcs_edge *edge, uint32_t host) {
    switch (t->kind) {
    case OR:
        return plain(t->left, edges, edge, host) || plain(t->right, edges, edge, host);
    case AND:
        return plain(t->left, edges, edge, host) && plain(t->right, edges, edge, host);
    case NOT:
        return !plain(t->left, edges, edge, host);
    case ANY_EDGE:
        return true;
    case PROTOCOL:
        return (edge->protocol == t->protocol) != (t->comparison == 1);
    default:
        if (edge && t->kind == AMOUNT && strchr("bp", t->word[0])) {
            return plain_compare(amount_of(t->word, &edge->a_to_b, &edge->b_to_a), t->comparison, t->number);
        }
        return (edge ? plain_term_of_host(t, edges, edge->a) || plain_term_of_host(t, edges, edge->b)
                     : plain_term_of_host(t, edges, host)) != (t->kind == HOST && t->comparison == 1);
    }
}

static bool asks_of_edges(const tree *t) {
    return t->left ? asks_of_edges(t->left) || (t->right && asks_of_edges(t->right))
                   : t->kind == PROTOCOL || t->kind == ANY_EDGE || (t->kind == AMOUNT && strchr("bp", t->word[0]));
}

/* ---- the table */

static void fill(pcs_edges *edges) {
    while (edges->edge_count < EDGES) {
        table_add(edges, below(HOSTS), below(1 + below(HOSTS)), (pcs_protocol)below(PCS_PROTOCOL_COUNT));
    }
    table_finish(edges);
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        pcs_edge *edge = &edges->table[i];
        uint32_t ways = edge->a == edge->b ? 1 : 1 + below(3);
        edge->a_to_b = (pcs_traffic){0};
        if (ways & 1) {
            edge->a_to_b = (pcs_traffic){1 + below(9), 100 + below(3000), below(2000)};
        }
        if (ways & 2) {
            edge->b_to_a = (pcs_traffic){1 + below(9), 100 + below(3000), below(2000)};
        }
    }
}

static void parsed_expressions_mean_what_they_say(pcs_context *context) {
    static pcs_expression expression;
    pcs_edges edges = table_new(HOSTS, EDGES);
    pcs_host_totals *totals = NULL;
    fill(&edges);
    CHECK(pcs_host_totals_new(context, &edges, &totals) == PCS_OK);
    for (uint32_t i = 0; i < CASES; i++) {
        char text[TEXT] = "";
        size_t place;
        tree_count = 0;
        const tree *t = random_tree(below(DEPTH), i % 2);
        print(t, text, false);
        pcs_status status = pcs_expression_parse(context, text, &expression, &place);
        CHECK_CASE(status == PCS_OK, "%s: %s", text, pcs_context_message(context));
        if (status != PCS_OK) {
            continue;
        }
        CHECK_CASE(expression.of_edges == asks_of_edges(t), "%s", text);
        CHECK(pcs_expression_prepare(context, &expression, totals, HOSTS) == PCS_OK);
        bool same = true;
        for (uint32_t k = 0; k < 16 && same; k++) {
            uint32_t edge = below(edges.edge_count), host = below(HOSTS);
            same = expression.of_edges
                       ? pcs_expression_takes_edge(&expression, &edges, totals, edge) ==
                             plain(t, &edges, &edges.table[edge], 0)
                       : pcs_expression_takes_host(&expression, &edges, totals, host) == plain(t, &edges, NULL, host);
        }
        CHECK_CASE(same, "%s", text);
    }
    free(totals);
    table_free(&edges);
}

/* ---- what hosts are meant */

static void hosts_are_meant_by_address(pcs_context *context) {
    static const struct {
        const char *wanted, *host;
        bool meant;
    } cases[] = {{"10.0.0.1", "10.0.0.1", true},
                 {"10.0.0.1", "10.0.0.1:443", true},
                 {"10.0.0.1:443", "10.0.0.1:443", true},
                 {"10.0.0.1:443", "10.0.0.1:80", false},
                 {"10.0.0.1:443", "10.0.0.1", false},
                 {"10.0.0.0/8", "10.200.0.1", true},
                 {"10.0.0.0/8", "11.0.0.0", false},
                 {"10.0.0.0/8", "10.1.0.0/16", true},
                 {"10.1.0.0/16", "10.0.0.0/8", false},
                 {"10.0.0.0/8", "10.0.0.1:22", true},
                 {"0.0.0.0/0", "255.255.255.255", true},
                 {"0.0.0.0/0", "::1", false},
                 {"::/0", "2001:db8::1", true},
                 {"2001:db8::/33", "2001:db8:7fff::1", true},
                 {"2001:db8::/33", "2001:db8:8000::1", false},
                 {"::1", "[::1]:53", true},
                 {"00:11:22:33:44:55", "00:11:22:33:44:55", true},
                 {"00:11:22:33:44:55", "00:11:22:33:44:56", false},
                 {"7", "7", true},
                 {"7", "0.0.0.7", false},
                 {"\"a (b) c\"", "a (b) c", true},
                 {"printer", "printer", true}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        static pcs_expression expression;
        pcs_host host;
        pcs_host_totals totals = {.degree = 1};
        char text[128];
        size_t place;
        CHECK(pcs_host_parse(cases[i].host, strlen(cases[i].host), &host));
        pcs_edges edges = {.hosts = &host, .host_count = 1};
        snprintf(text, sizeof(text), "(host=%s)", cases[i].wanted);
        CHECK_CASE(pcs_expression_parse(context, text, &expression, &place) == PCS_OK, "%s", text);
        CHECK_CASE(pcs_expression_takes_host(&expression, &edges, &totals, 0) == cases[i].meant, "%s: %s",
                   cases[i].wanted, cases[i].host);
    }
}

/* ---- numbers, colours, mistakes */

static void numbers_are_exact(pcs_context *context) {
    static const struct {
        const char *text;
        uint64_t number;
    } cases[] = {{"0", 0},         {"007", 7},     {"1e4", 10000},
                 {"1.5E+3", 1500}, {"2.50e1", 25}, {"18446744073709551615", UINT64_MAX},
                 {"0e999", 0},     {"1.", 1},      {"10000000000000000.00e0", UINT64_C(10000000000000000)}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        static pcs_expression expression;
        char text[64];
        size_t place;
        snprintf(text, sizeof(text), "bytes>%s", cases[i].text);
        CHECK_CASE(pcs_expression_parse(context, text, &expression, &place) == PCS_OK &&
                       expression.steps[0].number == cases[i].number,
                   "%s", text);
    }
}

static void mistakes_are_shown_where_they_are(pcs_context *context) {
    static const struct {
        const char *text;
        size_t place;
        const char *says;
    } cases[] = {{"payloda>1", 0, "the nearest is payload"},
                 {"bytes>1 and degre=2", 12, "the nearest is degree"},
                 {"proto=upd", 6, "the nearest is udp"},
                 {"top=3 by indegree", 9, "the nearest is in-degree"},
                 {"bytes>1 bytes>2", 8, "expected and, or, or the end"},
                 {"(bytes>1", 0, "not closed"},
                 {"((bytes>1) bytes", 11, "closing bracket"},
                 {"bytes>1)", 7, "or the end"},
                 {"bytes>", 6, "whole number"},
                 {"bytes>1.5", 6, "whole number"},
                 {"bytes>-1", 6, "whole number"},
                 {"bytes>1e1.5", 6, "whole number"},
                 {"bytes>18446744073709551616", 6, "whole number"},
                 {"bytes>1e20", 6, "whole number"},
                 {"bytes>5k", 6, "whole number"},
                 {"bytes>10.0.0.1", 6, "whole number"},
                 {"bytes 5", 6, "expected =, !="},
                 {"proto<udp", 5, "expected = or !="},
                 {"top!=3 by degree", 3, "expected ="},
                 {"top=0 by degree", 4, "at least 1"},
                 {"top=5 degree", 6, "expected by"},
                 {"host=10.1.0.0/8", 5, "is no range"},
                 {"host=", 5, "expected an address"},
                 {"host=\"a", 5, "not closed"},
                 {"", 0, "expected a condition"},
                 {"not", 3, "expected a condition"},
                 {"bytes>1 and", 11, "expected a condition"},
                 {" reddish : bytes>1", 1, "reddish is no colour"},
                 {"#12: bytes>1", 0, "no colour"},
                 {"red: bytes>x", 11, "whole number"}};
    static pcs_highlight highlight;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t place = 999;
        CHECK_CASE(pcs_highlight_parse(context, cases[i].text, 0, &highlight, &place) == PCS_E_ARGUMENT, "%s",
                   cases[i].text);
        CHECK_CASE(place == cases[i].place && strstr(pcs_context_message(context), cases[i].says), "%s: %zu: %s",
                   cases[i].text, place, pcs_context_message(context));
    }
}

static void colours_come_before(pcs_context *context) {
    static pcs_highlight first, second;
    size_t place;
    CHECK(pcs_highlight_parse(context, " Red : host=::1", 0, &first, &place) == PCS_OK);
    CHECK(memcmp(first.colour, (uint8_t[]){255, 0, 0, 255}, 4) == 0 && !first.expression.of_edges);
    CHECK(pcs_highlight_parse(context, "#102030:edges", 0, &first, &place) == PCS_OK);
    CHECK(memcmp(first.colour, (uint8_t[]){16, 32, 48, 255}, 4) == 0 && first.expression.of_edges);
    CHECK(pcs_highlight_parse(context, "host=00:11:22:33:44:55", 0, &first, &place) == PCS_OK);
    CHECK(pcs_highlight_parse(context, "host=00:11:22:33:44:55", 1, &second, &place) == PCS_OK);
    CHECK(memcmp(first.colour, second.colour, 4) != 0);
}

static void depth_and_length_are_bounded(pcs_context *context) {
    static char text[1 << 16];
    static pcs_expression expression;
    size_t place;
    for (int closed = 0; closed < 2; closed++) {
        memset(text, '(', 60000);
        text[60000] = '\0';
        if (closed) {
            for (char *at = text; at < text + 59996; at += 4) {
                memcpy(at, "not ", 4);
            }
        }
        CHECK(pcs_expression_parse(context, text, &expression, &place) == PCS_E_ARGUMENT);
        CHECK(strstr(pcs_context_message(context), "deep") != NULL && place < 1000);
    }
    strcpy(text, "edges");
    for (int i = 0; i < 2000; i++) {
        strcpy(text + 5 + 10 * i, " and edges");
    }
    CHECK(pcs_expression_parse(context, text, &expression, &place) == PCS_E_ARGUMENT);
    CHECK(strstr(pcs_context_message(context), "more than 256") != NULL);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    parsed_expressions_mean_what_they_say(context);
    hosts_are_meant_by_address(context);
    numbers_are_exact(context);
    mistakes_are_shown_where_they_are(context);
    colours_come_before(context);
    depth_and_length_are_bounded(context);
    pcs_context_free(context);
    return check_result();
}
