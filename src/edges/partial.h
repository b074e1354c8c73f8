/* Partials: finished tables as files, to be merged later.
 *
 * A partial is its magic, the version of the format (32 bits), and blocks. A block is a header (kind, method, two bytes
 * 0; then 32 bits each: entries, raw length, stored length), the content as stored, and a CRC-32 that goes on from the
 * CRC of the block before (the first one from that of magic and version): no block can be changed, left out, repeated
 * or moved unnoticed. Numbers are little-endian outside contents and LEB128 in them.
 *
 *   summary  flags, hosts, edges, base time, first and last time (zigzag), packets, number of outcomes, each outcome
 *   hosts    each: kind; then of a name its length and bytes; of others the difference to the host before in this
 *            block, high half first where the kind has one (the low half counts from 0 where the high half differs),
 *            and the port of a service or the length of a prefix
 *   edges    column by column: a less the a before; b less the b before, or less a where a is another; protocol; the
 *            three counters of a_to_b and of b_to_a; with PARTIAL_TIMES: first time less the base time, last less first
 *   end      nothing; no byte follows
 *
 * Blocks stand in this order, hosts and edges ascending in theirs. Equal tables are equal bytes for one zlib. */
#ifndef PCS_EDGES_PARTIAL_H
#define PCS_EDGES_PARTIAL_H

#include "edges/door.h"

#define PCS_PARTIAL_MAGIC "\x89PCE\r\n\x1a\n"
enum { PCS_PARTIAL_MAGIC_LENGTH = 8, PCS_PARTIAL_HEADER = PCS_PARTIAL_MAGIC_LENGTH + 4, PCS_PARTIAL_VERSION = 1 };

typedef enum pcs_partial_kind {
    PCS_PARTIAL_SUMMARY,
    PCS_PARTIAL_HOSTS,
    PCS_PARTIAL_EDGES,
    PCS_PARTIAL_END,
    PCS_PARTIAL_KINDS
} pcs_partial_kind;
typedef enum pcs_partial_method { PCS_PARTIAL_STORED, PCS_PARTIAL_DEFLATED, PCS_PARTIAL_METHODS } pcs_partial_method;

enum { PCS_PARTIAL_TIMES = 1, PCS_PARTIAL_SATURATED = 2, PCS_PARTIAL_FLAGS = 3 };

enum {
    PCS_PARTIAL_BLOCK_HEADER = 16,
    PCS_PARTIAL_ENTRIES = 8192, /* of a block, at most */
    PCS_PARTIAL_HOST_MAX = 1 + 2 * 10 + PCS_HOST_NAME_MAX,
    PCS_PARTIAL_RAW_MAX = PCS_PARTIAL_ENTRIES * PCS_PARTIAL_HOST_MAX
};

/* Columns of edges. */
enum {
    PCS_PARTIAL_COUNTERS = 6,
    PCS_PARTIAL_COLUMNS = 3 + PCS_PARTIAL_COUNTERS,
    PCS_PARTIAL_COLUMNS_TIMED = PCS_PARTIAL_COLUMNS + 2
};

/* A block may hold at most this many times the bytes that it takes, so that the memory of a table is bounded by the
 * size of its file, whoever wrote it: a host is at least two bytes, an edge nine. */
static inline uint32_t pcs_partial_expansion(pcs_partial_kind kind) {
    return kind == PCS_PARTIAL_EDGES ? 8 : 2;
}

/* Of a host of that kind, whether the high half of the value and the suffix are written. */
static inline bool pcs_partial_is_wide(pcs_host_kind kind) {
    return kind == PCS_HOST_IPV6 || kind == PCS_HOST_IPV6_SERVICE || kind == PCS_HOST_IPV6_PREFIX;
}

static inline bool pcs_partial_has_suffix(pcs_host_kind kind) {
    return kind >= PCS_HOST_IPV4_SERVICE && kind < PCS_HOST_KINDS;
}

/* The counter of a column, from 0. */
static inline uint64_t *pcs_partial_counter(pcs_edge *edge, unsigned counter) {
    pcs_traffic *traffic = counter < 3 ? &edge->a_to_b : &edge->b_to_a;
    return counter % 3 == 0 ? &traffic->packets : counter % 3 == 1 ? &traffic->bytes : &traffic->payload_bytes;
}

extern const pcs_door pcs_door_partial;

#endif
