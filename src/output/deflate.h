/* Deflate (RFC 1951) of rows of pixels, quickly: runs and Huffman codes, no search for what lies further back. Pictures
 * of lines are background and noise, on which a search finds little. */
#ifndef PCS_OUTPUT_DEFLATE_H
#define PCS_OUTPUT_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that length bytes may become at most. */
size_t pcs_deflate_bound(size_t length);

/* One block, ended at a byte's border, so that blocks can be put one after another; last: the stream ends with it. Runs
 * are of bytes that repeat what is distance bytes, 1 to 4, before them. scratch has room for length numbers, out for
 * pcs_deflate_bound(length) bytes. Returns the block's length. */
size_t pcs_deflate_block(const uint8_t *data, size_t length, uint32_t distance, bool last, uint16_t *scratch,
                         uint8_t *out);

#endif
