#include "cli/message.h"

#include "cli/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_SIZE = 4096 };

size_t pcs_message_escape(const char *text, char *out, size_t out_size) {
    size_t used = 0, columns = 0;
    while (*text) {
        char hex[8];
        uint32_t code;
        const char *piece = text;
        size_t length = pcs_utf8_decode(text, &code), piece_length = length;
        size_t piece_columns = 1;
        if (length == 0 || !pcs_utf8_printable(code)) {
            snprintf(hex, sizeof(hex), "\\x%02x", (unsigned char)*text);
            piece = hex;
            length = 1;
            piece_length = piece_columns = 4;
        }
        if (piece_length >= out_size - used) {
            break;
        }
        memcpy(out + used, piece, piece_length);
        used += piece_length;
        columns += piece_columns;
        text += length;
    }
    out[used] = '\0';
    return columns;
}

void pcs_message(const char *format, ...) {
    char raw[MESSAGE_SIZE], escaped[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(raw, sizeof(raw), format, arguments);
    va_end(arguments);
    pcs_message_escape(raw, escaped, sizeof(escaped));
    fprintf(stderr, "pcapshade: %s\n", escaped);
}

void pcs_message_place(const char *text, size_t place) {
    char before[MESSAGE_SIZE], escaped[MESSAGE_SIZE];
    snprintf(before, sizeof(before), "%.*s", (int)place, text);
    size_t columns = pcs_message_escape(before, escaped, sizeof(escaped));
    pcs_message_escape(text, escaped, sizeof(escaped));
    fprintf(stderr, "  %s\n  %*s^\n", escaped, (int)columns, "");
}
