/* Bounds-checked reads of bytes that an attacker chose. Nothing else in the library reads packet bytes. */
#ifndef PCS_BASE_BYTES_H
#define PCS_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* length bytes that belong to someone else. */
typedef struct pcs_bytes {
    const uint8_t *data;
    size_t length;
} pcs_bytes;

/* True if count bytes can be read at offset. */
static inline bool pcs_bytes_has(pcs_bytes bytes, size_t offset, size_t count) {
    return offset <= bytes.length && count <= bytes.length - offset;
}

/* What is left from offset on; empty, though never NULL, past the end. */
static inline pcs_bytes pcs_bytes_from(pcs_bytes bytes, size_t offset) {
    pcs_bytes empty = {(const uint8_t *)"", 0};
    return offset < bytes.length ? (pcs_bytes){bytes.data + offset, bytes.length - offset} : empty;
}

/* The first count bytes, or all where there are fewer. */
static inline pcs_bytes pcs_bytes_first(pcs_bytes bytes, size_t count) {
    return (pcs_bytes){bytes.data, count < bytes.length ? count : bytes.length};
}

/* True if bytes are the text, all of it. */
static inline bool pcs_bytes_are(pcs_bytes bytes, const char *text) {
    return bytes.length == strlen(text) && (bytes.length == 0 || memcmp(bytes.data, text, bytes.length) == 0);
}

static inline bool pcs_bytes_u8(pcs_bytes bytes, size_t offset, uint8_t *value) {
    if (!pcs_bytes_has(bytes, offset, 1)) {
        return false;
    }
    *value = bytes.data[offset];
    return true;
}

/* PCS_BYTES_READ(be16, uint16_t, swap): the number at offset; false past the end. */
#define PCS_BYTES_READ(name, type, convert)                                                                            \
    static inline bool pcs_bytes_##name(pcs_bytes bytes, size_t offset, type *value) {                                 \
        if (!pcs_bytes_has(bytes, offset, sizeof(type))) {                                                             \
            return false;                                                                                              \
        }                                                                                                              \
        type raw;                                                                                                      \
        memcpy(&raw, bytes.data + offset, sizeof(raw));                                                                \
        *value = convert(raw);                                                                                         \
        return true;                                                                                                   \
    }

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
PCS_BYTES_READ(be16, uint16_t, __builtin_bswap16)
PCS_BYTES_READ(be32, uint32_t, __builtin_bswap32)
PCS_BYTES_READ(be64, uint64_t, __builtin_bswap64)
PCS_BYTES_READ(le16, uint16_t, )
PCS_BYTES_READ(le32, uint32_t, )
PCS_BYTES_READ(le64, uint64_t, )
#else
PCS_BYTES_READ(be16, uint16_t, )
PCS_BYTES_READ(be32, uint32_t, )
PCS_BYTES_READ(be64, uint64_t, )
PCS_BYTES_READ(le16, uint16_t, __builtin_bswap16)
PCS_BYTES_READ(le32, uint32_t, __builtin_bswap32)
PCS_BYTES_READ(le64, uint64_t, __builtin_bswap64)
#endif

#endif
