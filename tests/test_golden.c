/* Golden pictures: hashes of what a PNG decodes to, for many options, on every device and with counts of both widths.
 * The counts are made of integers alone; a hash that changes is a change of every user's pictures. */
#include "image_check.h"
#include "shade/shade.h"

#include <inttypes.h>
#include <png.h>
#include <unistd.h>

enum { WIDTH = 203, HEIGHT = 117, CATEGORIES = 3 };

static const double low_span[] = {2, 40}, high_span[] = {0.5, 3000};

static const struct {
    pcs_image_options options;
    uint64_t hash; /* FNV-1a of red, green, blue and alpha, the top row first */
} golden[] = {
#define O(...)                                                                                                         \
    { .size = sizeof(pcs_image_options), __VA_ARGS__ }
#define WHITE "white"
#define CLEAR "transparent"
    {O(.how = PCS_HOW_EQ_HIST), UINT64_C(0x47b7e225cb667f86)},
    {O(.how = PCS_HOW_LOG), UINT64_C(0x1c251a8f6bee0ed5)},
    {O(.how = PCS_HOW_CBRT), UINT64_C(0xadf9886a60255be2)},
    {O(.how = PCS_HOW_LINEAR), UINT64_C(0x4a81e6bfa5a03899)},
    {O(.how = PCS_HOW_EQ_HIST, .exact_colors = true, .background = CLEAR), UINT64_C(0xf2bafa8613123050)},
    {O(.how = PCS_HOW_LOG, .exact_colors = true, .background = CLEAR), UINT64_C(0xa76634ecc3a48991)},
    {O(.how = PCS_HOW_CBRT, .exact_colors = true, .background = CLEAR), UINT64_C(0x966a6224bc532a15)},
    {O(.how = PCS_HOW_LINEAR, .exact_colors = true, .background = CLEAR), UINT64_C(0x7d1eaa0006beb073)},
    {O(.discrete_as_is = true), UINT64_C(0x51c9b7f8cb2aac21)},
    {O(.discrete_as_is = true, .exact_colors = true), UINT64_C(0x0502526c04add72f)},
    {O(.how = PCS_HOW_LOG, .span = low_span), UINT64_C(0xb9d5c6a9d30b13dd)},
    {O(.how = PCS_HOW_CBRT, .span = low_span), UINT64_C(0xf325b08e92591516)},
    {O(.how = PCS_HOW_LINEAR, .span = low_span), UINT64_C(0xfc3606bd6a931f99)},
    {O(.how = PCS_HOW_LOG, .span = high_span, .exact_colors = true), UINT64_C(0x858aa8a05a519071)},
    {O(.colormap = "viridis"), UINT64_C(0x710d6f63d4d13e49)},
    {O(.colormap = "viridis_r", .background = WHITE), UINT64_C(0x79043ecb6521f8be)},
    {O(.colormap = "bgy", .background = WHITE, .exact_colors = true), UINT64_C(0xd112758620f022ed)},
    {O(.colormap = "gray", .background = CLEAR), UINT64_C(0xc3372d7171bda414)},
    {O(.colors = "navy,#ff0000,white"), UINT64_C(0xd889266c6227ca7c)},
    {O(.colors = "navy,#ff0000,white", .exact_colors = true, .how = PCS_HOW_CBRT), UINT64_C(0xdc37c39446afe8db)},
    {O(.colors = "lime"), UINT64_C(0xfe54ec1ffd7577c6)},
    {O(.colors = "lime", .background = CLEAR), UINT64_C(0xdd60faa02f1bf7ce)},
    {O(.colors = "#369", .min_alpha = 100, .alpha = 220, .background = WHITE), UINT64_C(0x449819deb6ae0a6a)},
    {O(.colors = "#369", .min_alpha = 255, .exact_colors = true, .background = CLEAR), UINT64_C(0x39ede9961c6c0870)},
    {O(.spread = 1), UINT64_C(0xdb97cb9da851f2a6)},
    {O(.spread = 3, .background = WHITE), UINT64_C(0xf949de15ebf77629)},
    {O(.spread = 1, .exact_colors = true), UINT64_C(0x4fba1435d69c9d85)},
    {O(.spread = 2, .colors = "lime"), UINT64_C(0x907146bad86b047f)},
    {O(.spread = 2, .colors = "lime", .background = CLEAR), UINT64_C(0xcd82b3cfa7455556)},
    {O(.spread = PCS_SPREAD_AUTO), UINT64_C(0x47b7e225cb667f86)},
    {O(.spread = PCS_SPREAD_AUTO, .exact_colors = true, .background = CLEAR), UINT64_C(0xf2bafa8613123050)},
    {O(.spread = 7, .alpha = 128, .how = PCS_HOW_LOG), UINT64_C(0x42c13335663ab381)},
#undef O
#undef WHITE
#undef CLEAR
};

/* The same with the counts of three categories. */
static const struct {
    pcs_image_options options;
    uint64_t hash;
} mixed[] = {
#define O(...)                                                                                                         \
    { .size = sizeof(pcs_image_options), .color_by = PCS_COLOR_BY_PROTOCOL, __VA_ARGS__ }
    {O(.how = PCS_HOW_EQ_HIST), UINT64_C(0xa3cfeb047b6372b7)},
    {O(.how = PCS_HOW_LOG, .background = "white"), UINT64_C(0xc3121e74ad64a34f)},
    {O(.how = PCS_HOW_CBRT, .background = "transparent"), UINT64_C(0xf1ab2b409c3e1d1b)},
    {O(.how = PCS_HOW_LINEAR, .span = low_span), UINT64_C(0x4a8d1c650c6eeff4)},
    {O(.discrete_as_is = true, .min_alpha = 40, .alpha = 200), UINT64_C(0xf0ecb0ae31aadf40)},
    {O(.category_colors = "a=red,c=#00f"), UINT64_C(0x289f4befaa5bf982)},
    {O(.spread = 2), UINT64_C(0xd7ee03f4597413d7)},
#undef O
};

/* Lines and dots of all brightnesses, much left empty. */
static void fill(uint32_t *counts) {
    uint64_t state = 12345;
    memset(counts, 0, WIDTH * HEIGHT * sizeof(*counts));
    for (uint32_t line = 0; line < 400; line++) {
        uint32_t ends[5];
        for (uint32_t i = 0; i < 5; i++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            ends[i] = (uint32_t)(state >> 33);
        }
        uint32_t x0 = ends[0] % WIDTH, y0 = ends[1] % HEIGHT, weight = 1u << ends[4] % 12;
        uint32_t steps = line % 4 ? 0 : ends[2] % 90;
        for (uint32_t step = 0; step <= steps; step++) {
            counts[(y0 + step * (ends[3] % 5) / 4) % HEIGHT * WIDTH + (x0 + step) % WIDTH] += weight;
        }
    }
}

static uint64_t hash_png(const char *path) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) {
        return 0;
    }
    image.format = PNG_FORMAT_RGBA;
    size_t size = PNG_IMAGE_SIZE(image);
    uint8_t *pixels = malloc(size);
    bool read = pixels && png_image_finish_read(&image, NULL, pixels, 0, NULL);
    for (size_t i = 0; read && i < size; i++) {
        hash = (hash ^ pixels[i]) * UINT64_C(0x100000001b3);
    }
    free(pixels);
    return read ? hash : 0;
}

static uint64_t hash_of(pcs_context *context, pcs_device *device, const pcs_image_options *options,
                        const uint32_t *counts, const pcs_categories *categories, bool wide) {
    static uint64_t wide_counts[WIDTH * HEIGHT * CATEGORIES];
    char path[64];
    pcs_image *image = NULL;
    size_t numbers = (size_t)WIDTH * HEIGHT * (categories->count > 0 ? categories->count : 1);
    pcs_counts strip = {.width = WIDTH, .height = HEIGHT, .wide = wide, .categories = *categories};
    for (size_t i = 0; i < numbers; i++) {
        wide_counts[i] = counts[i];
    }
    snprintf(path, sizeof(path), "golden-%ld.png", (long)getpid());
    CHECK(pcs_buffer_new_from(device, "counts", wide ? (const void *)wide_counts : counts, numbers * (wide ? 8 : 4),
                              &strip.buffer) == PCS_OK);
    CHECK_CASE(pcs_shade_counts(context, device, &strip, options, &image) == PCS_OK, "%s",
               pcs_context_message(context));
    CHECK(image && pcs_image_write_png(context, image, path, NULL, 0) == PCS_OK);
    uint64_t hash = hash_png(path);
    unlink(path);
    pcs_image_free(image);
    pcs_buffer_free(strip.buffer);
    return hash;
}

/* What is there goes to each category in another measure, and half of it to none but the first. */
static void share_out(const uint32_t *counts, uint32_t *shares) {
    for (uint32_t i = 0; i < WIDTH * HEIGHT; i++) {
        for (uint32_t c = 0; c < CATEGORIES; c++) {
            shares[CATEGORIES * i + c] = c > 0 && i % 64 < 32 ? 0 : counts[i] * (i / 7 % 5 + c) / 3;
        }
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    static uint32_t counts[WIDTH * HEIGHT], shares[WIDTH * HEIGHT * CATEGORIES];
    static const pcs_categories none, three = {.count = CATEGORIES,
                                               .list = {{.name = "a"}, {.name = "b"}, {.name = "c"}},
                                               .places = {0, 1, PCS_CATEGORY_REST}};
    fill(counts);
    share_out(counts, shares);
    for (int wide = 0; wide < 2; wide++) {
        for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
            uint64_t hash = hash_of(context, device, &golden[i].options, counts, &none, wide);
            CHECK_CASE(hash == golden[i].hash, "picture %zu, %s: 0x%016" PRIx64, i, wide ? "64 bits" : "32 bits", hash);
        }
        for (size_t i = 0; i < sizeof(mixed) / sizeof(mixed[0]); i++) {
            uint64_t hash = hash_of(context, device, &mixed[i].options, shares, &three, wide);
            CHECK_CASE(hash == mixed[i].hash, "categories %zu, %s: 0x%016" PRIx64, i, wide ? "64 bits" : "32 bits",
                       hash);
        }
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    each_device(context, on_device);
    pcs_context_free(context);
    return check_result();
}
