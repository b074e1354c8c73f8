#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/stats.h"

#include <string.h>
#include <unistd.h>

static bool is_partial(const pcs_settings *settings, const char *output) {
    static const char ending[] = ".pce";
    size_t length = strlen(output), ending_length = sizeof(ending) - 1;
    if (settings->format) {
        return strcmp(settings->format, "pce") == 0;
    }
    return length > ending_length && strcmp(output + length - ending_length, ending) == 0;
}

/* Reads the inputs and writes the table, with counts and times. */
static pcs_status work(pcs_session *session, const char *output, pcs_render_report *report) {
    const pcs_settings *settings = session->settings;
    pcs_read_options options = pcs_session_read_options(settings);
    pcs_edges *edges;
    bool partial = is_partial(settings, output);
    options.times = partial || settings->hosts;
    pcs_anonymize_options anonymize = pcs_session_anonymize_options(settings);
    double start = pcs_clock_now();
    pcs_status status = pcs_anonymize_check(session->context, &anonymize);
    if (status != PCS_OK) {
        return status;
    }
    status = pcs_edges_read(session->context, settings->operands, settings->operand_count, &options, &edges);
    if (status == PCS_OK && pcs_session_selects(settings)) {
        pcs_select_options select = pcs_session_select_options(settings);
        status = pcs_edges_select(session->context, edges, &select);
    }
    if (status == PCS_OK) {
        status = pcs_edges_anonymize(session->context, edges, &anonymize);
    }
    if (status != PCS_OK) {
        pcs_edges_free(edges);
        return status;
    }
    double between = pcs_clock_now();
    report->read = *pcs_edges_summary(edges);
    report->hosts = pcs_edges_host_count(edges);
    report->edges = pcs_edges_edge_count(edges);
    status = partial ? pcs_edges_write_partial(session->context, edges, output)
                     : pcs_edges_write_csv(session->context, edges, output);
    if (status == PCS_OK && settings->hosts) {
        status = pcs_edges_write_hosts(session->context, edges, settings->hosts);
    }
    report->seconds[PCS_STAGE_READ] = between - start;
    report->bytes[PCS_STAGE_READ] = (uint64_t)report->edges * sizeof(pcs_edge);
    report->seconds[PCS_STAGE_WRITE] = pcs_clock_now() - between;
    pcs_edges_free(edges);
    return status;
}

int pcs_command_edges(const pcs_settings *settings) {
    double start = pcs_clock_now();
    const char *output = settings->output ? settings->output : "-";
    if (pcs_output_is_standard(output) && is_partial(settings, output) && isatty(STDOUT_FILENO)) {
        pcs_message("standard output is a terminal, which shows no partial: send it elsewhere, or name a file with -o");
        return PCS_E_ARGUMENT;
    }
    if (pcs_outputs_check(settings, output) != PCS_OK) {
        return PCS_E_ARGUMENT;
    }
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    pcs_render_report report = {.hosts = 0};
    status = work(&session, output, &report);
    pcs_session_report(&session, status);
    if (status == PCS_OK && report.edges == 0) {
        pcs_session_warn(&session, "no traffic between hosts %s: the table is empty",
                         pcs_session_selects(settings) ? "is left of the input" : "in the input");
    }
    pcs_session_close(&session);
    if (status != PCS_OK) {
        return (int)status;
    }
    if (settings->stats) {
        FILE *file = pcs_outputs_use_standard(settings, output) ? stderr : stdout;
        pcs_stats_print(file, settings, &report, pcs_clock_now() - start);
    }
    return pcs_session_exit_status(&report.read);
}
