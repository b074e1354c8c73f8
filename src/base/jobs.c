#include "base/jobs.h"

#include <stdlib.h>
#include <string.h>

/* What was logged for an item. */
typedef struct line {
    struct line *next;
    pcs_log_level level;
    char text[];
} line;

typedef struct item_record {
    line *first, *last;
    bool done;
} item_record;

typedef struct jobs jobs;

typedef struct worker {
    jobs *all;
    pcs_context *context;
    void *state;
    pthread_t thread;
    size_t item;
    pcs_progress progress;
} worker;

struct jobs {
    pcs_context *context; /* of the caller */
    pcs_status (*run)(void *state, pcs_context *context, size_t item);
    size_t count;
    /* The rest under the mutex. */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    item_record *items;
    size_t next;    /* item that no thread has taken yet */
    size_t spoken;  /* items whose lines came out */
    size_t failed;  /* the first item that failed, count: none */
    size_t running; /* threads */
    bool cancelled;
    pcs_status status; /* of the item that failed, and its message */
    char message[PCS_MESSAGE_SIZE];
};

/* ---- the threads */

static void take_line(void *user, pcs_log_level level, const char *text) {
    worker *self = user;
    size_t size = strlen(text) + 1;
    line *new_line = malloc(sizeof(*new_line) + size);
    if (!new_line) {
        return;
    }
    new_line->next = NULL;
    new_line->level = level;
    memcpy(new_line->text, text, size);
    pthread_mutex_lock(&self->all->mutex);
    item_record *record = &self->all->items[self->item];
    *(record->last ? &record->last->next : &record->first) = new_line;
    record->last = new_line;
    pthread_mutex_unlock(&self->all->mutex);
}

/* True: give up. */
static bool take_progress(void *user, const pcs_progress *progress) {
    worker *self = user;
    pthread_mutex_lock(&self->all->mutex);
    self->progress = *progress;
    bool stop = self->all->cancelled || self->all->failed < self->item;
    pthread_mutex_unlock(&self->all->mutex);
    return stop;
}

static bool take_item(worker *self) {
    jobs *all = self->all;
    pthread_mutex_lock(&all->mutex);
    bool more = all->next < all->count && all->failed == all->count && !all->cancelled;
    if (more) {
        self->item = all->next++;
    }
    pthread_mutex_unlock(&all->mutex);
    return more;
}

static void finish_item(worker *self, pcs_status status) {
    jobs *all = self->all;
    pthread_mutex_lock(&all->mutex);
    all->items[self->item].done = true;
    if (status != PCS_OK && self->item < all->failed) {
        all->failed = self->item;
        all->status = status;
        memcpy(all->message, pcs_context_message(self->context), sizeof(all->message));
    }
    pthread_cond_signal(&all->changed);
    pthread_mutex_unlock(&all->mutex);
}

static void *work(void *argument) {
    worker *self = argument;
    while (take_item(self)) {
        finish_item(self, self->all->run(self->state, self->context, self->item));
    }
    pthread_mutex_lock(&self->all->mutex);
    self->all->running--;
    pthread_cond_signal(&self->all->changed);
    pthread_mutex_unlock(&self->all->mutex);
    return NULL;
}

/* ---- the caller's thread */

/* Passes on what was logged for the items that are done, in their order, up to the one that failed. */
static void speak(jobs *all) {
    pthread_mutex_lock(&all->mutex);
    while (all->spoken < all->count && all->spoken <= all->failed && all->items[all->spoken].done) {
        line *first = all->items[all->spoken].first;
        all->items[all->spoken].first = NULL;
        all->spoken++;
        pthread_mutex_unlock(&all->mutex);
        while (first) {
            line *next = first->next;
            pcs_log(all->context, first->level, "%s", first->text);
            free(first);
            first = next;
        }
        pthread_mutex_lock(&all->mutex);
    }
    pthread_mutex_unlock(&all->mutex);
}

/* Adds up how far the threads are. */
static pcs_status tick(jobs *all, const worker *workers, size_t worker_count) {
    pcs_progress sum = {.stage = "read"};
    pthread_mutex_lock(&all->mutex);
    for (size_t i = 0; i < worker_count; i++) {
        const pcs_progress *progress = &workers[i].progress;
        sum.stage = progress->stage ? progress->stage : sum.stage;
        sum.done = sum.done < 0 || progress->done < 0 ? -1 : sum.done + progress->done;
        sum.amount += progress->amount;
    }
    pthread_mutex_unlock(&all->mutex);
    return pcs_tick(all->context, sum.stage, sum.done, sum.amount);
}

static bool wait_for_change(jobs *all) {
    pthread_mutex_lock(&all->mutex);
    bool running = all->running > 0;
    if (running) {
        pcs_thread_wait(&all->mutex, &all->changed);
    }
    pthread_mutex_unlock(&all->mutex);
    return running;
}

/* Until no thread runs any more. */
static pcs_status attend(jobs *all, const worker *workers, size_t worker_count) {
    pcs_status status = PCS_OK;
    do {
        speak(all);
        if (status == PCS_OK && (status = tick(all, workers, worker_count)) != PCS_OK) {
            pthread_mutex_lock(&all->mutex);
            all->cancelled = true;
            pthread_mutex_unlock(&all->mutex);
        }
    } while (wait_for_change(all));
    speak(all);
    if (status == PCS_OK && all->failed < all->count) {
        status = pcs_fail(all->context, all->status, "%s", all->message);
    }
    return status;
}

static bool start_worker(jobs *all, worker *self, void *state) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = 1;
    options.log = take_line;
    options.progress = take_progress;
    options.user = self;
    *self = (worker){.all = all, .state = state, .context = pcs_context_new(&options)};
    if (!self->context) {
        return false;
    }
    self->context->budget = all->context->budget;
    pthread_mutex_lock(&all->mutex);
    bool started = pcs_thread_start(&self->thread, work, self);
    all->running += started;
    pthread_mutex_unlock(&all->mutex);
    return started;
}

static pcs_status run_threads(jobs *all, worker *workers, void *const *states, size_t state_count) {
    size_t started = 0;
    while (started < state_count && start_worker(all, &workers[started], states[started])) {
        started++;
    }
    pcs_status status = attend(all, workers, started);
    for (size_t i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    for (size_t i = 0; i < state_count; i++) {
        pcs_context_free(workers[i].context);
    }
    return started > 0 ? status : pcs_fail(all->context, PCS_E_MEMORY, "no thread to read with: try it with one job");
}

static void free_lines(jobs *all) {
    for (size_t i = 0; all->items && i < all->count; i++) {
        for (line *first = all->items[i].first; first;) {
            line *next = first->next;
            free(first);
            first = next;
        }
    }
    free(all->items);
}

pcs_status pcs_jobs_run(pcs_context *context, size_t count, void *const *states, size_t state_count,
                        pcs_status (*run)(void *state, pcs_context *context, size_t item)) {
    if (state_count == 1) {
        pcs_status status = PCS_OK;
        for (size_t item = 0; item < count && status == PCS_OK; item++) {
            status = run(states[0], context, item);
        }
        return status;
    }
    jobs all = {.context = context, .run = run, .count = count, .failed = count};
    pcs_thread_init_waiting(&all.mutex, &all.changed);
    all.items = calloc(count + 1, sizeof(*all.items));
    worker *workers = calloc(state_count, sizeof(*workers));
    pcs_status status = all.items && workers
                            ? run_threads(&all, workers, states, state_count)
                            : pcs_fail_memory(context, "several inputs at a time", count * sizeof(*all.items));
    free(workers);
    free_lines(&all);
    pthread_cond_destroy(&all.changed);
    pthread_mutex_destroy(&all.mutex);
    return status;
}
