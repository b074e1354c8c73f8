/* One record of a flow log: the cells that are of interest, by what they mean. */
#ifndef PCS_EDGES_RECORD_H
#define PCS_EDGES_RECORD_H

#include "edges/host.h"
#include "edges/lines.h"
#include "edges/table.h"

enum { PCS_CELLS_MAX = 16 };

/* Text belongs to the line. */
typedef struct pcs_cell {
    const char *text; /* NULL: not set */
    size_t length;
    size_t column; /* for messages, from 1 */
} pcs_cell;

/* How a cell is called: key, or key of the object parent in JSON. Of several names of a cell the first is its own. */
typedef struct pcs_cell_name {
    const char *parent, *key;
    unsigned cell;
} pcs_cell_name;

typedef struct pcs_record {
    pcs_lines *lines; /* where it stands */
    const pcs_cell_name *names;
    size_t name_count;
    pcs_cell cells[PCS_CELLS_MAX];
} pcs_record;

/* The cell of that name, PCS_CELLS_MAX: none. */
unsigned pcs_record_find(const pcs_record *record, pcs_bytes parent, pcs_bytes key);

/* Unsets all cells, then sets those that the JSON object in line holds; null is not set. */
pcs_status pcs_record_scan(pcs_record *record, pcs_bytes line);

bool pcs_record_has(const pcs_record *record, unsigned cell);
bool pcs_record_is(const pcs_record *record, unsigned cell, const char *text);

/* PCS_E_FORMAT: "NAME: line N, column M (cell): found "x", expected ...", or that it is not there. */
pcs_status pcs_record_fail(const pcs_record *record, unsigned cell, const char *expected);

/* What a cell says; PCS_E_FORMAT where it is something else. */
pcs_status pcs_record_address(const pcs_record *record, unsigned cell, pcs_host *host);
/* 0 where it is not set. */
pcs_status pcs_record_amount(const pcs_record *record, unsigned cell, uint64_t *amount);
/* Seconds since 1970 or a date; 0 where it is not set. */
pcs_status pcs_record_moment(const pcs_record *record, unsigned cell, int64_t *ns);
/* Seconds; 0 where it is not set. */
pcs_status pcs_record_duration(const pcs_record *record, unsigned cell, int64_t *ns);

#endif
