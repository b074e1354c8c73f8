#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/stats.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PACKETS = 1000000, TOP = 10000 };

static pcs_status work(pcs_session *session, pcs_thumbs_report *report) {
    const pcs_settings *settings = session->settings;
    pcs_read_options read = pcs_session_read_options(settings);
    read.first = settings->max_packets ? settings->max_packets : MAX_PACKETS;
    read.max_bytes = settings->max_bytes;
    read.max_seconds = (double)settings->max_seconds;
    pcs_select_options select = pcs_session_select_options(settings);
    select.top = settings->top ? settings->top : TOP;
    pcs_device_options device = pcs_session_device_options(settings);
    pcs_layout_options layout = PCS_OPTIONS(layout);
    layout.kind = (pcs_layout_kind)settings->layout;
    layout.seed = settings->seed;
    pcs_thumbs_options options = PCS_OPTIONS(options);
    options.side = (uint32_t)settings->side;
    options.device = settings->device;
    options.device_options = &device;
    options.read = &read;
    options.select = &select;
    options.layout = &layout;
    options.colormap = settings->colormap;
    options.colors = settings->colors;
    options.background = settings->background;
    options.jobs = (uint32_t)settings->jobs;
    options.badge = settings->badge;
    options.force = settings->force;
    options.json = settings->json;
    return pcs_thumbs_make(session->context, settings->operands, settings->operand_count, settings->output, &options,
                           report);
}

int pcs_command_thumbs(const pcs_settings *settings) {
    double start = pcs_clock_now();
    if (!settings->output || strcmp(settings->output, "-") == 0) {
        pcs_message("no output: name a folder for the pictures and the sheet with -o DIR");
        return PCS_E_ARGUMENT;
    }
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    pcs_thumbs_report report;
    status = work(&session, &report);
    pcs_session_report(&session, status);
    pcs_session_close(&session);
    if (status != PCS_OK) {
        return (int)status;
    }
    if (settings->stats) {
        pcs_stats_print_thumbs(stdout, &report, pcs_clock_now() - start);
    }
    if (report.cut == 0 && report.skipped == 0) {
        return PCS_OK;
    }
    return settings->strict ? (int)PCS_E_FORMAT : PCS_EXIT_PARTIAL;
}
