/* bundle: paths against those of Datashader's hammer_bundle, the same on every device, and what paths must be. */
#include "bundle/bundle.h"
#include "image_check.h"
#include "manifest.h"

#include <math.h>

enum { NODES_MAX = 64, EDGES_MAX = 64, POINTS_MAX = 8192, SIDE = 200 };

static const pcs_bundle_rule standard = {.width = 0.05, .decay = 0.7, .iterations = 4, .steps = 50};

/* ---- Datashader's paths */

typedef struct network {
    double x[NODES_MAX], y[NODES_MAX];
    pcs_edge table[EDGES_MAX];
    pcs_edges edges;
    pcs_layout layout;
} network;

static void read_network(network *n) {
    char line[256];
    unsigned a, b;
    *n = (network){.layout = {.x = n->x, .y = n->y}, .edges = {.table = n->table}};
    FILE *nodes = open_shared("bundle/nodes.csv"), *edges = open_shared("bundle/edges.csv");
    while (nodes && fgets(line, sizeof(line), nodes)) {
        uint32_t node = n->layout.host_count;
        n->layout.host_count += node < NODES_MAX && sscanf(line, "%lf,%lf", &n->x[node], &n->y[node]) == 2;
    }
    while (edges && fgets(line, sizeof(line), edges)) {
        if (n->edges.edge_count < EDGES_MAX && sscanf(line, "%u,%u", &a, &b) == 2) {
            n->table[n->edges.edge_count++] = (pcs_edge){.a = a, .b = b};
        }
    }
    n->edges.host_count = n->layout.host_count;
    CHECK(n->layout.host_count == 24 && n->edges.edge_count == 40);
    if (nodes && edges) {
        fclose(nodes);
        fclose(edges);
    }
}

typedef struct polylines {
    uint32_t count, path[POINTS_MAX];
    double at[POINTS_MAX][2];
} polylines;

static void read_polylines(const char *name, polylines *p) {
    char line[256];
    p->count = 0;
    FILE *file = open_shared(name);
    while (file && fgets(line, sizeof(line), file)) {
        double *at = p->at[p->count];
        p->count += p->count < POINTS_MAX && sscanf(line, "%u,%lf,%lf", &p->path[p->count], &at[0], &at[1]) == 3;
    }
    if (file) {
        fclose(file);
    }
}

static void take_polylines(pcs_context *context, pcs_device *device, const network *n, const pcs_bundle_rule *rule,
                           polylines *p) {
    pcs_bundle bundle;
    p->count = 0;
    CHECK_CASE(pcs_bundle_new(context, device, &n->edges, &n->layout, rule, &bundle) == PCS_OK, "%s",
               pcs_context_message(context));
    for (uint32_t e = 0; e < n->edges.edge_count && bundle.path_count > 0; e++) {
        uint32_t path = bundle.of_edges[e];
        for (uint32_t k = 0; k < bundle.paths[path].count && p->count < POINTS_MAX; k++) {
            pcs_bundle_point(&bundle, &n->layout, &n->table[e], path, k, p->at[p->count]);
            p->path[p->count++] = e;
        }
    }
    pcs_bundle_clear(&bundle);
}

/* Lengths that fall into each cell of a grid over the nodes, blurred a little. */
static void draw(const network *n, const polylines *p, double density[SIDE][SIDE]) {
    static double sharp[SIDE][SIDE];
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
    memset(sharp, 0, sizeof(sharp));
    for (uint32_t i = 0; i < n->layout.host_count; i++) {
        x0 = fmin(x0, n->x[i]);
        x1 = fmax(x1, n->x[i]);
        y0 = fmin(y0, n->y[i]);
        y1 = fmax(y1, n->y[i]);
    }
    for (uint32_t i = 1; i < p->count; i++) {
        enum { PARTS = 64 };
        double dx = p->at[i][0] - p->at[i - 1][0], dy = p->at[i][1] - p->at[i - 1][1];
        double length = sqrt(dx * dx / ((x1 - x0) * (x1 - x0)) + dy * dy / ((y1 - y0) * (y1 - y0)));
        for (int part = 0; part < PARTS && p->path[i] == p->path[i - 1]; part++) {
            double x = p->at[i - 1][0] + dx * part / PARTS, y = p->at[i - 1][1] + dy * part / PARTS;
            int column = (int)((x - x0) / (x1 - x0) * (SIDE - 1)), row = (int)((y - y0) / (y1 - y0) * (SIDE - 1));
            sharp[row < 0       ? 0
                  : row >= SIDE ? SIDE - 1
                                : row][column < 0       ? 0
                                       : column >= SIDE ? SIDE - 1
                                                        : column] += length / PARTS;
        }
    }
    for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
            density[row][column] = 0;
            for (int i = -5; i <= 5; i++) {
                for (int k = -5; k <= 5; k++) {
                    if (row + i >= 0 && row + i < SIDE && column + k >= 0 && column + k < SIDE) {
                        density[row][column] += sharp[row + i][column + k] * exp(-(i * i + k * k) / 8.0);
                    }
                }
            }
        }
    }
}

static double correlation(const network *n, const polylines *a, const polylines *b) {
    static double left[SIDE][SIDE], right[SIDE][SIDE];
    double sums[5] = {0}, count = SIDE * SIDE;
    draw(n, a, left);
    draw(n, b, right);
    for (int i = 0; i < SIDE * SIDE; i++) {
        double x = left[i / SIDE][i % SIDE], y = right[i / SIDE][i % SIDE];
        sums[0] += x;
        sums[1] += y;
        sums[2] += x * x;
        sums[3] += y * y;
        sums[4] += x * y;
    }
    return (sums[4] - sums[0] * sums[1] / count) /
           sqrt((sums[2] - sums[0] * sums[0] / count) * (sums[3] - sums[1] * sums[1] / count));
}

/* Whether both have as many points of a path: where two points are as far apart as may be but for the last bit, one has
 * another point between them. If so, the distance of these points. */
static bool compare_path(uint32_t path, const polylines *a, const polylines *b, double *farthest) {
    uint32_t i = 0, k = 0, found = 0;
    double apart = 0.0;
    while (i < a->count && a->path[i] != path) {
        i++;
    }
    while (k < b->count && b->path[k] != path) {
        k++;
    }
    for (; i < a->count && k < b->count && a->path[i] == path && b->path[k] == path; i++, k++, found++) {
        apart = fmax(apart, hypot(a->at[i][0] - b->at[k][0], a->at[i][1] - b->at[k][1]));
    }
    bool alike = found > 0 && (i == a->count || a->path[i] != path) && (k == b->count || b->path[k] != path);
    *farthest = alike ? fmax(*farthest, apart) : *farthest;
    return alike;
}

static void paths_are_datashaders(pcs_context *context, pcs_device *device) {
    static network n;
    static polylines ours, theirs, straight;
    read_network(&n);
    read_polylines("bundle/direct.csv", &straight);

    pcs_bundle_rule once = {.width = 0.05, .decay = 0.7, .iterations = 1, .steps = 1};
    take_polylines(context, device, &n, &once, &ours);
    read_polylines("bundle/hammer_one_pass.csv", &theirs);
    uint32_t alike = 0;
    double farthest = 0.0;
    for (uint32_t e = 0; e < n.edges.edge_count; e++) {
        alike += compare_path(e, &ours, &theirs, &farthest);
    }
    CHECK_CASE(alike >= 36 && farthest < 1e-3 * 6.0, "%u paths, %g apart", alike, farthest);
    printf("bundle/hammer_one_pass.csv: %u of 40 paths have as many points, these are %g apart at most, of 6\n", alike,
           farthest);

    take_polylines(context, device, &n, &standard, &ours);
    read_polylines("bundle/hammer_default.csv", &theirs);
    double same = correlation(&n, &ours, &theirs), other = correlation(&n, &straight, &theirs);
    CHECK_CASE(same >= 0.99 && same > other, "correlation %g, of straight lines %g", same, other);
    printf("bundle/hammer_default.csv: correlation %.4f, of straight lines %.4f\n", same, other);

    pcs_bundle_rule wide = {.width = 0.2, .decay = 0.8, .iterations = 3, .steps = 50};
    take_polylines(context, device, &n, &wide, &ours);
    read_polylines("bundle/hammer_wide.csv", &theirs);
    same = correlation(&n, &ours, &theirs);
    CHECK_CASE(same >= 0.99, "correlation %g", same);
    printf("bundle/hammer_wide.csv: correlation %.4f\n", same);
}

/* ---- what paths must be */

enum { HOSTS = 300, PAIRS = 700 };

static void make_scene(pcs_edges *edges, pcs_layout *layout) {
    static double x[HOSTS], y[HOSTS];
    static pcs_edge table[PAIRS];
    *layout = (pcs_layout){.host_count = HOSTS, .x = x, .y = y};
    *edges = (pcs_edges){.host_count = HOSTS, .edge_count = PAIRS, .table = table};
    for (uint32_t h = 0; h < HOSTS; h++) {
        x[h] = 1000 + random_number(3, 2 * h);
        y[h] = -3 * random_number(3, 2 * h + 1);
    }
    for (uint32_t e = 0; e < PAIRS; e++) {
        /* Each third edge is of the same pair as the one before; some go from a host to itself. */
        uint32_t pair = e - e % 3 / 2, a = (uint32_t)(random_number(5, pair) * HOSTS);
        table[e] = (pcs_edge){.a = a, .b = pair % 50 == 0 ? a : (uint32_t)(random_number(6, pair) * HOSTS)};
    }
}

static uint64_t hash_of(const pcs_bundle *b) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (uint32_t p = 0; p < b->path_count; p++) {
        const float *x = b->points + 2 * (size_t)b->paths[p].first, *y = x + b->paths[p].capacity;
        for (uint32_t k = 0; k < 2 * b->paths[p].count; k++) {
            uint32_t bits;
            memcpy(&bits, k % 2 == 0 ? &x[k / 2] : &y[k / 2], sizeof(bits));
            hash = (hash ^ bits) * UINT64_C(0x100000001b3);
        }
    }
    return hash;
}

static void paths_are_paths(pcs_context *context, pcs_device *device) {
    static uint64_t first_hash;
    pcs_edges edges;
    pcs_layout layout;
    pcs_bundle b;
    make_scene(&edges, &layout);
    CHECK(pcs_bundle_new(context, device, &edges, &layout, &standard, &b) == PCS_OK);
    uint64_t hash = hash_of(&b);
    first_hash = first_hash ? first_hash : hash;
    CHECK_CASE(hash == first_hash, "0x%016llx", (unsigned long long)hash);
    for (uint32_t e = 0; e < PAIRS; e++) {
        const pcs_path *path = &b.paths[b.of_edges[e]];
        CHECK(path->count >= 2 && path->count <= path->capacity);
        CHECK(path->weight == (e % 3 == 0 ? 1 : 2) || e + 1 == PAIRS);
        for (uint32_t k = 0; k < path->count; k++) {
            double at[2];
            uint32_t host = k == 0 ? edges.table[e].a : edges.table[e].b;
            pcs_bundle_point(&b, &layout, &edges.table[e], b.of_edges[e], k, at);
            CHECK(at[0] >= 1000 && at[0] <= 1001 && at[1] >= -3 && at[1] <= 0);
            CHECK((k > 0 && k + 1 < path->count) || (at[0] == layout.x[host] && at[1] == layout.y[host]));
        }
    }
    pcs_bundle_clear(&b);
    edges.edge_count = 0;
    CHECK(pcs_bundle_new(context, device, &edges, &layout, &standard, &b) == PCS_OK && b.path_count == 0);
    pcs_bundle_clear(&b);
    /* All hosts at one place. */
    edges.edge_count = 9;
    for (uint32_t h = 0; h < HOSTS; h++) {
        layout.x[h] = layout.y[h] = 7;
    }
    CHECK(pcs_bundle_new(context, device, &edges, &layout, &standard, &b) == PCS_OK && b.paths[0].count == 2);
    pcs_bundle_clear(&b);
}

static void on_device(pcs_context *context, pcs_device *device) {
    paths_are_paths(context, device);
    if (check_shared()) {
        paths_are_datashaders(context, device);
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    each_device(context, on_device);
    if (!check_shared()) {
        printf("skipped: Datashader's bundles (PCS_SHARED is not set)\n");
    }
    pcs_context_free(context);
    return check_result();
}
