/* layout: a network of which some edges are gone is drawn nearly as the whole one is. */
#include "graph/graph.h"
#include "graph_shapes.h"

#include <math.h>

/* Gateways in a row, each with more hosts of its own than the one before: of those some speak to others too. */
static pcs_edges make_gateways(uint32_t count, uint32_t hosts, uint32_t leaves) {
    pcs_edges edges = table_new(count * (1 + hosts + count * leaves), count * (3 * hosts + count * leaves));
    uint32_t next = count, before = 0;
    uint64_t state = 3;
    for (uint32_t gateway = 0; gateway < count; gateway++) {
        uint32_t first = next;
        for (; next < first + hosts; next++) {
            table_add(&edges, gateway, next, PCS_TCP);
            table_add(&edges, next, first + (uint32_t)(table_random(&state) % hosts), PCS_TCP);
            if (gateway > 0 && next % 4 == 0) {
                table_add(&edges, next, before + (uint32_t)(table_random(&state) % hosts), PCS_UDP);
            }
        }
        for (uint32_t end = next + (gateway + 1) * leaves; next < end; next++) {
            table_add(&edges, gateway, next, PCS_UDP);
        }
        before = first;
    }
    table_finish(&edges);
    return edges;
}

/* A hundredth of the edges goes: the one of this number of each hundred. */
static pcs_edges thin(const pcs_edges *whole, uint32_t number) {
    pcs_edges edges = table_new(whole->host_count, whole->edge_count);
    for (uint32_t i = 0; i < whole->edge_count; i++) {
        if (i % 100 != number) {
            table_add(&edges, whole->table[i].a, whole->table[i].b, whole->table[i].protocol);
        }
    }
    table_finish(&edges);
    return edges;
}

static pcs_layout *compute(pcs_context *context, pcs_device *device, const pcs_edges *edges) {
    pcs_layout *layout = NULL;
    CHECK_CASE(pcs_layout_compute(context, device, edges, NULL, &layout) == PCS_OK, "%s", pcs_context_message(context));
    return layout;
}

/* The same hosts in two drawings, each around its middle. */
typedef struct pair {
    uint32_t count;
    double (*before)[2], (*after)[2];
} pair;

static void centre(double (*points)[2], uint32_t count) {
    for (uint32_t axis = 0; axis < 2; axis++) {
        double sum = 0.0;
        for (uint32_t i = 0; i < count; i++) {
            sum += points[i][axis];
        }
        for (uint32_t i = 0; i < count; i++) {
            points[i][axis] -= sum / count;
        }
    }
}

/* The hosts of the largest component of the thinned network. */
static pair take_largest(pcs_context *context, const pcs_edges *thinned, const pcs_layout *before,
                         const pcs_layout *after) {
    pcs_graph *graph = NULL;
    pcs_components *components = NULL;
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), thinned, &graph) == PCS_OK);
    CHECK(pcs_components_new(pcs_phase_whole(context, "layout"), graph, &components) == PCS_OK);
    pair both = {.count = components->offsets[1]};
    both.before = calloc(both.count, sizeof(*both.before));
    both.after = calloc(both.count, sizeof(*both.after));
    for (uint32_t i = 0; i < both.count; i++) {
        uint32_t host = components->nodes[i];
        both.before[i][0] = before->x[host];
        both.before[i][1] = before->y[host];
        both.after[i][0] = after->x[host];
        both.after[i][1] = after->y[host];
    }
    centre(both.before, both.count);
    centre(both.after, both.count);
    pcs_components_free(components);
    pcs_graph_free(graph);
    return both;
}

static double diameter(const pair *both) {
    double most = 0.0;
    for (uint32_t i = 0; i < both->count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            most = fmax(most, hypot(both->before[i][0] - both->before[j][0], both->before[i][1] - both->before[j][1]));
        }
    }
    return most;
}

static int compare_numbers(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* How far half of the hosts move at most, in diameters, when the second drawing is turned upon the first; a mirror
 * image is another drawing. */
static double median_move(const pair *both) {
    double *moves = calloc(both->count, sizeof(*moves)), along = 0.0, across = 0.0;
    for (uint32_t i = 0; i < both->count; i++) {
        const double *p = both->before[i], *q = both->after[i];
        along += p[0] * q[0] + p[1] * q[1];
        across += p[1] * q[0] - p[0] * q[1];
    }
    double c = along / hypot(along, across), s = across / hypot(along, across);
    for (uint32_t i = 0; i < both->count; i++) {
        const double *p = both->before[i], *q = both->after[i];
        moves[i] = hypot(c * q[0] - s * q[1] - p[0], s * q[0] + c * q[1] - p[1]);
    }
    qsort(moves, both->count, sizeof(*moves), compare_numbers);
    double median = moves[both->count / 2] / diameter(both);
    free(moves);
    return median;
}

/* In half of the tries half of the hosts move less than that. */
static void check_network(pcs_context *context, pcs_device *device, const char *name, double most, pcs_edges whole) {
    enum { TRIES = 5 };
    double moves[TRIES] = {0};
    pcs_layout *before = compute(context, device, &whole);
    for (uint32_t i = 0; before && i < TRIES; i++) {
        pcs_edges thinned = thin(&whole, i * 20);
        pcs_layout *after = compute(context, device, &thinned);
        pair both = take_largest(context, &thinned, before, after);
        moves[i] = median_move(&both);
        free(both.before);
        free(both.after);
        pcs_layout_free(after);
        table_free(&thinned);
    }
    qsort(moves, TRIES, sizeof(*moves), compare_numbers);
    CHECK_CASE(moves[TRIES / 2] < most, "%s: half of the hosts move %g diameters and more", name, moves[TRIES / 2]);
    pcs_layout_free(before);
    table_free(&whole);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_device *device = NULL;
    CHECK(context && pcs_device_open(context, "host", NULL, &device) == PCS_OK);
    /* Without a limit to the first steps, with mirror images, with leaves in the order of the seeds: 0.031, 0.14, 0.24.
     */
    check_network(context, device, "ten gateways", 0.022, make_gateways(10, 40, 30));
    check_network(context, device, "three large gateways", 0.03, make_gateways(3, 60, 300));
    check_network(context, device, "one gateway", 0.12, make_gateways(1, 80, 800));
    pcs_device_free(device);
    pcs_context_free(context);
    return check_result();
}
