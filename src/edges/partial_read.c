#include "edges/partial.h"

#include "base/memory.h"
#include "base/varint.h"

#include <stdlib.h>
#include <zlib.h>

static const char *const kind_names[PCS_PARTIAL_KINDS] = {"summary", "hosts", "edges", "end"};

typedef struct partial {
    pcs_context *context;
    pcs_source *source;
    uint32_t crc;         /* of all before this block */
    uint64_t block_begin; /* for messages */
    size_t block_length;
    pcs_partial_kind kind;
    uint32_t entries;
    uint8_t *inflated;
    pcs_bytes raw; /* content of the block */
    size_t at;
    /* From the summary. */
    bool summary_read;
    uint64_t flags, host_count, edge_count, base_time;
    /* So far. */
    pcs_host_set hosts; /* numbered in the order of the file */
    uint8_t *used;      /* of each host, whether an edge names it */
    uint64_t edges_read;
    pcs_edge last; /* edge that was read */
    pcs_edge *edges;
    pcs_edge_times *times;
} partial;

static pcs_status fail(const partial *in, const char *what) {
    return pcs_fail(in->context, PCS_E_FORMAT, "%s: is a damaged partial (block of %s at byte %llu: %s): make it anew",
                    pcs_source_name(in->source), kind_names[in->kind], (unsigned long long)in->block_begin, what);
}

static uint32_t u32_at(pcs_bytes bytes, size_t offset) {
    uint32_t value = 0;
    pcs_bytes_le32(bytes, offset, &value);
    return value;
}

static bool take(partial *in, uint64_t *value) {
    return pcs_varint_read(in->raw, &in->at, value);
}

/* ---- blocks */

/* Where the source breaks, its own message stands. */
static pcs_status peek(const partial *in, size_t wanted, pcs_bytes *bytes) {
    pcs_status status = pcs_source_peek(in->source, wanted, bytes);
    return status == PCS_OK && bytes->length < wanted ? fail(in, "the file ends in it") : status;
}

static pcs_status inflate_content(partial *in, pcs_bytes stored, uint32_t raw_length) {
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)stored.data,
                       .avail_in = (uInt)stored.length,
                       .next_out = in->inflated,
                       .avail_out = raw_length};
    if (inflateInit(&stream) != Z_OK) {
        return pcs_fail_memory(in->context, "a block of a partial", raw_length);
    }
    int result = inflate(&stream, Z_FINISH);
    bool whole = result == Z_STREAM_END && stream.total_out == raw_length && stream.avail_in == 0;
    inflateEnd(&stream);
    in->raw = (pcs_bytes){in->inflated, raw_length};
    return whole ? PCS_OK : fail(in, "its content cannot be inflated");
}

static const char *check_header(const partial *in, const uint8_t header[4], uint32_t raw_length, uint32_t length) {
    bool sized = header[1] == PCS_PARTIAL_STORED ? raw_length == length : raw_length > length;
    uint32_t least = in->kind == PCS_PARTIAL_SUMMARY ? 1 : 0;
    uint32_t most = in->kind == PCS_PARTIAL_SUMMARY ? 1 : in->kind == PCS_PARTIAL_END ? 0 : PCS_PARTIAL_ENTRIES;
    if (header[1] >= PCS_PARTIAL_METHODS || header[2] != 0 || header[3] != 0) {
        return "its header is not valid";
    }
    if (in->entries < least || in->entries > most) {
        return "its number of entries is not valid";
    }
    if (!sized || raw_length > PCS_PARTIAL_RAW_MAX || raw_length > (uint64_t)length * pcs_partial_expansion(in->kind)) {
        return "its lengths are not valid";
    }
    return NULL;
}

/* Reads and checks the next block, which must be of kind in->kind. */
static pcs_status read_block(partial *in) {
    pcs_bytes bytes;
    pcs_status status = PCS_OK;
    in->block_begin = pcs_source_offset(in->source);
    PCS_TRY(peek(in, PCS_PARTIAL_BLOCK_HEADER, &bytes));
    if (bytes.data[0] != in->kind) {
        PCS_TRY(fail(in, "it does not stand here"));
    }
    in->entries = u32_at(bytes, 4);
    uint32_t raw_length = u32_at(bytes, 8), length = u32_at(bytes, 12);
    bool deflated = bytes.data[1] == PCS_PARTIAL_DEFLATED;
    const char *fault = check_header(in, bytes.data, raw_length, length);
    if (fault) {
        PCS_TRY(fail(in, fault));
    }
    size_t checked = PCS_PARTIAL_BLOCK_HEADER + (size_t)length;
    PCS_TRY(peek(in, checked + 4, &bytes));
    in->crc = (uint32_t)crc32(in->crc, bytes.data, (uInt)checked);
    if (in->crc != u32_at(bytes, checked)) {
        PCS_TRY(fail(in, "its checksum is another"));
    }
    in->at = 0;
    in->block_length = checked + 4;
    in->raw = (pcs_bytes){bytes.data + PCS_PARTIAL_BLOCK_HEADER, length};
    if (deflated) {
        PCS_TRY(inflate_content(in, in->raw, raw_length));
    }
done:
    return status;
}

/* The block has been read: nothing of its content may be left. */
static pcs_status end_block(const partial *in) {
    if (in->at != in->raw.length) {
        return fail(in, "it holds more than its entries");
    }
    pcs_source_take(in->source, in->block_length);
    return PCS_OK;
}

/* ---- contents */

static pcs_status read_summary(partial *in, pcs_table *table, pcs_read_summary *summary) {
    pcs_read_summary own = {.inputs = 0};
    uint64_t first = 0, last = 0, outcomes = 0, sum = 0;
    in->kind = PCS_PARTIAL_SUMMARY;
    pcs_status status = PCS_OK;
    PCS_TRY(read_block(in));
    bool valid = take(in, &in->flags) && take(in, &in->host_count) && take(in, &in->edge_count) &&
                 take(in, &in->base_time) && take(in, &first) && take(in, &last) && take(in, &own.packets) &&
                 take(in, &outcomes) && outcomes == PCS_OUTCOME_COUNT;
    for (unsigned i = 0; i < PCS_OUTCOME_COUNT && valid; i++) {
        valid = take(in, &own.outcomes[i]) && !__builtin_add_overflow(sum, own.outcomes[i], &sum);
    }
    if (!valid || (in->flags & ~(uint64_t)PCS_PARTIAL_FLAGS) != 0 || sum != own.packets) {
        PCS_TRY(fail(in, "its numbers are not valid"));
    }
    in->base_time = pcs_unzigzag(in->base_time);
    own.first_ns = (int64_t)pcs_unzigzag(first);
    own.last_ns = (int64_t)pcs_unzigzag(last);
    pcs_door_add_summary(summary, &own);
    table->addresses.saturated |= (in->flags & PCS_PARTIAL_SATURATED) != 0;
    in->summary_read = true;
    PCS_TRY(end_block(in));
done:
    return status;
}

static bool read_name(partial *in, pcs_host *host) {
    uint64_t length;
    if (!take(in, &length) || length > PCS_HOST_NAME_MAX || !pcs_bytes_has(in->raw, in->at, length)) {
        return false;
    }
    const char *name = (const char *)in->raw.data + in->at;
    in->at += length;
    return pcs_host_parse(name, length, host) && host->kind == PCS_HOST_NAME;
}

/* Whether the host is what its text says: no bit is set that does not count. */
static bool is_written_so(const pcs_host *host) {
    char text[PCS_HOST_NAME_MAX + 1];
    pcs_host again;
    size_t length = pcs_host_text(host, text, sizeof(text));
    return length < sizeof(text) && pcs_host_parse(text, length, &again) && pcs_host_compare(host, &again) == 0;
}

static bool read_host(partial *in, const pcs_host *before, pcs_host *host) {
    uint64_t kind, high = 0, low, suffix = 0;
    if (!take(in, &kind) || kind >= PCS_HOST_KINDS) {
        return false;
    }
    if (kind == PCS_HOST_NAME) {
        return read_name(in, host);
    }
    bool same_kind = before && before->kind == (pcs_host_kind)kind;
    if ((pcs_partial_is_wide((pcs_host_kind)kind) && !take(in, &high)) || !take(in, &low) ||
        (pcs_partial_has_suffix((pcs_host_kind)kind) && !take(in, &suffix)) || suffix > UINT32_MAX) {
        return false;
    }
    *host = (pcs_host){
        .kind = (pcs_host_kind)kind, .suffix = (uint32_t)suffix, .high = high + (same_kind ? before->high : 0)};
    host->low = low + (same_kind && before->high == host->high ? before->low : 0);
    return is_written_so(host);
}

static pcs_status read_hosts(partial *in) {
    pcs_host before, host;
    uint32_t number;
    in->kind = PCS_PARTIAL_HOSTS;
    pcs_status status = PCS_OK;
    PCS_TRY(read_block(in));
    if (in->entries == 0 || in->entries > in->host_count - in->hosts.count) {
        PCS_TRY(fail(in, "its number of entries is not valid"));
    }
    for (uint32_t i = 0; i < in->entries; i++) {
        bool any = in->hosts.count > 0;
        if (any) {
            before = pcs_host_set_get(&in->hosts, in->hosts.count - 1);
        }
        if (!read_host(in, i > 0 ? &before : NULL, &host) || (any && pcs_host_compare(&before, &host) >= 0)) {
            PCS_TRY(fail(in, "a host is not valid or out of order"));
        }
        PCS_TRY(pcs_host_set_add(in->context, &in->hosts, &host, 1, &number));
    }
    PCS_TRY(end_block(in));
done:
    return status;
}

/* False: the cell is not valid. */
static bool set_cell(partial *in, uint32_t place, unsigned column, uint64_t value) {
    pcs_edge *edge = &in->edges[place], *before = place > 0 ? edge - 1 : NULL;
    uint64_t number;
    switch (column) {
    case 0:
        number = value + (before ? before->a : 0);
        edge->a = (uint32_t)number;
        return value < in->host_count && number < in->host_count;
    case 1:
        number = value + (before && before->a == edge->a ? before->b : edge->a);
        edge->b = (uint32_t)number;
        return value < in->host_count && number < in->host_count;
    case 2:
        edge->protocol = (pcs_protocol)value;
        return value < PCS_PROTOCOL_COUNT;
    case PCS_PARTIAL_COLUMNS:
        in->times[place].first_ns = (int64_t)(pcs_unzigzag(value) + in->base_time);
        return true;
    case PCS_PARTIAL_COLUMNS + 1:
        in->times[place].last_ns = (int64_t)(value + (uint64_t)in->times[place].first_ns);
        return in->times[place].last_ns >= in->times[place].first_ns;
    default:
        *pcs_partial_counter(edge, column - 3) = value;
        return true;
    }
}

static bool is_after(const pcs_edge *edge, const pcs_edge *before) {
    if (edge->a != before->a || edge->b != before->b) {
        return edge->a > before->a || (edge->a == before->a && edge->b > before->b);
    }
    return edge->protocol > before->protocol;
}

/* An edge of a host to itself has traffic one way alone. */
static bool is_valid(const partial *in, const pcs_edge *edge, const pcs_edge *before) {
    const pcs_traffic *back = &edge->b_to_a;
    return (!before || is_after(edge, before)) && in->host_count > edge->b && edge->b >= edge->a &&
           (edge->a != edge->b || (back->packets | back->bytes | back->payload_bytes) == 0);
}

static pcs_status add_edges(partial *in, pcs_table *table) {
    enum { SOME = 64 };
    pcs_exchange exchanges[SOME];
    pcs_status status = PCS_OK;
    for (uint32_t begin = 0; begin < in->entries && status == PCS_OK; begin += SOME) {
        uint32_t some = in->entries - begin < SOME ? in->entries - begin : SOME;
        for (uint32_t i = 0; i < some; i++) {
            const pcs_edge *edge = &in->edges[begin + i];
            in->used[edge->a] = in->used[edge->b] = 1;
            exchanges[i] =
                (pcs_exchange){.pair = {pcs_host_set_get(&in->hosts, edge->a), pcs_host_set_get(&in->hosts, edge->b)},
                               .protocol = edge->protocol,
                               .there = edge->a_to_b,
                               .back = edge->b_to_a,
                               .times = in->times[begin + i]};
        }
        status = pcs_table_add_exchanges(in->context, table, exchanges, some);
    }
    return status;
}

static pcs_status read_edges(partial *in, pcs_table *table) {
    bool timed = (in->flags & PCS_PARTIAL_TIMES) != 0;
    unsigned columns = timed ? PCS_PARTIAL_COLUMNS_TIMED : PCS_PARTIAL_COLUMNS;
    in->kind = PCS_PARTIAL_EDGES;
    pcs_status status = PCS_OK;
    PCS_TRY(read_block(in));
    if (in->entries == 0 || in->entries > in->edge_count - in->edges_read) {
        PCS_TRY(fail(in, "its number of entries is not valid"));
    }
    for (unsigned column = 0; column < columns; column++) {
        for (uint32_t i = 0; i < in->entries; i++) {
            uint64_t value;
            if (!take(in, &value) || !set_cell(in, i, column, value)) {
                PCS_TRY(fail(in, "an edge is not valid"));
            }
        }
    }
    for (uint32_t i = 0; i < in->entries; i++) {
        const pcs_edge *before = i > 0 ? &in->edges[i - 1] : in->edges_read > 0 ? &in->last : NULL;
        if (!is_valid(in, &in->edges[i], before)) {
            PCS_TRY(fail(in, "an edge is not valid or out of order"));
        }
    }
    PCS_TRY(add_edges(in, table));
    in->last = in->edges[in->entries - 1];
    in->edges_read += in->entries;
    PCS_TRY(end_block(in));
done:
    return status;
}

static pcs_status read_end(partial *in) {
    pcs_bytes rest;
    in->kind = PCS_PARTIAL_END;
    pcs_status status = PCS_OK;
    PCS_TRY(read_block(in));
    PCS_TRY(end_block(in));
    PCS_TRY(pcs_source_peek(in->source, 1, &rest));
    if (rest.length > 0) {
        PCS_TRY(fail(in, "more bytes follow"));
    }
    for (uint32_t i = 0; i < in->hosts.count; i++) {
        if (!in->used[i]) {
            PCS_TRY(fail(in, "a host has no edge"));
        }
    }
done:
    return status;
}

/* ---- the door */

static void free_partial(void *state) {
    partial *in = state;
    if (in) {
        pcs_host_set_clear(&in->hosts);
        free(in->used);
        free(in->inflated);
        free(in->edges);
        free(in->times);
        free(in);
    }
}

static pcs_status check_magic(pcs_context *context, pcs_source *source, pcs_bytes bytes) {
    if (bytes.length < PCS_PARTIAL_HEADER) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is a damaged partial (it has %zu bytes): make it anew",
                        pcs_source_name(source), bytes.length);
    }
    if (memcmp(bytes.data, PCS_PARTIAL_MAGIC, PCS_PARTIAL_MAGIC_LENGTH) != 0) {
        return pcs_fail(context, PCS_E_FORMAT,
                        "%s: is a damaged partial (byte 4: its line ends were changed): copy it again, as binary",
                        pcs_source_name(source));
    }
    uint32_t version = u32_at(bytes, PCS_PARTIAL_MAGIC_LENGTH);
    if (version != PCS_PARTIAL_VERSION) {
        return pcs_fail(context, PCS_E_FORMAT,
                        "%s: is a partial of format %u, and this program reads format %u: make it with this version",
                        pcs_source_name(source), version, (unsigned)PCS_PARTIAL_VERSION);
    }
    return PCS_OK;
}

static pcs_status open_partial(pcs_context *context, pcs_source *source, pcs_bytes beginning, void **state) {
    enum { KNOWN = 4 }; /* bytes of the magic that survive a change of line ends */
    partial *in = NULL;
    pcs_bytes bytes;
    pcs_status status = PCS_OK;
    *state = NULL;
    if (beginning.length < KNOWN || memcmp(beginning.data, PCS_PARTIAL_MAGIC, KNOWN) != 0) {
        return PCS_OK;
    }
    PCS_TRY(pcs_source_peek(source, PCS_PARTIAL_HEADER, &bytes));
    PCS_TRY(check_magic(context, source, bytes));
    in = calloc(1, sizeof(*in));
    if (in) {
        *in =
            (partial){.context = context, .source = source, .crc = (uint32_t)crc32(0, bytes.data, PCS_PARTIAL_HEADER)};
        in->inflated = malloc(PCS_PARTIAL_RAW_MAX);
        in->edges = malloc(PCS_PARTIAL_ENTRIES * sizeof(*in->edges));
        in->times = calloc(PCS_PARTIAL_ENTRIES, sizeof(*in->times));
    }
    if (!in || !in->inflated || !in->edges || !in->times) {
        PCS_TRY(pcs_fail_memory(context, "a block of a partial", PCS_PARTIAL_RAW_MAX));
    }
    pcs_source_take(source, PCS_PARTIAL_HEADER);
    *state = in;
    in = NULL;
done:
    free_partial(in);
    return status;
}

static pcs_status read_partial(void *state, pcs_table *table, pcs_read_summary *summary, bool *end) {
    partial *in = state;
    if (!in->summary_read) {
        in->hosts.key = table->hosts.key;
        return read_summary(in, table, summary);
    }
    if (in->hosts.count < in->host_count) {
        return read_hosts(in);
    }
    if (!in->used) {
        in->used = pcs_memory_new(in->hosts.count, 1);
        if (!in->used) {
            return pcs_fail_memory(in->context, "the host table", in->hosts.count);
        }
    }
    if (in->edges_read < in->edge_count) {
        return read_edges(in, table);
    }
    pcs_status status = read_end(in);
    *end = status == PCS_OK;
    return status;
}

const pcs_door pcs_door_partial = {"a partial", open_partial, read_partial, free_partial};
