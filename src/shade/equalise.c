#include "shade/equalise.h"

#include "base/memory.h"

#include <stdlib.h>

/* Where counts have bins of their own, the centre of that bin of PCS_SHADE_BINS which a count would be in. */
static double centre_of(uint64_t bin, uint64_t span) {
    if (span > 0 && span < PCS_SHADE_BINS) {
        bin = bin * PCS_SHADE_BINS / span;
        bin = bin < PCS_SHADE_BINS ? bin : PCS_SHADE_BINS - 1;
    }
    return ((double)bin + 0.5) * (double)span / PCS_SHADE_BINS;
}

pcs_status pcs_share_curve_fill(pcs_context *context, const uint64_t *bins, uint64_t span, bool sloped,
                                pcs_share_curve *curve) {
    *curve = (pcs_share_curve){.span = span,
                               .sloped = sloped || span >= PCS_SHADE_BINS,
                               .centres = pcs_memory_new(PCS_SHADE_BINS, sizeof(double)),
                               .shares = pcs_memory_new(PCS_SHADE_BINS, sizeof(double))};
    if (!curve->centres || !curve->shares) {
        pcs_share_curve_free(curve);
        return pcs_fail_memory(context, "the histogram", 2 * PCS_SHADE_BINS * sizeof(double));
    }
    uint64_t total = 0, below = 0;
    for (uint32_t bin = 0; bin < PCS_SHADE_BINS; bin++) {
        total += bins[bin];
    }
    for (uint32_t bin = 0; bin < PCS_SHADE_BINS; bin++) {
        if (bins[bin] > 0) {
            below += bins[bin];
            curve->centres[curve->levels] = curve->sloped ? centre_of(bin, span) : bin;
            curve->shares[curve->levels] = (double)below / (double)total;
            curve->levels++;
        }
    }
    return PCS_OK;
}

void pcs_share_curve_free(pcs_share_curve *curve) {
    free(curve->centres);
    free(curve->shares);
    curve->centres = curve->shares = NULL;
}

double pcs_share_at(const pcs_share_curve *curve, uint64_t above) {
    double count = (double)above;
    uint32_t low = 0, high = curve->levels; /* the last level whose centre is not above count is in [low, high) */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (curve->centres[middle] <= count) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const double *x = &curve->centres[low], *y = &curve->shares[low];
    if (!curve->sloped || count <= x[0] || low + 1 == curve->levels) {
        return y[0];
    }
    return (y[1] - y[0]) / (x[1] - x[0]) * (count - x[0]) + y[0];
}

/* Datashader's rescale_discrete_levels: a straight line through 2 levels, 1.5 times the range, and 100 levels, the
 * range itself. */
double pcs_share_lowest(const pcs_share_curve *curve, bool rescale) {
    double least = pcs_share_at(curve, 0);
    double stretch = 1.5 - ((double)curve->levels - 2.0) * 0.5 / 98.0;
    double stretched = 1.0 - stretch * (1.0 - least);
    return !rescale || stretch <= 1.0 ? least : stretched > 0.0 ? stretched : 0.0;
}
