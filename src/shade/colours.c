/* Colours as the caller writes them. */
#include "shade/colormap.h"
#include "shade/colour_table.h"

#include <string.h>

static const struct {
    const char *name;
    uint32_t rgb;
} named[] = {
#define PCS_COLOUR_ENTRY(name, rgb) {#name, rgb},
    PCS_COLOUR_TABLE(PCS_COLOUR_ENTRY)
#undef PCS_COLOUR_ENTRY
};

static bool parse_digits(const char *text, size_t length, uint32_t *rgb) {
    *rgb = 0;
    for (size_t i = 0; i < length; i++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *found = text[i] ? strchr(digits, text[i]) : NULL;
        if (!found) {
            return false;
        }
        uint32_t digit = (uint32_t)(found - digits) % 16;
        *rgb = length == 3 ? *rgb << 8 | digit * 0x11 : *rgb << 4 | digit;
    }
    return length == 3 || length == 6;
}

static void unpack(uint32_t packed, uint8_t rgb[3]) {
    for (uint32_t channel = 0; channel < 3; channel++) {
        rgb[channel] = (uint8_t)(packed >> (16 - 8 * channel));
    }
}

bool pcs_colour_parse(const char *text, size_t length, uint8_t rgb[3]) {
    uint32_t digits;
    if (length > 0 && text[0] == '#' && parse_digits(text + 1, length - 1, &digits)) {
        unpack(digits, rgb);
        return true;
    }
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
        if (strlen(named[i].name) == length && strncasecmp(named[i].name, text, length) == 0) {
            unpack(named[i].rgb, rgb);
            return true;
        }
    }
    return false;
}

pcs_status pcs_colormap_parse(pcs_context *context, const char *colours, pcs_colormap *map) {
    map->count = 0;
    for (const char *at = colours; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        at += strspn(at, " ");
        size_t length = strcspn(at, ",");
        while (length > 0 && at[length - 1] == ' ') {
            length--;
        }
        uint8_t rgb[3];
        if (!pcs_colour_parse(at, length, rgb)) {
            return pcs_fail(context, PCS_E_ARGUMENT,
                            "colours: %.*s is none: give #rrggbb or names such as navy, separated by commas",
                            length < 64 ? (int)length : 64, at);
        }
        if (map->count == PCS_COLORMAP_KNOTS) {
            return pcs_fail(context, PCS_E_ARGUMENT, "colours: there are more than %d", PCS_COLORMAP_KNOTS);
        }
        memcpy(map->knots[map->count], rgb, sizeof(rgb));
        map->count++;
    }
    return PCS_OK;
}
