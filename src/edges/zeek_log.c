/* Zeek's conn.log as text: lines that begin with # say what separates fields and what they are. */
#include "edges/door.h"
#include "edges/zeek.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIELDS_MAX = 256, WORD_MAX = 32 };

typedef struct zeek_log {
    pcs_lines lines;
    pcs_record record;
    char separator;
    char unset[WORD_MAX], empty[WORD_MAX]; /* what fields without a value hold */
    size_t field_count;                    /* 0: no #fields so far */
    uint8_t cell[FIELDS_MAX];              /* of each field, PCS_CELLS_MAX: of no interest */
} zeek_log;

static pcs_status fail_line(const zeek_log *in, const char *what) {
    return pcs_fail(in->lines.context, PCS_E_FORMAT, "%s: line %llu: %s", pcs_source_name(in->lines.source),
                    (unsigned long long)in->lines.number, what);
}

/* The field that begins at *at, which moves behind its separator; false past the last. */
static bool next_field(const zeek_log *in, pcs_bytes line, size_t *at, pcs_bytes *field) {
    if (*at > line.length) {
        return false;
    }
    pcs_bytes rest = pcs_bytes_from(line, *at);
    const uint8_t *end = rest.length > 0 ? memchr(rest.data, in->separator, rest.length) : NULL;
    *field = pcs_bytes_first(rest, end ? (size_t)(end - rest.data) : rest.length);
    *at += field->length + 1;
    return true;
}

/* ---- lines that begin with # */

/* A character, or \x and two digits. */
static pcs_status set_separator(zeek_log *in, pcs_bytes word) {
    char text[5] = "";
    unsigned code;
    if (word.length == 1) {
        in->separator = (char)word.data[0];
        return PCS_OK;
    }
    if (word.length == 4) {
        memcpy(text, word.data, 4);
    }
    if (sscanf(text, "\\x%2x", &code) != 1 || code == 0) {
        return fail_line(in, "the separator is not understood, expected \\x09 or the like");
    }
    in->separator = (char)code;
    return PCS_OK;
}

static pcs_status set_fields(zeek_log *in, pcs_bytes line, size_t at) {
    const unsigned needed[] = {PCS_ZEEK_ORIGIN, PCS_ZEEK_RESPONDER, PCS_ZEEK_PROTOCOL};
    bool there[PCS_CELLS_MAX + 1] = {false};
    pcs_bytes field, none = {NULL, 0};
    in->field_count = 0;
    while (next_field(in, line, &at, &field)) {
        if (in->field_count == FIELDS_MAX) {
            return fail_line(in, "more than 256 fields");
        }
        unsigned cell = pcs_record_find(&in->record, none, field);
        in->cell[in->field_count++] = (uint8_t)cell;
        there[cell] = true;
    }
    memset(in->record.cells, 0, sizeof(in->record.cells));
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        if (!there[needed[i]]) {
            return pcs_record_fail(&in->record, needed[i], "the fields of a conn.log");
        }
    }
    return PCS_OK;
}

static void set_word(char out[WORD_MAX], pcs_bytes word) {
    snprintf(out, WORD_MAX, "%.*s", (int)(word.length < WORD_MAX ? word.length : WORD_MAX), (const char *)word.data);
}

static pcs_status read_directive(zeek_log *in, pcs_bytes line) {
    static const char separator[] = "#separator ";
    size_t length = sizeof(separator) - 1, at = 0;
    pcs_bytes name, value = {(const uint8_t *)"", 0};
    if (line.length > length && memcmp(line.data, separator, length) == 0) {
        return set_separator(in, pcs_bytes_from(line, length));
    }
    next_field(in, line, &at, &name);
    if (pcs_bytes_are(name, "#fields")) {
        return set_fields(in, line, at);
    }
    next_field(in, line, &at, &value);
    if (pcs_bytes_are(name, "#unset_field")) {
        set_word(in->unset, value);
    } else if (pcs_bytes_are(name, "#empty_field")) {
        set_word(in->empty, value);
    } else if (pcs_bytes_are(name, "#path") && !pcs_bytes_are(value, "conn")) {
        return pcs_fail(in->lines.context, PCS_E_FORMAT,
                        "%s: line %llu, column 2 (#path): found \"%.*s\", expected conn: name a conn.log",
                        pcs_source_name(in->lines.source), (unsigned long long)in->lines.number,
                        (int)(value.length < WORD_MAX ? value.length : WORD_MAX), (const char *)value.data);
    }
    return PCS_OK;
}

/* ---- records */

static pcs_status add_record(zeek_log *in, pcs_bytes line, pcs_table *table) {
    pcs_exchange exchange = {.protocol = PCS_OTHER};
    pcs_status status = PCS_OK;
    size_t at = 0, count = 0;
    pcs_bytes field;
    if (in->field_count == 0) {
        return fail_line(in, "a record before any #fields: expected the whole log");
    }
    memset(in->record.cells, 0, sizeof(in->record.cells));
    for (; next_field(in, line, &at, &field); count++) {
        if (count < in->field_count && in->cell[count] < PCS_CELLS_MAX && !pcs_bytes_are(field, in->unset) &&
            !pcs_bytes_are(field, in->empty)) {
            in->record.cells[in->cell[count]] = (pcs_cell){(const char *)field.data, field.length, count + 1};
        }
    }
    if (count != in->field_count) {
        return pcs_fail(in->lines.context, PCS_E_FORMAT, "%s: line %llu: found %zu columns, expected %zu as in #fields",
                        pcs_source_name(in->lines.source), (unsigned long long)in->lines.number, count,
                        in->field_count);
    }
    PCS_TRY(pcs_zeek_exchange(&in->record, &exchange));
    PCS_TRY(pcs_table_add_exchanges(in->lines.context, table, &exchange, 1));
done:
    return status;
}

/* ---- the door */

static pcs_status open_zeek(pcs_context *context, pcs_source *source, pcs_bytes beginning, void **state) {
    static const char *const firsts[] = {"#separator ", "#fields\t"};
    bool found = false;
    *state = NULL;
    for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++) {
        size_t length = strlen(firsts[i]);
        found = found || (beginning.length >= length && memcmp(beginning.data, firsts[i], length) == 0);
    }
    if (!found) {
        return PCS_OK;
    }
    zeek_log *in = calloc(1, sizeof(*in));
    if (!in) {
        return pcs_fail_memory(context, "a Zeek log", sizeof(*in));
    }
    *in = (zeek_log){.lines = {.context = context, .source = source},
                     .separator = '\t',
                     .unset = "-",
                     .empty = "(empty)",
                     .record = {.names = pcs_zeek_names, .name_count = pcs_zeek_name_count}};
    in->record.lines = &in->lines;
    *state = in;
    return PCS_OK;
}

static pcs_status read_zeek(void *state, pcs_table *table, pcs_read_summary *summary, bool *end) {
    zeek_log *in = state;
    pcs_bytes line;
    pcs_status status = PCS_OK;
    (void)summary; /* records are no packets */
    PCS_TRY(pcs_lines_begin(&in->lines));
    while (pcs_lines_next(&in->lines, &line)) {
        if (line.length > 0) {
            status = line.data[0] == '#' ? read_directive(in, line) : add_record(in, line, table);
            PCS_TRY(pcs_lines_judge(&in->lines, status, end));
        }
    }
    status = pcs_lines_end(&in->lines, end);
done:
    return status;
}

const pcs_door pcs_door_zeek = {"a Zeek log", open_zeek, read_zeek, free};
