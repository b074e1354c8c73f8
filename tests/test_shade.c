/* shade: equalisation against Datashader's rules written plainly in double, and against its own pictures. */
#include "image_check.h"
#include "shade/composite.h"
#include "shade/ramp.h"
#include "shade/shade.h"

#include <math.h>

/* ---- the plain way: each pixel by itself, every rule as RASTER.md 6.1 writes it */

typedef struct plain {
    uint32_t *sorted; /* the counts that are not 0, less the least, ascending */
    size_t count;
    uint32_t least;
    double centres[65536], shares[65536]; /* of bins that hold anything, where the span is wide */
    size_t levels;
    bool wide;
    double low, high; /* the range of colours */
} plain;

static int compare_counts(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void fill_bins(plain *p) {
    double range = p->sorted[p->count - 1];
    size_t next = 0;
    for (int bin = 0; bin < 65536; bin++) {
        double upper = range * (bin + 1) / 65536.0;
        size_t before = next;
        while (next < p->count && (p->sorted[next] < upper || bin == 65535)) {
            next++;
        }
        if (next > before) {
            p->centres[p->levels] = (range * bin / 65536.0 + upper) / 2.0;
            p->shares[p->levels++] = (double)next / (double)p->count;
        }
    }
}

static double plain_share(const plain *p, uint32_t above) {
    if (!p->wide) {
        size_t up_to = 0;
        while (up_to < p->count && p->sorted[up_to] <= above) {
            up_to++;
        }
        return (double)up_to / (double)p->count;
    }
    if (above <= p->centres[0]) {
        return p->shares[0];
    }
    for (size_t i = 1; i < p->levels; i++) {
        if (above <= p->centres[i]) {
            double part = (above - p->centres[i - 1]) / (p->centres[i] - p->centres[i - 1]);
            return p->shares[i - 1] + part * (p->shares[i] - p->shares[i - 1]);
        }
    }
    return 1.0;
}

static plain *plain_new(const uint32_t *counts, size_t pixels) {
    plain *p = calloc(1, sizeof(*p));
    p->sorted = malloc(pixels * sizeof(*p->sorted));
    for (size_t i = 0; i < pixels; i++) {
        if (counts[i] > 0) {
            p->sorted[p->count++] = counts[i];
        }
    }
    if (p->count == 0) {
        return p;
    }
    qsort(p->sorted, p->count, sizeof(*p->sorted), compare_counts);
    p->least = p->sorted[0];
    for (size_t i = 0; i < p->count; i++) {
        p->sorted[i] -= p->least;
    }
    p->wide = p->sorted[p->count - 1] >= 65536;
    if (p->wide) {
        fill_bins(p);
    } else {
        for (size_t i = 0; i < p->count; i++) {
            p->levels += i == 0 || p->sorted[i] != p->sorted[i - 1];
        }
    }
    p->low = plain_share(p, 0);
    p->high = 1.0;
    double stretch = 1.5 - ((double)p->levels - 2.0) * 0.5 / 98.0;
    if (stretch > 1.0) {
        p->low = fmax(p->high - stretch * (p->high - p->low), 0.0);
    }
    return p;
}

static void plain_free(plain *p) {
    free(p->sorted);
    free(p);
}

/* Where a count stands among 255 colours, 0 to 254, not yet rounded. */
static double plain_place(const plain *p, uint32_t count) {
    double share = plain_share(p, count - p->least);
    return p->high > p->low ? (share - p->low) / (p->high - p->low) * 254.0 : 254.0;
}

/* ---- pictures */

static pcs_image *shade(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height,
                        const uint32_t *counts, const char *colormap, const char *background) {
    pcs_buffer *buffer = NULL;
    pcs_image *image = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    options.colormap = colormap;
    options.background = background;
    uint64_t size = (uint64_t)width * height * sizeof(*counts);
    CHECK(pcs_buffer_new_from(device, "counts", counts, size, &buffer) == PCS_OK);
    CHECK_CASE(pcs_shade_counts(context, device, &(pcs_counts){.width = width, .height = height, .buffer = buffer},
                                &options, &image) == PCS_OK,
               "%s", pcs_context_message(context));
    pcs_buffer_free(buffer);
    return image;
}

typedef uint32_t (*make_count)(uint64_t n);

static uint32_t none(uint64_t n) {
    (void)n;
    return 0;
}

static uint32_t one_alone(uint64_t n) {
    return n == 17 ? 5 : 0;
}

static uint32_t two_levels(uint64_t n) {
    return n % 3 ? 0 : n % 2 ? 7 : 9;
}

static uint32_t few(uint64_t n) {
    return (uint32_t)pow(12.0, 2.5 * random_number(1, n)) - 1;
}

static uint32_t many(uint64_t n) {
    return random_number(2, n) < 0.5 ? 0 : (uint32_t)(exp(8.0 * random_number(3, n)));
}

static uint32_t all_own_bins(uint64_t n) {
    return n == 0 ? 65535 + 12 : 12 + (uint32_t)(65535.0 * random_number(4, n));
}

static uint32_t just_wide(uint64_t n) {
    return n == 0 ? 12 : n == 1 ? 65536 + 12 : 12 + (uint32_t)(65536.0 * random_number(5, n));
}

static uint32_t very_wide(uint64_t n) {
    return n == 0 ? UINT32_MAX : n % 5 == 0 ? 0 : (uint32_t)exp(22.0 * random_number(6, n));
}

static void colours_are_those_of_the_plain_way(pcs_context *context, pcs_device *device) {
    static const make_count cases[] = {none, one_alone, two_levels, few, many, all_own_bins, just_wide, very_wide};
    static const struct { uint32_t width, height; } sizes[] = {{33, 19}, {1, 40}, {64, 50}};
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        for (size_t z = 0; z < sizeof(sizes) / sizeof(sizes[0]); z++) {
            uint32_t width = sizes[z].width, height = sizes[z].height;
            size_t pixels = (size_t)width * height, wrong = 0;
            uint32_t *counts = malloc(pixels * sizeof(*counts));
            for (size_t i = 0; i < pixels; i++) {
                counts[i] = cases[c](i);
            }
            plain *p = plain_new(counts, pixels);
            pcs_image *image = shade(context, device, width, height, counts, NULL, "black");
            for (size_t i = 0; image && i < pixels; i++) {
                uint8_t found = pcs_image_pixels(image)[(height - 1 - i / width) * width + i % width];
                if (counts[i] == 0) {
                    wrong += found != 0;
                } else {
                    /* Sums in another order may fall on the other side of a half. */
                    wrong += fabs(found - 1.0 - plain_place(p, counts[i])) > 0.5 + 1e-9;
                }
            }
            CHECK_CASE(image && wrong == 0, "case %zu, size %zu: %zu pixels", c, z, wrong);
            pcs_image_free(image);
            plain_free(p);
            free(counts);
        }
    }
}

/* ---- colour maps */

static unsigned warnings;

static void count_warnings(void *user, pcs_log_level level, const char *text) {
    (void)user;
    warnings += level == PCS_LOG_WARNING && strstr(text, "colour map") != NULL;
}

static void maps_are_found(pcs_context *context) {
    pcs_colormap map, reversed;
    size_t count = 0;
    CHECK(strcmp(pcs_colormap_name(0), "fire") == 0);
    for (const char *name; (name = pcs_colormap_name(count)) != NULL; count++) {
        char backwards[32];
        snprintf(backwards, sizeof(backwards), "%s_r", name);
        CHECK_CASE(pcs_colormap_find(context, name, &map) == PCS_OK, "%s", name);
        CHECK_CASE(pcs_colormap_find(context, backwards, &reversed) == PCS_OK, "%s", backwards);
        for (uint32_t i = 0; i < PCS_COLORMAP_KNOTS; i++) {
            CHECK(memcmp(map.knots[i], reversed.knots[PCS_COLORMAP_KNOTS - 1 - i], 3) == 0);
        }
    }
    CHECK(count == 12);
    CHECK(pcs_colormap_find(context, NULL, &map) == PCS_OK);
    CHECK(map.knots[0][0] == 0 && map.knots[255][0] == 255 && map.knots[255][2] == 255);
    static const char *const wrong[] = {"", "_r", "fir", "fires", "fire_r_r", "Fire", "fire\x1b[31m"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK_CASE(pcs_colormap_find(context, wrong[i], &map) == PCS_E_ARGUMENT, "%s", wrong[i]);
        CHECK(strstr(pcs_context_message(context), "viridis") != NULL);
    }
}

/* An edge is never drawn in the colour of the background, nor in one that cannot be told from it. */
static void edges_can_be_seen(pcs_context *context) {
    static const char *const backgrounds[] = {"transparent", "black", "white", "navy", "#fed"};
    for (size_t i = 0; pcs_colormap_name(i); i++) {
        for (size_t b = 0; b < sizeof(backgrounds) / sizeof(backgrounds[0]); b++) {
            bool transparent = b == 0;
            uint8_t palette[256][4];
            pcs_ramp ramp;
            pcs_image_options options = {.colormap = pcs_colormap_name(i), .background = backgrounds[b]};
            CHECK(pcs_ramp_fill(context, &options, &ramp) == PCS_OK);
            pcs_ramp_warn(context, &options, &ramp);
            pcs_ramp_palette(&ramp, palette);
            CHECK(palette[0][3] == (transparent ? 0 : 255));
            for (uint32_t c = 1; c < 256; c++) {
                int apart = 0;
                for (uint32_t channel = 0; channel < 3; channel++) {
                    int difference = abs(palette[c][channel] - palette[0][channel]);
                    apart = difference > apart ? difference : apart;
                }
                CHECK_CASE(palette[c][3] == 255, "%s", pcs_colormap_name(i));
                CHECK_CASE(transparent || apart >= 24, "%s on %s: colour %u", pcs_colormap_name(i), backgrounds[b], c);
            }
        }
    }
    CHECK(warnings == 2); /* coolwarm is bright in its middle: on white and near it, one half is left */
}

/* A layer has the colours that its background asks for, and leaves this out. */
static void layers_are_laid_onto_others(pcs_context *context) {
    uint8_t whole[256][4], layer[256][4];
    pcs_ramp ramp;
    pcs_image_options options = {.colors = "lime", .background = "#102030"};
    CHECK(pcs_ramp_fill(context, &options, &ramp) == PCS_OK);
    pcs_ramp_palette(&ramp, whole);
    CHECK(memcmp(whole[0], (uint8_t[]){0x10, 0x20, 0x30, 255}, 4) == 0 && whole[1][3] == 255);
    options.layer = true;
    CHECK(pcs_ramp_fill(context, &options, &ramp) == PCS_OK);
    pcs_ramp_palette(&ramp, layer);
    CHECK(memcmp(layer[0], (uint8_t[]){0, 0, 0, 0}, 4) == 0 && layer[1][3] == 40);
    for (uint32_t c = 0; c < 256; c++) {
        uint8_t laid[4] = {0x10, 0x20, 0x30, 255};
        pcs_colour_composite(PCS_COMPOSITE_OVER, layer[c], laid);
        CHECK_CASE(memcmp(laid, whole[c], 4) == 0, "colour %u", c);
    }
    options = (pcs_image_options){.background = "white"};
    CHECK(pcs_ramp_fill(context, &options, &ramp) == PCS_OK);
    uint32_t last = ramp.last;
    options.layer = true;
    CHECK(pcs_ramp_fill(context, &options, &ramp) == PCS_OK && ramp.last == last && last < 255);
}

static void samples_are_interpolated(void) {
    pcs_colormap map;
    uint8_t colours[PCS_SHADE_COLOURS][4];
    for (uint32_t knot = 0; knot < PCS_COLORMAP_KNOTS; knot++) {
        memset(map.knots[knot], (int)knot, 3);
    }
    pcs_colormap_sample(&map, 0, 255, colours);
    CHECK(colours[0][0] == 0 && colours[254][0] == 255 && colours[127][0] == 127); /* 127.5 is cut */
    pcs_colormap_sample(&map, 100, 101, colours);
    CHECK(colours[0][0] == 100 && colours[253][0] == 100 && colours[254][0] == 101);
    pcs_colormap_sample(&map, 7, 7, colours);
    CHECK(colours[0][1] == 7 && colours[254][1] == 7);
}

/* ---- Datashader's pictures */

static size_t read_array(const char *name, void *data, size_t size) {
    char path[512];
    snprintf(path, sizeof(path), "%s/reference/datashader/%s", check_shared(), name);
    FILE *file = fopen(path, "rb");
    size_t length = file && fseek(file, 128, SEEK_SET) == 0 ? fread(data, 1, size, file) : 0;
    CHECK_CASE(length > 0, "%s", path);
    if (file) {
        fclose(file);
    }
    return length;
}

/* A picture of 255 colours is at most half a colour off one of all colours, and one unit for each cut. */
static bool is_near(const pcs_colormap *map, uint8_t index, const uint8_t exact[4]) {
    double low = fmax(index - 1.5, 0.0) * 255.0 / 254.0, high = fmin(index - 0.5, 254.0) * 255.0 / 254.0;
    for (uint32_t channel = 0; channel < 3; channel++) {
        double least = 255.0, most = 0.0;
        for (uint32_t step = 0; step <= 16; step++) {
            double at = low + (high - low) * step / 16.0;
            uint32_t knot = (uint32_t)at < 255 ? (uint32_t)at : 254;
            double value =
                map->knots[knot][channel] + (at - knot) * (map->knots[knot + 1][channel] - map->knots[knot][channel]);
            least = fmin(least, value);
            most = fmax(most, value);
        }
        if (exact[channel] < least - 1.01 || exact[channel] > most + 1.01) {
            return false;
        }
    }
    return true;
}

static void pictures_are_datashaders(pcs_context *context, pcs_device *device) {
    static const struct {
        const char *counts, *picture;
        uint32_t width, height;
    } cases[] = {
        {"shade/in_levels1.npy", "shade/levels1_eq_rescale.npy", 32, 24},
        {"shade/in_levels2.npy", "shade/levels2_eq_rescale.npy", 32, 24},
        {"shade/in_levels3.npy", "shade/levels3_eq_rescale.npy", 32, 24},
        {"shade/in_levels10.npy", "shade/levels10_eq_rescale.npy", 32, 24},
        {"shade/in_levels99.npy", "shade/levels99_eq_rescale.npy", 32, 24},
        {"shade/in_levels100.npy", "shade/levels100_eq_rescale.npy", 32, 24},
        {"shade/in_levels101.npy", "shade/levels101_eq_rescale.npy", 32, 24},
        {"shade/in_levels250.npy", "shade/levels250_eq_rescale.npy", 32, 24},
        {"shade/in_wide.npy", "shade/wide_eq_rescale.npy", 32, 24},
        {"graph/circle_exact_count.npy", "shade/circle_eq_rescale.npy", 160, 160},
        {"graph/force_exact_count.npy", "shade/force_eq_rescale.npy", 160, 160},
        {"lines/star500_count.npy", "shade/star_eq.npy", 150, 150},
    };
    static uint32_t counts[160 * 160];
    static uint8_t exact[160 * 160][4];
    pcs_colormap fire;
    CHECK(pcs_colormap_find(context, "fire", &fire) == PCS_OK);
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        uint32_t width = cases[c].width, height = cases[c].height;
        size_t pixels = (size_t)width * height, wrong = 0;
        CHECK(read_array(cases[c].counts, counts, sizeof(counts)) == pixels * 4);
        CHECK(read_array(cases[c].picture, exact, sizeof(exact)) == pixels * 4);
        pcs_image *image = shade(context, device, width, height, counts, "fire", "transparent");
        for (size_t i = 0; image && i < pixels; i++) {
            uint8_t index = pcs_image_pixels(image)[(height - 1 - i / width) * width + i % width];
            wrong += exact[i][3] == 0 ? index != 0 : index == 0 || !is_near(&fire, index, exact[i]);
        }
        CHECK_CASE(image && wrong == 0, "%s: %zu pixels", cases[c].picture, wrong);
        pcs_image_free(image);
    }
}

static void sizes_are_checked(pcs_context *context, pcs_device *device) {
    pcs_buffer *buffer = NULL;
    pcs_image *image = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    CHECK(pcs_buffer_new(device, "counts", 400, &buffer) == PCS_OK && pcs_buffer_zero(buffer) == PCS_OK);
    static const uint32_t heights[] = {11, 0, 5, PCS_IMAGE_SIDE_MAX + 1};
    for (size_t i = 0; i < sizeof(heights) / sizeof(heights[0]); i++) {
        pcs_counts counts = {.width = 10, .height = heights[i], .buffer = buffer};
        CHECK(pcs_shade_counts(context, device, &counts, &options, &image) == PCS_E_ARGUMENT && image == NULL);
    }
    const pcs_image_options wrong[] = {
        {.colormap = "nonesuch"},
        {.how = (pcs_how)7},
        {.background = "reddish"},
        {.background = ""},
        {.span = (const double[]){1, 2}},
        {.how = PCS_HOW_LOG, .span = (const double[]){2, 2}},
        {.how = PCS_HOW_LOG, .span = (const double[]){-1, 2}},
        {.how = PCS_HOW_LOG, .span = (const double[]){0, NAN}},
        {.how = PCS_HOW_LOG, .span = (const double[]){0, INFINITY}},
        {.colormap = "fire", .colors = "red,blue"},
        {.colors = ""},
        {.colors = "red,"},
        {.colors = "red,#12345"},
        {.colors = "#12g"},
        {.colors = "reddish"},
    };
    pcs_counts counts = {.width = 10, .height = 10, .buffer = buffer};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK_CASE(pcs_shade_counts(context, device, &counts, &wrong[i], &image) == PCS_E_ARGUMENT && image == NULL,
                   "wrong option %zu", i);
    }
    pcs_buffer_free(buffer);
}

static void on_device(pcs_context *context, pcs_device *device) {
    colours_are_those_of_the_plain_way(context, device);
    sizes_are_checked(context, device);
    if (check_shared()) {
        pictures_are_datashaders(context, device);
    }
}

int main(void) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.log = count_warnings;
    pcs_context *context = pcs_context_new(&options);
    CHECK(context != NULL);
    if (!check_shared()) {
        printf("skipped: Datashader's pictures (PCS_SHARED is not set)\n");
    }
    maps_are_found(context);
    edges_can_be_seen(context);
    layers_are_laid_onto_others(context);
    samples_are_interpolated();
    each_device(context, on_device);
    pcs_context_free(context);
    return check_result();
}
