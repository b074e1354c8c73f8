/* The progress bar. */
#ifndef PCS_CLI_BAR_H
#define PCS_CLI_BAR_H

#include "cli/options.h"

/* Lines of at most this many columns. */
enum { PCS_BAR_WIDTH = 72 };

typedef struct pcs_bar {
    bool shown;    /* there is a bar at all */
    bool terminal; /* redrawn in place; else a line of its own each time */
    bool colour;
    const char *stage; /* the library's text: compared by value */
    double stage_start, last_drawn;
    int columns; /* drawn and not yet cleared */
} pcs_bar;

void pcs_bar_init(pcs_bar *bar, const pcs_settings *settings);

/* At most ten times a second on a terminal, once a second elsewhere. */
void pcs_bar_draw(pcs_bar *bar, const pcs_progress *progress);

/* Leaves an empty line where the bar was. */
void pcs_bar_clear(pcs_bar *bar);

/* The bar as text, without colour; returns its columns. seconds: since the stage began. */
int pcs_bar_text(const pcs_progress *progress, double seconds, char *out, size_t out_size);

#endif
