/* The floor that reading is measured against: a capture read in blocks, its Ethernet and IPv4 addresses hashed into a
 * table of pairs, and nothing else. usage: ingest_floor FILE.pcap
 *
 * It takes what it is given for a little-endian pcap of Ethernet and trusts all of it: a floor, no reader. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_HEADER = 24,
    RECORD_HEADER = 16,
    BLOCK = 1 << 18,
    LONGEST = 1 << 18,
    ETHERNET_HEADER = 14,
    IPV4_HEADER = 20
};

typedef struct slot {
    uint64_t pair, packets, bytes;
} slot;

typedef struct table {
    slot *slots;
    uint64_t mask, count, packets;
} table;

static slot *find(const table *t, uint64_t pair) {
    uint64_t at = (pair * 0x9e3779b97f4a7c15U) >> 24;
    while (t->slots[at & t->mask].packets != 0 && t->slots[at & t->mask].pair != pair) {
        at++;
    }
    return &t->slots[at & t->mask];
}

static void grow(table *t) {
    table larger = {.mask = 2 * t->mask + 1, .count = t->count, .packets = t->packets};
    larger.slots = calloc(larger.mask + 1, sizeof(*larger.slots));
    if (!larger.slots) {
        perror("ingest_floor");
        exit(EXIT_FAILURE);
    }
    for (uint64_t i = 0; t->slots && i <= t->mask; i++) {
        if (t->slots[i].packets != 0) {
            *find(&larger, t->slots[i].pair) = t->slots[i];
        }
    }
    free(t->slots);
    *t = larger;
}

static uint32_t big_endian(const uint8_t *data) {
    uint32_t value;
    memcpy(&value, data, sizeof(value));
    return __builtin_bswap32(value);
}

static void add(table *t, const uint8_t *packet, uint32_t captured, uint32_t length) {
    t->packets++;
    if (captured < ETHERNET_HEADER + IPV4_HEADER || packet[12] != 8 || packet[13] != 0) {
        return;
    }
    uint32_t source = big_endian(packet + ETHERNET_HEADER + 12), target = big_endian(packet + ETHERNET_HEADER + 16);
    slot *own = find(t, source < target ? (uint64_t)source << 32 | target : (uint64_t)target << 32 | source);
    if (own->packets++ == 0) {
        own->pair = source < target ? (uint64_t)source << 32 | target : (uint64_t)target << 32 | source;
        t->count++;
    }
    own->bytes += length;
    if (t->count * 2 > t->mask) {
        grow(t);
    }
}

/* Adds the whole records of data; returns how many bytes they are. */
static size_t add_records(table *t, const uint8_t *data, size_t length) {
    size_t at = 0;
    while (length - at >= RECORD_HEADER) {
        uint32_t captured, original;
        memcpy(&captured, data + at + 8, sizeof(captured));
        memcpy(&original, data + at + 12, sizeof(original));
        if (length - at - RECORD_HEADER < captured) {
            break;
        }
        add(t, data + at + RECORD_HEADER, captured, original);
        at += RECORD_HEADER + captured;
    }
    return at;
}

int main(int argument_count, char **arguments) {
    static uint8_t data[LONGEST + BLOCK];
    int file = argument_count == 2 ? open(arguments[1], O_RDONLY) : -1;
    if (file < 0 || read(file, data, FILE_HEADER) != FILE_HEADER) {
        fprintf(stderr, "usage: ingest_floor FILE.pcap\n");
        return 2;
    }
    table t = {.mask = (1 << 16) - 1};
    grow(&t);
    size_t kept = 0;
    for (ssize_t got; (got = read(file, data + kept, BLOCK)) > 0;) {
        size_t length = kept + (size_t)got, used = add_records(&t, data, length);
        kept = length - used;
        if (kept > LONGEST) {
            break;
        }
        memmove(data, data + used, kept);
    }
    close(file);
    printf("%llu packets, %llu pairs\n", (unsigned long long)t.packets, (unsigned long long)t.count);
    free(t.slots);
    return 0;
}
