/* gzip (RFC 1952) through zlib, one member at a time. */
#include "capture/source_codec.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

void *pcs_gzip_open(void) {
    z_stream *stream = calloc(1, sizeof(*stream));
    /* 16: gzip and nothing else. */
    if (stream && inflateInit2(stream, 16 + MAX_WBITS) != Z_OK) {
        free(stream);
        stream = NULL;
    }
    return stream;
}

const char *pcs_gzip_decode(void *state, pcs_codec_step *step, bool *memory) {
    z_stream *stream = state;
    uInt given = step->input.length > UINT_MAX ? UINT_MAX : (uInt)step->input.length;
    uInt room = step->capacity > UINT_MAX ? UINT_MAX : (uInt)step->capacity;
    stream->next_in = (z_const Bytef *)step->input.data;
    stream->avail_in = given;
    stream->next_out = step->output;
    stream->avail_out = room;
    int result = inflate(stream, Z_NO_FLUSH);
    step->input = pcs_bytes_from(step->input, given - stream->avail_in);
    step->produced = room - stream->avail_out;
    if (result == Z_STREAM_END) {
        step->member_ended = true;
        return inflateReset(stream) == Z_OK ? NULL : "it cannot be read on";
    }
    if (result == Z_OK || result == Z_BUF_ERROR) {
        return NULL;
    }
    *memory = result == Z_MEM_ERROR;
    return stream->msg ? stream->msg : "damaged data";
}

void pcs_gzip_free(void *state) {
    if (state) {
        inflateEnd(state);
        free(state);
    }
}
