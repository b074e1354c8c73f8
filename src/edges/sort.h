/* Sorting many things by a number, in time that grows with their count alone. */
#ifndef PCS_EDGES_SORT_H
#define PCS_EDGES_SORT_H

#include "base/thread.h"

#include <stddef.h>

typedef struct pcs_sort_item {
    uint64_t key;
    uint32_t value;
} pcs_sort_item;

/* Ascending by key; equal keys keep their order. spare is room for count items; count is below 2^32. pool may be NULL:
 * the caller's thread does all. */
void pcs_sort_items(pcs_pool *pool, pcs_sort_item *items, pcs_sort_item *spare, size_t count);

#endif
