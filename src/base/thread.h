/* Threads, and a pool of them that share out the chunks of one job. */
#ifndef PCS_BASE_THREAD_H
#define PCS_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Starts a thread that blocks all signals: these are for the threads of the program. False: the system refuses. */
bool pcs_thread_start(pthread_t *thread, void *(*run)(void *argument), void *argument);

/* A mutex, and a condition to wait for under it with pcs_thread_wait. */
void pcs_thread_init_waiting(pthread_mutex_t *mutex, pthread_cond_t *condition);

/* Waits for the condition, a tenth of a second at most: then whoever waits sees whether to go on. False: it was that
 * long. */
bool pcs_thread_wait(pthread_mutex_t *mutex, pthread_cond_t *condition);

typedef struct pcs_pool pcs_pool;

/* threads counts the caller: 1 starts none. Fewer start where the system refuses more. NULL: no memory. */
pcs_pool *pcs_pool_new(uint32_t threads);
void pcs_pool_free(pcs_pool *pool);

uint32_t pcs_pool_threads(const pcs_pool *pool);

/* Calls run(argument, chunk) once for every chunk in [0, chunks), in any order on any thread, and returns when all are
 * done. Not to be called from within run. A single chunk is run by the caller, and so are all where pool is NULL: for
 * jobs too short to share. */
void pcs_pool_run(pcs_pool *pool, uint64_t chunks, void (*run)(void *argument, uint64_t chunk), void *argument);

#endif
