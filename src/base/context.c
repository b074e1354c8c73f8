#include "base/context.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THREADS_MAX = 1024 };

const char *pcs_version(void) {
    return PCS_VERSION;
}

const char *pcs_status_text(pcs_status status) {
    switch (status) {
#define PCS_STATUS_CASE(name, exit_status, text)                                                                       \
    case name:                                                                                                         \
        return text;
        PCS_STATUS_TABLE(PCS_STATUS_CASE)
#undef PCS_STATUS_CASE
    }
    return "unknown status";
}

static uint32_t processors(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (uint32_t)n;
}

pcs_context *pcs_context_new(const pcs_context_options *options) {
    pcs_context *context = calloc(1, sizeof(*context));
    if (!context) {
        return NULL;
    }
    if (options) {
        pcs_options_copy(&context->options, sizeof(context->options), options, options->size);
    }
    context->own_budget.limit = context->options.max_memory;
    context->budget = &context->own_budget;
    uint32_t threads = context->options.threads;
    context->threads = threads == 0 ? processors() : threads > THREADS_MAX ? THREADS_MAX : threads;
    return context;
}

void pcs_context_free(pcs_context *context) {
    if (context) {
        pcs_pool_free(context->pool);
        free(context);
    }
}

const char *pcs_context_message(const pcs_context *context) {
    return context->message;
}

pcs_pool *pcs_context_pool(pcs_context *context) {
    if (!context->pool) {
        context->pool = pcs_pool_new(context->threads);
    }
    return context->pool;
}

static void format_escaped(char out[PCS_MESSAGE_SIZE], const char *format, va_list arguments) {
    char raw[PCS_MESSAGE_SIZE];
    vsnprintf(raw, sizeof(raw), format, arguments);
    pcs_text_escape(out, PCS_MESSAGE_SIZE, raw);
}

pcs_status pcs_fail(pcs_context *context, pcs_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    format_escaped(context->message, format, arguments);
    va_end(arguments);
    return status;
}

pcs_status pcs_fail_memory(pcs_context *context, const char *what, uint64_t bytes) {
    return pcs_fail(context, PCS_E_MEMORY, "no memory for %s (%.1f MB): use a machine with more, or a smaller input",
                    what, (double)bytes / 1e6);
}

static pcs_status fail_limit(pcs_context *context, const char *what) {
    return pcs_fail(context, PCS_E_MEMORY,
                    "%s is full: with more, all tables together would pass the limit of %llu bytes: allow more "
                    "memory, or read fewer inputs at once",
                    what, (unsigned long long)context->budget->limit);
}

pcs_status pcs_claim_bytes(pcs_context *context, pcs_claim *claim, const char *what, uint64_t bytes) {
    return pcs_claim_raise(claim, context->budget, bytes) ? PCS_OK : fail_limit(context, what);
}

pcs_status pcs_claim_table(pcs_context *context, pcs_claim *claim, const char *what, size_t count, size_t element_size,
                           void **table) {
    size_t bytes;
    *table = NULL;
    if (!pcs_size_multiply(count, element_size, &bytes)) {
        return pcs_fail_memory(context, what, SIZE_MAX);
    }
    pcs_status status = pcs_claim_bytes(context, claim, what, bytes);
    if (status != PCS_OK) {
        return status;
    }
    *table = pcs_memory_table(bytes);
    if (!*table) {
        pcs_claim_lower(claim, bytes);
        return pcs_fail_memory(context, what, bytes);
    }
    return PCS_OK;
}

pcs_status pcs_claim_array(pcs_context *context, pcs_claim *claim, const char *what, void **array, size_t *capacity,
                           size_t wanted, size_t element_size) {
    switch (pcs_claim_grow(claim, context->budget, array, capacity, wanted, element_size)) {
    case PCS_GROWTH_DONE:
        return PCS_OK;
    case PCS_GROWTH_LIMIT:
        return fail_limit(context, what);
    case PCS_GROWTH_NO_MEMORY:
        break;
    }
    return pcs_fail_memory(context, what, (uint64_t)wanted * element_size);
}

void pcs_log(pcs_context *context, pcs_log_level level, const char *format, ...) {
    if (!context->options.log) {
        return;
    }
    char text[PCS_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    format_escaped(text, format, arguments);
    va_end(arguments);
    context->options.log(context->options.user, level, text);
}

pcs_status pcs_tick(pcs_context *context, const char *stage, double done, uint64_t amount) {
    if (!context->options.progress) {
        return PCS_OK;
    }
    pcs_progress progress = {.stage = stage, .done = done, .amount = amount};
    if (context->options.progress(context->options.user, &progress)) {
        return pcs_fail(context, PCS_E_CANCELLED, "cancelled while in stage %s: nothing was written", stage);
    }
    return PCS_OK;
}

void pcs_options_copy(void *own, size_t own_size, const void *given, size_t given_size) {
    memset(own, 0, own_size);
    memcpy(own, given, given_size < own_size ? given_size : own_size);
}
