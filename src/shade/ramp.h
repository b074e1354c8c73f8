/* From the value of a count to its colour. */
#ifndef PCS_SHADE_RAMP_H
#define PCS_SHADE_RAMP_H

#include "shade/colormap.h"

typedef struct pcs_ramp {
    pcs_colormap map;
    uint32_t first, last;     /* knots of a palette */
    uint8_t min_alpha, alpha; /* of one colour alone from min_alpha to alpha, else alpha */
    uint8_t background[4];
} pcs_ramp;

/* Red, green, blue and alpha of a background as of pcs_image_options. PCS_E_ARGUMENT: it is none. */
pcs_status pcs_background_parse(pcs_context *context, const char *text, uint8_t background[4]);

/* What the options say of colours and background. */
pcs_status pcs_ramp_fill(pcs_context *context, const pcs_image_options *options, pcs_ramp *ramp);
/* Warns where less than half of a map by name is visible. */
void pcs_ramp_warn(pcs_context *context, const pcs_image_options *options, const pcs_ramp *ramp);

bool pcs_ramp_is_opaque(const pcs_ramp *ramp);

/* The background, then PCS_SHADE_COLOURS colours on it. */
void pcs_ramp_palette(const pcs_ramp *ramp, uint8_t palette[PCS_SHADE_COLOURS + 1][4]);

/* The colour of a value between low and high as Datashader interpolates, all knots at equal steps, not laid onto the
 * background. Returns the knot below: within one, no channel goes up and down. */
uint32_t pcs_ramp_exact(const pcs_ramp *ramp, double value, double low, double high, uint8_t colour[4]);

#endif
