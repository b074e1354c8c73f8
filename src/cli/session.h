/* One command at work: the library's context, with what it has to say and how far it is going to standard error. */
#ifndef PCS_CLI_SESSION_H
#define PCS_CLI_SESSION_H

#include "cli/bar.h"

typedef struct pcs_session {
    const pcs_settings *settings;
    pcs_context *context;
    pcs_bar bar;
} pcs_session;

/* PCS_OK or PCS_E_MEMORY, said on standard error. The session stays where it is until it is closed. */
pcs_status pcs_session_open(pcs_session *session, const pcs_settings *settings);
void pcs_session_close(pcs_session *session);

/* Says what the library's last failure was, if status is one; returns status. */
pcs_status pcs_session_report(pcs_session *session, pcs_status status);

/* One more line on standard error, with or without --quiet. */
void pcs_session_say(pcs_session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A warning: silent with --quiet. */
void pcs_session_warn(pcs_session *session, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit status of a command whose work is done: PCS_EXIT_PARTIAL where an input was skipped or cut. */
int pcs_session_exit_status(const pcs_read_summary *summary);

/* What the settings mean for the library. */
pcs_read_options pcs_session_read_options(const pcs_settings *settings);
/* Whether something is to be taken out of the table that was read, and what is left. */
bool pcs_session_selects(const pcs_settings *settings);
pcs_select_options pcs_session_select_options(const pcs_settings *settings);
pcs_anonymize_options pcs_session_anonymize_options(const pcs_settings *settings);
pcs_device_options pcs_session_device_options(const pcs_settings *settings);

#endif
