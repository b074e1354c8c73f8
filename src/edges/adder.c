#include "edges/adder.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The ring is deep: on a busy machine a thread that was woken has to wait for a processor, thousands of packets long.
 */
enum { BATCHES = 64 };

struct pcs_adder {
    pcs_context *context; /* the caller's */
    pcs_context *own;     /* the thread's; the caller's where there is none */
    pcs_table *table;
    pcs_read_summary *summary;
    pthread_t thread;
    bool threaded;
    /* The rest under the mutex: batches[done, given) modulo BATCHES are to be added. */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t given, done;
    size_t left; /* batches not yet added down to which the caller waits */
    bool end;
    pcs_status status;
    size_t counts[BATCHES];
    pcs_flow batches[BATCHES][PCS_ADDER_BATCH];
};

static void count_flows(pcs_read_summary *summary, const pcs_flow *flows, size_t count) {
    uint32_t outcomes[PCS_OUTCOME_COUNT] = {0};
    int64_t first = summary->first_ns, last = summary->last_ns;
    for (size_t i = 0; i < count; i++) {
        int64_t time = flows[i].time_ns;
        outcomes[flows[i].outcome]++;
        if (time != 0) { /* else the capture keeps no time for this packet */
            first = first == 0 || time < first ? time : first;
            last = last == 0 || time > last ? time : last;
        }
    }
    summary->first_ns = first;
    summary->last_ns = last;
    summary->packets += count;
    for (unsigned i = 0; i < PCS_OUTCOME_COUNT; i++) {
        summary->outcomes[i] += outcomes[i];
    }
}

static pcs_status add(pcs_adder *adder, size_t batch) {
    const pcs_flow *flows = adder->batches[batch % BATCHES];
    return pcs_table_add_flows(adder->own, adder->table, flows, adder->counts[batch % BATCHES]);
}

static void *work(void *argument) {
    pcs_adder *adder = argument;
    pthread_mutex_lock(&adder->mutex);
    for (;;) {
        while (adder->done == adder->given && !adder->end) {
            pthread_cond_wait(&adder->changed, &adder->mutex);
        }
        if (adder->done == adder->given || adder->status != PCS_OK) {
            break;
        }
        size_t batch = adder->done;
        pthread_mutex_unlock(&adder->mutex);
        pcs_status status = add(adder, batch);
        pthread_mutex_lock(&adder->mutex);
        adder->status = status;
        adder->done++;
        if (adder->given - adder->done <= adder->left || status != PCS_OK) {
            pthread_cond_signal(&adder->changed);
        }
    }
    pthread_mutex_unlock(&adder->mutex);
    return NULL;
}

/* A context of its own has the same limit of memory. */
static void start_thread(pcs_adder *adder) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = 1;
    pcs_context *own = pcs_context_new(&options);
    if (!own) {
        return;
    }
    own->budget = adder->context->budget;
    adder->own = own;
    adder->threaded = pcs_thread_start(&adder->thread, work, adder);
    if (!adder->threaded) {
        adder->own = adder->context;
        pcs_context_free(own);
    }
}

pcs_status pcs_adder_start(pcs_context *context, pcs_table *table, pcs_read_summary *summary, pcs_adder **out) {
    pcs_adder *adder = malloc(sizeof(*adder));
    *out = adder;
    if (!adder) {
        return pcs_fail_memory(context, "packets to be added", sizeof(*adder));
    }
    memset(adder, 0, offsetof(pcs_adder, batches));
    adder->context = context;
    adder->own = context;
    adder->table = table;
    adder->summary = summary;
    pcs_thread_init_waiting(&adder->mutex, &adder->changed);
    if (context->threads > 1) {
        start_thread(adder);
    }
    return PCS_OK;
}

void pcs_adder_free(pcs_adder *adder) {
    if (!adder) {
        return;
    }
    if (adder->threaded) {
        pthread_mutex_lock(&adder->mutex);
        adder->end = true;
        pthread_cond_signal(&adder->changed);
        pthread_mutex_unlock(&adder->mutex);
        pthread_join(adder->thread, NULL);
        pcs_context_free(adder->own);
    }
    pthread_cond_destroy(&adder->changed);
    pthread_mutex_destroy(&adder->mutex);
    free(adder);
}

pcs_flow *pcs_adder_room(pcs_adder *adder) {
    return adder->batches[adder->given % BATCHES];
}

/* Waits until no more than this many batches are still to be added. */
static pcs_status wait(pcs_adder *adder, size_t left) {
    adder->left = left;
    while (adder->given - adder->done > left && adder->status == PCS_OK) {
        pthread_cond_wait(&adder->changed, &adder->mutex);
    }
    return adder->status;
}

/* The failure, in the caller's context. */
static pcs_status report(pcs_adder *adder, pcs_status status) {
    return status == PCS_OK ? status : pcs_fail(adder->context, status, "%s", pcs_context_message(adder->own));
}

pcs_status pcs_adder_give(pcs_adder *adder, size_t count) {
    count_flows(adder->summary, adder->batches[adder->given % BATCHES], count);
    adder->counts[adder->given % BATCHES] = count;
    if (!adder->threaded) {
        return add(adder, adder->given);
    }
    pthread_mutex_lock(&adder->mutex);
    adder->given++;
    pthread_cond_signal(&adder->changed);
    bool full = adder->given - adder->done == BATCHES;
    pcs_status status = full ? wait(adder, BATCHES - 1) : adder->status;
    pthread_mutex_unlock(&adder->mutex);
    return report(adder, status);
}

pcs_status pcs_adder_finish(pcs_adder *adder) {
    if (!adder->threaded) {
        return PCS_OK;
    }
    pthread_mutex_lock(&adder->mutex);
    pcs_status status = wait(adder, 0);
    pthread_mutex_unlock(&adder->mutex);
    return report(adder, status);
}
