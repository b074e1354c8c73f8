/* Histogram equalisation as Datashader does it: the share of pixels up to a count. */
#ifndef PCS_SHADE_EQUALISE_H
#define PCS_SHADE_EQUALISE_H

#include "base/context.h"
#include "shade_types.h"

/* Steps where every count has its own bin, else straight lines between the centres of the bins that hold anything. */
typedef struct pcs_share_curve {
    uint64_t span;   /* counts are here less the least one: 0 to span */
    bool sloped;     /* straight lines, where counts are as many as bins or more in any case */
    uint32_t levels; /* bins that hold anything */
    double *centres; /* of these bins, ascending */
    double *shares;  /* of pixels in these bins and those below; the last is 1 */
} pcs_share_curve;

/* bins: PCS_SHADE_BINS numbers of pixels by count, as pcs_shade_bin sorts them; the first and the last are not 0.
 * sloped: as of fractions, in PCS_SHADE_BINS bins whatever the span. */
pcs_status pcs_share_curve_fill(pcs_context *context, const uint64_t *bins, uint64_t span, bool sloped,
                                pcs_share_curve *curve);
void pcs_share_curve_free(pcs_share_curve *curve);

/* above: a count less the least one. */
double pcs_share_at(const pcs_share_curve *curve, uint64_t above);

/* Where the colours begin: the share of the least count; with rescale pushed down where there are few levels, so that
 * the sparsest pixels are not drawn in the first colours. */
double pcs_share_lowest(const pcs_share_curve *curve, bool rescale);

#endif
