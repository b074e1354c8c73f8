/* layout: components side by side: apart, whole, in a square without much waste. */
#include "layout/pack.h"

#include "edge_table.h"

#include <math.h>

/* Each of many shapes: what it is made of and where its hosts are, before they are packed. */
typedef struct scene {
    pcs_edges edges;
    double *x, *y;
} scene;

static scene scene_new(uint32_t hosts, uint32_t edges) {
    return (scene){.edges = table_new(hosts, edges),
                   .x = calloc((size_t)hosts + 1, sizeof(double)),
                   .y = calloc((size_t)hosts + 1, sizeof(double))};
}

/* Two hosts, a step apart, in any direction. */
static scene make_pairs(uint32_t pairs, uint64_t state) {
    scene made = scene_new(2 * pairs, pairs);
    for (uint32_t i = 0; i < pairs; i++) {
        double angle = (double)(table_random(&state) % 1000) * 0.01;
        table_add(&made.edges, 2 * i, 2 * i + 1, PCS_TCP);
        made.x[2 * i + 1] = cos(angle);
        made.y[2 * i + 1] = sin(angle);
    }
    return made;
}

/* Hubs with leaves around them, from many to few. */
static scene make_stars(uint32_t stars, uint32_t leaves) {
    scene made = scene_new(stars * (leaves + 1), stars * leaves);
    uint32_t host = 0;
    for (uint32_t i = 0; i < stars; i++) {
        uint32_t own = 1 + leaves / (i + 1);
        for (uint32_t k = 1; k <= own; k++) {
            table_add(&made.edges, host, host + k, PCS_TCP);
            made.x[host + k] = sqrt(k) * cos(2.4 * k);
            made.y[host + k] = sqrt(k) * sin(2.4 * k);
        }
        host += own + 1;
    }
    made.edges.host_count = host;
    return made;
}

/* A long line, a ring with room in it, and small shapes to go anywhere. */
static scene make_mixture(uint32_t size, uint32_t triangles) {
    scene made = scene_new(2 * size + 3 * triangles, 2 * size + 3 * triangles);
    for (uint32_t i = 0; i < size; i++) {
        made.x[i] = i;
        made.x[size + i] = cos(2.0 * acos(-1.0) * i / size) * size / 6.0;
        made.y[size + i] = sin(2.0 * acos(-1.0) * i / size) * size / 6.0;
        table_add(&made.edges, size + i, size + (i + 1) % size, PCS_TCP);
        if (i > 0) {
            table_add(&made.edges, i - 1, i, PCS_TCP);
        }
    }
    for (uint32_t i = 2 * size; i < made.edges.host_count; i += 3) {
        made.x[i + 1] = 1.0 + i % 5;
        made.y[i + 2] = 1.0 + i % 3;
        table_add(&made.edges, i, i + 1, PCS_TCP);
        table_add(&made.edges, i, i + 2, PCS_TCP);
        table_add(&made.edges, i + 1, i + 2, PCS_TCP);
    }
    return made;
}

typedef struct box {
    double x_min, x_max, y_min, y_max;
} box;

static box box_of(const double *x, const double *y, const uint32_t *nodes, uint32_t count) {
    box found = {1e300, -1e300, 1e300, -1e300};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t node = nodes ? nodes[i] : i;
        found.x_min = fmin(found.x_min, x[node]);
        found.x_max = fmax(found.x_max, x[node]);
        found.y_min = fmin(found.y_min, y[node]);
        found.y_max = fmax(found.y_max, y[node]);
    }
    return found;
}

/* Draws each component's edges on a fine raster: no pixel is of two. */
static void check_apart(const scene *packed, const pcs_graph *graph, const pcs_components *components,
                        const char *name) {
    enum { SIDE = 3000 };
    uint32_t *owner = calloc((size_t)SIDE * SIDE, sizeof(*owner)), shared = 0;
    box all = box_of(packed->x, packed->y, NULL, graph->node_count);
    double scale = (SIDE - 1) / fmax(all.x_max - all.x_min, all.y_max - all.y_min);
    for (uint32_t c = 0; c < components->count; c++) {
        for (uint32_t i = components->offsets[c]; i < components->offsets[c + 1]; i++) {
            uint32_t a = components->nodes[i];
            for (uint32_t e = graph->offsets[a]; e < graph->offsets[a + 1]; e++) {
                double dx = packed->x[graph->neighbours[e]] - packed->x[a];
                double dy = packed->y[graph->neighbours[e]] - packed->y[a];
                uint32_t steps = (uint32_t)(fmax(fabs(dx), fabs(dy)) * scale) + 1;
                for (uint32_t k = 0; k <= steps; k++) {
                    double column = (packed->x[a] + dx * k / steps - all.x_min) * scale;
                    double row = (packed->y[a] + dy * k / steps - all.y_min) * scale;
                    uint32_t *pixel = &owner[(size_t)row * SIDE + (size_t)column];
                    shared += *pixel != 0 && *pixel != c + 1;
                    *pixel = c + 1;
                }
            }
        }
    }
    CHECK_CASE(shared == 0, "%s: %u pixels are of two components", name, shared);
    free(owner);
}

/* All edges of a component are longer by the same factor, which is 1 for the largest. */
static void check_whole(const scene *packed, const scene *before, const pcs_graph *graph,
                        const pcs_components *components, const char *name) {
    for (uint32_t c = 0; c < components->count; c++) {
        double least = 1e300, most = 0.0;
        for (uint32_t i = components->offsets[c]; i < components->offsets[c + 1]; i++) {
            uint32_t a = components->nodes[i];
            for (uint32_t e = graph->offsets[a]; e < graph->offsets[a + 1]; e++) {
                uint32_t b = graph->neighbours[e];
                double ratio = hypot(packed->x[b] - packed->x[a], packed->y[b] - packed->y[a]) /
                               hypot(before->x[b] - before->x[a], before->y[b] - before->y[a]);
                least = fmin(least, ratio);
                most = fmax(most, ratio);
            }
        }
        CHECK_CASE(most < least * 1.000001 && most < 1.000001, "%s: component %u grew %g to %g", name, c, least, most);
        CHECK_CASE(c > 0 || least > 0.999999, "%s: the largest component shrank to %g", name, least);
    }
}

/* Boxes of components, a margin of a step around each, against the box around all. */
static double filled(const scene *packed, const pcs_components *components, const box *all) {
    double sum = 0.0;
    for (uint32_t c = 0; c < components->count; c++) {
        uint32_t begin = components->offsets[c];
        box own = box_of(packed->x, packed->y, components->nodes + begin, components->offsets[c + 1] - begin);
        sum += (own.x_max - own.x_min + 1.0) * (own.y_max - own.y_min + 1.0);
    }
    return sum / ((all->x_max - all->x_min + 1.0) * (all->y_max - all->y_min + 1.0));
}

static void check_packed(pcs_context *context, scene given, const char *name, double filled_least) {
    pcs_graph *graph = NULL;
    pcs_components *components = NULL;
    size_t size = given.edges.host_count * sizeof(double);
    scene packed = {.x = malloc(size), .y = malloc(size)};
    memcpy(packed.x, given.x, size);
    memcpy(packed.y, given.y, size);
    table_finish(&given.edges);
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &given.edges, &graph) == PCS_OK);
    CHECK(pcs_components_new(pcs_phase_whole(context, "layout"), graph, &components) == PCS_OK);
    CHECK(pcs_pack(pcs_phase_whole(context, "layout"), graph, components, packed.x, packed.y) == PCS_OK);

    box all = box_of(packed.x, packed.y, NULL, graph->node_count);
    double width = all.x_max - all.x_min, height = all.y_max - all.y_min;
    CHECK_CASE(fmin(width, height) > 0.85 * fmax(width, height), "%s: %g wide, %g high", name, width, height);
    CHECK_CASE(filled(&packed, components, &all) > filled_least, "%s: filled to %g", name,
               filled(&packed, components, &all));
    check_apart(&packed, graph, components, name);
    check_whole(&packed, &given, graph, components, name);

    pcs_components_free(components);
    pcs_graph_free(graph);
    free(packed.x);
    free(packed.y);
    free(given.x);
    free(given.y);
    table_free(&given.edges);
}

static bool stop(void *user, const pcs_progress *progress) {
    (void)user;
    (void)progress;
    return true;
}

static void packing_can_be_cancelled(pcs_context *context) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.progress = stop;
    pcs_context *stopping = pcs_context_new(&options);
    pcs_graph *graph = NULL;
    pcs_components *components = NULL;
    scene given = make_pairs(10, 1);
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &given.edges, &graph) == PCS_OK);
    CHECK(pcs_components_new(pcs_phase_whole(context, "layout"), graph, &components) == PCS_OK);
    CHECK(pcs_pack(pcs_phase_whole(stopping, "layout"), graph, components, given.x, given.y) == PCS_E_CANCELLED);
    pcs_components_free(components);
    pcs_graph_free(graph);
    free(given.x);
    free(given.y);
    table_free(&given.edges);
    pcs_context_free(stopping);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    check_packed(context, make_pairs(30, 1), "few pairs", 0.25);
    check_packed(context, make_pairs(20000, 2), "pairs", 0.3);
    check_packed(context, make_stars(2000, 800), "stars", 0.6);
    check_packed(context, make_mixture(400, 3000), "a mixture", 0.75);
    packing_can_be_cancelled(context);
    pcs_context_free(context);
    return check_result();
}
