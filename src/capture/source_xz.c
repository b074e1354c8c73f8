/* xz (The .xz File Format 1.1) through liblzma, one stream at a time. */
#include "capture/source_codec.h"

#ifdef PCS_HAVE_XZ

#include <lzma.h>
#include <stdlib.h>

/* What a decoder needs besides the dictionary is some 100 kB. */
static const uint64_t memory_max = PCS_CODEC_WINDOW_MAX + (1 << 20);

void *pcs_xz_open(void) {
    lzma_stream *stream = calloc(1, sizeof(*stream)); /* LZMA_STREAM_INIT is all zeros */
    if (stream && lzma_stream_decoder(stream, memory_max, 0) != LZMA_OK) {
        free(stream);
        stream = NULL;
    }
    return stream;
}

static const char *problem_of(lzma_ret result, bool *memory) {
    switch (result) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: /* it wants more input or room */
        return NULL;
    case LZMA_MEM_ERROR:
        *memory = true;
        return "no memory";
    case LZMA_MEMLIMIT_ERROR:
        return PCS_CODEC_WINDOW_PROBLEM;
    case LZMA_OPTIONS_ERROR:
        return "it was compressed in a way that is not known";
    default:
        return "damaged data";
    }
}

const char *pcs_xz_decode(void *state, pcs_codec_step *step, bool *memory) {
    lzma_stream *stream = state;
    stream->next_in = step->input.data;
    stream->avail_in = step->input.length;
    stream->next_out = step->output;
    stream->avail_out = step->capacity;
    lzma_ret result = lzma_code(stream, LZMA_RUN);
    step->input = pcs_bytes_from(step->input, step->input.length - stream->avail_in);
    step->produced = step->capacity - stream->avail_out;
    if (result == LZMA_STREAM_END) {
        step->member_ended = true;
        result = lzma_stream_decoder(stream, memory_max, 0);
    }
    return problem_of(result, memory);
}

void pcs_xz_free(void *state) {
    if (state) {
        lzma_end(state);
        free(state);
    }
}

#else

/* ISO C wants a translation unit to declare something. */
typedef int pcs_xz_is_left_out;

#endif
