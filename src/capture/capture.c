#include "capture/capture.h"

#include "base/clock.h"
#include "capture/decode.h"
#include "capture/filter.h"
#include "capture/format.h"
#include "capture/linktype.h"
#include "capture/sample.h"

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
    pcs_read_options options;
    bool selective;      /* the times or the sample leave packets out */
    bool has_trail;      /* more is wanted than the outermost IP header */
    uint64_t left_first; /* packets still to read */
    double deadline;     /* when to stop reading; 0: never */
    bool limited;        /* as of pcs_capture_is_limited */
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

pcs_status pcs_capture_open(pcs_context *context, pcs_source *source, const pcs_read_options *options,
                            pcs_capture **out) {
    *out = NULL;
    pcs_status status = PCS_OK;
    pcs_capture *capture = calloc(1, sizeof(*capture));
    if (!capture) {
        return pcs_fail_memory(context, "a capture", sizeof(*capture));
    }
    capture->context = context;
    capture->cursor = (pcs_cursor){.context = context, .source = source};
    capture->options = *options;
    capture->selective = options->after_ns != 0 || options->before_ns != 0 || options->sample > 1;
    capture->has_trail = options->tunnel == PCS_TUNNEL_INNER || options->group_by == PCS_GROUP_BY_MAC ||
                         options->group_by == PCS_GROUP_BY_SERVICE;
    capture->left_first = options->first > 0 ? options->first : UINT64_MAX;
    capture->deadline = options->max_seconds > 0 ? pcs_clock_seconds() + options->max_seconds : 0;
    if (options->filter) {
        PCS_TRY(pcs_filter_open(context, options->filter, &capture->filter));
    }
    pcs_bytes beginning;
    status = pcs_source_peek(source, PCS_CAPTURE_MAGIC, &beginning);
    capture->format = pcs_format_find(beginning);
    if (capture->format) {
        status = PCS_OK; /* an input that breaks this early may still give packets first */
    }
    PCS_TRY(status);
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

static pcs_walk walk_of(pcs_layer first, const pcs_packet *packet, pcs_flow *flow) {
    /* A capture that holds more than was on the wire contradicts itself: what it holds counts. */
    uint32_t captured = (uint32_t)packet->bytes.length;
    return (pcs_walk){.bytes = packet->bytes,
                      .wire = packet->length > captured ? packet->length : captured,
                      .layer = first,
                      .flow = flow};
}

static void decode(pcs_layer first, const pcs_packet *packet, pcs_flow *flow) {
    pcs_walk walk = walk_of(first, packet, flow);
    /* What most packets are: without the calls through pointers a fourth of the time is saved. */
    if (first == pcs_layer_ethernet && walk.bytes.length >= PCS_ETHERNET_HEADER &&
        pcs_walk_be16(&walk, PCS_ETHERNET_TYPE) == PCS_ETHERTYPE_IPV4) {
        pcs_walk_on(&walk, PCS_ETHERNET_HEADER, pcs_layer_ipv4);
        pcs_layer_ipv4(&walk);
        return;
    }
    do {
        walk.layer(&walk);
    } while (walk.layer);
}

/* The same where more is wanted than the outermost IP header. */
static void decode_trail(const pcs_capture *capture, const pcs_packet *packet, pcs_flow *flow) {
    bool by_link = capture->options.group_by == PCS_GROUP_BY_MAC;
    pcs_trail trail = {.into_tunnels = capture->options.tunnel == PCS_TUNNEL_INNER,
                       .wants_link = by_link,
                       .wants_ports = capture->options.group_by == PCS_GROUP_BY_SERVICE};
    pcs_walk walk = walk_of(capture->link_type->layer, packet, flow);
    walk.trail = &trail;
    do {
        walk.layer(&walk);
    } while (walk.layer);
    if (by_link && trail.has_link) {
        memset(flow->source, 0, sizeof(flow->source));
        memset(flow->destination, 0, sizeof(flow->destination));
        memcpy(flow->source, trail.link_source, sizeof(trail.link_source));
        memcpy(flow->destination, trail.link_destination, sizeof(trail.link_destination));
        flow->ip_version = 0;
        flow->outcome = PCS_OUTCOME_EDGE;
    } else if (by_link && (flow->outcome == PCS_OUTCOME_EDGE || flow->outcome == PCS_OUTCOME_NOT_IP)) {
        flow->outcome = PCS_OUTCOME_NO_HOST;
    }
}

/* Whether the times and the sample keep the packet. */
static bool is_selected(const pcs_read_options *options, const pcs_packet *packet) {
    bool bounded = options->after_ns != 0 || options->before_ns != 0;
    if (bounded && packet->time_ns == 0) {
        return false;
    }
    if ((options->after_ns != 0 && packet->time_ns < options->after_ns) ||
        (options->before_ns != 0 && packet->time_ns >= options->before_ns)) {
        return false;
    }
    return options->sample <= 1 || pcs_sample_takes(packet->bytes, options->sample);
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
    if (capture->selective && !is_selected(&capture->options, packet)) {
        flow->outcome = PCS_OUTCOME_FILTERED;
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
    if (capture->has_trail) {
        decode_trail(capture, packet, flow);
    } else {
        decode(capture->link_type->layer, packet, flow);
    }
    return PCS_OK;
}

static bool reaches_limit(const pcs_capture *capture) {
    uint64_t most = capture->options.max_bytes;
    return capture->left_first == 0 || (most > 0 && pcs_cursor_offset(&capture->cursor) >= most) ||
           (capture->deadline > 0 && pcs_clock_seconds() >= capture->deadline);
}

/* Whether anything follows, sound or not. */
static bool holds_more(pcs_capture *capture) {
    pcs_packet packet;
    size_t count;
    return capture->format->read(capture->format_state, &capture->cursor, &packet, 1, &count) != PCS_OK || count > 0;
}

bool pcs_capture_is_limited(const pcs_capture *capture) {
    return capture->limited;
}

pcs_status pcs_capture_read(pcs_capture *capture, pcs_flow *flows, size_t limit, size_t *count) {
    pcs_packet packets[BATCH];
    *count = 0;
    if (capture->limited || reaches_limit(capture)) {
        capture->limited = capture->limited || holds_more(capture);
        return PCS_OK;
    }
    limit = limit < capture->left_first ? limit : (size_t)capture->left_first;
    while (*count < limit) {
        size_t wanted = limit - *count < BATCH ? limit - *count : BATCH, got;
        pcs_status status = capture->format->read(capture->format_state, &capture->cursor, packets, wanted, &got);
        for (size_t i = 0; i < got && status == PCS_OK; i++) {
            status = read_packet(capture, &packets[i], &flows[*count]);
            *count += status == PCS_OK;
        }
        capture->left_first -= got;
        if (status != PCS_OK || got == 0) {
            return status;
        }
    }
    return PCS_OK;
}
