/* Hosts as text, both ways. */
#include "edges/host.h"

#include "base/bytes.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

enum { MAC_LENGTH = 17, PORT_MAX = 65535 };

/* ---- reading */

static bool parse_address(const char *text, size_t length, pcs_host *host) {
    char ended[INET6_ADDRSTRLEN];
    uint8_t raw[16];
    if (length >= sizeof(ended)) {
        return false;
    }
    memcpy(ended, text, length);
    ended[length] = '\0';
    pcs_bytes bytes = {raw, sizeof(raw)};
    uint32_t ipv4 = 0;
    if (inet_pton(AF_INET, ended, raw) == 1 && pcs_bytes_be32(bytes, 0, &ipv4)) {
        *host = (pcs_host){.kind = PCS_HOST_IPV4, .low = ipv4};
        return true;
    }
    *host = (pcs_host){.kind = PCS_HOST_IPV6};
    return inet_pton(AF_INET6, ended, raw) == 1 && pcs_bytes_be64(bytes, 0, &host->high) &&
           pcs_bytes_be64(bytes, 8, &host->low);
}

/* A decimal number without sign or leading zeros. */
static bool parse_number(const char *text, size_t length, uint64_t *number) {
    uint64_t value = 0;
    if (length == 0 || (length > 1 && text[0] == '0')) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || __builtin_mul_overflow(value, 10U, &value) ||
            __builtin_add_overflow(value, (uint64_t)(text[i] - '0'), &value)) {
            return false;
        }
    }
    *number = value;
    return true;
}

static bool parse_id(const char *text, size_t length, pcs_host *host) {
    uint64_t value;
    if (!parse_number(text, length, &value)) {
        return false;
    }
    *host = (pcs_host){.kind = PCS_HOST_ID, .low = value};
    return true;
}

static int hex_value(char c) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) % 16 : -1;
}

static bool parse_mac(const char *text, size_t length, pcs_host *host) {
    uint64_t value = 0;
    if (length != MAC_LENGTH) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        int digit = hex_value(text[i]);
        if (i % 3 == 2 ? text[i] != ':' : digit < 0) {
            return false;
        }
        value = i % 3 == 2 ? value : value << 4 | (uint64_t)digit;
    }
    *host = (pcs_host){.kind = PCS_HOST_MAC, .low = value};
    return true;
}

/* What stands after the last mark; NULL: there is none. */
static const char *after_last(const char *text, size_t length, char mark) {
    const char *found = memrchr(text, mark, length);
    return found ? found + 1 : NULL;
}

static bool parse_service(const char *text, size_t length, pcs_host *host) {
    const char *port = after_last(text, length, ':');
    uint64_t number;
    if (!port || !parse_number(port, (size_t)(text + length - port), &number) || number == 0 || number > PORT_MAX) {
        return false;
    }
    size_t address = (size_t)(port - text) - 1;
    bool bracketed = address > 2 && text[0] == '[' && text[address - 1] == ']';
    if (!parse_address(bracketed ? text + 1 : text, bracketed ? address - 2 : address, host) ||
        bracketed != (host->kind == PCS_HOST_IPV6)) {
        return false;
    }
    host->kind = bracketed ? PCS_HOST_IPV6_SERVICE : PCS_HOST_IPV4_SERVICE;
    host->suffix = (uint32_t)number;
    return true;
}

static bool parse_prefix(const char *text, size_t length, pcs_host *host) {
    const char *bits = after_last(text, length, '/');
    pcs_host address;
    uint64_t number;
    if (!bits || !parse_number(bits, (size_t)(text + length - bits), &number) ||
        !parse_address(text, (size_t)(bits - text) - 1, &address) ||
        number > (address.kind == PCS_HOST_IPV4 ? 32 : 128)) {
        return false;
    }
    *host = pcs_host_prefix(&address, (uint32_t)number);
    return host->high == address.high && host->low == address.low;
}

bool pcs_host_parse(const char *text, size_t length, pcs_host *host) {
    if (length == 0 || length > PCS_HOST_NAME_MAX || memchr(text, '\0', length)) {
        return false;
    }
    if (!parse_id(text, length, host) && !parse_address(text, length, host) && !parse_mac(text, length, host) &&
        !parse_service(text, length, host) && !parse_prefix(text, length, host)) {
        *host = (pcs_host){.kind = PCS_HOST_NAME, .name_length = (uint32_t)length, .name = text};
    }
    return true;
}

/* ---- writing */

enum { TEXT_SIZE = INET6_ADDRSTRLEN + sizeof("[]:65535") };

/* What inet_ntop writes, at a fraction of its time: a table has many. */
static size_t ipv4_text(uint32_t address, char *text) {
    char *end = text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        uint32_t part = address >> shift & 0xff;
        if (part >= 100) {
            *end++ = (char)('0' + part / 100);
        }
        if (part >= 10) {
            *end++ = (char)('0' + part / 10 % 10);
        }
        *end++ = (char)('0' + part % 10);
        *end++ = '.';
    }
    end[-1] = '\0';
    return (size_t)(end - text) - 1;
}

static size_t ipv6_text(const pcs_host *host, char *text) {
    uint8_t raw[16];
    for (int i = 0; i < 8; i++) {
        raw[i] = (uint8_t)(host->high >> (56 - 8 * i));
        raw[8 + i] = (uint8_t)(host->low >> (56 - 8 * i));
    }
    inet_ntop(AF_INET6, raw, text, INET6_ADDRSTRLEN);
    return strlen(text);
}

static size_t mac_text(uint64_t address, char *text) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < 6; i++) {
        text[3 * i] = digits[address >> (44 - 8 * i) & 15];
        text[3 * i + 1] = digits[address >> (40 - 8 * i) & 15];
        text[3 * i + 2] = i < 5 ? ':' : '\0';
    }
    return MAC_LENGTH;
}

/* The text of a host that is no name. */
static size_t value_text(const pcs_host *host, char text[TEXT_SIZE]) {
    bool bracketed = host->kind == PCS_HOST_IPV6_SERVICE;
    size_t length = 0;
    switch (host->kind) {
    case PCS_HOST_IPV4:
    case PCS_HOST_IPV4_SERVICE:
    case PCS_HOST_IPV4_PREFIX:
        length = ipv4_text((uint32_t)host->low, text);
        break;
    case PCS_HOST_IPV6:
    case PCS_HOST_IPV6_SERVICE:
    case PCS_HOST_IPV6_PREFIX:
        text[0] = '[';
        length = bracketed + ipv6_text(host, text + bracketed);
        break;
    case PCS_HOST_MAC:
        length = mac_text(host->low, text);
        break;
    default:
        length = (size_t)snprintf(text, TEXT_SIZE, "%llu", (unsigned long long)host->low);
        break;
    }
    const char *before = host->kind == PCS_HOST_IPV4_SERVICE                                        ? ":"
                         : bracketed                                                                ? "]:"
                         : host->kind == PCS_HOST_IPV4_PREFIX || host->kind == PCS_HOST_IPV6_PREFIX ? "/"
                                                                                                    : NULL;
    if (before) {
        length += (size_t)snprintf(text + length, TEXT_SIZE - length, "%s%u", before, host->suffix);
    }
    return length;
}

size_t pcs_host_text(const pcs_host *host, char *text, size_t text_size) {
    char value[TEXT_SIZE];
    bool named = host->kind == PCS_HOST_NAME;
    size_t length = named ? host->name_length : value_text(host, value);
    if (text_size > 0) {
        size_t shown = length < text_size ? length : text_size - 1;
        memcpy(text, named ? host->name : value, shown);
        text[shown] = '\0';
    }
    return length;
}
