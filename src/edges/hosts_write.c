/* The table of hosts as CSV: what the edges say of each. */
#include "edges/csv_write.h"
#include "edges/host_totals.h"

#include "base/moment.h"
#include "base/outfile.h"

#include <stdlib.h>

static const char header[] = "host,packets_sent,bytes_sent,payload_bytes_sent,packets_received,bytes_received,"
                             "payload_bytes_received,degree,first,last\n";

enum {
    ROW_SIZE = PCS_CSV_HOST_SIZE + 2 * PCS_CSV_TRAFFIC_SIZE + PCS_AMOUNT_DIGITS + 2 * PCS_MOMENT_LENGTH + 4,
    ROWS_A_TICK = 1 << 16
};

/* Nothing where the time is not known. */
static char *write_moment(char *out, int64_t ns) {
    *out++ = ',';
    return ns == 0 ? out : pcs_moment_write(out, ns);
}

static size_t write_row(char row[ROW_SIZE], const pcs_host *host, const pcs_host_totals *of) {
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
    pcs_host_totals *hosts;
    PCS_TRY(pcs_host_totals_new(context, edges, &hosts));
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
