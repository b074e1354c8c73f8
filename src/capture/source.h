/* The bytes of an input, decompressed where they are compressed. */
#ifndef PCS_CAPTURE_SOURCE_H
#define PCS_CAPTURE_SOURCE_H

#include "base/bytes.h"
#include "base/context.h"

typedef struct pcs_source pcs_source;

/* path "-" is standard input. Compression is recognised by content, and undone in a thread of its own. PCS_E_READ if it
 * cannot be opened or is no file that can be read from, PCS_E_FORMAT if it is compressed in a way that is not read. */
pcs_status pcs_source_open(pcs_context *context, const char *path, pcs_source **out);
/* The same for what was found in a directory: a regular file, which may be called "-", and no link. */
pcs_status pcs_source_open_regular(pcs_context *context, const char *path, pcs_source **out);
/* The same over memory, which is borrowed. */
pcs_status pcs_source_from_memory(pcs_context *context, const char *name, const void *data, size_t length,
                                  pcs_source **out);
/* Accepts NULL. */
void pcs_source_free(pcs_source *source);

/* How it is called in messages. */
const char *pcs_source_name(const pcs_source *source);

/* Shows the next bytes without taking them: at least wanted where the input has that many, else all that are left.
 * Valid until the next call. wanted may be at most PCS_SOURCE_WINDOW. Where the input breaks before wanted bytes,
 * *bytes is what is left before the break, with PCS_E_READ: the system cannot read on, or PCS_E_FORMAT: the compressed
 * stream is damaged or ends early; every later call that reaches the break says so again. */
enum { PCS_SOURCE_WINDOW = 1 << 25 };
pcs_status pcs_source_peek(pcs_source *source, size_t wanted, pcs_bytes *bytes);

/* Whether a failure is the input's: what came before the break is as good as ever. */
static inline bool pcs_source_is_break(pcs_status status) {
    return status == PCS_E_READ || status == PCS_E_FORMAT;
}

/* Takes count bytes; more than were shown may be taken: they are skipped. False if the input ends or breaks before. */
bool pcs_source_take(pcs_source *source, uint64_t count);

/* Bytes taken so far, of the content (decompressed): where a message says it broke. */
uint64_t pcs_source_offset(const pcs_source *source);
/* Bytes read so far of the input as it is stored, and its size, 0 where not known. */
uint64_t pcs_source_stored(const pcs_source *source);
uint64_t pcs_source_size(const pcs_source *source);

#endif
