/* Lines: PPP, HDLC, frame relay, ATM, and the Juniper cookies before them. */
#include "capture/decode.h"

/* ---- PPP (RFC 1661) */

static pcs_layer layer_of_ppp(uint16_t protocol) {
    switch (protocol) {
    case 0x0021:
        return pcs_layer_ipv4;
    case 0x0057:
        return pcs_layer_ipv6;
    case 0x0281:
    case 0x0283:
        return pcs_layer_mpls;
    default:
        return pcs_layer_no_ip;
    }
}

/* The protocol field alone, of one byte where that is odd. */
static void ppp_protocol(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 1)) {
        return;
    }
    uint8_t first = walk->bytes.data[0];
    if (first & 1) {
        pcs_walk_on(walk, 1, layer_of_ppp(first));
    } else if (pcs_walk_has(walk, 2)) {
        pcs_walk_on(walk, 2, layer_of_ppp(pcs_walk_be16(walk, 0)));
    }
}

void pcs_layer_ppp(pcs_walk *walk) {
    if (pcs_walk_has(walk, 2)) {
        pcs_walk_on(walk, pcs_walk_be16(walk, 0) == 0xff03 ? 2 : 0, ppp_protocol);
    }
}

void pcs_layer_ppp_serial(pcs_walk *walk) {
    if (pcs_walk_has(walk, 1)) {
        uint8_t address = walk->bytes.data[0];
        walk->layer = address == 0x0f || address == 0x8f ? pcs_layer_cisco_hdlc : pcs_layer_ppp;
    }
}

void pcs_layer_ppp_direction(pcs_walk *walk) {
    pcs_walk_skip(walk, 1, pcs_layer_ppp);
}

void pcs_layer_pppoe(pcs_walk *walk) { /* RFC 2516, the session stage */
    if (pcs_walk_has(walk, 6)) {
        pcs_walk_on(walk, 6, walk->bytes.data[1] == 0 ? ppp_protocol : pcs_layer_no_ip);
    }
}

void pcs_layer_cisco_hdlc(pcs_walk *walk) {
    if (pcs_walk_has(walk, 4)) {
        pcs_walk_on(walk, 4, pcs_layer_of_ethertype(pcs_walk_be16(walk, 2)));
    }
}

void pcs_layer_cisco_hdlc_direction(pcs_walk *walk) {
    pcs_walk_skip(walk, 1, pcs_layer_cisco_hdlc);
}

/* ---- frame relay (RFC 2427) */

static void frame_relay_nlpid(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 1)) {
        return;
    }
    switch (walk->bytes.data[0]) {
    case 0x00: /* padding */
        pcs_walk_on(walk, 1, frame_relay_nlpid);
        break;
    case 0x80: /* SNAP without its 802.2 part */
        if (pcs_walk_has(walk, 6)) {
            uint32_t organisation = pcs_walk_be32(walk, 0) & 0xffffff;
            uint16_t type = pcs_walk_be16(walk, 4);
            pcs_layer next = pcs_layer_no_ip;
            if (organisation == 0) {
                next = pcs_layer_of_ethertype(type);
            } else if (organisation == 0x0080c2 && (type == 1 || type == 7)) {
                next = pcs_layer_ethernet;
            }
            pcs_walk_on(walk, 6, next);
        }
        break;
    case 0x8e:
        pcs_walk_on(walk, 1, pcs_layer_ipv6);
        break;
    case 0xcc:
        pcs_walk_on(walk, 1, pcs_layer_ipv4);
        break;
    case 0xcf: /* PPP in frame relay (RFC 1973) */
        pcs_walk_on(walk, 1, ppp_protocol);
        break;
    default:
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    }
}

void pcs_layer_frame_relay(pcs_walk *walk) {
    size_t address = 0;
    do { /* the lowest bit ends the address (Q.922) */
        if (!pcs_walk_has(walk, ++address)) {
            return;
        }
    } while ((walk->bytes.data[address - 1] & 1) == 0 && address < 4);
    if (address < 2) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_walk_on(walk, address, NULL);
    if (!pcs_walk_has(walk, 2)) {
        return;
    }
    if (walk->bytes.data[0] == 0x03) { /* unnumbered information */
        pcs_walk_on(walk, 1, frame_relay_nlpid);
    } else { /* Cisco's own framing: an Ethernet type */
        pcs_walk_on(walk, 2, pcs_layer_of_ethertype(pcs_walk_be16(walk, 0)));
    }
}

void pcs_layer_frame_relay_direction(pcs_walk *walk) {
    pcs_walk_skip(walk, 1, pcs_layer_frame_relay);
}

/* ---- ATM */

void pcs_layer_atm_clip(pcs_walk *walk) { /* RFC 2225; with LLC or without */
    if (pcs_walk_has(walk, 1)) {
        walk->layer = walk->bytes.data[0] == 0xaa ? pcs_layer_llc_atm : pcs_layer_ip;
    }
}

void pcs_layer_sunatm(pcs_walk *walk) { /* SunATM DLPI: direction and kind, VPI, VCI */
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    switch (walk->bytes.data[0] & 0x0f) {
    case 1: /* LAN emulation: the client's identity, then Ethernet */
        pcs_walk_skip(walk, 6, pcs_layer_ethernet);
        break;
    case 2:
        pcs_walk_on(walk, 4, pcs_layer_llc_atm);
        break;
    default:
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    }
}

/* ---- Juniper: a cookie, then what the interface sent (print-juniper.c of tcpdump describes it) */

static void juniper(pcs_walk *walk, pcs_layer next) {
    enum { NO_LAYER_2 = 0x02, EXTENSIONS = 0x80 };
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    if (pcs_walk_be32(walk, 0) >> 8 != 0x4d4743) { /* "MGC" */
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    uint8_t flags = walk->bytes.data[3];
    size_t length = 4;
    if (flags & EXTENSIONS) {
        if (!pcs_walk_has(walk, 6)) {
            return;
        }
        length = 6 + (size_t)pcs_walk_be16(walk, 4);
    }
    if (flags & NO_LAYER_2) {
        if (!pcs_walk_has(walk, length + 4)) {
            return;
        }
        uint32_t family = pcs_walk_le32(walk, length);
        length += 4;
        next = family == 2 ? pcs_layer_ipv4 : family == 6 ? pcs_layer_ipv6 : pcs_layer_no_ip;
    }
    pcs_walk_skip(walk, length, next);
}

void pcs_layer_juniper_ethernet(pcs_walk *walk) {
    juniper(walk, pcs_layer_ethernet);
}

void pcs_layer_juniper_ppp(pcs_walk *walk) {
    juniper(walk, pcs_layer_ppp);
}

void pcs_layer_juniper_frame_relay(pcs_walk *walk) {
    juniper(walk, pcs_layer_frame_relay);
}

void pcs_layer_juniper_cisco_hdlc(pcs_walk *walk) {
    juniper(walk, pcs_layer_cisco_hdlc);
}
