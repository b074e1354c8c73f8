#include "shade/equalise.h"

#include "base/memory.h"

#include <stdlib.h>

/* The share of pixels up to a count: steps where every count has its own bin, else straight lines between the centres
 * of the bins that hold anything. */
typedef struct share_curve {
    uint32_t span;   /* counts are here less the least one: 0 to span */
    uint32_t levels; /* bins that hold anything */
    double *centres; /* of these bins, ascending */
    double *shares;  /* of pixels in these bins and those below; the last is 1 */
} share_curve;

static void fill_curve(share_curve *curve, const uint32_t *bins) {
    uint64_t total = 0, below = 0;
    for (uint32_t bin = 0; bin < PCS_SHADE_BINS; bin++) {
        total += bins[bin];
    }
    bool own_bins = curve->span < PCS_SHADE_BINS;
    for (uint32_t bin = 0; bin < PCS_SHADE_BINS; bin++) {
        if (bins[bin] > 0) {
            below += bins[bin];
            curve->centres[curve->levels] = own_bins ? bin : (bin + 0.5) * curve->span / PCS_SHADE_BINS;
            curve->shares[curve->levels] = (double)below / (double)total;
            curve->levels++;
        }
    }
}

static double share_at(const share_curve *curve, uint32_t count) {
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
    if (curve->span < PCS_SHADE_BINS || count <= x[0] || low + 1 == curve->levels) {
        return y[0];
    }
    return (y[1] - y[0]) / (x[1] - x[0]) * (count - x[0]) + y[0];
}

/* Where the colours begin: the share of the least count, pushed down where there are few levels, so that the sparsest
 * pixels are not drawn in the first colours. It is Datashader's rescale_discrete_levels: a straight line through 2
 * levels, 1.5 times the range, and 100 levels, the range itself. */
static double lowest_share(const share_curve *curve) {
    double least = share_at(curve, 0);
    double stretch = 1.5 - ((double)curve->levels - 2.0) * 0.5 / 98.0;
    double stretched = 1.0 - stretch * (1.0 - least);
    return stretch <= 1.0 ? least : stretched > 0.0 ? stretched : 0.0;
}

/* The nearest of the colours 1 to PCS_SHADE_COLOURS; the last one where there is one count alone. */
static uint32_t colour_of(double share, double lowest) {
    double place = lowest < 1.0 ? (share - lowest) / (1.0 - lowest) : 1.0;
    return 1 + (uint32_t)(place * (PCS_SHADE_COLOURS - 1) + 0.5);
}

static uint32_t first_of_colour(const share_curve *curve, double lowest, uint32_t colour) {
    uint32_t low = 0, high = curve->span; /* the greatest count has the last colour */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (colour_of(share_at(curve, middle), lowest) >= colour) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

pcs_status pcs_equalise(pcs_context *context, const uint32_t *bins, uint32_t least, uint32_t span,
                        uint32_t thresholds[PCS_SHADE_COLOURS]) {
    share_curve curve = {.span = span,
                         .centres = pcs_memory_new(PCS_SHADE_BINS, sizeof(double)),
                         .shares = pcs_memory_new(PCS_SHADE_BINS, sizeof(double))};
    pcs_status status = PCS_OK;
    if (curve.centres && curve.shares) {
        fill_curve(&curve, bins);
        double lowest = lowest_share(&curve);
        thresholds[0] = 1;
        for (uint32_t c = 1; c < PCS_SHADE_COLOURS; c++) {
            thresholds[c] = least + first_of_colour(&curve, lowest, c + 1);
        }
    } else {
        status = pcs_fail_memory(context, "the histogram", 2 * PCS_SHADE_BINS * sizeof(double));
    }
    free(curve.centres);
    free(curve.shares);
    return status;
}
