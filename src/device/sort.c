#include "device/sort.h"

#include "base/memory.h"
#include "sort_types.h"

#include <stdlib.h>

struct pcs_sorter {
    pcs_device *device;
    uint32_t piece; /* pairs that one item sorts */
    pcs_buffer *pairs, *sorted, *counts, *totals;
};

/* Items that own much are few and long on CPUs, short and many on GPUs. */
static uint32_t choose_piece(const pcs_device *device) {
    enum { PIECE_OWNED = 8192, PIECE_SHARED = 512 };
    return pcs_device_get_abilities(device)->owned ? PIECE_OWNED : PIECE_SHARED;
}

pcs_status pcs_sorter_new(pcs_context *context, pcs_device *device, uint32_t capacity, pcs_sorter **out) {
    pcs_status status = PCS_OK;
    *out = NULL;
    pcs_sorter *sorter = pcs_memory_new(1, sizeof(*sorter));
    if (!sorter) {
        return pcs_fail_memory(context, "sorting", sizeof(*sorter));
    }
    sorter->device = device;
    sorter->piece = choose_piece(device);
    uint64_t pairs = (uint64_t)capacity * sizeof(pcs_sort_pair);
    uint64_t counts = ((uint64_t)capacity / sorter->piece + 1) * PCS_SORT_DIGITS * sizeof(uint32_t);
    PCS_TRY(pcs_buffer_new(device, "pairs to sort", pairs, &sorter->pairs));
    PCS_TRY(pcs_buffer_new(device, "sorted pairs", pairs, &sorter->sorted));
    PCS_TRY(pcs_buffer_new(device, "counts of digits", counts, &sorter->counts));
    PCS_TRY(pcs_buffer_new(device, "counts of digits", PCS_SORT_DIGITS * sizeof(uint32_t), &sorter->totals));
    *out = sorter;
    sorter = NULL;
done:
    pcs_sorter_free(sorter);
    return status;
}

void pcs_sorter_free(pcs_sorter *sorter) {
    if (sorter) {
        pcs_buffer_free(sorter->totals);
        pcs_buffer_free(sorter->counts);
        pcs_buffer_free(sorter->sorted);
        pcs_buffer_free(sorter->pairs);
        free(sorter);
    }
}

pcs_buffer *pcs_sorter_pairs(const pcs_sorter *sorter) {
    return sorter->pairs;
}

pcs_status pcs_sorter_run(pcs_sorter *sorter, uint32_t count, uint32_t bits) {
    pcs_status status = PCS_OK;
    pcs_sort_pass pass = {
        .count = count, .piece = sorter->piece, .piece_count = (count + sorter->piece - 1) / sorter->piece};
    for (; count > 0 && pass.shift < bits; pass.shift += PCS_SORT_BITS) {
        PCS_TRY(PCS_RUN(sorter->device, pcs_sort_count, pass.piece_count, 1, PCS_ARRAY(sorter->pairs),
                        PCS_ARRAY(sorter->counts), PCS_BY_VALUE(pass)));
        PCS_TRY(PCS_RUN(sorter->device, pcs_sort_sum, PCS_SORT_DIGITS, 0, PCS_ARRAY(sorter->counts),
                        PCS_ARRAY(sorter->totals), PCS_BY_VALUE(pass)));
        PCS_TRY(PCS_RUN(sorter->device, pcs_sort_move, pass.piece_count, 1, PCS_ARRAY(sorter->pairs),
                        PCS_ARRAY(sorter->counts), PCS_ARRAY(sorter->totals), PCS_ARRAY(sorter->sorted),
                        PCS_BY_VALUE(pass)));
        pcs_buffer *swapped = sorter->pairs;
        sorter->pairs = sorter->sorted;
        sorter->sorted = swapped;
    }
done:
    return status;
}
