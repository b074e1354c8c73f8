/* In place of font.c where the build has no FreeType or no font. */
#include "overlay/font.h"

bool pcs_font_is_there(void) {
    return false;
}

pcs_status pcs_font_check(pcs_context *context) {
    return pcs_fail(context, PCS_E_ARGUMENT,
                    "text on the picture: this build has no font: leave out labels, legend and caption, or build with "
                    "FreeType and DejaVu Sans");
}

pcs_status pcs_font_open(pcs_context *context, uint32_t size, pcs_font **out) {
    (void)size;
    *out = NULL;
    return pcs_font_check(context);
}

void pcs_font_free(pcs_font *font) {
    (void)font;
}

uint32_t pcs_font_size(const pcs_font *font) {
    (void)font;
    return 0;
}

pcs_status pcs_font_measure(pcs_font *font, const char *text, pcs_box *extent) {
    (void)font;
    (void)text;
    *extent = (pcs_box){0, 0, 0, 0};
    return PCS_OK;
}

pcs_status pcs_font_cover(pcs_font *font, const char *text, const pcs_box *extent, uint8_t *coverage) {
    (void)font;
    (void)text;
    (void)extent;
    (void)coverage;
    return PCS_OK;
}
