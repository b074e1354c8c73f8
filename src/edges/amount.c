#include "edges/amount.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The length of the digits at text. */
static size_t digits(const char *text, size_t length) {
    size_t count = 0;
    while (count < length && is_digit(text[count])) {
        count++;
    }
    return count;
}

/* e, a sign or none, digits; held to +-1000, beyond which no amount lies but 0. */
static bool parse_exponent(const char *text, size_t length, long *exponent) {
    enum { LIMIT = 1000 };
    *exponent = 0;
    if (length == 0) {
        return true;
    }
    if (text[0] != 'e' && text[0] != 'E') {
        return false;
    }
    size_t sign = length > 1 && (text[1] == '-' || text[1] == '+');
    size_t begin = 1 + sign;
    if (begin == length || digits(text + begin, length - begin) != length - begin) {
        return false;
    }
    for (size_t i = begin; i < length && *exponent < LIMIT; i++) {
        *exponent = *exponent * 10 + (text[i] - '0');
    }
    if (sign && text[1] == '-') {
        *exponent = -*exponent;
    }
    return true;
}

bool pcs_amount_parse(const char *text, size_t length, uint64_t *amount) {
    size_t whole = digits(text, length), fraction = 0, at = whole;
    if (at < length && text[at] == '.') {
        fraction = digits(text + at + 1, length - at - 1);
        at += 1 + fraction;
    }
    long exponent;
    if (whole + fraction == 0 || !parse_exponent(text + at, length - at, &exponent)) {
        return false;
    }
    /* The exponent moves the point: digits before it are the number, the first one behind it rounds. */
    long point = (long)whole + exponent, count = (long)(whole + fraction);
    uint64_t value = 0;
    for (long i = 0; i <= point; i++) {
        size_t place = (size_t)i < whole ? (size_t)i : (size_t)i + 1;
        unsigned digit = i < count ? (unsigned)(text[place] - '0') : 0;
        bool overflow = i < point
                            ? __builtin_mul_overflow(value, 10U, &value) || __builtin_add_overflow(value, digit, &value)
                            : __builtin_add_overflow(value, digit >= 5 ? 1U : 0U, &value);
        if (overflow) {
            return false;
        }
    }
    *amount = value;
    return true;
}

char *pcs_amount_write(char *text, uint64_t amount) {
    char reversed[PCS_AMOUNT_DIGITS];
    size_t count = 0;
    do {
        reversed[count++] = (char)('0' + amount % 10);
        amount /= 10;
    } while (amount > 0);
    while (count > 0) {
        *text++ = reversed[--count];
    }
    return text;
}
