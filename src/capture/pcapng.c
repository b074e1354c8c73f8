/* pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, any number of interfaces, and the blocks that hold
 * packets; every other block is skipped. */
#include "base/memory.h"
#include "capture/format.h"

#include <stdlib.h>

enum {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 2, /* obsolete */
    BLOCK_SIMPLE = 3,
    BLOCK_ENHANCED = 6,
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    BLOCK_MIN = 12, /* type, length, and the length again at the end */
    BLOCK_HEADER = 8,
    BLOCK_TRAILER = 4,
    SECTION_MIN = 28,
    OPTION_END = 0,
    OPTION_TSRESOL = 9,
    OPTION_TSOFFSET = 14,
    INTERFACES_MAX = 65536, /* in one section */
    /* What holds an interface or a packet must fit into the window; what is skipped may be of any size. */
    BLOCK_MAX = PCS_SOURCE_WINDOW,
    TICK_BLOCKS = 65536,
};

static const int64_t nanoseconds = 1000000000;

typedef struct interface {
    uint16_t link_type;
    uint8_t resolution; /* if_tsresol: the exponent, of 2 where the highest bit is set, else of 10; negated */
    uint32_t snap_length;
    int64_t offset_s;
} interface;

typedef struct pcapng_state {
    bool swapped; /* the section's byte order is not this machine's */
    interface *interfaces;
    size_t interface_count, interface_capacity;
} pcapng_state;

static inline uint16_t number16(const pcapng_state *state, const uint8_t *data) {
    uint16_t value;
    memcpy(&value, data, sizeof(value));
    return state->swapped ? __builtin_bswap16(value) : value;
}

static inline uint32_t number32(const pcapng_state *state, const uint8_t *data) {
    uint32_t value;
    memcpy(&value, data, sizeof(value));
    return state->swapped ? __builtin_bswap32(value) : value;
}

/* ---- time */

static int64_t saturated_ns(int64_t seconds, int64_t fraction_ns) {
    int64_t time;
    if (__builtin_mul_overflow(seconds, nanoseconds, &time) || __builtin_add_overflow(time, fraction_ns, &time)) {
        return seconds < 0 ? INT64_MIN : INT64_MAX;
    }
    return time;
}

/* A timestamp of an interface in ns since 1970; one that is out of range saturates. */
static int64_t time_ns(const interface *from, uint64_t units) {
    unsigned exponent = from->resolution & 0x7f;
    uint64_t seconds = 0, fraction = 0;
    if (from->resolution & 0x80) {
        /* Units of 2^-exponent s; of the fraction 34 bits are kept, so that times 10^9 it fits. */
        if (exponent < 64) {
            seconds = exponent == 0 ? units : units >> exponent;
            uint64_t rest = exponent == 0 ? 0 : units & ((UINT64_C(1) << exponent) - 1);
            unsigned kept = exponent < 34 ? exponent : 34;
            fraction = ((rest >> (exponent - kept)) * (uint64_t)nanoseconds) >> kept;
        }
    } else if (exponent < 20) {
        uint64_t scale = 1;
        for (unsigned i = 0; i < exponent; i++) {
            scale *= 10;
        }
        seconds = units / scale;
        fraction = units % scale;
        for (; exponent < 9; exponent++) {
            fraction *= 10;
        }
        for (; exponent > 9; exponent--) {
            fraction /= 10;
        }
    }
    int64_t whole = seconds > INT64_MAX ? INT64_MAX : (int64_t)seconds;
    if (__builtin_add_overflow(whole, from->offset_s, &whole)) {
        whole = from->offset_s < 0 ? INT64_MIN : INT64_MAX;
    }
    return saturated_ns(whole, (int64_t)fraction);
}

/* ---- blocks: body is what lies between the block's two lengths */

static pcs_status read_section(pcapng_state *state, const pcs_cursor *cursor, pcs_bytes body) {
    if (body.length < SECTION_MIN - BLOCK_MIN) {
        return pcs_cursor_damaged(cursor, "a section header block is too short");
    }
    if (number16(state, body.data + 4) != 1) {
        return pcs_cursor_damaged(cursor, "a pcapng section of another version than 1");
    }
    state->interface_count = 0;
    return PCS_OK;
}

/* What the options of an interface say of its times; false: an option runs past the block or has a wrong size. */
static bool read_interface_options(const pcapng_state *state, pcs_bytes options, interface *to) {
    while (options.length >= 4) {
        uint16_t code = number16(state, options.data), length = number16(state, options.data + 2);
        pcs_bytes value = pcs_bytes_from(options, 4);
        if (code == OPTION_END) {
            return true;
        }
        if (value.length < length || (code == OPTION_TSRESOL && length != 1) ||
            (code == OPTION_TSOFFSET && length != 8)) {
            return false;
        }
        if (code == OPTION_TSRESOL) {
            to->resolution = value.data[0];
        } else if (code == OPTION_TSOFFSET) {
            uint64_t first = number32(state, value.data), second = number32(state, value.data + 4);
            bool little = state->swapped != (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
            to->offset_s = (int64_t)(little ? second << 32 | first : first << 32 | second);
        }
        size_t padded = ((size_t)length + 3) & ~(size_t)3;
        options = pcs_bytes_from(value, padded < value.length ? padded : value.length);
    }
    return true;
}

static pcs_status read_interface(pcapng_state *state, const pcs_cursor *cursor, pcs_bytes body) {
    if (body.length < 8) {
        return pcs_cursor_damaged(cursor, "an interface description block is too short");
    }
    if (state->interface_count >= INTERFACES_MAX) {
        return pcs_cursor_damaged(cursor, "more than 65536 interfaces in a section");
    }
    interface new = {
        .link_type = number16(state, body.data), .resolution = 6, .snap_length = number32(state, body.data + 4)};
    if (!read_interface_options(state, pcs_bytes_from(body, 8), &new)) {
        return pcs_cursor_damaged(cursor, "an option of an interface description block is damaged");
    }
    void *array = state->interfaces;
    if (!pcs_memory_grow(&array, &state->interface_capacity, state->interface_count + 1, sizeof(new))) {
        return pcs_fail_memory(cursor->context, "the interfaces of a capture", sizeof(new));
    }
    state->interfaces = array;
    state->interfaces[state->interface_count++] = new;
    return PCS_OK;
}

/* One packet from the three kinds of blocks that hold one. header: bytes before its data. */
static pcs_status read_packet(const pcapng_state *state, const pcs_cursor *cursor, uint32_t type, pcs_bytes body,
                              pcs_packet *packet) {
    size_t header = type == BLOCK_SIMPLE ? 4 : 20;
    if (body.length < header) {
        return pcs_cursor_damaged(cursor, "a packet block is too short");
    }
    uint32_t number = 0;
    if (type == BLOCK_ENHANCED) {
        number = number32(state, body.data);
    } else if (type == BLOCK_PACKET) {
        number = number16(state, body.data);
    }
    if (number >= state->interface_count) {
        return pcs_cursor_damaged(cursor, "a packet of an interface that is not described");
    }
    const interface *from = &state->interfaces[number];
    uint32_t captured;
    packet->link_type = from->link_type;
    if (type == BLOCK_SIMPLE) {
        packet->time_ns = 0;
        packet->length = number32(state, body.data);
        captured = packet->length;
        if (from->snap_length != 0 && from->snap_length < captured) {
            captured = from->snap_length;
        }
    } else {
        uint64_t high = number32(state, body.data + 4);
        packet->time_ns = time_ns(from, high << 32 | number32(state, body.data + 8));
        captured = number32(state, body.data + 12);
        packet->length = number32(state, body.data + 16);
    }
    if (captured > body.length - header || captured > pcs_packet_max(from->link_type)) {
        return pcs_cursor_damaged(cursor, "a packet block says that it holds more bytes than it can");
    }
    packet->bytes = (pcs_bytes){body.data + header, captured};
    return PCS_OK;
}

/* ---- walking */

/* A block's header as it lies at the cursor: type and length. Of a section header the byte order is taken over. */
static pcs_status read_block_header(pcapng_state *state, const pcs_cursor *cursor, uint32_t *type, uint32_t *length) {
    const uint8_t *header = pcs_cursor_bytes(cursor).data;
    *type = number32(state, header);
    if (*type == BLOCK_SECTION) {
        uint32_t order = number32(state, header + BLOCK_HEADER);
        if (order == __builtin_bswap32(BYTE_ORDER_MAGIC)) {
            state->swapped = !state->swapped;
        } else if (order != BYTE_ORDER_MAGIC) {
            return pcs_cursor_damaged(cursor, "a section header block without a byte-order magic");
        }
    }
    *length = number32(state, header + 4);
    if (*length < BLOCK_MIN || *length % 4 != 0) {
        return pcs_cursor_damaged(cursor, "a block with a length that is none");
    }
    return PCS_OK;
}

static bool is_packet(uint32_t type) {
    return type == BLOCK_ENHANCED || type == BLOCK_SIMPLE || type == BLOCK_PACKET;
}

/* False for blocks that are skipped. */
static bool is_read(uint32_t type) {
    return is_packet(type) || type == BLOCK_SECTION || type == BLOCK_INTERFACE;
}

static pcs_status read_block(pcapng_state *state, const pcs_cursor *cursor, uint32_t type, pcs_bytes body,
                             pcs_packet *packet) {
    if (is_packet(type)) {
        return read_packet(state, cursor, type, body, packet);
    }
    return type == BLOCK_SECTION     ? read_section(state, cursor, body)
           : type == BLOCK_INTERFACE ? read_interface(state, cursor, body)
                                     : PCS_OK;
}

/* Makes the window hold count bytes of a block; *held is false where it would have to move and may not. */
static pcs_status hold(pcs_cursor *cursor, size_t count, bool may_move, bool *held) {
    pcs_status status = PCS_OK;
    pcs_cursor_result result = pcs_cursor_need(cursor, count, may_move, &status);
    *held = result == PCS_CURSOR_READY;
    return result == PCS_CURSOR_SHORT ? pcs_cursor_damaged(cursor, "the file ends within a block") : status;
}

static pcs_status check_trailer(const pcapng_state *state, const pcs_cursor *cursor, const uint8_t *trailer,
                                uint32_t length) {
    return number32(state, trailer) == length ? PCS_OK
                                              : pcs_cursor_damaged(cursor, "the two lengths of a block differ");
}

/* Walks over a block that nobody reads and that may be larger than any window. */
static pcs_status skip_block(const pcapng_state *state, pcs_cursor *cursor, uint32_t length) {
    bool held;
    pcs_cursor_skip(cursor, length - BLOCK_TRAILER); /* past the end of the input, no trailer is there */
    pcs_status status = hold(cursor, BLOCK_TRAILER, true, &held);
    if (status == PCS_OK) {
        status = check_trailer(state, cursor, pcs_cursor_bytes(cursor).data, length);
        cursor->at += BLOCK_TRAILER;
    }
    return status;
}

typedef enum walk_result { WALK_BLOCK, WALK_PACKET, WALK_LATER, WALK_END } walk_result;

/* Reads the next block. may_move is false while a batch points into the window. */
static pcs_status walk_block(pcapng_state *state, pcs_cursor *cursor, bool may_move, pcs_packet *packet,
                             walk_result *result) {
    pcs_status status = PCS_OK;
    uint32_t type = 0, length = 0;
    bool held;
    *result = WALK_END;
    if (pcs_cursor_need(cursor, 1, may_move, &status) == PCS_CURSOR_SHORT) {
        goto done;
    }
    *result = WALK_LATER;
    PCS_TRY(status);
    PCS_TRY(hold(cursor, BLOCK_MIN, may_move, &held));
    if (!held) {
        goto done;
    }
    PCS_TRY(read_block_header(state, cursor, &type, &length));
    if (!pcs_bytes_has(pcs_cursor_bytes(cursor), 0, length)) {
        if (!may_move) {
            goto done;
        }
        if (!is_read(type)) {
            *result = WALK_BLOCK;
            PCS_TRY(skip_block(state, cursor, length));
            goto done;
        }
        if (length > BLOCK_MAX) {
            PCS_TRY(pcs_cursor_damaged(cursor, "a block is longer than any that is read"));
        }
        PCS_TRY(hold(cursor, length, true, &held));
    }
    const uint8_t *block = pcs_cursor_bytes(cursor).data;
    PCS_TRY(check_trailer(state, cursor, block + length - BLOCK_TRAILER, length));
    PCS_TRY(read_block(state, cursor, type, (pcs_bytes){block + BLOCK_HEADER, length - BLOCK_MIN}, packet));
    cursor->at += length;
    *result = is_packet(type) ? WALK_PACKET : WALK_BLOCK;
done:
    return status;
}

static bool recognise(pcs_bytes beginning) {
    uint32_t type, order;
    return pcs_bytes_be32(beginning, 0, &type) && type == BLOCK_SECTION && pcs_bytes_be32(beginning, 8, &order) &&
           (order == BYTE_ORDER_MAGIC || order == __builtin_bswap32(BYTE_ORDER_MAGIC));
}

static pcs_status open_pcapng(pcs_cursor *cursor, void **out) {
    /* The section header comes as the first block: there is nothing to read before. */
    pcapng_state *state = calloc(1, sizeof(*state));
    *out = state;
    return state ? PCS_OK : pcs_fail_memory(cursor->context, "a capture", sizeof(*state));
}

static pcs_status read_pcapng(void *opaque, pcs_cursor *cursor, pcs_packet *packets, size_t limit, size_t *count) {
    pcapng_state *state = opaque;
    *count = 0;
    for (uint64_t blocks = 1; *count < limit; blocks++) {
        walk_result result;
        pcs_status status = walk_block(state, cursor, *count == 0, &packets[*count], &result);
        /* The caller, who asks after each batch, cannot stop a file whose blocks hold no packets. */
        if (status == PCS_OK && blocks % TICK_BLOCKS == 0) {
            status = pcs_tick(cursor->context, "read", -1, pcs_source_stored(cursor->source));
        }
        if (status != PCS_OK) {
            /* Packets before it go first; the next call meets the same damage. */
            return *count > 0 ? PCS_OK : status;
        }
        if (result == WALK_LATER || result == WALK_END) {
            return PCS_OK;
        }
        *count += result == WALK_PACKET;
    }
    return PCS_OK;
}

static void free_pcapng(void *opaque) {
    pcapng_state *state = opaque;
    if (state) {
        free(state->interfaces);
        free(state);
    }
}

const pcs_format pcs_format_pcapng = {"pcapng", recognise, open_pcapng, read_pcapng, free_pcapng};
