/* Results that were written before: anybody may have changed them since. */
#include "base/json_scan.h"
#include "base/memory.h"
#include "base/number.h"
#include "bench/result.h"
#include "capture/source.h"

#include <stdlib.h>
#include <string.h>

enum { RUNS, PROCESSOR, WAITED, PACES, TIMES }; /* arrays of a row */

typedef struct reader {
    pcs_result *result;
    size_t device_capacity, workload_capacity;
    size_t row; /* the one at hand, and its arrays of times */
    struct {
        uint32_t count;
        size_t capacity;
    } times[TIMES];
    bool format, no_memory;
    const char *expected; /* what the first value that is wrong should be; NULL: none is */
    size_t column;
} reader;

/* ---- values */

static bool fail(reader *in, const pcs_json_value *value, const char *expected) {
    if (!in->expected) {
        in->expected = expected;
        in->column = value->column;
    }
    return false;
}

static bool is_null(const pcs_json_value *value) {
    return !value->is_string && pcs_bytes_are(value->text, "null");
}

static bool take_count(reader *in, const pcs_json_value *value, uint64_t most, uint64_t *count) {
    uint64_t sum = 0;
    for (size_t i = 0; i < value->text.length; i++) {
        uint8_t digit = (uint8_t)(value->text.data[i] - '0');
        if (digit > 9 || sum > (most - digit) / 10) {
            return fail(in, value, "a whole number that is not too large");
        }
        sum = sum * 10 + digit;
    }
    *count = sum;
    return !value->is_string || fail(in, value, "a number");
}

static void take_number32(reader *in, const pcs_json_value *value, uint32_t *number) {
    uint64_t count;
    if (take_count(in, value, UINT32_MAX, &count)) {
        *number = (uint32_t)count;
    }
}

static void take_place(reader *in, const pcs_json_value *value, uint32_t *place) {
    if (is_null(value)) {
        *place = PCS_BENCH_NONE;
    } else {
        take_number32(in, value, place);
    }
}

/* Without the escapes: what was written has none but of quotes and backslashes. */
static void take_text(reader *in, const pcs_json_value *value, char *text, size_t size) {
    size_t used = 0;
    if (!value->is_string && !is_null(value)) {
        fail(in, value, "a string");
        return;
    }
    for (size_t i = 0; value->is_string && i < value->text.length && used + 1 < size; i++) {
        i += value->text.data[i] == '\\' && i + 1 < value->text.length;
        text[used++] = (char)value->text.data[i];
    }
    text[used] = '\0';
}

static void take_hash(reader *in, const pcs_json_value *value, uint64_t *hash) {
    *hash = 0;
    if (is_null(value)) {
        return;
    }
    for (size_t i = 0; i < value->text.length; i++) {
        const char *digits = "0123456789abcdef";
        const char *digit = value->text.data[i] ? strchr(digits, value->text.data[i]) : NULL;
        if (!digit || i >= 16) {
            fail(in, value, "16 hexadecimal digits");
            return;
        }
        *hash = *hash << 4 | (uint64_t)(digit - digits);
    }
}

/* One of the names, by its index. */
#define TAKE_NAME(function, type, name_of, COUNT)                                                                      \
    static bool function(reader *in, const pcs_json_value *value, uint32_t *index) {                                   \
        for (uint32_t i = 0; value->is_string && i < (uint32_t)COUNT; i++) {                                           \
            if (pcs_bytes_are(value->text, name_of((type)i))) {                                                        \
                *index = i;                                                                                            \
                return true;                                                                                           \
            }                                                                                                          \
        }                                                                                                              \
        return fail(in, value, "one of the names that there are");                                                     \
    }
TAKE_NAME(take_part, pcs_bench_part, pcs_bench_part_name, PCS_BENCH_PART_COUNT)
TAKE_NAME(take_stage, pcs_bench_stage, pcs_bench_stage_name, PCS_BENCH_STAGE_COUNT)
TAKE_NAME(take_verdict, pcs_bench_verdict, pcs_bench_verdict_name, PCS_BENCH_VERDICT_COUNT)
TAKE_NAME(take_kind, pcs_device_kind, pcs_result_kind_name, PCS_DEVICE_ACCELERATOR + 1)

/* ---- members */

static bool is_key(const pcs_json_value *value, const char *key) {
    return pcs_bytes_are(value->key, key);
}

/* Makes room for an element of an array. Elements come one after the other, and the array once. */
static bool reach(reader *in, const pcs_json_value *value, void **array, size_t *count, size_t *capacity, size_t size) {
    enum { ELEMENTS_MOST = 100000 };
    if (value->element + 1 < *count || value->element >= ELEMENTS_MOST) {
        return fail(in, value, "one of each array, and not so long");
    }
    if (value->element < *count) {
        return true;
    }
    if (!pcs_memory_grow(array, capacity, value->element + 1, size)) {
        in->no_memory = true;
        return false;
    }
    memset((char *)*array + *count * size, 0, (value->element + 1 - *count) * size);
    *count = value->element + 1;
    return true;
}

static void take_member(reader *in, const pcs_json_value *value) {
    pcs_bench_result *result = &in->result->public;
    if (is_key(value, "format")) {
        in->format = pcs_bytes_are(value->text, PCS_BENCH_FORMAT);
    } else if (is_key(value, "version")) {
        take_text(in, value, result->version, sizeof(result->version));
    } else if (is_key(value, "commit")) {
        take_text(in, value, result->commit, sizeof(result->commit));
    } else if (is_key(value, "machine")) {
        take_text(in, value, result->machine, sizeof(result->machine));
    } else if (is_key(value, "layout")) {
        take_text(in, value, result->layout, sizeof(result->layout));
    } else if (is_key(value, "seed")) {
        take_count(in, value, UINT64_MAX, &result->seed);
    } else if (is_key(value, "width")) {
        take_number32(in, value, &result->width);
    } else if (is_key(value, "height")) {
        take_number32(in, value, &result->height);
    } else if (is_key(value, "threads")) {
        take_number32(in, value, &result->threads);
    }
}

static void take_device(reader *in, const pcs_json_value *value) {
    pcs_bench_result *result = &in->result->public;
    uint32_t kind;
    if (!reach(in, value, (void **)&result->devices, &result->device_count, &in->device_capacity,
               sizeof(*result->devices))) {
        return;
    }
    pcs_device_info *info = &result->devices[value->element];
    if (is_key(value, "index")) {
        take_number32(in, value, &info->index);
    } else if (is_key(value, "kind")) {
        info->kind = take_kind(in, value, &kind) ? (pcs_device_kind)kind : info->kind;
    } else if (is_key(value, "name")) {
        take_text(in, value, info->name, sizeof(info->name));
    } else if (is_key(value, "platform")) {
        take_text(in, value, info->platform, sizeof(info->platform));
    } else if (is_key(value, "driver")) {
        take_text(in, value, info->driver, sizeof(info->driver));
    } else if (is_key(value, "version")) {
        take_text(in, value, info->version, sizeof(info->version));
    } else if (is_key(value, "units")) {
        take_number32(in, value, &info->compute_units);
    } else if (is_key(value, "memory")) {
        take_count(in, value, UINT64_MAX, &info->memory);
    } else if (is_key(value, "problem")) {
        take_text(in, value, info->problem, sizeof(info->problem));
    }
}

static void take_workload(reader *in, const pcs_json_value *value) {
    pcs_bench_result *result = &in->result->public;
    if (!reach(in, value, (void **)&result->workloads, &result->workload_count, &in->workload_capacity,
               sizeof(*result->workloads))) {
        return;
    }
    pcs_bench_workload *workload = &result->workloads[value->element];
    if (is_key(value, "name")) {
        take_text(in, value, workload->name, sizeof(workload->name));
    } else if (is_key(value, "hosts")) {
        take_number32(in, value, &workload->hosts);
    } else if (is_key(value, "edges")) {
        take_number32(in, value, &workload->edges);
    } else if (is_key(value, "packets")) {
        take_count(in, value, UINT64_MAX, &workload->packets);
    } else if (is_key(value, "hash")) {
        take_hash(in, value, &workload->hash);
    }
}

static void take_time(reader *in, const pcs_json_value *value, pcs_bench_row *row) {
    uint64_t **const arrays[TIMES] = {&row->runs, &row->processor, &row->waited, &row->paces};
    static const char *const keys[TIMES] = {"runs", "processor", "waited", "paces"};
    int which = 0;
    while (which < TIMES && !is_key(value, keys[which])) {
        which++;
    }
    if (which == TIMES) {
        return;
    }
    uint32_t *count = &in->times[which].count;
    if (*count == PCS_BENCH_RUNS_MOST) {
        fail(in, value, "no more than 1000 runs");
    } else if (!pcs_memory_grow((void **)arrays[which], &in->times[which].capacity, (size_t)*count + 1,
                                sizeof(**arrays[which]))) {
        in->no_memory = true;
    } else if (take_count(in, value, INT64_MAX, &(*arrays[which])[*count])) {
        (*count)++;
    }
    row->run_count = in->times[RUNS].count;
}

/* Each array of a row has a time for each run, or none. */
static bool times_agree(const reader *in) {
    for (int which = 0; which < TIMES; which++) {
        if (in->times[which].count != 0 && in->times[which].count != in->times[RUNS].count) {
            return false;
        }
    }
    return true;
}

/* What was measured of the row: numbers alone. */
static void take_amount(reader *in, const pcs_json_value *value, pcs_bench_row *row) {
    const struct {
        const char *key;
        uint64_t *number;
    } amounts[] = {{"calls", &row->calls},
                   {"amount", &row->amount},
                   {"bytes", &row->bytes},
                   {"operations", &row->operations},
                   {"adds", &row->adds}};
    for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
        if (is_key(value, amounts[i].key)) {
            take_count(in, value, UINT64_MAX, amounts[i].number);
        }
    }
    double *share = is_key(value, "share") ? &row->share : is_key(value, "overhead") ? &row->overhead : NULL;
    if (share && !is_null(value) && !pcs_number_parse((const char *)value->text.data, value->text.length, share)) {
        fail(in, value, "a number");
    }
}

static void take_row(reader *in, const pcs_json_value *value) {
    pcs_bench_result *result = &in->result->public;
    uint32_t index;
    if (!reach(in, value, (void **)&result->rows, &result->row_count, &in->result->row_capacity,
               sizeof(*result->rows))) {
        return;
    }
    pcs_bench_row *row = &result->rows[value->element];
    if (value->element != in->row) {
        if (!times_agree(in)) {
            fail(in, value, "behind a row whose arrays have a time for each run");
        }
        memset(in->times, 0, sizeof(in->times));
        in->row = value->element;
    }
    if (value->depth == 4) {
        take_time(in, value, row);
    } else if (is_key(value, "part")) {
        row->part = take_part(in, value, &index) ? (pcs_bench_part)index : row->part;
    } else if (is_key(value, "device")) {
        take_number32(in, value, &row->device);
    } else if (is_key(value, "workload")) {
        take_place(in, value, &row->workload);
    } else if (is_key(value, "stage")) {
        row->stage = is_null(value) ? PCS_BENCH_NONE : take_stage(in, value, &index) ? index : row->stage;
    } else if (is_key(value, "level")) {
        take_number32(in, value, &row->level);
    } else if (is_key(value, "name")) {
        take_text(in, value, row->name, sizeof(row->name));
    } else if (is_key(value, "unit")) {
        take_text(in, value, row->unit, sizeof(row->unit));
    } else if (is_key(value, "limit")) {
        take_text(in, value, row->limit, sizeof(row->limit));
    } else if (is_key(value, "hash")) {
        take_hash(in, value, &row->hash);
    } else if (is_key(value, "verdict")) {
        row->verdict = take_verdict(in, value, &index) ? (pcs_bench_verdict)index : row->verdict;
    } else if (is_key(value, "problem")) {
        take_text(in, value, row->problem, sizeof(row->problem));
    } else {
        take_amount(in, value, row);
    }
}

/* What it has not heard of it does not look at. */
static void take(void *user, const pcs_json_value *value) {
    reader *in = user;
    if (in->expected || in->no_memory) {
        return;
    }
    if (value->depth == 1) {
        take_member(in, value);
    } else if (value->depth == 3 && pcs_bytes_are(value->parent, "devices")) {
        take_device(in, value);
    } else if (value->depth == 3 && pcs_bytes_are(value->parent, "workloads")) {
        take_workload(in, value);
    } else if (value->depth >= 3 && pcs_bytes_are(value->parent, "rows")) {
        take_row(in, value);
    }
}

/* ---- the whole */

static bool places_are_valid(const pcs_bench_result *result) {
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *row = &result->rows[i];
        bool measured = row->part == PCS_BENCH_PART_STAGE || row->part == PCS_BENCH_PART_KERNEL;
        if (row->device >= result->device_count ||
            (measured ? row->workload >= result->workload_count || row->stage == PCS_BENCH_NONE
                      : row->workload != PCS_BENCH_NONE)) {
            return false;
        }
    }
    return true;
}

static pcs_status read_text(pcs_context *context, const char *name, pcs_bytes text, reader *in) {
    pcs_json_fault fault;
    if (!pcs_json_scan_all(text, take, in, &fault)) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is no result of pcapshade bench --json: byte %zu should be %s",
                        name, fault.column, fault.expected);
    }
    if (in->no_memory) {
        return pcs_fail_memory(context, "results", text.length);
    }
    if (!in->format) {
        return pcs_fail(context, PCS_E_FORMAT,
                        "%s: is JSON, but no result of pcapshade bench --json: its format is not \"%s\"", name,
                        PCS_BENCH_FORMAT);
    }
    if (in->expected) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is damaged: byte %zu should be %s", name, in->column, in->expected);
    }
    if (!times_agree(in)) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is damaged: the last row has not a time for each run", name);
    }
    if (!places_are_valid(&in->result->public)) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: is damaged: a row is of a device or workload that is not there",
                        name);
    }
    for (size_t i = 0; i < in->result->public.row_count; i++) {
        pcs_row_judge(&in->result->public.rows[i]);
    }
    return PCS_OK;
}

pcs_status pcs_result_parse(pcs_context *context, const char *name, pcs_bytes text, pcs_bench_result **out) {
    reader in = {.result = pcs_result_new()};
    *out = NULL;
    if (!in.result) {
        return pcs_fail_memory(context, "results", sizeof(*in.result));
    }
    pcs_status status = read_text(context, name, text, &in);
    if (status == PCS_OK) {
        *out = &in.result->public;
    } else {
        pcs_bench_result_free(&in.result->public);
    }
    return status;
}

pcs_status pcs_bench_read_json(pcs_context *context, const char *path, pcs_bench_result **out) {
    pcs_status status = PCS_OK;
    pcs_source *source = NULL;
    pcs_bytes text;
    *out = NULL;
    PCS_TRY(pcs_source_open(context, path, &source));
    PCS_TRY(pcs_source_peek(source, PCS_SOURCE_WINDOW, &text));
    if (text.length == PCS_SOURCE_WINDOW) {
        PCS_TRY(pcs_fail(context, PCS_E_FORMAT, "%s: is no result of pcapshade bench --json: it is longer than %d MiB",
                         path, PCS_SOURCE_WINDOW >> 20));
    }
    PCS_TRY(pcs_result_parse(context, path, text, out));
done:
    pcs_source_free(source);
    return status;
}
