/* Fuzz driver for sources, capture formats and the decoder: the input is a file. */
#include "fuzz_driver.h"

#include "../capture_reader.h"
#include "../packet_builder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
    /* Decompression may blow an input up to any size: only so much of it is read. */
    enum { PACKETS_MAX = 4096, BATCH = 61 };
    pcs_context *context = pcs_context_new(NULL);
    pcs_source *source = NULL;
    pcs_capture *capture = NULL;
    if (!context) {
        return 0;
    }
    if (pcs_source_from_memory(context, "fuzz", data, length, &source) == PCS_OK) {
        pcs_read_options options = PCS_OPTIONS(options);
        options.filter = length % 4 == 0 ? "ip or ip6 or vlan" : NULL;
        options.tunnel = length % 3 == 0 ? PCS_TUNNEL_INNER : PCS_TUNNEL_OUTER;
        options.group_by = (pcs_group_by)(length % 5 % (PCS_GROUP_BY_PREFIX + 1));
        options.sample = length % 7 == 0 ? 2 : 0;
        pcs_flow flows[BATCH];
        size_t total = 0, count = 1;
        pcs_status status = pcs_capture_open(context, source, &options, &capture);
        while (status == PCS_OK && count > 0 && total < PACKETS_MAX) {
            status = pcs_capture_read(capture, flows, BATCH, &count);
            for (size_t i = 0; i < count; i++) {
                /* What a caller relies on. */
                bool edge = flows[i].outcome == PCS_OUTCOME_EDGE;
                uint8_t kind = flows[i].ip_version;
                bool by_link = options.group_by == PCS_GROUP_BY_MAC;
                bool valid = flows[i].protocol < PCS_PROTOCOL_COUNT && (by_link ? kind == 0 : kind == 4 || kind == 6);
                if (flows[i].outcome >= PCS_OUTCOME_COUNT || (edge && !valid)) {
                    abort();
                }
            }
            total += count;
        }
        if (status != PCS_OK && pcs_context_message(context)[0] == 0) {
            abort();
        }
    }
    pcs_capture_free(capture);
    pcs_source_free(source);
    pcs_context_free(context);
    return 0;
}

/* One capture of each format and byte order, of packets of every small link type number. */
void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    static const char *const packets[] = {
        "020000000002 020000000001 8100 0001 0800 " HEX_IPV4,
        "020000000002 020000000001 0800 45 00 003c 0000 0000 40 04 0000 0a000001 0a000002 " HEX_IPV4,
        "020000000002 020000000001 0800 45 00 0040 0000 0000 40 2f 0000 0a000001 0a000002 0000 0800 " HEX_IPV4,
        "020000000002 020000000001 0800 45 00 0048 0000 0000 40 11 0000 0a000001 0a000002 0868 0868 0034 0000 "
        "30 ff 0000 0000 0007 " HEX_IPV4,
        "020000000002 020000000001 0800 45 00 0058 0000 0000 40 11 0000 0a000001 0a000002 c350 12b5 0044 0000 "
        "08 000000 000005 00 020000000002 020000000001 0800 " HEX_IPV4,
        "020000000002 020000000001 0800 45 00 0048 0000 0000 40 11 0000 0a000001 0a000002 06a5 06a5 0034 0000 "
        "0003 0000 00000007 " HEX_IPV4,
        "020000000002 020000000001 0800 45 00 0048 0000 0000 40 11 0000 0a000001 0a000002 0dd8 c350 0034 0000 "
        "0001 0000 00*9 0000 00*6 " HEX_IPV6,
        "020000000002 020000000001 8864 11 00 0001 0036 0057 " HEX_IPV6,
        "020000000002 020000000001 8847 00 01 00 ff 00 01 01 ff " HEX_IPV4,
        "020000000002 020000000001 0028 aa aa 03 00 00 00 0800 " HEX_IPV4,
        "00 00 08 00 00 00 00 00 88 02 00*24 aa aa 03 00 00 00 0800 " HEX_IPV4,
        "02 00 0000 08 00 01 00 08 00 00 00 24 00 09 00 " HEX_IPV4,
        "0000 0001 0006 00*8 86dd " HEX_IPV6,
        "ff 03 0021 " HEX_IPV4,
        "18 41 03 cc " HEX_IPV4,
        "4d 47 43 80 0002 00 00 020000000002 020000000001 0800 " HEX_IPV4,
        "60 00 00 00 00 3f 00 ff 00*32 2b 00 00*6 3c 01 00*14 2c 00 00*6 06 00 00 01 00*4 00*23",
    };
    static const uint16_t link_types[] = {0,   1,   6,   7,   9,   10,  11,  12,  19,  50,  51,  100, 101,
                                          104, 105, 107, 108, 109, 113, 117, 119, 122, 123, 127, 129, 138,
                                          149, 163, 178, 179, 180, 181, 192, 204, 205, 206, 219, 226, 228,
                                          229, 239, 240, 241, 242, 258, 274, 276, 281, 282, 284, 285, 999};
    enum { PACKETS = sizeof(packets) / sizeof(packets[0]), LINK_TYPES = sizeof(link_types) / sizeof(link_types[0]) };
    for (int kind = 0; kind < 4; kind++) {
        for (size_t l = 0; l < LINK_TYPES; l++) {
            builder file = {.big = kind & 1};
            if (kind & 2) {
                put_section(&file);
                put_interface(&file, link_types[l], 0, "");
            } else {
                put_pcap_header(&file, l % 2 ? 0xa1b2c3d4 : 0xa1b2cd34, link_types[l]);
            }
            for (size_t p = 0; p < PACKETS; p++) {
                builder packet = {.big = true};
                put_hex(&packet, packets[p]);
                if (!(kind & 2)) {
                    put_pcap_record(&file, 1, 2, &packet, packet.length, packet.length);
                } else if (p % 3 == 0) {
                    put_obsolete(&file, 0, 1, &packet);
                } else if (p % 3 == 1) {
                    put_simple(&file, &packet, packet.length, packet.length);
                } else {
                    put_enhanced(&file, 0, 1, &packet, packet.length, packet.length);
                }
                builder_free(&packet);
            }
            add(file.data, file.length);
            builder_free(&file);
        }
    }
}
