/* Packets in memory, as a capture has them, and the way from there to the table. */
#include "base/memory.h"
#include "bench/workload.h"
#include "capture/capture.h"
#include "edges/table.h"

#include <string.h>

enum {
    FILE_HEADER = 24,
    RECORD_HEADER = 16,
    CAPTURED = 54, /* of each packet: the headers of Ethernet, IPv4 and TCP */
    RECORD = RECORD_HEADER + CAPTURED,
    ETHERNET = 14,
    IPV4 = 20,
    CHUNK = 1 << 14
};

static const uint32_t start_seconds = 1332000000;

static void put16(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value) {
    put16(at, value >> 16);
    put16(at + 2, value);
}

/* Big-endian, for no reason but that it is written the same on every machine. */
static void put_file_header(uint8_t *at) {
    put32(at, 0xa1b2c3d4);
    put16(at + 4, 2);
    put16(at + 6, 4);
    put32(at + 16, CAPTURED);
    put32(at + 20, 1); /* Ethernet */
}

static void put_packet(uint8_t *at, uint64_t number, uint32_t source, uint32_t destination, pcs_protocol protocol,
                       const pcs_traffic *traffic) {
    uint32_t length = (uint32_t)traffic->bytes;
    put32(at, start_seconds + (uint32_t)(number / 1000000));
    put32(at + 4, (uint32_t)(number % 1000000));
    put32(at + 8, CAPTURED);
    put32(at + 12, length);
    uint8_t *frame = at + RECORD_HEADER;
    put16(frame, 0x0200);
    put32(frame + 2, destination);
    put16(frame + 6, 0x0200);
    put32(frame + 8, source);
    put16(frame + 12, 0x0800);
    uint8_t *ip = frame + ETHERNET;
    ip[0] = 0x45;
    put16(ip + 2, length - ETHERNET);
    ip[8] = 64;
    ip[9] = protocol == PCS_TCP ? 6 : protocol == PCS_UDP ? 17 : 1;
    put32(ip + 12, source);
    put32(ip + 16, destination);
    uint8_t *transport = ip + IPV4;
    if (protocol == PCS_ICMP) {
        transport[0] = 8;
        return;
    }
    put16(transport, 40000);
    put16(transport + 2, 443);
    if (protocol == PCS_UDP) {
        put16(transport + 4, length - ETHERNET - IPV4);
    } else {
        transport[12] = 0x50;
    }
}

/* A packet and its answer, edge after edge in steps of a large prime: what comes next is somewhere else in the table.
 */
static void put_chunk(void *argument, uint64_t chunk) {
    static const uint64_t step = 2654435761U;
    pcs_workload *w = argument;
    uint64_t edges = w->edges->edge_count, end = (chunk + 1) * CHUNK < edges ? (chunk + 1) * CHUNK : edges;
    for (uint64_t i = chunk * CHUNK; i < end; i++) {
        const pcs_edge *edge = &w->edges->table[i * step % edges];
        uint32_t a = (uint32_t)w->edges->hosts[edge->a].low, b = (uint32_t)w->edges->hosts[edge->b].low;
        uint8_t *at = w->capture + FILE_HEADER + 2 * i * RECORD;
        put_packet(at, 2 * i, a, b, edge->protocol, &edge->a_to_b);
        put_packet(at + RECORD, 2 * i + 1, b, a, edge->protocol, &edge->b_to_a);
    }
}

pcs_status pcs_workload_packets(pcs_context *context, pcs_workload *workload) {
    uint64_t edges = workload->edges->edge_count;
    pcs_pool *pool = pcs_context_pool(context);
    workload->info.packets = 2 * edges;
    workload->capture_size = FILE_HEADER + workload->info.packets * RECORD;
    workload->capture = pcs_memory_new(workload->capture_size, 1);
    if (!pool || !workload->capture) {
        return pcs_fail_memory(context, "the packets", workload->capture_size);
    }
    put_file_header(workload->capture);
    pcs_pool_run(pool, (edges + CHUNK - 1) / CHUNK, put_chunk, workload);
    return PCS_OK;
}

static pcs_status read_capture(pcs_context *context, const pcs_workload *workload, pcs_table *table) {
    enum { BATCH = 256, BATCHES_A_TICK = 64 };
    pcs_status status = PCS_OK;
    pcs_source *source = NULL;
    pcs_capture *capture = NULL;
    pcs_flow flows[BATCH];
    pcs_read_options options = PCS_OPTIONS(options);
    PCS_TRY(pcs_source_from_memory(context, "packets in memory", workload->capture, workload->capture_size, &source));
    PCS_TRY(pcs_capture_open(context, source, &options, &capture));
    size_t count = 1;
    for (unsigned batch = 0; count > 0; batch++) {
        if (batch % BATCHES_A_TICK == 0) {
            double done = (double)pcs_source_offset(source) / (double)workload->capture_size;
            PCS_TRY(pcs_tick(context, "read", done, pcs_source_offset(source)));
        }
        PCS_TRY(pcs_capture_read(capture, flows, BATCH, &count));
        PCS_TRY(pcs_table_add_flows(context, table, flows, count));
    }
done:
    pcs_capture_free(capture);
    pcs_source_free(source);
    return status;
}

pcs_status pcs_workload_ingest(pcs_context *context, const pcs_workload *workload, pcs_edges **out) {
    *out = NULL;
    if (workload->input) {
        return pcs_edges_read(context, &workload->input, 1, workload->read, out);
    }
    pcs_table table;
    pcs_table_init(&table, NULL);
    pcs_status status = read_capture(context, workload, &table);
    if (status == PCS_OK) {
        status = pcs_table_finish(context, &table, out);
    }
    pcs_table_clear(&table);
    return status;
}
