/* What is compressed, from any bytes: decompressed up to a limit. */
#include "fuzz_driver.h"

#include "../compress.h"
#include "base/context.h"
#include "capture/source.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
    enum { TAKEN_AT_ONCE = 50000, TAKEN_MAX = 1 << 22 };
    pcs_context *context = pcs_context_new(NULL);
    pcs_source *source = NULL;
    if (context && pcs_source_from_memory(context, "fuzz", data, length, &source) == PCS_OK) {
        pcs_status status = PCS_OK;
        pcs_bytes shown = {.length = 1};
        for (uint64_t taken = 0; status == PCS_OK && shown.length > 0 && taken < TAKEN_MAX;) {
            status = pcs_source_peek(source, TAKEN_AT_ONCE, &shown);
            taken += shown.length;
            pcs_source_take(source, shown.length);
        }
        if (status != PCS_OK && pcs_context_message(context)[0] == 0) {
            abort();
        }
    }
    pcs_source_free(source);
    pcs_context_free(context);
    return 0;
}

/* Each kind: one member, two members, and what follows them. */
static void add_members(void (*add)(const void *data, size_t length),
                        size_t (*compress)(const uint8_t *data, size_t length, uint8_t *out, size_t room)) {
    enum { LENGTH = 3000, ROOM = 16384 };
    uint8_t data[LENGTH], out[2 * ROOM];
    for (size_t i = 0; i < LENGTH; i++) {
        data[i] = (uint8_t)(i * i >> 7);
    }
    size_t first = compress(data, LENGTH, out, ROOM);
    add(out, first);
    size_t both = first + compress(data, LENGTH / 2, out + first, ROOM);
    add(out, both);
    memcpy(out + both, "something else", 14);
    add(out, both + 14);
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    add_members(add, compress_gzip);
#ifdef PCS_HAVE_ZSTD
    add_members(add, compress_zstd);
    add("\x50\x2a\x4d\x18\x03\x00\x00\x00\x61\x62\x63", 11); /* a skippable frame (RFC 8878) */
#endif
#ifdef PCS_HAVE_LZ4
    add_members(add, compress_lz4);
#endif
#ifdef PCS_HAVE_XZ
    add_members(add, compress_xz);
#endif
}
