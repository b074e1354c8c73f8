/* layout: the classic laws are at rest where their forces, written out in double, balance; pull and iterations. */
#include "device/device.h"
#include "graph/graph.h"
#include "graph_shapes.h"

#include <math.h>

/* The length of the edge of two hosts. */
static const double K = 16.0;

static pcs_layout *compute(pcs_context *context, pcs_device *device, const pcs_edges *edges, pcs_layout_kind kind,
                           pcs_pull pull, uint32_t iterations) {
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_layout *layout = NULL;
    options.kind = kind;
    options.pull = pull;
    options.iterations = iterations;
    CHECK_CASE(pcs_layout_compute(context, device, edges, &options, &layout) == PCS_OK, "%s: %s", pcs_layout_name(kind),
               pcs_context_message(context));
    return layout;
}

/* Edges of 1, 1000 and a million packets. */
static pcs_edges make_weighted_grid(uint32_t side) {
    pcs_edges edges = make_grid(side);
    for (uint32_t i = 0; i < edges.edge_count; i++) {
        edges.table[i].a_to_b.packets = i % 3 == 0 ? 1 : i % 3 == 1 ? 1000 : 1000000;
    }
    return edges;
}

static double distance(const pcs_layout *layout, uint32_t a, uint32_t b) {
    return hypot(layout->x[a] - layout->x[b], layout->y[a] - layout->y[b]);
}

/* Neighbours, or their weights. */
static double degree_of(const pcs_graph *graph, const float *weights, uint32_t i) {
    double sum = 0.0;
    for (uint32_t e = graph->offsets[i]; e < graph->offsets[i + 1]; e++) {
        sum += weights ? (double)weights[e] : 1.0;
    }
    return sum;
}

/* What is left of the forces on all hosts, as a share of the pushes alone. */
static double unbalanced(const pcs_layout *layout, const pcs_graph *graph, const float *weights, pcs_layout_kind kind) {
    double left = 0.0, pushes = 0.0;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        double x = 0.0, y = 0.0, degree = degree_of(graph, weights, i);
        for (uint32_t j = 0; j < graph->node_count; j++) {
            double d = distance(layout, i, j), other = degree_of(graph, weights, j);
            double push = kind == PCS_LAYOUT_FR ? K * K / d : K * K / 4.0 * (degree + 1.0) * (other + 1.0) / d;
            if (j != i) {
                x += (layout->x[i] - layout->x[j]) / d * push;
                y += (layout->y[i] - layout->y[j]) / d * push;
            }
        }
        pushes += x * x + y * y;
        for (uint32_t e = graph->offsets[i]; e < graph->offsets[i + 1]; e++) {
            uint32_t j = graph->neighbours[e];
            double d = distance(layout, i, j), pull = (kind == PCS_LAYOUT_FR ? d * d / K : d);
            pull *= weights ? (double)weights[e] : 1.0;
            x += (layout->x[j] - layout->x[i]) / d * pull;
            y += (layout->y[j] - layout->y[i]) / d * pull;
        }
        left += x * x + y * y;
    }
    return sqrt(left / pushes);
}

static void forces_balance(pcs_context *context, pcs_device *device) {
    pcs_edges graphs[] = {make_weighted_grid(9), make_path(2), make_star(30)};
    const char *names[] = {"a grid", "a pair", "a star"};
    for (size_t g = 0; g < sizeof(graphs) / sizeof(graphs[0]); g++) {
        for (int k = 0; k < 4; k++) {
            pcs_layout_kind kind = k < 2 ? PCS_LAYOUT_FR : PCS_LAYOUT_FA2;
            pcs_pull pull = k % 2 == 0 ? PCS_PULL_NONE : PCS_PULL_PACKETS;
            pcs_graph *graph = NULL;
            float *weights = NULL;
            pcs_layout *layout = compute(context, device, &graphs[g], kind, pull, 0);
            CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &graphs[g], &graph) == PCS_OK);
            CHECK(pcs_graph_weigh(context, graph, &graphs[g], pull, &weights) == PCS_OK);
            double left = unbalanced(layout, graph, weights, kind);
            CHECK_CASE(left < 0.02, "%s, %s, pull %s: %g of the forces is left", names[g], pcs_layout_name(kind),
                       pcs_pull_name(pull), left);
            if (graph->node_count == 2) {
                double length = distance(layout, 0, 1);
                CHECK_CASE(fabs(length / K - 1.0) < 0.02, "a pair is %g apart", length);
            }
            free(weights);
            pcs_graph_free(graph);
            pcs_layout_free(layout);
        }
        table_free(&graphs[g]);
    }
}

/* A path of a weak, a middling and a strong edge. */
static void heavy_edges_are_shorter(pcs_context *context, pcs_device *device) {
    pcs_edges edges = table_new(6, 5);
    for (uint32_t i = 0; i < 5; i++) {
        table_add(&edges, i, i + 1, PCS_TCP);
        edges.table[i].a_to_b.bytes = i == 1 ? 60 : i == 2 ? 60000 : 60000000;
    }
    const pcs_layout_kind kinds[] = {PCS_LAYOUT_FORCE, PCS_LAYOUT_FR, PCS_LAYOUT_FA2};
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        pcs_layout *layout = compute(context, device, &edges, kinds[k], PCS_PULL_BYTES, 0);
        double weak = distance(layout, 1, 2), middle = distance(layout, 2, 3), strong = distance(layout, 3, 4);
        CHECK_CASE(weak > 1.02 * middle && middle > 1.02 * strong, "%s: lengths %g, %g, %g", pcs_layout_name(kinds[k]),
                   weak, middle, strong);
        pcs_layout_free(layout);
    }
    table_free(&edges);
}

static uint64_t ticks;

static bool count_ticks(void *user, const pcs_progress *progress) {
    (void)user;
    (void)progress;
    ticks++;
    return false;
}

/* More steps go on from where fewer are, and take longer. */
static void iterations_are_steps(void) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.progress = count_ticks;
    pcs_context *context = pcs_context_new(&options);
    pcs_device *device = NULL;
    pcs_edges edges = make_weighted_grid(6);
    CHECK(pcs_device_open(context, "host", NULL, &device) == PCS_OK);
    const pcs_layout_kind kinds[] = {PCS_LAYOUT_FORCE, PCS_LAYOUT_FR, PCS_LAYOUT_FA2};
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        ticks = 0;
        pcs_layout *few = compute(context, device, &edges, kinds[k], PCS_PULL_NONE, 1);
        uint64_t few_ticks = ticks;
        ticks = 0;
        pcs_layout *many = compute(context, device, &edges, kinds[k], PCS_PULL_NONE, 800);
        CHECK(ticks >= few_ticks + 50);
        CHECK(memcmp(few->x, many->x, edges.host_count * sizeof(double)) != 0);
        pcs_layout_free(many);
        pcs_layout_free(few);
    }
    pcs_layout_options layout = PCS_OPTIONS(layout);
    pcs_layout *none = NULL;
    layout.pull = (pcs_pull)9;
    CHECK(pcs_layout_compute(context, device, &edges, &layout, &none) == PCS_E_ARGUMENT && none == NULL);
    CHECK(strcmp(pcs_pull_name(PCS_PULL_BYTES), "bytes") == 0 && strcmp(pcs_pull_name((pcs_pull)9), "") == 0);
    table_free(&edges);
    pcs_device_free(device);
    pcs_context_free(context);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_device *device = NULL;
    CHECK(context && pcs_device_open(context, "host", NULL, &device) == PCS_OK);
    forces_balance(context, device);
    heavy_edges_are_shorter(context, device);
    iterations_are_steps();
    pcs_device_free(device);
    pcs_context_free(context);
    return check_result();
}
