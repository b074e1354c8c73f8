/* Decompression in a thread of its own, while what it gave before is worked on. */
#ifndef PCS_CAPTURE_SOURCE_DECODER_H
#define PCS_CAPTURE_SOURCE_DECODER_H

#include "capture/source_codec.h"
#include "capture/source_input.h"

typedef struct pcs_decoder pcs_decoder;

/* Begins to decompress what beginning (copied) and then the input (borrowed, and left alone by others until the decoder
 * is freed) hold. name, in messages, is borrowed. */
pcs_status pcs_decoder_start(pcs_context *context, const char *name, const pcs_codec *codec, pcs_bytes beginning,
                             pcs_input *input, pcs_decoder **out);
/* Stops the thread. Accepts NULL. */
void pcs_decoder_free(pcs_decoder *decoder);

/* The next part of the content, valid until the next call; empty at the end. PCS_E_READ, PCS_E_FORMAT or PCS_E_MEMORY:
 * the input breaks here. */
pcs_status pcs_decoder_next(pcs_decoder *decoder, pcs_bytes *content);

/* Stored bytes that were read for the content so far. */
uint64_t pcs_decoder_stored(const pcs_decoder *decoder);

#endif
