/* raster: aggregates that Datashader made of points, lines, anti-aliased lines and polylines. Those of plain lines
 * agree to the last one. */
#include "stroke_check.h"
#include "vector_lines.h"
#include "vector_table.h"

#include <inttypes.h>

enum { LAYERS_MOST = 4 };

typedef struct place {
    pcs_context *context;
    pcs_device *device;
} place;

static const char *const no_measure = "min, first, last, count of weights: pcapshade has no such measure";

/* Paths of two vertices cross no pixel twice, and are drawn together. */
static void draw_one_by_one(const place *p, double width, bool weighted, double *values) {
    uint32_t first = 0;
    for (uint32_t i = 0; i <= paths.count; i++) {
        bool is_single = i < paths.count && paths.begins[i + 1] - paths.begins[i] == 2;
        if (is_single && !weighted) {
            continue;
        }
        if (first < i) {
            draw_paths(p->context, p->device, PCS_MEASURE_EDGES, width, first, i, -1, values);
        }
        if (i < paths.count) {
            size_t pixels = (size_t)paths.view.width * paths.view.height;
            double *one = calloc(pixels, sizeof(*one));
            draw_paths(p->context, p->device, PCS_MEASURE_ANY, width, i, i + 1, -1, one);
            for (size_t k = 0; k < pixels; k++) {
                values[k] += one[k] * (weighted ? paths.weight[i] : 1.0);
            }
            free(one);
        }
        first = i + 1;
    }
}

/* Values of an aggregate, layer after layer of a pixel; false: there is none like it. */
static bool aggregate(const place *p, const char *name, double width, unsigned layers, double *values) {
    static const struct {
        const char *name;
        pcs_measure measure;
    } measures[] = {{"count", PCS_MEASURE_EDGES},  {"any", PCS_MEASURE_ANY},     {"sum", PCS_MEASURE_BYTES},
                    {"max", PCS_MEASURE_MAX},      {"mean", PCS_MEASURE_MEAN},   {"count_cat", PCS_MEASURE_EDGES},
                    {"by_sum", PCS_MEASURE_BYTES}, {"by_mean", PCS_MEASURE_MEAN}};
    size_t pixels = (size_t)paths.view.width * paths.view.height;
    if (strcmp(name, "count_nsi") == 0 || strcmp(name, "sum_nsi") == 0) {
        draw_one_by_one(p, width, name[0] == 's', values);
        return true;
    }
    for (size_t m = 0; m < sizeof(measures) / sizeof(measures[0]); m++) {
        if (strcmp(name, measures[m].name) == 0) {
            for (unsigned layer = 0; layer < layers; layer++) {
                double *one = calloc(pixels, sizeof(*one));
                draw_paths(p->context, p->device, measures[m].measure, width, 0, paths.count,
                           layers > 1 ? (int)layer : -1, one);
                for (size_t k = 0; k < pixels; k++) {
                    values[k * layers + layer] = one[k];
                }
                free(one);
            }
            return true;
        }
    }
    return false;
}

/* How many lines cover each pixel: each may be a unit off. */
static const uint32_t *overlaps(double width) {
    static expected_picture expected;
    memset(&expected, 0, sizeof(expected));
    for (uint32_t i = 0; i < paths.count; i++) {
        expect_chain(&expected, &paths.view, (const double(*)[2])paths.at + paths.begins[i],
                     paths.begins[i + 1] - paths.begins[i], width, 1.0, false);
    }
    return expected.lines;
}

/* Where two lines of a chain meet in the very centre of a pixel, Datashader's rounding takes it for beyond the first
 * one and leaves a hole: none is seen where nothing needs rounding. */
static bool is_hole(size_t pixel, double theirs) {
    double centre[2];
    for (uint32_t i = 0; i < paths.count && isnan(theirs); i++) {
        for (uint32_t v = paths.begins[i] + 1; v + 1 < paths.begins[i + 1]; v++) {
            expected_pixel(&paths.view, paths.at[v], centre);
            if (fabs(centre[0] - (double)(pixel % paths.view.width)) < 1e-9 &&
                fabs(centre[1] - (double)(pixel / paths.view.width)) < 1e-9) {
                return true;
            }
        }
    }
    return false;
}

/* theirs: NaN is empty. */
static void compare(const char *id, const char *name, double width, unsigned layers, const double *values,
                    const double *theirs) {
    size_t numbers = (size_t)paths.view.width * paths.view.height * layers, wrong = 0;
    const uint32_t *lines = width > 0.0 ? overlaps(width) : NULL;
    bool counts = strcmp(name, "count") == 0 || strcmp(name, "any") == 0;
    double worst = 0.0, weight = 1.0, rounded = strstr(name, "mean") ? ldexp(1.0, -WEIGHT_BITS) : 0.0;
    for (uint32_t i = 0; i < paths.count && !counts; i++) {
        weight = fmax(weight, paths.weight[i]);
    }
    for (size_t k = 0; k < numbers; k++) {
        if (lines && values[k] > 0.0 && is_hole(k, theirs[k])) {
            table_note(id, "but for holes where vertices are centres of pixels, which rounding makes there");
            continue;
        }
        double exact = isnan(theirs[k]) ? 0.0 : theirs[k], off = fabs(values[k] - exact);
        double allowed = lines ? 1e-4 + 1e-4 * exact + lines[k] * weight / (1 << PCS_COVER_BITS) : rounded;
        wrong += off <= allowed ? 0 : 1;
        wrong += lines && isnan(theirs[k]) != (values[k] == 0.0) ? 1 : 0;
        worst = fmax(worst, off);
    }
    if (wrong && numbers < 200)
        for (size_t k = 0; k < numbers; k++)
            fprintf(stderr, "%s%.4f/%.4f", k % paths.view.width ? " " : "\n", values[k],
                    isnan(theirs[k]) ? 0 : theirs[k]);
    CHECK_CASE(wrong == 0, "%s, %s, width %g: %zu pixels, difference %g", id, name, width, wrong, worst);
    table_agrees(id, worst);
}

/* ---- vectors of an array each */

static double number_at(const void *data, const char *type, size_t i) {
    switch (type[0] * 16 + type[1] - '0') {
    case 'u' * 16 + 1:
        return ((const uint8_t *)data)[i];
    case 'u' * 16 + 2:
        return ((const uint16_t *)data)[i];
    case 'u' * 16 + 4:
        return ((const uint32_t *)data)[i];
    case 'f' * 16 + 4:
        return (double)((const float *)data)[i];
    default:
        return ((const double *)data)[i];
    }
}

static void check_array(const place *p, const vector *v) {
    char name[32] = "", value[32] = "0", type[4];
    unsigned height, width, layers = 1;
    bool each_of_5 = !find_parameter(v->params, "agg", name, sizeof(name)); /* the greatest of each path, summed up */
    find_parameter(v->params, "line_width", value, sizeof(value));
    double line_width = atof(value);
    if (strcmp(name, "min") == 0 || (strcmp(name, "mean") == 0 && line_width > 0.0)) {
        table_leave_out(v->id, name[1] == 'i' ? no_measure
                                              : "by how many lines: pcapshade's is by how far each covers the pixel");
        return;
    }
    read_paths(v);
    CHECK(sscanf(v->shape, "%ux%ux%u", &height, &width, &layers) >= 2 && height == paths.view.height &&
          width == paths.view.width && layers <= LAYERS_MOST);
    size_t numbers = (size_t)height * width * layers;
    double *values = calloc(numbers, sizeof(*values)), *theirs = calloc(numbers, sizeof(*theirs));
    void *data = calloc(numbers, sizeof(double));
    CHECK(values && theirs && data && read_array(v->expected, type, data, numbers * sizeof(double)) >= numbers);
    for (size_t k = 0; k < numbers; k++) {
        theirs[k] = number_at(data, type, k) / (each_of_5 ? 5.0 : 1.0);
    }
    CHECK_CASE(aggregate(p, each_of_5 ? "count_nsi" : name, line_width, layers, values), "%s", v->id);
    /* Empty is 0 where paths are summed up. */
    for (size_t k = 0; k < numbers && each_of_5; k++) {
        theirs[k] = theirs[k] == 0.0 ? NAN : theirs[k];
    }
    compare(v->id, each_of_5 ? "count" : name, line_width, layers, values, theirs);
    free(data);
    free(theirs);
    free(values);
}

/* ---- block files */

/* A range left out: that of the vertices, NaN aside. */
static void auto_range(unsigned axis, double *min, double *max) {
    *min = INFINITY;
    *max = -INFINITY;
    for (uint32_t v = 0; v < paths.begins[paths.count]; v++) {
        *min = fmin(*min, paths.at[v][axis]);
        *max = fmax(*max, paths.at[v][axis]);
    }
    if (*min == *max) {
        *min -= 1.0;
        *max += 1.0;
    }
}

/* Measures of edges are whole numbers. */
static bool weights_are_whole(void) {
    for (uint32_t i = 0; i < paths.count; i++) {
        if (!(paths.weight[i] >= 0.0 && paths.weight[i] == floor(paths.weight[i]))) {
            return false;
        }
    }
    return true;
}

/* One array; false: it is left out. */
static bool check_block(const place *p, const vector *v, const char *name, double line_width, const double *theirs) {
    static double values[EXPECTED_SIDE * EXPECTED_SIDE];
    bool counts = strcmp(name, "count") == 0 || strcmp(name, "any") == 0;
    if ((!counts && !weights_are_whole()) || (strcmp(name, "mean") == 0 && line_width > 0.0)) {
        return false;
    }
    memset(values, 0, sizeof(values));
    bool known = aggregate(p, name, line_width, 1, values);
    if (known) {
        compare(v->id, name, line_width, 1, values, theirs);
    }
    return known;
}

static void check_blocks(const place *p, const vector *v, unsigned least) {
    static double theirs[EXPECTED_SIDE * EXPECTED_SIDE];
    char line[4096], name[32];
    unsigned width, height, vertices, done = 0, left = 0;
    double x, y, weight;
    bool is_auto = false;
    pcs_view *view = &paths.view;
    FILE *file = open_shared(v->inputs);
    while (file && fgets(line, sizeof(line), file)) {
        double line_width = 0.0;
        if (strncmp(line, "canvas", 6) == 0) {
            paths.count = 0;
            is_auto = sscanf(line, "canvas %u %u %lf %lf %lf %lf", &view->width, &view->height, &view->x_min,
                             &view->x_max, &view->y_min, &view->y_max) < 6;
        } else if (sscanf(line, "path %u %lf", &vertices, &weight) == 2) {
            begin_path(weight, 0);
            for (unsigned k = 0; k < vertices; k++) {
                CHECK(fgets(line, sizeof(line), file) != NULL && sscanf(line, "%lf %lf", &x, &y) == 2);
                add_vertex(x, y);
            }
        } else if (sscanf(line, "point %lf %lf %lf", &x, &y, &weight) == 3) {
            add_segment(x, y, x, y, weight, 0);
        } else if (sscanf(line, "expect %31s lw=%lf %u %u", name, &line_width, &width, &height) == 4 ||
                   sscanf(line, "expect %31s %u %u", name, &width, &height) == 3) {
            for (unsigned i = 0; i < width * height; i++) {
                CHECK(fscanf(file, "%lf", &theirs[i]) == 1);
            }
            if (is_auto) {
                auto_range(0, &view->x_min, &view->x_max);
                auto_range(1, &view->y_min, &view->y_max);
            }
            bool known = check_block(p, v, name, line_width, theirs);
            done += known;
            left += !known;
        }
    }
    CHECK_CASE(done >= least, "%s: %u arrays", v->inputs, done);
    printf("%s: %u arrays compared, %u left out (%s; means by number of lines)\n", v->inputs, done, left, no_measure);
    if (file) {
        fclose(file);
    }
}

/* ---- canvases too large to store: hashes of the counts */

static uint64_t hash_counts(const uint32_t *counts, size_t pixels) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < pixels; i++) {
        hash = (hash ^ counts[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static void check_checksums(const place *p, const vector *v) {
    FILE *file = open_shared(v->expected);
    char line[512];
    unsigned done = 0;
    while (file && fgets(line, sizeof(line), file)) {
        uint64_t seed, count, sum, nonempty, most, hash;
        pcs_view w;
        if (sscanf(line, "%" SCNu64 ",%" SCNu64 ",%u,%u,%lf,%lf,%lf,%lf,%" SCNu64 ",%" SCNu64 ",%" SCNu64 ",%" SCNx64,
                   &seed, &count, &w.width, &w.height, &w.x_min, &w.x_max, &w.y_min, &w.y_max, &sum, &nonempty, &most,
                   &hash) != 12) {
            continue;
        }
        pcs_segment *segments = calloc(count, sizeof(*segments));
        uint32_t found = 0;
        for (uint64_t s = 0; segments && s < count; s++) {
            double from[2] = {random_number(seed, 4 * s), random_number(seed, 4 * s + 1)};
            double to[2] = {random_number(seed, 4 * s + 2), random_number(seed, 4 * s + 3)};
            found += pcs_segment_between(&w, from, to, &segments[found]) ? 1 : 0;
        }
        size_t pixels = (size_t)w.width * w.height;
        uint32_t *counts = malloc(pixels * sizeof(*counts));
        pcs_buffer *buffer = NULL;
        CHECK(pcs_raster_count(p->context, p->device, w.width, w.height, segments, found, &buffer) == PCS_OK);
        CHECK(counts && buffer && pcs_buffer_read(buffer, 0, counts, pixels * sizeof(*counts)) == PCS_OK);
        CHECK_CASE(hash_counts(counts, pixels) == hash, "seed %" PRIu64, seed);
        pcs_buffer_free(buffer);
        free(counts);
        free(segments);
        done++;
    }
    CHECK(done >= 2);
    table_agrees(v->id, 0.0);
    if (file) {
        fclose(file);
    }
}

static void check_vector(const vector *v, void *argument) {
    const place *p = argument;
    const char *owner = table_owner(v);
    if (!owner || strcmp(owner, "raster") != 0) {
        return;
    }
    if (strstr(v->expected, ".txt")) {
        check_blocks(p, v, strstr(v->expected, "aa") ? 180 : strstr(v->expected, "lines") ? 200 : 4);
    } else if (strstr(v->expected, ".npy")) {
        check_array(p, v);
    } else {
        check_checksums(p, v);
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    place p = {context, device};
    each_vector(check_vector, &p);
}

int main(void) {
    if (!check_shared()) {
        printf("skipped: Datashader's vectors (PCS_SHARED is not set)\n");
        return CHECK_SKIPPED;
    }
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    each_device(context, on_device);
    table_print("raster");
    pcs_context_free(context);
    return check_result();
}
