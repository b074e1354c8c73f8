#include "base/thread.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { WAIT_NANOSECONDS = 100000000, SECOND = 1000000000, YIELDS = 500 };

bool pcs_thread_start(pthread_t *thread, void *(*run)(void *argument), void *argument) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(thread, NULL, run, argument) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void pcs_thread_init_waiting(pthread_mutex_t *mutex, pthread_cond_t *condition) {
    pthread_condattr_t attributes;
    pthread_mutex_init(mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool pcs_thread_wait(pthread_mutex_t *mutex, pthread_cond_t *condition) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WAIT_NANOSECONDS;
    until.tv_sec += until.tv_nsec / SECOND;
    until.tv_nsec %= SECOND;
    return pthread_cond_timedwait(condition, mutex, &until) != ETIMEDOUT;
}

/* A job is open from when it is given until its chunks are taken. Threads join an open one, and only those that did are
 * waited for: who wakes up late has missed it. */
struct pcs_pool {
    pthread_mutex_t mutex;
    pthread_cond_t start, finish;
    atomic_uint_fast64_t job; /* counts the jobs, so that a thread joins each one once */
    atomic_uint working;      /* threads that have joined this job and not left it */
    bool open, stop;
    void (*run)(void *argument, uint64_t chunk);
    void *argument;
    uint64_t chunks;
    atomic_uint_fast64_t next;
    uint32_t started; /* threads besides the caller */
    pthread_t threads[];
};

static void take_chunks(pcs_pool *pool) {
    for (;;) {
        uint64_t chunk = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
        if (chunk >= pool->chunks) {
            return;
        }
        pool->run(pool->argument, chunk);
    }
}

/* Stages give one short job after the other: waking a thread takes longer than many of them. */
static void await_job(const pcs_pool *pool, uint64_t seen) {
    for (int i = 0; i < YIELDS && atomic_load(&pool->job) == seen; i++) {
        sched_yield();
    }
}

static void await_others(const pcs_pool *pool) {
    for (int i = 0; i < YIELDS && atomic_load(&pool->working) > 0; i++) {
        sched_yield();
    }
}

static void *work(void *argument) {
    pcs_pool *pool = argument;
    uint64_t seen = 0;
    pthread_mutex_lock(&pool->mutex);
    for (;;) {
        while (!pool->stop && pool->job == seen) {
            pthread_cond_wait(&pool->start, &pool->mutex);
        }
        if (pool->stop) {
            break;
        }
        seen = pool->job;
        if (!pool->open) {
            continue;
        }
        pool->working++;
        pthread_mutex_unlock(&pool->mutex);
        take_chunks(pool);
        pthread_mutex_lock(&pool->mutex);
        if (--pool->working == 0) {
            pthread_cond_signal(&pool->finish);
        }
        pthread_mutex_unlock(&pool->mutex);
        await_job(pool, seen);
        pthread_mutex_lock(&pool->mutex);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

pcs_pool *pcs_pool_new(uint32_t threads) {
    uint32_t extra = threads > 1 ? threads - 1 : 0;
    pcs_pool *pool = calloc(1, sizeof(*pool) + extra * sizeof(pthread_t));
    if (!pool) {
        return NULL;
    }
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->start, NULL);
    pthread_cond_init(&pool->finish, NULL);
    atomic_init(&pool->job, 0);
    atomic_init(&pool->working, 0);
    atomic_init(&pool->next, 0);
    while (pool->started < extra && pthread_create(&pool->threads[pool->started], NULL, work, pool) == 0) {
        pool->started++;
    }
    return pool;
}

void pcs_pool_free(pcs_pool *pool) {
    if (!pool) {
        return;
    }
    pthread_mutex_lock(&pool->mutex);
    pool->stop = true;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->mutex);
    for (uint32_t i = 0; i < pool->started; i++) {
        pthread_join(pool->threads[i], NULL);
    }
    pthread_cond_destroy(&pool->finish);
    pthread_cond_destroy(&pool->start);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}

uint32_t pcs_pool_threads(const pcs_pool *pool) {
    return pool->started + 1;
}

void pcs_pool_run(pcs_pool *pool, uint64_t chunks, void (*run)(void *argument, uint64_t chunk), void *argument) {
    if (!pool || pool->started == 0 || chunks < 2) {
        for (uint64_t chunk = 0; chunk < chunks; chunk++) {
            run(argument, chunk);
        }
        return;
    }
    pthread_mutex_lock(&pool->mutex);
    pool->run = run;
    pool->argument = argument;
    pool->chunks = chunks;
    atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
    pool->open = true;
    pool->job++;
    pthread_cond_broadcast(&pool->start);
    pthread_mutex_unlock(&pool->mutex);
    take_chunks(pool);
    await_others(pool);
    pthread_mutex_lock(&pool->mutex);
    pool->open = false;
    while (pool->working > 0) {
        pthread_cond_wait(&pool->finish, &pool->mutex);
    }
    pthread_mutex_unlock(&pool->mutex);
}
