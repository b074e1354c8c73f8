/* What lies beyond the outermost IP header: ports, link addresses, and the headers of tunnels. */
#include "capture/decode.h"

enum { TUNNELS_MAX = 8 };

/* ---- GRE (RFC 2784, 2890, 1701; version 1 is PPTP's, RFC 2637) */

enum {
    GRE_CHECKSUM = 0x8000,
    GRE_ROUTING = 0x4000,
    GRE_KEY = 0x2000,
    GRE_SEQUENCE = 0x1000,
    GRE_ACKNOWLEDGEMENT = 0x0080,
    GRE_VERSION = 0x0007,
};

static void erspan_2(pcs_walk *walk) { /* draft-foschiano-erspan: 8 bytes, the version in the first four bits */
    if (pcs_walk_has(walk, 8)) {
        pcs_walk_on(walk, 8, walk->bytes.data[0] >> 4 == 1 ? pcs_layer_ethernet : pcs_layer_no_ip);
    }
}

static void erspan_3(pcs_walk *walk) { /* 12 bytes, and 8 that depend on the platform where the last bit says so */
    if (pcs_walk_has(walk, 12)) {
        size_t length = walk->bytes.data[11] & 1 ? 20 : 12;
        pcs_walk_skip(walk, length, walk->bytes.data[0] >> 4 == 2 ? pcs_layer_ethernet : pcs_layer_no_ip);
    }
}

static void wccp(pcs_walk *walk) { /* draft-wilson-wrec-wccp-v2: 4 bytes of redirection, or in its version 1 none */
    if (pcs_walk_has(walk, 1)) {
        pcs_walk_skip(walk, walk->bytes.data[0] >> 4 == 4 ? 0 : 4, pcs_layer_ipv4);
    }
}

static pcs_layer layer_of_gre(uint16_t type, bool numbered) {
    switch (type) {
    case 0x88be: /* without sequence numbers of type I, which has no header of its own */
        return numbered ? erspan_2 : pcs_layer_ethernet;
    case 0x22eb:
        return erspan_3;
    case 0x883e:
        return wccp;
    default:
        return pcs_layer_of_ethertype(type);
    }
}

static void gre(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    uint16_t flags = pcs_walk_be16(walk, 0), type = pcs_walk_be16(walk, 2);
    uint16_t version = flags & GRE_VERSION;
    if (version > 1 || (flags & GRE_ROUTING)) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
        return;
    }
    size_t length = 4;
    length += version == 0 && (flags & GRE_CHECKSUM) ? 4 : 0;
    length += flags & GRE_KEY ? 4 : 0;
    length += flags & GRE_SEQUENCE ? 4 : 0;
    length += version == 1 && (flags & GRE_ACKNOWLEDGEMENT) ? 4 : 0;
    pcs_walk_skip(walk, length, layer_of_gre(type, flags & GRE_SEQUENCE));
}

/* ---- over UDP */

static void vxlan(pcs_walk *walk) { /* RFC 7348: the flag of a network number, the number, then a frame */
    if (pcs_walk_has(walk, 8)) {
        pcs_walk_on(walk, 8, walk->bytes.data[0] & 0x08 ? pcs_layer_ethernet : pcs_layer_no_ip);
    }
}

static void geneve(pcs_walk *walk) { /* RFC 8926: version and number of 4 bytes of options, flags, type, network */
    if (pcs_walk_has(walk, 8)) {
        uint8_t first = walk->bytes.data[0];
        pcs_layer next = first >> 6 == 0 ? pcs_layer_of_ethertype(pcs_walk_be16(walk, 2)) : pcs_layer_no_ip;
        pcs_walk_skip(walk, 8 + (size_t)(first & 0x3f) * 4, next);
    }
}

/* An extension header: its length in 4 bytes, content, the type of the next one or 0. */
static void gtp_extension(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 1)) {
        return;
    }
    size_t length = (size_t)walk->bytes.data[0] * 4;
    if (length == 0) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
    } else if (pcs_walk_has(walk, length)) {
        pcs_walk_on(walk, length, walk->bytes.data[length - 1] == 0 ? pcs_layer_ip : gtp_extension);
    }
}

static void gtp_user(pcs_walk *walk) { /* 3GPP TS 29.281: flags, type of message, length, tunnel */
    enum { VERSION_1 = 0x30, USER_DATA = 255, EXTENSION = 0x04, OPTIONAL = 0x07 };
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    uint8_t flags = walk->bytes.data[0];
    if ((flags & 0xf0) != VERSION_1 || walk->bytes.data[1] != USER_DATA) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    } else if ((flags & OPTIONAL) == 0) {
        pcs_walk_on(walk, 8, pcs_layer_ip);
    } else if (pcs_walk_has(walk, 12)) { /* sequence number, N-PDU number, type of the first extension */
        bool extended = (flags & EXTENSION) && walk->bytes.data[11] != 0;
        pcs_walk_on(walk, 12, extended ? gtp_extension : pcs_layer_ip);
    }
}

static void teredo(pcs_walk *walk) { /* RFC 4380: authentication, origin, then IPv6 */
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    switch (pcs_walk_be16(walk, 0)) {
    case 0: /* the origin: a port and an address */
        pcs_walk_skip(walk, 8, pcs_layer_ipv6);
        break;
    case 1: /* lengths of an identifier and a value, a nonce, and whether to confirm */
        pcs_walk_skip(walk, 13 + (size_t)walk->bytes.data[2] + walk->bytes.data[3], teredo);
        break;
    default:
        walk->layer = pcs_layer_ipv6;
    }
}

/* ---- L2TP */

/* Whether an IP header stands at offset, as far as it says of itself, and its packet is no longer than what is there.
 */
static bool is_ip(const pcs_walk *walk, size_t offset) {
    if (!pcs_bytes_has(walk->bytes, offset, 20)) {
        return false;
    }
    uint8_t first = walk->bytes.data[offset];
    size_t left = walk->wire - offset;
    if (first >> 4 == 4) {
        size_t total = pcs_walk_be16(walk, offset + 2);
        return (first & 15) >= 5 && total >= 20 && total <= left;
    }
    return first >> 4 == 6 && (size_t)pcs_walk_be16(walk, offset + 4) + 40 <= left;
}

/* Session number, then a cookie of 0, 4 or 8 bytes and a header of 0 or 4, and no word about either or about what
 * follows (RFC 3931): the first reading under which there is an IP packet is taken. */
static void l2tp_3_session(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    if (pcs_walk_be32(walk, 0) != 0) { /* 0 is a control message */
        for (size_t at = 4; at <= 16; at += 4) {
            bool tagged = pcs_bytes_has(walk->bytes, at, 16) && pcs_walk_be16(walk, at + 12) == 0x8100;
            size_t type = at + (tagged ? 16 : 12);
            bool has_type = pcs_bytes_has(walk->bytes, type, 2);
            uint16_t said = has_type ? pcs_walk_be16(walk, type) : 0;
            if ((said == 0x0800 || said == 0x86dd) && is_ip(walk, type + 2)) {
                pcs_walk_on(walk, at, pcs_layer_ethernet);
                return;
            }
            if (pcs_bytes_has(walk->bytes, at, 4) && pcs_walk_be16(walk, at) == 0xff03 && is_ip(walk, at + 4)) {
                pcs_walk_on(walk, at, pcs_layer_ppp);
                return;
            }
            if (is_ip(walk, at)) {
                pcs_walk_on(walk, at, pcs_layer_ip);
                return;
            }
        }
    }
    pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
}

/* The offset is how many bytes of padding stand before PPP. */
static void l2tp_2_offset(pcs_walk *walk) {
    if (pcs_walk_has(walk, 2)) {
        pcs_walk_skip(walk, 2 + (size_t)pcs_walk_be16(walk, 0), pcs_layer_ppp);
    }
}

static void l2tp(pcs_walk *walk) { /* RFC 2661; RFC 3931, section 4.1.2 */
    enum { CONTROL = 0x8000, LENGTH = 0x4000, SEQUENCE = 0x0800, OFFSET = 0x0200, VERSION = 0x000f };
    if (!pcs_walk_has(walk, 2)) {
        return;
    }
    uint16_t flags = pcs_walk_be16(walk, 0);
    if (flags & CONTROL) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    } else if ((flags & VERSION) == 3) {
        pcs_walk_skip(walk, 4, l2tp_3_session);
    } else if ((flags & VERSION) == 2) {
        size_t length = 6 + (flags & LENGTH ? 2U : 0U) + (flags & SEQUENCE ? 4U : 0U);
        pcs_walk_skip(walk, length, flags & OFFSET ? l2tp_2_offset : pcs_layer_ppp);
    } else {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    }
}

/* ---- which of them */

static pcs_layer layer_of_port(uint16_t port) {
    switch (port) {
    case 1701:
        return l2tp;
    case 2152:
        return gtp_user;
    case 3544:
        return teredo;
    case 4754: /* RFC 8086 */
        return gre;
    case 4789:
    case 8472: /* of Linux, before there was a number */
        return vxlan;
    case 6081:
        return geneve;
    default:
        return NULL;
    }
}

/* Tunnels are known by the port that they go to; answers of L2TP, GTP and Teredo come from it. */
static pcs_layer layer_of_ports(uint16_t source, uint16_t destination) {
    pcs_layer layer = layer_of_port(destination);
    pcs_layer back = layer_of_port(source);
    return layer || (back != l2tp && back != gtp_user && back != teredo) ? layer : back;
}

static pcs_layer layer_of_protocol(uint8_t number) {
    switch (number) {
    case 4:
        return pcs_layer_ipv4;
    case 41:
        return pcs_layer_ipv6;
    case 47:
        return gre;
    case 115:
        return l2tp_3_session;
    default:
        return NULL;
    }
}

void pcs_trail_transport(pcs_walk *walk, uint8_t number, pcs_bytes bytes, uint32_t length) {
    enum { UDP_HEADER = 8 };
    pcs_trail *trail = walk->trail;
    uint16_t source = 0, destination = 0;
    bool has_ports = (number == PCS_IP_TCP || number == PCS_IP_UDP || number == PCS_IP_SCTP) &&
                     pcs_bytes_be16(bytes, 0, &source) && pcs_bytes_be16(bytes, 2, &destination);
    bool wanted = trail->wants_ports && has_ports;
    walk->flow->source_port = wanted ? source : 0;
    walk->flow->destination_port = wanted ? destination : 0;
    if (!trail->into_tunnels || trail->tunnels == TUNNELS_MAX || bytes.length == 0) {
        return;
    }
    bool is_udp = number == PCS_IP_UDP && has_ports && bytes.length > UDP_HEADER;
    pcs_layer layer = is_udp ? layer_of_ports(source, destination) : layer_of_protocol(number);
    if (layer) {
        trail->tunnels++;
        walk->bytes = bytes;
        walk->wire = length;
        pcs_walk_on(walk, is_udp ? UDP_HEADER : 0, layer);
    }
}

void pcs_trail_link(pcs_walk *walk, size_t destination, size_t source) {
    pcs_trail *trail = walk->trail;
    if (!trail || !trail->wants_link || (trail->has_link && trail->tunnels == 0)) {
        return;
    }
    trail->has_link = true;
    memcpy(trail->link_destination, walk->bytes.data + destination, sizeof(trail->link_destination));
    memcpy(trail->link_source, walk->bytes.data + source, sizeof(trail->link_source));
    /* Unless an IP header follows. */
    walk->flow->protocol = PCS_OTHER;
    walk->flow->payload_bytes = 0;
}
