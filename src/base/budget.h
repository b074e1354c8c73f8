/* A limit on the memory for what grows with the input. */
#ifndef PCS_BASE_BUDGET_H
#define PCS_BASE_BUDGET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Shared by all that takes of it, on any thread. */
typedef struct pcs_budget {
    uint64_t limit; /* bytes, 0: none */
    atomic_uint_fast64_t used;
} pcs_budget;

/* What one owner took. All zeros is nothing. */
typedef struct pcs_claim {
    pcs_budget *budget;
    uint64_t bytes;
} pcs_claim;

/* Takes more bytes, of the budget that the claim's first bytes came from, else of the one given. False: they would pass
 * the limit; nothing was taken. */
bool pcs_claim_raise(pcs_claim *claim, pcs_budget *budget, uint64_t bytes);
/* Gives bytes back. */
void pcs_claim_lower(pcs_claim *claim, uint64_t bytes);
/* Gives all back. */
void pcs_claim_drop(pcs_claim *claim);

typedef enum pcs_growth { PCS_GROWTH_DONE, PCS_GROWTH_NO_MEMORY, PCS_GROWTH_LIMIT } pcs_growth;

/* pcs_memory_grow within the budget, for a table as of pcs_memory_move: near the limit it grows in small steps. */
pcs_growth pcs_claim_grow(pcs_claim *claim, pcs_budget *budget, void **array, size_t *capacity, size_t wanted,
                          size_t element_size);

#endif
