/* One thing done for each of many items, several at a time. */
#ifndef PCS_BASE_JOBS_H
#define PCS_BASE_JOBS_H

#include "base/context.h"

/* Calls run(state, context, item) once for each item below count, in any order, on as many threads as there are states;
 * each thread keeps to one state and has a context of its own, which shares the memory limit of the given one. A single
 * state is used by the calling thread, with the given context.
 *
 * What is logged comes out in the order of items, on the calling thread. Progress adds up over the threads. Where items
 * fail the first of them counts, as if they were done one after another; what follows it is left undone or given up. */
pcs_status pcs_jobs_run(pcs_context *context, size_t count, void *const *states, size_t state_count,
                        pcs_status (*run)(void *state, pcs_context *context, size_t item));

#endif
