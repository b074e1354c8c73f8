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

void pcs_canvas_paint(pcs_image *image, int64_t column, int64_t row, const uint8_t colour[4], uint8_t coverage) {
    if (column < 0 || row < 0 || column >= image->width || row >= image->height) {
        return;
    }
    uint8_t above[4] = {colour[0], colour[1], colour[2], (uint8_t)((colour[3] * coverage + 127) / 255)};
    uint8_t *below = image->pixels + ((size_t)row * image->width + (size_t)column) * 4;
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
