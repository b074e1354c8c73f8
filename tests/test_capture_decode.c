/* capture: every link layer down to IP, and IP down to its payload. */
#include "capture_reader.h"
#include "check.h"
#include "packet_builder.h"

enum { ETHERNET = 1, RAW = 101 };

/* One packet of a link type, cut to captured bytes, through pcap. */
static pcs_flow decode_cut(uint32_t link_type, const builder *packet, size_t captured, size_t length) {
    builder file = {.big = false};
    put_pcap_header(&file, 0xa1b2c3d4, link_type);
    put_pcap_record(&file, 1, 2, packet, captured, length);
    reading r = read_memory(file.data, file.length, NULL);
    pcs_flow flow = {.outcome = PCS_OUTCOME_COUNT};
    if (r.status == PCS_OK && r.count == 1) {
        flow = r.flows[0];
    }
    reading_free(&r);
    builder_free(&file);
    return flow;
}

static pcs_flow decode_hex(uint32_t link_type, const char *hex) {
    builder packet = {.big = true};
    put_hex(&packet, hex);
    pcs_flow flow = decode_cut(link_type, &packet, packet.length, packet.length);
    builder_free(&packet);
    return flow;
}

#define MACS "02 00 00 00 00 02  02 00 00 00 00 01 "
#define SNAP "aa aa 03 00 00 00 "

/* What stands before an IP header: hexadecimal, and whether IPv6 follows. */
static const struct {
    const char *name;
    uint32_t link_type;
    const char *before;
    bool ipv6;
} layers[] = {
    {"Ethernet", ETHERNET, MACS "0800", false},
    {"Ethernet, IPv6", ETHERNET, MACS "86dd", true},
    {"with the length of a check sequence in the link type", 0x14000001, MACS "0800", false},
    {"VLAN", ETHERNET, MACS "8100 0064 0800", false},
    {"QinQ", ETHERNET, MACS "88a8 0064 8100 0065 86dd", true},
    {"QinQ of old", ETHERNET, MACS "9100 0001 9200 0002 9300 0003 8100 0004 0800", false},
    {"802.3 with SNAP", ETHERNET, MACS "0028 " SNAP "0800", false},
    {"802.3 with SNAP of Cisco", ETHERNET, MACS "0028 aa aa 03 00 00 f8 0800", false},
    {"802.3 with the SAP of IP", ETHERNET, MACS "0023 06 06 03", false},
    {"VLAN with 802.3", ETHERNET, MACS "8100 0064 0028 " SNAP "0800", false},
    {"bridged frame in SNAP", ETHERNET, MACS "0036 aa aa 03 00 80 c2 00 07 " MACS "0800", false},
    {"PPPoE", ETHERNET, MACS "8864 11 00 0001 0022 0021", false},
    {"PPPoE, IPv6", ETHERNET, MACS "8864 11 00 0001 0036 0057", true},
    {"PPPoE with a short protocol field", ETHERNET, MACS "8864 11 00 0001 0021 21", false},
    {"MPLS", ETHERNET, MACS "8847 00 01 01 ff", false},
    {"MPLS stack", ETHERNET, MACS "8847 00 01 00 ff 00 02 00 ff 00 03 01 ff", true},
    {"MPLS, multicast", ETHERNET, MACS "8848 00 01 01 ff", false},
    {"MPLS, pseudowire with control word", ETHERNET, MACS "8847 00 01 01 ff 00 00 00 00 " MACS "0800", false},
    {"MPLS, pseudowire without", ETHERNET,
     MACS "8847 00 01 01 ff 2"
          "2 00 00 00 00 02 02 00 00 00 00 01 0800",
     false},
    {"E-tag", ETHERNET, MACS "893f 00 00 00 01 00 00 0800", false},
    {"VN-tag", ETHERNET, MACS "8926 00 00 00 01 0800", false},
    {"Cisco metadata", ETHERNET, MACS "8909 01 01 00 01 00 02 0800", false},
    {"FabricPath", ETHERNET, MACS "8903 00 00 " MACS "0800", false},
    {"provider backbone bridge", ETHERNET, MACS "88e7 00 00 00 01 " MACS "8100 0001 0800", false},
    {"TRILL", ETHERNET, MACS "22f3 00 40 00 01 00 02 00 00 00 00 " MACS "0800", false},
    {"MACsec that only signs", ETHERNET, MACS "88e5 00 00 00 00 00 01 0800", false},
    {"MACsec with a channel", ETHERNET, MACS "88e5 20 00 00 00 00 01 00*8 0800", false},
    {"NSH", ETHERNET, MACS "894f 0f c2 02 01 00 00 01 00", false},
    {"NSH with a frame", ETHERNET, MACS "894f 0f c6 01 03 00 00 01 00 00*16 " MACS "86dd", true},
    {"null, little", 0, "02 00 00 00", false},
    {"null, big", 0, "00 00 00 02", false},
    {"null, IPv6 of Linux", 0, "0a 00 00 00", true},
    {"null, IPv6 of Windows", 0, "17 00 00 00", true},
    {"null, IPv6 of NetBSD", 0, "18 00 00 00", true},
    {"null, IPv6 of FreeBSD", 0, "00 00 00 1c", true},
    {"null, IPv6 of macOS", 0, "1e 00 00 00", true},
    {"loop", 108, "00 00 00 18", true},
    {"enc", 109, "02 00 00 00 00*8", false},
    {"raw", RAW, "", false},
    {"raw, IPv6", RAW, "", true},
    {"raw as 12", 12, "", false},
    {"raw as 14", 14, "", true},
    {"IPv4", 228, "", false},
    {"IPv6", 229, "", true},
    {"SLL", 113, "0000 0001 0006 00*8 0800", false},
    {"SLL, VLAN", 113, "0000 0001 0006 00*8 8100 0001 86dd", true},
    {"SLL, 802.2", 113, "0000 0001 0006 00*8 0004 " SNAP "0800", false},
    {"SLL2", 276, "0800 0000 00000001 0001 00 06 00*8", false},
    {"SLL2, IPv6", 276, "86dd 0000 00000001 0001 00 06 00*8", true},
    {"PPP", 9, "ff 03 0021", false},
    {"PPP without framing", 9, "0057", true},
    {"PPP with a short protocol field", 9, "ff 03 21", false},
    {"PPP, MPLS", 9, "ff 03 0281 00 01 01 ff", false},
    {"PPP serial", 50, "ff 03 0021", false},
    {"PPP serial, Cisco HDLC", 50, "0f 00 0800", false},
    {"PPP over Ethernet", 51, "11 00 0001 0022 0021", false},
    {"PPP with direction", 204, "01 ff 03 0021", false},
    {"Cisco HDLC", 104, "0f 00 86dd", true},
    {"Cisco HDLC with direction", 205, "00 0f 00 0800", false},
    {"frame relay", 107, "18 41 03 cc", false},
    {"frame relay, IPv6", 107, "18 41 03 8e", true},
    {"frame relay, padded SNAP", 107, "18 41 03 00 80 00 00 00 0800", false},
    {"frame relay, address of four bytes", 107, "18 40 40 41 03 cc", false},
    {"frame relay, Cisco", 107, "18 41 0800", false},
    {"frame relay with direction", 206, "01 18 41 03 cc", false},
    {"ATM, LLC", 100, SNAP "0800", false},
    {"ATM as 11", 11, "fe fe 03 cc", false},
    {"ATM, bridged", 100, "aa aa 03 00 80 c2 00 07 00 00 " MACS "0800", false},
    {"ATM, classical IP", 106, "", false},
    {"SunATM, LLC", 123, "02 00 00 05 " SNAP "0800", false},
    {"SunATM, LAN emulation", 123, "01 00 00 05 00 01 " MACS "0800", false},
    {"Juniper Ethernet", 178, "4d 47 43 80 0002 00 00 " MACS "0800", false},
    {"Juniper without layer 2", 178, "4d 47 43 02 06 00 00 00", true},
    {"Juniper PPP", 179, "4d 47 43 00 0021", false},
    {"Juniper frame relay", 180, "4d 47 43 00 18 41 03 cc", false},
    {"Juniper Cisco HDLC", 181, "4d 47 43 00 0f 00 0800", false},
    {"802.11", 105, "08 02 00*22 " SNAP "0800", false},
    {"802.11, four addresses", 105, "08 03 00*28 " SNAP "86dd", true},
    {"802.11, QoS", 105, "88 01 00*24 " SNAP "0800", false},
    {"802.11, QoS with HT control", 105, "88 81 00*28 " SNAP "0800", false},
    {"802.11, aggregate", 105, "88 01 00*22 80 00 " MACS "0028 " SNAP "0800", false},
    {"radiotap", 127, "00 00 08 00 00 00 00 00 08 02 00*22 " SNAP "0800", false},
    {"radiotap, words and padding", 127,
     "00 00 21 00 03 00 00 80 00 00 00 00 00*4 00*8 20 00*8 88 02 00*26 " SNAP "0800", false},
    {"Prism, little", 119, "44 00 00 00 90 00 00 00 00*136 08 02 00*22 " SNAP "0800", false},
    {"Prism, big", 119, "00 00 00 44 00 00 00 90 00*136 08 02 00*22 " SNAP "0800", false},
    {"Prism, AVS inside", 119, "80 21 10 01 00 00 00 40 00*56 08 02 00*22 " SNAP "0800", false},
    {"AVS", 163, "80 21 10 01 00 00 00 40 00*56 08 02 00*22 " SNAP "86dd", true},
    {"PPI", 192, "00 00 08 00 01 00 00 00 " MACS "0800", false},
    {"PKTAP", 258, "10 00 00 00 01 00 00 00 01 00 00 00 00*4 " MACS "0800", false},
    {"PKTAP as USER2", 149, "10 00 00 00 01 00 00 00 00 00 00 00 00*4 1e 00 00 00", true},
    {"NFLOG", 239, "02 00 0000 08 00 01 00 08 00 00 00 24 00 09 00", false},
    {"NFLOG, big", 239, "0a 00 0000 00 06 00 01 08 00 00 00 00 38 00 09", true},
    {"pflog", 117, "3d 02 00*62", false},
    {"ipnet", 226, "01 02 00*22", false},
    {"ipnet, IPv6", 226, "01 1a 00*22", true},
    {"MPLS alone", 219, "00 01 01 ff", false},
    {"netANALYZER", 240, "00*4 " MACS "0800", false},
    {"netANALYZER, transparent", 241, "00*4 55*7 d5 " MACS "0800", false},
    {"mPacket", 274, "55*7 e6 " MACS "0800", false},
    {"Broadcom tag", 281, MACS "00*4 0800", false},
    {"Broadcom tag before", 282, "00*4 " MACS "0800", false},
    {"Marvell DSA", 284, MACS "00*4 0800", false},
    {"Marvell EDSA", 285, MACS "da da 00 00 00*4 0800", false},
    {"token ring", 6, "10 40 " MACS SNAP "0800", false},
    {"token ring, routed", 6, "10 40 02 00*5 82 00*5 06 30 00 11 00 20 " SNAP "0800", false},
    {"FDDI", 10, "50 " MACS SNAP "0800", false},
    {"ARCnet", 129, "01 02 00 00 d4 00 00 01", false},
    {"ARCnet, RFC 1051", 129, "01 02 00 00 f0", false},
    {"ARCnet, BSD, exception", 7, "01 02 d4 ff 00 ff ff 00 00 01", false},
    {"FireWire", 138, "00*16 0800", false},
    {"Fibre Channel", 122, "00*16 " SNAP "0800", false},
    {"InfiniBand", 242, "00*40 86dd 0000", true},
};

static void check_edge(const char *name, const pcs_flow *flow, bool ipv6, size_t length) {
    static const uint8_t from4[16] = {10, 0, 0, 1}, to4[16] = {10, 0, 0, 2};
    static const uint8_t from6[16] = {0xfd, [15] = 1}, to6[16] = {0xfd, [15] = 2};
    CHECK_CASE(flow->outcome == PCS_OUTCOME_EDGE, "%s gives outcome %u", name, flow->outcome);
    CHECK_CASE(flow->ip_version == (ipv6 ? 6 : 4), "%s", name);
    CHECK_CASE(memcmp(flow->source, ipv6 ? from6 : from4, 16) == 0, "%s", name);
    CHECK_CASE(memcmp(flow->destination, ipv6 ? to6 : to4, 16) == 0, "%s", name);
    CHECK_CASE(flow->protocol == PCS_UDP && flow->payload_bytes == 4, "%s", name);
    CHECK_CASE(flow->bytes == length, "%s has %u bytes", name, flow->bytes);
}

static void layers_lead_to_ip(void) {
    for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++) {
        builder packet = {.big = true};
        put_hex(&packet, layers[i].before);
        size_t before = packet.length;
        put_hex(&packet, layers[i].ipv6 ? HEX_IPV6 : HEX_IPV4);
        size_t needed = before + (layers[i].ipv6 ? 40 : 20);
        pcs_flow flow = decode_cut(layers[i].link_type, &packet, packet.length, packet.length);
        check_edge(layers[i].name, &flow, layers[i].ipv6, packet.length);
        for (size_t cut = 0; cut < packet.length; cut++) {
            /* Cut by the capture: an edge as soon as the addresses are there. */
            flow = decode_cut(layers[i].link_type, &packet, cut, packet.length);
            pcs_outcome expected = cut >= needed ? PCS_OUTCOME_EDGE : PCS_OUTCOME_CUT_SHORT;
            CHECK_CASE(flow.outcome == expected, "%s cut at %zu gives %u", layers[i].name, cut, flow.outcome);
            /* Not longer on the wire either: never an edge without addresses. */
            flow = decode_cut(layers[i].link_type, &packet, cut, cut);
            CHECK_CASE((flow.outcome == PCS_OUTCOME_EDGE) == (cut >= needed), "%s, %zu bytes", layers[i].name, cut);
            CHECK_CASE(flow.outcome != PCS_OUTCOME_CUT_SHORT, "%s, %zu bytes", layers[i].name, cut);
        }
        builder_free(&packet);
    }
}

static void the_rest_has_its_outcome(void) {
    static const struct {
        const char *name;
        uint32_t link_type;
        const char *packet;
        pcs_outcome outcome;
    } cases[] = {
        {"ARP", ETHERNET, MACS "0806 0001 0800 06 04 0001 00*20", PCS_OUTCOME_NOT_IP},
        {"type between length and type", ETHERNET, MACS "05dd " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"spanning tree", ETHERNET, MACS "0026 42 42 03 00*35", PCS_OUTCOME_NOT_IP},
        {"raw IPX in 802.3", ETHERNET, MACS "0020 ff ff 00 20 00*28", PCS_OUTCOME_NOT_IP},
        {"LLC with numbered frames", ETHERNET, MACS "0028 aa aa 00 00 00 00 0800 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"SNAP of Cisco's own", ETHERNET, MACS "0028 aa aa 03 00 00 0c 2000 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"PPPoE discovery", ETHERNET, MACS "8863 11 09 0000 0000", PCS_OUTCOME_NOT_IP},
        {"LCP", 9, "ff 03 c021 01 01 00 04", PCS_OUTCOME_NOT_IP},
        {"MACsec, secret", ETHERNET, MACS "88e5 2c 00 00 00 00 01 00*8 0800 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"MPLS, associated channel", ETHERNET, MACS "8847 00 01 01 ff 10 00 00 21 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"beacon", 105, "80 00 00*40", PCS_OUTCOME_NOT_IP},
        {"encrypted", 105, "08 42 00*22 " SNAP "0800 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"no data", 105, "48 02 00*22", PCS_OUTCOME_NOT_IP},
        {"later fragment", 105, "08 02 00*20 01 00 " SNAP "0800 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"OSI over loopback", 0, "07 00 00 00 00*8", PCS_OUTCOME_NOT_IP},
        {"frame relay, Q.933", 107, "00 01 03 08 00*8", PCS_OUTCOME_NOT_IP},
        {"token ring, MAC frame", 6, "10 00 " MACS "00*8", PCS_OUTCOME_NOT_IP},
        {"mPacket, continued", 274, "55*7 61 " MACS "0800 " HEX_IPV4, PCS_OUTCOME_NOT_IP},
        {"NFLOG without payload", 239, "02 00 0000 08 00 01 00 08 00 00 00", PCS_OUTCOME_NOT_IP},
        {"a link type nobody has", 999, HEX_IPV4, PCS_OUTCOME_LINK_TYPE},
        {"PPI of a link type nobody has", 192, "00 00 08 00 e7 03 00 00 " HEX_IPV4, PCS_OUTCOME_LINK_TYPE},
        {"version 5", RAW, "55 00 00 14 00*16", PCS_OUTCOME_MALFORMED},
        {"IPv6 by type, IPv4 by version", ETHERNET, MACS "86dd " HEX_IPV4 " 00*20", PCS_OUTCOME_MALFORMED},
        {"IPv4 by type, IPv6 by version", ETHERNET, MACS "0800 " HEX_IPV6, PCS_OUTCOME_MALFORMED},
        {"header of 16 bytes", RAW, "44 00 00 14 00*16", PCS_OUTCOME_MALFORMED},
        {"total length below the header's", RAW, "45 00 00 13 00*16", PCS_OUTCOME_MALFORMED},
        {"802.3 length below an IP header", ETHERNET, MACS "0010 " SNAP "0800 " HEX_IPV4, PCS_OUTCOME_MALFORMED},
        {"radiotap of 4 bytes", 127, "00 00 04 00 00 00 00 00 " HEX_IPV4, PCS_OUTCOME_MALFORMED},
        {"Juniper without its mark", 178, "00 00 00 00 " MACS "0800 " HEX_IPV4, PCS_OUTCOME_MALFORMED},
        {"NFLOG, attribute of 2 bytes", 239, "02 00 0000 02 00 09 00 " HEX_IPV4, PCS_OUTCOME_MALFORMED},
        {"NSH of 4 bytes", ETHERNET, MACS "894f 0f c1 02 01 00 00 01 00 " HEX_IPV4, PCS_OUTCOME_MALFORMED},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_flow flow = decode_hex(cases[i].link_type, cases[i].packet);
        CHECK_CASE(flow.outcome == cases[i].outcome, "%s gives outcome %u", cases[i].name, flow.outcome);
    }
}

#define ADDRESSES4 "0a 00 00 01 0a 00 00 02 "
#define ADDRESSES6 "fd 00*14 01 fd 00*14 02 "
#define TCP20 "04 00 00 50 00*8 50 18 00*6 "

/* Protocol and payload, by RFC 791, 8200, 9293, 768. */
static void ip_is_read(void) {
    static const struct {
        const char *name, *packet;
        pcs_protocol protocol;
        uint32_t payload;
    } cases[] = {
        {"TCP", "45 00 00 2d 00*5 06 0000 " ADDRESSES4 TCP20 "00*5", PCS_TCP, 5},
        {"TCP with options", "45 00 00 2d 00*5 06 0000 " ADDRESSES4 "00*12 60 18 00*6 00*4 00", PCS_TCP, 1},
        {"TCP behind IP options", "47 00 00 30 00*5 06 0000 " ADDRESSES4 "01*8 " TCP20, PCS_TCP, 0},
        {"TCP, padded frame", "45 00 00 2a 00*5 06 0000 " ADDRESSES4 TCP20 "00*2 00*16", PCS_TCP, 2},
        {"TCP, header of 16 bytes", "45 00 00 2d 00*5 06 0000 " ADDRESSES4 "00*12 40 18 00*11", PCS_TCP, 0},
        {"TCP, header longer than the packet", "45 00 00 2d 00*5 06 0000 " ADDRESSES4 "00*12 f0 18 00*11", PCS_TCP, 0},
        {"TCP, to be segmented", "45 00 00 00 00*5 06 0000 " ADDRESSES4 TCP20 "00*7", PCS_TCP, 7},
        {"TCP, first fragment", "45 00 00 2d 0000 2000 40 06 0000 " ADDRESSES4 TCP20 "00*5", PCS_TCP, 5},
        {"TCP, later fragment", "45 00 00 2d 0000 0002 40 06 0000 " ADDRESSES4 TCP20 "00*5", PCS_TCP, 0},
        {"UDP that lies about its length", "45 00 00 20 00*5 11 0000 " ADDRESSES4 "00*4 01 00 00 00 00*4", PCS_UDP,
         248},
        {"UDP, length 0", "45 00 00 20 00*5 11 0000 " ADDRESSES4 "00*4 00 00 00 00 00*4", PCS_UDP, 0},
        {"UDP, later fragment", "45 00 00 20 0000 0001 40 11 0000 " ADDRESSES4 "00*4 00 0c 00 00 00*4", PCS_UDP, 0},
        {"ICMP", "45 00 00 1c 00*5 01 0000 " ADDRESSES4 "08 00*7", PCS_ICMP, 8},
        {"ICMP, later fragment", "45 00 00 1c 0000 0001 40 01 0000 " ADDRESSES4 "08 00*7", PCS_ICMP, 8},
        {"SCTP", "45 00 00 20 00*5 84 0000 " ADDRESSES4 "00*12", PCS_SCTP, 12},
        {"ESP", "45 00 00 20 00*5 32 0000 " ADDRESSES4 "00*12", PCS_OTHER, 12},
        {"IPv6 in IPv4", "45 00 00 48 00*5 29 0000 " ADDRESSES4 HEX_IPV6, PCS_OTHER, 52},
        {"ICMPv6", "60 00 00 00 00 08 3a ff " ADDRESSES6 "80 00*7", PCS_ICMP, 8},
        {"TCP over IPv6", "60 00 00 00 00 16 06 ff " ADDRESSES6 TCP20 "00*2", PCS_TCP, 2},
        {"extension headers",
         "60 00 00 00 00 3f 00 ff " ADDRESSES6 "2b 00 00*6  3c 01 00*14  2c 00 00*6  06 00 00 01 00*4 " TCP20 "00*3",
         PCS_TCP, 3},
        {"mobility, HIP, shim6", "60 00 00 00 00 2e 87 ff " ADDRESSES6 "8b 00 00*6 8c 00 00*6 06 00 00*6 " TCP20 "00*2",
         PCS_TCP, 2},
        {"IPv6, later fragment", "60 00 00 00 00 10 2c ff " ADDRESSES6 "11 00 00 08 00*4  00*4 00 0c 00 00", PCS_UDP,
         0},
        {"IPv6, later fragment of options", "60 00 00 00 00 10 2c ff " ADDRESSES6 "3c 00 00 08 00*4 11 00*7", PCS_OTHER,
         16},
        {"extension cut off", "60 00 00 00 00 00 00 ff " ADDRESSES6 "11", PCS_OTHER, 0},
        {"extension that points past the end", "60 00 00 00 00 08 00 ff " ADDRESSES6 "06 ff 00*6", PCS_TCP, 0},
        {"AH", "60 00 00 00 00 10 33 ff " ADDRESSES6 "06 00*15", PCS_OTHER, 16},
        {"no next header", "60 00 00 00 00 00 3b ff " ADDRESSES6, PCS_OTHER, 0},
        {"jumbogram", "60 00 00 00 00 00 00 ff " ADDRESSES6 "06 00 c2 04 00 01 00 00 " TCP20 "00*9", PCS_TCP, 9},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        pcs_flow flow = decode_hex(RAW, cases[i].packet);
        CHECK_CASE(flow.outcome == PCS_OUTCOME_EDGE, "%s gives outcome %u", cases[i].name, flow.outcome);
        CHECK_CASE(flow.protocol == cases[i].protocol, "%s gives protocol %u", cases[i].name, flow.protocol);
        CHECK_CASE(flow.payload_bytes == cases[i].payload, "%s gives %u", cases[i].name, flow.payload_bytes);
    }
}

/* What was cut off still counts by what the headers say. */
static void cut_packets_keep_their_lengths(void) {
    builder packet = {.big = true};
    put_hex(&packet, "45 00 05 dc 00*5 06 0000 " ADDRESSES4 TCP20 "00*1460");
    pcs_flow flow = decode_cut(RAW, &packet, 40, 1500);
    CHECK(flow.outcome == PCS_OUTCOME_EDGE && flow.bytes == 1500 && flow.payload_bytes == 1460);
    flow = decode_cut(RAW, &packet, 24, 1500);
    CHECK(flow.outcome == PCS_OUTCOME_EDGE && flow.bytes == 1500 && flow.payload_bytes == 0);
    /* More captured than there was. */
    flow = decode_cut(RAW, &packet, 40, 10);
    CHECK(flow.outcome == PCS_OUTCOME_EDGE && flow.bytes == 10);
    builder_free(&packet);
}

/* The deepest nesting that fits: every walk ends, and the stack is not used up. */
static void nesting_ends(void) {
    static const struct {
        uint32_t link_type;
        const char *header;
    } cases[] = {
        {ETHERNET, "8100 0001"},
        {ETHERNET, "8847 00 01 00 ff"},
        {192, "00 00 08 00 c0 00 00 00"},
        {107, "00"},
        {258, "0c 00 00 00 01 00 00 00 02 01 00 00"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        builder packet = {.big = true};
        put_hex(&packet, cases[i].link_type == ETHERNET ? MACS : cases[i].link_type == 107 ? "18 41 03" : "");
        while (packet.length < 262000) {
            put_hex(&packet, cases[i].header);
        }
        pcs_flow flow = decode_cut(cases[i].link_type, &packet, packet.length, packet.length);
        CHECK_CASE(flow.outcome == PCS_OUTCOME_MALFORMED || flow.outcome == PCS_OUTCOME_NOT_IP, "%zu gives %u", i,
                   flow.outcome);
        builder_free(&packet);
    }
}

/* Every byte of every case, changed in turn, through every link type: nothing but an outcome may come of it. */
static void changed_bytes_do_no_harm(void) {
    for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++) {
        builder packet = {.big = true};
        put_hex(&packet, layers[i].before);
        put_hex(&packet, layers[i].ipv6 ? HEX_IPV6 : HEX_IPV4);
        for (size_t at = 0; at < packet.length; at++) {
            static const uint8_t changes[] = {0xff, 0x80, 0x01};
            for (size_t c = 0; c < sizeof(changes); c++) {
                packet.data[at] ^= changes[c];
                pcs_flow flow = decode_cut(layers[i].link_type, &packet, packet.length, packet.length);
                CHECK_CASE(flow.outcome < PCS_OUTCOME_COUNT, "%s, byte %zu", layers[i].name, at);
                packet.data[at] ^= changes[c];
            }
        }
        builder_free(&packet);
    }
}

int main(void) {
    layers_lead_to_ip();
    the_rest_has_its_outcome();
    ip_is_read();
    cut_packets_keep_their_lengths();
    nesting_ends();
    changed_bytes_do_no_harm();
    return check_result();
}
