/* Ethernet, and all that is numbered by Ethernet types: tags, LLC and SNAP, MPLS, provider bridges. */
#include "capture/decode.h"

enum {
    LENGTH_MAX = 1500, /* up to here the type field is a length (IEEE 802.3) */
    TYPE_MIN = 1536,
};

void pcs_layer_no_ip(pcs_walk *walk) {
    pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
}

/* ---- tags: each is some bytes, then an Ethernet type. Named by the bytes. */

static void tag_2(pcs_walk *walk) { /* IEEE 802.1Q: priority and VLAN */
    pcs_walk_skip(walk, 2, pcs_layer_ethertype);
}

static void tag_4(pcs_walk *walk) { /* VN-tag */
    pcs_walk_skip(walk, 4, pcs_layer_ethertype);
}

static void tag_6(pcs_walk *walk) { /* IEEE 802.1BR: E-tag; Cisco metadata with one option */
    pcs_walk_skip(walk, 6, pcs_layer_ethertype);
}

static void provider_backbone(pcs_walk *walk) { /* IEEE 802.1ah: the I-tag, then a whole frame */
    pcs_walk_skip(walk, 4, pcs_layer_ethernet);
}

static void trill(pcs_walk *walk) { /* RFC 6325: options by number of 4 bytes, then a whole frame */
    if (pcs_walk_has(walk, 6)) {
        size_t options = (size_t)((pcs_walk_be16(walk, 0) >> 6) & 31) * 4;
        pcs_walk_skip(walk, 6 + options, pcs_layer_ethernet);
    }
}

static void macsec(pcs_walk *walk) { /* IEEE 802.1AE; readable where it only signs */
    if (!pcs_walk_has(walk, 6)) {
        return;
    }
    uint8_t control = walk->bytes.data[0];
    bool secret = (control & 0x0c) != 0, has_channel = (control & 0x20) != 0;
    pcs_walk_skip(walk, has_channel ? 14 : 6, secret ? pcs_layer_no_ip : pcs_layer_ethertype);
}

static void service_header(pcs_walk *walk) { /* RFC 8300 (NSH) */
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    size_t length = (size_t)(walk->bytes.data[1] & 0x3f) * 4;
    if (length < 8) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_layer next = pcs_layer_no_ip;
    switch (walk->bytes.data[3]) {
    case 1:
        next = pcs_layer_ipv4;
        break;
    case 2:
        next = pcs_layer_ipv6;
        break;
    case 3:
        next = pcs_layer_ethernet;
        break;
    case 4:
        next = service_header;
        break;
    case 5:
        next = pcs_layer_mpls;
        break;
    }
    pcs_walk_skip(walk, length, next);
}

pcs_layer pcs_layer_of_ethertype(uint16_t type) {
    switch (type) {
    case PCS_ETHERTYPE_IPV4:
        return pcs_layer_ipv4;
    case 0x86dd:
        return pcs_layer_ipv6;
    case 0x8100: /* IEEE 802.1Q */
    case 0x88a8: /* IEEE 802.1ad */
    case 0x9100: /* the same before it had a number */
    case 0x9200:
    case 0x9300:
        return tag_2;
    case 0x8847:
    case 0x8848: /* upstream-assigned or multicast labels (RFC 5332) */
        return pcs_layer_mpls;
    case 0x8864:
        return pcs_layer_pppoe;
    case 0x880b:
        return pcs_layer_ppp;
    case 0x8926:
        return tag_4;
    case 0x893f:
    case 0x8909:
        return tag_6;
    case 0x88e7:
        return provider_backbone;
    case 0x22f3:
        return trill;
    case 0x88e5:
        return macsec;
    case 0x894f:
        return service_header;
    case 0x6558: /* transparent Ethernet bridging (RFC 1701) */
        return pcs_layer_ethernet;
    default:
        return pcs_layer_no_ip;
    }
}

/* Type or length at offset, the last field of the header at hand. */
static void after_type(pcs_walk *walk, size_t offset) {
    uint16_t type = pcs_walk_be16(walk, offset);
    if (type > LENGTH_MAX) {
        pcs_walk_on(walk, offset + 2, type < TYPE_MIN ? pcs_layer_no_ip : pcs_layer_of_ethertype(type));
        return;
    }
    pcs_walk_on(walk, offset + 2, pcs_layer_llc);
    walk->bytes = pcs_bytes_first(walk->bytes, type);
    walk->wire = type < walk->wire ? type : walk->wire;
}

void pcs_layer_ethernet(pcs_walk *walk) {
    if (!pcs_walk_has(walk, PCS_ETHERNET_HEADER)) {
        return;
    }
    pcs_trail_link(walk, 0, 6);
    /* Cisco FabricPath: its own addresses, type and tag before the frame. */
    if (pcs_walk_be16(walk, PCS_ETHERNET_TYPE) == 0x8903) {
        pcs_walk_skip(walk, PCS_ETHERNET_HEADER + 2, pcs_layer_ethernet);
        return;
    }
    after_type(walk, PCS_ETHERNET_TYPE);
}

void pcs_layer_ethertype(pcs_walk *walk) {
    if (pcs_walk_has(walk, 2)) {
        after_type(walk, 0);
    }
}

/* ---- IEEE 802.2 */

static void llc(pcs_walk *walk, size_t bridge_padding) {
    if (!pcs_walk_has(walk, 3)) {
        return;
    }
    const uint8_t *header = walk->bytes.data;
    uint8_t to = header[0], from = header[1] & 0xfe; /* less the bit for a response */
    pcs_layer next = pcs_layer_no_ip;
    size_t length = 3;
    bool unnumbered = (header[2] & 0xef) == 0x03;
    if (unnumbered && to == 0x06 && from == 0x06) {
        next = pcs_layer_ip;
    } else if (unnumbered && to == 0xaa && from == 0xaa) { /* SNAP */
        if (!pcs_walk_has(walk, 8)) {
            return;
        }
        uint32_t organisation = pcs_walk_be32(walk, 2) & 0xffffff;
        uint16_t type = pcs_walk_be16(walk, 6);
        length = 8;
        if (organisation == 0x000000 || organisation == 0x0000f8) {
            next = pcs_layer_of_ethertype(type);
        } else if (organisation == 0x0080c2 && (type == 1 || type == 7)) { /* bridged Ethernet */
            next = pcs_layer_ethernet;
            length += bridge_padding;
        }
    } else if (unnumbered && to == 0xfe && from == 0xfe) { /* routed by NLPID (RFC 2684) */
        if (!pcs_walk_has(walk, 4)) {
            return;
        }
        length = 4;
        next = header[3] == 0xcc ? pcs_layer_ipv4 : header[3] == 0x8e ? pcs_layer_ipv6 : pcs_layer_no_ip;
    }
    pcs_walk_skip(walk, length, next);
}

void pcs_layer_llc(pcs_walk *walk) {
    llc(walk, 0);
}

void pcs_layer_llc_atm(pcs_walk *walk) {
    llc(walk, 2);
}

/* ---- MPLS (RFC 3032) */

void pcs_layer_mpls(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    if ((walk->bytes.data[2] & 1) == 0) { /* not the last label */
        pcs_walk_on(walk, 4, pcs_layer_mpls);
        return;
    }
    pcs_walk_on(walk, 4, NULL);
    if (!pcs_walk_has(walk, 1)) {
        return;
    }
    /* No number says what follows: the first four bits are all there is to guess by (RFC 4928). */
    switch (walk->bytes.data[0] >> 4) {
    case 4:
        walk->layer = pcs_layer_ipv4;
        break;
    case 6:
        walk->layer = pcs_layer_ipv6;
        break;
    case 0: /* the control word of a pseudowire (RFC 4385), Ethernet most likely */
        pcs_walk_skip(walk, 4, pcs_layer_ethernet);
        break;
    case 1: /* its associated channel: management */
        walk->layer = pcs_layer_no_ip;
        break;
    default: /* a pseudowire without one */
        walk->layer = pcs_layer_ethernet;
    }
}
