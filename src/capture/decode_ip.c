/* IPv4 (RFC 791) and IPv6 (RFC 8200), down to the transport protocol and the bytes that it carries. */
#include "capture/decode.h"

enum {
    IPV4_HEADER = 20,
    IPV6_HEADER = 40,
    TCP_HEADER = 20,
    UDP_HEADER = 8,
    EXTENSIONS_MAX = 64, /* of one packet; more are taken for an attack on the reader */
};

/* Numbers of IANA's protocol registry. */
enum {
    IP_HOP_BY_HOP = 0,
    IP_ICMP = 1,
    IP_ROUTING = 43,
    IP_FRAGMENT = 44,
    IP_ICMPV6 = 58,
    IP_DESTINATION_OPTIONS = 60,
    IP_MOBILITY = 135,
    IP_HIP = 139,
    IP_SHIM6 = 140,
};

static pcs_protocol protocol_class(uint8_t number) {
    switch (number) {
    case PCS_IP_TCP:
        return PCS_TCP;
    case PCS_IP_UDP:
        return PCS_UDP;
    case IP_ICMP:
    case IP_ICMPV6:
        return PCS_ICMP;
    case PCS_IP_SCTP:
        return PCS_SCTP;
    default:
        return PCS_OTHER;
    }
}

/* What TCP carries: length bytes of segment less its header; 0 where that is not captured or wrong. */
static uint32_t tcp_payload(pcs_bytes segment, uint32_t length) {
    uint8_t offset;
    if (!pcs_bytes_u8(segment, 12, &offset)) {
        return 0;
    }
    uint32_t header = (uint32_t)(offset >> 4) * 4;
    return header >= TCP_HEADER && header <= length ? length - header : 0;
}

/* What UDP's length field says, whatever IP has room for. */
static uint32_t udp_payload(pcs_bytes datagram) {
    uint16_t length;
    return pcs_bytes_be16(datagram, 4, &length) && length > UDP_HEADER ? (uint32_t)length - UDP_HEADER : 0;
}

/* Ends the walk with an edge. number: of the transport protocol; transport: what follows the headers; transport_length:
 * how long it says it is; other: the payload where it is neither TCP nor UDP. */
static void end_with_edge(pcs_walk *walk, uint8_t number, bool first_fragment, pcs_bytes transport,
                          uint32_t transport_length, uint32_t other) {
    pcs_flow *flow = walk->flow;
    pcs_protocol protocol = protocol_class(number);
    flow->protocol = (uint8_t)protocol;
    if (protocol == PCS_TCP) {
        flow->payload_bytes = first_fragment ? tcp_payload(transport, transport_length) : 0;
    } else if (protocol == PCS_UDP) {
        flow->payload_bytes = first_fragment ? udp_payload(transport) : 0;
    } else {
        flow->payload_bytes = other;
    }
    pcs_walk_end(walk, PCS_OUTCOME_EDGE);
    if (walk->trail) {
        pcs_bytes known = pcs_bytes_first(transport, first_fragment ? transport_length : 0);
        pcs_trail_transport(walk, number, known, transport_length);
    }
}

void pcs_layer_ipv4(pcs_walk *walk) {
    if (!pcs_walk_has(walk, IPV4_HEADER)) {
        return;
    }
    const uint8_t *header = walk->bytes.data;
    uint32_t header_length = (uint32_t)(header[0] & 15) * 4;
    uint32_t total = pcs_walk_be16(walk, 2);
    if (header[0] >> 4 != 4 || header_length < IPV4_HEADER || (total < header_length && total != 0)) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_flow *flow = walk->flow;
    flow->ip_version = 4;
    memset(flow->source, 0, sizeof(flow->source));
    memset(flow->destination, 0, sizeof(flow->destination));
    memcpy(flow->source, header + 12, 4);
    memcpy(flow->destination, header + 16, 4);
    /* 0: the network card was to cut it into segments; the capture saw it before. */
    uint32_t length = total == 0 || total > walk->wire ? walk->wire : total;
    bool first_fragment = (pcs_walk_be16(walk, 6) & 0x1fff) == 0;
    end_with_edge(walk, header[9], first_fragment, pcs_bytes_from(walk->bytes, header_length),
                  length > header_length ? length - header_length : 0, total == 0 ? 0 : total - header_length);
}

static bool is_extension(uint8_t number) {
    switch (number) {
    case IP_HOP_BY_HOP:
    case IP_ROUTING:
    case IP_FRAGMENT:
    case IP_DESTINATION_OPTIONS:
    case IP_MOBILITY:
    case IP_HIP:
    case IP_SHIM6:
        return true;
    default:
        return false;
    }
}

void pcs_layer_ipv6(pcs_walk *walk) {
    if (!pcs_walk_has(walk, IPV6_HEADER)) {
        return;
    }
    const uint8_t *header = walk->bytes.data;
    if (header[0] >> 4 != 6) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_flow *flow = walk->flow;
    flow->ip_version = 6;
    memcpy(flow->source, header + 8, 16);
    memcpy(flow->destination, header + 24, 16);
    uint32_t payload = pcs_walk_be16(walk, 4);
    uint32_t on_wire = walk->wire - IPV6_HEADER;
    /* 0: a jumbogram (RFC 2675), or left to the network card as in IPv4. */
    uint32_t length = payload == 0 || payload > on_wire ? on_wire : payload;

    uint8_t next = header[6];
    uint32_t at = 0;
    bool first_fragment = true;
    pcs_bytes rest = pcs_bytes_from(walk->bytes, IPV6_HEADER);
    /* An extension header that was cut off keeps its own number, as does what follows in a later fragment. */
    for (int i = 0; i < EXTENSIONS_MAX && first_fragment && is_extension(next); i++) {
        uint8_t follows, units;
        if (!pcs_bytes_u8(rest, at, &follows) || !pcs_bytes_u8(rest, at + 1, &units)) {
            break;
        }
        if (next == IP_FRAGMENT) {
            uint16_t offset;
            first_fragment = !pcs_bytes_be16(rest, at + 2, &offset) || (offset & 0xfff8) == 0;
            units = 0;
        }
        at += ((uint32_t)units + 1) * 8;
        next = follows;
    }
    end_with_edge(walk, next, first_fragment, pcs_bytes_from(rest, at), length > at ? length - at : 0, payload);
}

void pcs_layer_ip(pcs_walk *walk) {
    if (pcs_walk_has(walk, 1)) {
        walk->layer = walk->bytes.data[0] >> 4 == 6 ? pcs_layer_ipv6 : pcs_layer_ipv4;
    }
}
