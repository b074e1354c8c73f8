/* Painting on images. */
#include "check.h"
#include "overlay/canvas.h"

#include <stdlib.h>
#include <string.h>

static void an_indexed_image_keeps_its_colours(pcs_context *context) {
    pcs_image image = {.width = 2, .height = 1, .format = PCS_IMAGE_INDEXED, .pixels = calloc(2, 1)};
    image.pixels[1] = 7;
    memcpy(image.palette[7], (uint8_t[]){10, 20, 30, 255}, 4);
    CHECK(pcs_canvas_begin(context, &image) == PCS_OK && image.format == PCS_IMAGE_RGBA);
    CHECK(memcmp(image.pixels, (uint8_t[]){0, 0, 0, 0, 10, 20, 30, 255}, 8) == 0);
    CHECK(pcs_canvas_begin(context, &image) == PCS_OK);
    free(image.pixels);
}

static void paint_covers_as_much_as_told(void) {
    uint8_t pixels[4] = {100, 100, 100, 255};
    const uint8_t white[4] = {255, 255, 255, 255};
    pcs_image image = {.width = 1, .height = 1, .format = PCS_IMAGE_RGBA, .pixels = pixels};
    pcs_canvas_paint(&image, -1, 0, white, 255);
    pcs_canvas_paint(&image, 0, 1, white, 255);
    pcs_canvas_paint(&image, 0, 0, white, 0);
    CHECK(pixels[0] == 100 && pixels[3] == 255);
    pcs_canvas_paint(&image, 0, 0, white, 128);
    CHECK(pixels[0] > 170 && pixels[0] < 185 && pixels[3] == 255);
    pcs_canvas_paint(&image, 0, 0, white, 255);
    CHECK(pixels[0] == 255 && pixels[3] == 255);
}

/* Whatever there was, and whatever the colour: no channel is rounded away. */
static void full_cover_is_the_colour(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint8_t pixels[8] = {200, 100, 50, 255, 1, 2, 3, 0};
        const uint8_t colour[4] = {(uint8_t)i, (uint8_t)(255 - i), (uint8_t)(i / 2), 255};
        pcs_image image = {.width = 2, .height = 1, .format = PCS_IMAGE_RGBA, .pixels = pixels};
        pcs_canvas_paint(&image, 0, 0, colour, 255);
        pcs_canvas_paint(&image, 1, 0, colour, 255);
        CHECK(memcmp(pixels, colour, 4) == 0 && memcmp(pixels + 4, colour, 4) == 0);
    }
}

static void paint_under_is_paint_before(void) {
    const uint8_t blue[4] = {0, 0, 255, 255}, lines[3][4] = {{0, 0, 0, 0}, {255, 0, 0, 100}, {255, 0, 0, 255}};
    for (int i = 0; i < 3; i++) {
        uint8_t under[4], before[4] = {0};
        pcs_image image = {.width = 1, .height = 1, .format = PCS_IMAGE_RGBA, .pixels = under};
        memcpy(under, lines[i], 4);
        pcs_canvas_paint_under(&image, 1, 0, blue, 255);
        CHECK(memcmp(under, lines[i], 4) == 0);
        pcs_canvas_paint_under(&image, 0, 0, blue, 255);
        image.pixels = before;
        pcs_canvas_paint(&image, 0, 0, blue, 255);
        pcs_canvas_paint(&image, 0, 0, lines[i], 255);
        CHECK_CASE(memcmp(under, before, 4) == 0, "line %d", i);
    }
}

static void images_are_laid_onto_each_other(pcs_context *context) {
    uint8_t pixels[12] = {10, 20, 30, 0, 255, 0, 0, 255, 255, 0, 0, 100}, above[3] = {0, 0, 1};
    pcs_image image = {.width = 1, .height = 3, .format = PCS_IMAGE_RGBA, .pixels = pixels};
    pcs_image layer = {.width = 1, .height = 3, .format = PCS_IMAGE_INDEXED, .pixels = above};
    memcpy(layer.palette[1], (uint8_t[]){0, 255, 0, 255}, 4);
    CHECK(pcs_canvas_fade(context, &image, 128) == PCS_OK);
    CHECK(pixels[3] == 0 && pixels[7] == 128 && pixels[11] == 50);
    CHECK(pcs_canvas_ground(context, &image, (uint8_t[]){0, 0, 200, 255}) == PCS_OK);
    CHECK(memcmp(pixels, (uint8_t[]){0, 0, 200, 255}, 4) == 0);
    CHECK(pixels[4] == 128 && pixels[6] == 99 && pixels[7] == 255 && pixels[8] == 50);
    CHECK(pcs_canvas_lay(context, &image, &layer) == PCS_OK);
    CHECK(pixels[2] == 200 && pixels[4] == 128 && memcmp(pixels + 8, (uint8_t[]){0, 255, 0, 255}, 4) == 0);
    layer = (pcs_image){.width = 1, .height = 3, .format = PCS_IMAGE_RGBA, .pixels = calloc(3, 4)};
    memcpy(layer.pixels, (uint8_t[]){1, 2, 3, 255}, 4);
    CHECK(pcs_canvas_lay(context, &image, &layer) == PCS_OK);
    CHECK(memcmp(pixels, (uint8_t[]){1, 2, 3, 255}, 4) == 0 && pixels[4] == 128);
    free(layer.pixels);
}

/* An image of few colours has a palette of them, and is the same. */
static void few_colours_are_indexed(void) {
    enum { WIDTH = 61, HEIGHT = 47, PIXELS = WIDTH * HEIGHT };
    static const uint32_t counts[] = {1, 2, 255, 256, 257, 1000};
    for (size_t k = 0; k < sizeof(counts) / sizeof(counts[0]); k++) {
        uint8_t before[PIXELS][4];
        pcs_image image = {
            .width = WIDTH, .height = HEIGHT, .format = PCS_IMAGE_RGBA, .pixels = malloc(sizeof(before))};
        for (uint32_t i = 0; i < PIXELS; i++) {
            uint32_t colour = i * 7919 % counts[k];
            const uint8_t bytes[4] = {(uint8_t)colour, (uint8_t)(colour >> 8), (uint8_t)(colour * 31),
                                      (uint8_t)~colour};
            memcpy(before[i], bytes, sizeof(bytes));
        }
        memcpy(image.pixels, before, sizeof(before));
        pcs_canvas_end(&image);
        CHECK_CASE((image.format == PCS_IMAGE_INDEXED) == (counts[k] <= 256), "%u colours", counts[k]);
        bool same = true;
        for (uint32_t i = 0; i < PIXELS; i++) {
            const uint8_t *after =
                image.format == PCS_IMAGE_INDEXED ? image.palette[image.pixels[i]] : image.pixels + 4 * (size_t)i;
            same = same && memcmp(after, before[i], 4) == 0;
        }
        CHECK_CASE(same, "%u colours", counts[k]);
        CHECK(counts[k] > 2 || image.palette[255][3] == 255);
        free(image.pixels);
    }
}

int main(void) {
    few_colours_are_indexed();
    pcs_context *context = pcs_context_new(NULL);
    an_indexed_image_keeps_its_colours(context);
    paint_covers_as_much_as_told();
    full_cover_is_the_colour();
    paint_under_is_paint_before();
    images_are_laid_onto_each_other(context);
    pcs_context_free(context);
    return check_result();
}
