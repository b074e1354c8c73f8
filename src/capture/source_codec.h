/* The kinds of compression. A kind is one entry of the table in source_codec.c. */
#ifndef PCS_CAPTURE_SOURCE_CODEC_H
#define PCS_CAPTURE_SOURCE_CODEC_H

#include "base/bytes.h"
#include "base/context.h"

/* One call of a decoder: it takes from input and adds to output what it can. */
typedef struct pcs_codec_step {
    pcs_bytes input; /* stored bytes; what was used is taken off its front */
    uint8_t *output;
    size_t capacity, produced;
    bool member_ended; /* set where a member (of gzip), frame (zstd, lz4) or stream (xz) is complete; the next call
                          begins another */
} pcs_codec_step;

/* The window or dictionary that a decoder may hold, at most: what zstd takes without being asked. A stream may ask for
 * much more. */
enum { PCS_CODEC_WINDOW_LOG = 27, PCS_CODEC_WINDOW_MAX = 1 << PCS_CODEC_WINDOW_LOG };
#define PCS_CODEC_WINDOW_PROBLEM "it was compressed with a window of more than 128 MiB"

/* The bytes that tell a kind, at most. */
enum { PCS_CODEC_MAGIC = 6 };

typedef struct pcs_codec {
    const char *name;
    const char *option; /* of CMake, which leaves the kind out; NULL: it is always read, or never */
    uint8_t magic[PCS_CODEC_MAGIC];
    uint8_t magic_length;
    bool skippable; /* frames with the magic numbers of skippable ones may stand between the others */
    bool padded;    /* zeros may follow a member */
    /* NULL: this kind is known by name but not read. It returns NULL where there is no memory. */
    void *(*open)(void);
    /* NULL: all is well, else what is wrong with the stream, in a few words. *memory: it is the memory that lacks. */
    const char *(*decode)(void *state, pcs_codec_step *step, bool *memory);
    void (*free)(void *state);
} pcs_codec;

/* The kind that begins so; NULL: none that is known. */
const pcs_codec *pcs_codec_find(pcs_bytes beginning);

/* True if another member of this kind begins so. */
bool pcs_codec_continues(const pcs_codec *codec, pcs_bytes beginning);

#define PCS_CODEC_FUNCTIONS(kind)                                                                                      \
    void *pcs_##kind##_open(void);                                                                                     \
    const char *pcs_##kind##_decode(void *state, pcs_codec_step *step, bool *memory);                                  \
    void pcs_##kind##_free(void *state)
PCS_CODEC_FUNCTIONS(gzip);
#ifdef PCS_HAVE_ZSTD
PCS_CODEC_FUNCTIONS(zstd);
#endif
#ifdef PCS_HAVE_LZ4
PCS_CODEC_FUNCTIONS(lz4);
#endif
#ifdef PCS_HAVE_XZ
PCS_CODEC_FUNCTIONS(xz);
#endif
#undef PCS_CODEC_FUNCTIONS

#endif
