#include "shade/composite.h"

#include <string.h>

void pcs_colour_composite(pcs_composite how, const uint8_t above[4], uint8_t below[4]) {
    if (how == PCS_COMPOSITE_SOURCE) {
        if (above[3] > 0) {
            memcpy(below, above, 4);
        }
        return;
    }
    double over = above[3] / 255.0, under = below[3] / 255.0;
    double sum = over + under < 1.0 ? over + under : 1.0, alpha = sum;
    double over_weight = over, under_weight = under;
    if (how == PCS_COMPOSITE_OVER) {
        under_weight = under * (1.0 - over);
        alpha = over + under_weight;
    } else if (how == PCS_COMPOSITE_SATURATE) {
        over_weight = over < 1.0 - under ? over : 1.0 - under;
    }
    for (uint32_t channel = 0; channel < 3; channel++) {
        double mixed = 0.0;
        if (alpha > 0.0) {
            mixed = (above[channel] / 255.0 * over_weight + below[channel] / 255.0 * under_weight) / alpha * 255.0;
        }
        below[channel] = (uint8_t)(mixed < 255.0 ? mixed : 255.0);
    }
    below[3] = (uint8_t)(alpha * 255.0 < 255.0 ? alpha * 255.0 : 255.0);
}
