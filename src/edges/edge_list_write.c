#include "edges/csv_write.h"
#include "edges/edges.h"

#include "base/outfile.h"

#include <string.h>

static const char header[] = "a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,"
                             "a_to_b_payload_bytes,b_to_a_packets,b_to_a_bytes,b_to_a_payload_bytes\n";

/* Of a table with directions apart. */
static const char directed_header[] = "source,target,protocol,packets,bytes,payload_bytes\n";

enum { ROW_SIZE = 2 * PCS_CSV_HOST_SIZE + 16 + 3 * PCS_CSV_TRAFFIC_SIZE };

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
}

static size_t write_directed_row(char row[ROW_SIZE], const pcs_edges *edges, const pcs_edge *edge) {
    bool back = (edge->b_to_a.packets | edge->b_to_a.bytes | edge->b_to_a.payload_bytes) != 0;
    char *out = pcs_csv_write_host(row, &edges->hosts[back ? edge->b : edge->a]);
    *out++ = ',';
    out = pcs_csv_write_host(out, &edges->hosts[back ? edge->a : edge->b]);
    *out++ = ',';
    for (const char *name = pcs_protocol_name(edge->protocol); *name; name++) {
        *out++ = *name;
    }
    out = pcs_csv_write_traffic(out, back ? &edge->b_to_a : &edge->a_to_b);
    *out++ = '\n';
    return (size_t)(out - row);
}

static size_t write_row(char row[ROW_SIZE], const pcs_edges *edges, const pcs_edge *edge) {
    const pcs_traffic *there = &edge->a_to_b, *back = &edge->b_to_a;
    const pcs_traffic both = {sum(there->packets, back->packets), sum(there->bytes, back->bytes),
                              sum(there->payload_bytes, back->payload_bytes)};
    char *out = pcs_csv_write_host(row, &edges->hosts[edge->a]);
    *out++ = ',';
    out = pcs_csv_write_host(out, &edges->hosts[edge->b]);
    *out++ = ',';
    for (const char *name = pcs_protocol_name(edge->protocol); *name; name++) {
        *out++ = *name;
    }
    out = pcs_csv_write_traffic(out, &both);
    out = pcs_csv_write_traffic(out, there);
    out = pcs_csv_write_traffic(out, back);
    *out++ = '\n';
    return (size_t)(out - row);
}

pcs_status pcs_edges_write_csv(pcs_context *context, const pcs_edges *edges, const char *path) {
    enum { ROWS_A_TICK = 1 << 16 };
    pcs_outfile *outfile = NULL;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_outfile_open(context, path, &outfile));
    const char *first = edges->directed ? directed_header : header;
    PCS_TRY(pcs_outfile_write(outfile, first, strlen(first)));
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        char row[ROW_SIZE];
        if (i % ROWS_A_TICK == 0) {
            PCS_TRY(pcs_tick(context, "write", (double)i / edges->edge_count, 0));
        }
        size_t length = edges->directed ? write_directed_row(row, edges, &edges->table[i])
                                        : write_row(row, edges, &edges->table[i]);
        PCS_TRY(pcs_outfile_write(outfile, row, length));
    }
    PCS_TRY(pcs_outfile_commit(outfile));
done:
    pcs_outfile_free(outfile);
    return status;
}
