#include "capture/format.h"

#include <pcap/dlt.h>

uint32_t pcs_packet_max(uint16_t link_type) {
    switch (link_type) {
    case DLT_DBUS:
    case DLT_EBHSCR:
    case DLT_USB_LINUX:
    case DLT_USB_LINUX_MMAPPED:
    case DLT_USBPCAP:
    case DLT_USB_DARWIN:
        return PCS_PACKET_MAX_LONG;
    default:
        return PCS_PACKET_MAX;
    }
}

pcs_cursor_result pcs_cursor_need(pcs_cursor *cursor, size_t count, bool may_move, pcs_status *status) {
    if (pcs_bytes_has(cursor->window, cursor->at, count)) {
        return PCS_CURSOR_READY;
    }
    if (!may_move) {
        return PCS_CURSOR_LATER;
    }
    pcs_source_take(cursor->source, cursor->at);
    cursor->at = 0;
    *status = pcs_source_peek(cursor->source, count, &cursor->window);
    if (*status != PCS_OK) {
        return PCS_CURSOR_FAILED;
    }
    return cursor->window.length >= count ? PCS_CURSOR_READY : PCS_CURSOR_SHORT;
}

uint64_t pcs_cursor_offset(const pcs_cursor *cursor) {
    return pcs_source_offset(cursor->source) + cursor->at;
}

bool pcs_cursor_skip(pcs_cursor *cursor, uint64_t count) {
    if (count <= cursor->window.length - cursor->at) {
        cursor->at += (size_t)count;
        return true;
    }
    bool reached = pcs_source_take(cursor->source, cursor->at + count);
    cursor->window = pcs_bytes_first(cursor->window, 0);
    cursor->at = 0;
    return reached;
}

pcs_status pcs_cursor_damaged(const pcs_cursor *cursor, const char *what) {
    return pcs_fail(cursor->context, PCS_E_FORMAT, "%s: %s (byte %llu)", pcs_source_name(cursor->source), what,
                    (unsigned long long)pcs_cursor_offset(cursor));
}

/* Formats that are known by name alone: so the message can say what the file is. */
#define PCS_MAGIC_FORMAT(symbol, magic)                                                                                \
    static bool is_##symbol(pcs_bytes bytes) {                                                                         \
        return pcs_bytes_has(bytes, 0, sizeof(magic) - 1) && memcmp(bytes.data, magic, sizeof(magic) - 1) == 0;        \
    }
PCS_MAGIC_FORMAT(snoop, "snoop\0\0\0")
PCS_MAGIC_FORMAT(netmon_1, "RTSS")
PCS_MAGIC_FORMAT(netmon_2, "GMBU")
PCS_MAGIC_FORMAT(netxray, "XCP\0")
PCS_MAGIC_FORMAT(sniffer, "TRSNIFF data    \x1a")
PCS_MAGIC_FORMAT(visual, "\005VNF")
PCS_MAGIC_FORMAT(btsnoop, "btsnoop\0")
PCS_MAGIC_FORMAT(ixia_hardware, "\x1c\x00\x01\xac")
PCS_MAGIC_FORMAT(ixia_software, "\x1c\x00\x01\xab")
PCS_MAGIC_FORMAT(iptrace, "iptrace ")

static const pcs_format *const formats_read[] = {&pcs_format_pcap, &pcs_format_pcapng};

static const pcs_format formats_named[] = {
    {.name = "Solaris snoop", .recognise = is_snoop},
    {.name = "Network Monitor 1", .recognise = is_netmon_1},
    {.name = "Network Monitor 2", .recognise = is_netmon_2},
    {.name = "NetXRay or Sniffer for Windows", .recognise = is_netxray},
    {.name = "Sniffer for DOS", .recognise = is_sniffer},
    {.name = "Visual Networks", .recognise = is_visual},
    {.name = "btsnoop", .recognise = is_btsnoop},
    {.name = "IXIA lcap", .recognise = is_ixia_hardware},
    {.name = "IXIA lcap", .recognise = is_ixia_software},
    {.name = "AIX iptrace", .recognise = is_iptrace},
};

const pcs_format *pcs_format_find(pcs_bytes beginning) {
    for (size_t i = 0; i < sizeof(formats_read) / sizeof(formats_read[0]); i++) {
        if (formats_read[i]->recognise(beginning)) {
            return formats_read[i];
        }
    }
    for (size_t i = 0; i < sizeof(formats_named) / sizeof(formats_named[0]); i++) {
        if (formats_named[i].recognise(beginning)) {
            return &formats_named[i];
        }
    }
    return pcs_format_erf.recognise(beginning) ? &pcs_format_erf : NULL; /* it has no magic number: the others first */
}
