#include "shade/ramp.h"

#include "shade/composite.h"

#include <string.h>

static const uint8_t transparent[4] = {0};

enum { MIN_ALPHA_DEFAULT = 40, ALPHA_DEFAULT = 255 };

pcs_status pcs_background_parse(pcs_context *context, const char *text, uint8_t background[4]) {
    const char *wanted = text ? text : "black";
    if (strcmp(wanted, "transparent") == 0) {
        memcpy(background, transparent, sizeof(transparent));
        return PCS_OK;
    }
    background[3] = 255;
    if (!pcs_colour_parse(wanted, strlen(wanted), background)) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "background %s: is no colour: give #rrggbb, a name such as navy, or transparent", wanted);
    }
    return PCS_OK;
}

pcs_status pcs_ramp_fill(pcs_context *context, const pcs_image_options *options, pcs_ramp *ramp) {
    uint8_t background[4];
    pcs_status status = pcs_background_parse(context, options->background, background);
    if (status != PCS_OK) {
        return status;
    }
    memcpy(ramp->background, options->layer ? transparent : background, sizeof(ramp->background));
    ramp->alpha = options->alpha ? options->alpha : ALPHA_DEFAULT;
    ramp->min_alpha = options->min_alpha ? options->min_alpha : MIN_ALPHA_DEFAULT;
    if (options->colors && options->colormap) {
        return pcs_fail(context, PCS_E_ARGUMENT, "a colour map by name and a list of colours: give one of them");
    }
    if (options->colors) {
        status = pcs_colormap_parse(context, options->colors, &ramp->map);
        ramp->first = 0;
        ramp->last = ramp->map.count - 1;
        return status;
    }
    status = pcs_colormap_find(context, options->colormap, &ramp->map);
    if (status != PCS_OK) {
        return status;
    }
    pcs_colormap_visible(&ramp->map, background, &ramp->first, &ramp->last);
    return PCS_OK;
}

void pcs_ramp_warn(pcs_context *context, const pcs_image_options *options, const pcs_ramp *ramp) {
    if (!options->exact_colors && !options->colors && ramp->last - ramp->first < PCS_COLORMAP_KNOTS / 2 - 1) {
        pcs_log(
            context, PCS_LOG_WARNING,
            "colour map %s: only %u %% of it can be told from the background: use another one or another background",
            options->colormap ? options->colormap : pcs_colormap_name(0),
            (ramp->last - ramp->first + 1) * 100 / PCS_COLORMAP_KNOTS);
    }
}

bool pcs_ramp_is_opaque(const pcs_ramp *ramp) {
    return ramp->alpha == 255 && (ramp->map.count > 1 || ramp->min_alpha == 255);
}

static uint8_t ramp_alpha(const pcs_ramp *ramp, double part) {
    if (ramp->map.count > 1) {
        return ramp->alpha;
    }
    return (uint8_t)(((double)ramp->alpha - ramp->min_alpha) * part + ramp->min_alpha);
}

void pcs_ramp_palette(const pcs_ramp *ramp, uint8_t palette[PCS_SHADE_COLOURS + 1][4]) {
    memcpy(palette[0], ramp->background, sizeof(palette[0]));
    pcs_colormap_sample(&ramp->map, ramp->first, ramp->last, palette + 1);
    for (uint32_t c = 1; c <= PCS_SHADE_COLOURS; c++) {
        palette[c][3] = ramp_alpha(ramp, (double)(c - 1) / (PCS_SHADE_COLOURS - 1));
        if (palette[c][3] < 255 && ramp->background[3] > 0) {
            uint8_t colour[4];
            memcpy(colour, palette[c], sizeof(colour));
            memcpy(palette[c], ramp->background, sizeof(palette[c]));
            pcs_colour_composite(PCS_COMPOSITE_OVER, colour, palette[c]);
        }
    }
}

/* NumPy's linspace: where knot is. */
static double knot_at(const pcs_ramp *ramp, uint32_t knot, double low, double high) {
    uint32_t pieces = ramp->map.count - 1;
    return knot == pieces ? high : knot * ((high - low) / pieces) + low;
}

uint32_t pcs_ramp_exact(const pcs_ramp *ramp, double value, double low, double high, uint8_t colour[4]) {
    uint32_t count = ramp->map.count, knot = 0;
    if (count == 1) {
        memcpy(colour, ramp->map.knots[0], 3);
        colour[3] =
            low < high
                ? (uint8_t)(((double)ramp->alpha - ramp->min_alpha) / (high - low) * (value - low) + ramp->min_alpha)
                : ramp->alpha;
        return 0;
    }
    colour[3] = ramp->alpha;
    if (!(low < high) || value >= high) {
        memcpy(colour, ramp->map.knots[count - 1], 3);
        return count - 1;
    }
    for (uint32_t end = count - 1; end - knot > 1;) {
        uint32_t middle = knot + (end - knot) / 2;
        if (knot_at(ramp, middle, low, high) <= value) {
            knot = middle;
        } else {
            end = middle;
        }
    }
    double from = knot_at(ramp, knot, low, high), to = knot_at(ramp, knot + 1, low, high);
    const uint8_t *below = ramp->map.knots[knot], *above = ramp->map.knots[knot + 1];
    for (uint32_t channel = 0; channel < 3; channel++) {
        double slope = ((double)above[channel] - below[channel]) / (to - from);
        colour[channel] = (uint8_t)(slope * (value - from) + below[channel]);
    }
    return knot;
}
