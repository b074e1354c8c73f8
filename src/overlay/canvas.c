#include "overlay/canvas.h"

#include "shade/composite.h"

#include <stdlib.h>
#include <string.h>

pcs_status pcs_canvas_begin(pcs_context *context, pcs_image *image) {
    if (image->format == PCS_IMAGE_RGBA) {
        return PCS_OK;
    }
    size_t count = (size_t)image->width * image->height;
    uint8_t *pixels = malloc(count * 4);
    if (!pixels) {
        return pcs_fail_memory(context, "an image to paint on", count * 4);
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(pixels + i * 4, image->palette[image->pixels[i]], 4);
    }
    free(image->pixels);
    image->pixels = pixels;
    image->format = PCS_IMAGE_RGBA;
    return PCS_OK;
}

/* ---- few colours */

enum { SLOTS = 1024, COLOURS_MOST = 256 };

/* Open addressing, by a hash of the four bytes. */
typedef struct colour_table {
    uint8_t colours[COLOURS_MOST][4];
    uint32_t count;
    uint16_t slots[SLOTS]; /* the number of a colour, from 1 */
} colour_table;

/* The number of a colour, which is added if it is new; COLOURS_MOST: there are as many others. */
static uint32_t find_colour(colour_table *table, const uint8_t colour[4]) {
    uint32_t bits;
    memcpy(&bits, colour, sizeof(bits));
    uint32_t slot = bits * UINT32_C(0x9e3779b1) >> 22;
    for (; table->slots[slot] > 0; slot = (slot + 1) % SLOTS) {
        if (memcmp(table->colours[table->slots[slot] - 1], colour, 4) == 0) {
            return table->slots[slot] - 1U;
        }
    }
    if (table->count < COLOURS_MOST) {
        memcpy(table->colours[table->count], colour, 4);
        table->slots[slot] = (uint16_t)++table->count;
        return table->count - 1;
    }
    return COLOURS_MOST;
}

void pcs_canvas_end(pcs_image *image) {
    colour_table table = {.count = 0};
    size_t count = (size_t)image->width * image->height;
    uint32_t found = 0;
    if (image->format != PCS_IMAGE_RGBA) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || memcmp(image->pixels + 4 * i, image->pixels + 4 * (i - 1), 4) != 0) {
            found = find_colour(&table, image->pixels + 4 * i);
        }
        if (found == COLOURS_MOST) {
            return;
        }
    }
    for (size_t i = 0; i < count; i++) { /* an index lies at or before the pixel that is read */
        image->pixels[i] = (uint8_t)find_colour(&table, image->pixels + 4 * i);
    }
    uint8_t *fewer = realloc(image->pixels, count);
    image->pixels = fewer ? fewer : image->pixels;
    for (uint32_t i = table.count; i < COLOURS_MOST; i++) {
        table.colours[i][3] = 255; /* so that colours that are not there leave opaque what is */
    }
    memcpy(image->palette, table.colours, sizeof(image->palette));
    image->format = PCS_IMAGE_INDEXED;
}

/* ---- single pixels */

/* By luma (ITU-R BT.601), in thousandths. */
bool pcs_colour_is_light(const uint8_t colour[4]) {
    return colour[3] > 127 && 299 * colour[0] + 587 * colour[1] + 114 * colour[2] > 127500;
}

/* The pixel, NULL outside the image. */
static uint8_t *pixel_at(pcs_image *image, int64_t column, int64_t row) {
    bool inside = column >= 0 && row >= 0 && column < image->width && row < image->height;
    return inside ? image->pixels + ((size_t)row * image->width + (size_t)column) * 4 : NULL;
}

static uint8_t scale_alpha(uint8_t alpha, uint8_t part) {
    return (uint8_t)((alpha * part + 127) / 255);
}

/* Full cover is the colour itself: nothing is cut where one of the two is opaque. */
static void lay_pixel(const uint8_t above[4], uint8_t below[4]) {
    if (above[3] < 255 && below[3] < 255) {
        pcs_colour_composite(PCS_COMPOSITE_OVER, above, below);
        return;
    }
    for (uint32_t channel = 0; channel < 3; channel++) {
        int mixed = above[channel] * above[3] + below[channel] * (255 - above[3]);
        below[channel] = (uint8_t)((mixed + 127) / 255);
    }
    below[3] = 255;
}

void pcs_canvas_paint(pcs_image *image, int64_t column, int64_t row, const uint8_t colour[4], uint8_t coverage) {
    uint8_t *below = pixel_at(image, column, row);
    if (below) {
        const uint8_t above[4] = {colour[0], colour[1], colour[2], scale_alpha(colour[3], coverage)};
        lay_pixel(above, below);
    }
}

void pcs_canvas_paint_under(pcs_image *image, int64_t column, int64_t row, const uint8_t colour[4], uint8_t coverage) {
    uint8_t *above = pixel_at(image, column, row);
    if (above && above[3] < 255) {
        uint8_t below[4] = {colour[0], colour[1], colour[2], scale_alpha(colour[3], coverage)};
        lay_pixel(above, below);
        memcpy(above, below, sizeof(below));
    }
}

/* ---- whole images, by rows */

typedef struct laying {
    pcs_image *image;
    const pcs_image *layer;    /* NULL, or what is laid onto the image */
    const uint8_t *background; /* NULL, or what the image is laid onto */
    uint8_t part;              /* of alpha, where both are NULL */
} laying;

static void lay_row(void *argument, uint64_t row) {
    const laying *l = argument;
    size_t width = l->image->width;
    uint8_t *pixel = l->image->pixels + row * width * 4;
    for (size_t column = 0; column < width; column++, pixel += 4) {
        if (l->layer) {
            const uint8_t *above =
                l->layer->pixels + (row * width + column) * (l->layer->format == PCS_IMAGE_RGBA ? 4 : 1);
            above = l->layer->format == PCS_IMAGE_RGBA ? above : l->layer->palette[*above];
            if (above[3] > 0) {
                pcs_colour_composite(PCS_COMPOSITE_OVER, above, pixel);
            }
        } else if (!l->background) {
            pixel[3] = scale_alpha(pixel[3], l->part);
        } else if (pixel[3] < 255) {
            uint8_t below[4];
            memcpy(below, l->background, sizeof(below));
            if (pixel[3] > 0) {
                pcs_colour_composite(PCS_COMPOSITE_OVER, pixel, below);
            }
            memcpy(pixel, below, sizeof(below));
        }
    }
}

static pcs_status lay(pcs_context *context, laying *l) {
    pcs_pool *pool = pcs_context_pool(context);
    if (!pool) {
        return pcs_fail_memory(context, "threads", 0);
    }
    pcs_pool_run(pool, l->image->height, lay_row, l);
    return PCS_OK;
}

pcs_status pcs_canvas_lay(pcs_context *context, pcs_image *image, const pcs_image *layer) {
    return lay(context, &(laying){.image = image, .layer = layer});
}

pcs_status pcs_canvas_fade(pcs_context *context, pcs_image *image, uint8_t part) {
    return lay(context, &(laying){.image = image, .part = part});
}

pcs_status pcs_canvas_ground(pcs_context *context, pcs_image *image, const uint8_t background[4]) {
    return lay(context, &(laying){.image = image, .background = background});
}
