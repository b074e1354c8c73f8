/* Results as a table for other programs. */
#include "base/number.h"
#include "base/outfile.h"
#include "bench/result.h"

#include <inttypes.h>
#include <stdio.h>

enum { CELL = 2 * 256 + 4, ROW = 4096 };

static const char header[] = "device,workload,part,stage,level,name,unit,runs,low_ns,median_ns,high_ns,outliers,calls,"
                             "amount,bytes,operations,adds,share,limit,hash,verdict,problem\n";

/* In quotes, those within doubled; what a spreadsheet would run as a formula with an apostrophe before it. */
static const char *quote(const char *text, char cell[CELL]) {
    size_t used = 0;
    cell[used++] = '"';
    if (*text == '=' || *text == '+' || *text == '-' || *text == '@') {
        cell[used++] = '\'';
    }
    for (; *text && used + 4 < CELL; text++) {
        if (*text == '"') {
            cell[used++] = '"';
        }
        cell[used++] = *text >= ' ' && *text <= '~' ? *text : '?';
    }
    cell[used++] = '"';
    cell[used] = '\0';
    return cell;
}

static int write_row(char text[ROW], const pcs_bench_result *result, const pcs_bench_row *row) {
    char device[CELL], problem[CELL], share[PCS_NUMBER_SIZE] = "", hash[17] = "";
    const char *workload = row->workload == PCS_BENCH_NONE ? "" : result->workloads[row->workload].name;
    const char *stage = row->stage == PCS_BENCH_NONE ? "" : pcs_bench_stage_name((pcs_bench_stage)row->stage);
    if (row->share > 0) {
        pcs_number_write(share, row->share);
    }
    if (row->hash != 0) {
        snprintf(hash, sizeof(hash), "%016" PRIx64, row->hash);
    }
    return snprintf(text, ROW,
                    "%s,%s,%s,%s,%" PRIu32 ",\"%s\",%s,%" PRIu32 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu32
                    ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%s,%s,%s,%s,%s\n",
                    quote(result->devices[row->device].name, device), workload, pcs_bench_part_name(row->part), stage,
                    row->level, row->name, row->unit, row->run_count, row->low, row->median, row->high, row->outliers,
                    row->calls, row->amount, row->bytes, row->operations, row->adds, share, row->limit, hash,
                    pcs_bench_verdict_name(row->verdict), quote(row->problem, problem));
}

pcs_status pcs_bench_write_csv(pcs_context *context, const pcs_bench_result *result, const char *path) {
    pcs_outfile *outfile = NULL;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_outfile_open(context, path, &outfile));
    PCS_TRY(pcs_outfile_write(outfile, header, sizeof(header) - 1));
    for (size_t i = 0; i < result->row_count; i++) {
        char row[ROW];
        PCS_TRY(pcs_outfile_write(outfile, row, (size_t)write_row(row, result, &result->rows[i])));
    }
    PCS_TRY(pcs_outfile_commit(outfile));
done:
    pcs_outfile_free(outfile);
    return status;
}
