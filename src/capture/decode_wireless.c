/* IEEE 802.11 data frames that are not encrypted, and the headers that captures put before them. */
#include "capture/decode.h"

/* ---- IEEE 802.11 */

enum {
    TYPE_DATA = 2,
    SUBTYPE_NO_DATA = 4,
    SUBTYPE_QOS = 8,
    FLAG_TO_DS = 0x01,
    FLAG_FROM_DS = 0x02,
    FLAG_PROTECTED = 0x40,
    FLAG_ORDER = 0x80,
    QOS_AGGREGATED = 0x80, /* A-MSDU */
};

/* Who sent a frame to whom, not who relayed it: which of the addresses say so depends on whether the frame goes to or
 * from a distribution system. Management frames do neither; control frames have no two such addresses. */
static void note_addresses(pcs_walk *walk) {
    enum { TYPE_CONTROL = 1, FIRST = 4, SECOND = 10, THIRD = 16, FOURTH = 24 };
    uint8_t type = (walk->bytes.data[0] >> 2) & 3, flags = walk->bytes.data[1];
    if (!walk->trail || type == TYPE_CONTROL || !pcs_bytes_has(walk->bytes, 0, 24)) {
        return;
    }
    bool to = flags & FLAG_TO_DS, from = flags & FLAG_FROM_DS;
    if (to && from && !pcs_bytes_has(walk->bytes, FOURTH, 6)) {
        return;
    }
    pcs_trail_link(walk, to ? THIRD : FIRST, to && from ? FOURTH : from ? THIRD : SECOND);
}

/* padded: the card put the frame's body at a multiple of 4 bytes. */
static void frame(pcs_walk *walk, bool padded) {
    if (!pcs_walk_has(walk, 2)) {
        return;
    }
    note_addresses(walk);
    uint8_t control = walk->bytes.data[0], flags = walk->bytes.data[1];
    uint8_t subtype = control >> 4;
    if (((control >> 2) & 3) != TYPE_DATA || (subtype & SUBTYPE_NO_DATA) || (flags & FLAG_PROTECTED)) {
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
        return;
    }
    size_t length = 24;
    if ((flags & FLAG_TO_DS) && (flags & FLAG_FROM_DS)) {
        length += 6;
    }
    bool aggregated = false;
    if (subtype & SUBTYPE_QOS) {
        if (!pcs_walk_has(walk, length + 2)) {
            return;
        }
        aggregated = (walk->bytes.data[length] & QOS_AGGREGATED) != 0;
        length += flags & FLAG_ORDER ? 6 : 2; /* with HT control */
    }
    if (padded) {
        length = (length + 3) & ~(size_t)3;
    }
    if (!pcs_walk_has(walk, length)) {
        return;
    }
    if (pcs_walk_le16(walk, 22) & 0x000f) { /* a later fragment does not begin with LLC */
        pcs_walk_end(walk, PCS_OUTCOME_NOT_IP);
        return;
    }
    /* Of an aggregate the first frame: addresses and length, then LLC. */
    pcs_walk_skip(walk, aggregated ? length + 14 : length, pcs_layer_llc);
}

static void frame_padded(pcs_walk *walk) {
    frame(walk, true);
}

void pcs_layer_wireless(pcs_walk *walk) {
    frame(walk, false);
}

/* ---- headers before it */

void pcs_layer_radiotap(pcs_walk *walk) { /* radiotap.org */
    enum { HAS_TIME = 1 << 0, HAS_FLAGS = 1 << 1, DATA_PADDED = 0x20 };
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    size_t length = pcs_walk_le16(walk, 2);
    if (walk->bytes.data[0] != 0 || length < 8) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    uint32_t present = pcs_walk_le32(walk, 4);
    size_t at = 8;
    for (uint32_t word = present; (word >> 31) && pcs_bytes_has(walk->bytes, at, 4); at += 4) {
        word = pcs_walk_le32(walk, at);
    }
    if (present & HAS_TIME) {
        at = ((at + 7) & ~(size_t)7) + 8;
    }
    uint8_t flags = 0;
    if ((present & HAS_FLAGS) && at < length) {
        (void)pcs_bytes_u8(walk->bytes, at, &flags);
    }
    pcs_walk_skip(walk, length, flags & DATA_PADDED ? frame_padded : pcs_layer_wireless);
}

void pcs_layer_avs(pcs_walk *walk) { /* version, then the header's length */
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    uint32_t length = pcs_walk_be32(walk, 4);
    if (length < 8) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_walk_skip(walk, length, pcs_layer_wireless);
}

void pcs_layer_prism(pcs_walk *walk) { /* message code and length, in the byte order of the machine that captured */
    if (!pcs_walk_has(walk, 8)) {
        return;
    }
    if ((pcs_walk_be32(walk, 0) & 0xfffff000) == 0x80211000) { /* an AVS header under Prism's link type */
        walk->layer = pcs_layer_avs;
        return;
    }
    uint32_t little = pcs_walk_le32(walk, 4), big = pcs_walk_be32(walk, 4);
    uint32_t length = little < big ? little : big;
    if (length < 8) {
        pcs_walk_end(walk, PCS_OUTCOME_MALFORMED);
        return;
    }
    pcs_walk_skip(walk, length, pcs_layer_wireless);
}
