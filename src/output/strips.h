/* The pixels of an image as the zlib stream of a PNG (RFC 1950), made strip by strip by all threads. */
#ifndef PCS_OUTPUT_STRIPS_H
#define PCS_OUTPUT_STRIPS_H

#include "base/context.h"

typedef struct pcs_strips pcs_strips;

/* height rows of row_size bytes, each of whose pixels has pixel_size bytes. They must outlive the strips. */
pcs_status pcs_strips_new(pcs_context *context, const uint8_t *rows, size_t row_size, uint32_t height,
                          uint32_t pixel_size, pcs_strips **out);
void pcs_strips_free(pcs_strips *strips);

/* The next piece of the stream, valid until the next call; false past the last. done: the share of rows in it and
 * before it, 0 to 1. */
bool pcs_strips_next(pcs_strips *strips, const uint8_t **data, size_t *length, double *done);

#endif
