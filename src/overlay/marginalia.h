/* What stands at the margins of a picture, as on a map: title, footer, legend. */
#ifndef PCS_OVERLAY_MARGINALIA_H
#define PCS_OVERLAY_MARGINALIA_H

#include "edges/edges.h"
#include "overlay/lettering.h"
#include "overlay/occupancy.h"

/* A line with its place, all of it inside the picture. */
typedef struct pcs_note {
    char line[PCS_LETTERING_SIZE];
    bool is_title;
    int32_t column, row; /* of the pen */
    pcs_box box;
} pcs_note;

typedef struct pcs_swatch {
    pcs_box box;
    uint8_t colour[4];
} pcs_swatch;

typedef struct pcs_marginalia {
    pcs_context *context;
    uint32_t width, height; /* of the picture */
    int32_t margin, size;   /* pixels that stay free at each side, and those of an em of the text */
    pcs_lettering title, text;
    pcs_note *notes;
    pcs_swatch *swatches;
    size_t note_count, note_capacity, swatch_count, swatch_capacity;
} pcs_marginalia;

/* What the options ask for and the picture has room for; its pixels are taken. image is what the legend explains.
 * edges: NULL, or what the footer counts. background as of pcs_lettering_open. *marginalia is freed by
 * pcs_marginalia_clear. */
pcs_status pcs_marginalia_fill(pcs_context *context, const pcs_image *image, const pcs_edges *edges,
                               const pcs_text_options *options, pcs_measure measure, const uint8_t background[4],
                               pcs_occupancy *taken, pcs_marginalia *marginalia);
void pcs_marginalia_clear(pcs_marginalia *marginalia);

pcs_status pcs_marginalia_paint(const pcs_marginalia *marginalia, pcs_image *image);

/* ---- for the files that add to them */

/* A line at the end of the notes, cut to width pixels, at column 0 of base line 0; *note is valid until the next. NULL:
 * nothing of it can be seen at that width. */
pcs_status pcs_marginalia_write(pcs_marginalia *marginalia, bool is_title, const char *text, int32_t width,
                                pcs_note **note);
void pcs_note_move(pcs_note *note, int32_t columns, int32_t rows);

pcs_status pcs_marginalia_colour(pcs_marginalia *marginalia, const pcs_box *box, const uint8_t colour[4]);

/* The legend in a corner; left out where there is no room, with a warning if it must be. from_edges: the measure is
 * known. */
pcs_status pcs_legend_add(pcs_marginalia *marginalia, const pcs_image *image, pcs_measure measure, bool from_edges,
                          bool must_be, const uint8_t background[4], pcs_occupancy *taken);

#endif
