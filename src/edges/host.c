#include "edges/host.h"

#include "base/bytes.h"
#include "base/hash.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static int compare_numbers(uint64_t a, uint64_t b) {
    return (a > b) - (a < b);
}

int pcs_host_compare(const pcs_host *a, const pcs_host *b) {
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->kind == PCS_HOST_NAME) {
        uint32_t shorter = a->name_length < b->name_length ? a->name_length : b->name_length;
        int order = memcmp(a->name, b->name, shorter);
        return order != 0 ? order : compare_numbers(a->name_length, b->name_length);
    }
    int order = compare_numbers(a->high, b->high);
    return order != 0 ? order : compare_numbers(a->low, b->low);
}

/* Up to 8 bytes as a number, the first one lowest, so that it is the same on every machine. */
static uint64_t name_word(const char *name, size_t length) {
    uint64_t word = 0;
    for (size_t i = 0; i < length && i < 8; i++) {
        word |= (uint64_t)(uint8_t)name[i] << (8 * i);
    }
    return word;
}

uint64_t pcs_host_hash_keyed(const pcs_host *host, uint64_t key) {
    uint64_t hash = pcs_hash_mix(key ^ ((uint64_t)host->kind << 32 | host->name_length));
    if (host->kind != PCS_HOST_NAME) {
        return pcs_hash_mix(pcs_hash_mix(hash ^ host->high) ^ host->low);
    }
    for (size_t i = 0; i < host->name_length; i += 8) {
        hash = pcs_hash_mix(hash ^ name_word(host->name + i, host->name_length - i));
    }
    return hash;
}

uint64_t pcs_host_hash(const pcs_host *host) {
    return pcs_host_hash_keyed(host, 0);
}

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

static bool parse_id(const char *text, size_t length, pcs_host *host) {
    uint64_t value = 0;
    if (length > 1 && text[0] == '0') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || __builtin_mul_overflow(value, 10U, &value) ||
            __builtin_add_overflow(value, (uint64_t)(text[i] - '0'), &value)) {
            return false;
        }
    }
    *host = (pcs_host){.kind = PCS_HOST_ID, .low = value};
    return true;
}

bool pcs_host_parse(const char *text, size_t length, pcs_host *host) {
    if (length == 0 || length > PCS_HOST_NAME_MAX || memchr(text, '\0', length)) {
        return false;
    }
    if (!parse_id(text, length, host) && !parse_address(text, length, host)) {
        *host = (pcs_host){.kind = PCS_HOST_NAME, .name_length = (uint32_t)length, .name = text};
    }
    return true;
}

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

static size_t ipv6_text(const pcs_host *host, char text[INET6_ADDRSTRLEN]) {
    uint8_t raw[16];
    for (int i = 0; i < 8; i++) {
        raw[i] = (uint8_t)(host->high >> (56 - 8 * i));
        raw[8 + i] = (uint8_t)(host->low >> (56 - 8 * i));
    }
    inet_ntop(AF_INET6, raw, text, INET6_ADDRSTRLEN);
    return strlen(text);
}

size_t pcs_host_text(const pcs_host *host, char *text, size_t text_size) {
    char number[INET6_ADDRSTRLEN] = "";
    const char *whole = number;
    size_t length = 0;
    switch (host->kind) {
    case PCS_HOST_IPV4:
        length = ipv4_text((uint32_t)host->low, number);
        break;
    case PCS_HOST_IPV6:
        length = ipv6_text(host, number);
        break;
    case PCS_HOST_ID:
        length = (size_t)snprintf(number, sizeof(number), "%llu", (unsigned long long)host->low);
        break;
    default:
        whole = host->name;
        length = host->name_length;
        break;
    }
    if (text_size > 0) {
        size_t shown = length < text_size ? length : text_size - 1;
        memcpy(text, whole, shown);
        text[shown] = '\0';
    }
    return length;
}
