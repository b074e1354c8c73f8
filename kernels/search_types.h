/* What search.cl and src/layout share. */
#ifndef PCS_KERNELS_SEARCH_TYPES_H
#define PCS_KERNELS_SEARCH_TYPES_H

#include "dialect.h"

#define PCS_SEARCH_WORDS 2
/* The most pivots that are searched from at once. */
#define PCS_SEARCH_PIVOTS_MOST (64 * PCS_SEARCH_WORDS)

/* Some of the pivots, a bit each. */
typedef struct pcs_search_set {
    uint64_t words[PCS_SEARCH_WORDS];
} pcs_search_set;

/* One level of the searches. */
typedef struct pcs_search_level {
    uint32_t body_count; /* and from the steps of one pivot to those of the next */
    uint32_t steps;      /* from the pivots to what is reached on this level */
    pcs_search_set all;  /* the pivots */
} pcs_search_level;

#endif
