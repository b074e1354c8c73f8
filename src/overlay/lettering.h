/* Lines of text with a halo, so that they can be read on any picture. */
#ifndef PCS_OVERLAY_LETTERING_H
#define PCS_OVERLAY_LETTERING_H

#include "overlay/canvas.h"
#include "overlay/font.h"

/* Characters of a line at most, and bytes of it: a character has four at most. */
enum { PCS_LETTERS_MAX = 120, PCS_LETTERING_SIZE = 4 * PCS_LETTERS_MAX + 1 };

typedef struct pcs_lettering {
    pcs_font *font;
    int32_t halo; /* pixels around the text */
    uint8_t text_colour[4], halo_colour[4];
} pcs_lettering;

/* Pixels an em that suit a picture with so many labels: as large as its shorter side asks for, less where they are
 * many, but never too small to read. */
uint32_t pcs_lettering_size(uint32_t width, uint32_t height, uint32_t labels);

/* White with a black halo, on a light background the other way round. background: red, green, blue, alpha. */
pcs_status pcs_lettering_open(pcs_context *context, uint32_t size, const uint8_t background[4],
                              pcs_lettering *lettering);
void pcs_lettering_close(pcs_lettering *lettering);

/* Text from outside as a line: control characters and what is not UTF-8 escaped, of more than most characters the
 * first and an ellipsis. most: at most PCS_LETTERS_MAX. */
void pcs_lettering_line(char line[PCS_LETTERING_SIZE], const char *text, uint32_t most);

/* The pixels that a line and its halo touch, with the pen at column 0 on the base line, row 0. Empty where the line
 * has nothing to see. */
pcs_status pcs_lettering_measure(const pcs_lettering *lettering, const char *line, pcs_box *extent);

/* Paints it with the pen there, inside its extent alone. */
pcs_status pcs_lettering_paint(pcs_context *context, const pcs_lettering *lettering, const char *line, int32_t column,
                               int32_t row, pcs_image *image);

#endif
