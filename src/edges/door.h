/* Doors: inputs that are no captures. Each knows its kind by content and adds to a table what it says. */
#ifndef PCS_EDGES_DOOR_H
#define PCS_EDGES_DOOR_H

#include "capture/source.h"
#include "edges/table.h"

typedef struct pcs_door {
    const char *name; /* with its article, for messages */
    /* Begins to read from a borrowed source. beginning: its first PCS_LINE_MAX bytes, or all there are, valid until the
     * source shows more. *state NULL with PCS_OK: the input is of another kind, and nothing was taken from the source.
     */
    pcs_status (*open)(pcs_context *context, pcs_source *source, pcs_bytes beginning, void **state);
    /* Adds the next part to the table, and to the summary what was counted as packets; *end after the last part.
     * PCS_E_FORMAT says where the input is wrong and what was expected: none of it is to be used, unless *end is set,
     * as where a log is still being written, or its file was cut short: what came before holds. */
    pcs_status (*read)(void *state, pcs_table *table, pcs_read_summary *summary, bool *end);
    void (*free_state)(void *state);
} pcs_door;

extern const pcs_door pcs_door_tcpdump, pcs_door_zeek, pcs_door_json;

/* The door that takes the input, with its state; NULL with PCS_OK: none does. Fails where the
 * input breaks, unless a door knows it by what came before. */
pcs_status pcs_door_open(pcs_context *context, pcs_source *source, const pcs_door **door, void **state);

/* Adds packets, outcomes and times of more to those of summary. */
void pcs_door_add_summary(pcs_read_summary *summary, const pcs_read_summary *more);

#endif
