#include "edges/partial.h"

#include "base/outfile.h"
#include "base/varint.h"

#include <stdlib.h>
#include <zlib.h>

/* The fastest: it takes half the time of zlib's default for two hundredths more bytes. */
enum { LEVEL = Z_BEST_SPEED };

/* The block at hand. */
typedef struct writer {
    pcs_outfile *outfile;
    uint32_t crc; /* of all before this block */
    uint8_t *raw, *end, *stored;
    uLong stored_size; /* room at stored */
    z_stream stream;   /* set up once, for all blocks */
    bool stream_ready;
} writer;

static void put_u32(uint8_t *out, uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(value >> (8 * i));
    }
}

static void put(writer *out, uint64_t value) {
    out->end = pcs_varint_write(out->end, value);
}

/* Deflates the block; 0: it does not get smaller. */
static size_t deflate_raw(writer *out, size_t raw_length, int strategy) {
    z_stream *stream = &out->stream;
    deflateReset(stream);
    deflateParams(stream, LEVEL, strategy);
    stream->next_in = out->raw;
    stream->avail_in = (uInt)raw_length;
    stream->next_out = out->stored;
    stream->avail_out = (uInt)out->stored_size;
    bool done = deflate(stream, Z_FINISH) == Z_STREAM_END;
    return done && stream->total_out < raw_length ? stream->total_out : 0;
}

/* What compresses too well is written in Huffman codes alone, of at least a bit a byte, or as it is. */
static const uint8_t *compress_raw(writer *out, pcs_partial_kind kind, size_t raw_length, size_t *length) {
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY};
    for (size_t i = 0; i < sizeof(strategies) / sizeof(strategies[0]); i++) {
        *length = deflate_raw(out, raw_length, strategies[i]);
        if (*length > 0 && raw_length <= *length * pcs_partial_expansion(kind)) {
            return out->stored;
        }
    }
    *length = raw_length;
    return out->raw;
}

static pcs_status write_block(writer *out, pcs_partial_kind kind, uint32_t entries) {
    uint8_t header[PCS_PARTIAL_BLOCK_HEADER] = {(uint8_t)kind}, crc[4];
    size_t raw_length = (size_t)(out->end - out->raw), length;
    const uint8_t *content = compress_raw(out, kind, raw_length, &length);
    pcs_status status = PCS_OK;
    header[1] = content == out->raw ? PCS_PARTIAL_STORED : PCS_PARTIAL_DEFLATED;
    put_u32(header + 4, entries);
    put_u32(header + 8, (uint32_t)raw_length);
    put_u32(header + 12, (uint32_t)length);
    out->crc = (uint32_t)crc32(out->crc, header, sizeof(header));
    out->crc = (uint32_t)crc32(out->crc, content, (uInt)length);
    put_u32(crc, out->crc);
    PCS_TRY(pcs_outfile_write(out->outfile, header, sizeof(header)));
    PCS_TRY(pcs_outfile_write(out->outfile, content, length));
    PCS_TRY(pcs_outfile_write(out->outfile, crc, sizeof(crc)));
done:
    out->end = out->raw;
    return status;
}

static uint64_t base_time(const pcs_edges *edges) {
    pcs_edge_times all = {0, 0};
    for (uint32_t i = 0; edges->times && i < edges->edge_count; i++) {
        pcs_edge_times_widen(&all, &edges->times[i]);
    }
    return (uint64_t)all.first_ns;
}

static pcs_status write_summary(writer *out, const pcs_edges *edges) {
    const pcs_read_summary *summary = &edges->summary;
    put(out, (edges->times ? PCS_PARTIAL_TIMES : 0U) | (edges->saturated ? PCS_PARTIAL_SATURATED : 0U));
    put(out, edges->host_count);
    put(out, edges->edge_count);
    put(out, pcs_zigzag(base_time(edges)));
    put(out, pcs_zigzag((uint64_t)summary->first_ns));
    put(out, pcs_zigzag((uint64_t)summary->last_ns));
    put(out, summary->packets);
    put(out, PCS_OUTCOME_COUNT);
    for (unsigned i = 0; i < PCS_OUTCOME_COUNT; i++) {
        put(out, summary->outcomes[i]);
    }
    return write_block(out, PCS_PARTIAL_SUMMARY, 1);
}

static void put_host(writer *out, const pcs_host *host, const pcs_host *before) {
    put(out, host->kind);
    if (host->kind == PCS_HOST_NAME) {
        put(out, host->name_length);
        memcpy(out->end, host->name, host->name_length);
        out->end += host->name_length;
        return;
    }
    bool same_kind = before && before->kind == host->kind;
    uint64_t high = same_kind ? before->high : 0;
    uint64_t low = same_kind && before->high == host->high ? before->low : 0;
    if (pcs_partial_is_wide(host->kind)) {
        put(out, host->high - high);
    }
    put(out, host->low - low);
    if (pcs_partial_has_suffix(host->kind)) {
        put(out, host->suffix);
    }
}

static pcs_status write_hosts(writer *out, const pcs_edges *edges) {
    pcs_status status = PCS_OK;
    for (uint32_t begin = 0; begin < edges->host_count && status == PCS_OK; begin += PCS_PARTIAL_ENTRIES) {
        uint32_t left = edges->host_count - begin, some = left < PCS_PARTIAL_ENTRIES ? left : PCS_PARTIAL_ENTRIES;
        for (uint32_t i = 0; i < some; i++) {
            const pcs_host *host = &edges->hosts[begin + i];
            put_host(out, host, i > 0 ? host - 1 : NULL);
        }
        status = write_block(out, PCS_PARTIAL_HOSTS, some);
    }
    return status;
}

/* What stands in a column of the edge with this place; begin is the place of the first edge in the block. */
static uint64_t cell(const pcs_edges *edges, uint32_t place, uint32_t begin, unsigned column, uint64_t base) {
    pcs_edge *edge = &edges->table[place], *before = place > begin ? edge - 1 : NULL;
    switch (column) {
    case 0:
        return edge->a - (before ? before->a : 0);
    case 1:
        return edge->b - (before && before->a == edge->a ? before->b : edge->a);
    case 2:
        return edge->protocol;
    case PCS_PARTIAL_COLUMNS:
        return pcs_zigzag((uint64_t)edges->times[place].first_ns - base);
    case PCS_PARTIAL_COLUMNS + 1:
        return (uint64_t)edges->times[place].last_ns - (uint64_t)edges->times[place].first_ns;
    default:
        return *pcs_partial_counter(edge, column - 3);
    }
}

static pcs_status write_edges(writer *out, pcs_context *context, const pcs_edges *edges) {
    unsigned columns = edges->times ? PCS_PARTIAL_COLUMNS_TIMED : PCS_PARTIAL_COLUMNS;
    uint64_t base = base_time(edges);
    pcs_status status = PCS_OK;
    for (uint32_t begin = 0; begin < edges->edge_count; begin += PCS_PARTIAL_ENTRIES) {
        uint32_t left = edges->edge_count - begin, some = left < PCS_PARTIAL_ENTRIES ? left : PCS_PARTIAL_ENTRIES;
        PCS_TRY(pcs_tick(context, "write", (double)begin / edges->edge_count, 0));
        for (unsigned column = 0; column < columns; column++) {
            for (uint32_t i = begin; i < begin + some; i++) {
                put(out, cell(edges, i, begin, column, base));
            }
        }
        PCS_TRY(write_block(out, PCS_PARTIAL_EDGES, some));
    }
done:
    return status;
}

static pcs_status open_writer(pcs_context *context, writer *out) {
    out->stored_size = PCS_PARTIAL_RAW_MAX;
    out->raw = malloc(PCS_PARTIAL_RAW_MAX);
    out->stored = malloc(out->stored_size);
    out->stream_ready = out->raw && out->stored && deflateInit(&out->stream, LEVEL) == Z_OK;
    out->end = out->raw;
    return out->stream_ready ? PCS_OK : pcs_fail_memory(context, "a block of a partial", 2 * out->stored_size);
}

pcs_status pcs_edges_write_partial(pcs_context *context, const pcs_edges *edges, const char *path) {
    uint8_t header[PCS_PARTIAL_HEADER] = PCS_PARTIAL_MAGIC;
    writer out = {.outfile = NULL};
    pcs_status status = PCS_OK;
    if (edges->directed) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "%s: a partial keeps both directions of an edge together: leave them so", path);
    }
    put_u32(header + PCS_PARTIAL_MAGIC_LENGTH, PCS_PARTIAL_VERSION);
    out.crc = (uint32_t)crc32(0, header, sizeof(header));
    PCS_TRY(open_writer(context, &out));
    PCS_TRY(pcs_outfile_open(context, path, &out.outfile));
    PCS_TRY(pcs_outfile_write(out.outfile, header, sizeof(header)));
    PCS_TRY(write_summary(&out, edges));
    PCS_TRY(write_hosts(&out, edges));
    PCS_TRY(write_edges(&out, context, edges));
    PCS_TRY(write_block(&out, PCS_PARTIAL_END, 0));
    PCS_TRY(pcs_outfile_commit(out.outfile));
done:
    pcs_outfile_free(out.outfile);
    if (out.stream_ready) {
        deflateEnd(&out.stream);
    }
    free(out.stored);
    free(out.raw);
    return status;
}
