/* The embedded font. Extents follow from the font's own whole numbers, so that text takes the same room on every
 * machine; its pixels are FreeType's, without hinting. */
#ifndef PCS_OVERLAY_FONT_H
#define PCS_OVERLAY_FONT_H

#include "base/context.h"
#include "overlay/box.h"

typedef struct pcs_font pcs_font;

/* PCS_E_ARGUMENT if there is no font in this build. */
pcs_status pcs_font_check(pcs_context *context);

bool pcs_font_is_there(void);

/* size: pixels an em, 1 to PCS_TEXT_SIZE_MAX. */
pcs_status pcs_font_open(pcs_context *context, uint32_t size, pcs_font **out);
void pcs_font_free(pcs_font *font);
uint32_t pcs_font_size(const pcs_font *font);

/* The pixels that a line of text may touch, with the pen at column 0 on the base line, row 0: empty where it has none.
 * text is UTF-8; what the font lacks is a box. */
pcs_status pcs_font_measure(pcs_font *font, const char *text, pcs_box *extent);

/* Adds the line's coverage to that of the extent's pixels: 0 to 255 each, the top row first. */
pcs_status pcs_font_cover(pcs_font *font, const char *text, const pcs_box *extent, uint8_t *coverage);

#endif
