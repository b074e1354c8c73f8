/* The value of each count, as steps: a value belongs to a stretch of counts. */
#ifndef PCS_SHADE_STEPS_H
#define PCS_SHADE_STEPS_H

#include "base/context.h"

#include <stdint.h>

typedef struct pcs_steps {
    uint64_t *firsts; /* where each begins, ascending; the first is 0, the second 1 */
    uint32_t *values;
    uint32_t count;
    size_t first_capacity, value_capacity;
} pcs_steps;

/* The key of a count; its low half is the value. Keys come in stretches: one that has ended does not come again. */
typedef uint64_t (*pcs_step_key)(const void *argument, uint64_t count);

/* Steps of the counts 0, whose value is empty, and least to most. Of most 0 only the first. */
pcs_status pcs_steps_fill(pcs_context *context, uint32_t empty, uint64_t least, uint64_t most, pcs_step_key key,
                          const void *argument, pcs_steps *steps);
void pcs_steps_free(pcs_steps *steps);

#endif
