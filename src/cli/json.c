#include "cli/json.h"

#include "cli/utf8.h"

#include <inttypes.h>

static void print_quoted(FILE *file, const char *text) {
    fputc('"', file);
    while (*text) {
        uint32_t code;
        size_t length = pcs_utf8_decode(text, &code);
        if (length == 0) {
            fputs("\\ufffd", file);
            text++;
            continue;
        }
        if (code == '"' || code == '\\') {
            fprintf(file, "\\%c", (int)code);
        } else if (!pcs_utf8_printable(code)) {
            fprintf(file, "\\u%04" PRIx32, code);
        } else {
            fwrite(text, 1, length, file);
        }
        text += length;
    }
    fputc('"', file);
}

static void new_line(const pcs_json *json) {
    if (json->indented) {
        fprintf(json->file, "\n%*s", (int)json->depth * 2, "");
    }
}

static void begin(pcs_json *json, const char *key) {
    if (json->filled) {
        fputc(',', json->file);
    }
    if (json->depth > 0) {
        new_line(json);
    }
    if (key) {
        print_quoted(json->file, key);
        fputs(json->indented ? ": " : ":", json->file);
    }
    json->filled = true;
}

void pcs_json_open(pcs_json *json, const char *key, char open) {
    begin(json, key);
    fputc(open, json->file);
    json->depth++;
    json->filled = false;
}

void pcs_json_close(pcs_json *json, char close) {
    json->depth--;
    if (json->filled) {
        new_line(json);
    }
    fputc(close, json->file);
    if (json->depth == 0 && json->indented) {
        fputc('\n', json->file);
    }
    json->filled = true;
}

void pcs_json_text(pcs_json *json, const char *key, const char *text) {
    begin(json, key);
    if (text) {
        print_quoted(json->file, text);
    } else {
        fputs("null", json->file);
    }
}

void pcs_json_whole(pcs_json *json, const char *key, int64_t number) {
    begin(json, key);
    fprintf(json->file, "%" PRId64, number);
}

void pcs_json_count(pcs_json *json, const char *key, uint64_t number) {
    begin(json, key);
    fprintf(json->file, "%" PRIu64, number);
}

void pcs_json_seconds(pcs_json *json, const char *key, double seconds) {
    begin(json, key);
    fprintf(json->file, "%.6f", seconds);
}
