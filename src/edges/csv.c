#include "edges/csv.h"

/* What is being read. */
typedef struct reader {
    const char *text;
    size_t length; /* of the row, at most */
    size_t at;
    bool last; /* no bytes follow */
    size_t unquoted_used;
} reader;

static bool at_end(const reader *in) {
    return in->at == in->length;
}

static bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static pcs_csv_result plain_field(reader *in, pcs_csv_field *field) {
    size_t begin = in->at;
    while (!at_end(in) && in->text[in->at] != ',' && !is_line_end(in->text[in->at])) {
        if (in->text[in->at] == '"') {
            return PCS_CSV_QUOTE;
        }
        in->at++;
    }
    size_t end = in->at;
    while (begin < end && is_blank(in->text[begin])) {
        begin++;
    }
    while (begin < end && is_blank(in->text[end - 1])) {
        end--;
    }
    *field = (pcs_csv_field){in->text + begin, end - begin};
    return PCS_CSV_ROW;
}

/* A quote that ends the bytes may be half of a doubled one: only the end of the input makes it the closing one. */
static pcs_csv_result quoted_field(reader *in, pcs_csv_row *row, pcs_csv_field *field) {
    char *begin = row->unquoted + in->unquoted_used, *end = begin;
    bool closed = false;
    for (in->at++; !at_end(in); in->at++) {
        char c = in->text[in->at];
        if (c == '"') {
            in->at++;
            closed = at_end(in) || in->text[in->at] != '"';
            if (closed) {
                break;
            }
        } else if (c == '\n' || (c == '\r' && in->at + 1 < in->length && in->text[in->at + 1] != '\n')) {
            row->lines++;
        }
        *end++ = c;
    }
    if (at_end(in) && !(closed && in->last)) {
        return in->last ? PCS_CSV_OPEN : PCS_CSV_UNFINISHED;
    }
    if (!at_end(in) && in->text[in->at] != ',' && !is_line_end(in->text[in->at])) {
        return PCS_CSV_QUOTE;
    }
    *field = (pcs_csv_field){begin, (size_t)(end - begin)};
    in->unquoted_used += field->length;
    return PCS_CSV_ROW;
}

/* Takes CR, LF or CR LF. */
static pcs_csv_result line_end(reader *in) {
    if (!at_end(in) && in->text[in->at++] == '\r') {
        if (at_end(in) && !in->last) {
            return PCS_CSV_UNFINISHED;
        }
        if (!at_end(in) && in->text[in->at] == '\n') {
            in->at++;
        }
    }
    return PCS_CSV_ROW;
}

static pcs_csv_result read_fields(reader *in, pcs_csv_row *row) {
    for (;;) {
        if (row->count == PCS_CSV_FIELDS_MAX) {
            return PCS_CSV_WIDE;
        }
        pcs_csv_field *field = &row->fields[row->count];
        bool quoted = !at_end(in) && in->text[in->at] == '"';
        pcs_csv_result result = quoted ? quoted_field(in, row, field) : plain_field(in, field);
        if (result != PCS_CSV_ROW) {
            return result;
        }
        if (at_end(in) && !in->last) {
            return PCS_CSV_UNFINISHED;
        }
        row->count++;
        if (at_end(in) || in->text[in->at] != ',') {
            return line_end(in);
        }
        in->at++;
    }
}

pcs_csv_result pcs_csv_row_read(pcs_bytes bytes, bool last, pcs_csv_row *row) {
    bool whole = bytes.length <= PCS_CSV_ROW_MAX;
    reader in = {
        .text = (const char *)bytes.data, .length = whole ? bytes.length : PCS_CSV_ROW_MAX, .last = last && whole};
    row->count = 0;
    row->lines = 1;
    pcs_csv_result result = read_fields(&in, row);
    row->size = in.at;
    return result == PCS_CSV_UNFINISHED && !whole ? PCS_CSV_LONG : result;
}
