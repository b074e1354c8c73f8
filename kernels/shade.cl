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

/* Count p of counts that are one word each, or two, the low one first. */
PCS_FUNCTION uint64_t pcs_shade_count(PCS_GLOBAL const uint32_t *counts, uint64_t p, uint32_t wide) {
    return wide ? counts[2 * p] | (uint64_t)counts[2 * p + 1] << 32 : counts[p];
}

/* The count of a pixel of parts: their sum, or as much of it as 64 bits hold. */
PCS_FUNCTION uint64_t pcs_shade_sum_of(PCS_GLOBAL const uint32_t *counts, uint64_t p, uint32_t wide, uint32_t parts) {
    uint64_t sum = 0;
    for (uint32_t part = 0; part < parts; part++) {
        uint64_t count = pcs_shade_count(counts, p * parts + part, wide);
        sum = sum + count < sum ? ~(uint64_t)0 : sum + count;
    }
    return sum;
}

/* Of each item ranges[2 * i], the least count that is not 0, and ranges[2 * i + 1], the greatest; without any, all bits
 * set and 0. */
PCS_KERNEL3(pcs_shade_range, PCS_IN(uint32_t), counts, PCS_OUT(uint64_t), ranges, PCS_VALUE(pcs_shade_pixels), pixels) {
    PCS_EACH_ITEM (i, pixels.item_count) {
        uint64_t least = 0, most = 0; /* least is one less than it is, so that 0 becomes the greatest */
        least--;
        if (pixels.wide || pixels.parts > 1) {
            PCS_EACH_PIXEL(p, i, pixels) {
                uint64_t count = pcs_shade_sum_of(counts, p, pixels.wide, pixels.parts);
                least = count - 1 < least ? count - 1 : least;
                most = count > most ? count : most;
            }
        } else {
            uint32_t narrow_least = 0xffffffffu, narrow_most = 0;
            PCS_EACH_PIXEL(p, i, pixels) {
                uint32_t before = counts[p] - 1;
                narrow_least = before < narrow_least ? before : narrow_least;
                narrow_most = counts[p] > narrow_most ? counts[p] : narrow_most;
            }
            least = narrow_least;
            most = narrow_most;
        }
        ranges[2 * i] = most > 0 ? least + 1 : ~most;
        ranges[2 * i + 1] = most;
    }
}

/* Where item i adds to histograms: to its own where items own memory, in turns to two of them, so that one addition
 * need not wait for another. */
#if PCS_OWNED
#define PCS_TALLY(bins, i, p, bin) ((bins)[(uint64_t)(2 * (i) + ((p)&1)) * PCS_SHADE_BINS + (bin)]++)
#else
#define PCS_TALLY(bins, i, p, bin) PCS_ATOMIC_ADD(&(bins)[bin], 1u)
#endif

/* Ranges as above, and how many pixels each count has; counts from PCS_SHADE_BINS - 1 on share a bin, that of 0 may be
 * anything. Two histograms an item where items own memory, else one for all. */
PCS_KERNEL4(pcs_shade_tally, PCS_IN(uint32_t), counts, PCS_OUT(uint32_t), bins, PCS_OUT(uint64_t), ranges,
            PCS_VALUE(pcs_shade_pixels), pixels) {
    PCS_EACH_ITEM (i, pixels.item_count) {
        uint64_t least = 0, most = 0; /* least is one less than it is, so that 0 becomes the greatest */
        least--;
        if (pixels.wide || pixels.parts > 1) {
            PCS_EACH_PIXEL(p, i, pixels) {
                uint64_t count = pcs_shade_sum_of(counts, p, pixels.wide, pixels.parts);
                least = count - 1 < least ? count - 1 : least;
                most = count > most ? count : most;
                if (PCS_OWNED || count > 0) {
                    PCS_TALLY(bins, i, p, count < PCS_SHADE_BINS ? (uint32_t)count : PCS_SHADE_BINS - 1);
                }
            }
        } else {
            uint32_t narrow_least = 0xffffffffu, narrow_most = 0;
            PCS_EACH_PIXEL(p, i, pixels) {
                uint32_t count = counts[p];
                narrow_least = count - 1 < narrow_least ? count - 1 : narrow_least;
                narrow_most = count > narrow_most ? count : narrow_most;
                if (PCS_OWNED || count > 0) {
                    PCS_TALLY(bins, i, p, count < PCS_SHADE_BINS ? count : PCS_SHADE_BINS - 1);
                }
            }
            least = narrow_least;
            most = narrow_most;
        }
        ranges[2 * i] = most > 0 ? least + 1 : ~most;
        ranges[2 * i + 1] = most;
    }
}

/* Bin of a count that is not 0. NumPy's histogram has the same: its borders are exact for spans of 32 bits. */
PCS_FUNCTION uint32_t pcs_shade_bin(uint64_t count, pcs_shade_scale scale) {
    uint64_t above = count - scale.least;
    if (scale.span < PCS_SHADE_BINS) {
        return (uint32_t)above;
    }
    uint64_t bin = (above >> scale.shift) * PCS_SHADE_BINS / (scale.span >> scale.shift);
    return bin < PCS_SHADE_BINS ? (uint32_t)bin : PCS_SHADE_BINS - 1; /* the greatest count */
}

/* Pixels in each bin: one histogram an item where items own memory, else one for all. */
PCS_KERNEL3(pcs_shade_histogram, PCS_IN(uint32_t), counts, PCS_OUT(uint32_t), bins, PCS_VALUE(pcs_shade_scale), scale) {
    PCS_EACH_ITEM (i, scale.item_count) {
#if PCS_OWNED
        PCS_GLOBAL uint32_t *own = bins + (uint64_t)i * PCS_SHADE_BINS;
#endif
        PCS_EACH_PIXEL(p, i, scale) {
            uint64_t count = pcs_shade_sum_of(counts, p, scale.wide, scale.parts);
            if (count > 0) {
                uint32_t bin = pcs_shade_bin(count, scale);
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

/* The value of a count: that of the last step that begins at or below it. firsts ascend; the first is 0. */
PCS_FUNCTION uint32_t pcs_shade_value(PCS_GLOBAL const uint64_t *firsts, PCS_GLOBAL const uint32_t *values,
                                      uint32_t step_count, uint64_t count) {
    uint32_t low = 0, high = step_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (firsts[middle] <= count) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return values[low];
}

/* An item's piece of a row: lanes pixels, PCS_LANES but at the row's end. The first is at from in the counts, whose row
 * 0 is the lowest, and at to in the strip, whose row 0 is the top one. */
typedef struct pcs_shade_piece {
    uint32_t lanes;
    uint64_t from, to;
} pcs_shade_piece;

PCS_FUNCTION pcs_shade_piece pcs_shade_piece_of(uint32_t i, pcs_shade_parameters v) {
    uint32_t pieces = (v.width + PCS_LANES - 1) / PCS_LANES;
    uint32_t row = i / pieces, column = i % pieces * PCS_LANES;
    pcs_shade_piece piece;
    piece.lanes = v.width - column < PCS_LANES ? v.width - column : PCS_LANES;
    piece.from = (uint64_t)(v.height - 1 - v.first_row - row) * v.width + column;
    piece.to = (uint64_t)row * v.width + column;
    return piece;
}

#define PCS_SHADE_ITEMS(v) ((v).row_count * (((v).width + PCS_LANES - 1) / PCS_LANES))

/* Counts to bytes; table holds the values of the counts below PCS_SHADE_TABLE. */
PCS_KERNEL6(pcs_shade_map, PCS_IN(uint32_t), counts, PCS_IN(uint64_t), firsts, PCS_IN(uint32_t), values,
            PCS_IN(uint8_t), table, PCS_OUT(uint8_t), bytes, PCS_VALUE(pcs_shade_parameters), parameters) {
    PCS_EACH_ITEM (i, PCS_SHADE_ITEMS(parameters)) {
        pcs_shade_piece piece = pcs_shade_piece_of(i, parameters);
        for (uint32_t lane = 0; lane < piece.lanes; lane++) {
            uint64_t count = pcs_shade_count(counts, piece.from + lane, parameters.wide);
            bytes[piece.to + lane] = count < PCS_SHADE_TABLE
                                         ? table[count]
                                         : (uint8_t)pcs_shade_value(firsts, values, parameters.step_count, count);
        }
    }
}

PCS_FUNCTION uint32_t pcs_shade_word(PCS_GLOBAL const uint64_t *firsts, PCS_GLOBAL const uint32_t *values,
                                     PCS_GLOBAL const uint32_t *table, uint64_t count,
                                     pcs_shade_parameters parameters) {
    return count < PCS_SHADE_TABLE ? table[count] : pcs_shade_value(firsts, values, parameters.step_count, count);
}

/* The same, to words. */
PCS_KERNEL6(pcs_shade_map_words, PCS_IN(uint32_t), counts, PCS_IN(uint64_t), firsts, PCS_IN(uint32_t), values,
            PCS_IN(uint32_t), table, PCS_OUT(uint32_t), words, PCS_VALUE(pcs_shade_parameters), parameters) {
    PCS_EACH_ITEM (i, PCS_SHADE_ITEMS(parameters)) {
        pcs_shade_piece piece = pcs_shade_piece_of(i, parameters);
        for (uint32_t lane = 0; lane < piece.lanes; lane++) {
            uint64_t count = pcs_shade_count(counts, piece.from + lane, parameters.wide);
            words[piece.to + lane] = pcs_shade_word(firsts, values, table, count, parameters);
        }
    }
}

/* The same, to pairs of bytes, the high one first. */
PCS_KERNEL6(pcs_shade_map_pairs, PCS_IN(uint32_t), counts, PCS_IN(uint64_t), firsts, PCS_IN(uint32_t), values,
            PCS_IN(uint32_t), table, PCS_OUT(uint8_t), bytes, PCS_VALUE(pcs_shade_parameters), parameters) {
    PCS_EACH_ITEM (i, PCS_SHADE_ITEMS(parameters)) {
        pcs_shade_piece piece = pcs_shade_piece_of(i, parameters);
        for (uint32_t lane = 0; lane < piece.lanes; lane++) {
            uint64_t count = pcs_shade_count(counts, piece.from + lane, parameters.wide);
            uint32_t value = pcs_shade_word(firsts, values, table, count, parameters);
            bytes[2 * (piece.to + lane)] = (uint8_t)(value >> 8);
            bytes[2 * (piece.to + lane) + 1] = (uint8_t)value;
        }
    }
}

/* ---- categories ---- */

/* Of each item the least number of all parts of its pixels; it ends where that is 0. */
PCS_KERNEL3(pcs_shade_base, PCS_IN(uint32_t), counts, PCS_OUT(uint64_t), leasts, PCS_VALUE(pcs_shade_pixels), pixels) {
    PCS_EACH_ITEM (i, pixels.item_count) {
        uint64_t least = ~(uint64_t)0;
        PCS_EACH_PIXEL(p, i, pixels) {
            for (uint32_t part = 0; part < pixels.parts; part++) {
                uint64_t count = pcs_shade_count(counts, (uint64_t)p * pixels.parts + part, pixels.wide);
                least = count < least ? count : least;
            }
            if (least == 0) {
                break;
            }
        }
        leasts[i] = least;
    }
}

/* The categories' colours, mixed; total is the sum of their numbers. Where it has more than 52 bits they lose their
 * last 12 first: 255 times as many categories as there can be have no more. */
PCS_FUNCTION uint32_t pcs_shade_mixed(PCS_GLOBAL const uint32_t *counts, uint64_t p, uint32_t wide, uint64_t total,
                                      PCS_GLOBAL const uint32_t *colours, pcs_shade_mixing mixing) {
    uint32_t lost = total >> 52 > 0 ? 12 : 0;
    uint64_t sum = 0, red = 0, green = 0, blue = 0;
    for (uint32_t c = 0; c < mixing.category_count; c++) {
        uint64_t count = pcs_shade_count(counts, p * mixing.category_count + c, wide);
        uint64_t weight = (count - mixing.base) >> lost;
        sum += weight;
        red += weight * (colours[c] & 255);
        green += weight * (colours[c] >> 8 & 255);
        blue += weight * (colours[c] >> 16 & 255);
    }
    if (sum == 0) {
        return mixing.mean;
    }
    return (uint32_t)(red / sum) | (uint32_t)(green / sum) << 8 | (uint32_t)(blue / sum) << 16;
}

/* A colour of that alpha laid onto an opaque one. */
PCS_FUNCTION uint32_t pcs_shade_laid(uint32_t colour, uint32_t alpha, uint32_t background) {
    uint32_t laid = 255u << 24;
    for (uint32_t shift = 0; shift < 24; shift += 8) {
        uint32_t above = colour >> shift & 255, below = background >> shift & 255;
        laid |= (above * alpha + below * (255 - alpha)) / 255 << shift;
    }
    return laid;
}

/* Counts to red, green, blue and alpha: the colour is mixed, its alpha is the value of the count. */
PCS_KERNEL8(pcs_shade_mix, PCS_IN(uint32_t), counts, PCS_IN(uint64_t), firsts, PCS_IN(uint32_t), values,
            PCS_IN(uint32_t), table, PCS_IN(uint32_t), colours, PCS_OUT(uint8_t), bytes,
            PCS_VALUE(pcs_shade_parameters), parameters, PCS_VALUE(pcs_shade_mixing), mixing) {
    PCS_EACH_ITEM (i, PCS_SHADE_ITEMS(parameters)) {
        pcs_shade_piece piece = pcs_shade_piece_of(i, parameters);
        for (uint32_t lane = 0; lane < piece.lanes; lane++) {
            uint64_t p = piece.from + lane;
            uint64_t count = pcs_shade_sum_of(counts, p, parameters.wide, mixing.category_count);
            uint32_t alpha = pcs_shade_word(firsts, values, table, count, parameters);
            uint32_t word = mixing.background;
            if (count > 0) {
                uint32_t colour = pcs_shade_mixed(counts, p, parameters.wide, count, colours, mixing);
                word = mixing.background ? pcs_shade_laid(colour, alpha, mixing.background) : colour | alpha << 24;
            }
            for (uint32_t channel = 0; channel < 4; channel++) {
                bytes[4 * (piece.to + lane) + channel] = (uint8_t)(word >> 8 * channel);
            }
        }
    }
}
