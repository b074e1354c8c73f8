/* Data compressed by the libraries themselves, for tests of what reads it. */
#ifndef PCS_TESTS_COMPRESS_H
#define PCS_TESTS_COMPRESS_H

#include "check.h"

#include <zlib.h>
#ifdef PCS_HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef PCS_HAVE_LZ4
#include <lz4frame.h>
#endif
#ifdef PCS_HAVE_XZ
#include <lzma.h>
#endif

/* Each appends one member to out, and returns its length. */

static inline size_t compress_gzip(const uint8_t *data, size_t length, uint8_t *out, size_t room) {
    z_stream stream = {.next_in = (z_const Bytef *)data, .avail_in = (uInt)length};
    CHECK(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    size_t used = room - stream.avail_out;
    deflateEnd(&stream);
    return used;
}

#ifdef PCS_HAVE_ZSTD
static inline size_t compress_zstd(const uint8_t *data, size_t length, uint8_t *out, size_t room) {
    size_t used = ZSTD_compress(out, room, data, length, 3);
    CHECK(!ZSTD_isError(used));
    return used;
}
#endif

#ifdef PCS_HAVE_LZ4
static inline size_t compress_lz4(const uint8_t *data, size_t length, uint8_t *out, size_t room) {
    LZ4F_preferences_t preferences = {.frameInfo = {.contentChecksumFlag = LZ4F_contentChecksumEnabled}};
    size_t used = LZ4F_compressFrame(out, room, data, length, &preferences);
    CHECK(!LZ4F_isError(used));
    return used;
}
#endif

#ifdef PCS_HAVE_XZ
static inline size_t compress_xz(const uint8_t *data, size_t length, uint8_t *out, size_t room) {
    size_t used = 0;
    CHECK(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, NULL, data, length, out, &used, room) == LZMA_OK);
    return used;
}
#endif

#endif
