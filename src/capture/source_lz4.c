/* lz4 frames (LZ4 Frame Format 1.6) through liblz4, one frame at a time; skippable frames give nothing. A frame's
 * blocks are of 4 MB at most, so that no limit is needed. */
#include "capture/source_codec.h"

#ifdef PCS_HAVE_LZ4

#include <lz4frame.h>
#include <stdlib.h>

typedef struct lz4_state {
    LZ4F_dctx *stream;
    bool in_frame;
} lz4_state;

void *pcs_lz4_open(void) {
    lz4_state *state = calloc(1, sizeof(*state));
    if (state && LZ4F_isError(LZ4F_createDecompressionContext(&state->stream, LZ4F_VERSION))) {
        free(state);
        state = NULL;
    }
    return state;
}

/* Flags of a frame's header: after the magic number, the first byte has the one for a dictionary. */
enum { FLAGS_AT = 4, FLAG_DICTIONARY = 1, MAGIC_LOW_SKIPPABLE = 0x50 };

static bool wants_dictionary(pcs_bytes frame) {
    uint8_t low, flags;
    return pcs_bytes_u8(frame, 0, &low) && (low & 0xf0) != MAGIC_LOW_SKIPPABLE &&
           pcs_bytes_u8(frame, FLAGS_AT, &flags) && (flags & FLAG_DICTIONARY);
}

const char *pcs_lz4_decode(void *opaque, pcs_codec_step *step, bool *memory) {
    lz4_state *state = opaque;
    if (!state->in_frame && wants_dictionary(step->input)) {
        return "it was compressed with a dictionary, which is not at hand";
    }
    size_t used = step->input.length;
    step->produced = step->capacity;
    size_t result = LZ4F_decompress(state->stream, step->output, &step->produced, step->input.data, &used, NULL);
    if (LZ4F_isError(result)) {
        step->produced = 0;
        *memory = strcmp(LZ4F_getErrorName(result), "ERROR_allocation_failed") == 0;
        return "damaged data";
    }
    step->input = pcs_bytes_from(step->input, used);
    step->member_ended = result == 0;
    state->in_frame = !step->member_ended;
    return NULL;
}

void pcs_lz4_free(void *opaque) {
    lz4_state *state = opaque;
    if (state) {
        LZ4F_freeDecompressionContext(state->stream);
        free(state);
    }
}

#else

/* ISO C wants a translation unit to declare something. */
typedef int pcs_lz4_is_left_out;

#endif
