#include "capture/filter.h"

#include "base/memory.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

/* Characters of an expression that a message shows, so that its end, the reason, is never cut off. */
enum { SHOWN_MOST = 200 };

/* An expression, or the parts of one that is a long list: any of them matches. */
typedef struct code {
    struct bpf_program *parts;
    size_t count, capacity;
} code;

/* What was compiled for one link type. */
typedef struct program {
    const pcs_linktype *link_type;
    bool valid; /* false: the expression has no meaning there */
    code code;
} program;

struct pcs_filter {
    pcs_context *context;
    char *expression;
    program *programs;
    size_t count, capacity;
    size_t last; /* the one used last: captures seldom change */
};

static void free_code(code *c) {
    for (size_t i = 0; i < c->count; i++) {
        pcap_freecode(&c->parts[i]);
    }
    free(c->parts);
    *c = (code){.parts = NULL};
}

/* Adds one part. PCS_E_ARGUMENT: the expression means nothing there, and the text says why. PCS_E_MEMORY. */
static pcs_status compile_part(pcs_context *context, int dlt, const char *expression, code *c,
                               char text[PCAP_ERRBUF_SIZE]) {
    enum { OPTIMISED_MOST = 4096 }; /* characters: beyond, the optimiser takes longer than it saves */
    if (!pcs_memory_grow((void **)&c->parts, &c->capacity, c->count + 1, sizeof(*c->parts))) {
        return pcs_fail_memory(context, "a filter", strlen(expression));
    }
    pcap_t *handle = pcap_open_dead(dlt, PCS_PACKET_MAX);
    if (!handle) {
        return pcs_fail_memory(context, "a filter", strlen(expression));
    }
    pcs_status status = PCS_OK;
    bool optimised = strlen(expression) <= OPTIMISED_MOST;
    errno = 0;
    if (pcap_compile(handle, &c->parts[c->count], expression, optimised, PCAP_NETMASK_UNKNOWN) != 0) {
        snprintf(text, PCAP_ERRBUF_SIZE, "%s", pcap_geterr(handle));
        /* libpcap gives no other sign of it. */
        status = errno == ENOMEM ? pcs_fail_memory(context, "a filter", strlen(expression)) : PCS_E_ARGUMENT;
    }
    c->count += status == PCS_OK;
    pcap_close(handle);
    return status;
}

/* Part by part; as a whole where a part by itself means nothing. Statuses as above. */
static pcs_status compile(pcs_context *context, int dlt, const char *expression, code *c, char text[PCAP_ERRBUF_SIZE]) {
    pcs_status status = PCS_OK;
    *c = (code){.parts = NULL};
    for (const char *at = expression, *next; at && status == PCS_OK; at = next) {
        char *part = strndup(at, pcs_filter_part(at, &next));
        status =
            part ? compile_part(context, dlt, part, c, text) : pcs_fail_memory(context, "a filter", strlen(expression));
        free(part);
    }
    if (status == PCS_E_ARGUMENT) {
        free_code(c);
        status = compile_part(context, dlt, expression, c, text);
    }
    if (status != PCS_OK) {
        free_code(c);
    }
    return status;
}

/* Whether the expression means something for any link type. Ethernet has most of the language; the others have what it
 * lacks. */
static pcs_status check_expression(pcs_context *context, const char *expression) {
    static const int samples[] = {DLT_EN10MB, DLT_RAW, DLT_IEEE802_11_RADIO, DLT_LINUX_SLL, DLT_PPP, DLT_SUNATM,
                                  DLT_PFLOG,  DLT_MTP2};
    char first_text[PCAP_ERRBUF_SIZE], text[PCAP_ERRBUF_SIZE];
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        code c;
        pcs_status status = compile(context, samples[i], expression, &c, i == 0 ? first_text : text);
        free_code(&c);
        if (status != PCS_E_ARGUMENT) {
            return status;
        }
    }
    return pcs_fail(context, PCS_E_ARGUMENT, "filter \"%.*s\": %s: see pcap-filter(7)", SHOWN_MOST, expression,
                    first_text);
}

pcs_status pcs_filter_open(pcs_context *context, const char *expression, pcs_filter **out) {
    *out = NULL;
    size_t length;
    const char *name = pcs_filter_find_name(expression, &length);
    if (name) {
        return pcs_fail(
            context, PCS_E_ARGUMENT,
            "filter \"%.*s\": \"%.*s\" would have to be looked up: names of hosts and networks are not, give "
            "its address",
            SHOWN_MOST, expression, (int)length, name);
    }
    pcs_status status = check_expression(context, expression);
    if (status != PCS_OK) {
        return status;
    }
    pcs_filter *filter = calloc(1, sizeof(*filter));
    if (filter) {
        filter->context = context;
        filter->expression = strdup(expression);
    }
    if (!filter || !filter->expression) {
        free(filter);
        return pcs_fail_memory(context, "a filter", strlen(expression));
    }
    *out = filter;
    return PCS_OK;
}

void pcs_filter_free(pcs_filter *filter) {
    if (!filter) {
        return;
    }
    for (size_t i = 0; i < filter->count; i++) {
        free_code(&filter->programs[i].code);
    }
    free(filter->programs);
    free(filter->expression);
    free(filter);
}

/* Makes filter->last the program of a link type. */
static pcs_status select_program(pcs_filter *filter, const pcs_linktype *link_type) {
    for (size_t i = 0; i < filter->count; i++) {
        if (filter->programs[i].link_type == link_type) {
            filter->last = i;
            return PCS_OK;
        }
    }
    void *array = filter->programs;
    if (!pcs_memory_grow(&array, &filter->capacity, filter->count + 1, sizeof(program))) {
        return pcs_fail_memory(filter->context, "a filter", sizeof(program));
    }
    filter->programs = array;
    program *new = &filter->programs[filter->count];
    *new = (program){.link_type = link_type};
    char text[PCAP_ERRBUF_SIZE];
    pcs_status status = compile(filter->context, link_type->dlt, filter->expression, &new->code, text);
    if (status == PCS_E_MEMORY) {
        return status;
    }
    new->valid = status == PCS_OK;
    if (!new->valid) {
        pcs_log(filter->context, PCS_LOG_WARNING,
                "filter \"%.*s\" does not apply to link type %u (%s): %s: none matches", SHOWN_MOST, filter->expression,
                link_type->number, pcs_linktype_name(link_type->number), text);
    }
    filter->last = filter->count++;
    return PCS_OK;
}

pcs_status pcs_filter_match(pcs_filter *filter, const pcs_linktype *link_type, const pcs_packet *packet,
                            bool *matches) {
    *matches = false;
    if (filter->count == 0 || filter->programs[filter->last].link_type != link_type) {
        pcs_status status = select_program(filter, link_type);
        if (status != PCS_OK) {
            return status;
        }
    }
    const program *use = &filter->programs[filter->last];
    if (!use->valid || packet->bytes.length < link_type->skipped) {
        return PCS_OK;
    }
    pcs_bytes bytes = pcs_bytes_from(packet->bytes, link_type->skipped);
    struct pcap_pkthdr header = {.caplen = (bpf_u_int32)bytes.length, .len = packet->length};
    for (size_t i = 0; i < use->code.count && !*matches; i++) {
        *matches = pcap_offline_filter(&use->code.parts[i], &header, bytes.data) != 0;
    }
    return PCS_OK;
}
