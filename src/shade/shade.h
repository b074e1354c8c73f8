/* Counts to colours. */
#ifndef PCS_SHADE_SHADE_H
#define PCS_SHADE_SHADE_H

#include "raster/raster.h"

/* From a value of a pixel on, up to that of the next step: its colour. */
typedef struct pcs_key_step {
    uint64_t first;
    uint8_t colour[4];
} pcs_key_step;

/* A host's disc on an image: a pixel as far as radius from its own is not touched. Row 0 is the top one. */
typedef struct pcs_image_disc {
    uint32_t host;
    int32_t column, row, radius;
} pcs_image_disc;

struct pcs_image {
    uint32_t width, height;
    pcs_image_format format;
    uint8_t *pixels;         /* width * height, the top row first */
    uint8_t palette[256][4]; /* red, green, blue, alpha; of PCS_IMAGE_INDEXED */
    pcs_category categories[PCS_CATEGORY_MAX];
    uint32_t category_count;
    pcs_key_step *key; /* ascending; NULL where colours are mixed of categories, or all pixels are empty */
    uint32_t key_count;
    uint32_t key_fraction_bits; /* of its values */
    pcs_image_disc *discs;      /* what text keeps off */
    size_t disc_count, disc_capacity;
};

static inline uint32_t pcs_image_pixel_size(pcs_image_format format) {
    return format == PCS_IMAGE_INDEXED ? 1 : format == PCS_IMAGE_GREY ? 2 : 4;
}

/* What pcs_shade_counts would fail for, as far as the options alone tell: to be asked before long work. options may be
 * NULL. */
pcs_status pcs_shade_check(pcs_context *context, const pcs_image_options *options);

/* PCS_E_ARGUMENT if an image of that size cannot be in memory whole. */
pcs_status pcs_shade_check_whole(pcs_context *context, uint32_t width, uint32_t height);

/* A new image of counts, as large as they are. The options are whole: those of a caller have been through
 * pcs_options_copy. */
pcs_status pcs_shade_counts(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                            const pcs_image_options *options, pcs_image **out);

#endif
