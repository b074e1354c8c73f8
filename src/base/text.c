#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Length of the printable UTF-8 character at text, 0 if there is none (RFC 3629; C0, DEL and C1 controls are not). */
static size_t printable(const unsigned char *text) {
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0x20}, {0xe0, 0xc0, 0xa0}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t extra = 0; extra < 4; extra++) {
        if ((text[0] & forms[extra].mask) != forms[extra].lead) {
            continue;
        }
        uint32_t code = text[0] & (unsigned char)~forms[extra].mask;
        for (size_t i = 1; i <= extra; i++) {
            if ((text[i] & 0xc0) != 0x80) {
                return 0;
            }
            code = code << 6 | (text[i] & 0x3fU);
        }
        /* U+200E to U+202E and U+2066 to U+2069 hold the marks that reverse the direction of text. */
        bool bad = code < forms[extra].least || code == 0x7f || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff ||
                   (code >= 0x200e && code <= 0x202e && (code < 0x2010 || code > 0x2027)) ||
                   (code >= 0x2066 && code <= 0x2069);
        return bad ? 0 : extra + 1;
    }
    return 0;
}

void pcs_text_escape(char *out, size_t out_size, const char *text) {
    size_t used = 0;
    while (*text) {
        char hex[5];
        size_t length = printable((const unsigned char *)text);
        const char *piece = text;
        size_t piece_length = length;
        if (length == 0) {
            snprintf(hex, sizeof(hex), "\\x%02x", (unsigned char)*text);
            piece = hex;
            piece_length = 4;
            length = 1;
        }
        if (used + piece_length >= out_size) {
            break;
        }
        memcpy(out + used, piece, piece_length);
        used += piece_length;
        text += length;
    }
    out[used] = '\0';
}
