#include "edges/host.h"

#include "base/hash.h"

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
    order = order != 0 ? order : compare_numbers(a->low, b->low);
    return order != 0 ? order : compare_numbers(a->suffix, b->suffix);
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

/* The first count bits of 64, count from 0 on. */
static uint64_t first_bits(uint64_t value, uint32_t count) {
    return count == 0 ? 0 : count >= 64 ? value : value & ~(UINT64_MAX >> count);
}

pcs_host pcs_host_prefix(const pcs_host *address, uint32_t bits) {
    pcs_host prefix = {.suffix = bits};
    if (address->kind == PCS_HOST_IPV4) {
        prefix.kind = PCS_HOST_IPV4_PREFIX;
        prefix.low = first_bits(address->low << 32, bits) >> 32;
    } else {
        prefix.kind = PCS_HOST_IPV6_PREFIX;
        prefix.high = first_bits(address->high, bits);
        prefix.low = first_bits(address->low, bits > 64 ? bits - 64 : 0);
    }
    return prefix;
}

static bool is_group_ipv4(uint32_t address) {
    return address >> 28 == 0xe || address == UINT32_MAX;
}

bool pcs_host_is_group(const pcs_host *host) {
    uint32_t ipv4 = (uint32_t)host->low;
    switch (host->kind) {
    case PCS_HOST_IPV4:
    case PCS_HOST_IPV4_SERVICE:
        return is_group_ipv4(ipv4);
    case PCS_HOST_IPV4_PREFIX: /* the broadcast address shares its first four bits with no machine (RFC 1112) */
        return host->suffix >= 4 &&
               (is_group_ipv4(ipv4) || ipv4 == (uint32_t)(first_bits(UINT64_MAX, host->suffix) >> 32));
    case PCS_HOST_IPV6:
    case PCS_HOST_IPV6_SERVICE:
        return host->high >> 56 == 0xff;
    case PCS_HOST_IPV6_PREFIX:
        return host->suffix >= 8 && host->high >> 56 == 0xff;
    case PCS_HOST_MAC: /* the lowest bit of the first byte (IEEE 802) */
        return (host->low >> 40 & 1) != 0;
    default:
        return false;
    }
}
