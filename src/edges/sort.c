#include "edges/sort.h"

#include <string.h>

/* Six digits of 11 bits hold 64; the counts of one digit stay in the first-level cache. */
enum { DIGIT_BITS = 11, DIGIT_VALUES = 1 << DIGIT_BITS, DIGITS = 6 };

static inline size_t digit_of(uint64_t key, unsigned digit) {
    return key >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

/* One stable pass; counts says how often each value of the digit occurs. */
static void scatter(const pcs_sort_item *from, pcs_sort_item *to, size_t count, unsigned digit,
                    uint32_t counts[DIGIT_VALUES]) {
    uint32_t begin = 0;
    for (size_t i = 0; i < DIGIT_VALUES; i++) {
        uint32_t here = counts[i];
        counts[i] = begin;
        begin += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[counts[digit_of(from[i].key, digit)]++] = from[i];
    }
}

/* Radix sort from the lowest digit; digits that are the same in all keys cost no pass. */
void pcs_sort_items(pcs_sort_item *items, pcs_sort_item *spare, size_t count) {
    uint32_t counts[DIGITS][DIGIT_VALUES] = {{0}};
    for (size_t i = 0; i < count; i++) {
        for (unsigned digit = 0; digit < DIGITS; digit++) {
            counts[digit][digit_of(items[i].key, digit)]++;
        }
    }
    pcs_sort_item *from = items, *to = spare;
    for (unsigned digit = 0; digit < DIGITS && count > 0; digit++) {
        if (counts[digit][digit_of(from[0].key, digit)] == count) {
            continue;
        }
        scatter(from, to, count, digit, counts[digit]);
        pcs_sort_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != items) {
        memcpy(items, from, count * sizeof(*items));
    }
}
