/* Counts to colours; all arithmetic is on integers. */
#include "dialect.h"
#include "shade_types.h"

/* The pixels of item i: neighbours where an item owns its memory, else far apart, so that items read neighbours. */
#if PCS_OWNED
#define PCS_EACH_PIXEL(p, i, v)                                                                                        \
    for (uint32_t p = (uint32_t)((uint64_t)(v).pixel_count * (i) / (v).item_count),                                    \
                  p##_end = (uint32_t)((uint64_t)(v).pixel_count * ((i) + 1) / (v).item_count);                        \
         p < p##_end; p++)
#else
#define PCS_EACH_PIXEL(p, i, v) for (uint32_t p = (i); p < (v).pixel_count; p += (v).item_count)
#endif

/* range[0]: the least count that is not 0; range[1]: the greatest. They begin as UINT32_MAX and 0. */
PCS_KERNEL3(pcs_shade_range, PCS_IN(uint32_t), counts, PCS_OUT(uint32_t), range, PCS_VALUE(pcs_shade_pixels), pixels) {
    PCS_EACH_ITEM (i, pixels.item_count) {
        uint32_t least = 0xffffffffu, most = 0;
        PCS_EACH_PIXEL(p, i, pixels) {
            uint32_t before = counts[p] - 1; /* 0 becomes the greatest */
            least = before < least ? before : least;
            most = counts[p] > most ? counts[p] : most;
        }
        if (most > 0) {
            PCS_ATOMIC_MIN(&range[0], least + 1);
            PCS_ATOMIC_MAX(&range[1], most);
        }
    }
}

/* Bin of a count that is not 0. NumPy's histogram has the same: its borders are exact for spans of 32 bits. */
PCS_FUNCTION uint32_t pcs_shade_bin(uint32_t count, pcs_shade_scale scale) {
    uint32_t above = count - scale.least;
    if (scale.span < PCS_SHADE_BINS) {
        return above;
    }
    return above == scale.span ? PCS_SHADE_BINS - 1 : (uint32_t)((uint64_t)above * PCS_SHADE_BINS / scale.span);
}

/* Pixels in each bin: one histogram an item where items own memory, else one for all. */
PCS_KERNEL3(pcs_shade_histogram, PCS_IN(uint32_t), counts, PCS_OUT(uint32_t), bins, PCS_VALUE(pcs_shade_scale), scale) {
    PCS_EACH_ITEM (i, scale.item_count) {
#if PCS_OWNED
        PCS_GLOBAL uint32_t *own = bins + (uint64_t)i * PCS_SHADE_BINS;
#endif
        PCS_EACH_PIXEL(p, i, scale) {
            if (counts[p] > 0) {
                uint32_t bin = pcs_shade_bin(counts[p], scale);
#if PCS_OWNED
                own[bin]++;
#else
                PCS_ATOMIC_ADD(&bins[bin], 1u);
#endif
            }
        }
    }
}

/* Adds histograms 1 to histogram_count - 1 to the first. */
PCS_KERNEL2(pcs_shade_sum, PCS_OUT(uint32_t), bins, PCS_VALUE(uint32_t), histogram_count) {
    PCS_EACH_ITEM (bin, PCS_SHADE_BINS) {
        uint32_t sum = 0;
        for (uint32_t h = 0; h < histogram_count; h++) {
            sum += bins[(uint64_t)h * PCS_SHADE_BINS + bin];
        }
        bins[bin] = sum;
    }
}

/* How many of the PCS_SHADE_COLOURS ascending thresholds a count reaches. */
PCS_FUNCTION uint32_t pcs_shade_colour(PCS_GLOBAL const uint32_t *thresholds, uint32_t count) {
    uint32_t reached = 0;
    for (uint32_t step = (PCS_SHADE_COLOURS + 1) / 2; step > 0; step /= 2) {
        reached += thresholds[reached + step - 1] <= count ? step : 0;
    }
    return reached;
}

/* A strip of the image: its row 0 is the top one, that of counts the lowest. An item colours PCS_LANES pixels. table is
 * pcs_shade_colour of the counts below PCS_SHADE_TABLE. */
PCS_KERNEL5(pcs_shade_map, PCS_IN(uint32_t), counts, PCS_IN(uint32_t), thresholds, PCS_IN(uint8_t), table,
            PCS_OUT(uint8_t), colours, PCS_VALUE(pcs_shade_parameters), parameters) {
    uint32_t pieces = (parameters.width + PCS_LANES - 1) / PCS_LANES;
    PCS_EACH_ITEM (i, parameters.row_count * pieces) {
        uint32_t row = i / pieces, column = i % pieces * PCS_LANES;
        uint32_t end = parameters.width - column < PCS_LANES ? parameters.width - column : PCS_LANES;
        uint64_t from = (uint64_t)(parameters.height - 1 - parameters.first_row - row) * parameters.width + column;
        uint64_t to = (uint64_t)row * parameters.width + column;
        for (uint32_t lane = 0; lane < end; lane++) {
            uint32_t count = counts[from + lane];
            colours[to + lane] = count < PCS_SHADE_TABLE ? table[count] : (uint8_t)pcs_shade_colour(thresholds, count);
        }
    }
}
