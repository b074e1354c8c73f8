#include "capture/linktype.h"

#include <pcap/pcap.h>

/* Of the older numbers some have another DLT_ on each system; a capture holds the LINKTYPE_, and here and there the
 * DLT_ of the system that wrote it. Null and loopback headers are taken off before filtering: libpcap expects the
 * family in this machine's byte order and number, the capture has those of another. */
static const pcs_linktype table[] = {
    {0, DLT_RAW, 4, pcs_layer_null},
    {1, DLT_EN10MB, 0, pcs_layer_ethernet},
    {6, DLT_IEEE802, 0, pcs_layer_token_ring},
    {7, DLT_ARCNET, 0, pcs_layer_arcnet_bsd},
    {9, DLT_PPP, 0, pcs_layer_ppp},
    {10, DLT_FDDI, 0, pcs_layer_fddi},
    {11, DLT_ATM_RFC1483, 0, pcs_layer_llc_atm},
    {12, DLT_RAW, 0, pcs_layer_ip},
    {14, DLT_RAW, 0, pcs_layer_ip},
    {19, DLT_ATM_CLIP, 0, pcs_layer_atm_clip},
    {50, DLT_PPP_SERIAL, 0, pcs_layer_ppp_serial},
    {51, DLT_PPP_ETHER, 0, pcs_layer_pppoe},
    {100, DLT_ATM_RFC1483, 0, pcs_layer_llc_atm},
    {101, DLT_RAW, 0, pcs_layer_ip},
    {104, DLT_C_HDLC, 0, pcs_layer_cisco_hdlc},
    {105, DLT_IEEE802_11, 0, pcs_layer_wireless},
    {106, DLT_ATM_CLIP, 0, pcs_layer_atm_clip},
    {107, DLT_FRELAY, 0, pcs_layer_frame_relay},
    {108, DLT_RAW, 4, pcs_layer_null},
    {109, DLT_RAW, 12, pcs_layer_openbsd_enc},
    {113, DLT_LINUX_SLL, 0, pcs_layer_linux_sll},
    {117, DLT_PFLOG, 0, pcs_layer_pflog},
    {119, DLT_PRISM_HEADER, 0, pcs_layer_prism},
    {122, DLT_IP_OVER_FC, 0, pcs_layer_fibre_channel},
    {123, DLT_SUNATM, 0, pcs_layer_sunatm},
    {127, DLT_IEEE802_11_RADIO, 0, pcs_layer_radiotap},
    {129, DLT_ARCNET_LINUX, 0, pcs_layer_arcnet_linux},
    {138, DLT_APPLE_IP_OVER_IEEE1394, 0, pcs_layer_firewire},
    {149, DLT_PKTAP, 0, pcs_layer_pktap}, /* USER2, which macOS used before PKTAP had a number */
    {163, DLT_IEEE802_11_RADIO_AVS, 0, pcs_layer_avs},
    {178, DLT_JUNIPER_ETHER, 0, pcs_layer_juniper_ethernet},
    {179, DLT_JUNIPER_PPP, 0, pcs_layer_juniper_ppp},
    {180, DLT_JUNIPER_FRELAY, 0, pcs_layer_juniper_frame_relay},
    {181, DLT_JUNIPER_CHDLC, 0, pcs_layer_juniper_cisco_hdlc},
    {192, DLT_PPI, 0, pcs_layer_ppi},
    {204, DLT_PPP_WITH_DIR, 0, pcs_layer_ppp_direction},
    {205, DLT_C_HDLC_WITH_DIR, 0, pcs_layer_cisco_hdlc_direction},
    {206, DLT_FRELAY_WITH_DIR, 0, pcs_layer_frame_relay_direction},
    {219, DLT_MPLS, 0, pcs_layer_mpls},
    {226, DLT_IPNET, 0, pcs_layer_ipnet},
    {228, DLT_IPV4, 0, pcs_layer_ipv4},
    {229, DLT_IPV6, 0, pcs_layer_ipv6},
    {239, DLT_NFLOG, 0, pcs_layer_nflog},
    {240, DLT_NETANALYZER, 0, pcs_layer_netanalyzer},
    {241, DLT_NETANALYZER_TRANSPARENT, 0, pcs_layer_netanalyzer_transparent},
    {242, DLT_IPOIB, 0, pcs_layer_infiniband},
    {258, DLT_PKTAP, 0, pcs_layer_pktap},
    {274, DLT_ETHERNET_MPACKET, 0, pcs_layer_mpacket},
    {276, DLT_LINUX_SLL2, 0, pcs_layer_linux_sll2},
    {281, DLT_DSA_TAG_BRCM, 0, pcs_layer_broadcom_tag},
    {282, DLT_DSA_TAG_BRCM_PREPEND, 0, pcs_layer_broadcom_tag_prepend},
    {284, DLT_DSA_TAG_DSA, 0, pcs_layer_marvell_dsa},
    {285, DLT_DSA_TAG_EDSA, 0, pcs_layer_marvell_edsa},
};

const pcs_linktype *pcs_linktype_find(uint16_t number) {
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (table[i].number == number) {
            return &table[i];
        }
    }
    return NULL;
}

const char *pcs_linktype_name(uint16_t number) {
    const pcs_linktype *entry = pcs_linktype_find(number);
    const char *name = pcap_datalink_val_to_name(entry && entry->skipped == 0 ? entry->dlt : number);
    return name ? name : "unknown";
}
