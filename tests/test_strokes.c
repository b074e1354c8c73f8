/* raster: lines of a width. Coverage against its definition in double and against Datashader's arrays; the same values
 * on every device, by strips and whole. */
#include "image_check.h"
#include "manifest.h"

#include <math.h>

enum { MOST = 16384, SIDE_MOST = 400 };

/* Lines between positions, and what of each is added. */
typedef struct scene {
    pcs_view view;
    uint32_t count;
    double from[MOST][2], to[MOST][2], width[MOST];
    uint64_t weight[MOST];
} scene;

static scene drawn;

/* How a pixel is covered, by definition. */
static double coverage(const double a[2], const double b[2], double width, double x, double y) {
    double dx = b[0] - a[0], dy = b[1] - a[1], length = sqrt(dx * dx + dy * dy);
    double along = ((x - a[0]) * dx + (y - a[1]) * dy) / length;
    double distance = along < 0.0      ? hypot(x - a[0], y - a[1])
                      : along > length ? hypot(x - b[0], y - b[1])
                                       : fabs((x - a[0]) * dy - (y - a[1]) * dx) / length;
    double within = (fmax(width, 1.0) + 1.0) / 2.0 - distance;
    return fmin(width, 1.0) * fmin(fmax(within, 0.0), 1.0);
}

/* What is expected of each pixel: values, and how many lines cover it. */
typedef struct picture {
    double sum[SIDE_MOST * SIDE_MOST], most[SIDE_MOST * SIDE_MOST], cover[SIDE_MOST * SIDE_MOST];
    uint32_t lines[SIDE_MOST * SIDE_MOST];
} picture;

static picture expected;

static void add_expected(const pcs_view *view, const double a[2], const double b[2], double width, double weight) {
    double reach = (fmax(width, 1.0) + 1.0) / 2.0;
    double lowest = fmin(a[1], b[1]) - reach, highest = fmax(a[1], b[1]) + reach;
    for (double y = fmax(ceil(lowest), 0.0); y <= highest && y < view->height; y++) {
        /* The part of the line that is near to this row. */
        double dy = b[1] - a[1], t0 = 0.0, t1 = 1.0;
        if (fabs(dy) > 1e-9) {
            double t[2] = {(y - 2 * reach - a[1]) / dy, (y + 2 * reach - a[1]) / dy};
            t0 = fmin(fmax(fmin(t[0], t[1]), 0.0), 1.0);
            t1 = fmax(fmin(fmax(t[0], t[1]), 1.0), 0.0);
        }
        double x0 = a[0] + t0 * (b[0] - a[0]), x1 = a[0] + t1 * (b[0] - a[0]);
        double last = fmax(x0, x1) + reach;
        for (double x = fmax(ceil(fmin(x0, x1) - reach), 0.0); x <= last && x < view->width; x++) {
            double c = coverage(a, b, width, x, y);
            size_t p = (size_t)y * view->width + (size_t)x;
            expected.lines[p] += c > 0.0;
            expected.cover[p] += c;
            expected.sum[p] += c * weight;
            expected.most[p] = fmax(expected.most[p], c * weight);
        }
    }
}

static void expect(const scene *s) {
    const pcs_view *v = &s->view;
    double x_scale = v->width / (v->x_max - v->x_min), y_scale = v->height / (v->y_max - v->y_min);
    memset(&expected, 0, sizeof(expected));
    for (uint32_t i = 0; i < s->count; i++) {
        double a[2] = {s->from[i][0], s->from[i][1]}, b[2] = {s->to[i][0], s->to[i][1]};
        bool moved[2];
        if (pcs_view_clip(v, a, b, moved) && (a[0] != b[0] || a[1] != b[1])) {
            double from[2] = {(a[0] - v->x_min) * x_scale - 0.5, (a[1] - v->y_min) * y_scale - 0.5};
            double to[2] = {(b[0] - v->x_min) * x_scale - 0.5, (b[1] - v->y_min) * y_scale - 0.5};
            add_expected(v, from, to, s->width[i], (double)s->weight[i]);
        }
    }
}

/* All values of a measure, drawn so many rows at a time; freed by the caller. */
static uint64_t *draw(pcs_context *context, pcs_device *device, const scene *s, pcs_measure measure, uint32_t rows) {
    pcs_lines lines = {.measure = measure, .wide = measure != PCS_MEASURE_EDGES};
    bool weighted = measure != PCS_MEASURE_EDGES && measure != PCS_MEASURE_ANY;
    size_t size = lines.wide ? 8 : 4;
    lines.strokes = calloc(s->count + 1, sizeof(*lines.strokes));
    lines.weights = weighted ? calloc(s->count + 1, sizeof(*lines.weights)) : NULL;
    uint64_t *values = calloc((size_t)s->view.width * s->view.height, sizeof(*values));
    uint8_t *strip = malloc((size_t)s->view.width * rows * size);
    CHECK(lines.strokes && values);
    for (uint32_t i = 0; i < s->count; i++) {
        if (weighted) {
            lines.weights[lines.count] = s->weight[i];
        }
        lines.count +=
            pcs_stroke_between(&s->view, s->from[i], s->to[i], s->width[i], &lines.strokes[lines.count]) ? 1 : 0;
    }
    for (uint32_t first = 0; first < s->view.height; first += rows) {
        uint32_t count = s->view.height - first < rows ? s->view.height - first : rows;
        pcs_buffer *buffer = NULL;
        uint64_t pixels = (uint64_t)s->view.width * count;
        CHECK(pcs_buffer_new(device, "values", pixels * size, &buffer) == PCS_OK);
        CHECK_CASE(pcs_raster_draw(context, device, &lines, s->view.width, first, count, buffer) == PCS_OK, "%s",
                   pcs_context_message(context));
        CHECK(strip && pcs_buffer_read(buffer, 0, strip, pixels * size) == PCS_OK);
        for (uint64_t p = 0; p < pixels; p++) {
            memcpy(&values[(uint64_t)first * s->view.width + p], strip + p * size, size); /* little-endian */
        }
        pcs_buffer_free(buffer);
    }
    free(strip);
    pcs_lines_clear(&lines);
    return values;
}

/* ---- against the definition */

static void fill_scene(uint64_t seed, uint32_t width, uint32_t height, uint32_t count) {
    drawn.view = (pcs_view){.width = width, .height = height, .x_min = -3.0, .x_max = 5.0, .y_min = 1.0, .y_max = 7.0};
    drawn.count = count;
    for (uint32_t i = 0; i < count; i++) {
        static const double widths[] = {1.0, 0.3, 2.5, 1.0, 7.0, 32.0, 1.5};
        for (uint64_t k = 0; k < 2; k++) {
            drawn.from[i][k] = -4.0 + 12.0 * random_number(seed, 4 * i + k);
            drawn.to[i][k] = -4.0 + 12.0 * random_number(seed, 4 * i + 2 + k);
            if (i % 3 == 0) { /* short ones */
                drawn.to[i][k] = drawn.from[i][k] + 0.2 * (drawn.to[i][k] / 12.0 - 0.25);
            }
            if (i % 16 == 1 + k || i % 16 == 3) { /* upright, level and no line at all */
                drawn.to[i][k] = drawn.from[i][k];
            }
        }
        drawn.width[i] = widths[i % 7];
        drawn.weight[i] = i % 5 == 0 ? UINT64_C(1) << 40 : i % 100;
    }
}

static double value_of(pcs_measure measure, size_t p) {
    switch (measure) {
    case PCS_MEASURE_BYTES:
        return expected.sum[p];
    case PCS_MEASURE_MAX:
        return expected.most[p];
    case PCS_MEASURE_MEAN:
        return expected.cover[p] > 0.0 ? expected.sum[p] / expected.cover[p] : 0.0;
    default:
        return expected.cover[p];
    }
}

/* Each line may be a unit off where it hardly covers a pixel, and all by what places in 2^-14 pixels make of it. */
static double tolerance_of(pcs_measure measure, size_t p, double weight_most) {
    double unit = (1.0 / 1024 + 2e-4) * (measure == PCS_MEASURE_EDGES ? 1.0 : weight_most);
    switch (measure) {
    case PCS_MEASURE_MAX:
        return unit + 1e-7 * expected.most[p];
    case PCS_MEASURE_MEAN: /* of thin cover anything */
        return expected.cover[p] > 0.5 ? 0.5 + 2.0 * expected.lines[p] * unit / expected.cover[p] : INFINITY;
    default:
        return expected.lines[p] * unit;
    }
}

static void values_are_near(pcs_context *context, pcs_device *device) {
    static const pcs_measure measures[] = {PCS_MEASURE_EDGES, PCS_MEASURE_BYTES, PCS_MEASURE_MAX, PCS_MEASURE_MEAN};
    static const uint32_t sizes[][3] = {{391, 260, 900}, {1, 300, 60}, {300, 1, 60}, {128, 129, 400}, {3, 3, 20}};
    for (size_t c = 0; c < sizeof(sizes) / sizeof(sizes[0]); c++) {
        fill_scene(c, sizes[c][0], sizes[c][1], sizes[c][2]);
        expect(&drawn);
        for (size_t m = 0; m < sizeof(measures) / sizeof(measures[0]); m++) {
            double scale = measures[m] == PCS_MEASURE_MEAN ? 1.0 : 1024.0;
            uint64_t *values = draw(context, device, &drawn, measures[m], drawn.view.height);
            uint64_t *by_strips = draw(context, device, &drawn, measures[m], PCS_TILE_SIDE);
            size_t pixels = (size_t)drawn.view.width * drawn.view.height, wrong = 0;
            for (size_t p = 0; p < pixels; p++) {
                double difference = fabs((double)values[p] / scale - value_of(measures[m], p));
                wrong += difference <= tolerance_of(measures[m], p, 0x1p40) ? 0 : 1;
            }
            CHECK_CASE(wrong == 0, "%s, %ux%u: %zu pixels", pcs_measure_name(measures[m]), drawn.view.width,
                       drawn.view.height, wrong);
            CHECK_CASE(memcmp(values, by_strips, pixels * sizeof(*values)) == 0, "%s by strips",
                       pcs_measure_name(measures[m]));
            free(by_strips);
            free(values);
        }
    }
}

/* Lines that are one another's reverse are one. */
static void directions_agree(void) {
    fill_scene(77, 300, 300, 500);
    for (uint32_t i = 0; i < drawn.count; i++) {
        pcs_stroke there, back;
        bool is_line = pcs_stroke_between(&drawn.view, drawn.from[i], drawn.to[i], 1.5, &there);
        CHECK(pcs_stroke_between(&drawn.view, drawn.to[i], drawn.from[i], 1.5, &back) == is_line);
        /* Clipping alone tells the ends apart, in the last bits. */
        CHECK_CASE(!is_line || (abs(there.a_along - back.a_along) <= 1 && abs(there.slope - back.slope) <= 64),
                   "line %u", i);
    }
}

static uint64_t hash_values(const uint64_t *values, size_t count) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ values[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* The very same values everywhere. */
static void values_are_the_same(pcs_context *context, pcs_device *device) {
    static const struct {
        pcs_measure measure;
        uint64_t hash;
    } cases[] = {{PCS_MEASURE_EDGES, UINT64_C(0x36997bf4a1490769)},
                 {PCS_MEASURE_BYTES, UINT64_C(0x96bc50b288db6303)},
                 {PCS_MEASURE_MAX, UINT64_C(0xea8a3ec3a6e24c84)},
                 {PCS_MEASURE_ANY, UINT64_C(0x0be009c7c215df78)},
                 {PCS_MEASURE_MEAN, UINT64_C(0xc15f679a85e8bfa9)}};
    fill_scene(4711, 400, 400, 3000);
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        uint64_t *values = draw(context, device, &drawn, cases[c].measure, drawn.view.height);
        uint64_t hash = hash_values(values, (size_t)drawn.view.width * drawn.view.height);
        CHECK_CASE(hash == cases[c].hash, "%s: 0x%016llx", pcs_measure_name(cases[c].measure),
                   (unsigned long long)hash);
        free(values);
    }
}

/* ---- edges */

static void edges_have_widths(pcs_context *context) {
    double x[] = {0.5, 9.5, 20.5, 3.5}, y[] = {0.5, 9.5, 9.5, 3.5};
    pcs_layout layout = {.x = x, .y = y, .host_count = 4};
    /* Degrees: 3, 2, 1, 2. */
    pcs_edge table[] = {{.a = 0, .b = 1, .a_to_b = {1, 999, 0}},
                        {.a = 0, .b = 2, .a_to_b = {2, 0, 0}, .b_to_a = {1, 9, 5}},
                        {.a = 0, .b = 3, .a_to_b = {0, 99, 0}},
                        {.a = 1, .b = 3},
                        {.a = 1, .b = 1, .a_to_b = {50, 50, 50}}};
    static const double expected_widths[PCS_WIDTH_BY_COUNT][4] = {
        [PCS_WIDTH_BY_NONE] = {7, 7, 7, 7},
        /* 1 + 6 ln(1 + n) / ln(1 + the most) */
        [PCS_WIDTH_BY_PACKETS] = {2.057749, 3.115497, 1, 1},
        [PCS_WIDTH_BY_BYTES] = {7, 3, 5, 1},
        [PCS_WIDTH_BY_PAYLOAD] = {1, 3.734240, 1, 1},
        [PCS_WIDTH_BY_DEGREE] = {7, 4.785579, 7, 7},
    };
    pcs_edges edges = {.table = table, .host_count = 4, .edge_count = 5};
    pcs_view view = {.width = 30, .height = 30, .x_max = 30.0, .y_max = 30.0};
    pcs_image_options options = PCS_OPTIONS(options);
    options.line_width = 7.0;
    for (int by = 0; by < PCS_WIDTH_BY_COUNT; by++) {
        pcs_stroke *strokes = NULL;
        uint32_t count = 0;
        options.width_by = (pcs_width_by)by;
        CHECK(pcs_strokes_new(context, &view, &layout, &edges, NULL, &options, NULL, &strokes, &count) == PCS_OK);
        CHECK_CASE(count == 4, "%s: %u lines", pcs_width_by_name(options.width_by), count);
        for (uint32_t s = 0; strokes && s < count; s++) {
            double width = 2.0 * strokes[s].reach / (1 << PCS_DISTANCE_BITS) - 1.0;
            CHECK_CASE(fabs(width - expected_widths[by][s]) < 1e-5, "%s, line %u: %g",
                       pcs_width_by_name(options.width_by), s, width);
        }
        free(strokes);
    }
    static const struct {
        double width;
        pcs_width_by by;
    } bad[] = {{-1.0, 0}, {NAN, 0}, {32.5, 0}, {0.0, PCS_WIDTH_BY_BYTES}, {1.0, PCS_WIDTH_BY_COUNT}};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        options.line_width = bad[i].width;
        options.width_by = bad[i].by;
        CHECK_CASE(pcs_counts_check(context, &options) == PCS_E_ARGUMENT, "case %zu", i);
    }
}

/* ---- Datashader's arrays */

static void compare(const char *name, const uint64_t *values, const double *theirs, bool weighted) {
    size_t pixels = (size_t)drawn.view.width * drawn.view.height, wrong = 0, empty = 0;
    double worst = 0.0, weight = 1.0;
    for (uint32_t i = 0; i < drawn.count && weighted; i++) {
        weight = fmax(weight, (double)drawn.weight[i]);
    }
    for (size_t p = 0; p < pixels; p++) {
        double value = (double)values[p] / 1024.0, exact = isnan(theirs[p]) ? 0.0 : theirs[p];
        double off = fabs(value - exact), allowed = 1e-4 + 1e-4 * exact + expected.lines[p] * weight / 1024.0;
        wrong += off <= allowed ? 0 : 1;
        empty += isnan(theirs[p]) != (values[p] == 0) ? 1 : 0;
        worst = fmax(worst, off);
    }
    CHECK_CASE(wrong == 0 && empty == 0, "%s: %zu pixels too far off, %zu empty on one side", name, wrong, empty);
    printf("%-40s largest difference %.3g\n", name, worst);
}

static void add_line(const double from[2], const double to[2], double width, double weight) {
    if (drawn.count < MOST) {
        memcpy(drawn.from[drawn.count], from, sizeof(drawn.from[0]));
        memcpy(drawn.to[drawn.count], to, sizeof(drawn.to[0]));
        drawn.width[drawn.count] = width;
        drawn.weight[drawn.count++] = (uint64_t)llround(weight);
    }
}

/* The cases of lines/small_aa.txt whose paths are single lines. */
static void small_cases(pcs_context *context, pcs_device *device) {
    static double theirs[SIDE_MOST * SIDE_MOST];
    FILE *file = open_shared("lines/small_aa.txt");
    char line[4096], name[128] = "", what[32];
    bool plain = false;
    unsigned width, height, vertices, done = 0;
    double weight, line_width;
    while (file && fgets(line, sizeof(line), file)) {
        pcs_view *v = &drawn.view;
        if (sscanf(line, "case %127s", name) == 1) {
            plain = true;
            drawn.count = 0;
        } else if (strncmp(line, "canvas", 6) == 0) {
            plain = sscanf(line, "canvas %u %u %lf %lf %lf %lf", &v->width, &v->height, &v->x_min, &v->x_max, &v->y_min,
                           &v->y_max) == 6;
        } else if (sscanf(line, "path %u %lf", &vertices, &weight) == 2) {
            double ends[2][2] = {{0}};
            plain = plain && vertices == 2;
            for (unsigned vertex = 0; vertex < vertices; vertex++) {
                double *end = ends[vertex < 2 ? vertex : 1];
                CHECK(fgets(line, sizeof(line), file) != NULL);
                plain = plain && sscanf(line, "%lf %lf", &end[0], &end[1]) == 2 && !isnan(end[0]);
            }
            add_line(ends[0], ends[1], 1.0, weight);
        } else if (sscanf(line, "expect %31s lw=%lf %u %u", what, &line_width, &width, &height) == 4 && plain) {
            static const char *const names[] = {"count", "sum", "max", "any"};
            static const pcs_measure measures[] = {PCS_MEASURE_EDGES, PCS_MEASURE_BYTES, PCS_MEASURE_MAX,
                                                   PCS_MEASURE_ANY};
            for (unsigned i = 0; i < width * height; i++) {
                CHECK(fscanf(file, "%lf", &theirs[i]) == 1);
            }
            for (size_t m = 0; m < 4; m++) {
                if (strcmp(what, names[m]) == 0) {
                    for (uint32_t i = 0; i < drawn.count; i++) {
                        drawn.width[i] = line_width;
                    }
                    expect(&drawn);
                    uint64_t *values = draw(context, device, &drawn, measures[m], height);
                    char label[256];
                    snprintf(label, sizeof(label), "%s, %s, %g", name, what, line_width);
                    compare(label, values, theirs, m > 0);
                    free(values);
                    done++;
                }
            }
        }
    }
    CHECK_CASE(done > 60, "%u cases", done);
    if (file) {
        fclose(file);
    }
}

typedef struct place {
    pcs_context *context;
    pcs_device *device;
    unsigned done;
} place;

static void read_segments(const char *name, double width) {
    char line[512];
    double from[2], to[2], weight;
    FILE *file = open_shared(name);
    drawn.count = 0;
    while (file && fgets(line, sizeof(line), file)) {
        weight = 1.0;
        if (sscanf(line, "%lf,%lf,%lf,%lf,%lf", &from[0], &from[1], &to[0], &to[1], &weight) >= 4) {
            add_line(from, to, width, weight);
        }
    }
    if (file) {
        fclose(file);
    }
}

static void read_graph(const char *positions, double width) {
    static double at[4096][2];
    char line[256];
    unsigned a, b;
    FILE *file = open_shared(positions);
    while (file && fgets(line, sizeof(line), file)) {
        double x, y;
        if (sscanf(line, "%u,%lf,%lf", &a, &x, &y) == 3 && a < 4096) {
            at[a][0] = x;
            at[a][1] = y;
        }
    }
    if (file) {
        fclose(file);
    }
    file = open_shared("graph/edges.csv");
    drawn.count = 0;
    while (file && fgets(line, sizeof(line), file)) {
        if (sscanf(line, "%u,%u", &a, &b) == 2 && a < 4096 && b < 4096) {
            add_line(at[a], at[b], width, 1.0);
        }
    }
    if (file) {
        fclose(file);
    }
}

static void check_vector(const vector *v, void *argument) {
    static double data[SIDE_MOST * SIDE_MOST], theirs[SIDE_MOST * SIDE_MOST];
    static const char *const names[] = {"count", "sum", "max"};
    static const pcs_measure measures[] = {PCS_MEASURE_EDGES, PCS_MEASURE_BYTES, PCS_MEASURE_MAX};
    place *p = argument;
    char value[256], type[4];
    pcs_view *view = &drawn.view;
    if (strncmp(v->what, "segments", 8) != 0 || !find_parameter(v->params, "line_width", value, sizeof(value))) {
        return;
    }
    double width = atof(value);
    CHECK(find_parameter(v->params, "canvas", value, sizeof(value)) &&
          sscanf(value, "%u:%u:%lf:%lf:%lf:%lf", &view->width, &view->height, &view->x_min, &view->x_max, &view->y_min,
                 &view->y_max) == 6);
    CHECK(find_parameter(v->params, "agg", value, sizeof(value)));
    const char *second = strchr(v->inputs, ';');
    if (second) {
        read_graph(second + 1, width);
    } else {
        read_segments(v->inputs, width);
    }
    size_t pixels = (size_t)view->width * view->height;
    CHECK(read_array(v->expected, type, data, sizeof(data)) == pixels * (type[1] == '4' ? 4 : 8));
    for (size_t i = 0; i < pixels; i++) {
        theirs[i] = type[1] == '4' ? (double)((const float *)(const void *)data)[i] : data[i];
    }
    expect(&drawn);
    for (size_t m = 0; m < 3; m++) {
        if (strcmp(value, names[m]) == 0) {
            uint64_t *values = draw(p->context, p->device, &drawn, measures[m], view->height);
            compare(v->id, values, theirs, m > 0);
            free(values);
            p->done++;
        }
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    values_are_near(context, device);
    values_are_the_same(context, device);
    if (check_shared()) {
        place p = {context, device, 0};
        small_cases(context, device);
        each_vector(check_vector, &p);
        CHECK_CASE(p.done >= 8, "%u vectors", p.done);
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    directions_agree();
    edges_have_widths(context);
    each_device(context, on_device);
    if (!check_shared()) {
        printf("skipped: Datashader's lines of a width (PCS_SHARED is not set)\n");
    }
    pcs_context_free(context);
    return check_result();
}
