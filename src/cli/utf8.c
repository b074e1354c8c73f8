#include "cli/utf8.h"

size_t pcs_utf8_decode(const char *text, uint32_t *code) {
    static const struct {
        uint8_t mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0x00}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    const uint8_t *bytes = (const uint8_t *)text;
    size_t extra = 0;
    while (extra < 4 && (bytes[0] & forms[extra].mask) != forms[extra].lead) {
        extra++;
    }
    if (extra == 4) {
        return 0;
    }
    uint32_t value = bytes[0] & (uint8_t)~forms[extra].mask;
    for (size_t i = 1; i <= extra; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3fU);
    }
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < forms[extra].least || value > 0x10ffff || surrogate) {
        return 0;
    }
    *code = value;
    return extra + 1;
}

bool pcs_utf8_printable(uint32_t code) {
    bool control = code < 0x20 || (code >= 0x7f && code <= 0x9f);
    /* Line and paragraph separators and the marks of Unicode's bidirectional algorithm (UAX #9). */
    bool direction = code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
                     (code >= 0x2066 && code <= 0x2069) || code == 0x61c;
    return !control && !direction;
}
