#include "cli/stats.h"

#include <string.h>
#include <sys/resource.h>

const char *pcs_stats_device_kind(pcs_device_kind kind) {
    switch (kind) {
    case PCS_DEVICE_HOST:
        return "host";
    case PCS_DEVICE_CPU:
        return "cpu";
    case PCS_DEVICE_GPU:
        return "gpu";
    case PCS_DEVICE_ACCELERATOR:
        return "accelerator";
    }
    return "other";
}

void pcs_stats_device(pcs_json *json, const char *key, const pcs_device_info *info) {
    pcs_json_open(json, key, '{');
    pcs_json_count(json, "index", info->index);
    pcs_json_text(json, "kind", pcs_stats_device_kind(info->kind));
    pcs_json_text(json, "name", info->name);
    pcs_json_text(json, "platform", info->platform);
    pcs_json_text(json, "driver", info->driver);
    pcs_json_text(json, "version", info->version);
    pcs_json_count(json, "units", info->compute_units);
    pcs_json_count(json, "memory", info->memory);
    pcs_json_text(json, "problem", info->problem[0] ? info->problem : NULL);
    pcs_json_close(json, '}');
}

static void print_summary(pcs_json *json, const pcs_read_summary *summary) {
    pcs_json_open(json, "inputs", '{');
    pcs_json_count(json, "given", summary->inputs);
    pcs_json_count(json, "skipped", summary->inputs_skipped);
    pcs_json_count(json, "ignored", summary->inputs_ignored);
    pcs_json_count(json, "cut", summary->inputs_cut);
    pcs_json_count(json, "bytes", summary->input_bytes);
    pcs_json_close(json, '}');
    pcs_json_open(json, "packets", '{');
    pcs_json_count(json, "read", summary->packets);
    for (int i = 0; i < PCS_OUTCOME_COUNT; i++) {
        pcs_json_count(json, pcs_outcome_name((pcs_outcome)i), summary->outcomes[i]);
    }
    pcs_json_close(json, '}');
    pcs_json_whole(json, "first_ns", summary->first_ns);
    pcs_json_whole(json, "last_ns", summary->last_ns);
}

static void print_stages(pcs_json *json, const pcs_render_report *report, bool drawn) {
    pcs_json_open(json, "stages", '{');
    for (int i = 0; i < PCS_STAGE_COUNT; i++) {
        if (drawn || i == PCS_STAGE_READ || i == PCS_STAGE_WRITE) {
            pcs_json_open(json, pcs_stage_name((pcs_stage)i), '{');
            pcs_json_seconds(json, "seconds", report->seconds[i]);
            if (drawn || i == PCS_STAGE_READ) {
                pcs_json_count(json, "bytes", report->bytes[i]);
            }
            pcs_json_close(json, '}');
        }
    }
    pcs_json_close(json, '}');
}

static uint64_t peak_bytes(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

void pcs_stats_print(FILE *file, const pcs_settings *settings, const pcs_render_report *report, double seconds) {
    pcs_json json = {.file = file, .indented = true};
    bool drawn = strcmp(settings->command->name, "render") == 0;
    pcs_json_open(&json, NULL, '{');
    pcs_json_text(&json, "version", pcs_version());
    pcs_json_text(&json, "command", settings->command->name);
    print_summary(&json, &report->read);
    pcs_json_count(&json, "hosts", report->hosts);
    pcs_json_count(&json, "edges", report->edges);
    if (drawn) {
        pcs_json_count(&json, "components", report->components);
        pcs_stats_device(&json, "device", &report->device);
    }
    print_stages(&json, report, drawn);
    pcs_json_seconds(&json, "seconds", seconds);
    pcs_json_count(&json, "peak_bytes", peak_bytes());
    pcs_json_close(&json, '}');
}

void pcs_stats_print_thumbs(FILE *file, const pcs_thumbs_report *report, double seconds) {
    pcs_json json = {.file = file, .indented = true};
    pcs_json_open(&json, NULL, '{');
    pcs_json_text(&json, "version", pcs_version());
    pcs_json_text(&json, "command", "thumbs");
#define PRINT_COUNT(member, meaning) pcs_json_count(&json, #member, report->member);
    PCS_STATS_THUMBS_TABLE(PRINT_COUNT)
#undef PRINT_COUNT
    if (report->device.name[0]) {
        pcs_stats_device(&json, "device", &report->device);
    }
    pcs_json_seconds(&json, "seconds", seconds);
    pcs_json_count(&json, "peak_bytes", peak_bytes());
    pcs_json_close(&json, '}');
}
