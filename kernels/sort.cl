/* One pass of a stable radix sort: counts of digits a piece, sums over the pieces, and each pair to its place. */
#include "dialect.h"
#include "sort_types.h"

PCS_FUNCTION uint32_t end_of(pcs_sort_pass pass, uint32_t piece) {
    uint32_t begin = piece * pass.piece;
    return pass.count - begin < pass.piece ? pass.count : begin + pass.piece;
}

/* counts: a row of PCS_SORT_DIGITS for each piece. */
PCS_KERNEL3(pcs_sort_count, PCS_IN(pcs_sort_pair), pairs, PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_sort_pass), pass) {
    PCS_EACH_ITEM(piece, pass.piece_count) {
        PCS_GLOBAL uint32_t *row = counts + piece * PCS_SORT_DIGITS;
        for (uint32_t digit = 0; digit < PCS_SORT_DIGITS; digit++) {
            row[digit] = 0;
        }
        for (uint32_t i = piece * pass.piece; i < end_of(pass, piece); i++) {
            row[pairs[i].key >> pass.shift & (PCS_SORT_DIGITS - 1)]++;
        }
    }
}

/* Each count becomes the sum of those of the same digit in the pieces before; totals are the sums over all. */
PCS_KERNEL3(pcs_sort_sum, PCS_OUT(uint32_t), counts, PCS_OUT(uint32_t), totals, PCS_VALUE(pcs_sort_pass), pass) {
    PCS_EACH_ITEM(digit, PCS_SORT_DIGITS) {
        uint32_t sum = 0;
        for (uint32_t piece = 0; piece < pass.piece_count; piece++) {
            uint32_t count = counts[piece * PCS_SORT_DIGITS + digit];
            counts[piece * PCS_SORT_DIGITS + digit] = sum;
            sum += count;
        }
        totals[digit] = sum;
    }
}

PCS_KERNEL5(pcs_sort_move, PCS_IN(pcs_sort_pair), pairs, PCS_OUT(uint32_t), counts, PCS_IN(uint32_t), totals,
            PCS_OUT(pcs_sort_pair), sorted, PCS_VALUE(pcs_sort_pass), pass) {
    PCS_EACH_ITEM(piece, pass.piece_count) {
        PCS_GLOBAL uint32_t *next = counts + piece * PCS_SORT_DIGITS;
        uint32_t before = 0;
        for (uint32_t digit = 0; digit < PCS_SORT_DIGITS; digit++) {
            next[digit] += before;
            before += totals[digit];
        }
        for (uint32_t i = piece * pass.piece; i < end_of(pass, piece); i++) {
            pcs_sort_pair pair = pairs[i];
            sorted[next[pair.key >> pass.shift & (PCS_SORT_DIGITS - 1)]++] = pair;
        }
    }
}
