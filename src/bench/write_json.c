/* Results as JSON (RFC 8259), a line for each device, workload and row. */
#include "base/number.h"
#include "base/outfile.h"
#include "bench/result.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What has been written fails once and for all. */
typedef struct writer {
    pcs_outfile *outfile;
    pcs_status status;
    bool filled; /* something stands before, in this object or array */
} writer;

static void put(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(writer *w, const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (w->status == PCS_OK) {
        w->status = pcs_outfile_write(w->outfile, text, (size_t)length);
    }
}

static void put_key(writer *w, const char *key) {
    put(w, "%s\"%s\": ", w->filled ? ", " : "", key);
    w->filled = true;
}

/* Texts come from this library, and from drivers: what is not printable ASCII is a question mark. */
static void put_text(writer *w, const char *key, const char *text) {
    put_key(w, key);
    if (!text) {
        put(w, "null");
        return;
    }
    put(w, "\"");
    for (; *text; text++) {
        bool plain = *text >= ' ' && *text <= '~';
        put(w, *text == '"' || *text == '\\' ? "\\%c" : "%c", plain ? *text : '?');
    }
    put(w, "\"");
}

static void put_count(writer *w, const char *key, uint64_t count) {
    put_key(w, key);
    put(w, "%" PRIu64, count);
}

static void put_hash(writer *w, const char *key, uint64_t hash) {
    char text[17];
    snprintf(text, sizeof(text), "%016" PRIx64, hash);
    put_text(w, key, hash ? text : NULL);
}

static void put_place(writer *w, const char *key, uint32_t place) {
    if (place == PCS_BENCH_NONE) {
        put_text(w, key, NULL);
    } else {
        put_count(w, key, place);
    }
}

/* Four digits after the point. */
static void put_share(writer *w, const char *key, double share) {
    char text[PCS_NUMBER_SIZE];
    pcs_number_write(text, floor(share * 10000 + 0.5) / 10000);
    put_key(w, key);
    put(w, "%s", share > 0 ? text : "null");
}

/* Begins or goes on with an array of objects, one a line. */
static void open_object(writer *w, size_t i) {
    put(w, "%s\n  {", i > 0 ? "," : "");
    w->filled = false;
}

static void close_object(writer *w) {
    put(w, "}");
    w->filled = true;
}

static void put_device(writer *w, const pcs_device_info *info) {
    put_count(w, "index", info->index);
    put_text(w, "kind", pcs_result_kind_name(info->kind));
    put_text(w, "name", info->name);
    put_text(w, "platform", info->platform);
    put_text(w, "driver", info->driver);
    put_text(w, "version", info->version);
    put_count(w, "units", info->compute_units);
    put_count(w, "memory", info->memory);
    put_text(w, "problem", info->problem[0] ? info->problem : NULL);
}

static void put_workload(writer *w, const pcs_bench_workload *workload) {
    put_text(w, "name", workload->name);
    put_count(w, "hosts", workload->hosts);
    put_count(w, "edges", workload->edges);
    put_count(w, "packets", workload->packets);
    put_hash(w, "hash", workload->hash);
}

/* times NULL: not known. */
static void put_times(writer *w, const char *key, const uint64_t *times, uint32_t count) {
    put_key(w, key);
    put(w, "[");
    for (uint32_t i = 0; times && i < count; i++) {
        put(w, "%s%" PRIu64, i > 0 ? ", " : "", times[i]);
    }
    put(w, "]");
}

static void put_row(writer *w, const pcs_bench_row *row) {
    put_text(w, "part", pcs_bench_part_name(row->part));
    put_count(w, "device", row->device);
    put_place(w, "workload", row->workload);
    put_text(w, "stage", row->stage == PCS_BENCH_NONE ? NULL : pcs_bench_stage_name((pcs_bench_stage)row->stage));
    put_count(w, "level", row->level);
    put_text(w, "name", row->name);
    put_text(w, "unit", row->unit);
    put_count(w, "calls", row->calls);
    put_count(w, "amount", row->amount);
    put_count(w, "bytes", row->bytes);
    put_count(w, "operations", row->operations);
    put_count(w, "adds", row->adds);
    put_share(w, "overhead", row->overhead);
    put_share(w, "share", row->share);
    put_text(w, "limit", row->limit[0] ? row->limit : NULL);
    put_hash(w, "hash", row->hash);
    put_text(w, "verdict", pcs_bench_verdict_name(row->verdict));
    put_text(w, "problem", row->problem[0] ? row->problem : NULL);
    put_count(w, "outliers", row->outliers);
    put_key(w, "noisy");
    put(w, row->noisy ? "true" : "false");
    put_count(w, "low", row->low);
    put_count(w, "median", row->median);
    put_count(w, "high", row->high);
    put_times(w, "runs", row->runs, row->run_count);
    put_times(w, "paces", row->paces, row->run_count);
    put_times(w, "processor", row->processor, row->run_count);
    put_times(w, "waited", row->waited, row->run_count);
}

static void put_result(writer *w, const pcs_bench_result *result) {
    put(w, "{");
    put_text(w, "format", PCS_BENCH_FORMAT);
    put_text(w, "version", result->version);
    put_text(w, "commit", result->commit);
    put_text(w, "machine", result->machine);
    put_text(w, "layout", result->layout);
    put_count(w, "seed", result->seed);
    put_count(w, "width", result->width);
    put_count(w, "height", result->height);
    put_count(w, "threads", result->threads);
    put(w, ",\n \"devices\": [");
    for (size_t i = 0; i < result->device_count; i++) {
        open_object(w, i);
        put_device(w, &result->devices[i]);
        close_object(w);
    }
    put(w, "],\n \"workloads\": [");
    for (size_t i = 0; i < result->workload_count; i++) {
        open_object(w, i);
        put_workload(w, &result->workloads[i]);
        close_object(w);
    }
    put(w, "],\n \"rows\": [");
    for (size_t i = 0; i < result->row_count; i++) {
        open_object(w, i);
        put_row(w, &result->rows[i]);
        close_object(w);
    }
    put(w, "]}\n");
}

pcs_status pcs_bench_write_json(pcs_context *context, const pcs_bench_result *result, const char *path) {
    writer w = {.status = PCS_OK};
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_outfile_open(context, path, &w.outfile));
    put_result(&w, result);
    PCS_TRY(w.status);
    PCS_TRY(pcs_outfile_commit(w.outfile));
done:
    pcs_outfile_free(w.outfile);
    return status;
}
