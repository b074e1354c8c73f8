/* edges: the sorts against qsort, by one thread and by several. */
#include "check.h"
#include "edges/edge_order.h"
#include "edges/sort.h"

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((random_state >> 32) * limit >> 32);
}

static int compare_items(const void *left, const void *right) {
    const pcs_sort_item *a = left, *b = right;
    int order = (a->key > b->key) - (a->key < b->key);
    return order != 0 ? order : (a->value > b->value) - (a->value < b->value);
}

static void items_are_sorted_as_qsort_does(void) {
    enum { MOST = 50000 };
    pcs_pool *pool = pcs_pool_new(3);
    static pcs_sort_item items[MOST], expected[MOST], spare[MOST];
    for (unsigned round = 0; round < 130; round++) {
        size_t count = round < 4 ? round : random_below(round % 8 ? MOST / 10 : MOST);
        unsigned bits = round % 65;
        for (size_t i = 0; i < count; i++) {
            uint64_t key = (uint64_t)random_below(UINT32_MAX) << 32 | random_below(UINT32_MAX);
            items[i] = (pcs_sort_item){bits == 0 ? 7 : key >> (64 - bits), (uint32_t)i};
            expected[i] = items[i];
        }
        qsort(expected, count, sizeof(*expected), compare_items);
        pcs_sort_items(round % 8 ? NULL : pool, items, spare, count);
        bool same = true;
        for (size_t i = 0; i < count; i++) {
            same = same && items[i].key == expected[i].key && items[i].value == expected[i].value;
        }
        CHECK_CASE(same, "%zu items of %u bits", count, bits);
    }
    pcs_pool_free(pool);
}

static int compare_edges(const void *left, const void *right) {
    const pcs_edge *x = left, *y = right;
    int a = (x->a > y->a) - (x->a < y->a), b = (x->b > y->b) - (x->b < y->b);
    return a != 0 ? a : b != 0 ? b : (x->protocol > y->protocol) - (x->protocol < y->protocol);
}

static void shuffle(uint32_t *numbers, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = i;
    }
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = random_below(i), swap = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = swap;
    }
}

/* Edges between so many hubs and others, each pair once, whose traffic tells which edge it is. */
static void make_edges(pcs_edge_set *set, uint32_t hubs, uint32_t others, const uint32_t *ranks, pcs_edge *expected) {
    uint32_t *order = malloc(set->count * sizeof(*order));
    shuffle(order, set->count);
    for (uint32_t i = 0; i < set->count; i++) {
        uint32_t pair = order[i] / 2 % (hubs * others), hub = pair % hubs, other = hubs + pair / hubs;
        pcs_edge edge = {.a = hub, .b = other, .protocol = order[i] % 2 ? PCS_UDP : PCS_TCP};
        edge.a_to_b.packets = order[i] + 1;
        edge.b_to_a.bytes = order[i];
        set->edges[i] = edge;
        if (set->times) {
            set->times[i] = (pcs_edge_times){order[i], order[i] + 1};
        }
        edge.a = ranks[hub] < ranks[other] ? ranks[hub] : ranks[other];
        edge.b = ranks[hub] < ranks[other] ? ranks[other] : ranks[hub];
        if (ranks[other] < ranks[hub]) {
            edge.a_to_b = set->edges[i].b_to_a;
            edge.b_to_a = set->edges[i].a_to_b;
        }
        expected[i] = edge;
    }
    qsort(expected, set->count, sizeof(*expected), compare_edges);
    free(order);
}

static bool same_edges(const pcs_edge_set *set, const pcs_edge *expected) {
    for (uint32_t i = 0; i < set->count; i++) {
        const pcs_edge *edge = &set->edges[i];
        if (compare_edges(edge, &expected[i]) != 0 || edge->a_to_b.packets != expected[i].a_to_b.packets ||
            edge->b_to_a.bytes != expected[i].b_to_a.bytes || edge->a_to_b.bytes != expected[i].a_to_b.bytes) {
            return false;
        }
        uint64_t number = edge->a_to_b.bytes + edge->b_to_a.bytes;
        if (set->times && (uint64_t)set->times[i].first_ns != number) {
            return false;
        }
    }
    return true;
}

/* From none to several times what is sorted at once: of few hosts with most of them, and of many with few. */
static void edges_are_ordered_as_qsort_does(void) {
    static const uint32_t cases[][3] = {{0, 1, 1}, {1, 1, 1}, {16, 2, 4}, {70000, 2, 40000}, {70000, 300, 130}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]) * 4; i++) {
        const uint32_t *numbers = cases[i / 4], hosts = numbers[1] + numbers[2];
        pcs_context_options options = PCS_OPTIONS(options);
        options.threads = i % 2 ? 3 : 1;
        pcs_context *context = pcs_context_new(&options);
        pcs_edge_set set = {.count = numbers[0]};
        pcs_edge *expected = malloc((set.count + 1) * sizeof(*expected));
        uint32_t *ranks = malloc(hosts * sizeof(*ranks));
        set.edges = malloc((set.count + 1) * sizeof(*set.edges));
        set.times = i % 4 < 2 ? NULL : malloc((set.count + 1) * sizeof(*set.times));
        shuffle(ranks, hosts);
        make_edges(&set, numbers[1], numbers[2], ranks, expected);
        CHECK(pcs_edge_set_order(context, &set, ranks, hosts) == PCS_OK);
        CHECK_CASE(same_edges(&set, expected), "%u edges of %u hubs", set.count, numbers[1]);
        free(set.times);
        free(set.edges);
        free(ranks);
        free(expected);
        pcs_context_free(context);
    }
}

int main(void) {
    items_are_sorted_as_qsort_does();
    edges_are_ordered_as_qsort_does();
    return check_result();
}
