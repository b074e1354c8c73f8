/* raster: sums of 64 bits, greatest and mean values, strips; against a plain loop and Datashader's arrays. */
#include "image_check.h"

#include <math.h>

enum { WIDTH = 700, HEIGHT = 520, LINES = 3000 };

/* What a plain loop makes of every pixel. */
typedef struct plain {
    uint64_t values[PCS_MEASURE_COUNT][WIDTH * HEIGHT];
} plain;

static void add_plainly(plain *all, pcs_segment s, const uint64_t weights[PCS_MEASURE_COUNT]) {
    pcs_line line = pcs_line_of(s);
    for (uint64_t k = 0; k <= line.length; k++) {
        uint64_t steps = line.length ? (2 * line.rise * k + line.length) / (2 * (uint64_t)line.length) : 0;
        uint64_t across = line.falling ? line.across - steps : line.across + steps;
        uint64_t p = line.steep ? (line.along + k) * WIDTH + across : across * WIDTH + line.along + k;
        for (int m = PCS_MEASURE_EDGES; m <= PCS_MEASURE_PAYLOAD; m++) {
            all->values[m][p] += weights[m];
        }
        uint64_t most = all->values[PCS_MEASURE_MAX][p], bytes = weights[PCS_MEASURE_BYTES];
        all->values[PCS_MEASURE_MAX][p] = most < bytes ? bytes : most;
        all->values[PCS_MEASURE_ANY][p] = 1;
    }
}

static void finish_plainly(plain *all) {
    for (uint32_t p = 0; p < WIDTH * HEIGHT; p++) {
        uint64_t count = all->values[PCS_MEASURE_EDGES][p], sum = all->values[PCS_MEASURE_BYTES][p];
        all->values[PCS_MEASURE_MEAN][p] = count ? sum / count + (2 * (sum % count) >= count) : 0;
    }
}

static uint64_t element(const uint8_t *data, bool wide, uint64_t at) {
    uint64_t value = 0;
    memcpy(&value, data + at * (wide ? 8 : 4), wide ? 8 : 4); /* little-endian, as this machine */
    return value;
}

/* Hosts in a row for the ends of lines: edges 2 e, 2 e + 1 at places of their own. */
typedef struct scene {
    pcs_layout layout;
    pcs_edges edges;
    plain *expected;
} scene;

static void make_scene(scene *s) {
    double *x = malloc(2 * LINES * sizeof(*x)), *y = malloc(2 * LINES * sizeof(*y));
    pcs_edge *table = calloc(LINES, sizeof(*table));
    s->expected = calloc(1, sizeof(*s->expected));
    CHECK(x && y && table && s->expected);
    for (uint32_t e = 0; e < LINES; e++) {
        for (uint32_t end = 0; end < 2; end++) {
            /* A third of them from a hub, a third short. */
            uint64_t n = 2 * (uint64_t)(2 * e + end);
            double near = e % 3 == 2 && end == 1 ? 0.01 : 1.0;
            x[2 * e + end] = e % 3 == 1 && end == 0 ? 333.5 : floor(random_number(5, n) * WIDTH * near) + 0.5;
            y[2 * e + end] = e % 3 == 1 && end == 0 ? 250.5 : floor(random_number(5, n + 1) * HEIGHT * near) + 0.5;
        }
        table[e] = (pcs_edge){.a = 2 * e, .b = 2 * e + 1};
        double size = random_number(6, e);
        table[e].a_to_b =
            (pcs_traffic){.packets = e % 7, .bytes = (uint64_t)(size * 0x1p52), .payload_bytes = UINT32_MAX};
        table[e].b_to_a = (pcs_traffic){.packets = 1, .bytes = e % 5, .payload_bytes = e % 2};
        const uint64_t weights[PCS_MEASURE_COUNT] = {
            [PCS_MEASURE_EDGES] = 1,
            [PCS_MEASURE_PACKETS] = table[e].a_to_b.packets + 1,
            [PCS_MEASURE_BYTES] = table[e].a_to_b.bytes + table[e].b_to_a.bytes,
            [PCS_MEASURE_PAYLOAD] = UINT32_MAX + (uint64_t)(e % 2),
        };
        pcs_segment line = {(int32_t)x[2 * e], (int32_t)y[2 * e], (int32_t)x[2 * e + 1], (int32_t)y[2 * e + 1]};
        add_plainly(s->expected, line, weights);
    }
    finish_plainly(s->expected);
    s->layout = (pcs_layout){.x = x, .y = y, .host_count = 2 * LINES};
    s->edges = (pcs_edges){.table = table, .host_count = 2 * LINES, .edge_count = LINES};
}

static scene all;

static const pcs_view view = {.width = WIDTH, .height = HEIGHT, .x_max = WIDTH, .y_max = HEIGHT};

/* strip: rows at a time. */
static void measure_is(pcs_context *context, pcs_device *device, pcs_measure measure, uint32_t strip) {
    pcs_lines lines;
    pcs_image_options options = PCS_OPTIONS(options);
    options.measure = measure;
    bool wide = measure != PCS_MEASURE_EDGES && measure != PCS_MEASURE_ANY;
    uint64_t size = wide ? 8 : 4, different = 0;
    uint8_t *found = malloc(strip * WIDTH * size);
    CHECK_CASE(pcs_lines_new(context, &view, &all.layout, &all.edges, NULL, NULL, &options, &lines) == PCS_OK, "%s",
               pcs_context_message(context));
    for (uint32_t first = 0; first < HEIGHT; first += strip) {
        uint32_t rows = HEIGHT - first < strip ? HEIGHT - first : strip;
        pcs_buffer *buffer = NULL;
        CHECK(pcs_buffer_new(device, "a strip", rows * WIDTH * size, &buffer) == PCS_OK);
        CHECK(pcs_raster_draw(context, device, &lines, WIDTH, first, rows, buffer) == PCS_OK);
        CHECK(found && pcs_buffer_read(buffer, 0, found, rows * WIDTH * size) == PCS_OK);
        for (uint64_t p = 0; p < (uint64_t)rows * WIDTH; p++) {
            different += element(found, wide, p) != all.expected->values[measure][(uint64_t)first * WIDTH + p];
        }
        pcs_buffer_free(buffer);
    }
    CHECK_CASE(different == 0, "%s, strips of %u rows: %llu pixels", pcs_measure_name(measure), strip,
               (unsigned long long)different);
    pcs_lines_clear(&lines);
    free(found);
}

/* A hub: one pixel that passes 2^32 many times over. */
static void a_pixel_passes_32_bits(pcs_context *context, pcs_device *device) {
    enum { EDGES = 100000 };
    double x[] = {0.5, 7.5}, y[] = {0.5, 3.5};
    pcs_layout layout = {.x = x, .y = y, .host_count = 2};
    pcs_edge *table = calloc(EDGES, sizeof(*table));
    for (uint32_t e = 0; e < EDGES; e++) {
        table[e] = (pcs_edge){.a = 0, .b = 1, .a_to_b = {.bytes = UINT64_C(0xffffffff) + e}};
    }
    pcs_edges edges = {.table = table, .host_count = 2, .edge_count = EDGES};
    pcs_image_options options = PCS_OPTIONS(options);
    options.width = 8;
    options.height = 4;
    options.view = (const double[]){0, 0, 8, 4};
    options.measure = PCS_MEASURE_BYTES;
    pcs_counts *counts = NULL;
    uint64_t sum = 0;
    CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_OK && counts->wide);
    CHECK(pcs_buffer_read(counts->buffer, 0, &sum, sizeof(sum)) == PCS_OK);
    CHECK(sum == UINT64_C(0xffffffff) * EDGES + (uint64_t)EDGES * (EDGES - 1) / 2);
    pcs_counts_free(counts);
    options.measure = PCS_MEASURE_COUNT;
    CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_E_ARGUMENT && !counts);
    free(table);
}

/* ---- Datashader's arrays of segments with weights */

static double *read_array(const char *name, size_t count) {
    char path[512];
    snprintf(path, sizeof(path), "%s/reference/datashader/%s", check_shared(), name);
    FILE *file = fopen(path, "rb");
    double *array = calloc(count, sizeof(*array));
    CHECK_CASE(file && array && fseek(file, 128, SEEK_SET) == 0 && fread(array, sizeof(*array), count, file) == count,
               "%s", path);
    if (file) {
        fclose(file);
    }
    return array;
}

/* Weights there are whole numbers. Empty pixels, NaN there, are 0 here. */
static void random_vectors(pcs_context *context, pcs_device *device) {
    enum { W = 160, H = 120, MOST = 10000 };
    static const struct {
        pcs_measure measure;
        const char *name;
        double tolerance; /* of a mean, which is rounded here */
    } cases[] = {{PCS_MEASURE_BYTES, "lines/random10k_sum.npy", 1e-6},
                 {PCS_MEASURE_MAX, "lines/random10k_max.npy", 1e-9},
                 {PCS_MEASURE_MEAN, "lines/random10k_mean.npy", 0.5000001}};
    char path[512], line[512];
    snprintf(path, sizeof(path), "%s/reference/datashader/lines/random10k.csv", check_shared());
    FILE *file = fopen(path, "r");
    double *x = malloc(2 * MOST * sizeof(*x)), *y = malloc(2 * MOST * sizeof(*y)), weight;
    pcs_edge *table = calloc(MOST, sizeof(*table));
    uint32_t count = 0;
    CHECK(file && x && y && table);
    while (file && count < MOST && fgets(line, sizeof(line), file)) {
        uint32_t a = 2 * count, b = 2 * count + 1;
        if (sscanf(line, "%lf,%lf,%lf,%lf,%lf", &x[a], &y[a], &x[b], &y[b], &weight) == 5) {
            table[count] = (pcs_edge){.a = a, .b = b};
            table[count++].a_to_b.bytes = (uint64_t)llround(weight);
        }
    }
    CHECK(count > 9000);
    pcs_layout layout = {.x = x, .y = y, .host_count = 2 * count};
    pcs_edges edges = {.table = table, .host_count = 2 * count, .edge_count = count};
    pcs_image_options options = PCS_OPTIONS(options);
    options.width = W;
    options.height = H;
    options.view = (const double[]){0, 0, 1, 1};
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        pcs_counts *counts = NULL;
        double *expected = read_array(cases[c].name, W * H), worst = 0.0;
        uint64_t *found = malloc(W * H * sizeof(*found));
        options.measure = cases[c].measure;
        CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_OK);
        CHECK(found && counts && pcs_buffer_read(counts->buffer, 0, found, W * H * sizeof(*found)) == PCS_OK);
        for (uint32_t p = 0; p < W * H; p++) {
            double theirs = isnan(expected[p]) ? 0.0 : expected[p];
            worst = fmax(worst, fabs((double)found[p] - theirs));
        }
        CHECK_CASE(worst <= cases[c].tolerance, "%s: %g", cases[c].name, worst);
        printf("%s: largest difference %g\n", cases[c].name, worst);
        pcs_counts_free(counts);
        free(found);
        free(expected);
    }
    free(table);
    free(y);
    free(x);
    if (file) {
        fclose(file);
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    for (int m = 0; m < PCS_MEASURE_COUNT; m++) {
        measure_is(context, device, (pcs_measure)m, HEIGHT);
        measure_is(context, device, (pcs_measure)m, PCS_TILE_SIDE);
    }
    measure_is(context, device, PCS_MEASURE_EDGES, 2 * PCS_TILE_SIDE);
    a_pixel_passes_32_bits(context, device);
    if (check_shared()) {
        random_vectors(context, device);
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    make_scene(&all);
    each_device(context, on_device);
    if (!check_shared()) {
        printf("skipped: Datashader's sums (PCS_SHARED is not set)\n");
    }
    free(all.expected);
    free(all.edges.table);
    free(all.layout.x);
    free(all.layout.y);
    pcs_context_free(context);
    return check_result();
}
