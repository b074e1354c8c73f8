/* Rows of comma-separated values (RFC 4180; lines may also end in CR or LF alone). */
#ifndef PCS_EDGES_CSV_H
#define PCS_EDGES_CSV_H

#include "base/bytes.h"

enum { PCS_CSV_FIELDS_MAX = 256, PCS_CSV_ROW_MAX = 1 << 16 };

/* Valid as long as the bytes and the row. Blanks around a field that is not quoted are left out. */
typedef struct pcs_csv_field {
    const char *text;
    size_t length;
} pcs_csv_field;

typedef struct pcs_csv_row {
    pcs_csv_field fields[PCS_CSV_FIELDS_MAX];
    size_t count;                   /* fields; where a row is not well formed, the field with the fault */
    size_t size;                    /* bytes of the row, its line end included */
    uint64_t lines;                 /* lines it takes up: more than one if a quoted field holds line ends */
    char unquoted[PCS_CSV_ROW_MAX]; /* fields that held quotes */
} pcs_csv_row;

typedef enum pcs_csv_result {
    PCS_CSV_ROW,
    PCS_CSV_UNFINISHED, /* the bytes end before the row does */
    PCS_CSV_LONG,       /* longer than PCS_CSV_ROW_MAX */
    PCS_CSV_WIDE,       /* more fields than PCS_CSV_FIELDS_MAX */
    PCS_CSV_QUOTE,      /* a quote inside a field that does not begin with one, or text after the closing quote */
    PCS_CSV_OPEN        /* the input ends inside a quoted field */
} pcs_csv_result;

/* The row at the beginning of bytes; last says that the input ends where the bytes end. A blank line is one empty
 * field. */
pcs_csv_result pcs_csv_row_read(pcs_bytes bytes, bool last, pcs_csv_row *row);

#endif
