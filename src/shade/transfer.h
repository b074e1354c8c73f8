/* Transfer functions: what a count is worth on the way to a colour. None descends, so that colours are stretches of
 * counts. All their floating point is here, once, on the host, in basic operations alone: it is the same everywhere. */
#ifndef PCS_SHADE_TRANSFER_H
#define PCS_SHADE_TRANSFER_H

#include "shade/equalise.h"

typedef struct pcs_transfer {
    pcs_how how;
    uint64_t least, most; /* counts that there are, 0 aside */
    double unit;          /* what 1 of a count is worth: lines of a width are counted by parts */
    bool clipped;         /* to low and high; else low is the least count */
    double low, high;
    pcs_share_curve curve;        /* of PCS_HOW_EQ_HIST */
    double value_low, value_high; /* the range of values, from the first colour to the last */
} pcs_transfer;

/* PCS_E_ARGUMENT: the options contradict each other. Only how, span and discrete_as_is are looked at. */
pcs_status pcs_transfer_check(pcs_context *context, const pcs_image_options *options);

/* least to most: the counts that there are, 0 aside, of fraction_bits behind the point. sloped and bins as of
 * pcs_share_curve_fill; of PCS_HOW_EQ_HIST alone. */
pcs_status pcs_transfer_fill(pcs_context *context, const pcs_image_options *options, uint64_t least, uint64_t most,
                             uint32_t fraction_bits, bool sloped, const uint64_t *bins, pcs_transfer *transfer);
void pcs_transfer_free(pcs_transfer *transfer);

/* A count's value, between value_low and value_high. */
double pcs_transfer_value(const pcs_transfer *transfer, uint64_t count);

/* Where it is between them, 0 to 1; 1 where they are one. */
double pcs_transfer_place(const pcs_transfer *transfer, uint64_t count);

#endif
