/* raster: lines of a width, and chains of them. Coverage against its definition in double; the same values on every
 * device, by strips and whole. */
#include "image_check.h"
#include "stroke_check.h"

enum { MOST = 4096 };

/* Lines between positions, and what of each is added. */
typedef struct scene {
    pcs_view view;
    uint32_t count;
    double from[MOST][2], to[MOST][2], width[MOST];
    uint64_t weight[MOST];
} scene;

static scene drawn;

static expected_picture expected;

static void expect(const scene *s) {
    memset(&expected, 0, sizeof(expected));
    for (uint32_t i = 0; i < s->count; i++) {
        double ends[2][2] = {{s->from[i][0], s->from[i][1]}, {s->to[i][0], s->to[i][1]}};
        expect_chain(&expected, &s->view, (const double(*)[2])ends, 2, s->width[i], (double)s->weight[i], false);
    }
}

/* All values of lines, drawn so many rows at a time; freed by the caller. */
static uint64_t *draw_lines(pcs_context *context, pcs_device *device, const pcs_view *view, const pcs_lines *lines,
                            uint32_t rows) {
    size_t size = lines->wide ? 8 : 4;
    uint64_t *values = calloc((size_t)view->width * view->height, sizeof(*values));
    uint8_t *strip = malloc((size_t)view->width * rows * size);
    CHECK(values && strip);
    for (uint32_t first = 0; first < view->height; first += rows) {
        uint32_t count = view->height - first < rows ? view->height - first : rows;
        pcs_buffer *buffer = NULL;
        uint64_t pixels = (uint64_t)view->width * count;
        CHECK(pcs_buffer_new(device, "values", pixels * size, &buffer) == PCS_OK);
        CHECK_CASE(pcs_raster_draw(context, device, lines, view->width, first, count, buffer) == PCS_OK, "%s",
                   pcs_context_message(context));
        CHECK(strip && pcs_buffer_read(buffer, 0, strip, pixels * size) == PCS_OK);
        for (uint64_t p = 0; p < pixels; p++) {
            memcpy(&values[(uint64_t)first * view->width + p], strip + p * size, size); /* little-endian */
        }
        pcs_buffer_free(buffer);
    }
    free(strip);
    return values;
}

static bool is_weighted(pcs_measure measure) {
    return measure != PCS_MEASURE_EDGES && measure != PCS_MEASURE_ANY;
}

/* The same of a measure. */
static uint64_t *draw(pcs_context *context, pcs_device *device, const scene *s, pcs_measure measure, uint32_t rows) {
    pcs_lines lines = {.measure = measure, .wide = measure != PCS_MEASURE_EDGES};
    lines.strokes = calloc(s->count + 1, sizeof(*lines.strokes));
    lines.weights = is_weighted(measure) ? calloc(s->count + 1, sizeof(*lines.weights)) : NULL;
    CHECK(lines.strokes != NULL);
    for (uint32_t i = 0; i < s->count; i++) {
        if (lines.weights) {
            lines.weights[lines.count] = s->weight[i];
        }
        lines.count +=
            pcs_stroke_between(&s->view, s->from[i], s->to[i], s->width[i], &lines.strokes[lines.count]) ? 1 : 0;
    }
    uint64_t *values = draw_lines(context, device, &s->view, &lines, rows);
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

/* ---- chains: what is summed up counts no pixel twice where two lines meet */

enum { CHAINS = 60, CHAIN_MOST = 24 };

typedef struct chain {
    double at[CHAIN_MOST][2], width;
    uint32_t count;
    uint64_t weight;
} chain;

static chain chains[CHAINS];

static const pcs_view chain_view = {.width = 300, .height = 260, .x_max = 30.0, .y_max = 26.0};

/* Long and short steps, gentle bends, sharp turns, back again, on the spot, out of the view and in. */
static void make_chains(void) {
    for (uint64_t c = 0; c < CHAINS; c++) {
        static const double widths[] = {1.0, 0.4, 3.0, 12.0, 1.7};
        static const double turns[] = {0.1, 1.0, 6.0}, steps[] = {0.2, 1.6, 8.0};
        chain *one = &chains[c];
        *one = (chain){.count = 2 + (uint32_t)c % (CHAIN_MOST - 1), .width = widths[c % 5], .weight = 1 + 7 * c};
        double angle = 6.3 * random_number(8, c), x = 30.0 * random_number(9, c), y = 26.0 * random_number(10, c);
        for (uint64_t k = 0; k < one->count; k++) {
            double step = steps[c / 3 % 3] * random_number(11, CHAIN_MOST * c + k);
            one->at[k][0] = x;
            one->at[k][1] = y;
            angle += turns[c % 3] * (random_number(12, CHAIN_MOST * c + k) - 0.5);
            angle += c % 7 == 3 && k % 4 == 2 ? 3.1415 : 0.0;
            x += c % 11 == 5 && k % 5 == 3 ? 0.0 : step * cos(angle);
            y += c % 11 == 5 && k % 5 == 3 ? 0.0 : step * sin(angle);
        }
    }
}

static uint64_t *draw_chains(pcs_context *context, pcs_device *device, pcs_measure measure, uint32_t rows) {
    enum { ROOM = CHAINS * CHAIN_MOST };
    bool joined = measure != PCS_MEASURE_MAX && measure != PCS_MEASURE_ANY;
    pcs_lines lines = {.measure = measure, .wide = true};
    lines.strokes = calloc(ROOM, sizeof(*lines.strokes));
    lines.joints = joined ? calloc(ROOM, sizeof(*lines.joints)) : NULL;
    lines.weights = is_weighted(measure) ? calloc(ROOM, sizeof(*lines.weights)) : NULL;
    CHECK(lines.strokes != NULL);
    for (uint32_t c = 0; c < CHAINS; c++) {
        const chain *one = &chains[c];
        pcs_lines_add_chain(&chain_view, (const double(*)[2])one->at, one->count, one->width, one->weight, &lines);
    }
    uint64_t *values = draw_lines(context, device, &chain_view, &lines, rows);
    pcs_lines_clear(&lines);
    return values;
}

static uint64_t hash_values(const uint64_t *values, size_t count) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ values[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static void chains_are_near(pcs_context *context, pcs_device *device) {
    static const struct {
        pcs_measure measure;
        uint64_t hash;
    } cases[] = {{PCS_MEASURE_EDGES, UINT64_C(0x10d1a1a48242a09b)},
                 {PCS_MEASURE_BYTES, UINT64_C(0x3b89b89b05a20433)},
                 {PCS_MEASURE_MEAN, UINT64_C(0x405f3427fd38a41a)},
                 {PCS_MEASURE_MAX, UINT64_C(0x0dfa73deb113f3d9)}};
    const size_t pixels = (size_t)chain_view.width * chain_view.height;
    make_chains();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_measure measure = cases[i].measure;
        double scale = measure == PCS_MEASURE_MEAN ? 1.0 : 1024.0;
        memset(&expected, 0, sizeof(expected));
        for (uint32_t c = 0; c < CHAINS; c++) {
            expect_chain(&expected, &chain_view, (const double(*)[2])chains[c].at, chains[c].count, chains[c].width,
                         (double)chains[c].weight, measure != PCS_MEASURE_MAX);
        }
        uint64_t *values = draw_chains(context, device, measure, chain_view.height);
        uint64_t *by_strips = draw_chains(context, device, measure, PCS_TILE_SIDE);
        size_t wrong = 0;
        for (size_t p = 0; p < pixels; p++) {
            double allowed = tolerance_of(measure, p, 1.0 + 7.0 * CHAINS);
            wrong += fabs((double)values[p] / scale - value_of(measure, p)) <= allowed ? 0 : 1;
        }
        CHECK_CASE(wrong == 0, "%s: %zu pixels", pcs_measure_name(measure), wrong);
        CHECK_CASE(memcmp(values, by_strips, pixels * sizeof(*values)) == 0, "%s by strips", pcs_measure_name(measure));
        uint64_t hash = hash_values(values, pixels);
        CHECK_CASE(hash == cases[i].hash, "%s: 0x%016llx", pcs_measure_name(measure), (unsigned long long)hash);
        free(by_strips);
        free(values);
    }
}

/* ---- the same everywhere */

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

static void on_device(pcs_context *context, pcs_device *device) {
    values_are_near(context, device);
    chains_are_near(context, device);
    values_are_the_same(context, device);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    directions_agree();
    edges_have_widths(context);
    each_device(context, on_device);
    pcs_context_free(context);
    return check_result();
}
