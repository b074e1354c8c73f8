/* Shading on a device, one strip of counts after another: a survey of all strips, where that was not enough histograms
 * of all strips, the steps once, then pixels of all strips. Equalisation is thereby over the whole image, however it is
 * cut. */
#ifndef PCS_SHADE_SHADER_H
#define PCS_SHADE_SHADER_H

#include "raster/raster.h"
#include "shade/category_colours.h"
#include "shade/ramp.h"
#include "shade/steps.h"
#include "shade/transfer.h"

typedef struct pcs_shader {
    pcs_context *context;
    pcs_device *device;
    pcs_image_options options;
    pcs_ramp ramp;
    pcs_image_format format;
    bool on_background;     /* pixels of PCS_IMAGE_RGBA come laid onto it */
    uint64_t least, most;   /* of the counts so far, 0 aside; most 0: there are none */
    uint32_t fraction_bits; /* of the counts */
    uint64_t *bins;         /* of PCS_HOW_EQ_HIST */
    uint64_t pixel_count;   /* of the counts so far, empty ones as well */
    uint64_t base;          /* of categories: the least number of any of them, 0 as well */
    pcs_categories categories;
    pcs_steps steps;
    pcs_buffer *firsts, *values, *table; /* the steps, and the values of small counts */
    pcs_buffer *colours;                 /* of categories */
    pcs_buffer *mapped;                  /* rows on their way from the device */
} pcs_shader;

/* Looks at the options, which are copied; categories are those of the counts. as_values: pixels are PCS_IMAGE_GREY, as
 * of pcs_counts_write_values. *shader is freed where this fails, else by pcs_shader_free. */
pcs_status pcs_shader_start(pcs_context *context, pcs_device *device, const pcs_image_options *options, bool as_values,
                            const pcs_categories *categories, pcs_shader *shader);
pcs_status pcs_shader_survey(pcs_shader *shader, const pcs_counts *strip);
/* After the last strip. False: counts are too far apart to have been told apart on the way, and all strips go through
 * pcs_shader_histogram. */
bool pcs_shader_surveyed(pcs_shader *shader);
pcs_status pcs_shader_histogram(pcs_shader *shader, const pcs_counts *strip);
pcs_status pcs_shader_settle(pcs_shader *shader);
/* Pixels of count rows of the strip, from the first on, counted from its highest, which is 0; bytes a pixel as of
 * pcs_shader_pixel_size. */
pcs_status pcs_shader_map(pcs_shader *shader, const pcs_counts *strip, uint32_t first, uint32_t count, uint8_t *pixels);
uint32_t pcs_shader_pixel_size(const pcs_shader *shader);
void pcs_shader_free(pcs_shader *shader);

#endif
