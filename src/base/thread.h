/* A pool of threads that share out the chunks of one job. */
#ifndef PCS_BASE_THREAD_H
#define PCS_BASE_THREAD_H

#include <stdint.h>

typedef struct pcs_pool pcs_pool;

/* threads counts the caller: 1 starts none. Fewer start where the system refuses more. NULL: no memory. */
pcs_pool *pcs_pool_new(uint32_t threads);
void pcs_pool_free(pcs_pool *pool);

uint32_t pcs_pool_threads(const pcs_pool *pool);

/* Calls run(argument, chunk) once for every chunk in [0, chunks), in any order on any thread, and returns when all are
 * done. Not to be called from within run. */
void pcs_pool_run(pcs_pool *pool, uint64_t chunks, void (*run)(void *argument, uint64_t chunk), void *argument);

#endif
