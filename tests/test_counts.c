/* raster: counts as NumPy arrays, and the recipe of the README against Datashader's arrays. */
#include "image_check.h"

#include <math.h>
#include <unistd.h>

static char folder[] = "/tmp/pcapshade-test-XXXXXX";

static const char *in_folder(const char *name) {
    static char path[2][128];
    static int turn;
    char *at = path[turn++ % 2];
    snprintf(at, sizeof(path[0]), "%s/%s", folder, name);
    return at;
}

/* An array as NumPy writes it: type, shape, elements. */
static const char *write_array(const char *header, const void *elements, size_t size) {
    const char *path = in_folder("array.npy");
    char text[128];
    int length = snprintf(text, sizeof(text), "%-*s\n", 117, header);
    FILE *file = fopen(path, "wb");
    CHECK(file && length == 118 && fwrite("\x93NUMPY\x01\x00\x76\x00", 10, 1, file) == 1);
    CHECK(file && fwrite(text, 118, 1, file) == 1 && (size == 0 || fwrite(elements, size, 1, file) == 1));
    CHECK(file && fclose(file) == 0);
    return path;
}

static void elements_are(pcs_counts *counts, const uint64_t *expected) {
    for (uint64_t i = 0; counts && i < (uint64_t)counts->width * counts->height; i++) {
        uint64_t size = counts->wide ? 8 : 4, value = 0;
        CHECK(pcs_buffer_read(counts->buffer, i * size, &value, size) == PCS_OK); /* little-endian, as this machine */
        CHECK_CASE(value == expected[i], "element %llu", (unsigned long long)i);
    }
}

static void arrays_are_read(pcs_context *context, pcs_device *device) {
    static const uint8_t one[] = {0, 1, 255, 2, 3, 4};
    static const uint16_t two[] = {0, 1, 65535, 2, 3, 4};
    static const uint32_t four[] = {0, 1, UINT32_MAX, 2, 3, 4};
    static const uint64_t eight[] = {0, 1, UINT64_MAX, 2, 3, UINT64_C(1) << 32};
    static const double real[] = {0, 0.25, 1, 1e-9, NAN, 1000.5};
    static const struct {
        const char *type;
        const void *elements;
        size_t size;
        uint64_t expected[6];
    } cases[] = {{"|u1", one, sizeof(one), {0, 1, 255, 2, 3, 4}},
                 {"<u2", two, sizeof(two), {0, 1, 65535, 2, 3, 4}},
                 {"<u4", four, sizeof(four), {0, 1, UINT32_MAX, 2, 3, 4}},
                 {"<u8", eight, sizeof(eight), {0, 1, UINT64_MAX, 2, 3, UINT64_C(1) << 32}},
                 /* In 1024ths; what is there at all stays so. */
                 {"<f8", real, sizeof(real), {0, 256, 1024, 1, 0, 1024512}}};
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        char header[128];
        pcs_counts *counts = NULL, *again = NULL;
        pcs_image *image = NULL;
        snprintf(header, sizeof(header), "{'descr': '%s', 'fortran_order': False, 'shape': (2, 3), }", cases[c].type);
        const char *path = write_array(header, cases[c].elements, cases[c].size);
        CHECK_CASE(pcs_counts_read_npy(context, device, path, &counts) == PCS_OK, "%s", pcs_context_message(context));
        CHECK(counts && pcs_counts_width(counts) == 3 && pcs_counts_height(counts) == 2);
        elements_are(counts, cases[c].expected);
        CHECK(pcs_counts_write_npy(context, counts, in_folder("again.npy")) == PCS_OK);
        CHECK(pcs_counts_read_npy(context, device, in_folder("again.npy"), &again) == PCS_OK);
        elements_are(again, cases[c].expected);
        CHECK(pcs_counts_shade(context, device, counts, NULL, &image) == PCS_OK && pcs_image_height(image) == 2);
        /* The top row of the image is the last one; 0 alone is background. */
        CHECK(image && pcs_image_pixels(image)[3] == 0 && pcs_image_pixels(image)[4] > 0);
        CHECK(image && pcs_image_pixels(image)[5] > pcs_image_pixels(image)[4] && pcs_image_pixels(image)[0] > 0);
        pcs_image_free(image);
        pcs_counts_free(again);
        pcs_counts_free(counts);
    }
}

static void faults_are_named(pcs_context *context, pcs_device *device) {
    static const struct {
        const char *header, *message;
    } cases[] = {
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "whole numbers"},
        {"{'descr': '>u4', 'fortran_order': False, 'shape': (2, 3), }", "whole numbers"},
        {"{'descr': '<u4', 'fortran_order': True, 'shape': (2, 3), }", "rows and columns"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (2, 3, 4), }", "an array of categories"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (6,), }", "rows and columns"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (0, 3), }", "each may be"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (2, 999999999), }", "each may be"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (2, 9999999999), }", "rows and columns"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (32768, 32769), }", "1073741824 elements in all"},
        {"{'descr': '<u4', 'shape': (2, 3), }", "damaged"},
        {"", "damaged"},
        {"{'descr': '<u4', 'fortran_order': False, 'shape': (2, 4), }", "cut short"},
    };
    uint32_t elements[6] = {0};
    pcs_counts *counts = NULL;
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        const char *path = write_array(cases[c].header, elements, sizeof(elements));
        CHECK_CASE(pcs_counts_read_npy(context, device, path, &counts) == PCS_E_FORMAT && !counts, "%s",
                   cases[c].header);
        CHECK_CASE(strstr(pcs_context_message(context), cases[c].message) != NULL, "%s", pcs_context_message(context));
    }
    CHECK(truncate(write_array("", NULL, 0), 9) == 0);
    CHECK(pcs_counts_read_npy(context, device, in_folder("array.npy"), &counts) == PCS_E_FORMAT);
}

/* ---- the recipe: edge list, positions, view and size of the README, every pixel */

static void recipe(const char *positions, uint32_t width, uint32_t height, const double view[4], const char *expected) {
    const char *shared = check_shared();
    char edges[512], places[512], array[512];
    snprintf(edges, sizeof(edges), "%s/reference/datashader/graph/edges.csv", shared);
    snprintf(places, sizeof(places), "%s/reference/datashader/graph/%s", shared, positions);
    snprintf(array, sizeof(array), "%s/reference/datashader/graph/%s", shared, expected);
    pcs_context *context = pcs_context_new(NULL);
    pcs_device *device = NULL;
    pcs_counts *ours = NULL, *theirs = NULL;
    pcs_layout_options layout = PCS_OPTIONS(layout);
    pcs_image_options image = PCS_OPTIONS(image);
    pcs_render_options options = PCS_OPTIONS(options);
    const char *input = edges;
    layout.positions = places;
    image.width = width;
    image.height = height;
    image.view = view;
    options.device = "host";
    options.layout = &layout;
    options.image = &image;
    options.save_counts = in_folder("out.npy");
    CHECK_CASE(pcs_render(context, &input, 1, in_folder("out.png"), &options, NULL) == PCS_OK, "%s",
               pcs_context_message(context));
    CHECK(pcs_device_open(context, "host", NULL, &device) == PCS_OK);
    CHECK(pcs_counts_read_npy(context, device, in_folder("out.npy"), &ours) == PCS_OK);
    CHECK(pcs_counts_read_npy(context, device, array, &theirs) == PCS_OK);
    size_t size = (size_t)width * height * sizeof(uint32_t);
    uint32_t *a = malloc(size), *b = malloc(size);
    CHECK(ours && theirs && ours->width == theirs->width && ours->height == theirs->height);
    CHECK(pcs_buffer_read(ours->buffer, 0, a, size) == PCS_OK && pcs_buffer_read(theirs->buffer, 0, b, size) == PCS_OK);
    uint32_t different = 0;
    for (size_t i = 0; i < (size_t)width * height; i++) {
        different += a[i] != b[i];
    }
    CHECK_CASE(different == 0, "%s: %u pixels", expected, different);
    printf("graph/%s: %u of %u pixels differ\n", expected, different, width * height);
    free(b);
    free(a);
    pcs_counts_free(theirs);
    pcs_counts_free(ours);
    pcs_device_free(device);
    pcs_context_free(context);
}

static void recipes(void) {
    recipe("positions_circle.csv", 160, 160, (double[]){-1.0, -0.9999978471298135, 1.0, 0.9999978471298135},
           "circle_exact_count.npy");
    recipe("positions_circle.csv", 160, 140, (double[]){-1.2, -1.1999974165557763, 1.2, 1.1999974165557763},
           "circle_pad_count.npy");
    recipe("positions_circle.csv", 160, 160,
           (double[]){-0.4, -0.49999892356490677, 0.3999999999999999, 0.2999993541389442}, "circle_zoom_count.npy");
    recipe("positions_force.csv", 160, 160, (double[]){-0.935988, -1.330073, 2.142249, 2.008035},
           "force_exact_count.npy");
    recipe("positions_force.csv", 160, 140, (double[]){-1.2438117000000002, -1.6638838, 2.4500727, 2.3418458},
           "force_pad_count.npy");
    recipe("positions_force.csv", 160, 160,
           (double[]){-0.012516900000000053, -0.49554600000000004, 1.2187779, 0.8396972000000003},
           "force_zoom_count.npy");
    recipe("positions_force.csv", 800, 800, (double[]){-0.935988, -1.330073, 2.142249, 2.008035},
           "force_big_count_u2.npy");
}

static void views_are_checked(pcs_context *context, pcs_device *device) {
    static const double views[][4] = {
        {0, 0, 0, 1}, {1, 0, 0, 1}, {0, 0, 1, 0}, {-1e308, 0, 1e308, 1}, {0, 0, 5e-324, 1}};
    pcs_layout layout = {.host_count = 0};
    pcs_edges edges = {.host_count = 0};
    for (size_t v = 0; v < sizeof(views) / sizeof(views[0]); v++) {
        pcs_image_options options = PCS_OPTIONS(options);
        pcs_counts *counts = NULL;
        options.view = views[v];
        CHECK_CASE(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_E_ARGUMENT && !counts,
                   "view %zu", v);
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    arrays_are_read(context, device);
    faults_are_named(context, device);
    views_are_checked(context, device);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL && mkdtemp(folder));
    each_device(context, on_device);
    if (check_shared()) {
        recipes();
    } else {
        printf("skipped: Datashader's counts of a graph (PCS_SHARED is not set)\n");
    }
    pcs_context_free(context);
    static const char *const left[] = {"array.npy", "again.npy", "out.npy", "out.png"};
    for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++) {
        unlink(in_folder(left[i]));
    }
    CHECK(rmdir(folder) == 0);
    return check_result();
}
