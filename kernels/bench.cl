/* What a device can do at most, one kind of work at a time. */
#include "bench_types.h"
#include "dialect.h"

/* What a launch costs. */
PCS_KERNEL2(pcs_bench_nothing, PCS_OUT(uint32_t), words, PCS_VALUE(uint32_t), count) {
    PCS_EACH_ITEM (i, count) {
        words[i] = i;
    }
}

PCS_KERNEL3(pcs_bench_copy, PCS_IN(uint64_t), from, PCS_OUT(uint64_t), to, PCS_VALUE(pcs_bench_copying), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            to[(uint64_t)i * PCS_LANES + lane] = from[(uint64_t)i * PCS_LANES + lane];
        }
    }
}

/* Atomic additions all over a table: one that is large, or a few words. */
PCS_KERNEL2(pcs_bench_add, PCS_OUT(uint32_t), table, PCS_VALUE(pcs_bench_adding), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        uint32_t place = i * 2654435761u;
        for (uint32_t k = 0; k < parameters.adds; k++) {
            place = place * 1664525u + 1013904223u;
            PCS_ATOMIC_ADD(&table[(place >> 8) & parameters.mask], 1u);
        }
    }
}

/* Each lane has chains that do not wait for each other. */
PCS_KERNEL2(pcs_bench_multiply_add, PCS_OUT(float), sums, PCS_VALUE(pcs_bench_chain), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        float first[PCS_LANES];
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            first[lane] = (float)(i + lane);
        }
        pcs_lanes chains[PCS_BENCH_CHAINS];
        pcs_lanes_load(&chains[0], first);
        for (uint32_t chain = 1; chain < PCS_BENCH_CHAINS; chain++) {
            chains[chain] = chains[chain - 1] + 1.0f;
        }
        for (uint32_t step = 0; step < parameters.steps; step++) {
            for (uint32_t chain = 0; chain < PCS_BENCH_CHAINS; chain++) {
                chains[chain] = chains[chain] * parameters.factor + parameters.term;
            }
        }
        for (uint32_t chain = 1; chain < PCS_BENCH_CHAINS; chain++) {
            chains[0] += chains[chain];
        }
        pcs_lanes_store(&chains[0], first);
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            sums[(uint64_t)i * PCS_LANES + lane] = first[lane];
        }
    }
}
