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

static void add_segment(scene *drawn, const double from[2], const double to[2], bool first) {
    pcs_segment segment;
    if (pcs_segment_in_chain(&drawn->view, from, to, first, &segment)) {
        if (drawn->count == drawn->capacity) {
            drawn->capacity = drawn->capacity * 2 + 64;
            drawn->segments = realloc(drawn->segments, drawn->capacity * sizeof(*drawn->segments));
        }
        drawn->segments[drawn->count++] = segment;
    }
}

/* The cases of lines/small.txt, of single lines and of chains. */
static void small_cases(pcs_context *context, pcs_device *device) {
    FILE *file = open_vector("lines/small.txt");
    char line[4096], name[128] = "";
    scene drawn = {0};
    bool plain = false;
    uint32_t done = 0;
    while (file && fgets(line, sizeof(line), file)) {
        unsigned width, height, vertices;
        double numbers[4];
        if (sscanf(line, "case %127s", name) == 1) {
            plain = true;
            drawn.count = 0;
        } else if (strncmp(line, "canvas", 6) == 0) {
            plain = sscanf(line, "canvas %u %u %lf %lf %lf %lf", &width, &height, &numbers[0], &numbers[1], &numbers[2],
                           &numbers[3]) == 6;
            drawn.view = (pcs_view){width, height, numbers[0], numbers[1], numbers[2], numbers[3]};
        } else if (sscanf(line, "path %u", &vertices) == 1) {
            double ends[2][2];
            bool first = true;
            for (unsigned v = 0, next = 0; v < vertices; v++, next = 1 - next) {
                double *end = ends[next];
                CHECK(fgets(line, sizeof(line), file) != NULL);
                plain = plain && sscanf(line, "%lf %lf", &end[0], &end[1]) == 2;
                if (isnan(end[0]) || isnan(end[1])) {
                    ends[next][0] = NAN; /* a gap */
                } else if (v > 0 && !isnan(ends[1 - next][0])) {
                    add_segment(&drawn, ends[1 - next], end, first);
                    first = false;
                    continue;
                }
                first = true;
            }
        } else if (sscanf(line, "expect count %u %u", &width, &height) == 2 && plain) {
            uint32_t *expected = calloc((size_t)width * height, sizeof(*expected));
            for (uint32_t i = 0; i < width * height; i++) {
                CHECK(fscanf(file, "%" SCNu32, &expected[i]) == 1);
            }
            CHECK_CASE(counts_are(context, device, width, height, drawn.segments, drawn.count, expected), "%s", name);
            free(expected);
            done++;
        }
    }
    CHECK_CASE(done > 150, "%u cases", done);
    printf("lines/small.txt: %u cases\n", done);
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
            add_segment(&drawn, from, to, true);
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
            add_segment(&drawn, from, to, true);
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
            add_segment(&drawn, hosts->at[a], hosts->at[b], true);
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
