#include "edges/csv_write.h"
#include "edges/edges.h"

#include "base/outfile.h"

static const char header[] = "a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,"
                             "a_to_b_payload_bytes,b_to_a_packets,b_to_a_bytes,b_to_a_payload_bytes\n";

enum { ROW_SIZE = 2 * PCS_CSV_HOST_SIZE + 16 + 3 * PCS_CSV_TRAFFIC_SIZE };

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
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
    PCS_TRY(pcs_outfile_write(outfile, header, sizeof(header) - 1));
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        char row[ROW_SIZE];
        if (i % ROWS_A_TICK == 0) {
            PCS_TRY(pcs_tick(context, "write", (double)i / edges->edge_count, 0));
        }
        PCS_TRY(pcs_outfile_write(outfile, row, write_row(row, edges, &edges->table[i])));
    }
    PCS_TRY(pcs_outfile_commit(outfile));
done:
    pcs_outfile_free(outfile);
    return status;
}
