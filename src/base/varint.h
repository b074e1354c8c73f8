/* Numbers of 64 bits in as few bytes as they need: LEB128, the lowest seven bits first. */
#ifndef PCS_BASE_VARINT_H
#define PCS_BASE_VARINT_H

#include "base/bytes.h"

enum { PCS_VARINT_MAX = 10 };

/* Writes at most PCS_VARINT_MAX bytes; returns where they end. */
static inline uint8_t *pcs_varint_write(uint8_t *out, uint64_t value) {
    while (value >= 0x80) {
        *out++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *out++ = (uint8_t)value;
    return out;
}

/* The number at *at, which moves behind it. False: the bytes end before, it has more than 64 bits, or it takes more
 * bytes than it needs. */
static inline bool pcs_varint_read(pcs_bytes bytes, size_t *at, uint64_t *value) {
    uint64_t sum = 0;
    for (unsigned shift = 0; *at < bytes.length && shift < 64; shift += 7) {
        uint8_t byte = bytes.data[(*at)++];
        sum |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *value = sum;
            return (byte > 0 || shift == 0) && (shift < 63 || byte == 1);
        }
    }
    return false;
}

/* A difference of two numbers of 64 bits, small where they are near each other, above or below. */
static inline uint64_t pcs_zigzag(uint64_t difference) {
    return difference << 1 ^ (0 - (difference >> 63));
}

static inline uint64_t pcs_unzigzag(uint64_t value) {
    return value >> 1 ^ (0 - (value & 1));
}

#endif
