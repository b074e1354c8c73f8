#include "capture/capture.h"

#include "capture/decode.h"
#include "capture/filter.h"
#include "capture/format.h"
#include "capture/linktype.h"

#include <stdlib.h>

enum {
    BATCH = 256,         /* packets that the container gives at once */
    UNKNOWN_LOGGED = 16, /* link types that are not understood and were spoken of */
};

struct pcs_capture {
    pcs_context *context;
    const pcs_format *format;
    void *format_state;
    pcs_filter *filter; /* NULL: none */
    pcs_cursor cursor;
    /* The link type at hand. */
    bool link_known;
    uint16_t link_number;
    const pcs_linktype *link_type;
    uint16_t unknown[UNKNOWN_LOGGED];
    size_t unknown_count;
};

bool pcs_capture_recognise(pcs_bytes bytes) {
    return pcs_format_find(bytes) != NULL;
}

pcs_status pcs_capture_open(pcs_context *context, pcs_source *source, const char *filter, pcs_capture **out) {
    *out = NULL;
    pcs_status status = PCS_OK;
    pcs_capture *capture = calloc(1, sizeof(*capture));
    if (!capture) {
        return pcs_fail_memory(context, "a capture", sizeof(*capture));
    }
    capture->context = context;
    capture->cursor = (pcs_cursor){.context = context, .source = source};
    if (filter) {
        PCS_TRY(pcs_filter_open(context, filter, &capture->filter));
    }
    pcs_bytes beginning;
    PCS_TRY(pcs_source_peek(source, PCS_CAPTURE_MAGIC, &beginning));
    capture->format = pcs_format_find(beginning);
    if (!capture->format) {
        PCS_TRY(pcs_fail(context, PCS_E_FORMAT, "%s: %s", pcs_source_name(source),
                         beginning.length == 0 ? "is empty: name a capture"
                                               : "is no capture that is known: name a pcap or pcapng file"));
    }
    if (!capture->format->open) {
        PCS_TRY(pcs_fail(context, PCS_E_FORMAT, "%s: is a %s capture, which is not read: convert it to pcapng",
                         pcs_source_name(source), capture->format->name));
    }
    PCS_TRY(capture->format->open(&capture->cursor, &capture->format_state));
    *out = capture;
    capture = NULL;
done:
    pcs_capture_free(capture);
    return status;
}

void pcs_capture_free(pcs_capture *capture) {
    if (!capture) {
        return;
    }
    if (capture->format_state) {
        capture->format->free_state(capture->format_state);
    }
    pcs_filter_free(capture->filter);
    free(capture);
}

/* Says once for each link type that it is not understood. */
static void log_unknown(pcs_capture *capture, uint16_t number) {
    for (size_t i = 0; i < capture->unknown_count; i++) {
        if (capture->unknown[i] == number) {
            return;
        }
    }
    if (capture->unknown_count < UNKNOWN_LOGGED) {
        capture->unknown[capture->unknown_count++] = number;
        pcs_log(capture->context, PCS_LOG_INFO, "%s: packets of link type %u (%s) are not understood",
                pcs_source_name(capture->cursor.source), number, pcs_linktype_name(number));
    }
}

static void select_link_type(pcs_capture *capture, uint16_t number) {
    capture->link_known = true;
    capture->link_number = number;
    capture->link_type = pcs_linktype_find(number);
    if (!capture->link_type) {
        log_unknown(capture, number);
    }
}

static void decode(pcs_layer first, const pcs_packet *packet, pcs_flow *flow) {
    /* A capture that holds more than was on the wire contradicts itself: what it holds counts. */
    uint32_t captured = (uint32_t)packet->bytes.length;
    pcs_walk walk = {.bytes = packet->bytes,
                     .wire = packet->length > captured ? packet->length : captured,
                     .layer = first,
                     .flow = flow};
    /* What most packets are: without the calls through pointers a fourth of the time is saved. */
    if (first == pcs_layer_ethernet && captured >= PCS_ETHERNET_HEADER &&
        pcs_walk_be16(&walk, PCS_ETHERNET_TYPE) == PCS_ETHERTYPE_IPV4) {
        pcs_walk_on(&walk, PCS_ETHERNET_HEADER, pcs_layer_ipv4);
        pcs_layer_ipv4(&walk);
        return;
    }
    do {
        walk.layer(&walk);
    } while (walk.layer);
}

static pcs_status read_packet(pcs_capture *capture, const pcs_packet *packet, pcs_flow *flow) {
    flow->time_ns = packet->time_ns;
    flow->bytes = packet->length;
    if (!capture->link_known || capture->link_number != packet->link_type) {
        select_link_type(capture, packet->link_type);
    }
    if (!capture->link_type) {
        flow->outcome = PCS_OUTCOME_LINK_TYPE;
        return PCS_OK;
    }
    if (capture->filter) {
        bool matches;
        pcs_status status = pcs_filter_match(capture->filter, capture->link_type, packet, &matches);
        if (status != PCS_OK || !matches) {
            flow->outcome = PCS_OUTCOME_FILTERED;
            return status;
        }
    }
    decode(capture->link_type->layer, packet, flow);
    return PCS_OK;
}

pcs_status pcs_capture_read(pcs_capture *capture, pcs_flow *flows, size_t limit, size_t *count) {
    pcs_packet packets[BATCH];
    *count = 0;
    while (*count < limit) {
        size_t wanted = limit - *count < BATCH ? limit - *count : BATCH, got;
        pcs_status status = capture->format->read(capture->format_state, &capture->cursor, packets, wanted, &got);
        for (size_t i = 0; i < got && status == PCS_OK; i++) {
            status = read_packet(capture, &packets[i], &flows[*count]);
            *count += status == PCS_OK;
        }
        if (status != PCS_OK || got == 0) {
            return status;
        }
    }
    return PCS_OK;
}
