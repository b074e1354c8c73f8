/* Cells of comma-separated values. Each function writes without an end and returns where it ends. */
#ifndef PCS_EDGES_CSV_WRITE_H
#define PCS_EDGES_CSV_WRITE_H

#include "edges/amount.h"
#include "edges/host.h"
#include "pcapshade.h"

/* The most that pcs_csv_write_host writes: all quotes doubled, two around them, an apostrophe. */
enum { PCS_CSV_HOST_SIZE = 2 * PCS_HOST_NAME_MAX + 4 };
/* The most that pcs_csv_write_traffic writes. */
enum { PCS_CSV_TRAFFIC_SIZE = 3 * (PCS_AMOUNT_DIGITS + 1) };

/* Quoted where it must be; a name that a spreadsheet would run as a formula with an apostrophe before it. */
char *pcs_csv_write_host(char *out, const pcs_host *host);

/* Three cells, a comma before each. */
char *pcs_csv_write_traffic(char *out, const pcs_traffic *traffic);

#endif
