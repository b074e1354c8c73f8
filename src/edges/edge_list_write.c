#include "edges/amount.h"
#include "edges/edge_list.h"

#include "base/outfile.h"

#include <string.h>

static const char header[] = "a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,"
                             "a_to_b_payload_bytes,b_to_a_packets,b_to_a_bytes,b_to_a_payload_bytes\n";

/* A row of two hosts and nine counters. */
enum { ROW_SIZE = 2 * PCS_EDGE_LIST_HOST_SIZE + 16 + 9 * (PCS_AMOUNT_DIGITS + 1) };

static char *write_name(char *out, const pcs_host *host) {
    const char *name = host->name, *end = name + host->name_length;
    bool formula = pcs_edge_list_is_formula(name, host->name_length);
    bool blanks = host->name_length > 0 && (strchr(" \t", name[0]) || strchr(" \t", end[-1]));
    bool quoted = blanks || memchr(name, ',', host->name_length) || memchr(name, '"', host->name_length) ||
                  memchr(name, '\r', host->name_length) || memchr(name, '\n', host->name_length);
    if (quoted) {
        *out++ = '"';
    }
    if (formula) {
        *out++ = '\'';
    }
    for (; name < end; name++) {
        if (*name == '"') {
            *out++ = '"';
        }
        *out++ = *name;
    }
    if (quoted) {
        *out++ = '"';
    }
    return out;
}

char *pcs_edge_list_write_host(char *out, const pcs_host *host) {
    return host->kind == PCS_HOST_NAME ? write_name(out, host)
                                       : out + pcs_host_text(host, out, PCS_EDGE_LIST_HOST_SIZE);
}

static char *write_traffic(char *out, const pcs_traffic *traffic) {
    const uint64_t amounts[3] = {traffic->packets, traffic->bytes, traffic->payload_bytes};
    for (int i = 0; i < 3; i++) {
        *out++ = ',';
        out = pcs_amount_write(out, amounts[i]);
    }
    return out;
}

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
}

static size_t write_row(char row[ROW_SIZE], const pcs_edges *edges, const pcs_edge *edge) {
    const pcs_traffic *there = &edge->a_to_b, *back = &edge->b_to_a;
    const pcs_traffic both = {sum(there->packets, back->packets), sum(there->bytes, back->bytes),
                              sum(there->payload_bytes, back->payload_bytes)};
    char *out = pcs_edge_list_write_host(row, &edges->hosts[edge->a]);
    *out++ = ',';
    out = pcs_edge_list_write_host(out, &edges->hosts[edge->b]);
    *out++ = ',';
    for (const char *name = pcs_protocol_name(edge->protocol); *name; name++) {
        *out++ = *name;
    }
    out = write_traffic(out, &both);
    out = write_traffic(out, there);
    out = write_traffic(out, back);
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
