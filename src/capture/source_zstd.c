/* zstd (RFC 8878) through libzstd, one frame at a time; skippable frames give nothing. */
#include "capture/source_codec.h"

#ifdef PCS_HAVE_ZSTD

#include <zstd.h>
#include <zstd_errors.h>

void *pcs_zstd_open(void) {
    ZSTD_DCtx *stream = ZSTD_createDCtx();
    if (stream && ZSTD_isError(ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, PCS_CODEC_WINDOW_LOG))) {
        ZSTD_freeDCtx(stream);
        stream = NULL;
    }
    return stream;
}

const char *pcs_zstd_decode(void *state, pcs_codec_step *step, bool *memory) {
    ZSTD_inBuffer input = {step->input.data, step->input.length, 0};
    ZSTD_outBuffer output = {step->output, step->capacity, 0};
    size_t result = ZSTD_decompressStream(state, &output, &input);
    step->input = pcs_bytes_from(step->input, input.pos);
    step->produced = output.pos;
    step->member_ended = result == 0;
    if (!ZSTD_isError(result)) {
        return NULL;
    }
    ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
    *memory = code == ZSTD_error_memory_allocation;
    return code == ZSTD_error_frameParameter_windowTooLarge ? PCS_CODEC_WINDOW_PROBLEM : ZSTD_getErrorString(code);
}

void pcs_zstd_free(void *state) {
    ZSTD_freeDCtx(state);
}

#else

/* ISO C wants a translation unit to declare something. */
typedef int pcs_zstd_is_left_out;

#endif
