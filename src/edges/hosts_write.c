/* The table of hosts as CSV: what the edges say of each. */
#include "edges/csv_write.h"
#include "edges/edges.h"

#include "base/memory.h"
#include "base/moment.h"
#include "base/outfile.h"

#include <stdlib.h>

static const char header[] = "host,packets_sent,bytes_sent,payload_bytes_sent,packets_received,bytes_received,"
                             "payload_bytes_received,degree,first,last\n";

enum {
    ROW_SIZE = PCS_CSV_HOST_SIZE + 2 * PCS_CSV_TRAFFIC_SIZE + PCS_AMOUNT_DIGITS + 2 * PCS_MOMENT_LENGTH + 4,
    ROWS_A_TICK = 1 << 16
};

typedef struct totals {
    pcs_traffic sent, received;
    pcs_edge_times times;
    uint32_t degree; /* hosts besides itself that it has edges with */
} totals;

static void add(uint64_t *sum, uint64_t more) {
    if (__builtin_add_overflow(*sum, more, sum)) {
        *sum = UINT64_MAX;
    }
}

static void add_way(totals *source, totals *destination, const pcs_traffic *traffic) {
    add(&source->sent.packets, traffic->packets);
    add(&source->sent.bytes, traffic->bytes);
    add(&source->sent.payload_bytes, traffic->payload_bytes);
    add(&destination->received.packets, traffic->packets);
    add(&destination->received.bytes, traffic->bytes);
    add(&destination->received.payload_bytes, traffic->payload_bytes);
}

static void add_edges(const pcs_edges *edges, totals *hosts) {
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i], *before = i > 0 ? edge - 1 : NULL;
        totals *a = &hosts[edge->a], *b = &hosts[edge->b];
        add_way(a, b, &edge->a_to_b);
        add_way(b, a, &edge->b_to_a);
        if (edge->a != edge->b && !(before && before->a == edge->a && before->b == edge->b)) {
            a->degree++;
            b->degree++;
        }
        if (edges->times) {
            pcs_edge_times_widen(&a->times, &edges->times[i]);
            pcs_edge_times_widen(&b->times, &edges->times[i]);
        }
    }
}

/* Nothing where the time is not known. */
static char *write_moment(char *out, int64_t ns) {
    *out++ = ',';
    return ns == 0 ? out : pcs_moment_write(out, ns);
}

static size_t write_row(char row[ROW_SIZE], const pcs_host *host, const totals *of) {
    char *out = pcs_csv_write_host(row, host);
    out = pcs_csv_write_traffic(out, &of->sent);
    out = pcs_csv_write_traffic(out, &of->received);
    *out++ = ',';
    out = pcs_amount_write(out, of->degree);
    out = write_moment(out, of->times.first_ns);
    out = write_moment(out, of->times.last_ns);
    *out++ = '\n';
    return (size_t)(out - row);
}

pcs_status pcs_edges_write_hosts(pcs_context *context, const pcs_edges *edges, const char *path) {
    pcs_outfile *outfile = NULL;
    pcs_status status = PCS_OK;
    totals *hosts = pcs_memory_new(edges->host_count, sizeof(*hosts));
    if (!hosts) {
        status = pcs_fail_memory(context, "the host table", (uint64_t)edges->host_count * sizeof(*hosts));
        goto done;
    }
    add_edges(edges, hosts);
    PCS_TRY(pcs_outfile_open(context, path, &outfile));
    PCS_TRY(pcs_outfile_write(outfile, header, sizeof(header) - 1));
    for (uint32_t i = 0; i < edges->host_count; i++) {
        char row[ROW_SIZE];
        if (i % ROWS_A_TICK == 0) {
            PCS_TRY(pcs_tick(context, "write", (double)i / edges->host_count, 0));
        }
        PCS_TRY(pcs_outfile_write(outfile, row, write_row(row, &edges->hosts[i], &hosts[i])));
    }
    PCS_TRY(pcs_outfile_commit(outfile));
done:
    pcs_outfile_free(outfile);
    free(hosts);
    return status;
}
