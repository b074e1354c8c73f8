#include "shade/shade.h"

#include <stdlib.h>

void pcs_image_free(pcs_image *image) {
    if (image) {
        free(image->discs);
        free(image->key);
        free(image->pixels);
        free(image);
    }
}

uint32_t pcs_image_width(const pcs_image *image) {
    return image->width;
}

uint32_t pcs_image_height(const pcs_image *image) {
    return image->height;
}

const uint8_t *pcs_image_pixels(const pcs_image *image) {
    return image->pixels;
}

const uint8_t *pcs_image_palette(const pcs_image *image) {
    return image->format == PCS_IMAGE_INDEXED ? image->palette[0] : NULL;
}

pcs_image_format pcs_image_get_format(const pcs_image *image) {
    return image->format;
}

const pcs_category *pcs_image_category(const pcs_image *image, size_t index) {
    return index < image->category_count ? &image->categories[index] : NULL;
}
