/* Edge lists: text with one row for what one host sent another. */
#ifndef PCS_EDGES_EDGE_LIST_H
#define PCS_EDGES_EDGE_LIST_H

#include "capture/source.h"
#include "edges/table.h"

typedef struct pcs_edge_list pcs_edge_list;

/* Reads the header from a borrowed source: source and target, or a and b, and any of protocol, weight and the counters
 * that pcs_edges_write_csv writes, in any order; other columns are ignored. *out NULL with PCS_OK: this is no edge
 * list, and nothing was taken from the source. */
pcs_status pcs_edge_list_open(pcs_context *context, pcs_source *source, pcs_bytes beginning, pcs_edge_list **out);
/* Accepts NULL. */
void pcs_edge_list_free(pcs_edge_list *list);

/* Adds the next rows to the table; *end after the last one. A row without counters is one packet, its weight the bytes
 * and the payload; rows of one pair add up. PCS_E_FORMAT names the line, the column and what was expected there. */
pcs_status pcs_edge_list_read(pcs_edge_list *list, pcs_table *table, bool *end);

/* True if a spreadsheet would run text as a formula (OWASP, "CSV Injection"), also behind apostrophes: such a name is
 * written with one more apostrophe before it, and read without it. */
bool pcs_edge_list_is_formula(const char *text, size_t length);

/* A host as a cell of a list: without the apostrophe, as pcs_host_parse. */
bool pcs_edge_list_parse_host(const char *text, size_t length, pcs_host *host);

#endif
