#include "shade/steps.h"

#include "base/memory.h"

#include <stdlib.h>

static pcs_status add(pcs_context *context, pcs_steps *steps, uint64_t first, uint32_t value) {
    if (!pcs_memory_grow((void **)&steps->firsts, &steps->first_capacity, steps->count + (size_t)1,
                         sizeof(*steps->firsts)) ||
        !pcs_memory_grow((void **)&steps->values, &steps->value_capacity, steps->count + (size_t)1,
                         sizeof(*steps->values))) {
        return pcs_fail_memory(context, "colours", (steps->count + UINT64_C(1)) * sizeof(*steps->firsts));
    }
    steps->firsts[steps->count] = first;
    steps->values[steps->count] = value;
    steps->count++;
    return PCS_OK;
}

/* The first count past from, at most most, whose key is another one; most's key is another one. Steps that double, then
 * a search in the last of them. */
static uint64_t end_of_stretch(uint64_t from, uint64_t most, pcs_step_key key, const void *argument) {
    uint64_t own = key(argument, from), low = from, high = most;
    for (uint64_t step = 1; step < most - low; step *= 2) {
        if (key(argument, low + step) != own) {
            high = low + step;
            break;
        }
        low += step;
    }
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (key(argument, middle) != own) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

pcs_status pcs_steps_fill(pcs_context *context, uint32_t empty, uint64_t least, uint64_t most, pcs_step_key key,
                          const void *argument, pcs_steps *steps) {
    pcs_status status = PCS_OK;
    *steps = (pcs_steps){.count = 0};
    PCS_TRY(add(context, steps, 0, empty));
    if (most == 0) {
        goto done;
    }
    uint64_t last = key(argument, most), from = least;
    PCS_TRY(add(context, steps, 1, (uint32_t)key(argument, least)));
    while (key(argument, from) != last) {
        from = end_of_stretch(from, most, key, argument);
        PCS_TRY(add(context, steps, from, (uint32_t)key(argument, from)));
    }
done:
    if (status != PCS_OK) {
        pcs_steps_free(steps);
    }
    return status;
}

void pcs_steps_free(pcs_steps *steps) {
    free(steps->firsts);
    free(steps->values);
    *steps = (pcs_steps){.count = 0};
}
