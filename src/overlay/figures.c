#include "overlay/figures.h"

#include <inttypes.h>
#include <stdio.h>

size_t pcs_figure_whole(char figure[PCS_FIGURE_SIZE], uint64_t number) {
    char digits[24], *out = figure;
    int count = snprintf(digits, sizeof(digits), "%" PRIu64, number);
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return (size_t)(out - figure);
}

void pcs_figure_short(char figure[PCS_FIGURE_SIZE], uint64_t number, const char *unit) {
    static const char prefixes[] = "kMGTPE";
    const char *gap = unit[0] ? " " : "";
    if (number < (unit[0] ? 1000 : 100000)) {
        size_t length = pcs_figure_whole(figure, number);
        snprintf(figure + length, PCS_FIGURE_SIZE - length, "%s%s", gap, unit);
        return;
    }
    uint64_t scale = 1000;
    uint32_t prefix = 0;
    while (number / scale >= 1000) {
        scale *= 1000;
        prefix++;
    }
    uint64_t whole = number / scale, thousandths = number % scale / (scale / 1000);
    if (whole >= 100) {
        snprintf(figure, PCS_FIGURE_SIZE, "%" PRIu64 "%s%c%s", whole, gap, prefixes[prefix], unit);
    } else if (whole >= 10) {
        snprintf(figure, PCS_FIGURE_SIZE, "%" PRIu64 ".%" PRIu64 "%s%c%s", whole, thousandths / 100, gap,
                 prefixes[prefix], unit);
    } else {
        snprintf(figure, PCS_FIGURE_SIZE, "%" PRIu64 ".%02" PRIu64 "%s%c%s", whole, thousandths / 10, gap,
                 prefixes[prefix], unit);
    }
}

void pcs_figure_fixed(char figure[PCS_FIGURE_SIZE], uint64_t number, uint32_t fraction_bits, const char *unit) {
    uint64_t whole = number >> fraction_bits, part = number - (whole << fraction_bits);
    const char *gap = unit[0] ? " " : "";
    if (fraction_bits == 0 || whole >= 100) {
        pcs_figure_short(figure, whole, unit);
    } else if (whole > 0) {
        snprintf(figure, PCS_FIGURE_SIZE, "%" PRIu64 ".%02" PRIu64 "%s%s", whole, part * 100 >> fraction_bits, gap,
                 unit);
    } else {
        snprintf(figure, PCS_FIGURE_SIZE, "0.%03" PRIu64 "%s%s", part * 1000 >> fraction_bits, gap, unit);
    }
}
