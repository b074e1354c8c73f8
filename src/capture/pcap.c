/* pcap (draft-ietf-opsawg-pcap): microseconds or nanoseconds, either byte order, and Kuznetzov's longer record header.
 */
#include "capture/format.h"

#include <stdlib.h>

static const uint32_t magic_microseconds = 0xa1b2c3d4, magic_nanoseconds = 0xa1b23c4d;
/* libpcap patched by A. Kuznetzov: 8 more bytes a record. */
static const uint32_t magic_modified = 0xa1b2cd34;

enum {
    FILE_HEADER_SIZE = 24,
    RECORD_HEADER_SIZE = 16,
    RECORD_HEADER_MODIFIED = 24,
};

/* Which of a record's two lengths comes first. Version 2.3 changed it, and some programs that wrote 2.3 did not follow:
 * there the shorter one is what was captured, as libpcap has it. */
typedef enum length_order { CAPTURED_FIRST, CAPTURED_LAST, CAPTURED_SHORTER } length_order;

typedef struct pcap_state {
    bool swapped;         /* the file's byte order is not this machine's */
    uint32_t header_size; /* of a record */
    uint32_t fraction_ns; /* ns in one unit of the fraction of a second */
    uint32_t packet_max;
    length_order order;
    uint16_t link_type;
} pcap_state;

/* The number at data in the file's byte order. */
static inline uint32_t number(const uint8_t *data, bool swapped) {
    uint32_t value;
    memcpy(&value, data, sizeof(value));
    return swapped ? __builtin_bswap32(value) : value;
}

static bool is_magic(uint32_t magic) {
    return magic == magic_microseconds || magic == magic_nanoseconds || magic == magic_modified;
}

static bool recognise(pcs_bytes beginning) {
    uint32_t magic;
    return pcs_bytes_be32(beginning, 0, &magic) && (is_magic(magic) || is_magic(__builtin_bswap32(magic)));
}

static pcs_status open_pcap(pcs_cursor *cursor, void **out) {
    pcap_state *state = calloc(1, sizeof(*state));
    *out = state;
    if (!state) {
        return pcs_fail_memory(cursor->context, "a capture", sizeof(*state));
    }
    pcs_status status = PCS_OK;
    switch (pcs_cursor_need(cursor, FILE_HEADER_SIZE, true, &status)) {
    case PCS_CURSOR_READY:
        break;
    case PCS_CURSOR_FAILED:
        return status;
    default:
        return pcs_cursor_damaged(cursor, "the file ends within the pcap file header");
    }
    const uint8_t *header = pcs_cursor_bytes(cursor).data;
    state->swapped = !is_magic(number(header, false));
    uint32_t magic = number(header, state->swapped);
    state->fraction_ns = magic == magic_nanoseconds ? 1 : 1000;
    state->header_size = magic == magic_modified ? RECORD_HEADER_MODIFIED : RECORD_HEADER_SIZE;
    /* Above 16 bits: the length of the frame check sequence, and the class of NetBSD. */
    state->link_type = (uint16_t)number(header + 20, state->swapped);
    state->packet_max = pcs_packet_max(state->link_type);
    uint16_t minor;
    memcpy(&minor, header + 6, sizeof(minor));
    minor = state->swapped ? __builtin_bswap16(minor) : minor;
    state->order = minor < 3 ? CAPTURED_LAST : minor == 3 ? CAPTURED_SHORTER : CAPTURED_FIRST;
    cursor->at += FILE_HEADER_SIZE;
    return PCS_OK;
}

static inline void read_lengths(const pcap_state *state, bool swapped, const uint8_t *header, uint32_t *captured,
                                uint32_t *length) {
    uint32_t first = number(header + 8, swapped), last = number(header + 12, swapped);
    bool exchanged = state->order != CAPTURED_FIRST && (state->order == CAPTURED_LAST || first > last);
    *captured = exchanged ? last : first;
    *length = exchanged ? first : last;
}

/* The records that the window holds whole; inlined for each byte order. */
static inline size_t read_window(const pcap_state *state, bool swapped, pcs_cursor *cursor, pcs_packet *packets,
                                 size_t limit) {
    pcs_bytes window = cursor->window;
    size_t at = cursor->at, count = 0;
    while (count < limit && window.length - at >= state->header_size) {
        const uint8_t *header = window.data + at;
        uint32_t captured, length;
        read_lengths(state, swapped, header, &captured, &length);
        if (captured > state->packet_max || window.length - at - state->header_size < captured) {
            break;
        }
        packets[count++] = (pcs_packet){
            .time_ns = (int64_t)number(header, swapped) * 1000000000 +
                       (int64_t)number(header + 4, swapped) * state->fraction_ns,
            .length = length,
            .link_type = state->link_type,
            .bytes = {header + state->header_size, captured},
        };
        at += state->header_size + captured;
    }
    cursor->at = at;
    return count;
}

/* Makes the window hold one record at least; *more is false at the end of the input. */
static pcs_status move_on(const pcap_state *state, pcs_cursor *cursor, bool *more) {
    pcs_status status = PCS_OK;
    *more = false;
    pcs_cursor_result result = pcs_cursor_need(cursor, state->header_size, true, &status);
    if (result == PCS_CURSOR_SHORT && cursor->window.length == 0) {
        return PCS_OK;
    }
    if (result == PCS_CURSOR_READY) {
        uint32_t captured, length;
        read_lengths(state, state->swapped, pcs_cursor_bytes(cursor).data, &captured, &length);
        if (captured > state->packet_max) {
            return pcs_cursor_damaged(cursor, "a record says that it holds more bytes than a packet can have");
        }
        result = pcs_cursor_need(cursor, state->header_size + captured, true, &status);
    }
    *more = result == PCS_CURSOR_READY;
    return result == PCS_CURSOR_SHORT ? pcs_cursor_damaged(cursor, "the file ends within a packet") : status;
}

static pcs_status read_pcap(void *opaque, pcs_cursor *cursor, pcs_packet *packets, size_t limit, size_t *count) {
    const pcap_state *state = opaque;
    for (;;) {
        *count = state->swapped ? read_window(state, true, cursor, packets, limit)
                                : read_window(state, false, cursor, packets, limit);
        if (*count > 0) {
            return PCS_OK;
        }
        bool more;
        pcs_status status = move_on(state, cursor, &more);
        if (status != PCS_OK || !more) {
            return status;
        }
    }
}

const pcs_format pcs_format_pcap = {"pcap", recognise, open_pcap, read_pcap, free};
