/* pcapshade: network captures as one picture of who talks to whom.
 *
 * This, with the other headers of its folder, which it includes, is the whole public interface. The library never
 * prints, never exits, never reads the environment and never touches the network: it returns a status, and the context
 * holds the message that goes with it.
 *
 *   inputs --pcs_edges_read--> edges --pcs_layout_compute--> layout
 *          --pcs_counts_draw--> counts --pcs_counts_shade--> image --pcs_image_write_png--> PNG
 *
 * pcs_render() walks the whole way. Every options structure begins with its own size, set by PCS_OPTIONS, so that later
 * versions can add members at the end; a member that is 0 or NULL means its default. Objects are opaque, belong to the
 * caller, and are freed by their _free function, which accepts NULL. On failure an output pointer is set to NULL.
 * A context and what was made with it are used by one thread at a time.
 */
#ifndef PCAPSHADE_H
#define PCAPSHADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define PCS_API __attribute__((visibility("default")))
#else
#define PCS_API
#endif

/* Initialiser of an options structure: pcs_read_options o = PCS_OPTIONS(o); */
#define PCS_OPTIONS(object)                                                                                            \
    { .size = sizeof(object) }

/* "MAJOR.MINOR.PATCH" of the library that is running. */
PCS_API const char *pcs_version(void);

/* ---- status ---------------------------------------------------------------------------------------------------- */

/* X(name, exit status of the program, text) */
#define PCS_STATUS_TABLE(X)                                                                                            \
    X(PCS_OK, 0, "done")                                                                                               \
    X(PCS_E_ARGUMENT, 2, "an argument is not valid")                                                                   \
    X(PCS_E_READ, 3, "an input cannot be read")                                                                        \
    X(PCS_E_FORMAT, 4, "an input is not what it should be")                                                            \
    X(PCS_E_WRITE, 5, "an output cannot be written")                                                                   \
    X(PCS_E_DEVICE, 6, "a device failed")                                                                              \
    X(PCS_E_MEMORY, 7, "there is not enough memory")                                                                   \
    X(PCS_E_CANCELLED, 130, "cancelled")

typedef enum pcs_status {
#define PCS_STATUS_ENUM(name, exit_status, text) name = exit_status,
    PCS_STATUS_TABLE(PCS_STATUS_ENUM)
#undef PCS_STATUS_ENUM
} pcs_status;

/* The general text of a status; never NULL. */
PCS_API const char *pcs_status_text(pcs_status status);

/* ---- context --------------------------------------------------------------------------------------------------- */

typedef enum pcs_log_level { PCS_LOG_WARNING, PCS_LOG_INFO } pcs_log_level;

typedef struct pcs_progress {
    const char *stage; /* as of pcs_stage_name; of pcs_thumbs_make "thumbs" */
    double done;       /* 0 to 1, or below 0 where the end is not known */
    uint64_t amount;   /* bytes read so far, or 0 */
    /* Of a batch: how many files there are to do, how many are done, and of these how many gave less than they should.
     * files 0: this is no batch. */
    uint64_t files, files_done, files_failed;
} pcs_progress;

typedef struct pcs_context pcs_context;

typedef struct pcs_context_options {
    size_t size;
    uint32_t threads; /* 0: one per processor; at most 1024 */
    /* Called with one line of text, without a line end. */
    void (*log)(void *user, pcs_log_level level, const char *text);
    /* Called now and then by the thread that called the library. True cancels: the call returns PCS_E_CANCELLED. */
    bool (*progress)(void *user, const pcs_progress *progress);
    void *user; /* handed to both */
    /* Bytes that the tables of hosts and edges may take while inputs are read and sorted, and what a layout may: a call
     * that needs more ends with PCS_E_MEMORY, a layout before any work, and its message says which table was full or
     * how much is needed. 0: no limit. */
    uint64_t max_memory;
} pcs_context_options;

/* NULL: no memory. options may be NULL. */
PCS_API pcs_context *pcs_context_new(const pcs_context_options *options);
PCS_API void pcs_context_free(pcs_context *context);

/* What the last failed call had to say: "FILE: what is wrong (where): what to do", UTF-8, no line end, control
 * characters escaped. "" if none failed. Valid until the next call with this context. */
PCS_API const char *pcs_context_message(const pcs_context *context);

/* ---- edges ------------------------------------------------------------------------------------------------------ */

/* X(name, text): the protocol classes. icmp includes ICMPv6. */
#define PCS_PROTOCOL_TABLE(X)                                                                                          \
    X(PCS_TCP, "tcp")                                                                                                  \
    X(PCS_UDP, "udp")                                                                                                  \
    X(PCS_ICMP, "icmp")                                                                                                \
    X(PCS_SCTP, "sctp")                                                                                                \
    X(PCS_OTHER, "other")

typedef enum pcs_protocol {
#define PCS_PROTOCOL_ENUM(name, text) name,
    PCS_PROTOCOL_TABLE(PCS_PROTOCOL_ENUM)
#undef PCS_PROTOCOL_ENUM
        PCS_PROTOCOL_COUNT
} pcs_protocol;

PCS_API const char *pcs_protocol_name(pcs_protocol protocol);

/* X(name, text): what became of each packet that was read. */
#define PCS_OUTCOME_TABLE(X)                                                                                           \
    X(PCS_OUTCOME_EDGE, "edge")                       /* counted for an edge */                                        \
    X(PCS_OUTCOME_FILTERED, "filtered")               /* a filter, the times, the sample or a rule left it out */      \
    X(PCS_OUTCOME_NOT_IP, "not_ip")                   /* a link layer that was understood carries no IP */             \
    X(PCS_OUTCOME_LINK_TYPE, "unsupported_link_type") /* a link type that is not understood */                         \
    X(PCS_OUTCOME_CUT_SHORT, "cut_short")             /* the capture holds too few bytes to reach the addresses */     \
    X(PCS_OUTCOME_MALFORMED, "malformed")             /* a header contradicts itself */                                \
    X(PCS_OUTCOME_NO_HOST, "no_host")                 /* grouped by link address, of which the link layer has none */

typedef enum pcs_outcome {
#define PCS_OUTCOME_ENUM(name, text) name,
    PCS_OUTCOME_TABLE(PCS_OUTCOME_ENUM)
#undef PCS_OUTCOME_ENUM
        PCS_OUTCOME_COUNT
} pcs_outcome;

PCS_API const char *pcs_outcome_name(pcs_outcome outcome);

typedef struct pcs_traffic {
    uint64_t packets;
    uint64_t bytes;         /* original lengths on the wire, link layer included */
    uint64_t payload_bytes; /* of TCP and UDP what they carry; of others the IP payload */
} pcs_traffic;

/* One unordered pair of hosts and a protocol class. a <= b; of an edge from a host to itself all traffic is a_to_b. */
typedef struct pcs_edge {
    uint32_t a, b; /* indices of hosts */
    pcs_protocol protocol;
    pcs_traffic a_to_b, b_to_a;
} pcs_edge;

/* When the first and the last packet of an edge were seen: ns since 1970, both 0 where no time is known. */
typedef struct pcs_edge_times {
    int64_t first_ns, last_ns;
} pcs_edge_times;

/* Immutable: hosts sorted (IPv4, IPv6, numeric ids, names, link addresses, services, prefixes; each by value), edges
 * sorted by (a, b, protocol). */
typedef struct pcs_edges pcs_edges;

/* X(name, text): which headers of a packet name its hosts. Tunnels are IP in IP (4 and 6), GRE (ERSPAN, NVGRE, PPTP),
 * VXLAN, GENEVE, GTP-U, Teredo and L2TP. */
#define PCS_TUNNEL_TABLE(X)                                                                                            \
    X(PCS_TUNNEL_OUTER, "outer") /* the outermost IP header */                                                         \
    X(PCS_TUNNEL_INNER, "inner") /* the innermost one that can be read, at most 8 tunnels deep */

typedef enum pcs_tunnel {
#define PCS_TUNNEL_ENUM(name, text) name,
    PCS_TUNNEL_TABLE(PCS_TUNNEL_ENUM)
#undef PCS_TUNNEL_ENUM
        PCS_TUNNEL_COUNT
} pcs_tunnel;

PCS_API const char *pcs_tunnel_name(pcs_tunnel tunnel);

/* What a host is. */
typedef enum pcs_group_by {
    PCS_GROUP_BY_IP, /* an IP address */
    /* A link address (Ethernet, IEEE 802.11, token ring, FDDI). All frames that have two are edges; those in which no
     * IP header can be read are of class other, without payload. */
    PCS_GROUP_BY_MAC,
    /* Of a TCP, UDP or SCTP packet the serving side is an address and a port, the other its address alone. The lower
     * port serves; of equal ports that of the lower address; port 0 never. Where the ports are not known, or there are
     * none, both sides are addresses. */
    PCS_GROUP_BY_SERVICE,
    PCS_GROUP_BY_PREFIX /* the first bits of an IP address; of edge lists too */
} pcs_group_by;

typedef struct pcs_read_options {
    size_t size;
    const char *filter; /* BPF expression as of pcap-filter(7), numeric addresses only; NULL: none */
    bool strict;        /* an input that is skipped or breaks midway fails the call with PCS_E_FORMAT */
    uint32_t jobs; /* inputs that are read at the same time, each by a thread; 0: as many as the context's threads */
    pcs_tunnel tunnel;
    pcs_group_by group_by;
    uint32_t prefix_ipv4, prefix_ipv6; /* bits, of PCS_GROUP_BY_PREFIX: up to 32 and 128 */
    /* Only packets not before after_ns and before before_ns, ns since 1970; 0: no bound. With a bound, packets without
     * a time are left out. */
    int64_t after_ns, before_ns;
    uint64_t first;  /* reads the first packets of each capture, so many at most; 0: all */
    uint64_t sample; /* only one in so many, chosen by a hash of the captured bytes; 0: all */
    bool times;      /* the times of each edge are kept: 16 bytes an edge */
    /* Reads of each capture no more than so many bytes, decompressed, a few packets over; 0: all. */
    uint64_t max_bytes;
    /* Reads of each capture for no longer than this; 0: all. What is read then depends on how fast the machine is. */
    double max_seconds;
} pcs_read_options;

typedef struct pcs_read_summary {
    uint64_t inputs;                      /* all that were named, or found in directories that were */
    uint64_t inputs_skipped;              /* gave nothing: could not be read, or are no capture and no edge list */
    uint64_t inputs_ignored;              /* found in directories, and no captures */
    uint64_t inputs_cut;                  /* broke midway: what came before is in the edges */
    uint64_t input_bytes;                 /* read from the inputs, as stored (compressed where they are) */
    uint64_t packets;                     /* read from captures; rows of edge lists are no packets */
    uint64_t outcomes[PCS_OUTCOME_COUNT]; /* add up to packets */
    int64_t first_ns, last_ns;            /* times of the first and last packet, ns since 1970; both 0 if no packet */
    uint64_t inputs_limited;              /* hold more than first, max_bytes or max_seconds let through */
} pcs_read_summary;

/* Reads all inputs into one table. An input is a capture (pcap, pcapng or ERF; plain, gzip, zstd, lz4 or xz), an edge
 * list (CSV with the header source,target[,protocol][,weight] or as pcs_edges_write_csv writes it), a partial, a flow
 * log (Zeek's conn.log, as text or JSON, whose bytes are those of IP packets; flow or netflow records of Suricata's
 * eve.json, which tell no payload), or the text of tcpdump -qn, each line a packet of which the payload alone is known;
 * all are told apart by content; "-" is standard input. Of a directory all captures in it and below are read. Of
 * several inputs, one that gives nothing is skipped with a warning; if none gives anything, the first one's error is
 * returned. options may be NULL. */
PCS_API pcs_status pcs_edges_read(pcs_context *context, const char *const *inputs, size_t input_count,
                                  const pcs_read_options *options, pcs_edges **out);
PCS_API void pcs_edges_free(pcs_edges *edges);

PCS_API uint32_t pcs_edges_host_count(const pcs_edges *edges);
PCS_API uint32_t pcs_edges_edge_count(const pcs_edges *edges);
/* All edges, in order; owned by the object. */
PCS_API const pcs_edge *pcs_edges_table(const pcs_edges *edges);
/* The times of each edge of the table; NULL where they were not kept. */
PCS_API const pcs_edge_times *pcs_edges_times(const pcs_edges *edges);
PCS_API const pcs_read_summary *pcs_edges_summary(const pcs_edges *edges);

/* X(name, text): what makes a host one of the first. */
#define PCS_TOP_BY_TABLE(X)                                                                                            \
    X(PCS_TOP_BY_BYTES, "bytes")   /* sent and received */                                                             \
    X(PCS_TOP_BY_DEGREE, "degree") /* other hosts that it talks with */

typedef enum pcs_top_by {
#define PCS_TOP_BY_ENUM(name, text) name,
    PCS_TOP_BY_TABLE(PCS_TOP_BY_ENUM)
#undef PCS_TOP_BY_ENUM
        PCS_TOP_BY_COUNT
} pcs_top_by;

PCS_API const char *pcs_top_by_name(pcs_top_by top_by);

/* What is left of a table. The members are judged in this order: those down to no_broadcast each by the whole table,
 * focus by what these leave, top by what focus leaves. Hosts without an edge go. */
typedef struct pcs_select_options {
    size_t size;
    uint64_t min_packets, min_bytes; /* of an edge, both directions together */
    bool answered;                   /* only pairs whose two hosts both sent, over all protocols */
    /* Without IPv4 and IPv6 multicast, 255.255.255.255, link addresses of groups, and services and prefixes in these.
     */
    bool no_broadcast;
    const char *focus; /* a host, as pcs_edges_host_text writes it: only hosts near it; NULL: all */
    uint64_t hops;     /* how near: steps along edges from focus, at most; 0: 1 */
    uint64_t top;      /* so many hosts at most, the lower of equal ones; 0: all */
    pcs_top_by top_by; /* counted over the edges that are left before it */
    bool direction;    /* directions apart, see below */
} pcs_select_options;

/* Takes out of the table what the options do not keep: the one call that changes it. With direction, an edge with
 * traffic both ways becomes two: one with a_to_b alone, then one with b_to_a alone. PCS_E_ARGUMENT: focus is no host
 * of what is left. On failure the table is as it was. */
PCS_API pcs_status pcs_edges_select(pcs_context *context, pcs_edges *edges, const pcs_select_options *options);

/* X(name, text): what pseudonyms keep of the hosts that they stand for. */
#define PCS_ANONYMITY_TABLE(X)                                                                                         \
    X(PCS_ANONYMITY_OFF, "off")       /* all: there are none */                                                        \
    X(PCS_ANONYMITY_RANDOM, "random") /* the kind of host; a service's port, a prefix's length */                      \
    X(PCS_ANONYMITY_PREFIX, "prefix") /* also how many first bits two IP addresses share (Crypto-PAn) */

typedef enum pcs_anonymity {
#define PCS_ANONYMITY_ENUM(name, text) name,
    PCS_ANONYMITY_TABLE(PCS_ANONYMITY_ENUM)
#undef PCS_ANONYMITY_ENUM
        PCS_ANONYMITY_COUNT
} pcs_anonymity;

PCS_API const char *pcs_anonymity_name(pcs_anonymity anonymity);

typedef struct pcs_anonymize_options {
    size_t size;
    pcs_anonymity anonymity;
    /* NULL: a key by chance, and other pseudonyms in each call; else a file of 32 bytes or 64 hexadecimal digits, which
     * is a secret: who has it can find the hosts. PCS_ANONYMITY_PREFIX takes it as Crypto-PAn does. */
    const char *key_file;
} pcs_anonymize_options;

/* Puts pseudonyms in the place of all hosts, no two of which become one, and sorts the table by them. PCS_E_ARGUMENT:
 * the library was built without libcrypto. On failure the table is as it was. options may be NULL. */
PCS_API pcs_status pcs_edges_anonymize(pcs_context *context, pcs_edges *edges, const pcs_anonymize_options *options);
/* Fails where pcs_edges_anonymize would for its options. */
PCS_API pcs_status pcs_anonymize_check(pcs_context *context, const pcs_anonymize_options *options);

/* Writes a host's address or name, ended by NUL, cut where it does not fit; returns its full length. */
PCS_API size_t pcs_edges_host_text(const pcs_edges *edges, uint32_t host, char *text, size_t text_size);

/* CSV with the header
 * a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,a_to_b_payload_bytes,b_to_a_packets,... ;
 * of a table with directions apart source,target,protocol,packets,bytes,payload_bytes, a row for each direction;
 * "-" is standard output, a regular file is replaced at once when complete. */
PCS_API pcs_status pcs_edges_write_csv(pcs_context *context, const pcs_edges *edges, const char *path);

/* CSV with the header host,packets_sent,bytes_sent,payload_bytes_sent,packets_received,bytes_received,
 * payload_bytes_received,degree,first,last: degree is how many other hosts it has edges with; first and last are
 * moments as of RFC 3339, empty where no time is known or the edges were read without times. path as of
 * pcs_edges_write_csv. */
PCS_API pcs_status pcs_edges_write_hosts(pcs_context *context, const pcs_edges *edges, const char *path);

/* A partial: all that the table holds, its times and the packets of the summary, compact and checksummed, to be read
 * and merged by pcs_edges_read. PCS_E_ARGUMENT: the table has its directions apart. path as of pcs_edges_write_csv. */
PCS_API pcs_status pcs_edges_write_partial(pcs_context *context, const pcs_edges *edges, const char *path);

/* ---- devices ---------------------------------------------------------------------------------------------------- */

typedef enum pcs_device_kind {
    PCS_DEVICE_HOST,
    PCS_DEVICE_CPU,
    PCS_DEVICE_GPU,
    PCS_DEVICE_ACCELERATOR
} pcs_device_kind;

typedef struct pcs_device_info {
    uint32_t index; /* 0 is the host device, OpenCL devices follow */
    pcs_device_kind kind;
    char name[128], platform[128], driver[64], version[64];
    uint32_t compute_units; /* threads, for the host device */
    uint64_t memory;        /* bytes; 0 where not known */
    char problem[128];      /* why it cannot be used; "" where it can */
} pcs_device_info;

typedef struct pcs_device_options {
    size_t size;
    uint32_t work_group; /* 0: the device's own choice; else a power of two, 1 to 256. Results never depend on it */
} pcs_device_options;

/* All devices, the host device first; a driver that crashes or hangs is left out and its problem logged.
 * *out is freed by pcs_device_list_free. */
PCS_API pcs_status pcs_device_list(pcs_context *context, pcs_device_info **out, size_t *count);
PCS_API void pcs_device_list_free(pcs_device_info *list);

typedef struct pcs_device pcs_device;

/* which: "auto" or NULL (the first GPU, else the host device), "host", an index, or a part of one device's name.
 * Tests the device before use: one that computes wrongly is refused. options may be NULL. */
PCS_API pcs_status pcs_device_open(pcs_context *context, const char *which, const pcs_device_options *options,
                                   pcs_device **out);
PCS_API void pcs_device_free(pcs_device *device);
PCS_API const pcs_device_info *pcs_device_get_info(const pcs_device *device);

/* ---- layout, image, what is painted on it ------------------------------------------------------------------------ */

#ifdef __cplusplus
}
#endif

#include "pcapshade_layout.h"

#include "pcapshade_image.h"
#include "pcapshade_marks.h"
#include "pcapshade_text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the whole way ---------------------------------------------------------------------------------------------- */

typedef struct pcs_render_options {
    size_t size;
    const char *device; /* as of pcs_device_open */
    /* NULL: each one's defaults */
    const pcs_device_options *device_options;
    const pcs_read_options *read;
    const pcs_layout_options *layout;
    const pcs_image_options *image;
    const pcs_image_text *texts; /* text chunks of the PNG */
    size_t text_count;
    bool describe;                          /* one more, Description: numbers of hosts, edges, packets and bytes */
    const pcs_select_options *select;       /* what of the edges is drawn; NULL: all */
    const char *save_positions;             /* NULL, or where to write them, as pcs_layout_write_csv does */
    const char *save_counts;                /* NULL, or where to write them, as pcs_counts_write_npy does */
    const pcs_anonymize_options *anonymize; /* pseudonyms for what select leaves; NULL: none */
    const pcs_mark_options *marks; /* what is painted on the picture, whose layer member they set; NULL: nothing */
    const pcs_text_options *text;  /* what to put on the image; NULL: nothing */
    const char *save_values;       /* NULL, or where to write them, as pcs_counts_write_values does */
} pcs_render_options;

/* X(name, text): what pcs_render does, in order. */
#define PCS_STAGE_TABLE(X)                                                                                             \
    X(PCS_STAGE_DEVICE, "device")                                                                                      \
    X(PCS_STAGE_READ, "read")                                                                                          \
    X(PCS_STAGE_LAYOUT, "layout")                                                                                      \
    X(PCS_STAGE_RASTER, "raster")                                                                                      \
    X(PCS_STAGE_SHADE, "shade")                                                                                        \
    X(PCS_STAGE_OVERLAY, "overlay")                                                                                    \
    X(PCS_STAGE_WRITE, "write")

typedef enum pcs_stage {
#define PCS_STAGE_ENUM(name, text) name,
    PCS_STAGE_TABLE(PCS_STAGE_ENUM)
#undef PCS_STAGE_ENUM
        PCS_STAGE_COUNT
} pcs_stage;

PCS_API const char *pcs_stage_name(pcs_stage stage);

typedef struct pcs_render_report {
    pcs_read_summary read;
    uint32_t hosts, edges, components;
    pcs_device_info device;
    double seconds[PCS_STAGE_COUNT];
    uint64_t bytes[PCS_STAGE_COUNT]; /* what the stage put out: table, positions, buffer, image, file */
    bool from_counts;                /* the input was counts: there are no hosts and edges */
} pcs_render_report;

/* Inputs to one PNG. A single input that is a file of counts, as pcs_counts_write_npy writes it, is only shaded.
 * Options, device and output are looked at before anything is read. report may be NULL; it holds what was done so far
 * even where the call fails. */
PCS_API pcs_status pcs_render(pcs_context *context, const char *const *inputs, size_t input_count, const char *output,
                              const pcs_render_options *options, pcs_render_report *report);

#ifdef __cplusplus
}
#endif

#include "pcapshade_bench.h"
#include "pcapshade_thumbs.h"

#endif
