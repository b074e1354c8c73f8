/* The context: messages, progress, threads. */
#ifndef PCS_BASE_CONTEXT_H
#define PCS_BASE_CONTEXT_H

#include "base/budget.h"
#include "base/thread.h"
#include "pcapshade.h"

enum { PCS_MESSAGE_SIZE = 1024 };

struct pcs_context {
    pcs_context_options options;
    pcs_pool *pool; /* started on first use, see pcs_context_pool */
    uint32_t threads;
    pcs_budget own_budget;
    pcs_budget *budget; /* the own one, or that of the context which this one works for */
    char message[PCS_MESSAGE_SIZE];
};

/* Runs expr; on failure sets status to it and jumps to done, where the function frees in reverse and returns status. */
#define PCS_TRY(expr)                                                                                                  \
    do {                                                                                                               \
        status = (expr);                                                                                               \
        if (status != PCS_OK) {                                                                                        \
            goto done;                                                                                                 \
        }                                                                                                              \
    } while (0)

/* Sets the message and returns the status. Text from outside may be passed as it is: control characters are escaped. */
pcs_status pcs_fail(pcs_context *context, pcs_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* PCS_E_MEMORY, naming what the bytes were for. */
pcs_status pcs_fail_memory(pcs_context *context, const char *what, uint64_t bytes);

/* Takes bytes for what, a table: PCS_E_MEMORY, naming it, where they would pass the limit. */
pcs_status pcs_claim_bytes(pcs_context *context, pcs_claim *claim, const char *what, uint64_t bytes);

/* A table of pcs_memory_table for count elements, taken as what; PCS_E_MEMORY: *table is NULL, and nothing was taken.
 */
pcs_status pcs_claim_table(pcs_context *context, pcs_claim *claim, const char *what, size_t count, size_t element_size,
                           void **table);

/* Makes room for wanted elements in *array, as pcs_memory_grow does, within the limit; PCS_E_MEMORY. */
pcs_status pcs_claim_array(pcs_context *context, pcs_claim *claim, const char *what, void **array, size_t *capacity,
                           size_t wanted, size_t element_size);

void pcs_log(pcs_context *context, pcs_log_level level, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Reports progress; PCS_E_CANCELLED where the caller wants to stop. */
pcs_status pcs_tick(pcs_context *context, const char *stage, double done, uint64_t amount);

/* Copies an options structure of a caller that may be built against an older or newer header: what it lacks is 0. */
void pcs_options_copy(void *own, size_t own_size, const void *given, size_t given_size);

/* The context's threads; NULL: no memory. */
pcs_pool *pcs_context_pool(pcs_context *context);

#endif
