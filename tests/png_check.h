/* A PNG in grey of 16 bits, read back through libpng. */
#ifndef PCS_TESTS_PNG_CHECK_H
#define PCS_TESTS_PNG_CHECK_H

#include "check.h"

#include <png.h>

/* Its pixels, the top row first, freed by the caller; NULL: it is not of that size, or of another kind. */
static inline uint16_t *read_grey(const char *path, uint32_t width, uint32_t height) {
    FILE *file = fopen(path, "rb");
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    uint16_t *volatile pixels = NULL;
    CHECK_CASE(file && info, "%s", path);
    if (file && info && setjmp(png_jmpbuf(png)) == 0) {
        png_init_io(png, file);
        png_read_info(png, info);
        if (png_get_bit_depth(png, info) == 16 && png_get_color_type(png, info) == PNG_COLOR_TYPE_GRAY &&
            png_get_image_width(png, info) == width && png_get_image_height(png, info) == height) {
            pixels = calloc((size_t)width * height, sizeof(*pixels));
            png_set_swap(png); /* this machine is little-endian */
            for (uint32_t row = 0; pixels && row < height; row++) {
                png_read_row(png, (png_bytep)(pixels + (size_t)row * width), NULL);
            }
            png_read_end(png, NULL);
        }
    }
    png_destroy_read_struct(&png, &info, NULL);
    if (file) {
        fclose(file);
    }
    return pixels;
}

#endif
