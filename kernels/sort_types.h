/* What sort.cl and src/device/sort.c share. */
#ifndef PCS_KERNELS_SORT_TYPES_H
#define PCS_KERNELS_SORT_TYPES_H

#include "dialect.h"

/* Keys are sorted by this many bits a pass. */
#define PCS_SORT_BITS 8
#define PCS_SORT_DIGITS 256

/* A key and what it belongs to. */
typedef struct pcs_sort_pair {
    uint32_t key, value;
} pcs_sort_pair;

/* One pass: the digit of a key is (key >> shift) % PCS_SORT_DIGITS; an item sorts a piece of so many neighbouring
 * pairs. Neither the pieces' length nor their number changes what comes out. */
typedef struct pcs_sort_pass {
    uint32_t count, shift, piece, piece_count;
} pcs_sort_pass;

#endif
