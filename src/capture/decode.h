/* The way through a packet's headers to its outermost IP header, and on through tunnels where that is wanted.
 *
 * A layer is a function that reads the header at the front of the walk, takes it off, and names the layer that follows,
 * or ends the walk with an outcome. Layers do not call each other, so no nesting of headers can use up the stack; each
 * takes bytes off or hands on to IP, so every walk ends. */
#ifndef PCS_CAPTURE_DECODE_H
#define PCS_CAPTURE_DECODE_H

#include "base/bytes.h"
#include "capture/capture.h"

typedef struct pcs_walk pcs_walk;
typedef void (*pcs_layer)(pcs_walk *walk);

/* What a walk gathers that looks at more than the outermost IP header. */
typedef struct pcs_trail {
    bool into_tunnels, wants_link, wants_ports;
    unsigned tunnels; /* entered so far: before the first, an IP header was read */
    bool has_link;    /* both link addresses are known: the outermost, or those in the innermost tunnel */
    uint8_t link_source[6], link_destination[6];
} pcs_trail;

struct pcs_walk {
    pcs_bytes bytes;  /* captured bytes from the layer at hand on */
    uint32_t wire;    /* how many there were on the wire; at least bytes.length */
    pcs_layer layer;  /* reads the layer at hand; NULL: the walk is over */
    pcs_flow *flow;   /* receives the outcome, and what IP says */
    pcs_trail *trail; /* NULL: nothing more is wanted */
};

/* Ends the walk. What is wrong inside a tunnel takes nothing from the IP header that was read before it. */
static inline void pcs_walk_end(pcs_walk *walk, pcs_outcome outcome) {
    if (outcome == PCS_OUTCOME_EDGE || !walk->trail || walk->trail->tunnels == 0) {
        walk->flow->outcome = (uint8_t)outcome;
    }
    walk->layer = NULL;
}

/* True if the layer at hand has count bytes. Else the walk is over: the capture cut them off, or they never were. */
static inline bool pcs_walk_has(pcs_walk *walk, size_t count) {
    if (count <= walk->bytes.length) {
        return true;
    }
    pcs_walk_end(walk, count <= walk->wire ? PCS_OUTCOME_CUT_SHORT : PCS_OUTCOME_MALFORMED);
    return false;
}

/* Takes count bytes, which must be there, off the front; layer reads what follows. */
static inline void pcs_walk_on(pcs_walk *walk, size_t count, pcs_layer layer) {
    walk->bytes.data += count;
    walk->bytes.length -= count;
    walk->wire -= (uint32_t)count;
    walk->layer = layer;
}

/* The same for a length that a header names: it may be longer than what is there. */
static inline void pcs_walk_skip(pcs_walk *walk, size_t count, pcs_layer layer) {
    if (pcs_walk_has(walk, count)) {
        pcs_walk_on(walk, count, layer);
    }
}

/* Numbers at an offset of the layer at hand that pcs_walk_has has shown to be there. */
static inline uint16_t pcs_walk_be16(const pcs_walk *walk, size_t offset) {
    uint16_t value = 0;
    (void)pcs_bytes_be16(walk->bytes, offset, &value);
    return value;
}
static inline uint32_t pcs_walk_be32(const pcs_walk *walk, size_t offset) {
    uint32_t value = 0;
    (void)pcs_bytes_be32(walk->bytes, offset, &value);
    return value;
}
static inline uint16_t pcs_walk_le16(const pcs_walk *walk, size_t offset) {
    uint16_t value = 0;
    (void)pcs_bytes_le16(walk->bytes, offset, &value);
    return value;
}
static inline uint32_t pcs_walk_le32(const pcs_walk *walk, size_t offset) {
    uint32_t value = 0;
    (void)pcs_bytes_le32(walk->bytes, offset, &value);
    return value;
}

/* Destination, source, type. */
enum { PCS_ETHERNET_TYPE = 12, PCS_ETHERNET_HEADER = 14, PCS_ETHERTYPE_IPV4 = 0x0800 };

/* decode_tunnel.c: notes two link addresses of 6 bytes at offsets of the layer at hand that pcs_walk_has has shown to
 * be there. */
void pcs_trail_link(pcs_walk *walk, size_t destination, size_t source);

/* decode_tunnel.c: goes on after an IP header that ended the walk with an edge. number: the transport protocol; bytes,
 * length: what was captured of it, and how long it was on the wire, at least bytes.length. */
void pcs_trail_transport(pcs_walk *walk, uint8_t number, pcs_bytes bytes, uint32_t length);

/* Numbers of IANA's protocol registry. */
enum { PCS_IP_TCP = 6, PCS_IP_UDP = 17, PCS_IP_SCTP = 132 };

/* ---- layers, by file */

/* What another layer's number says, where it is none that leads to IP. */
void pcs_layer_no_ip(pcs_walk *walk);

/* decode_ip.c */
void pcs_layer_ipv4(pcs_walk *walk);
void pcs_layer_ipv6(pcs_walk *walk);
void pcs_layer_ip(pcs_walk *walk); /* either, by the version */

/* decode_ethernet.c: what is numbered by Ethernet types */
void pcs_layer_ethernet(pcs_walk *walk);
void pcs_layer_llc(pcs_walk *walk);       /* IEEE 802.2 */
void pcs_layer_llc_atm(pcs_walk *walk);   /* the same, where bridged frames are padded (RFC 2684) */
void pcs_layer_ethertype(pcs_walk *walk); /* 16 bits of Ethernet type */
void pcs_layer_mpls(pcs_walk *walk);
pcs_layer pcs_layer_of_ethertype(uint16_t type);

/* decode_serial.c: lines and their framing */
void pcs_layer_ppp(pcs_walk *walk);        /* with or without the HDLC framing's ff 03 */
void pcs_layer_ppp_serial(pcs_walk *walk); /* or Cisco HDLC */
void pcs_layer_ppp_direction(pcs_walk *walk);
void pcs_layer_pppoe(pcs_walk *walk);
void pcs_layer_cisco_hdlc(pcs_walk *walk);
void pcs_layer_cisco_hdlc_direction(pcs_walk *walk);
void pcs_layer_frame_relay(pcs_walk *walk);
void pcs_layer_frame_relay_direction(pcs_walk *walk);
void pcs_layer_atm_clip(pcs_walk *walk);
void pcs_layer_sunatm(pcs_walk *walk);
void pcs_layer_juniper_ethernet(pcs_walk *walk);
void pcs_layer_juniper_ppp(pcs_walk *walk);
void pcs_layer_juniper_frame_relay(pcs_walk *walk);
void pcs_layer_juniper_cisco_hdlc(pcs_walk *walk);

/* decode_wireless.c: IEEE 802.11 and what stands before it in captures */
void pcs_layer_wireless(pcs_walk *walk);
void pcs_layer_prism(pcs_walk *walk);
void pcs_layer_radiotap(pcs_walk *walk);
void pcs_layer_avs(pcs_walk *walk);

/* decode_host.c: what operating systems and taps put before the packet */
void pcs_layer_null(pcs_walk *walk);
void pcs_layer_linux_sll(pcs_walk *walk);
void pcs_layer_linux_sll2(pcs_walk *walk);
void pcs_layer_openbsd_enc(pcs_walk *walk);
void pcs_layer_pflog(pcs_walk *walk);
void pcs_layer_nflog(pcs_walk *walk);
void pcs_layer_ipnet(pcs_walk *walk);
void pcs_layer_pktap(pcs_walk *walk);
void pcs_layer_ppi(pcs_walk *walk);
void pcs_layer_netanalyzer(pcs_walk *walk);
void pcs_layer_netanalyzer_transparent(pcs_walk *walk);
void pcs_layer_mpacket(pcs_walk *walk);
void pcs_layer_broadcom_tag(pcs_walk *walk);
void pcs_layer_broadcom_tag_prepend(pcs_walk *walk);
void pcs_layer_marvell_dsa(pcs_walk *walk);
void pcs_layer_marvell_edsa(pcs_walk *walk);

/* decode_lan.c: other local networks */
void pcs_layer_token_ring(pcs_walk *walk);
void pcs_layer_fddi(pcs_walk *walk);
void pcs_layer_arcnet_bsd(pcs_walk *walk);
void pcs_layer_arcnet_linux(pcs_walk *walk);
void pcs_layer_firewire(pcs_walk *walk);
void pcs_layer_fibre_channel(pcs_walk *walk);
void pcs_layer_infiniband(pcs_walk *walk);

#endif
