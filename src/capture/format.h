/* What a capture file format offers to the reader, and how it walks the source. */
#ifndef PCS_CAPTURE_FORMAT_H
#define PCS_CAPTURE_FORMAT_H

#include "capture/source.h"

/* One packet as its container gives it. */
typedef struct pcs_packet {
    int64_t time_ns;    /* since 1970; 0 where the container keeps no time */
    uint32_t length;    /* original length on the wire */
    uint16_t link_type; /* LINKTYPE_ number */
    pcs_bytes bytes;    /* what was captured of it */
} pcs_packet;

enum {
    /* The longest packet that is taken for one: MAXIMUM_SNAPLEN of libpcap, and 128 MiB there for USB and the like,
     * where the window of the source is the bound here. */
    PCS_PACKET_MAX = 262144,
    PCS_PACKET_MAX_LONG = PCS_SOURCE_WINDOW - 4096,
};

/* The longest packet of a link type. */
uint32_t pcs_packet_max(uint16_t link_type);

/* A position in what the source shows, so that the packets of one batch stay where they are. */
typedef struct pcs_cursor {
    pcs_context *context;
    pcs_source *source;
    pcs_bytes window; /* shown by the source */
    size_t at;        /* how much of it was walked */
} pcs_cursor;

typedef enum pcs_cursor_result {
    PCS_CURSOR_READY,
    PCS_CURSOR_LATER,
    PCS_CURSOR_SHORT,
    PCS_CURSOR_FAILED
} pcs_cursor_result;

/* Makes sure that count bytes can be read at the position. READY: they can. LATER: only by moving the window, which
 * may_move forbids. SHORT: the input has fewer; what is left is in the window. FAILED: *status says why. */
pcs_cursor_result pcs_cursor_need(pcs_cursor *cursor, size_t count, bool may_move, pcs_status *status);

/* What is shown from the position on. */
static inline pcs_bytes pcs_cursor_bytes(const pcs_cursor *cursor) {
    return pcs_bytes_from(cursor->window, cursor->at);
}

/* Where the position is, in bytes of the content, for messages. */
uint64_t pcs_cursor_offset(const pcs_cursor *cursor);

/* Walks over count bytes that need not be shown; false if the input ends before. Only where the window may move. */
bool pcs_cursor_skip(pcs_cursor *cursor, uint64_t count);

/* PCS_E_FORMAT: "NAME: what (byte N)". */
pcs_status pcs_cursor_damaged(const pcs_cursor *cursor, const char *what);

typedef struct pcs_format {
    const char *name;
    bool (*recognise)(pcs_bytes beginning);
    /* Reads what precedes the packets. *state is freed with free_state, also after failure. NULL: a format that is
     * known by name but not read. */
    pcs_status (*open)(pcs_cursor *cursor, void **state);
    /* Up to limit packets, which stay valid until the next call; none is the end. After a failure, *count is 0. */
    pcs_status (*read)(void *state, pcs_cursor *cursor, pcs_packet *packets, size_t limit, size_t *count);
    void (*free_state)(void *state);
} pcs_format;

extern const pcs_format pcs_format_pcap, pcs_format_pcapng, pcs_format_erf;

/* NULL: none that is known. */
const pcs_format *pcs_format_find(pcs_bytes beginning);

#endif
