#include "shade/colormap.h"

#include "shade/colormap_table.h"

#include <math.h>
#include <string.h>

/* An edge must be seen: at least so much CIE lightness between a colour and the background, of 100. Single lines of
 * less are lost; more would take the deep colours from maps that begin dark, and the yellow of rainbow on white. */
static const double lightness_apart = 15.0;

static const struct {
    const char *name, *colours; /* PCS_COLORMAP_KNOTS of rrggbb */
} colormaps[] = {
#define PCS_COLORMAP_ENTRY(name, colours) {#name, colours},
    PCS_COLORMAP_TABLE(PCS_COLORMAP_ENTRY)
#undef PCS_COLORMAP_ENTRY
};

enum { COLORMAP_COUNT = sizeof(colormaps) / sizeof(colormaps[0]) };

const char *pcs_colormap_name(size_t index) {
    return index < COLORMAP_COUNT ? colormaps[index].name : NULL;
}

static uint8_t hex_digit(char c) {
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static pcs_status fail_unknown(pcs_context *context, const char *name) {
    char names[256] = "";
    for (size_t i = 0; i < COLORMAP_COUNT; i++) {
        strncat(names, i ? ", " : "", sizeof(names) - strlen(names) - 1);
        strncat(names, colormaps[i].name, sizeof(names) - strlen(names) - 1);
    }
    return pcs_fail(context, PCS_E_ARGUMENT,
                    "colour map %s: there is none of that name: choose from %s, each also with _r", name, names);
}

pcs_status pcs_colormap_find(pcs_context *context, const char *name, pcs_colormap *map) {
    const char *wanted = name ? name : colormaps[0].name;
    size_t length = strlen(wanted);
    bool reversed = length > 2 && strcmp(wanted + length - 2, "_r") == 0;
    length -= reversed ? 2 : 0;
    size_t found = 0;
    while (found < COLORMAP_COUNT &&
           (strlen(colormaps[found].name) != length || memcmp(colormaps[found].name, wanted, length) != 0)) {
        found++;
    }
    if (found == COLORMAP_COUNT) {
        return fail_unknown(context, wanted);
    }
    map->count = PCS_COLORMAP_KNOTS;
    const char *digits = colormaps[found].colours;
    for (uint32_t i = 0; i < PCS_COLORMAP_KNOTS; i++) {
        uint8_t *knot = map->knots[reversed ? PCS_COLORMAP_KNOTS - 1 - i : i];
        for (uint32_t channel = 0; channel < 3; channel++, digits += 2) {
            knot[channel] = (uint8_t)(hex_digit(digits[0]) * 16 + hex_digit(digits[1]));
        }
    }
    return PCS_OK;
}

/* sRGB to linear light (IEC 61966-2-1). */
static double linear_light(uint8_t channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* CIE 1976 L*, 0 to 100. */
static double lightness(const uint8_t rgb[3]) {
    double y = 0.2126 * linear_light(rgb[0]) + 0.7152 * linear_light(rgb[1]) + 0.0722 * linear_light(rgb[2]);
    return y > 216.0 / 24389.0 ? 116.0 * cbrt(y) - 16.0 : y * 24389.0 / 27.0;
}

void pcs_colormap_visible(const pcs_colormap *map, const uint8_t background[4], uint32_t *first, uint32_t *last) {
    double behind = lightness(background);
    uint32_t best_begin = 0, best_end = 0, begin = 0;
    for (uint32_t knot = 0; knot < map->count; knot++) {
        bool visible = background[3] == 0 || fabs(lightness(map->knots[knot]) - behind) >= lightness_apart;
        begin = visible ? begin : knot + 1;
        if (knot + 1 - begin > best_end - best_begin) {
            best_begin = begin;
            best_end = knot + 1;
        }
    }
    *first = best_begin;
    *last = best_end > 0 ? best_end - 1 : 0;
}

void pcs_colormap_sample(const pcs_colormap *map, uint32_t first, uint32_t last, uint8_t colours[][4]) {
    for (uint32_t c = 0; c < PCS_SHADE_COLOURS; c++) {
        double at = first + (double)c * (last - first) / (PCS_SHADE_COLOURS - 1);
        uint32_t knot = (uint32_t)at;
        const uint8_t *from = map->knots[knot], *to = map->knots[knot < last ? knot + 1 : last];
        for (uint32_t channel = 0; channel < 3; channel++) {
            colours[c][channel] = (uint8_t)(from[channel] + (at - knot) * (to[channel] - from[channel]));
        }
        colours[c][3] = 255;
    }
}
