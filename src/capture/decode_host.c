/* What operating systems, taps and switches put before the packet. */
#include "capture/decode.h"
#include "capture/linktype.h"

/* The layer of an address family; 10, 23, 24, 28 and 30 are AF_INET6 on Linux, Windows, the BSDs and macOS. */
static pcs_layer layer_of_family(uint32_t family) {
    switch (family) {
    case 2:
        return pcs_layer_ipv4;
    case 10:
    case 23:
    case 24:
    case 28:
    case 30:
        return pcs_layer_ipv6;
    default:
        return pcs_layer_no_ip;
    }
}

/* A family in 4 bytes of either byte order: all are small. */
static uint32_t family_at(const pcs_walk *walk, size_t offset) {
    uint32_t big = pcs_walk_be32(walk, offset), little = pcs_walk_le32(walk, offset);
    return big < little ? big : little;
}

void pcs_layer_null(pcs_walk *walk) {
    if (!pcs_walk_has(walk, 4)) {
        return;
    }
    if (pcs_walk_be16(walk, 0) == 0xff03) { /* PPP that calls itself loopback */
        walk->layer = pcs_layer_ppp;
        return;
    }
    /* Where it is a family in neither byte order, the last two bytes may be an Ethernet type: so Wireshark reads them.
     */
    uint32_t family = family_at(walk, 0);
    bool is_family = family <= UINT16_MAX;
    pcs_walk_on(walk, 4, is_family ? layer_of_family(family) : pcs_layer_of_ethertype(pcs_walk_be16(walk, 2)));
}

void pcs_layer_openbsd_enc(pcs_walk *walk) { /* family, SPI, flags */
    if (pcs_walk_has(walk, 12)) {
        pcs_walk_on(walk, 12, layer_of_family(family_at(walk, 0)));
    }
}

void pcs_layer_pflog(pcs_walk *walk) { /* length less padding, family, what the packet filter did */
    if (!pcs_walk_has(walk, 2)) {
        return;
    }
    size_t length = ((size_t)walk->bytes.data[0] + 3) & ~(size_t)3;
    if (length < 28) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_walk_skip(walk, length, layer_of_family(walk->bytes.data[1]));
}

void pcs_layer_ipnet(pcs_walk *walk) { /* Solaris: version, family (2, 26), hook, lengths, zones */
    if (pcs_walk_has(walk, 24)) {
        uint8_t family = walk->bytes.data[1];
        pcs_walk_on(walk, 24, family == 26 ? pcs_layer_ipv6 : layer_of_family(family));
    }
}

/* ---- Linux */

/* What the protocol field of a cooked header says: an Ethernet type, or a number of Linux's own. */
static pcs_layer layer_of_sll(uint16_t protocol) {
    enum { LLC = 4 };
    return protocol == LLC ? pcs_layer_llc : pcs_layer_of_ethertype(protocol);
}

void pcs_layer_linux_sll(pcs_walk *walk) {
    if (pcs_walk_has(walk, 16)) {
        pcs_walk_on(walk, 16, layer_of_sll(pcs_walk_be16(walk, 14)));
    }
}

void pcs_layer_linux_sll2(pcs_walk *walk) {
    if (pcs_walk_has(walk, 20)) {
        pcs_walk_on(walk, 20, layer_of_sll(pcs_walk_be16(walk, 0)));
    }
}

/* Where the payload attribute's value begins, the attributes' numbers being in this byte order; else where their list
 * breaks off. */
static size_t find_nflog_payload(const pcs_walk *walk, bool little, bool *found) {
    enum { PAYLOAD = 9 };
    size_t at = 4;
    *found = false;
    while (!*found && pcs_bytes_has(walk->bytes, at, 4)) {
        uint16_t length = little ? pcs_walk_le16(walk, at) : pcs_walk_be16(walk, at);
        uint16_t type = little ? pcs_walk_le16(walk, at + 2) : pcs_walk_be16(walk, at + 2);
        if (length < 4) {
            break;
        }
        *found = (type & 0x7fff) == PAYLOAD;
        at += *found ? 4 : ((size_t)length + 3) & ~(size_t)3;
    }
    return at;
}

void pcs_layer_nflog(pcs_walk *walk) { /* family, version, resource, then attributes in the capturing machine's order */
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    /* Lengths are small: the order in which the first one is smaller. */
    bool little = pcs_walk_le16(walk, 4) <= pcs_walk_be16(walk, 4), found;
    size_t at = find_nflog_payload(walk, little, &found);
    if (found) {
        pcs_walk_on(walk, at, layer_of_family(walk->bytes.data[0]));
    } else if (pcs_walk_has(walk, at + 4)) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
    } else if (at == walk->wire) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    }
}

/* ---- headers that name a link type in turn */

static void on_link_type(pcs_walk *walk, size_t length, uint32_t link_type) {
    const pcs_linktype *entry = link_type <= UINT16_MAX ? pcs_linktype_find((uint16_t)link_type) : NULL;
    if (entry) {
        pcs_walk_skip(walk, length, entry->layer);
    } else {
        pcs_walk_end(walk, PCS_OUTCOME_LINK_TYPE);
    }
}

void pcs_layer_pktap(pcs_walk *walk) { /* macOS: length, kind of record, link type */
    enum { RECORD_PACKET = 1 };
    if (!pcs_walk_has(walk, 12)) {
        return;
    }
    uint32_t length = pcs_walk_le32(walk, 0);
    if (length < 12) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
    } else if (pcs_walk_le32(walk, 4) != RECORD_PACKET) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
    } else {
        on_link_type(walk, length, pcs_walk_le32(walk, 8));
    }
}

void pcs_layer_ppi(pcs_walk *walk) { /* CACE Technologies: version, flags, length, link type */
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    uint16_t length = pcs_walk_le16(walk, 2);
    if (length < 8) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
    } else {
        on_link_type(walk, length, pcs_walk_le32(walk, 4));
    }
}

/* ---- taps and switches */

void pcs_layer_netanalyzer(pcs_walk *walk) {
    pcs_walk_skip(walk, 4, pcs_layer_ethernet);
}

void pcs_layer_netanalyzer_transparent(pcs_walk *walk) { /* with the preamble */
    pcs_walk_skip(walk, 12, pcs_layer_ethernet);
}

void pcs_layer_mpacket(pcs_walk *walk) { /* IEEE 802.3br: preamble, and a delimiter that says whether a frame begins */
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    uint8_t delimiter = walk->bytes.data[7];
    bool begins = delimiter == 0xd5 || delimiter == 0xe6 || delimiter == 0x4c || delimiter == 0x7f || delimiter == 0xb3;
    pcs_walk_on(walk, 8, begins ? pcs_layer_ethernet : pcs_layer_no_ip);
}

/* A switch tag between the addresses and the type; what follows it is as after the addresses of Ethernet. */
static void switch_tag(pcs_walk *walk, size_t tag) {
    if (pcs_walk_has(walk, 12 + tag)) {
        pcs_trail_link(walk, 0, 6);
        pcs_walk_on(walk, 12 + tag, pcs_layer_ethertype);
    }
}

void pcs_layer_broadcom_tag(pcs_walk *walk) {
    switch_tag(walk, 4);
}

void pcs_layer_broadcom_tag_prepend(pcs_walk *walk) {
    pcs_walk_skip(walk, 4, pcs_layer_ethernet);
}

void pcs_layer_marvell_dsa(pcs_walk *walk) {
    switch_tag(walk, 4);
}

void pcs_layer_marvell_edsa(pcs_walk *walk) {
    switch_tag(walk, 8);
}
