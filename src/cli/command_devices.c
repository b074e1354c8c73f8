#include "cli/commands.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/stats.h"

#include <inttypes.h>
#include <stdio.h>

enum { COLUMNS = 7, CELL_SIZE = 4 * 128 + 1 };

static const char *const headings[COLUMNS] = {"index", "kind", "name", "units", "memory", "driver", "state"};

/* The text of one cell, and how many columns it takes. */
static size_t print_cell(const pcs_device_info *info, int column, char out[CELL_SIZE]) {
    switch (column) {
    case 0:
        return (size_t)snprintf(out, CELL_SIZE, "%" PRIu32, info->index);
    case 1:
        return (size_t)snprintf(out, CELL_SIZE, "%s", pcs_stats_device_kind(info->kind));
    case 2:
        return pcs_message_escape(info->name, out, CELL_SIZE);
    case 3:
        return (size_t)snprintf(out, CELL_SIZE, "%" PRIu32, info->compute_units);
    case 4:
        return info->memory ? (size_t)snprintf(out, CELL_SIZE, "%.1f GB", (double)info->memory / 1e9)
                            : (size_t)snprintf(out, CELL_SIZE, "?");
    case 5:
        return pcs_message_escape(info->driver[0] ? info->driver : "-", out, CELL_SIZE);
    default:
        return pcs_message_escape(info->problem[0] ? info->problem : "ready", out, CELL_SIZE);
    }
}

static void print_table(const pcs_device_info *list, size_t count) {
    char cell[CELL_SIZE];
    size_t widths[COLUMNS];
    for (int column = 0; column < COLUMNS; column++) {
        widths[column] = (size_t)snprintf(cell, sizeof(cell), "%s", headings[column]);
        for (size_t i = 0; i < count; i++) {
            size_t width = print_cell(&list[i], column, cell);
            widths[column] = width > widths[column] ? width : widths[column];
        }
    }
    for (int column = 0; column < COLUMNS; column++) {
        bool last = column == COLUMNS - 1;
        printf("%-*s", last ? 0 : (int)widths[column] + 2, headings[column]);
    }
    putchar('\n');
    for (size_t i = 0; i < count; i++) {
        for (int column = 0; column < COLUMNS; column++) {
            size_t width = print_cell(&list[i], column, cell);
            bool last = column == COLUMNS - 1;
            printf("%s%*s", cell, last ? 0 : (int)(widths[column] - width) + 2, "");
        }
        putchar('\n');
    }
}

static void print_list(const pcs_settings *settings, const pcs_device_info *list, size_t count) {
    if (!settings->json) {
        print_table(list, count);
        return;
    }
    pcs_json json = {.file = stdout, .indented = true};
    pcs_json_open(&json, NULL, '[');
    for (size_t i = 0; i < count; i++) {
        pcs_stats_device(&json, NULL, &list[i]);
    }
    pcs_json_close(&json, ']');
}

int pcs_command_devices(const pcs_settings *settings) {
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    if (settings->device) {
        pcs_device_options options = pcs_session_device_options(settings);
        pcs_device *device;
        status = pcs_device_open(session.context, settings->device, &options, &device);
        if (status == PCS_OK) {
            print_list(settings, pcs_device_get_info(device), 1);
            pcs_device_free(device);
        }
    } else {
        pcs_device_info *list;
        size_t count;
        status = pcs_device_list(session.context, &list, &count);
        if (status == PCS_OK) {
            print_list(settings, list, count);
            pcs_device_list_free(list);
        }
    }
    pcs_session_report(&session, status);
    pcs_session_close(&session);
    return (int)status;
}
