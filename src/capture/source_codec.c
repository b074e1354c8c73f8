#include "capture/source_codec.h"

#define READ_BY(kind) .open = pcs_##kind##_open, .decode = pcs_##kind##_decode, .free = pcs_##kind##_free
#ifdef PCS_HAVE_ZSTD
#define ZSTD_FUNCTIONS READ_BY(zstd)
#else
#define ZSTD_FUNCTIONS .open = NULL
#endif
#ifdef PCS_HAVE_LZ4
#define LZ4_FUNCTIONS READ_BY(lz4)
#else
#define LZ4_FUNCTIONS .open = NULL
#endif
#ifdef PCS_HAVE_XZ
#define XZ_FUNCTIONS READ_BY(xz)
#else
#define XZ_FUNCTIONS .open = NULL
#endif

#define MAGIC(length, ...) .magic = {__VA_ARGS__}, .magic_length = (length)

enum { GZIP, ZSTD };

static const pcs_codec codecs[] = {
    [GZIP] = {"gzip", MAGIC(3, 0x1f, 0x8b, 0x08), .padded = true, READ_BY(gzip)},
    [ZSTD] = {"zstd", "PCS_ZSTD", MAGIC(4, 0x28, 0xb5, 0x2f, 0xfd), .skippable = true, ZSTD_FUNCTIONS},
    {"lz4", "PCS_LZ4", MAGIC(4, 0x04, 0x22, 0x4d, 0x18), .skippable = true, LZ4_FUNCTIONS},
    {"xz", "PCS_XZ", MAGIC(6, 0xfd, '7', 'z', 'X', 'Z', 0), .padded = true, XZ_FUNCTIONS},
    {"lz4 (the old format, of lz4 -l)", MAGIC(4, 0x02, 0x21, 0x4c, 0x18)},
    {"bzip2", MAGIC(3, 'B', 'Z', 'h')},
    {"lzip", MAGIC(4, 'L', 'Z', 'I', 'P')},
    {"compress", MAGIC(2, 0x1f, 0x9d)},
};

static bool is_skippable(pcs_bytes bytes) {
    uint32_t magic;
    return pcs_bytes_le32(bytes, 0, &magic) && (magic & 0xfffffff0) == 0x184d2a50;
}

const pcs_codec *pcs_codec_find(pcs_bytes beginning) {
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
        if (pcs_bytes_has(beginning, 0, codecs[i].magic_length) &&
            memcmp(beginning.data, codecs[i].magic, codecs[i].magic_length) == 0) {
            return &codecs[i];
        }
    }
    /* A zstd stream may begin with a skippable frame, as those of pzstd do. */
    return is_skippable(beginning) ? &codecs[ZSTD] : NULL;
}

bool pcs_codec_continues(const pcs_codec *codec, pcs_bytes beginning) {
    return pcs_codec_find(beginning) == codec || (codec->skippable && is_skippable(beginning));
}
