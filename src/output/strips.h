/* The pixels of an image as the zlib stream of a PNG (RFC 1950), made strip by strip by all threads. */
#ifndef PCS_OUTPUT_STRIPS_H
#define PCS_OUTPUT_STRIPS_H

#include "base/context.h"

typedef struct pcs_strips pcs_strips;

/* Of height rows of row_size bytes, each of whose pixels has pixel_size bytes. */
pcs_status pcs_strips_new(pcs_context *context, size_t row_size, uint32_t height, uint32_t pixel_size,
                          pcs_strips **out);
void pcs_strips_free(pcs_strips *strips);

/* Rows that are made together. The stream is the same however rows are given, as long as it is a multiple of these at a
 * time, but for the last. */
uint32_t pcs_strips_rows(const pcs_strips *strips);

/* The next rows, once those given before are through; they must stay as they are until these are, too. */
void pcs_strips_give(pcs_strips *strips, const uint8_t *rows, uint32_t count);

/* The next piece of the stream, valid until the next call; false: more rows are wanted, or there are no more. done: the
 * share of rows in it and before it, 0 to 1. */
bool pcs_strips_next(pcs_strips *strips, const uint8_t **data, size_t *length, double *done);

#endif
