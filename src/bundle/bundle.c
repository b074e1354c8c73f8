#include "bundle/bundle.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

enum {
    ITEMS_PER_UNIT = 16,    /* where they own memory: so that the units end together */
    ITEMS_SHARED = 1 << 16, /* else: more than run at once on any device */
    WIDTHS_MOVED = 2,       /* in an iteration: a point farther from a ridge than its kernel's width feels none */
    ROOM = 16               /* points of a path, more than twice as many as it begins with */
};

/* What is on the device. */
typedef struct gathering {
    pcs_context *context;
    pcs_device *device;
    pcs_buffer *paths, *points, *others; /* others: room for the points of one path, an item */
    pcs_buffer *counts, *density, *blurred, *weights, *ways;
    pcs_bundle_parameters parameters;
    uint64_t point_count;
} gathering;

/* ---- paths */

static void find_extent(const double *values, uint32_t count, double *min, double *extent) {
    double max = count > 0 ? values[0] : 0.0;
    *min = max;
    for (uint32_t i = 1; i < count; i++) {
        *min = values[i] < *min ? values[i] : *min;
        max = values[i] > max ? values[i] : max;
    }
    *extent = max - *min;
}

static bool is_pair(const pcs_edge *a, const pcs_edge *b) {
    return a->a == b->a && a->b == b->b;
}

/* Edges of a pair follow each other. */
static void find_pairs(const pcs_edges *edges, pcs_bundle *bundle) {
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        if (e == 0 || !is_pair(&edges->table[e - 1], &edges->table[e])) {
            bundle->path_count++;
        }
        bundle->of_edges[e] = bundle->path_count - 1;
        bundle->paths[bundle->path_count - 1].weight++;
    }
}

static float place_of(double value, double min, double extent) {
    return extent > 0.0 ? (float)((value - min) / extent) : 0.0f;
}

/* Room for each path, and for all; false: points cannot be numbered. */
static bool make_room(const pcs_edges *edges, const pcs_layout *layout, pcs_bundle *b, gathering *g) {
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        const pcs_edge *edge = &edges->table[e];
        pcs_path *path = &b->paths[b->of_edges[e]];
        float dx =
            place_of(layout->x[edge->b], b->x_min, b->x_extent) - place_of(layout->x[edge->a], b->x_min, b->x_extent);
        float dy =
            place_of(layout->y[edge->b], b->y_min, b->y_extent) - place_of(layout->y[edge->a], b->y_min, b->y_extent);
        if (path->capacity == 0) {
            path->capacity = 2 * (uint32_t)(sqrtf(dx * dx + dy * dy) / PCS_BUNDLE_SHORTEST) + ROOM;
            path->first = (uint32_t)g->point_count;
            path->count = 2;
            g->point_count += path->capacity;
            g->parameters.capacity = path->capacity > g->parameters.capacity ? path->capacity : g->parameters.capacity;
        }
        if (g->point_count > UINT32_MAX) {
            return false;
        }
    }
    return true;
}

static void place_ends(const pcs_edges *edges, const pcs_layout *layout, pcs_bundle *b) {
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        const pcs_edge *edge = &edges->table[e];
        const pcs_path *path = &b->paths[b->of_edges[e]];
        float *x = b->points + 2 * (size_t)path->first, *y = x + path->capacity;
        x[0] = place_of(layout->x[edge->a], b->x_min, b->x_extent);
        y[0] = place_of(layout->y[edge->a], b->y_min, b->y_extent);
        x[1] = place_of(layout->x[edge->b], b->x_min, b->x_extent);
        y[1] = place_of(layout->y[edge->b], b->y_min, b->y_extent);
    }
}

static pcs_status begin(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout, pcs_bundle *b,
                        gathering *g) {
    b->paths = pcs_memory_new(edges->edge_count, sizeof(*b->paths));
    b->of_edges = pcs_memory_new(edges->edge_count, sizeof(*b->of_edges));
    if (!b->paths || !b->of_edges) {
        return pcs_fail_memory(context, "paths of edges", edges->edge_count * (uint64_t)sizeof(*b->paths));
    }
    find_extent(layout->x, layout->host_count, &b->x_min, &b->x_extent);
    find_extent(layout->y, layout->host_count, &b->y_min, &b->y_extent);
    find_pairs(edges, b);
    bool numbered = make_room(edges, layout, b, g);
    b->points = numbered ? pcs_memory_new((size_t)g->point_count, 2 * sizeof(*b->points)) : NULL;
    if (!b->points) {
        return pcs_fail_memory(context, "points of bundled edges", g->point_count * 2 * sizeof(*b->points));
    }
    place_ends(edges, layout, b);
    return PCS_OK;
}

/* ---- density */

/* The parts of a Gaussian, together 1, that fall on a cell and on those at one side up to the radius. */
static uint32_t fill_weights(double sigma, float weights[PCS_BUNDLE_WEIGHTS]) {
    uint32_t radius = (uint32_t)(4.0 * sigma + 0.5);
    double x = -0.5 / (sigma * sigma), root = 1.0, term = 1.0, sum = 1.0;
    double parts[PCS_BUNDLE_WEIGHTS] = {1.0};
    for (int n = 1; n < 24; n++) { /* root = exp(x), of -1/2 at least */
        term *= x / n;
        root += term;
    }
    /* exp(x d^2): each is the one before times a power of the root that grows by two. */
    double factor = root;
    for (uint32_t d = 1; d <= radius; d++) {
        parts[d] = parts[d - 1] * factor;
        factor *= root * root;
        sum += 2.0 * parts[d];
    }
    for (uint32_t d = 0; d <= radius; d++) {
        weights[d] = (float)(parts[d] / sum);
    }
    return radius;
}

static pcs_status blur(const gathering *g, double sigma) {
    pcs_status status = PCS_OK;
    float weights[PCS_BUNDLE_WEIGHTS] = {0.0f};
    pcs_blur_parameters along_x = {fill_weights(sigma, weights), PCS_BUNDLE_SIDE}, along_y = {along_x.radius, 1};
    PCS_TRY(pcs_buffer_write(g->weights, 0, weights, sizeof(weights)));
    PCS_TRY(PCS_RUN(g->device, pcs_bundle_blur, PCS_BUNDLE_GRID, 0, PCS_ARRAY(g->density), PCS_ARRAY(g->weights),
                    PCS_ARRAY(g->blurred), PCS_BY_VALUE(along_x)));
    PCS_TRY(PCS_RUN(g->device, pcs_bundle_blur, PCS_BUNDLE_GRID, 0, PCS_ARRAY(g->blurred), PCS_ARRAY(g->weights),
                    PCS_ARRAY(g->density), PCS_BY_VALUE(along_y)));
done:
    return status;
}

/* A slope below which it is flat, of the highest density that there is. */
static pcs_status find_least(const gathering *g, float *least) {
    static const float part = 1e-5f;
    pcs_status status = PCS_OK;
    float *density = pcs_memory_new(PCS_BUNDLE_GRID, sizeof(*density)), most = 0.0f;
    if (!density) {
        PCS_TRY(pcs_fail_memory(g->context, "density", PCS_BUNDLE_GRID * sizeof(*density)));
    }
    PCS_TRY(pcs_buffer_read(g->density, 0, density, PCS_BUNDLE_GRID * sizeof(*density)));
    for (uint32_t cell = 0; cell < PCS_BUNDLE_GRID; cell++) {
        most = density[cell] > most ? density[cell] : most;
    }
    *least = part * most;
done:
    free(density);
    return status;
}

static uint32_t group_of(const gathering *g) {
    return pcs_device_get_abilities(g->device)->owned ? 1 : 0;
}

static pcs_status find_ways(const gathering *g, double sigma) {
    pcs_status status = PCS_OK;
    float least;
    PCS_TRY(pcs_buffer_zero(g->counts));
    PCS_TRY(PCS_RUN(g->device, pcs_bundle_count, g->parameters.item_count, group_of(g), PCS_ARRAY(g->paths),
                    PCS_ARRAY(g->points), PCS_ARRAY(g->counts), PCS_BY_VALUE(g->parameters)));
    PCS_TRY(PCS_RUN(g->device, pcs_bundle_number, PCS_BUNDLE_GRID, 0, PCS_ARRAY(g->counts), PCS_ARRAY(g->density)));
    PCS_TRY(blur(g, sigma));
    PCS_TRY(find_least(g, &least));
    PCS_TRY(PCS_RUN(g->device, pcs_bundle_climb, PCS_BUNDLE_GRID, 0, PCS_ARRAY(g->density), PCS_ARRAY(g->ways),
                    PCS_BY_VALUE(least)));
done:
    return status;
}

/* ---- all */

static pcs_status gather(const gathering *g, uint32_t steps) {
    pcs_bundle_parameters parameters = g->parameters;
    parameters.steps = steps;
    return PCS_RUN(g->device, pcs_bundle_gather, parameters.item_count, group_of(g), PCS_ARRAY(g->paths),
                   PCS_ARRAY(g->points), PCS_ARRAY(g->others), PCS_ARRAY(g->ways), PCS_BY_VALUE(parameters));
}

static pcs_status prepare(const pcs_bundle *bundle, gathering *g) {
    pcs_status status = PCS_OK;
    const pcs_device_abilities *abilities = pcs_device_get_abilities(g->device);
    uint32_t most = abilities->owned ? abilities->units * ITEMS_PER_UNIT : ITEMS_SHARED;
    g->parameters.path_count = bundle->path_count;
    g->parameters.item_count = bundle->path_count < most ? bundle->path_count : most;
    uint64_t cells = PCS_BUNDLE_GRID * sizeof(float), point = 2 * sizeof(float);
    PCS_TRY(
        pcs_buffer_new_from(g->device, "paths", bundle->paths, bundle->path_count * sizeof(*bundle->paths), &g->paths));
    PCS_TRY(pcs_buffer_new_from(g->device, "paths", bundle->points, g->point_count * point, &g->points));
    PCS_TRY(pcs_buffer_new(g->device, "paths", g->parameters.item_count * (uint64_t)g->parameters.capacity * point,
                           &g->others));
    PCS_TRY(pcs_buffer_new(g->device, "density", cells, &g->counts));
    PCS_TRY(pcs_buffer_new(g->device, "density", cells, &g->density));
    PCS_TRY(pcs_buffer_new(g->device, "density", cells, &g->blurred));
    PCS_TRY(pcs_buffer_new(g->device, "density", cells, &g->ways));
    PCS_TRY(pcs_buffer_new(g->device, "density", PCS_BUNDLE_WEIGHTS * sizeof(float), &g->weights));
done:
    return status;
}

static pcs_status run(const gathering *g, const pcs_bundle_rule *rule) {
    pcs_status status = PCS_OK;
    double width = rule->width * PCS_BUNDLE_CELLS;
    PCS_TRY(gather(g, 0));
    for (uint32_t i = 0; i < rule->iterations; i++) {
        width *= rule->decay;
        if (width < 2.0) {
            break;
        }
        PCS_TRY(pcs_tick(g->context, "raster", (double)i / rule->iterations, 0));
        PCS_TRY(find_ways(g, width / 2.0));
        uint32_t steps = (uint32_t)(WIDTHS_MOVED * width);
        PCS_TRY(gather(g, steps < rule->steps ? steps : rule->steps));
    }
    PCS_TRY(gather(g, 0));
    PCS_TRY(PCS_RUN(g->device, pcs_bundle_smooth, g->parameters.item_count, group_of(g), PCS_ARRAY(g->paths),
                    PCS_ARRAY(g->points), PCS_BY_VALUE(g->parameters)));
done:
    return status;
}

pcs_status pcs_bundle_new(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_bundle_rule *rule, pcs_bundle *bundle) {
    pcs_status status = PCS_OK;
    gathering g = {.context = context, .device = device};
    *bundle = (pcs_bundle){.path_count = 0};
    PCS_TRY(begin(context, edges, layout, bundle, &g));
    if (bundle->path_count > 0) {
        PCS_TRY(prepare(bundle, &g));
        PCS_TRY(run(&g, rule));
        PCS_TRY(pcs_buffer_read(g.paths, 0, bundle->paths, bundle->path_count * sizeof(*bundle->paths)));
        PCS_TRY(pcs_buffer_read(g.points, 0, bundle->points, g.point_count * 2 * sizeof(float)));
    }
done:
    pcs_buffer_free(g.weights);
    pcs_buffer_free(g.ways);
    pcs_buffer_free(g.blurred);
    pcs_buffer_free(g.density);
    pcs_buffer_free(g.counts);
    pcs_buffer_free(g.others);
    pcs_buffer_free(g.points);
    pcs_buffer_free(g.paths);
    if (status != PCS_OK) {
        pcs_bundle_clear(bundle);
    }
    return status;
}

void pcs_bundle_clear(pcs_bundle *bundle) {
    free(bundle->points);
    free(bundle->of_edges);
    free(bundle->paths);
    *bundle = (pcs_bundle){.path_count = 0};
}

void pcs_bundle_point(const pcs_bundle *bundle, const pcs_layout *layout, const pcs_edge *edge, uint32_t path,
                      uint32_t k, double at[2]) {
    const pcs_path *p = &bundle->paths[path];
    if (k == 0 || k + 1 == p->count) {
        uint32_t host = k == 0 ? edge->a : edge->b;
        at[0] = layout->x[host];
        at[1] = layout->y[host];
        return;
    }
    const float *x = bundle->points + 2 * (size_t)p->first, *y = x + p->capacity;
    at[0] = bundle->x_min + (double)x[k] * bundle->x_extent;
    at[1] = bundle->y_min + (double)y[k] * bundle->y_extent;
}
