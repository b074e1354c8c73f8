/* What people and other programs see of a batch. */
#ifndef PCS_THUMBS_SHEET_H
#define PCS_THUMBS_SHEET_H

#include "thumbs/batch.h"

/* Writes index.html, index.csv and, if asked to, index.json. PCS_E_WRITE. */
pcs_status pcs_sheet_write(pcs_context *context, const pcs_batch *batch, const pcs_thumbs_report *report, bool json);

/* One capture as a row of the table that pcs_sheet_csv_header begins, and as an object. */
void pcs_sheet_csv_header(FILE *file);
void pcs_sheet_csv_row(FILE *file, const pcs_item *item);
void pcs_sheet_json_object(FILE *file, const pcs_item *item);

/* The style and the script of index.html, and their SHA-256 as a Content-Security-Policy names it. */
extern const char pcs_sheet_style[], pcs_sheet_style_hash[], pcs_sheet_script[], pcs_sheet_script_hash[];

#endif
