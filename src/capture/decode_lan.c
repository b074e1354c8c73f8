/* Local networks other than Ethernet. */
#include "capture/decode.h"

void pcs_layer_token_ring(pcs_walk *walk) { /* IEEE 802.5 */
    enum { HEADER = 14, FRAME_LLC = 0x40 };
    if (!pcs_walk_has(walk, HEADER)) {
        return;
    }
    pcs_trail_link(walk, 2, 8);
    size_t length = HEADER;
    if (walk->bytes.data[8] & 0x80) { /* the source is routed: a field with its own length follows */
        if (!pcs_walk_has(walk, HEADER + 2)) {
            return;
        }
        length += walk->bytes.data[HEADER] & 0x1f;
    }
    bool carries_llc = (walk->bytes.data[1] & 0xc0) == FRAME_LLC;
    pcs_walk_skip(walk, length, carries_llc ? pcs_layer_llc : pcs_layer_no_ip);
}

void pcs_layer_fddi(pcs_walk *walk) { /* ISO 9314: frame control and two addresses */
    if (pcs_walk_has(walk, 13)) {
        pcs_trail_link(walk, 1, 7);
        bool carries_llc = (walk->bytes.data[0] & 0x70) == 0x50;
        pcs_walk_on(walk, 13, carries_llc ? pcs_layer_llc : pcs_layer_no_ip);
    }
}

/* type_offset: of the byte that says what follows; addresses, and in Linux an offset, precede it. */
static void arcnet(pcs_walk *walk, size_t type_offset) {
    if (!pcs_walk_has(walk, type_offset + 1)) {
        return;
    }
    uint8_t type = walk->bytes.data[type_offset];
    size_t length = type_offset + 1;
    if (type == 240) { /* IP as of RFC 1051 */
        pcs_walk_on(walk, length, pcs_layer_ipv4);
        return;
    }
    if (type != 212 && type != 196) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
        return;
    }
    /* RFC 1201: a split flag and a sequence number, twice where the first flag is ff. */
    if (!pcs_walk_has(walk, length + 3)) {
        return;
    }
    if (walk->bytes.data[length] == 0xff) {
        length += 4;
        if (!pcs_walk_has(walk, length + 3)) {
            return;
        }
    }
    uint8_t split = walk->bytes.data[length];
    bool later_part = split != 0 && (split & 1) == 0;
    pcs_layer next = type == 212 ? pcs_layer_ipv4 : pcs_layer_ipv6;
    pcs_walk_on(walk, length + 3, later_part ? pcs_layer_no_ip : next);
}

void pcs_layer_arcnet_bsd(pcs_walk *walk) {
    arcnet(walk, 2);
}

void pcs_layer_arcnet_linux(pcs_walk *walk) {
    arcnet(walk, 4);
}

void pcs_layer_firewire(pcs_walk *walk) { /* IP over IEEE 1394 as macOS shows it: two EUI-64 */
    pcs_walk_skip(walk, 16, pcs_layer_ethertype);
}

void pcs_layer_fibre_channel(pcs_walk *walk) { /* RFC 2625: two network addresses of 8 bytes */
    pcs_walk_skip(walk, 16, pcs_layer_llc);
}

void pcs_layer_infiniband(pcs_walk *walk) { /* IP over InfiniBand: 40 bytes, an Ethernet type, 2 that are reserved */
    if (pcs_walk_has(walk, 44)) {
        pcs_walk_on(walk, 44, pcs_layer_of_ethertype(pcs_walk_be16(walk, 40)));
    }
}
