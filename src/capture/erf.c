/* ERF, the records of Endace's DAG cards (Endace, ERF Types Reference Guide): records one after the other, without a
 * file header, so that they are told by how they follow each other. */
#include "capture/format.h"

#include <pcap/dlt.h>

enum {
    HEADER_SIZE = 16,
    EXTENSION_SIZE = 8,
    MORE = 0x80,          /* of a type: extension headers follow */
    ETHERNET_PADDING = 2, /* before the frame */
    TYPE_MAX = 27,
    TYPE_PADDING = 48,
    WIRE_MAX = 65535,
    SECONDS_LEAST = 631152000, /* 1990: DAG cards came later */
    RECORDS_RECOGNISED = 3,
};

enum erf_type {
    TYPE_HDLC = 1,
    TYPE_ETHERNET = 2,
    TYPE_COLOR_HDLC = 10,
    TYPE_COLOR_ETHERNET = 11,
    TYPE_DSM_COLOR_ETHERNET = 16,
    TYPE_COLOR_HASH_HDLC = 19,
    TYPE_COLOR_HASH_ETHERNET = 20,
    TYPE_IPV4 = 22,
    TYPE_IPV6 = 23,
    TYPE_META = 27,
};

typedef struct record {
    uint32_t seconds, fraction; /* since 1970, and 2^-32 s */
    uint8_t type;
    uint16_t size; /* of the record with its headers */
    uint16_t wire; /* of the packet on the wire */
} record;

static bool read_header(pcs_bytes bytes, record *found) {
    if (!pcs_bytes_le32(bytes, 0, &found->fraction) || !pcs_bytes_le32(bytes, 4, &found->seconds) ||
        !pcs_bytes_u8(bytes, 8, &found->type) || !pcs_bytes_be16(bytes, 10, &found->size) ||
        !pcs_bytes_be16(bytes, 14, &found->wire)) {
        return false;
    }
    uint8_t number = found->type & (MORE - 1);
    return found->size >= HEADER_SIZE && number > 0 && (number <= TYPE_MAX || number == TYPE_PADDING);
}

/* All of the first records that are shown must be ones, and time must not go back. A text has no byte of 0. */
static bool recognise(pcs_bytes beginning) {
    record last = {.seconds = SECONDS_LEAST}, next;
    unsigned count = 0;
    for (; count < RECORDS_RECOGNISED && beginning.length >= HEADER_SIZE; count++) {
        if (!read_header(beginning, &next) || next.seconds < last.seconds || next.wire == 0 ||
            !memchr(beginning.data, 0, HEADER_SIZE)) {
            return false;
        }
        beginning = pcs_bytes_from(beginning, next.size);
        last = next;
    }
    return count > 0;
}

static pcs_status open_erf(pcs_cursor *cursor, void **state) {
    (void)cursor; /* nothing precedes the records */
    *state = NULL;
    return PCS_OK;
}

/* Of HDLC as sent over SONET: PPP has the address and control bytes of RFC 1662, Cisco's its own. */
static uint16_t hdlc_link_type(pcs_bytes bytes) {
    uint16_t begin = 0;
    pcs_bytes_be16(bytes, 0, &begin);
    return begin == 0xff03 ? DLT_PPP_SERIAL : DLT_C_HDLC;
}

/* What is behind the headers of a record whose bytes are all there. */
static void unpack(const record *from, pcs_bytes bytes, pcs_packet *packet) {
    uint8_t more = from->type & MORE;
    size_t at = HEADER_SIZE;
    while (more) {
        more = pcs_bytes_u8(bytes, at, &more) ? more & MORE : 0;
        at += EXTENSION_SIZE;
    }
    *packet = (pcs_packet){.time_ns = (int64_t)from->seconds * 1000000000 +
                                      (int64_t)((uint64_t)from->fraction * 1000000000 >> 32),
                           .length = from->wire};
    switch (from->type & (MORE - 1)) {
    case TYPE_ETHERNET:
    case TYPE_COLOR_ETHERNET:
    case TYPE_DSM_COLOR_ETHERNET:
    case TYPE_COLOR_HASH_ETHERNET:
        at += ETHERNET_PADDING;
        packet->link_type = DLT_EN10MB;
        break;
    case TYPE_HDLC:
    case TYPE_COLOR_HDLC:
    case TYPE_COLOR_HASH_HDLC:
        packet->link_type = hdlc_link_type(pcs_bytes_from(bytes, at));
        break;
    case TYPE_IPV4:
    case TYPE_IPV6:
        packet->link_type = 101 /* LINKTYPE_RAW */;
        break;
    default:
        packet->link_type = DLT_ERF; /* none that is understood */
    }
    /* Records are filled up to a multiple of 8 bytes. */
    packet->bytes = pcs_bytes_first(pcs_bytes_from(bytes, at), from->wire);
}

static pcs_status read_erf(void *state, pcs_cursor *cursor, pcs_packet *packets, size_t limit, size_t *count) {
    (void)state;
    *count = 0;
    while (*count < limit) {
        record next = {.size = HEADER_SIZE};
        pcs_status status = PCS_OK;
        pcs_cursor_result result = pcs_cursor_need(cursor, HEADER_SIZE, *count == 0, &status);
        if (result == PCS_CURSOR_READY) {
            if (!read_header(pcs_cursor_bytes(cursor), &next)) {
                return *count > 0 ? PCS_OK : pcs_cursor_damaged(cursor, "what stands here is no ERF record");
            }
            result = pcs_cursor_need(cursor, next.size, *count == 0, &status);
        } else if (result == PCS_CURSOR_SHORT && cursor->window.length == 0) {
            return PCS_OK;
        }
        if (result == PCS_CURSOR_FAILED || result == PCS_CURSOR_LATER) {
            return status;
        }
        if (result == PCS_CURSOR_SHORT) {
            return pcs_cursor_damaged(cursor, "the file ends within a packet");
        }
        uint8_t number = next.type & (MORE - 1);
        if (number != TYPE_PADDING && number != TYPE_META) {
            unpack(&next, pcs_bytes_first(pcs_cursor_bytes(cursor), next.size), &packets[(*count)++]);
        }
        cursor->at += next.size;
    }
    return PCS_OK;
}

static void free_erf(void *state) {
    (void)state;
}

const pcs_format pcs_format_erf = {"ERF", recognise, open_erf, read_erf, free_erf};
