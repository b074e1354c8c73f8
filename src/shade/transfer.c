#include "shade/transfer.h"

#include <string.h>

const char *pcs_how_name(pcs_how how) {
    static const char *const names[] = {
#define HOW_NAME(name, text) text,
        PCS_HOW_TABLE(HOW_NAME)
#undef HOW_NAME
    };
    return (unsigned)how < PCS_HOW_COUNT ? names[how] : "";
}

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

pcs_status pcs_transfer_check(pcs_context *context, const pcs_image_options *options) {
    if ((unsigned)options->how >= PCS_HOW_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "how %d: there is none of that number", (int)options->how);
    }
    const double *span = options->span;
    if (!span) {
        return PCS_OK;
    }
    if (options->how == PCS_HOW_EQ_HIST) {
        return pcs_fail(context, PCS_E_ARGUMENT, "span: eq_hist goes by ranks and takes none: use log, cbrt or linear");
    }
    if (!(span[0] >= 0.0 && span[0] < span[1] && span[1] <= 0x1p64)) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "span %g,%g: give two numbers of lines from 0 on, the first one below the second", span[0],
                        span[1]);
    }
    return PCS_OK;
}

static double curved(pcs_how how, double above) {
    return how == PCS_HOW_LOG ? pcs_log1p(above) : how == PCS_HOW_CBRT ? pcs_cbrt(above) : above;
}

pcs_status pcs_transfer_fill(pcs_context *context, const pcs_image_options *options, uint64_t least, uint64_t most,
                             const uint64_t *bins, bool sloped, pcs_transfer *transfer) {
    *transfer = (pcs_transfer){.how = options->how,
                               .least = least,
                               .most = most,
                               .clipped = options->span != NULL,
                               .low = options->span ? options->span[0] : 0.0,
                               .high = options->span ? options->span[1] : 0.0,
                               .value_high = 1.0};
    if (options->how == PCS_HOW_EQ_HIST) {
        pcs_status status = pcs_share_curve_fill(context, bins, most - least, sloped, &transfer->curve);
        if (status == PCS_OK) {
            transfer->value_low = pcs_share_lowest(&transfer->curve, !options->discrete_as_is);
        }
        return status;
    }
    double above = transfer->clipped ? transfer->high - transfer->low : (double)(most - least);
    transfer->value_low = 0.0;
    transfer->value_high = curved(options->how, above);
    return PCS_OK;
}

void pcs_transfer_free(pcs_transfer *transfer) {
    pcs_share_curve_free(&transfer->curve);
}

double pcs_transfer_value(const pcs_transfer *transfer, uint64_t count) {
    if (transfer->how == PCS_HOW_EQ_HIST) {
        return pcs_share_at(&transfer->curve, count - transfer->least);
    }
    double above = (double)(count - transfer->least);
    if (transfer->clipped) {
        double value = (double)count;
        value = value < transfer->low ? transfer->low : value > transfer->high ? transfer->high : value;
        above = value - transfer->low;
    }
    return curved(transfer->how, above);
}

double pcs_transfer_place(const pcs_transfer *transfer, uint64_t count) {
    double low = transfer->value_low, high = transfer->value_high;
    return low < high ? (pcs_transfer_value(transfer, count) - low) / (high - low) : 1.0;
}
