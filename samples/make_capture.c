/* Writes a capture of a made-up network: the same arguments give the same bytes. Packets are written as they are made,
 * so that ten million need no more memory than ten.
 *
 *   make_capture SHAPE PACKETS OUT [--seed N] [--snap N]
 *
 * OUT ending in .pcapng is written as pcapng, else as pcap; - is standard output (pcap). --snap keeps the first N bytes
 * of each packet. All addresses are private or for documentation (RFC 1918, RFC 2544, RFC 3849). */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers by chance, the same everywhere (splitmix64; Steele, Lea, Flood 2014) ---- */

static uint64_t chance_state;

static uint64_t chance(void) {
    uint64_t z = chance_state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

static uint32_t below(uint32_t limit) {
    return (uint32_t)(((chance() >> 32) * limit) >> 32);
}

/* Small numbers far more often than large ones, as popularity goes. */
static uint32_t popular(uint32_t limit) {
    uint64_t scale = below(limit) + UINT64_C(1);
    return (uint32_t)(scale * below((uint32_t)scale) / limit);
}

/* ---- who talks to whom ---- */

enum { TCP = 6, UDP = 17, ICMP = 1, ICMP6 = 58 };

/* A network of 16 bits and a host of 32 in it; an IPv4 address, or one of IPv6 made of both. */
typedef struct host {
    bool is_v6;
    uint32_t network, number;
} host;

typedef struct packet {
    host from, to;
    uint8_t protocol;
    uint16_t from_port, to_port;
    uint32_t payload; /* bytes that TCP, UDP or ICMP carries */
} packet;

static host v4(uint32_t address) {
    return (host){false, 0, address};
}

static host v6(uint32_t network, uint32_t number) {
    return (host){true, network, number};
}

enum { OFFICE = 0x0a010000, SERVERS = 0x0a000000, OUTSIDE = 0xc6120000, PEERS = 0x0a400000, ISLANDS = 0xac100000 };

/* Either side sends; the one asked sends the larger packets. */
static packet talk(host client, host server, uint8_t protocol, uint16_t port) {
    uint16_t client_port = (uint16_t)(32768 + below(28000));
    bool asks = below(100) < 45;
    uint32_t payload = protocol == TCP ? (below(3) == 0 ? 0 : below(asks ? 400 : 1460)) : 20 + below(asks ? 40 : 400);
    return asks ? (packet){client, server, protocol, client_port, port, payload}
                : (packet){server, client, protocol, port, client_port, payload};
}

/* The k-th site of a desk: a few are everyone's, most are visited by few. */
static uint32_t site_of(uint32_t desk, uint32_t k) {
    uint64_t kept = chance_state;
    chance_state = (uint64_t)desk * 8 + k;
    uint32_t site = popular(popular(3000) + 1);
    chance_state = kept;
    return site;
}

/* 12 departments of 100 desks, each with its server and its printer; name servers, a mail server, a gateway; a web
 * server with visitors from outside. Three departments speak IPv6. */
static packet office(void) {
    uint32_t desk = below(1200), department = desk / 100, kind = below(100);
    bool is_v6 = department >= 9;
    host own = is_v6 ? v6(1, desk) : v4((uint32_t)OFFICE + (department << 8) + desk % 100 + 10);
    host server = is_v6 ? v6(1, 0x10000 + department) : v4((uint32_t)SERVERS + 32 + department);
    if (kind < 30) {
        return talk(own, server, TCP, 445);
    }
    if (kind < 34) {
        return talk(own, is_v6 ? v6(1, 0x20000 + department) : v4((uint32_t)SERVERS + 64 + department), TCP, 9100);
    }
    if (kind < 37) {
        return (packet){v4((uint32_t)SERVERS + 254), v4((uint32_t)SERVERS + 32 + below(9)), ICMP, 0, 0, 56};
    }
    if (kind < 42) {
        return talk(v4((uint32_t)SERVERS + 32 + below(9)), v4((uint32_t)SERVERS + 1 + below(2)), UDP, 53);
    }
    if (kind < 50) {
        return talk(v4((uint32_t)OUTSIDE + 0x8000 + below(250) * 17), v4((uint32_t)SERVERS + 25), TCP, 25);
    }
    if (kind < 52) {
        return talk(v4((uint32_t)SERVERS + 32 + below(9)), v4((uint32_t)SERVERS + 25), TCP, 993);
    }
    if (kind < 70) {
        return talk(v4((uint32_t)OUTSIDE + 0x10000 + below(1400) * 13), v4((uint32_t)SERVERS + 80), TCP, 443);
    }
    uint32_t site = site_of(desk, below(3));
    return is_v6 ? talk(own, v6(2 + site % 7, site), TCP, 443)
                 : talk(own, v4((uint32_t)OUTSIDE + site * 11), below(5) ? TCP : UDP, 443);
}

/* One host asks every address of a few subnets; few answer. */
static packet scan(void) {
    host scanner = v4((uint32_t)OFFICE + 0x0d0d), target = v4((uint32_t)OFFICE + below(1500) + 0x2000);
    return below(4) ? (packet){scanner, target, TCP, 40000, (uint16_t)(1 + below(1024)), 0}
                    : (packet){scanner, target, ICMP, 0, 0, 56};
}

/* 900 peers, each with a few near on a ring and one far away. */
static packet peers(void) {
    uint32_t peer = below(900), far = (peer * 37 + 11) % 900, next = (peer + 1 + below(3)) % 900;
    return talk(v4((uint32_t)PEERS + peer * 5), v4((uint32_t)PEERS + (below(4) ? next : far) * 5), UDP, 6881);
}

/* Groups of two to six hosts that talk to their first one alone. */
static packet islands(void) {
    uint32_t group = below(250), member = 1 + below(1 + group % 5);
    if (group % 8 == 0) {
        return below(2) ? talk(v6(100 + group, member), v6(100 + group, 0), TCP, 22)
                        : (packet){v6(100 + group, member), v6(100 + group, 0), ICMP6, 0, 0, 56};
    }
    return talk(v4((uint32_t)ISLANDS + group * 256 + member + 1), v4((uint32_t)ISLANDS + group * 256 + 1), TCP, 5432);
}

static packet network(void) {
    uint32_t kind = below(100);
    return kind < 60 ? office() : kind < 75 ? peers() : kind < 90 ? islands() : scan();
}

/* Two hosts, one of them answering. */
static packet pair(void) {
    return talk(v4((uint32_t)OFFICE + 1), v4((uint32_t)OFFICE + 2), TCP, 80);
}

static const struct {
    const char *name, *text;
    packet (*make)(void);
} shapes[] = {
    {"network", "an office, peers, islands and a scanner together", network},
    {"office", "departments, servers, sites and visitors outside", office},
    {"scan", "one host that asks all others", scan},
    {"peers", "a peer-to-peer network", peers},
    {"islands", "many small groups", islands},
    {"pair", "two hosts", pair},
};

/* ---- the packet's bytes ---- */

enum { ETHERNET = 14, HEADERS_MAX = ETHERNET + 40 + 20 };

static void put_be(uint8_t *at, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    }
}

/* The Internet checksum (RFC 1071), not yet folded; an odd length has a zero byte after it. */
static uint32_t sum_words(const uint8_t *bytes, size_t length) {
    uint32_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    }
    return sum;
}

static uint32_t fold(uint32_t sum) {
    sum = (sum & 0xffff) + (sum >> 16);
    return ~((sum & 0xffff) + (sum >> 16)) & 0xffff;
}

static void put_address(uint8_t *at, host h) {
    if (h.is_v6) {
        put_be(at, 0x20010db8, 4);
        put_be(at + 4, h.network, 4);
        memset(at + 8, 0, 4);
        put_be(at + 12, h.number + 1, 4);
    } else {
        put_be(at, h.number, 4);
    }
}

static uint32_t transport_length(uint8_t protocol) {
    return protocol == TCP ? 20 : 8;
}

/* The payload is zeros and adds nothing to the sum. */
static void put_transport(uint8_t *at, const packet *p, uint32_t address_sum) {
    uint32_t length = transport_length(p->protocol) + p->payload;
    uint32_t checksum_at = p->protocol == TCP ? 16 : p->protocol == UDP ? 6 : 2;
    if (p->protocol == TCP || p->protocol == UDP) {
        put_be(at, p->from_port, 2);
        put_be(at + 2, p->to_port, 2);
    } else {
        at[0] = p->protocol == ICMP ? 8 : 128; /* an echo request */
    }
    if (p->protocol == TCP) {
        at[12] = 0x50;
        at[13] = p->payload ? 0x18 : 0x10; /* PSH and ACK, or ACK */
        put_be(at + 14, 64240, 2);
    } else if (p->protocol == UDP) {
        put_be(at + 4, length, 2);
    }
    uint32_t pseudo = p->protocol == ICMP ? 0 : address_sum + length + p->protocol;
    put_be(at + checksum_at, fold(pseudo + sum_words(at, transport_length(p->protocol))), 2);
}

/* Fills in all headers; returns their length. */
static uint32_t put_headers(uint8_t out[HEADERS_MAX], const packet *p) {
    memset(out, 0, HEADERS_MAX);
    bool is_v6 = p->from.is_v6;
    uint32_t ip_length = is_v6 ? 40 : 20, address_length = is_v6 ? 16 : 4;
    uint8_t *ip = out + ETHERNET, *addresses = ip + (is_v6 ? 8 : 12);
    uint32_t length = transport_length(p->protocol) + p->payload;
    out[0] = out[6] = 0x02; /* locally administered */
    put_be(out + 2, p->to.number, 4);
    put_be(out + 8, p->from.number, 4);
    put_be(out + 12, is_v6 ? 0x86dd : 0x0800, 2);
    put_address(addresses, p->from);
    put_address(addresses + address_length, p->to);
    if (is_v6) {
        ip[0] = 0x60;
        put_be(ip + 4, length, 2);
        ip[6] = p->protocol;
        ip[7] = 64;
    } else {
        ip[0] = 0x45;
        put_be(ip + 2, ip_length + length, 2);
        ip[8] = 64;
        ip[9] = p->protocol;
        put_be(ip + 10, fold(sum_words(ip, ip_length)), 2);
    }
    put_transport(ip + ip_length, p, sum_words(addresses, (size_t)address_length * 2));
    return ETHERNET + ip_length + transport_length(p->protocol);
}

/* ---- the file ---- */

typedef struct capture {
    FILE *file;
    bool is_pcapng;
    uint32_t snap;
    uint64_t time_us;
} capture;

static void write_le(FILE *file, uint32_t value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        fputc((int)(value >> (8 * i) & 0xff), file);
    }
}

static void write_words(FILE *file, const uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        write_le(file, words[i], 4);
    }
}

static void write_file_header(const capture *c) {
    if (c->is_pcapng) {
        /* Section header, its length unknown; an Ethernet interface with times in microseconds. */
        write_words(
            c->file,
            (const uint32_t[]){0x0a0d0d0a, 28, 0x1a2b3c4d, 1, UINT32_MAX, UINT32_MAX, 28, 1, 20, 1, c->snap, 20}, 12);
    } else {
        write_words(c->file, (const uint32_t[]){0xa1b2c3d4, 4 << 16 | 2, 0, 0, c->snap, 1}, 6);
    }
}

static void write_packet(capture *c, const packet *p) {
    static const uint8_t zeros[1500];
    uint8_t headers[HEADERS_MAX];
    uint32_t header_length = put_headers(headers, p), length = header_length + p->payload;
    uint32_t kept = length < c->snap ? length : c->snap;
    uint32_t kept_headers = header_length < kept ? header_length : kept, padded = (kept + 3) & ~3U;
    c->time_us += 1 + below(400);
    if (c->is_pcapng) {
        write_words(
            c->file,
            (const uint32_t[]){6, padded + 32, 0, (uint32_t)(c->time_us >> 32), (uint32_t)c->time_us, kept, length}, 7);
    } else {
        write_words(
            c->file,
            (const uint32_t[]){(uint32_t)(c->time_us / 1000000), (uint32_t)(c->time_us % 1000000), kept, length}, 4);
    }
    fwrite(headers, 1, kept_headers, c->file);
    fwrite(zeros, 1, kept - kept_headers, c->file);
    if (c->is_pcapng) {
        fwrite(zeros, 1, padded - kept, c->file);
        write_le(c->file, padded + 32, 4);
    }
}

/* ---- the program ---- */

static int usage(void) {
    fprintf(stderr, "usage: make_capture SHAPE PACKETS OUT [--seed N] [--snap N]\nSHAPE is one of:\n");
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        fprintf(stderr, "  %-8s %s\n", shapes[i].name, shapes[i].text);
    }
    return 2;
}

static bool parse_number(const char *text, uint64_t most, uint64_t *number) {
    char *end;
    *number = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && *number <= most;
}

int main(int argument_count, char **arguments) {
    uint64_t packets, seed = 0, snap = 65535;
    if (argument_count < 4 || argument_count % 2 != 0 || !parse_number(arguments[2], UINT64_MAX - 1, &packets)) {
        return usage();
    }
    for (int i = 4; i < argument_count; i += 2) {
        bool is_seed = strcmp(arguments[i], "--seed") == 0, is_snap = strcmp(arguments[i], "--snap") == 0;
        if (!(is_seed && parse_number(arguments[i + 1], UINT64_MAX, &seed)) &&
            !(is_snap && parse_number(arguments[i + 1], 65535, &snap))) {
            return usage();
        }
    }
    packet (*make)(void) = NULL;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        make = strcmp(arguments[1], shapes[i].name) == 0 ? shapes[i].make : make;
    }
    if (!make) {
        return usage();
    }
    const char *out = arguments[3], *dot = strrchr(out, '.');
    capture c = {.snap = (uint32_t)snap, .time_us = UINT64_C(1700000000000000)};
    c.is_pcapng = dot && strcmp(dot, ".pcapng") == 0;
    c.file = strcmp(out, "-") == 0 ? stdout : fopen(out, "wb");
    if (!c.file) {
        perror(out);
        return 1;
    }
    chance_state = seed;
    write_file_header(&c);
    for (uint64_t i = 0; i < packets && !ferror(c.file); i++) {
        packet p = make();
        write_packet(&c, &p);
    }
    bool broken = ferror(c.file) != 0;
    if (fclose(c.file) != 0 || broken) {
        perror(out);
        return 1;
    }
    return 0;
}
