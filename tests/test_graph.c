/* graph: compressed rows and components against a matrix of all pairs; weights. */
#include "graph/graph.h"

#include "edge_table.h"

/* Reachability by Warshall's closure of the matrix of pairs: label[i] is the lowest node that i hangs together with. */
static void close_matrix(uint8_t *linked, uint32_t count, uint32_t *label) {
    for (uint32_t i = 0; i < count; i++) {
        linked[i * count + i] = 1;
    }
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = 0; i < count; i++) {
            for (uint32_t j = 0; linked[i * count + k] && j < count; j++) {
                linked[i * count + j] |= linked[k * count + j];
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        label[i] = 0;
        while (!linked[i * count + label[i]]) {
            label[i]++;
        }
    }
}

static void check_rows(const pcs_graph *graph, const uint8_t *linked, uint32_t pairs) {
    uint32_t count = graph->node_count;
    CHECK(graph->pair_count == pairs && graph->offsets[0] == 0 && graph->offsets[count] == 2 * pairs);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = graph->offsets[i];
        for (uint32_t j = 0; j < count; j++) {
            if (linked[i * count + j]) {
                CHECK_CASE(at < graph->offsets[i + 1] && graph->neighbours[at] == j, "row %u lacks %u", i, j);
                at++;
            }
        }
        CHECK_CASE(at == graph->offsets[i + 1], "row %u holds more than its neighbours", i);
    }
}

static void check_components(const pcs_components *components, const uint32_t *label, uint32_t count) {
    uint32_t found = 0, last_size = UINT32_MAX, last_lowest = 0;
    for (uint32_t i = 0; i < count; i++) {
        found += label[i] == i;
    }
    CHECK_CASE(components->count == found, "%u, not %u components", components->count, found);
    CHECK(components->offsets[0] == 0 && components->offsets[components->count] == count);
    for (uint32_t c = 0; c < components->count; c++) {
        uint32_t begin = components->offsets[c], size = components->offsets[c + 1] - begin;
        uint32_t lowest = components->nodes[begin], at = begin;
        CHECK_CASE(size < last_size || (size == last_size && lowest > last_lowest), "component %u out of order", c);
        for (uint32_t i = 0; i < count; i++) {
            if (label[i] == lowest) {
                CHECK_CASE(at < begin + size && components->nodes[at] == i, "component %u lacks %u", c, i);
                at++;
            }
        }
        CHECK(at == begin + size);
        last_size = size;
        last_lowest = lowest;
    }
}

static void compare_with_matrix(pcs_context *context, const pcs_edges *edges, const char *name) {
    uint32_t count = edges->host_count, pairs = 0, before = check_failed;
    uint8_t *linked = calloc((size_t)count * count + 1, 1);
    uint32_t *label = calloc((size_t)count + 1, sizeof(uint32_t));
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        uint32_t a = edges->table[i].a, b = edges->table[i].b;
        if (a != b && !linked[a * count + b]) {
            linked[a * count + b] = linked[b * count + a] = 1;
            pairs++;
        }
    }
    pcs_graph *graph = NULL;
    pcs_components *components = NULL;
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), edges, &graph) == PCS_OK);
    CHECK(pcs_components_new(pcs_phase_whole(context, "layout"), graph, &components) == PCS_OK);
    check_rows(graph, linked, pairs);
    close_matrix(linked, count, label);
    check_components(components, label, count);
    CHECK_CASE(check_failed == before, "%s", name);
    pcs_components_free(components);
    pcs_graph_free(graph);
    free(label);
    free(linked);
}

/* Weights are logarithms of what all edges of a pair have together, the same in both rows, and 1 in the mean. */
static void weights_are_logarithms(pcs_context *context) {
    pcs_edges edges = table_new(5, 8);
    static const uint64_t packets[] = {0, 1, 3, 5, 127};
    static const double wanted[] = {1.0, 2.0, 3.0, 3.5, 8.0};
    for (uint32_t i = 0; i < 4; i++) {
        table_add(&edges, i, i + 1, PCS_TCP);
        edges.table[i].a_to_b.packets = packets[i] / 2;
        edges.table[i].b_to_a.packets = packets[i] - packets[i] / 2;
    }
    for (uint32_t protocol = 0; protocol < 3; protocol++) {
        table_add(&edges, 0, 4, (pcs_protocol)protocol);
        edges.table[4 + protocol].a_to_b.packets = protocol == 1 ? 27 : 50;
    }
    table_add(&edges, 2, 2, PCS_TCP);
    table_finish(&edges);
    pcs_graph *graph = NULL;
    float *weights = NULL;
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &edges, &graph) == PCS_OK);
    CHECK(pcs_graph_weigh(context, graph, &edges, PCS_PULL_PACKETS, &weights) == PCS_OK);
    for (uint32_t i = 0; i < 5; i++) {
        for (uint32_t e = graph->offsets[i]; e < graph->offsets[i + 1]; e++) {
            uint32_t j = graph->neighbours[e], low = i < j ? i : j, pair = low == 0 && i + j == 4 ? 4 : low;
            double found = (double)weights[e] * (1.0 + 2.0 + 3.0 + 3.5 + 8.0) / 5.0;
            CHECK_CASE(found > wanted[pair] - 1e-4 && found < wanted[pair] + 1e-4, "%u and %u: %g", i, j, found);
        }
    }
    free(weights);
    CHECK(pcs_graph_weigh(context, graph, &edges, PCS_PULL_NONE, &weights) == PCS_OK && weights == NULL);
    CHECK(pcs_graph_weigh(context, graph, &edges, (pcs_pull)7, &weights) == PCS_E_ARGUMENT && weights == NULL);
    pcs_graph_free(graph);
    table_free(&edges);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    pcs_edges empty = table_new(0, 0);
    compare_with_matrix(context, &empty, "no hosts");
    table_free(&empty);

    pcs_edges loops = table_new(5, 5);
    for (uint32_t i = 0; i < 5; i++) {
        table_add(&loops, i, i, PCS_TCP);
    }
    table_finish(&loops);
    compare_with_matrix(context, &loops, "hosts that talk to themselves");
    table_free(&loops);

    uint64_t state = 1;
    for (uint32_t round = 0; round < 60; round++) {
        uint32_t hosts = 1 + (uint32_t)(table_random(&state) % 70);
        uint32_t count = (uint32_t)(table_random(&state) % (2 * hosts));
        pcs_edges edges = table_new(hosts, count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t a = (uint32_t)(table_random(&state) % hosts), b = (uint32_t)(table_random(&state) % hosts);
            table_add(&edges, a, b, (pcs_protocol)(table_random(&state) % PCS_PROTOCOL_COUNT));
        }
        table_finish(&edges);
        compare_with_matrix(context, &edges, "random hosts");
        table_free(&edges);
    }
    weights_are_logarithms(context);
    pcs_context_free(context);
    return check_result();
}
