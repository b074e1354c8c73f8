#include "cli/session.h"

#include "cli/forms.h"
#include "cli/interrupt.h"
#include "cli/message.h"

#include <stdarg.h>
#include <stdio.h>

static void take_log(void *user, pcs_log_level level, const char *text) {
    pcs_session *session = user;
    if (level == PCS_LOG_INFO ? session->settings->verbose : !session->settings->quiet) {
        pcs_bar_clear(&session->bar);
        pcs_message("%s", text);
    }
}

static bool take_progress(void *user, const pcs_progress *progress) {
    pcs_session *session = user;
    pcs_bar_draw(&session->bar, progress);
    return pcs_interrupted();
}

pcs_status pcs_session_open(pcs_session *session, const pcs_settings *settings) {
    *session = (pcs_session){.settings = settings};
    pcs_bar_init(&session->bar, settings);
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = (uint32_t)settings->threads;
    options.max_memory = settings->max_memory;
    options.log = take_log;
    options.progress = take_progress;
    options.user = session;
    session->context = pcs_context_new(&options);
    if (!session->context) {
        pcs_message("%s", pcs_status_text(PCS_E_MEMORY));
        return PCS_E_MEMORY;
    }
    return PCS_OK;
}

void pcs_session_close(pcs_session *session) {
    pcs_bar_clear(&session->bar);
    pcs_context_free(session->context);
    session->context = NULL;
}

pcs_status pcs_session_report(pcs_session *session, pcs_status status) {
    if (status != PCS_OK) {
        pcs_bar_clear(&session->bar);
        const char *message = pcs_context_message(session->context);
        pcs_message("%s", *message ? message : pcs_status_text(status));
    }
    return status;
}

void pcs_session_say(pcs_session *session, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    pcs_bar_clear(&session->bar);
    pcs_message("%s", text);
}

void pcs_session_warn(pcs_session *session, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    take_log(session, PCS_LOG_WARNING, text);
}

int pcs_session_exit_status(const pcs_read_summary *summary) {
    return summary->inputs_skipped > 0 || summary->inputs_cut > 0 ? PCS_EXIT_PARTIAL : PCS_OK;
}

pcs_read_options pcs_session_read_options(const pcs_settings *settings) {
    pcs_read_options options = PCS_OPTIONS(options);
    options.filter = settings->filter;
    options.strict = settings->strict;
    options.jobs = (uint32_t)settings->jobs;
    options.tunnel = (pcs_tunnel)settings->tunnel;
    options.first = settings->first;
    /* Their forms have been checked. */
    if (settings->group_by) {
        pcs_form_group(settings->group_by, &options);
    }
    if (settings->after) {
        pcs_form_time(settings->after, &options.after_ns);
    }
    if (settings->before) {
        pcs_form_time(settings->before, &options.before_ns);
    }
    if (settings->sample) {
        pcs_form_sample(settings->sample, &options.sample);
    }
    return options;
}

bool pcs_session_selects(const pcs_settings *settings) {
    return settings->min_packets || settings->min_bytes || settings->answered || settings->no_broadcast ||
           settings->focus || settings->top || settings->direction;
}

pcs_select_options pcs_session_select_options(const pcs_settings *settings) {
    pcs_select_options options = PCS_OPTIONS(options);
    options.min_packets = settings->min_packets;
    options.min_bytes = settings->min_bytes;
    options.answered = settings->answered;
    options.no_broadcast = settings->no_broadcast;
    options.focus = settings->focus;
    options.hops = settings->hops;
    options.top = settings->top;
    options.top_by = (pcs_top_by)settings->top_by;
    options.direction = settings->direction;
    return options;
}

pcs_anonymize_options pcs_session_anonymize_options(const pcs_settings *settings) {
    pcs_anonymize_options options = PCS_OPTIONS(options);
    options.anonymity = (pcs_anonymity)settings->anonymity;
    options.key_file = settings->key_file;
    return options;
}

pcs_device_options pcs_session_device_options(const pcs_settings *settings) {
    pcs_device_options options = PCS_OPTIONS(options);
    options.work_group = (uint32_t)settings->work_group;
    return options;
}
