#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The locale's decimal point and the number's, exchanged in text where the one stands that is not wanted. */
static void exchange_point(char *text, size_t size, const char *from, const char *to) {
    char *at = strcmp(from, to) == 0 ? NULL : strstr(text, from);
    size_t after = at ? strlen(at + strlen(from)) + 1 : 0;
    if (at && (size_t)(at - text) + strlen(to) + after <= size) {
        memmove(at + strlen(to), at + strlen(from), after);
        memcpy(at, to, strlen(to));
    }
}

bool pcs_number_parse(const char *text, size_t length, double *number) {
    enum { LONGEST = 255, POINT = 8 };
    char copy[LONGEST + POINT + 1], *end;
    if (length == 0 || length > LONGEST) {
        return false;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (strspn(copy, "0123456789+-.eE") != length) {
        return false;
    }
    exchange_point(copy, sizeof(copy), ".", localeconv()->decimal_point);
    *number = strtod(copy, &end);
    return *end == '\0' && isfinite(*number);
}

/* digits / 10^places */
typedef struct decimal {
    uint64_t digits;
    uint32_t places;
} decimal;

/* Exact from least to most. */
static const double DECIMAL_LEAST = 1e-4, DECIMAL_MOST = 1e15;

/* A magnitude within these, rounded to so many digits, 15 at least; half goes to even. */
static decimal round_to(double magnitude, uint32_t significant) {
    enum { FRACTION_BITS = 124 };
    uint64_t whole = (uint64_t)magnitude;
    /* The last bit of a double from 1e-4 on is 2^-66 at least. */
    unsigned __int128 rest = (unsigned __int128)((magnitude - (double)whole) * 0x1p66) << (FRACTION_BITS - 66);
    decimal number = {.digits = whole};
    uint32_t known = 0;
    for (uint64_t left = whole; left > 0; left /= 10) {
        known++;
    }
    while (known < significant) {
        rest *= 10;
        number.digits = number.digits * 10 + (uint64_t)(rest >> FRACTION_BITS);
        number.places++;
        known += number.digits > 0;
        rest &= ((unsigned __int128)1 << FRACTION_BITS) - 1;
    }
    unsigned __int128 half = (unsigned __int128)1 << (FRACTION_BITS - 1);
    number.digits += rest > half || (rest == half && number.digits % 2 == 1);
    return number;
}

/* As %g does, without zeros at the end. */
static size_t write_decimal(char *text, decimal number) {
    char digits[PCS_NUMBER_SIZE];
    size_t length = 0, at = 0;
    while (number.places > 0 && number.digits % 10 == 0) {
        number.digits /= 10;
        number.places--;
    }
    for (; number.digits > 0 || length <= number.places; number.digits /= 10) {
        digits[length++] = (char)('0' + number.digits % 10);
    }
    while (length > 0) {
        if (length == number.places) {
            text[at++] = '.';
        }
        text[at++] = digits[--length];
    }
    text[at] = '\0';
    return at;
}

/* What snprintf and strtod would give, in a tenth of their time. */
static size_t write_quickly(char *text, double number) {
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
    double magnitude = fabs(number);
    decimal found = round_to(magnitude, 15);
    /* Both are exact, and so their quotient is what strtod gives. */
    if ((double)found.digits / powers[found.places] != magnitude) {
        found = round_to(magnitude, 17);
    }
    text[0] = '-';
    size_t sign = number < 0.0;
    return sign + write_decimal(text + sign, found);
}

size_t pcs_number_write(char text[PCS_NUMBER_SIZE], double number) {
    if (fabs(number) >= DECIMAL_LEAST && fabs(number) < DECIMAL_MOST) {
        return write_quickly(text, number);
    }
    snprintf(text, PCS_NUMBER_SIZE, "%.15g", number);
    if (strtod(text, NULL) != number) {
        snprintf(text, PCS_NUMBER_SIZE, "%.17g", number);
    }
    exchange_point(text, PCS_NUMBER_SIZE, localeconv()->decimal_point, ".");
    return strlen(text);
}
