#include "shade/transfer.h"

#include "base/elementary.h"

const char *pcs_how_name(pcs_how how) {
    static const char *const names[] = {
#define HOW_NAME(name, text) text,
        PCS_HOW_TABLE(HOW_NAME)
#undef HOW_NAME
    };
    return (unsigned)how < PCS_HOW_COUNT ? names[how] : "";
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
                             uint32_t fraction_bits, bool sloped, const uint64_t *bins, pcs_transfer *transfer) {
    *transfer = (pcs_transfer){.how = options->how,
                               .least = least,
                               .most = most,
                               .unit = 1.0 / (double)(UINT64_C(1) << fraction_bits),
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
    double above = transfer->clipped ? transfer->high - transfer->low : (double)(most - least) * transfer->unit;
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
    double above = (double)(count - transfer->least) * transfer->unit;
    if (transfer->clipped) {
        double value = (double)count * transfer->unit;
        value = value < transfer->low ? transfer->low : value > transfer->high ? transfer->high : value;
        above = value - transfer->low;
    }
    return curved(transfer->how, above);
}

double pcs_transfer_place(const pcs_transfer *transfer, uint64_t count) {
    double low = transfer->value_low, high = transfer->value_high;
    return low < high ? (pcs_transfer_value(transfer, count) - low) / (high - low) : 1.0;
}
