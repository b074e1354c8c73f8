/* hosts: what of a packet names them (tunnels, link addresses, services, prefixes), and which packets are kept. Frames
 * are put together here, layer by layer, from the layouts in the RFCs. */
#include "check.h"
#include "edges/edges.h"

#include <unistd.h>

enum { FRAME_MAX = 512, FRAMES_MAX = 4096 };

/* A frame grows towards its front: what is carried first, then header by header. */
typedef struct frame {
    uint8_t bytes[FRAME_MAX];
    size_t length;
} frame;

static void put(frame *f, const void *header, size_t length) {
    memmove(f->bytes + length, f->bytes, f->length);
    memcpy(f->bytes, header, length);
    f->length += length;
}

#define PUT(f, ...) put((f), (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
#define BE16(value) (uint8_t)((value) >> 8), (uint8_t)(value)

static frame payload(size_t length) {
    frame f = {.length = length};
    memset(f.bytes, 0xee, length);
    return f;
}

static void udp(frame *f, unsigned from, unsigned to) {
    size_t length = f->length + 8;
    PUT(f, BE16(from), BE16(to), BE16(length), 0, 0);
}

static void tcp(frame *f, unsigned from, unsigned to) {
    PUT(f, BE16(from), BE16(to), 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 0x10, 0, 0, 0, 0, 0, 0);
}

/* 10.net.0.from to 10.net.0.to */
static void ipv4(frame *f, unsigned protocol, unsigned net, unsigned from, unsigned to) {
    size_t length = f->length + 20;
    PUT(f, 0x45, 0, BE16(length), 0, 0, 0, 0, 64, (uint8_t)protocol, 0, 0, 10, (uint8_t)net, 0, (uint8_t)from, 10,
        (uint8_t)net, 0, (uint8_t)to);
}

/* fd00:net::from to fd00:net::to */
static void ipv6(frame *f, unsigned next, unsigned net, unsigned from, unsigned to) {
    uint8_t header[40] = {0x60, 0, 0, 0, BE16(f->length), (uint8_t)next, 64, [8] = 0xfd, [24] = 0xfd};
    header[11] = header[27] = (uint8_t)net;
    header[23] = (uint8_t)from;
    header[39] = (uint8_t)to;
    put(f, header, sizeof(header));
}

/* From 02:00:00:00:00:from to 02:00:00:00:00:to. */
static void ethernet(frame *f, unsigned type, unsigned from, unsigned to) {
    PUT(f, 2, 0, 0, 0, 0, (uint8_t)to, 2, 0, 0, 0, 0, (uint8_t)from, BE16(type));
}

/* ---- captures of such frames */

static char path[64];

static void write_frame(FILE *file, const frame *f, uint32_t seconds) {
    const uint32_t record[4] = {seconds, 0, (uint32_t)f->length, (uint32_t)f->length};
    CHECK(fwrite(record, sizeof(record), 1, file) == 1 && fwrite(f->bytes, 1, f->length, file) == f->length);
}

/* Times count from 1 s after 1970. */
static void write_capture(const frame *frames, size_t count, uint32_t link_type) {
    const uint32_t header[6] = {0xa1b2c3d4, 0x00040002, 0, 0, 65535, link_type};
    FILE *file = fopen(path, "wb");
    CHECK(file && fwrite(header, sizeof(header), 1, file) == 1);
    for (size_t i = 0; i < count; i++) {
        write_frame(file, &frames[i], (uint32_t)i + 1);
    }
    CHECK(fclose(file) == 0);
}

static pcs_edges *read_capture(pcs_context *context, const pcs_read_options *options) {
    const char *const inputs[] = {path};
    pcs_edges *edges = NULL;
    CHECK_CASE(pcs_edges_read(context, inputs, 1, options, &edges) == PCS_OK, "%s", pcs_context_message(context));
    return edges;
}

/* "a,b,protocol,packets" of all edges, with blanks between, a and b as they are in the table. */
static void describe(const pcs_edges *edges, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        char a[64], b[64];
        pcs_edges_host_text(edges, edge->a, a, sizeof(a));
        pcs_edges_host_text(edges, edge->b, b, sizeof(b));
        used += (size_t)snprintf(text + used, size - used, "%s%s,%s,%s,%llu", i ? " " : "", a, b,
                                 pcs_protocol_name(edge->protocol),
                                 (unsigned long long)(edge->a_to_b.packets + edge->b_to_a.packets));
    }
}

static void check_edges(pcs_context *context, const pcs_read_options *options, const char *expected, const char *what) {
    char text[1024];
    pcs_edges *edges = read_capture(context, options);
    if (edges) {
        describe(edges, text, sizeof(text));
        CHECK_CASE(strcmp(text, expected) == 0, "%s: %s, expected %s", what, text, expected);
    }
    pcs_edges_free(edges);
}

/* ---- tunnels */

static frame inner_ipv4(void) {
    frame f = payload(10);
    tcp(&f, 1000, 80);
    ipv4(&f, 6, 2, 3, 4);
    return f;
}

static frame inner_ipv6(void) {
    frame f = payload(10);
    udp(&f, 1000, 53);
    ipv6(&f, 17, 2, 3, 4);
    return f;
}

static frame inner_ethernet(void) {
    frame f = inner_ipv4();
    ethernet(&f, 0x0800, 7, 8);
    return f;
}

static void outer(frame *f, unsigned protocol) {
    ipv4(f, protocol, 1, 1, 2);
    ethernet(f, 0x0800, 1, 2);
}

static void outer_udp(frame *f, unsigned from, unsigned to) {
    udp(f, from, to);
    outer(f, 17);
}

static const char in4[] = "10.2.0.3,10.2.0.4,tcp,1", in6[] = "fd00:2::3,fd00:2::4,udp,1";
static const char out_udp[] = "10.1.0.1,10.1.0.2,udp,1", out_other[] = "10.1.0.1,10.1.0.2,other,1";

/* With --tunnel outer the frame is of 10.1.0.1 and 10.1.0.2 always. */
static void check_tunnel(pcs_context *context, const frame *f, const char *inner, const char *what) {
    pcs_read_options options = PCS_OPTIONS(options);
    write_capture(f, 1, 1);
    check_edges(context, &options, strstr(what, "udp") ? out_udp : out_other, what);
    options.tunnel = PCS_TUNNEL_INNER;
    check_edges(context, &options, inner, what);
}

static void tunnels_over_ip(pcs_context *context) {
    frame f = inner_ipv4();
    outer(&f, 4);
    check_tunnel(context, &f, in4, "IP in IP");
    f = inner_ipv6();
    outer(&f, 41);
    check_tunnel(context, &f, in6, "6in4");
    f = inner_ipv4();
    ethernet(&f, 0x0800, 7, 8);
    PUT(&f, 0x11, 0x22, 0x33, 0x44, 0, 0, 0, 0); /* session, cookie of 4 bytes */
    outer(&f, 115);
    check_tunnel(context, &f, in4, "L2TP version 3");
    f = inner_ipv4();
    PUT(&f, 0, 0, 0, 0); /* session 0 is control */
    outer(&f, 115);
    check_tunnel(context, &f, out_other, "L2TP version 3, control");
}

static void tunnels_of_gre(pcs_context *context) {
    frame f = inner_ipv4();
    PUT(&f, 0x00, 0x00, 0x08, 0x00);
    outer(&f, 47);
    check_tunnel(context, &f, in4, "GRE");
    f = inner_ipv6();
    PUT(&f, 0xb0, 0x00, 0x86, 0xdd, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2); /* checksum, key, sequence number */
    outer(&f, 47);
    check_tunnel(context, &f, in6, "GRE with all fields");
    f = inner_ethernet();
    PUT(&f, 0x20, 0x00, 0x65, 0x58, 0, 0, 1, 0);
    outer(&f, 47);
    check_tunnel(context, &f, in4, "NVGRE");
    f = inner_ethernet();
    PUT(&f, 0x10, 0x00, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 1, 0, 0, 0, 0, 0, 0);
    outer(&f, 47);
    check_tunnel(context, &f, in4, "ERSPAN II");
    f = inner_ethernet();
    PUT(&f, 0x10, 0x00, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9);
    outer(&f, 47);
    check_tunnel(context, &f, in4, "ERSPAN III with 8 bytes of the platform");
    f = inner_ipv4();
    PUT(&f, 0xff, 0x03, 0x00, 0x21);
    PUT(&f, 0x30, 0x81, 0x88, 0x0b, 0, 54, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2); /* sequence number, acknowledgement */
    outer(&f, 47);
    check_tunnel(context, &f, in4, "PPTP");
    f = inner_ipv4();
    PUT(&f, 0x40, 0x00, 0x08, 0x00, 0, 0, 0, 0);
    outer(&f, 47);
    check_tunnel(context, &f, out_other, "GRE with routes is not looked into");
}

static void tunnels_over_udp(pcs_context *context) {
    frame f = inner_ethernet();
    PUT(&f, 0x08, 0, 0, 0, 0, 0, 5, 0);
    outer_udp(&f, 50000, 4789);
    check_tunnel(context, &f, in4, "VXLAN over udp");
    f = inner_ethernet();
    PUT(&f, 0x00, 0, 0, 0, 0, 0, 5, 0);
    outer_udp(&f, 50000, 4789);
    check_tunnel(context, &f, out_udp, "no VXLAN over udp");
    f = inner_ethernet();
    PUT(&f, 0x02, 0x40, 0x65, 0x58, 0, 0, 5, 0, 0, 0, 0, 1, 1, 2, 3, 4); /* 8 bytes of options */
    outer_udp(&f, 50000, 6081);
    check_tunnel(context, &f, in4, "GENEVE over udp");
    f = inner_ipv4();
    PUT(&f, 0x30, 255, 0, 0, 0, 0, 0, 7);
    outer_udp(&f, 2152, 2152);
    check_tunnel(context, &f, in4, "GTP-U over udp");
    f = inner_ipv6();
    PUT(&f, 0x34, 255, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0x85, 1, 0x10, 9, 0x40, 2, 0, 0, 0, 0, 0, 0, 0);
    outer_udp(&f, 2152, 40000);
    check_tunnel(context, &f, in6, "GTP-U with two extensions over udp");
    f = inner_ipv6();
    PUT(&f, 0, 1, 2, 3, 1, 2, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xcd, 1, 2, 3, 4);
    outer_udp(&f, 3544, 50000);
    check_tunnel(context, &f, in6, "Teredo over udp");
    f = inner_ipv4();
    PUT(&f, 0x00, 0x21);
    PUT(&f, 0x4a, 0x02, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 3, 9, 9, 9); /* length, numbers, an offset of 3 */
    outer_udp(&f, 1701, 1701);
    check_tunnel(context, &f, in4, "L2TP version 2 over udp");
    f = inner_ipv4();
    PUT(&f, 0, 3, 0, 0, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8);
    outer_udp(&f, 1701, 1701);
    check_tunnel(context, &f, in4, "L2TP version 3 over udp");
}

/* What cannot be read to its innermost header counts for the last one that could. */
static void tunnels_within_tunnels(pcs_context *context) {
    pcs_read_options options = PCS_OPTIONS(options);
    options.tunnel = PCS_TUNNEL_INNER;
    for (unsigned depth = 1; depth < 14; depth++) {
        frame f = payload(8);
        char expected[64];
        for (unsigned i = depth; i > 0; i--) {
            ipv4(&f, i == depth ? 132 : 4, i, 1, 2);
        }
        ethernet(&f, 0x0800, 1, 2);
        write_capture(&f, 1, 1);
        unsigned seen = depth > 9 ? 9 : depth; /* 8 tunnels */
        snprintf(expected, sizeof(expected), "10.%u.0.1,10.%u.0.2,%s,1", seen, seen, seen == depth ? "sctp" : "other");
        check_edges(context, &options, expected, "IP in IP in IP");
    }
    frame whole = inner_ethernet();
    PUT(&whole, 0x08, 0, 0, 0, 0, 0, 5, 0);
    outer_udp(&whole, 50000, 4789);
    for (size_t length = 34; length <= whole.length; length++) {
        frame f = whole;
        f.length = length; /* the rest of the packet never was: the IP header of the tunnel is good */
        write_capture(&f, 1, 1);
        bool reaches = length >= 34 + 8 + 8 + 14 + 20;
        check_edges(context, &options, reaches ? in4 : out_udp, "cut off");
    }
    frame error = inner_ipv4(); /* what an ICMP error quotes is no tunnel */
    PUT(&error, 3, 1, 0, 0, 0, 0, 0, 0);
    outer(&error, 1);
    write_capture(&error, 1, 1);
    check_edges(context, &options, "10.1.0.1,10.1.0.2,icmp,1", "ICMP error");
}

/* ---- what a host is */

static void hosts_by_link_address(pcs_context *context) {
    pcs_read_options options = PCS_OPTIONS(options);
    options.group_by = PCS_GROUP_BY_MAC;
    frame frames[4] = {inner_ethernet(), payload(28), payload(60), inner_ethernet()};
    ethernet(&frames[1], 0x0806, 8, 7);
    ethernet(&frames[2], 0x0800, 9, 8); /* no IP header */
    PUT(&frames[3], 0x08, 0, 0, 0, 0, 0, 5, 0);
    outer_udp(&frames[3], 50000, 4789);
    write_capture(frames, 4, 1);
    static const char low[] = "02:00:00:00:00:01,02:00:00:00:00:02,udp,1 ";
    static const char rest[] =
        "02:00:00:00:00:07,02:00:00:00:00:08,other,1 02:00:00:00:00:08,02:00:00:00:00:09,other,1";
    char expected[256];
    snprintf(expected, sizeof(expected), "%s02:00:00:00:00:07,02:00:00:00:00:08,tcp,1 %s", low, rest);
    check_edges(context, &options, expected, "link addresses");
    options.tunnel = PCS_TUNNEL_INNER;
    snprintf(expected, sizeof(expected), "02:00:00:00:00:07,02:00:00:00:00:08,tcp,2 %s", rest);
    check_edges(context, &options, expected, "link addresses in tunnels");
    /* IEEE 802.11, from the distribution system: the receiver, the access point, the source. */
    frame wireless = inner_ipv4();
    PUT(&wireless, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0);
    PUT(&wireless, 0x08, 0x02, 0, 0, 2, 0, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0x22, 2, 0, 0, 0, 0, 0x23, 0, 0);
    write_capture(&wireless, 1, 105);
    check_edges(context, &options, "02:00:00:00:00:21,02:00:00:00:00:23,tcp,1", "IEEE 802.11");
    frame bare = inner_ipv4();
    write_capture(&bare, 1, 101);
    pcs_edges *edges = read_capture(context, &options);
    CHECK(edges && edges->edge_count == 0 && edges->summary.outcomes[PCS_OUTCOME_NO_HOST] == 1);
    pcs_edges_free(edges);
}

static frame talk(unsigned protocol, unsigned from, unsigned from_port, unsigned to, unsigned to_port, bool is_6) {
    frame f = payload(12);
    if (protocol == 6) {
        tcp(&f, from_port, to_port);
    } else {
        udp(&f, from_port, to_port);
    }
    if (is_6) {
        ipv6(&f, protocol, 0, from, to);
    } else {
        ipv4(&f, protocol, 0, from, to);
    }
    ethernet(&f, is_6 ? 0x86dd : 0x0800, 1, 2);
    return f;
}

static void hosts_by_service(pcs_context *context) {
    pcs_read_options options = PCS_OPTIONS(options);
    options.group_by = PCS_GROUP_BY_SERVICE;
    frame frames[] = {
        talk(6, 1, 50000, 2, 443, false), talk(6, 2, 443, 1, 50000, false),
        talk(17, 1, 53, 2, 50001, false), talk(17, 9, 123, 3, 123, false),
        talk(17, 3, 123, 9, 123, false),  talk(6, 5, 0, 6, 7000, false),
        talk(6, 4, 0, 5, 0, false),       talk(6, 1, 40000, 2, 22, true),
        talk(6, 2, 22, 1, 40000, true),   payload(30),
    };
    enum { COUNT = sizeof(frames) / sizeof(frames[0]) };
    ipv4(&frames[COUNT - 1], 1, 0, 1, 2);
    ethernet(&frames[COUNT - 1], 0x0800, 1, 2);
    static const char expected[] = "10.0.0.1,10.0.0.2,icmp,1 10.0.0.1,10.0.0.2:443,tcp,2 10.0.0.2,10.0.0.1:53,udp,1 "
                                   "10.0.0.4,10.0.0.5,tcp,1 10.0.0.5,10.0.0.6:7000,tcp,1 10.0.0.9,10.0.0.3:123,udp,2 "
                                   "fd00::1,[fd00::2]:22,tcp,2";
    for (size_t turn = 0; turn < COUNT; turn++) { /* in whatever order */
        frame first = frames[0];
        memmove(frames, frames + 1, sizeof(frames) - sizeof(first));
        frames[COUNT - 1] = first;
        write_capture(frames, COUNT, 1);
        check_edges(context, &options, expected, "services");
    }
}

static void hosts_by_prefix(pcs_context *context) {
    pcs_read_options options = PCS_OPTIONS(options);
    options.group_by = PCS_GROUP_BY_PREFIX;
    frame frames[] = {talk(6, 1, 1, 2, 2, false), talk(6, 2, 2, 250, 1, false), talk(6, 1, 1, 2, 2, true)};
    write_capture(frames, 3, 1);
    options.prefix_ipv4 = 25;
    options.prefix_ipv6 = 127;
    check_edges(context, &options,
                "10.0.0.0/25,10.0.0.0/25,tcp,1 10.0.0.0/25,10.0.0.128/25,tcp,1 fd00::/127,fd00::2/127,tcp,1", "25/127");
    options.prefix_ipv4 = 0;
    options.prefix_ipv6 = 0;
    check_edges(context, &options, "0.0.0.0/0,0.0.0.0/0,tcp,2 ::/0,::/0,tcp,1", "0/0");
    options.prefix_ipv4 = 32;
    options.prefix_ipv6 = 128;
    check_edges(context, &options,
                "10.0.0.1/32,10.0.0.2/32,tcp,1 10.0.0.2/32,10.0.0.250/32,tcp,1 fd00::1/128,fd00::2/128,tcp,1", "all");
    pcs_edges *edges;
    const char *const inputs[] = {path};
    options.prefix_ipv4 = 33;
    CHECK(pcs_edges_read(context, inputs, 1, &options, &edges) == PCS_E_ARGUMENT && !edges);
}

/* ---- which packets */

static void times_and_first_packets(pcs_context *context) {
    enum { COUNT = 600 };
    static frame frames[COUNT];
    for (unsigned i = 0; i < COUNT; i++) {
        frames[i] = talk(17, 1, 1000, 2 + i % 2, 2000, false);
    }
    write_capture(frames, COUNT, 1);
    for (uint64_t first = 0; first < 2 * COUNT; first += 151) {
        for (int64_t after = 0; after < COUNT; after += 97) {
            for (int64_t before = 0; before < COUNT; before += 83) {
                pcs_read_options options = PCS_OPTIONS(options);
                options.first = first;
                options.after_ns = after * 1000000000;
                options.before_ns = before * 1000000000;
                uint64_t read = first > 0 && first < COUNT ? first : COUNT, kept = 0;
                for (int64_t i = 1; i <= (int64_t)read; i++) {
                    kept += (after == 0 || i >= after) && (before == 0 || i < before);
                }
                pcs_edges *edges = read_capture(context, &options);
                CHECK(edges && edges->summary.packets == read && edges->summary.outcomes[PCS_OUTCOME_EDGE] == kept &&
                      edges->summary.outcomes[PCS_OUTCOME_FILTERED] == read - kept);
                pcs_edges_free(edges);
            }
        }
    }
}

static uint64_t count_sample(pcs_context *context, uint64_t one_in) {
    pcs_read_options options = PCS_OPTIONS(options);
    options.sample = one_in;
    pcs_edges *edges = read_capture(context, &options);
    uint64_t kept = edges ? edges->summary.outcomes[PCS_OUTCOME_EDGE] : 0;
    pcs_edges_free(edges);
    return kept;
}

/* The sample of each packet alone is the sample of all, and it is about as large as it should be. */
static void samples_know_no_order(pcs_context *context) {
    static frame frames[FRAMES_MAX];
    static bool taken[FRAMES_MAX];
    for (unsigned i = 0; i < FRAMES_MAX; i++) {
        frames[i] = talk(17, 1, 1000 + i, 2, 53, false);
        frames[i].length -= i % 8;
    }
    uint64_t alone = 0;
    for (unsigned i = 0; i < 256; i++) {
        write_capture(&frames[i], 1, 1);
        taken[i] = count_sample(context, 4) == 1;
        CHECK(taken[i] || count_sample(context, 16) == 0);
        alone += taken[i];
    }
    write_capture(frames, 256, 1);
    CHECK(count_sample(context, 4) == alone);
    write_capture(frames, FRAMES_MAX, 1);
    CHECK(count_sample(context, 1) == FRAMES_MAX && count_sample(context, UINT64_MAX) == 0);
    for (uint64_t one_in = 2; one_in <= 64; one_in *= 2) { /* within 5 standard deviations */
        double kept = (double)count_sample(context, one_in), mean = (double)FRAMES_MAX / (double)one_in;
        CHECK_CASE((kept - mean) * (kept - mean) < 25 * mean, "1/%u: %g", (unsigned)one_in, kept);
    }
}

int main(void) {
    snprintf(path, sizeof(path), "/tmp/pcapshade-hosts-XXXXXX");
    int file = mkstemp(path);
    CHECK(file >= 0 && close(file) == 0);
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    tunnels_over_ip(context);
    tunnels_of_gre(context);
    tunnels_over_udp(context);
    tunnels_within_tunnels(context);
    hosts_by_link_address(context);
    hosts_by_service(context);
    hosts_by_prefix(context);
    times_and_first_packets(context);
    samples_know_no_order(context);
    pcs_context_free(context);
    unlink(path);
    return check_result();
}
