/* Images written row by row: the file is that of the whole image, however counts are cut. */
#include "image_check.h"

#include <png.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HOSTS = 60, WIDTH = 301, HEIGHT = 700 };

/* Many hosts in a circle, all of which talk with all; weights far apart. */
typedef struct network {
    double x[HOSTS], y[HOSTS];
    pcs_edge table[HOSTS * HOSTS];
    pcs_edges edges;
    pcs_layout layout;
} network;

static void make_network(network *n) {
    memset(n, 0, sizeof(*n));
    for (uint32_t a = 0; a < HOSTS; a++) {
        n->x[a] = random_number(1, a);
        n->y[a] = random_number(2, a);
        for (uint32_t b = a + 1; b < HOSTS; b++) {
            uint64_t bytes = 1 + (uint64_t)(random_number(3, a * HOSTS + b) * 3e6);
            pcs_protocol protocol = (a + b) % 3 ? PCS_TCP : PCS_UDP;
            n->table[n->edges.edge_count++] =
                (pcs_edge){.a = a, .b = b, .protocol = protocol, .a_to_b = {.packets = 1, .bytes = bytes}};
        }
    }
    n->edges.table = n->table;
    n->edges.host_count = HOSTS;
    n->layout = (pcs_layout){.x = n->x, .y = n->y, .host_count = HOSTS};
}

static uint8_t *read_file(const char *path, size_t *size) {
    struct stat state;
    FILE *file = fopen(path, "rb");
    CHECK_CASE(file && stat(path, &state) == 0, "%s", path);
    *size = (size_t)state.st_size;
    uint8_t *data = malloc(*size + 1);
    CHECK(fread(data, 1, *size, file) == *size);
    fclose(file);
    return data;
}

static void files_are_those_of_whole_images(pcs_context *context, pcs_device *device, const network *n) {
    static const pcs_image_text text = {"Title", "strips"};
    static const pcs_image_options cases[] = {
        {.how = PCS_HOW_EQ_HIST},
        {.how = PCS_HOW_LOG, .background = "transparent"},
        {.measure = PCS_MEASURE_BYTES}, /* counts that the survey cannot tell apart */
        {.measure = PCS_MEASURE_BYTES, .how = PCS_HOW_CBRT, .exact_colors = true},
        {.color_by = PCS_COLOR_BY_PROTOCOL},
        {.line_width = 1.5},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_image_options options = cases[i];
        pcs_counts *counts = NULL;
        pcs_image *image = NULL;
        options.size = sizeof(options);
        options.width = WIDTH;
        options.height = HEIGHT;
        CHECK(pcs_image_draw(context, device, &n->edges, &n->layout, &options, &image) == PCS_OK);
        CHECK(image && pcs_image_write_png(context, image, "whole.png", &text, 1) == PCS_OK);
        size_t size, found;
        uint8_t *whole = read_file("whole.png", &size);
        for (uint64_t bound = 0; bound < 2; bound++) {
            options.max_memory = bound; /* 1: strips of 128 rows */
            CHECK(pcs_counts_draw(context, device, &n->edges, &n->layout, &options, &counts) == PCS_OK);
            CHECK(counts && pcs_counts_strip_count(counts) == (bound ? 6 : 1));
            CHECK_CASE(pcs_counts_write_png(context, device, counts, &options, "rows.png", &text, 1) == PCS_OK, "%s",
                       pcs_context_message(context));
            uint8_t *rows = read_file("rows.png", &found);
            CHECK_CASE(found == size && memcmp(rows, whole, size) == 0, "options %zu, bound %u", i, (unsigned)bound);
            free(rows);
            pcs_counts_free(counts);
        }
        free(whole);
        pcs_image_free(image);
    }
    CHECK(unlink("whole.png") == 0 && unlink("rows.png") == 0);
}

/* An image too wide to be held: one line, which is where it should be. */
static void wide_images_are_written(pcs_context *context, pcs_device *device) {
    enum { WIDE = PCS_IMAGE_WHOLE_SIDE_MAX + 5000, LOW = 300 };
    double x[] = {0.5, WIDE - 0.5}, y[] = {10.5, LOW - 10.5};
    const double view[] = {0, 0, WIDE, LOW};
    pcs_edge table[] = {{.a = 0, .b = 1}};
    pcs_edges edges = {.table = table, .host_count = 2, .edge_count = 1};
    pcs_layout layout = {.x = x, .y = y, .host_count = 2};
    pcs_image_options options = PCS_OPTIONS(options);
    pcs_counts *counts = NULL;
    pcs_image *image = NULL;
    options.width = WIDE;
    options.height = LOW;
    options.view = view;
    options.max_memory = 1;
    CHECK(pcs_image_draw(context, device, &edges, &layout, &options, &image) == PCS_E_ARGUMENT && !image);
    CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_OK);
    CHECK(counts && pcs_counts_shade(context, device, counts, &options, &image) == PCS_E_ARGUMENT && !image);
    CHECK(strstr(pcs_context_message(context), "32768") != NULL);
    options.spread = 1;
    CHECK(pcs_counts_write_png(context, device, counts, &options, "wide.png", NULL, 0) == PCS_E_ARGUMENT);
    options.spread = 0;
    CHECK(pcs_counts_write_png(context, device, counts, &options, "wide.png", NULL, 0) == PCS_OK);
    pcs_counts_free(counts);
    png_image found = {.version = PNG_IMAGE_VERSION};
    CHECK(png_image_begin_read_from_file(&found, "wide.png") && found.width == WIDE && found.height == LOW);
    found.format = PNG_FORMAT_RGBA;
    uint8_t *pixels = malloc(PNG_IMAGE_SIZE(found));
    CHECK(pixels && png_image_finish_read(&found, NULL, pixels, 0, NULL));
    size_t wrong = 0;
    for (int64_t row = 0; row < LOW; row++) {
        for (int64_t column = 0; column < WIDE; column++) {
            int64_t a = WIDE - 1, b = LOW - 21, on = 10 + (2 * b * column + a) / (2 * a);
            bool drawn = pixels[((LOW - 1 - row) * WIDE + column) * 4] > 0;
            wrong += drawn != (row == on);
        }
    }
    CHECK_CASE(wrong == 0, "%zu pixels", wrong);
    free(pixels);
    CHECK(unlink("wide.png") == 0);
}

static void on_device(pcs_context *context, pcs_device *device) {
    static network n;
    make_network(&n);
    files_are_those_of_whole_images(context, device, &n);
    wide_images_are_written(context, device);
}

int main(void) {
    char folder[] = "/tmp/pcapshade-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    pcs_context *context = pcs_context_new(NULL);
    each_device(context, on_device);
    pcs_context_free(context);
    CHECK(chdir("/") == 0 && rmdir(folder) == 0); /* nothing is left behind */
    return check_result();
}
