/* raster: counts that Datashader made, to the last one. */
#include "image_check.h"

#include <inttypes.h>
#include <math.h>

static FILE *open_vector(const char *name) {
    char path[512];
    snprintf(path, sizeof(path), "%s/reference/datashader/%s", check_shared(), name);
    FILE *file = fopen(path, "r");
    CHECK_CASE(file != NULL, "%s", path);
    return file;
}

typedef struct scene {
    pcs_view view;
    pcs_segment *segments;
    uint32_t count, capacity;
} scene;

static void keep_segment(scene *drawn, pcs_segment segment) {
    if (drawn->count == drawn->capacity) {
        drawn->capacity = drawn->capacity * 2 + 64;
        drawn->segments = realloc(drawn->segments, drawn->capacity * sizeof(*drawn->segments));
    }
    drawn->segments[drawn->count++] = segment;
}

static void add_segment(scene *drawn, const double from[2], const double to[2]) {
    pcs_segment segment;
    if (pcs_segment_between(&drawn->view, from, to, &segment)) {
        keep_segment(drawn, segment);
    }
}

static void add_point(scene *drawn, const double at[2]) {
    pcs_segment segment;
    if (pcs_segment_of_point(&drawn->view, at, &segment)) {
        keep_segment(drawn, segment);
    }
}

/* Polylines, as pcs_lines_of_polylines takes them. */
enum { POLYLINES_MOST = 1 << 12, VERTICES_MOST = 1 << 16 };

typedef struct chains {
    uint32_t count;
    uint64_t begins[POLYLINES_MOST + 1];
    double x[VERTICES_MOST], y[VERTICES_MOST];
} chains;

static chains all;

static void begin_chain(void) {
    CHECK(all.count < POLYLINES_MOST);
    all.begins[all.count + 1] = all.begins[all.count];
    all.count++;
}

static void add_vertex(double x, double y) {
    uint64_t at = all.begins[all.count]++;
    CHECK(at < VERTICES_MOST);
    all.x[at] = x;
    all.y[at] = y;
}

/* By strips too. */
static bool chains_are(pcs_context *context, pcs_device *device, const pcs_view *view, const uint32_t *expected) {
    pcs_lines lines;
    size_t pixels = (size_t)view->width * view->height;
    uint32_t *found = malloc(pixels * sizeof(*found));
    bool same = true;
    CHECK_CASE(pcs_lines_of_polylines(context, view, all.count, all.begins, all.x, all.y, NULL, &lines) == PCS_OK, "%s",
               pcs_context_message(context));
    for (uint32_t rows = view->height; rows > 0; rows = rows > PCS_TILE_SIDE ? PCS_TILE_SIDE : 0) {
        for (uint32_t first = 0; first < view->height; first += rows) {
            uint32_t count = view->height - first < rows ? view->height - first : rows;
            uint64_t size = (uint64_t)view->width * count * sizeof(*found);
            pcs_buffer *buffer = NULL;
            CHECK(pcs_buffer_new(device, "counts", size, &buffer) == PCS_OK);
            CHECK(pcs_raster_draw(context, device, &lines, view->width, first, count, buffer) == PCS_OK);
            CHECK(found && pcs_buffer_read(buffer, 0, found + (size_t)first * view->width, size) == PCS_OK);
            pcs_buffer_free(buffer);
        }
        same = same && memcmp(found, expected, pixels * sizeof(*found)) == 0;
    }
    free(found);
    pcs_lines_clear(&lines);
    return same;
}

/* A range left out: that of the vertices, NaN aside. */
static void auto_range(const double *values, uint64_t count, double *min, double *max) {
    *min = INFINITY;
    *max = -INFINITY;
    for (uint64_t i = 0; i < count; i++) {
        *min = fmin(*min, values[i]);
        *max = fmax(*max, values[i]);
    }
    if (*min == *max) {
        *min -= 1.0;
        *max += 1.0;
    }
}

/* The cases of lines/small.txt. */
static void small_cases(pcs_context *context, pcs_device *device) {
    FILE *file = open_vector("lines/small.txt");
    char line[4096], name[128] = "";
    pcs_view view = {.width = 0};
    bool is_auto = false;
    uint32_t done = 0;
    while (file && fgets(line, sizeof(line), file)) {
        unsigned width, height, vertices;
        if (sscanf(line, "case %127s", name) == 1) {
            all.count = 0;
        } else if (strncmp(line, "canvas", 6) == 0) {
            is_auto = sscanf(line, "canvas %u %u %lf %lf %lf %lf", &view.width, &view.height, &view.x_min, &view.x_max,
                             &view.y_min, &view.y_max) < 6;
        } else if (sscanf(line, "path %u", &vertices) == 1) {
            begin_chain();
            for (unsigned v = 0; v < vertices; v++) {
                double x, y;
                CHECK(fgets(line, sizeof(line), file) != NULL && sscanf(line, "%lf %lf", &x, &y) == 2);
                add_vertex(x, y);
            }
        } else if (sscanf(line, "expect count %u %u", &width, &height) == 2) {
            uint32_t *expected = calloc((size_t)width * height, sizeof(*expected));
            for (uint32_t i = 0; i < width * height; i++) {
                CHECK(fscanf(file, "%" SCNu32, &expected[i]) == 1);
            }
            if (is_auto) {
                auto_range(all.x, all.begins[all.count], &view.x_min, &view.x_max);
                auto_range(all.y, all.begins[all.count], &view.y_min, &view.y_max);
            }
            CHECK_CASE(chains_are(context, device, &view, expected), "%s", name);
            free(expected);
            done++;
        }
    }
    CHECK_CASE(done == 182, "%u cases", done);
    if (file) {
        fclose(file);
    }
}

/* The polylines of lines/walks.csv. */
static void walks(pcs_context *context, pcs_device *device) {
    static uint32_t expected[100 * 120];
    static const pcs_view view = {120, 100, -1.0, 1.0, -1.0, 1.0};
    FILE *file = open_vector("lines/walks.csv"), *array = open_vector("lines/walks_count.npy");
    char line[256];
    unsigned path, last = UINT32_MAX;
    double x, y;
    all.count = 0;
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%u,%lf,%lf", &path, &x, &y) == 3) {
            if (path != last) {
                begin_chain();
                last = path;
            }
            add_vertex(x, y);
        }
    }
    CHECK(all.count > 10 && array && fseek(array, 128, SEEK_SET) == 0);
    CHECK(array && fread(expected, sizeof(expected), 1, array) == 1);
    CHECK(chains_are(context, device, &view, expected));
    if (array) {
        fclose(array);
    }
    if (file) {
        fclose(file);
    }
}

/* The points of points/random.csv, and the cases of points/small.txt. */
static void points(pcs_context *context, pcs_device *device) {
    static uint32_t expected[64 * 48];
    scene drawn = {.view = {64, 48, -2.0, 2.0, -1.5, 1.5}};
    FILE *file = open_vector("points/random.csv"), *array = open_vector("points/random_count.npy");
    char line[256];
    double at[2];
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%lf,%lf", &at[0], &at[1]) == 2) {
            add_point(&drawn, at);
        }
    }
    CHECK(array && fseek(array, 128, SEEK_SET) == 0 && fread(expected, sizeof(expected), 1, array) == 1);
    CHECK(counts_are(context, device, 64, 48, drawn.segments, drawn.count, expected));
    if (array) {
        fclose(array);
    }
    if (file) {
        fclose(file);
    }
    unsigned width, height, done = 0;
    bool is_auto = false;
    pcs_view *v = &drawn.view;
    file = open_vector("points/small.txt");
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "canvas", 6) == 0) {
            is_auto = sscanf(line, "canvas %u %u %lf %lf %lf %lf", &v->width, &v->height, &v->x_min, &v->x_max,
                             &v->y_min, &v->y_max) < 6;
            all.count = 0;
            begin_chain();
        } else if (sscanf(line, "point %lf %lf", &at[0], &at[1]) == 2) {
            add_vertex(at[0], at[1]);
        } else if (sscanf(line, "expect count %u %u", &width, &height) == 2) {
            if (is_auto) {
                auto_range(all.x, all.begins[1], &v->x_min, &v->x_max);
                auto_range(all.y, all.begins[1], &v->y_min, &v->y_max);
            }
            drawn.count = 0;
            for (uint64_t i = 0; i < all.begins[1]; i++) {
                add_point(&drawn, (const double[]){all.x[i], all.y[i]});
            }
            for (uint32_t i = 0; i < width * height; i++) {
                CHECK(fscanf(file, "%" SCNu32, &expected[i]) == 1);
            }
            CHECK_CASE(counts_are(context, device, width, height, drawn.segments, drawn.count, expected), "case %u",
                       done);
            done++;
        }
    }
    CHECK_CASE(done == 4, "%u cases", done);
    free(drawn.segments);
    if (file) {
        fclose(file);
    }
}

static uint64_t hash_counts(const uint32_t *counts, size_t pixels) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < pixels; i++) {
        hash = (hash ^ counts[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* Canvases too large to store: hashes of the counts. */
static void large_cases(pcs_context *context, pcs_device *device) {
    FILE *file = open_vector("lines/large_checksums.csv");
    char line[512];
    unsigned done = 0;
    while (file && fgets(line, sizeof(line), file)) {
        uint64_t seed, segments, sum, nonempty, most, hash;
        scene drawn = {0};
        pcs_view *v = &drawn.view;
        if (sscanf(line, "%" SCNu64 ",%" SCNu64 ",%u,%u,%lf,%lf,%lf,%lf,%" SCNu64 ",%" SCNu64 ",%" SCNu64 ",%" SCNx64,
                   &seed, &segments, &v->width, &v->height, &v->x_min, &v->x_max, &v->y_min, &v->y_max, &sum, &nonempty,
                   &most, &hash) != 12) {
            continue;
        }
        for (uint64_t s = 0; s < segments; s++) {
            double from[2] = {random_number(seed, 4 * s), random_number(seed, 4 * s + 1)};
            double to[2] = {random_number(seed, 4 * s + 2), random_number(seed, 4 * s + 3)};
            add_segment(&drawn, from, to);
        }
        size_t pixels = (size_t)v->width * v->height;
        uint32_t *counts = malloc(pixels * sizeof(*counts));
        pcs_buffer *buffer = NULL;
        CHECK(pcs_raster_count(context, device, v->width, v->height, drawn.segments, drawn.count, &buffer) == PCS_OK);
        CHECK(counts && buffer && pcs_buffer_read(buffer, 0, counts, pixels * sizeof(*counts)) == PCS_OK);
        CHECK_CASE(hash_counts(counts, pixels) == hash, "seed %" PRIu64, seed);
        pcs_buffer_free(buffer);
        free(counts);
        free(drawn.segments);
        done++;
    }
    CHECK(done >= 2);
    if (file) {
        fclose(file);
    }
}

/* Segments whose ends are the first four columns of a CSV. */
static void csv_case(pcs_context *context, pcs_device *device, const char *name, pcs_view view, const char *counts) {
    FILE *file = open_vector(name);
    char line[512];
    scene drawn = {.view = view};
    double from[2], to[2];
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%lf,%lf,%lf,%lf", &from[0], &from[1], &to[0], &to[1]) == 4) {
            add_segment(&drawn, from, to);
        }
    }
    size_t pixels = (size_t)view.width * view.height;
    uint32_t *expected = malloc(pixels * sizeof(*expected));
    FILE *array = open_vector(counts);
    CHECK(array && fseek(array, 128, SEEK_SET) == 0 && fread(expected, sizeof(*expected), pixels, array) == pixels);
    CHECK_CASE(counts_are(context, device, view.width, view.height, drawn.segments, drawn.count, expected), "%s",
               counts);
    free(expected);
    free(drawn.segments);
    if (array) {
        fclose(array);
    }
    if (file) {
        fclose(file);
    }
}

typedef struct positions {
    double at[4096][2];
    bool known[4096];
} positions;

static positions *read_positions(const char *name) {
    positions *found = calloc(1, sizeof(*found));
    FILE *file = open_vector(name);
    char line[256];
    unsigned id;
    double x, y;
    while (file && found && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%u,%lf,%lf", &id, &x, &y) == 3 && id < 4096) {
            found->at[id][0] = x;
            found->at[id][1] = y;
            found->known[id] = true;
        }
    }
    if (file) {
        fclose(file);
    }
    return found;
}

/* element: bytes of a stored count, 4 or 2. */
static void graph_case(pcs_context *context, pcs_device *device, const positions *hosts, pcs_view view,
                       const char *counts, size_t element) {
    FILE *file = open_vector("graph/edges.csv");
    char line[256];
    scene drawn = {.view = view};
    unsigned a, b;
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%u,%u", &a, &b) == 2 && a < 4096 && b < 4096) {
            CHECK(hosts->known[a] && hosts->known[b]);
            add_segment(&drawn, hosts->at[a], hosts->at[b]);
        }
    }
    size_t pixels = (size_t)view.width * view.height;
    uint32_t *expected = calloc(pixels, sizeof(*expected));
    FILE *array = open_vector(counts);
    CHECK(array && fseek(array, 128, SEEK_SET) == 0);
    for (size_t i = 0; array && i < pixels; i++) {
        CHECK(fread(&expected[i], element, 1, array) == 1); /* little-endian, as this machine */
    }
    CHECK_CASE(counts_are(context, device, view.width, view.height, drawn.segments, drawn.count, expected), "%s",
               counts);
    free(expected);
    free(drawn.segments);
    if (array) {
        fclose(array);
    }
    if (file) {
        fclose(file);
    }
}

static void graph_cases(pcs_context *context, pcs_device *device) {
    positions *circle = read_positions("graph/positions_circle.csv");
    positions *force = read_positions("graph/positions_force.csv");
    CHECK(circle && force);
    graph_case(context, device, circle, (pcs_view){160, 160, -1.0, 1.0, -0.9999978471298135, 0.9999978471298135},
               "graph/circle_exact_count.npy", 4);
    graph_case(context, device, circle, (pcs_view){160, 140, -1.2, 1.2, -1.1999974165557763, 1.1999974165557763},
               "graph/circle_pad_count.npy", 4);
    graph_case(context, device, circle,
               (pcs_view){160, 160, -0.4, 0.3999999999999999, -0.49999892356490677, 0.2999993541389442},
               "graph/circle_zoom_count.npy", 4);
    graph_case(context, device, force, (pcs_view){160, 160, -0.935988, 2.142249, -1.330073, 2.008035},
               "graph/force_exact_count.npy", 4);
    graph_case(context, device, force, (pcs_view){160, 140, -1.2438117000000002, 2.4500727, -1.6638838, 2.3418458},
               "graph/force_pad_count.npy", 4);
    graph_case(context, device, force,
               (pcs_view){160, 160, -0.012516900000000053, 1.2187779, -0.49554600000000004, 0.8396972000000003},
               "graph/force_zoom_count.npy", 4);
    graph_case(context, device, force, (pcs_view){800, 800, -0.935988, 2.142249, -1.330073, 2.008035},
               "graph/force_big_count_u2.npy", 2);
    free(force);
    free(circle);
}

static void on_device(pcs_context *context, pcs_device *device) {
    small_cases(context, device);
    walks(context, device);
    points(context, device);
    large_cases(context, device);
    graph_cases(context, device);
    csv_case(context, device, "lines/random10k.csv", (pcs_view){160, 120, 0.0, 1.0, 0.0, 1.0},
             "lines/random10k_count.npy");
    csv_case(context, device, "lines/star500.csv", (pcs_view){150, 150, -1.0, 1.0, -1.0, 1.0},
             "lines/star500_count.npy");
}

int main(void) {
    if (!check_shared()) {
        printf("skipped: Datashader's vectors (PCS_SHARED is not set)\n");
        return CHECK_SKIPPED;
    }
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    each_device(context, on_device);
    pcs_context_free(context);
    return check_result();
}
