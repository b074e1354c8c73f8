#include "base/elementary.h"

#include <stdint.h>
#include <string.h>

/* A positive normal number as mantissa in [1, 2) times 2 to the power of exponent. */
static double split(double number, int *exponent) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    *exponent = (int)(bits >> 52) - 1023;
    bits = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(0x3ff0000000000000);
    memcpy(&number, &bits, sizeof(number));
    return number;
}

/* ln m = 2 artanh((m - 1) / (m + 1)), its series, m within a root of 2 from 1. */
double pcs_log1p(double number) {
    static const double ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45; /* their sum is ln 2 */
    int exponent;
    double m = split(1.0 + number, &exponent);
    if (m > 0x1.6a09e667f3bcdp+0) {
        m /= 2.0;
        exponent++;
    }
    double s = (m - 1.0) / (m + 1.0), square = s * s, series = 0.0;
    for (int term = 23; term >= 3; term -= 2) {
        series = (series + 1.0 / term) * square;
    }
    return exponent * ln2_high + (2.0 * s + (2.0 * s * series + exponent * ln2_low));
}

/* Newton's way, from a straight line through the cube roots of 1 and 8. */
double pcs_cbrt(double number) {
    if (number < 0x1p-1000) {
        return 0.0;
    }
    int exponent;
    double m = split(number, &exponent), power = 1.0;
    for (; exponent % 3 != 0; exponent--) {
        m *= 2.0;
    }
    for (int third = exponent / 3; third != 0; third += third < 0 ? 1 : -1) {
        power *= third < 0 ? 0.5 : 2.0;
    }
    double root = 1.0 + (m - 1.0) / 7.0;
    for (int step = 0; step < 6; step++) {
        root = (2.0 * root + m / (root * root)) / 3.0;
    }
    return root * power;
}
