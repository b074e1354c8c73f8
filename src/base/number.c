#include "base/number.h"

#include <locale.h>
#include <math.h>
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

size_t pcs_number_write(char text[PCS_NUMBER_SIZE], double number) {
    snprintf(text, PCS_NUMBER_SIZE, "%.15g", number);
    if (strtod(text, NULL) != number) {
        snprintf(text, PCS_NUMBER_SIZE, "%.17g", number);
    }
    exchange_point(text, PCS_NUMBER_SIZE, localeconv()->decimal_point, ".");
    return strlen(text);
}
