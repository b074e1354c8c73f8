#include "edges/edge_list.h"

#include "edges/amount.h"
#include "edges/csv.h"
#include "edges/lines.h"
#include "edges/protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Rows are read from a window of this many bytes; any row fits. */
enum { BLOCK = PCS_LINE_MAX };

/* What a column is for. */
enum column {
    SOURCE,
    TARGET,
    PROTOCOL,
    WEIGHT,
    PACKETS,
    BYTES,
    PAYLOAD,
    THERE_PACKETS,
    THERE_BYTES,
    THERE_PAYLOAD,
    BACK_PACKETS,
    BACK_BYTES,
    BACK_PAYLOAD,
    COLUMN_COUNT
};

static const struct {
    const char *name;
    enum column column;
} column_names[] = {{"source", SOURCE},
                    {"a", SOURCE},
                    {"target", TARGET},
                    {"b", TARGET},
                    {"protocol", PROTOCOL},
                    {"weight", WEIGHT},
                    {"packets", PACKETS},
                    {"bytes", BYTES},
                    {"payload_bytes", PAYLOAD},
                    {"a_to_b_packets", THERE_PACKETS},
                    {"a_to_b_bytes", THERE_BYTES},
                    {"a_to_b_payload_bytes", THERE_PAYLOAD},
                    {"b_to_a_packets", BACK_PACKETS},
                    {"b_to_a_bytes", BACK_BYTES},
                    {"b_to_a_payload_bytes", BACK_PAYLOAD}};

enum { NAME_COUNT = sizeof(column_names) / sizeof(column_names[0]) };
enum { NO_FIELD = -1 };

struct pcs_edge_list {
    pcs_context *context;
    pcs_source *source;
    uint64_t line;            /* where the current row begins, from 1 */
    size_t field_count;       /* of each row */
    int fields[COLUMN_COUNT]; /* which field of a row holds each column, or NO_FIELD */
    bool directions;          /* all counters of both directions are there */
    pcs_csv_row row;
};

static bool is(const pcs_csv_field *field, const char *name) {
    return field->length == strlen(name) && strncasecmp(field->text, name, field->length) == 0;
}

/* The column's name in messages: the first one of the table. */
static const char *name_of(enum column column) {
    size_t i = 0;
    while (column_names[i].column != column) {
        i++;
    }
    return column_names[i].name;
}

bool pcs_edge_list_is_formula(const char *text, size_t length) {
    size_t i = 0;
    while (i < length && text[i] == '\'') {
        i++;
    }
    return i < length && memchr("=+-@\t\r", text[i], 6) != NULL;
}

/* ---- the header */

/* COLUMN_COUNT: of no interest. */
static enum column column_of(const pcs_csv_field *field) {
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (is(field, column_names[i].name)) {
            return column_names[i].column;
        }
    }
    return COLUMN_COUNT;
}

static pcs_status set_columns(pcs_edge_list *list) {
    for (int i = 0; i < COLUMN_COUNT; i++) {
        list->fields[i] = NO_FIELD;
    }
    const char *repeated = NULL;
    size_t where = 0;
    for (size_t i = 0; i < list->row.count; i++) {
        enum column column = column_of(&list->row.fields[i]);
        if (column == COLUMN_COUNT) {
            continue;
        }
        if (list->fields[column] != NO_FIELD && !repeated) {
            repeated = name_of(column);
            where = i + 1;
        }
        list->fields[column] = (int)i;
    }
    list->field_count = list->row.count;
    list->directions = true;
    for (int i = THERE_PACKETS; i <= BACK_PAYLOAD; i++) {
        list->directions = list->directions && list->fields[i] != NO_FIELD;
    }
    if (repeated && list->fields[SOURCE] != NO_FIELD && list->fields[TARGET] != NO_FIELD) {
        return pcs_fail(list->context, PCS_E_FORMAT,
                        "%s: line %llu, column %zu (%s): a second column of this meaning: rename one",
                        pcs_source_name(list->source), (unsigned long long)list->line, where, repeated);
    }
    return PCS_OK;
}

static bool is_blank_row(const pcs_csv_row *row) {
    return row->count == 1 && row->fields[0].length == 0;
}

/* Reads the first row that is not blank. *taken: bytes up to its end; 0 if there is no row. */
static pcs_status read_header(pcs_edge_list *list, pcs_bytes bytes, size_t *taken) {
    *taken = 0;
    bool last = bytes.length < BLOCK;
    size_t at = pcs_bytes_has(bytes, 0, 3) && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < bytes.length) {
        if (pcs_csv_row_read(pcs_bytes_from(bytes, at), last, &list->row) != PCS_CSV_ROW) {
            return PCS_OK;
        }
        at += list->row.size;
        if (!is_blank_row(&list->row)) {
            *taken = at;
            return set_columns(list);
        }
        list->line += list->row.lines;
    }
    return PCS_OK;
}

pcs_status pcs_edge_list_open(pcs_context *context, pcs_source *source, pcs_bytes beginning, pcs_edge_list **out) {
    *out = NULL;
    pcs_edge_list *list = calloc(1, sizeof(*list));
    if (!list) {
        return pcs_fail_memory(context, "an edge list", sizeof(*list));
    }
    list->context = context;
    list->source = source;
    list->line = 1;
    size_t taken;
    pcs_status status = read_header(list, beginning, &taken);
    if (status != PCS_OK || taken == 0 || list->fields[SOURCE] == NO_FIELD || list->fields[TARGET] == NO_FIELD) {
        pcs_edge_list_free(list);
        return status;
    }
    pcs_source_take(source, taken);
    list->line += list->row.lines;
    *out = list;
    return PCS_OK;
}

void pcs_edge_list_free(pcs_edge_list *list) {
    free(list);
}

/* ---- rows */

static const pcs_csv_field *cell(const pcs_edge_list *list, enum column column) {
    return list->fields[column] == NO_FIELD ? NULL : &list->row.fields[list->fields[column]];
}

static pcs_status fail_cell(const pcs_edge_list *list, enum column column, const char *expected) {
    enum { SHOWN = 40 };
    const pcs_csv_field *field = cell(list, column);
    int length = field->length > SHOWN ? SHOWN : (int)field->length;
    return pcs_fail(list->context, PCS_E_FORMAT, "%s: line %llu, column %d (%s): found \"%.*s%s\", expected %s",
                    pcs_source_name(list->source), (unsigned long long)list->line, list->fields[column] + 1,
                    name_of(column), length, field->text, field->length > SHOWN ? "..." : "", expected);
}

bool pcs_edge_list_parse_host(const char *text, size_t length, pcs_host *host) {
    bool apostrophe = length > 0 && text[0] == '\'' && pcs_edge_list_is_formula(text, length);
    return pcs_host_parse(text + apostrophe, length - apostrophe, host);
}

static pcs_status read_host(const pcs_edge_list *list, enum column column, pcs_host *host) {
    const pcs_csv_field *field = cell(list, column);
    return pcs_edge_list_parse_host(field->text, field->length, host)
               ? PCS_OK
               : fail_cell(list, column, "an address, a number or a name of 1 to 255 bytes");
}

static pcs_protocol read_protocol(const pcs_edge_list *list) {
    const pcs_csv_field *field = cell(list, PROTOCOL);
    return field ? pcs_protocol_parse(field->text, field->length) : PCS_OTHER;
}

/* What the column says; otherwise where it is not there or empty. */
static pcs_status read_amount(const pcs_edge_list *list, enum column column, uint64_t otherwise, uint64_t *amount) {
    const pcs_csv_field *field = cell(list, column);
    *amount = otherwise;
    if (!field || field->length == 0 || pcs_amount_parse(field->text, field->length, amount)) {
        return PCS_OK;
    }
    return fail_cell(list, column, "a number from 0 to 18446744073709551615");
}

/* A total that contradicts its parts means that somebody changed one of them. */
static pcs_status check_total(const pcs_edge_list *list, enum column column, uint64_t there, uint64_t back) {
    uint64_t sum, total;
    if (__builtin_add_overflow(there, back, &sum)) {
        sum = UINT64_MAX;
    }
    pcs_status status = read_amount(list, column, sum, &total);
    if (status == PCS_OK && total != sum) {
        char expected[80];
        snprintf(expected, sizeof(expected), "%llu, the sum of both directions", (unsigned long long)sum);
        status = fail_cell(list, column, expected);
    }
    return status;
}

static pcs_status read_traffic(const pcs_edge_list *list, pcs_traffic *there, pcs_traffic *back) {
    pcs_status status = PCS_OK;
    *back = (pcs_traffic){0};
    if (!list->directions) {
        uint64_t weight;
        PCS_TRY(read_amount(list, WEIGHT, 0, &weight));
        PCS_TRY(read_amount(list, PACKETS, 1, &there->packets));
        PCS_TRY(read_amount(list, PAYLOAD, weight, &there->payload_bytes));
        PCS_TRY(read_amount(list, BYTES, there->payload_bytes, &there->bytes));
        goto done;
    }
    PCS_TRY(read_amount(list, THERE_PACKETS, 0, &there->packets));
    PCS_TRY(read_amount(list, THERE_BYTES, 0, &there->bytes));
    PCS_TRY(read_amount(list, THERE_PAYLOAD, 0, &there->payload_bytes));
    PCS_TRY(read_amount(list, BACK_PACKETS, 0, &back->packets));
    PCS_TRY(read_amount(list, BACK_BYTES, 0, &back->bytes));
    PCS_TRY(read_amount(list, BACK_PAYLOAD, 0, &back->payload_bytes));
    PCS_TRY(check_total(list, PACKETS, there->packets, back->packets));
    PCS_TRY(check_total(list, BYTES, there->bytes, back->bytes));
    PCS_TRY(check_total(list, PAYLOAD, there->payload_bytes, back->payload_bytes));
done:
    return status;
}

static pcs_status add_row(const pcs_edge_list *list, pcs_table *table) {
    pcs_status status = PCS_OK;
    pcs_host pair[2];
    pcs_traffic there, back;
    if (is_blank_row(&list->row)) {
        goto done;
    }
    if (list->row.count != list->field_count) {
        status =
            pcs_fail(list->context, PCS_E_FORMAT, "%s: line %llu: found %zu columns, expected %zu as in the header",
                     pcs_source_name(list->source), (unsigned long long)list->line, list->row.count, list->field_count);
        goto done;
    }
    PCS_TRY(read_host(list, SOURCE, &pair[0]));
    PCS_TRY(read_host(list, TARGET, &pair[1]));
    PCS_TRY(read_traffic(list, &there, &back));
    PCS_TRY(pcs_table_add_pair(list->context, table, pair, read_protocol(list), &there, &back));
done:
    return status;
}

static pcs_status fail_row(const pcs_edge_list *list, pcs_csv_result result) {
    const char *fault = result == PCS_CSV_LONG   ? "a row of more than 65536 bytes: is a quote not closed?"
                        : result == PCS_CSV_WIDE ? "a row of more than 256 columns"
                        : result == PCS_CSV_OPEN ? "a quoted field that is not closed: put a quote at its end"
                                                 : "a quote inside a field: quote the whole field and double it";
    return pcs_fail(list->context, PCS_E_FORMAT, "%s: line %llu, column %zu: %s", pcs_source_name(list->source),
                    (unsigned long long)list->line, list->row.count + 1, fault);
}

pcs_status pcs_edge_list_read(pcs_edge_list *list, pcs_table *table, bool *end) {
    pcs_bytes bytes;
    pcs_status status = pcs_source_peek(list->source, BLOCK, &bytes);
    if (status != PCS_OK) {
        return status;
    }
    bool last = bytes.length < BLOCK;
    size_t at = 0;
    while (at < bytes.length) {
        pcs_csv_result result = pcs_csv_row_read(pcs_bytes_from(bytes, at), last, &list->row);
        if (result == PCS_CSV_UNFINISHED) {
            break;
        }
        status = result == PCS_CSV_ROW ? add_row(list, table) : fail_row(list, result);
        if (status != PCS_OK) {
            return status;
        }
        at += list->row.size;
        list->line += list->row.lines;
    }
    pcs_source_take(list->source, at);
    *end = last;
    return PCS_OK;
}
