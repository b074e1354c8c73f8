/* Packets and captures made byte by byte. */
#ifndef PCS_TESTS_PACKET_BUILDER_H
#define PCS_TESTS_PACKET_BUILDER_H

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct builder {
    uint8_t *data;
    size_t length, capacity;
    bool big; /* numbers are put most significant byte first */
} builder;

static inline void put(builder *b, const void *data, size_t length) {
    if (b->length + length > b->capacity) {
        b->capacity = (b->length + length) * 2 + 64;
        b->data = realloc(b->data, b->capacity);
        if (!b->data) {
            abort();
        }
    }
    if (length > 0) {
        memcpy(b->data + b->length, data, length);
    }
    b->length += length;
}

static inline void put_number(builder *b, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(value >> 8 * (b->big ? bytes - 1 - i : i));
        put(b, &byte, 1);
    }
}

static inline void put16(builder *b, uint16_t value) {
    put_number(b, value, 2);
}

static inline void put32(builder *b, uint32_t value) {
    put_number(b, value, 4);
}

static inline void put_fill(builder *b, uint8_t byte, size_t count) {
    for (size_t i = 0; i < count; i++) {
        put(b, &byte, 1);
    }
}

/* Hexadecimal digits, blanks between them as you like; "00*12" is twelve bytes 00. */
static inline void put_hex(builder *b, const char *hex) {
    for (const char *at = hex; *at;) {
        if (isspace((unsigned char)*at)) {
            at++;
            continue;
        }
        char digits[3] = {at[0], at[1], 0};
        uint8_t byte = (uint8_t)strtoul(digits, NULL, 16);
        at += 2;
        size_t count = 1;
        if (*at == '*') {
            char *end;
            count = strtoul(at + 1, &end, 10);
            at = end;
        }
        put_fill(b, byte, count);
    }
}

static inline void builder_free(builder *b) {
    free(b->data);
    *b = (builder){NULL, 0, 0, b->big};
}

/* From 10.0.0.1 to 10.0.0.2, UDP, four bytes of payload: 32 bytes. */
#define HEX_IPV4 "45 00 00 20 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02  00 35 10 00 00 0c 00 00  01 02 03 04"
/* From fd00::1 to fd00::2, the same: 52 bytes. */
#define HEX_IPV6 "60 00 00 00 00 0c 11 40 fd 00*14 01 fd 00*14 02  00 35 10 00 00 0c 00 00  01 02 03 04"

/* ---- pcap */

static inline void put_pcap_header(builder *b, uint32_t magic, uint32_t link_type) {
    put32(b, magic);
    put16(b, 2);
    put16(b, 4);
    put32(b, 0);
    put32(b, 0);
    put32(b, 65535);
    put32(b, link_type);
}

static inline void put_pcap_record(builder *b, uint32_t seconds, uint32_t fraction, const builder *packet,
                                   size_t captured, size_t length) {
    put32(b, seconds);
    put32(b, fraction);
    put32(b, (uint32_t)captured);
    put32(b, (uint32_t)length);
    put(b, packet->data, captured);
}

/* ---- pcapng */

static inline void put_block(builder *b, uint32_t type, const builder *body) {
    size_t padding = (4 - body->length % 4) % 4;
    uint32_t length = (uint32_t)(12 + body->length + padding);
    put32(b, type);
    put32(b, length);
    put(b, body->data, body->length);
    put_fill(b, 0, padding);
    put32(b, length);
}

static inline void put_section(builder *b) {
    builder body = {.big = b->big};
    put32(&body, 0x1a2b3c4d);
    put16(&body, 1);
    put16(&body, 0);
    put_number(&body, UINT64_MAX, 8);
    put_block(b, 0x0a0d0d0a, &body);
    builder_free(&body);
}

/* options: hexadecimal, as they are to stand in the block. */
static inline void put_interface(builder *b, uint16_t link_type, uint32_t snap_length, const char *options) {
    builder body = {.big = b->big};
    put16(&body, link_type);
    put16(&body, 0);
    put32(&body, snap_length);
    put_hex(&body, options);
    put_block(b, 1, &body);
    builder_free(&body);
}

static inline void put_enhanced(builder *b, uint32_t interface, uint64_t time, const builder *packet, size_t captured,
                                size_t length) {
    builder body = {.big = b->big};
    put32(&body, interface);
    put32(&body, (uint32_t)(time >> 32));
    put32(&body, (uint32_t)time);
    put32(&body, (uint32_t)captured);
    put32(&body, (uint32_t)length);
    put(&body, packet->data, captured);
    put_block(b, 6, &body);
    builder_free(&body);
}

static inline void put_simple(builder *b, const builder *packet, size_t captured, size_t length) {
    builder body = {.big = b->big};
    put32(&body, (uint32_t)length);
    put(&body, packet->data, captured);
    put_block(b, 3, &body);
    builder_free(&body);
}

static inline void put_obsolete(builder *b, uint16_t interface, uint64_t time, const builder *packet) {
    builder body = {.big = b->big};
    put16(&body, interface);
    put16(&body, 0);
    put32(&body, (uint32_t)(time >> 32));
    put32(&body, (uint32_t)time);
    put32(&body, (uint32_t)packet->length);
    put32(&body, (uint32_t)packet->length);
    put(&body, packet->data, packet->length);
    put_block(b, 2, &body);
    builder_free(&body);
}

#endif
