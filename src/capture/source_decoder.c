#include "capture/source_decoder.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    BLOCKS = 4, /* in the ring: one is worked on, one is filled, the others even out the pace */
    BLOCK_SIZE = 1 << 18,
    STORED_SIZE = 1 << 18,
    WAIT_NANOSECONDS = 100000000,
};

typedef struct block {
    size_t length;
    uint64_t stored; /* bytes that were read so far when it was complete */
} block;

struct pcs_decoder {
    /* Of the caller's thread. */
    pcs_context *context;
    size_t taken;    /* blocks that were handed out; the last one of them is still looked at */
    uint64_t stored; /* of that block */
    bool warned;
    pthread_t thread;
    bool running;
    /* Of the decoder's thread; of the caller's before it starts. */
    const char *name;
    const pcs_codec *codec;
    void *codec_state;
    pcs_input *input;
    uint8_t *bytes; /* as stored: bytes[begin, end) is still to be decoded */
    size_t begin, end, capacity;
    uint64_t read;
    bool in_member; /* the stream stands within a member, where it must not end */
    /* Of both, the counts under the mutex: blocks[taken, filled) modulo BLOCKS hold content. */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    size_t filled, freed;
    bool ended;
    pcs_status broken; /* why it ended */
    char problem[PCS_MESSAGE_SIZE], warning[PCS_MESSAGE_SIZE];
    atomic_bool stop;
    block blocks[BLOCKS];
    uint8_t *contents[BLOCKS];
};

/* ---- the decoder's thread. It has no context: what it has to say is kept for the caller's. */

static pcs_status fail(pcs_decoder *decoder, pcs_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static pcs_status fail(pcs_decoder *decoder, pcs_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(decoder->problem, sizeof(decoder->problem), format, arguments);
    va_end(arguments);
    return status;
}

/* Adds stored bytes to those that wait for the codec; *count 0 is the end. */
static pcs_status read_more(pcs_decoder *decoder, size_t *count) {
    memmove(decoder->bytes, decoder->bytes + decoder->begin, decoder->end - decoder->begin);
    decoder->end -= decoder->begin;
    decoder->begin = 0;
    for (;;) {
        if (atomic_load_explicit(&decoder->stop, memory_order_relaxed)) {
            return PCS_E_CANCELLED;
        }
        switch (
            pcs_input_read(decoder->input, decoder->bytes + decoder->end, decoder->capacity - decoder->end, count)) {
        case PCS_INPUT_READ:
            decoder->end += *count;
            decoder->read += *count;
            return PCS_OK;
        case PCS_INPUT_WAITS:
            break;
        case PCS_INPUT_FAILED:
            return fail(decoder, PCS_E_READ, "%s: cannot be read (byte %llu): %s", decoder->name,
                        (unsigned long long)decoder->read, strerror(errno));
        }
    }
}

static pcs_bytes waiting(const pcs_decoder *decoder) {
    return (pcs_bytes){decoder->bytes + decoder->begin, decoder->end - decoder->begin};
}

static void skip_padding(pcs_decoder *decoder) {
    while (decoder->codec->padded && decoder->begin < decoder->end && decoder->bytes[decoder->begin] == 0) {
        decoder->begin++;
    }
}

/* Between two members: whether another follows. What is neither is left unread, with a warning. */
static pcs_status begin_member(pcs_decoder *decoder, bool *more) {
    skip_padding(decoder);
    for (size_t count = 1; count > 0 && waiting(decoder).length < PCS_CODEC_MAGIC; skip_padding(decoder)) {
        pcs_status status = read_more(decoder, &count);
        if (status != PCS_OK) {
            return status;
        }
    }
    pcs_bytes rest = waiting(decoder);
    *more = rest.length > 0 && pcs_codec_continues(decoder->codec, rest);
    if (rest.length > 0 && !*more) {
        snprintf(decoder->warning, sizeof(decoder->warning),
                 "%s: something else follows the %s data (byte %llu): it is left out", decoder->name,
                 decoder->codec->name, (unsigned long long)(decoder->read - rest.length));
    }
    decoder->in_member = *more;
    return PCS_OK;
}

/* One step of the codec into output; reads on where it is stuck. */
static pcs_status decode(pcs_decoder *decoder, uint8_t *output, size_t capacity, size_t *produced) {
    pcs_codec_step step = {.input = waiting(decoder), .output = output, .capacity = capacity};
    bool memory = false;
    const char *problem = decoder->codec->decode(decoder->codec_state, &step, &memory);
    bool stuck = step.produced == 0 && !step.member_ended && step.input.length == waiting(decoder).length;
    decoder->begin = decoder->end - step.input.length;
    decoder->in_member = !step.member_ended;
    *produced = step.produced;
    if (memory) {
        return fail(decoder, PCS_E_MEMORY, "no memory for decompression: use a machine with more");
    }
    if (problem) {
        return fail(decoder, PCS_E_FORMAT, "%s: the %s stream is damaged (before byte %llu): %s", decoder->name,
                    decoder->codec->name, (unsigned long long)(decoder->read - step.input.length), problem);
    }
    if (!stuck) {
        return PCS_OK;
    }
    size_t count;
    pcs_status status = read_more(decoder, &count);
    if (status == PCS_OK && count == 0) {
        return fail(decoder, PCS_E_FORMAT, "%s: the %s stream ends early (byte %llu): the file was cut short",
                    decoder->name, decoder->codec->name, (unsigned long long)decoder->read);
    }
    return status;
}

/* Fills one block; *ended: it is the last. */
static pcs_status fill(pcs_decoder *decoder, uint8_t *content, block *filled, bool *ended) {
    pcs_status status = PCS_OK;
    filled->length = 0;
    while (status == PCS_OK && !*ended && filled->length < BLOCK_SIZE) {
        if (decoder->in_member) {
            size_t produced;
            status = decode(decoder, content + filled->length, BLOCK_SIZE - filled->length, &produced);
            filled->length += produced;
        } else {
            bool more;
            status = begin_member(decoder, &more);
            *ended = status == PCS_OK && !more;
        }
    }
    filled->stored = decoder->read;
    return status;
}

/* The place for the next block, once there is one; false: the caller wants no more. */
static bool wait_for_place(pcs_decoder *decoder) {
    pthread_mutex_lock(&decoder->mutex);
    while (decoder->filled - decoder->freed == BLOCKS && !decoder->stop) {
        pthread_cond_wait(&decoder->changed, &decoder->mutex);
    }
    pthread_mutex_unlock(&decoder->mutex);
    return !decoder->stop;
}

static void *work(void *argument) {
    pcs_decoder *decoder = argument;
    for (bool ended = false; !ended && wait_for_place(decoder);) {
        size_t place = decoder->filled % BLOCKS;
        pcs_status status = fill(decoder, decoder->contents[place], &decoder->blocks[place], &ended);
        ended = ended || status != PCS_OK;
        pthread_mutex_lock(&decoder->mutex);
        decoder->filled++;
        decoder->ended = ended;
        decoder->broken = status;
        pthread_cond_signal(&decoder->changed);
        pthread_mutex_unlock(&decoder->mutex);
    }
    return NULL;
}

/* ---- the caller's thread */

/* Signals are for the threads of the program: this one blocks them all. */
static bool start_thread(pcs_decoder *decoder) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    decoder->running = pthread_create(&decoder->thread, NULL, work, decoder) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return decoder->running;
}

static void init_waiting(pcs_decoder *decoder) {
    pthread_condattr_t attributes;
    pthread_mutex_init(&decoder->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&decoder->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    atomic_init(&decoder->stop, false);
}

pcs_status pcs_decoder_start(pcs_context *context, const char *name, const pcs_codec *codec, pcs_bytes beginning,
                             pcs_input *input, pcs_decoder **out) {
    *out = NULL;
    pcs_status status = PCS_OK;
    pcs_decoder *decoder = calloc(1, sizeof(*decoder));
    if (!decoder) {
        return pcs_fail_memory(context, "decompression", sizeof(*decoder));
    }
    init_waiting(decoder);
    decoder->context = context;
    decoder->name = name;
    decoder->codec = codec;
    decoder->input = input;
    decoder->codec_state = codec->open();
    decoder->capacity = beginning.length + STORED_SIZE;
    decoder->bytes = malloc(decoder->capacity);
    bool room = decoder->codec_state && decoder->bytes;
    for (size_t i = 0; i < BLOCKS; i++) {
        decoder->contents[i] = malloc(BLOCK_SIZE);
        room = room && decoder->contents[i];
    }
    if (!room) {
        PCS_TRY(pcs_fail_memory(context, "decompression", decoder->capacity + (uint64_t)BLOCKS * BLOCK_SIZE));
    }
    memcpy(decoder->bytes, beginning.data, beginning.length);
    decoder->end = beginning.length;
    decoder->read = beginning.length;
    if (!start_thread(decoder)) {
        PCS_TRY(pcs_fail(context, PCS_E_MEMORY, "no thread for decompression: the system has too many already"));
    }
    *out = decoder;
    decoder = NULL;
done:
    pcs_decoder_free(decoder);
    return status;
}

void pcs_decoder_free(pcs_decoder *decoder) {
    if (!decoder) {
        return;
    }
    pthread_mutex_lock(&decoder->mutex);
    decoder->stop = true;
    pthread_cond_signal(&decoder->changed);
    pthread_mutex_unlock(&decoder->mutex);
    if (decoder->running) {
        pthread_join(decoder->thread, NULL);
    }
    pthread_cond_destroy(&decoder->changed);
    pthread_mutex_destroy(&decoder->mutex);
    if (decoder->codec_state) {
        decoder->codec->free(decoder->codec_state);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        free(decoder->contents[i]);
    }
    free(decoder->bytes);
    free(decoder);
}

/* Gives back the block that was looked at, and waits until there is another (*more) or the content has ended. */
static pcs_status wait_for_block(pcs_decoder *decoder, bool *more) {
    pcs_status status = PCS_OK;
    pthread_mutex_lock(&decoder->mutex);
    if (decoder->freed != decoder->taken) {
        decoder->freed = decoder->taken;
        pthread_cond_signal(&decoder->changed);
    }
    while (status == PCS_OK && decoder->filled == decoder->taken && !decoder->ended) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += WAIT_NANOSECONDS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        if (pthread_cond_timedwait(&decoder->changed, &decoder->mutex, &until) == ETIMEDOUT) {
            pthread_mutex_unlock(&decoder->mutex);
            status = pcs_tick(decoder->context, "read", -1, decoder->stored);
            pthread_mutex_lock(&decoder->mutex);
        }
    }
    *more = decoder->filled != decoder->taken;
    pthread_mutex_unlock(&decoder->mutex);
    return status;
}

pcs_status pcs_decoder_next(pcs_decoder *decoder, pcs_bytes *content) {
    *content = (pcs_bytes){NULL, 0};
    for (;;) {
        bool more;
        pcs_status status = wait_for_block(decoder, &more);
        if (status != PCS_OK) {
            return status;
        }
        if (!more) {
            break;
        }
        size_t place = decoder->taken++ % BLOCKS;
        *content = (pcs_bytes){decoder->contents[place], decoder->blocks[place].length};
        decoder->stored = decoder->blocks[place].stored;
        if (content->length > 0) {
            return PCS_OK;
        }
    }
    if (decoder->warning[0] && !decoder->warned) {
        decoder->warned = true;
        pcs_log(decoder->context, PCS_LOG_WARNING, "%s", decoder->warning);
    }
    return decoder->broken == PCS_OK ? PCS_OK : pcs_fail(decoder->context, decoder->broken, "%s", decoder->problem);
}

uint64_t pcs_decoder_stored(const pcs_decoder *decoder) {
    return decoder->stored;
}
