#include "overlay/lettering.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

uint32_t pcs_lettering_size(uint32_t width, uint32_t height, uint32_t labels) {
    enum { LEAST = 10, SIDE_A_PIXEL = 300, SIDE_A_PIXEL_OF_MANY = 1000, AREA_A_LABEL = 128 };
    uint32_t side = width < height ? width : height;
    uint32_t size = LEAST + side / SIDE_A_PIXEL, least = LEAST + side / SIDE_A_PIXEL_OF_MANY;
    /* A name is about eight ems wide: so that all cover a sixteenth. */
    while (size > least && (uint64_t)size * size * AREA_A_LABEL * labels > (uint64_t)width * height) {
        size--;
    }
    return size < PCS_TEXT_SIZE_MAX ? size : PCS_TEXT_SIZE_MAX;
}

pcs_status pcs_lettering_open(pcs_context *context, uint32_t size, const uint8_t background[4],
                              pcs_lettering *lettering) {
    enum { HALOS_AN_EM = 10 };
    uint8_t text = pcs_colour_is_light(background) ? 0 : 255, halo = (uint8_t)(255 - text);
    *lettering = (pcs_lettering){.halo = (int32_t)(1 + size / HALOS_AN_EM),
                                 .text_colour = {text, text, text, 255},
                                 .halo_colour = {halo, halo, halo, 255}};
    return pcs_font_open(context, size, &lettering->font);
}

void pcs_lettering_close(pcs_lettering *lettering) {
    pcs_font_free(lettering->font);
    lettering->font = NULL;
}

/* Bytes of the first count characters; all of them where there are fewer. */
static size_t bytes_of(const char *text, uint32_t count) {
    size_t length = 0;
    while (text[length] && (count > 0 || ((unsigned char)text[length] & 0xc0) == 0x80)) {
        count -= ((unsigned char)text[length] & 0xc0) != 0x80;
        length++;
    }
    return length;
}

void pcs_lettering_line(char line[PCS_LETTERING_SIZE], const char *text, uint32_t most) {
    static const char ellipsis[] = "\xe2\x80\xa6";
    char whole[PCS_LETTERING_SIZE + 4]; /* a character more than a line, to tell that there are more */
    pcs_text_escape(whole, sizeof(whole), text);
    bool cut = whole[bytes_of(whole, most)] != '\0';
    size_t length = bytes_of(whole, cut ? most - 1 : most);
    memcpy(line, whole, length);
    memcpy(line + length, cut ? ellipsis : "", cut ? sizeof(ellipsis) : 1);
}

pcs_status pcs_lettering_measure(const pcs_lettering *lettering, const char *line, pcs_box *extent) {
    pcs_status status = pcs_font_measure(lettering->font, line, extent);
    if (status == PCS_OK && !pcs_box_is_empty(extent)) {
        *extent = pcs_box_widened(extent, lettering->halo);
    }
    return status;
}

/* Each pixel the most of those around it in the text. */
static void spread(const uint8_t *text, int32_t width, int32_t height, int32_t radius, uint8_t *halo) {
    for (int32_t down = -radius; down <= radius; down++) {
        for (int32_t right = -radius; right <= radius; right++) {
            if (down * down + right * right > radius * radius + radius) {
                continue;
            }
            int32_t first = right > 0 ? right : 0, end = right < 0 ? width + right : width;
            for (int32_t row = down > 0 ? down : 0; row < (down < 0 ? height + down : height); row++) {
                const uint8_t *from = text + (ptrdiff_t)(row - down) * width - right;
                uint8_t *to = halo + (ptrdiff_t)row * width;
                for (int32_t column = first; column < end; column++) {
                    to[column] = to[column] > from[column] ? to[column] : from[column];
                }
            }
        }
    }
}

/* One of 18 levels, which the eye takes for all 256, so that a picture with text may have few colours. */
static uint8_t level_of(uint8_t coverage) {
    return (uint8_t)((coverage + 7) / 15 * 15);
}

/* The text over its halo, which covers no less. */
static void mix(const pcs_lettering *lettering, uint8_t text, uint8_t colour[4]) {
    for (uint32_t i = 0; i < 4; i++) {
        colour[i] =
            (uint8_t)((lettering->text_colour[i] * text + lettering->halo_colour[i] * (255 - text) + 127) / 255);
    }
}

pcs_status pcs_lettering_paint(pcs_context *context, const pcs_lettering *lettering, const char *line, int32_t column,
                               int32_t row, pcs_image *image) {
    pcs_status status = PCS_OK;
    pcs_box extent;
    uint8_t *text = NULL;
    PCS_TRY(pcs_lettering_measure(lettering, line, &extent));
    int32_t width = extent.right - extent.left, height = extent.bottom - extent.top;
    size_t size = (size_t)width * (size_t)height;
    text = calloc(2 * size + 1, 1);
    if (!text) {
        PCS_TRY(pcs_fail_memory(context, "text", 2 * size));
    }
    uint8_t *halo = text + size;
    PCS_TRY(pcs_font_cover(lettering->font, line, &extent, text));
    spread(text, width, height, lettering->halo, halo);
    for (int32_t y = 0; y < height; y++) {
        for (int32_t x = 0; x < width; x++) {
            size_t i = (size_t)y * (size_t)width + (size_t)x;
            uint8_t colour[4];
            if (halo[i] > 0) {
                mix(lettering, level_of(text[i]), colour);
                pcs_canvas_paint(image, column + extent.left + x, row + extent.top + y, colour, level_of(halo[i]));
            }
        }
    }
done:
    free(text);
    return status;
}
