/* A capture as a series of packets of which only what the edges need is left. */
#ifndef PCS_CAPTURE_CAPTURE_H
#define PCS_CAPTURE_CAPTURE_H

#include "capture/source.h"

/* What one packet says. Addresses are those of the IP header that names the hosts, in network byte order, IPv4 in the
 * first 4 bytes and the rest 0, or link addresses in the first 6; set only for outcome PCS_OUTCOME_EDGE. */
typedef struct pcs_flow {
    uint8_t source[16], destination[16];
    int64_t time_ns;        /* since 1970; as the capture says, so it may be nonsense */
    uint32_t bytes;         /* original length on the wire */
    uint32_t payload_bytes; /* as of pcs_traffic */
    /* Of TCP, UDP and SCTP; both 0 where they are not known, or where hosts are no services. */
    uint16_t source_port, destination_port;
    uint8_t outcome;    /* pcs_outcome */
    uint8_t protocol;   /* pcs_protocol */
    uint8_t ip_version; /* 4 or 6; 0: the addresses are link addresses */
} pcs_flow;

typedef struct pcs_capture pcs_capture;

/* True if bytes, the beginning of an input, begin a capture of a format that is known by name, read or not. */
bool pcs_capture_recognise(pcs_bytes bytes);
/* How many bytes pcs_capture_recognise wants to see. */
enum { PCS_CAPTURE_MAGIC = 512 };

/* The source is borrowed; of the options those count that say which packets are kept and which headers name hosts.
 * PCS_E_ARGUMENT if the filter is no BPF expression. PCS_E_FORMAT if the source is no capture, or one of a format that
 * is not read (the message names it). */
pcs_status pcs_capture_open(pcs_context *context, pcs_source *source, const pcs_read_options *options,
                            pcs_capture **out);
/* Accepts NULL. */
void pcs_capture_free(pcs_capture *capture);

/* Reads up to limit packets; *count 0 is the end. PCS_E_FORMAT or PCS_E_READ: the capture breaks here, *count packets
 * came before it, and the message says where and why. */
pcs_status pcs_capture_read(pcs_capture *capture, pcs_flow *flows, size_t limit, size_t *count);

/* True at the end, where the options end it and the input holds more. */
bool pcs_capture_is_limited(const pcs_capture *capture);

#endif
