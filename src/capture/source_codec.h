/* What a kind of compression offers to the source. A kind is one entry of the table in source.c. */
#ifndef PCS_CAPTURE_SOURCE_CODEC_H
#define PCS_CAPTURE_SOURCE_CODEC_H

#include "base/bytes.h"
#include "base/context.h"

/* One call of a decoder: it takes from input and adds to output what it can. */
typedef struct pcs_codec_step {
    pcs_bytes input; /* stored bytes; what was used is taken off its front */
    uint8_t *output;
    size_t capacity, produced;
    bool member_ended; /* set where a member (of gzip) or a frame (of zstd) is complete; the next call begins another */
} pcs_codec_step;

typedef struct pcs_codec {
    const char *name;
    uint8_t magic[6];
    uint8_t magic_length;
    /* NULL: this kind is known by name but not read. NULL with no message set: no memory. */
    void *(*open)(void);
    /* NULL: all is well, else what is wrong with the stream, in a few words. *memory: it is the memory that lacks. */
    const char *(*decode)(void *state, pcs_codec_step *step, bool *memory);
    void (*free)(void *state);
} pcs_codec;

void *pcs_gzip_open(void);
const char *pcs_gzip_decode(void *state, pcs_codec_step *step, bool *memory);
void pcs_gzip_free(void *state);

#ifdef PCS_HAVE_ZSTD
void *pcs_zstd_open(void);
const char *pcs_zstd_decode(void *state, pcs_codec_step *step, bool *memory);
void pcs_zstd_free(void *state);
#endif

#endif
