/* layout: what every drawing must hold, and degenerate graphs. */
#include "layout/layout.h"

#include "device/device.h"
#include "graph/graph.h"
#include "graph_shapes.h"
#include "layout/direction.h"
#include "layout/need.h"
#include "layout/realm.h"

#include <math.h>

static pcs_layout *compute(pcs_context *context, pcs_device *device, const pcs_edges *edges, pcs_layout_kind kind,
                           uint64_t seed) {
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_layout *layout = NULL;
    options.kind = kind;
    options.seed = seed;
    CHECK_CASE(pcs_layout_compute(context, device, edges, &options, &layout) == PCS_OK, "%s: %s", pcs_layout_name(kind),
               pcs_context_message(context));
    return layout;
}

/* ---- properties */

static int compare_points(const void *left, const void *right) {
    return memcmp(left, right, 2 * sizeof(double));
}

static void check_points(const pcs_layout *layout, const char *name) {
    double(*points)[2] = calloc((size_t)layout->host_count + 1, sizeof(*points));
    uint32_t infinite = 0, same = 0;
    for (uint32_t i = 0; i < layout->host_count; i++) {
        points[i][0] = layout->x[i] + 0.0;
        points[i][1] = layout->y[i] + 0.0;
        infinite += !isfinite(layout->x[i]) || !isfinite(layout->y[i]);
    }
    qsort(points, layout->host_count, sizeof(*points), compare_points);
    for (uint32_t i = 1; i < layout->host_count; i++) {
        same += compare_points(points[i - 1], points[i]) == 0;
    }
    CHECK_CASE(infinite == 0, "%s: %u positions are not finite", name, infinite);
    CHECK_CASE(same == 0, "%s: %u hosts lie on others", name, same);
    free(points);
}

static double distance(const pcs_layout *layout, uint32_t a, uint32_t b) {
    double dx = (double)layout->x[a] - (double)layout->x[b], dy = (double)layout->y[a] - (double)layout->y[b];
    return sqrt(dx * dx + dy * dy);
}

/* Of the hosts with several neighbours in its component, a leaf's own hub is the nearest. */
static void check_leaves(const pcs_layout *layout, const pcs_graph *graph, const uint32_t *component,
                         const char *name) {
    uint32_t strangers = 0;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        if (graph->offsets[i + 1] - graph->offsets[i] != 1) {
            continue;
        }
        uint32_t hub = graph->neighbours[graph->offsets[i]];
        double own = distance(layout, i, hub);
        for (uint32_t j = 0; j < graph->node_count; j++) {
            bool inner = graph->offsets[j + 1] - graph->offsets[j] > 1;
            if (inner && j != hub && component[j] == component[i] && distance(layout, i, j) < own) {
                strangers++;
                break;
            }
        }
    }
    CHECK_CASE(strangers == 0, "%s: %u leaves lie nearer to a stranger than to their hub", name, strangers);
}

static double side_of(const pcs_layout *layout, uint32_t a, uint32_t b, uint32_t c) {
    return ((double)layout->x[b] - (double)layout->x[a]) * ((double)layout->y[c] - (double)layout->y[a]) -
           ((double)layout->y[b] - (double)layout->y[a]) * ((double)layout->x[c] - (double)layout->x[a]);
}

/* Edges of different components do not cross. */
static void check_apart(const pcs_layout *layout, const pcs_edges *edges, const uint32_t *component, const char *name) {
    uint32_t crossings = 0;
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        uint32_t a = edges->table[e].a, b = edges->table[e].b;
        for (uint32_t f = 0; f < e; f++) {
            uint32_t c = edges->table[f].a, d = edges->table[f].b;
            crossings += component[a] != component[c] && side_of(layout, a, b, c) * side_of(layout, a, b, d) < 0 &&
                         side_of(layout, c, d, a) * side_of(layout, c, d, b) < 0;
        }
    }
    CHECK_CASE(crossings == 0, "%s: %u pairs of edges of different components cross", name, crossings);
}

static double shape_of(const pcs_layout *layout) {
    double x_min = 1e9, x_max = -1e9, y_min = 1e9, y_max = -1e9;
    for (uint32_t i = 0; i < layout->host_count; i++) {
        x_min = fmin(x_min, (double)layout->x[i]);
        x_max = fmax(x_max, (double)layout->x[i]);
        y_min = fmin(y_min, (double)layout->y[i]);
        y_max = fmax(y_max, (double)layout->y[i]);
    }
    return fmin(x_max - x_min, y_max - y_min) / fmax(x_max - x_min, y_max - y_min);
}

static void check_force(pcs_context *context, pcs_device *device, pcs_edges *edges, const char *name, bool square) {
    pcs_graph *graph = NULL;
    pcs_components *components = NULL;
    pcs_layout *layout = compute(context, device, edges, PCS_LAYOUT_FORCE, 0);
    uint32_t *component = calloc((size_t)edges->host_count + 1, sizeof(uint32_t));
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), edges, &graph) == PCS_OK);
    CHECK(pcs_components_new(pcs_phase_whole(context, "layout"), graph, &components) == PCS_OK);
    for (uint32_t c = 0; c < components->count; c++) {
        for (uint32_t i = components->offsets[c]; i < components->offsets[c + 1]; i++) {
            component[components->nodes[i]] = c;
        }
    }
    CHECK(layout && pcs_layout_component_count(layout) == components->count);
    check_points(layout, name);
    check_leaves(layout, graph, component, name);
    check_apart(layout, edges, component, name);
    CHECK_CASE(!square || shape_of(layout) > 0.85, "%s: the drawing's sides are %g to 1", name, shape_of(layout));
    free(component);
    pcs_layout_free(layout);
    pcs_components_free(components);
    pcs_graph_free(graph);
    table_free(edges);
}

static void drawings_hold_together(pcs_context *context, pcs_device *device) {
    const struct {
        const char *name;
        pcs_edges edges;
        bool square;
    } cases[] = {
        {"no hosts", table_new(0, 0), false},      {"one host", make_loops(1), false},
        {"one pair", make_path(2), false},         {"loops alone", make_loops(300), true},
        {"a short path", make_path(3), false},     {"a path", make_path(400), false},
        {"a star", make_star(10000), true},        {"a complete graph", make_complete(60), true},
        {"pairs", make_pairs(1000), true},         {"twins", make_twins(3, 200), false},
        {"many twins", make_twins(40, 40), false}, {"a network", make_network(1500, 5), true},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_edges edges = cases[i].edges;
        check_force(context, device, &edges, cases[i].name, cases[i].square);
    }
}

static void circle_and_chance(pcs_context *context, pcs_device *device) {
    pcs_edges edges = make_network(1000, 3);
    pcs_layout *circle = compute(context, device, &edges, PCS_LAYOUT_CIRCULAR, 0);
    for (uint32_t i = 0; i < edges.host_count; i++) {
        double angle = 2.0 * acos(-1.0) * i / edges.host_count;
        CHECK(fabs((double)circle->x[i] - cos(angle)) < 1e-6 && fabs((double)circle->y[i] - sin(angle)) < 1e-6);
    }
    check_points(circle, "circular");
    pcs_layout_free(circle);

    pcs_layout *random = compute(context, device, &edges, PCS_LAYOUT_RANDOM, 1);
    pcs_layout *other = compute(context, device, &edges, PCS_LAYOUT_RANDOM, 2);
    double x = 0, y = 0;
    uint32_t moved = 0;
    for (uint32_t i = 0; i < edges.host_count; i++) {
        CHECK(random->x[i] >= 0.0f && random->x[i] <= 1.0f && random->y[i] >= 0.0f && random->y[i] <= 1.0f);
        x += (double)random->x[i] / edges.host_count;
        y += (double)random->y[i] / edges.host_count;
        moved += random->x[i] != other->x[i];
    }
    CHECK_CASE(fabs(x - 0.5) < 0.05 && fabs(y - 0.5) < 0.05, "the mean is %g %g", x, y);
    CHECK(moved > edges.host_count / 2);
    check_points(random, "random");
    /* A host's place is its own, whoever else is there. */
    edges.host_count = 10;
    edges.edge_count = 0;
    pcs_layout *few = compute(context, device, &edges, PCS_LAYOUT_RANDOM, 1);
    CHECK(memcmp(few->x, random->x, 10 * sizeof(double)) == 0);
    pcs_layout_free(few);
    pcs_layout_free(other);
    pcs_layout_free(random);
    table_free(&edges);
}

/* Most neighbours first, equal ones by address. */
static void circle_by_degree(pcs_context *context, pcs_device *device) {
    pcs_edges edges = make_network(500, 6);
    pcs_graph *graph = NULL;
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_layout *layout = NULL;
    options.kind = PCS_LAYOUT_CIRCULAR;
    options.order = PCS_ORDER_DEGREE;
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &edges, &graph) == PCS_OK);
    CHECK(pcs_layout_compute(context, device, &edges, &options, &layout) == PCS_OK);
    for (uint32_t i = 0; i < edges.host_count; i++) {
        uint32_t own = graph->offsets[i + 1] - graph->offsets[i], rank = 0;
        for (uint32_t j = 0; j < edges.host_count; j++) {
            uint32_t other = graph->offsets[j + 1] - graph->offsets[j];
            rank += other > own || (other == own && j < i);
        }
        double angle = 2.0 * acos(-1.0) * rank / edges.host_count;
        CHECK_CASE(fabs(layout->x[i] - cos(angle)) < 1e-6 && fabs(layout->y[i] - sin(angle)) < 1e-6, "host %u", i);
    }
    pcs_layout_free(layout);
    options.order = (pcs_order)5;
    CHECK(pcs_layout_compute(context, device, &edges, &options, &layout) == PCS_E_ARGUMENT && layout == NULL);
    CHECK(strcmp(pcs_order_name(PCS_ORDER_DEGREE), "degree") == 0 && strcmp(pcs_order_name((pcs_order)5), "") == 0);
    pcs_graph_free(graph);
    table_free(&edges);
}

static void directions_are_exact(void) {
    for (uint32_t i = 0; i < 1000; i++) {
        double turns = i / 1000.0, angle = 2.0 * acos(-1.0) * turns;
        pcs_direction direction = pcs_direction_of(turns);
        CHECK_CASE(fabs(direction.x - cos(angle)) < 2e-15 && fabs(direction.y - sin(angle)) < 2e-15, "%g turns", turns);
    }
}

/* Checks that the middle place of a range splits it, and those of its halves split them. */
static void check_halves(const pcs_place *places, uint32_t count, bool by_y) {
    uint32_t middle = count / 2, wrong = 0;
    for (uint32_t i = 0; i < count; i++) {
        double across = by_y ? places[i].y - places[middle].y : places[i].x - places[middle].x;
        wrong += i < middle ? across > 0.0 : across < 0.0;
    }
    CHECK_CASE(wrong == 0, "%u of %u places are in the wrong half", wrong, count);
    if (count > 1) {
        check_halves(places, middle, !by_y);
        check_halves(places + middle + 1, count - middle - 1, !by_y);
    }
}

static void places_are_in_halves(pcs_context *context) {
    enum { PLACES = 100000 };
    pcs_place *places = calloc(PLACES, sizeof(*places));
    uint64_t state = 7;
    for (uint32_t i = 0; i < PLACES; i++) {
        places[i].x = (double)(table_random(&state) % 50000);
        places[i].y = (double)(table_random(&state) % 300);
    }
    pcs_places_sort(pcs_context_pool(context), places, PLACES);
    check_halves(places, PLACES, false);
    free(places);
}

/* What lies within a realm is nearer to its own place, and what lies well outside is not. */
static void realms_are_exact(void) {
    enum { PLACES = 400 };
    static const double nearer = 0.85, most = 9.0;
    pcs_place places[PLACES];
    uint64_t state = 11;
    for (uint32_t i = 0; i < PLACES; i++) {
        places[i] = (pcs_place){.x = (double)(table_random(&state) % 600) * 0.1 + i * 1e-6,
                                .y = (double)(table_random(&state) % 1000) * 0.05,
                                .body = i};
    }
    pcs_places_sort(NULL, places, PLACES);
    for (uint32_t own = 0; own < PLACES; own++) {
        double reaches[PCS_REALM_SECTORS + 1], start = (double)(table_random(&state) % 1000) * 1e-3;
        pcs_realm_find(places, PLACES, &places[own], nearer, most, pcs_direction_of(start), reaches);
        for (uint32_t round = 0; round < 50; round++) {
            double turns = (double)(table_random(&state) % 1000) * 1e-3, reach = most * (double)(round + 1) / 50.0;
            pcs_direction direction = pcs_direction_turn(pcs_direction_of(start), pcs_direction_of(turns));
            double x = places[own].x + reach * direction.x, y = places[own].y + reach * direction.y, nearest = 1e9;
            for (uint32_t i = 0; i < PLACES; i++) {
                nearest = i == own ? nearest : fmin(nearest, hypot(places[i].x - x, places[i].y - y));
            }
            double own_reach = pcs_realm_reach(reaches, turns);
            CHECK_CASE(reach >= own_reach || reach < nearer * 1.01 * nearest, "place %u: %g is in", own, reach);
            CHECK_CASE(reach < own_reach || reach > nearer * 0.95 * nearest || reach == most, "place %u: %g is out",
                       own, reach);
        }
    }
}

/* The protocol of an edge and how often it is there say nothing about where its ends go; the seed does. */
static void only_pairs_and_seed_count(pcs_context *context, pcs_device *device) {
    pcs_edges once = make_network(300, 4), more = table_new(once.host_count, 2 * once.edge_count);
    for (uint32_t i = 0; i < once.edge_count; i++) {
        table_add(&more, once.table[i].a, once.table[i].b, PCS_OTHER);
        table_add(&more, once.table[i].a, once.table[i].b, PCS_SCTP);
    }
    table_finish(&more);
    pcs_layout *first = compute(context, device, &once, PCS_LAYOUT_FORCE, 0);
    pcs_layout *second = compute(context, device, &more, PCS_LAYOUT_FORCE, 0);
    pcs_layout *third = compute(context, device, &once, PCS_LAYOUT_FORCE, 1);
    CHECK(hash_layout(first) == hash_layout(second));
    CHECK(hash_layout(first) != hash_layout(third));
    pcs_layout_free(third);
    pcs_layout_free(second);
    pcs_layout_free(first);
    table_free(&more);
    table_free(&once);
}

/* What a layout reports, and at which report it is cancelled. */
typedef struct reports {
    uint32_t count, cancel_at; /* 0: never */
    uint32_t values_first, values_last, back;
    double done;
} reports;

static bool take_report(void *user, const pcs_progress *progress) {
    reports *all = user;
    bool other = progress->done != all->done;
    all->back += progress->done < all->done;
    all->values_first += other && progress->done < 0.19;
    all->values_last += other && progress->done > 0.93;
    all->done = progress->done;
    return ++all->count == all->cancel_at;
}

static pcs_status compute_reporting(const pcs_edges *edges, uint32_t cancel_at, reports *all) {
    *all = (reports){.cancel_at = cancel_at, .done = -1.0};
    pcs_context_options options = PCS_OPTIONS(options);
    options.progress = take_report;
    options.user = all;
    pcs_context *context = pcs_context_new(&options);
    pcs_device *device = NULL;
    pcs_layout *layout = NULL;
    CHECK(pcs_device_open(context, "host", NULL, &device) == PCS_OK);
    *all = (reports){.cancel_at = cancel_at, .done = -1.0};
    pcs_status status = pcs_layout_compute(context, device, edges, NULL, &layout);
    CHECK((status == PCS_OK) == (layout != NULL));
    pcs_layout_free(layout);
    pcs_device_free(device);
    pcs_context_free(context);
    return status;
}

/* A large component and many small ones: on the way to the first force, and from the last one to the end. */
static void progress_goes_on(void) {
    pcs_edges edges = make_network(9000, 8);
    reports all;
    CHECK(compute_reporting(&edges, 0, &all) == PCS_OK);
    CHECK_CASE(all.back == 0, "%u of %u reports go back", all.back, all.count);
    CHECK_CASE(all.values_first >= 16, "%u values before the first force", all.values_first);
    CHECK_CASE(all.values_last >= 16, "%u values after the last force", all.values_last);
    CHECK(all.done == 1.0);
    table_free(&edges);
}

static void layout_can_be_cancelled_anywhere(void) {
    pcs_edges edges = make_network(300, 8);
    reports all;
    CHECK(compute_reporting(&edges, 0, &all) == PCS_OK);
    for (uint32_t count = all.count, k = 1; k <= count; k++) {
        CHECK_CASE(compute_reporting(&edges, k, &all) == PCS_E_CANCELLED && all.count == k,
                   "cancelled at %u of %u, asked %u times", k, count, all.count);
    }
    table_free(&edges);
}

static void note(void *user, pcs_log_level level, const char *text) {
    (void)level;
    snprintf(user, 200, "%s", text);
}

/* With what a layout says that it needs it is made; with a byte less it says so, and what to do, before any work. */
static void need_is_told_first(void) {
    static const pcs_layout_kind kinds[] = {PCS_LAYOUT_FORCE, PCS_LAYOUT_FR, PCS_LAYOUT_CIRCULAR};
    pcs_edges edges = make_network(500, 8);
    pcs_graph *graph = NULL;
    pcs_context *context = pcs_context_new(NULL);
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &edges, &graph) == PCS_OK);
    pcs_context_free(context);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        uint64_t need = pcs_layout_need(graph, kinds[i], false);
        for (uint64_t less = 0; less < 2; less++) {
            char told[200] = "";
            pcs_context_options options = PCS_OPTIONS(options);
            pcs_layout_options layout_options = PCS_OPTIONS(layout_options);
            pcs_device *device = NULL;
            pcs_layout *layout = NULL;
            options.max_memory = need - less;
            options.log = note;
            options.user = told;
            layout_options.kind = kinds[i];
            context = pcs_context_new(&options);
            CHECK(pcs_device_open(context, "host", NULL, &device) == PCS_OK);
            pcs_status status = pcs_layout_compute(context, device, &edges, &layout_options, &layout);
            CHECK_CASE(status == (less ? PCS_E_MEMORY : PCS_OK), "%s: %s", pcs_layout_name(kinds[i]),
                       pcs_context_message(context));
            CHECK(told[0] == '\0');
            CHECK_CASE(!less || strstr(pcs_context_message(context), "allow more memory"), "%s",
                       pcs_context_message(context));
            CHECK(context->budget->used == 0);
            pcs_layout_free(layout);
            pcs_device_free(device);
            pcs_context_free(context);
        }
    }
    CHECK(pcs_layout_need(graph, PCS_LAYOUT_FORCE, false) < pcs_layout_need(graph, PCS_LAYOUT_FORCE, true));
    CHECK(pcs_layout_need(graph, PCS_LAYOUT_FORCE, false) < pcs_layout_need(graph, PCS_LAYOUT_FR, false));
    pcs_graph_free(graph);
    table_free(&edges);
}

static void a_large_need_is_told(void) {
    char told[200] = "";
    pcs_context_options options = PCS_OPTIONS(options);
    options.log = note;
    options.user = told;
    pcs_context *context = pcs_context_new(&options);
    pcs_edges edges = make_path(200000);
    pcs_graph *graph = NULL;
    pcs_claim claim = {0};
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &edges, &graph) == PCS_OK);
    CHECK(pcs_layout_claim(context, graph, PCS_LAYOUT_CIRCULAR, false, &claim) == PCS_OK);
    CHECK_CASE(strcmp(told, "layout: needs 19 MB for 200000 hosts and 199999 pairs of them") == 0, "%s", told);
    pcs_claim_drop(&claim);
    pcs_graph_free(graph);
    table_free(&edges);
    pcs_context_free(context);
}

static void wrong_kinds_are_refused(pcs_context *context, pcs_device *device) {
    pcs_edges edges = make_path(3);
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_layout *layout = NULL;
    options.kind = (pcs_layout_kind)77;
    CHECK(pcs_layout_compute(context, device, &edges, &options, &layout) == PCS_E_ARGUMENT && layout == NULL);
    CHECK(strcmp(pcs_layout_name((pcs_layout_kind)77), "") == 0);
    CHECK(strcmp(pcs_layout_name(PCS_LAYOUT_CIRCULAR), "circular") == 0);
    table_free(&edges);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_device *device = NULL;
    CHECK(context && pcs_device_open(context, "host", NULL, &device) == PCS_OK);
    directions_are_exact();
    places_are_in_halves(context);
    realms_are_exact();
    drawings_hold_together(context, device);
    circle_and_chance(context, device);
    circle_by_degree(context, device);
    only_pairs_and_seed_count(context, device);
    wrong_kinds_are_refused(context, device);
    progress_goes_on();
    layout_can_be_cancelled_anywhere();
    need_is_told_first();
    a_large_need_is_told();
    pcs_device_free(device);
    pcs_context_free(context);
    return check_result();
}
