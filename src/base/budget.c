#include "base/budget.h"

#include "base/memory.h"

#include <stdlib.h>

bool pcs_claim_raise(pcs_claim *claim, pcs_budget *budget, uint64_t bytes) {
    claim->budget = claim->budget ? claim->budget : budget;
    budget = claim->budget;
    uint_fast64_t used = atomic_load_explicit(&budget->used, memory_order_relaxed);
    do {
        if (budget->limit > 0 && (used > budget->limit || bytes > budget->limit - used)) {
            return false;
        }
    } while (!atomic_compare_exchange_weak_explicit(&budget->used, &used, used + bytes, memory_order_relaxed,
                                                    memory_order_relaxed));
    claim->bytes += bytes;
    return true;
}

void pcs_claim_lower(pcs_claim *claim, uint64_t bytes) {
    if (claim->budget) {
        atomic_fetch_sub_explicit(&claim->budget->used, bytes, memory_order_relaxed);
        claim->bytes -= bytes;
    }
}

void pcs_claim_drop(pcs_claim *claim) {
    pcs_claim_lower(claim, claim->bytes);
    claim->budget = NULL;
}

pcs_growth pcs_claim_grow(pcs_claim *claim, pcs_budget *budget, void **array, size_t *capacity, size_t wanted,
                          size_t element_size) {
    if (wanted <= *capacity) {
        return PCS_GROWTH_DONE;
    }
    for (size_t part = 2; part <= 32; part *= 4) {
        size_t more = *capacity + *capacity / part + 16, count = more > wanted ? more : wanted, bytes;
        if (!pcs_size_multiply(count, element_size, &bytes)) {
            return PCS_GROWTH_NO_MEMORY;
        }
        size_t difference = bytes - *capacity * element_size;
        if (!pcs_claim_raise(claim, budget, difference)) {
            continue;
        }
        void *memory = pcs_memory_move(*array, *capacity * element_size, bytes);
        if (!memory) {
            pcs_claim_lower(claim, difference);
            return PCS_GROWTH_NO_MEMORY;
        }
        *array = memory;
        *capacity = count;
        return PCS_GROWTH_DONE;
    }
    return PCS_GROWTH_LIMIT;
}
