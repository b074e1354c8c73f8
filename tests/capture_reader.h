/* Reads a capture in memory to its end, for tests. */
#ifndef PCS_TESTS_CAPTURE_READER_H
#define PCS_TESTS_CAPTURE_READER_H

#include "base/context.h"
#include "capture/capture.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct reading {
    pcs_status status; /* PCS_OK, or why it could not be opened or broke */
    bool opened;
    size_t count;
    pcs_flow *flows;
    uint64_t outcomes[PCS_OUTCOME_COUNT];
    unsigned warnings, infos;   /* logged */
    char log[PCS_MESSAGE_SIZE]; /* the last one */
    char message[PCS_MESSAGE_SIZE];
} reading;

static inline void reading_log(void *user, pcs_log_level level, const char *text) {
    reading *r = user;
    *(level == PCS_LOG_WARNING ? &r->warnings : &r->infos) += 1;
    snprintf(r->log, sizeof(r->log), "%s", text);
}

static inline void reading_walk(reading *r, pcs_capture *capture, size_t batch) {
    size_t capacity = 0, got;
    do {
        if (capacity - r->count < batch) {
            capacity = capacity * 2 + batch;
            r->flows = realloc(r->flows, capacity * sizeof(*r->flows));
            if (!r->flows) {
                abort();
            }
        }
        r->status = pcs_capture_read(capture, r->flows + r->count, batch, &got);
        for (size_t i = 0; i < got; i++) {
            r->outcomes[r->flows[r->count + i].outcome]++;
        }
        r->count += got;
    } while (r->status == PCS_OK && got > 0);
}

static inline reading read_source(const char *path, const void *data, size_t length, const char *filter, size_t batch) {
    reading r = {.status = PCS_OK};
    pcs_context_options options = PCS_OPTIONS(options);
    options.log = reading_log;
    options.user = &r;
    options.threads = 1;
    pcs_context *context = pcs_context_new(&options);
    pcs_source *source = NULL;
    pcs_capture *capture = NULL;
    r.status = path ? pcs_source_open(context, path, &source)
                    : pcs_source_from_memory(context, "memory", data, length, &source);
    if (r.status == PCS_OK) {
        pcs_read_options read = PCS_OPTIONS(read);
        read.filter = filter;
        r.status = pcs_capture_open(context, source, &read, &capture);
    }
    if (r.status == PCS_OK) {
        r.opened = true;
        reading_walk(&r, capture, batch);
    }
    snprintf(r.message, sizeof(r.message), "%s", pcs_context_message(context));
    pcs_capture_free(capture);
    pcs_source_free(source);
    pcs_context_free(context);
    return r;
}

/* Over a copy that is exactly as long, so that a sanitiser sees every byte too far. */
static inline reading read_memory_by(const void *data, size_t length, const char *filter, size_t batch) {
    void *copy = calloc(length ? length : 1, 1);
    if (!copy) {
        abort();
    }
    if (length > 0) {
        memcpy(copy, data, length);
    }
    reading r = read_source(NULL, copy, length, filter, batch);
    free(copy);
    return r;
}

static inline reading read_memory(const void *data, size_t length, const char *filter) {
    return read_memory_by(data, length, filter, 256);
}

static inline reading read_path(const char *path) {
    return read_source(path, NULL, 0, NULL, 256);
}

static inline void reading_free(reading *r) {
    free(r->flows);
    r->flows = NULL;
}

#endif
