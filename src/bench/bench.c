/* The benchmark: every workload on every device, stage by stage. */
#include "base/outfile.h"
#include "bench/first_use.h"
#include "bench/rounds.h"
#include "bench/verify.h"
#include "layout/layout.h"
#include "render/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_DEFAULT = 2000 };

/* A device at work. */
typedef struct station {
    pcs_device *device; /* NULL: it failed */
    pcs_ceilings ceilings;
} station;

typedef struct bench {
    pcs_context *context;
    pcs_bench_options options;
    pcs_layout_options layout;
    pcs_image_options image;
    pcs_device_info *list; /* of all devices */
    char (*numbers)[16];   /* their names for pcs_device_open */
    station *stations;     /* of each device of the result */
    pcs_result *result;
} bench;

/* ---- options */

/* Whether a stage reads the capture. */
static bool reads(const bench *b) {
    return (b->options.stages >> PCS_BENCH_INGEST & 1) != 0 || (b->options.stages >> PCS_BENCH_TOTAL & 1) != 0;
}

static pcs_status take_options(bench *b, const pcs_bench_options *given) {
    pcs_status status = PCS_OK;
    b->options = (pcs_bench_options)PCS_OPTIONS(b->options);
    b->layout = (pcs_layout_options)PCS_OPTIONS(b->layout);
    b->image = (pcs_image_options)PCS_OPTIONS(b->image);
    if (given) {
        pcs_options_copy(&b->options, sizeof(b->options), given, given->size);
    }
    if (b->options.layout) {
        pcs_options_copy(&b->layout, sizeof(b->layout), b->options.layout, b->options.layout->size);
    }
    b->image.width = b->options.width ? b->options.width : SIDE_DEFAULT;
    b->image.height = b->options.height ? b->options.height : SIDE_DEFAULT;
    if (b->options.stages == 0) {
        b->options.stages = (1U << PCS_BENCH_STAGE_COUNT) - 1;
    }
    if (b->options.stages >> PCS_BENCH_STAGE_COUNT > 0 || b->options.runs > PCS_BENCH_RUNS_MOST) {
        PCS_TRY(pcs_fail(b->context, PCS_E_ARGUMENT, "stages %x, %u runs: there are %d stages and at most %d runs",
                         b->options.stages, b->options.runs, PCS_BENCH_STAGE_COUNT, PCS_BENCH_RUNS_MOST));
    }
    for (size_t i = 0; i < b->options.graph_count; i++) {
        PCS_TRY(pcs_workload_check(b->context, &b->options.graphs[i], reads(b)));
    }
    PCS_TRY(pcs_draw_check(b->context, &b->image, true));
    if (b->options.save_positions) {
        PCS_TRY(pcs_outfile_check(b->context, b->options.save_positions));
    }
done:
    return status;
}

static pcs_status describe(bench *b) {
    pcs_bench_result *shown = &b->result->public;
    snprintf(shown->version, sizeof(shown->version), "%s", pcs_version());
    snprintf(shown->commit, sizeof(shown->commit), "%s", PCS_COMMIT);
    pcs_result_name_machine(shown->machine, sizeof(shown->machine));
    snprintf(shown->layout, sizeof(shown->layout), "%s", pcs_layout_name(b->layout.kind));
    shown->seed = b->layout.seed;
    shown->width = b->image.width;
    shown->height = b->image.height;
    shown->threads = b->context->threads;
    size_t workloads = b->options.graph_count + 2;
    shown->workloads = calloc(workloads, sizeof(*shown->workloads));
    return shown->workloads ? PCS_OK : pcs_fail_memory(b->context, "results", workloads * sizeof(*shown->workloads));
}

/* ---- devices */

/* The failure of a device is a row; that of the whole call, where nobody waits any longer, is passed on. */
static pcs_status note_failure(bench *b, pcs_bench_row *row, pcs_status status) {
    if (status == PCS_E_CANCELLED) {
        return status;
    }
    snprintf(row->problem, sizeof(row->problem), "%s", pcs_context_message(b->context));
    row->run_count = 0;
    return pcs_result_add(b->context, b->result, row);
}

static pcs_status open_station(bench *b, const char *which, const pcs_device_info *info) {
    pcs_bench_result *shown = &b->result->public;
    uint32_t index = (uint32_t)shown->device_count;
    station *s = &b->stations[index];
    pcs_status status = pcs_device_open(b->context, which, b->options.device_options, &s->device);
    if (s->device) {
        shown->devices[index] = *pcs_device_get_info(s->device);
    } else if (info) {
        shown->devices[index] = *info;
    } else {
        snprintf(shown->devices[index].name, sizeof(shown->devices[index].name), "%s", which);
    }
    shown->device_count++;
    if (status == PCS_OK && !b->options.no_kernels) {
        status = pcs_first_use_measure(b->context, which, s->device, index, b->result);
    }
    if (status == PCS_OK && !b->options.no_kernels) {
        status = pcs_ceilings_measure(b->context, s->device, index, b->result, &s->ceilings);
    }
    if (status == PCS_OK) {
        return PCS_OK;
    }
    pcs_device_free(s->device);
    s->device = NULL;
    pcs_bench_row row = {.part = PCS_BENCH_PART_FIRST_USE,
                         .device = index,
                         .workload = PCS_BENCH_NONE,
                         .stage = PCS_BENCH_NONE,
                         .name = "open"};
    return note_failure(b, &row, status);
}

static pcs_status open_all(bench *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        snprintf(b->numbers[i], sizeof(b->numbers[i]), "%u", b->list[i].index);
        pcs_status status = open_station(b, b->numbers[i], &b->list[i]);
        if (status != PCS_OK) {
            return status;
        }
    }
    return PCS_OK;
}

static bool any_works(const bench *b) {
    for (size_t i = 0; i < b->result->public.device_count; i++) {
        if (b->stations[i].device) {
            return true;
        }
    }
    return false;
}

static pcs_status open_stations(bench *b) {
    static const char *const usual[] = {"auto"};
    pcs_status status = PCS_OK;
    size_t found = 0, count = b->options.device_count > 0 ? b->options.device_count : 1;
    const char *const *devices = b->options.device_count > 0 ? b->options.devices : usual;
    for (size_t i = 0; i < count && !b->list; i++) {
        if (strcmp(devices[i], "all") == 0) {
            PCS_TRY(pcs_device_list(b->context, &b->list, &found));
        }
    }
    size_t most = count * (found + 1);
    b->stations = calloc(most, sizeof(*b->stations));
    b->numbers = calloc(most, sizeof(*b->numbers));
    b->result->public.devices = calloc(most, sizeof(*b->result->public.devices));
    if (!b->stations || !b->numbers || !b->result->public.devices) {
        PCS_TRY(pcs_fail_memory(b->context, "devices", most * sizeof(pcs_device_info)));
    }
    for (size_t i = 0; i < count; i++) {
        PCS_TRY(strcmp(devices[i], "all") == 0 ? open_all(b, found) : open_station(b, devices[i], NULL));
    }
    if (!any_works(b)) { /* the message is that of the last one */
        status = PCS_E_DEVICE;
    }
done:
    return status;
}

/* ---- stages */

/* Once, unmeasured: it warms up, and makes what the stages take. */
static pcs_status prepare(const bench *b, pcs_place *place) {
    static const pcs_bench_stage makers[] = {PCS_BENCH_LAYOUT, PCS_BENCH_RASTER, PCS_BENCH_SHADE};
    pcs_status status = PCS_OK;
    pcs_products out = {.edges = NULL};
    for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
        bool needed = b->options.save_positions && makers[i] == PCS_BENCH_LAYOUT;
        if (needed || b->options.stages >> makers[i] > 0) {
            PCS_TRY(pcs_stage_run(place, makers[i], &out));
            pcs_place_keep(place, &out);
        }
    }
done:
    pcs_products_clear(&out);
    return status;
}

static pcs_status measure_workload(bench *b, const pcs_workload *workload, uint32_t device, uint32_t number,
                                   const char *save_positions) {
    pcs_status status = PCS_OK;
    pcs_place place = {.context = b->context,
                       .device = b->stations[device].device,
                       .workload = workload,
                       .layout = &b->layout,
                       .image = &b->image,
                       .edges = workload->edges};
    status = prepare(b, &place);
    if (status != PCS_OK) {
        pcs_bench_row row = {
            .part = PCS_BENCH_PART_STAGE, .device = device, .workload = number, .stage = PCS_BENCH_TOTAL};
        snprintf(row.name, sizeof(row.name), "%s", pcs_bench_stage_name(PCS_BENCH_TOTAL));
        PCS_TRY(note_failure(b, &row, status));
        goto done;
    }
    pcs_rounds rounds = {.place = &place,
                         .ceilings = b->options.no_kernels ? NULL : &b->stations[device].ceilings,
                         .stages = b->options.stages,
                         .runs = b->options.runs,
                         .device = device,
                         .workload = number};
    PCS_TRY(pcs_rounds_run(&rounds, b->result));
    if (save_positions) {
        PCS_TRY(pcs_layout_write_csv(b->context, workload->edges, place.made.layout, save_positions));
    }
done:
    pcs_products_clear(&place.made);
    return status;
}

static pcs_status measure_everywhere(bench *b, const pcs_workload *workload, bool last) {
    pcs_bench_result *shown = &b->result->public;
    uint32_t number = (uint32_t)shown->workload_count;
    const char *save = last ? b->options.save_positions : NULL;
    shown->workloads[shown->workload_count++] = workload->info;
    for (uint32_t device = 0; device < shown->device_count; device++) {
        if (b->stations[device].device) {
            pcs_status status = measure_workload(b, workload, device, number, save);
            if (status != PCS_OK) {
                return status;
            }
            save = NULL;
        }
    }
    return PCS_OK;
}

static pcs_status measure_all(bench *b) {
    static const pcs_bench_graph usual = {PCS_BENCH_CAPTURE, 20000, 100000};
    pcs_status status = PCS_OK;
    pcs_workload workload = {.input = NULL};
    bool none = b->options.graph_count == 0 && !b->options.input;
    const pcs_bench_graph *graphs = none ? &usual : b->options.graphs;
    size_t count = none ? 1 : b->options.graph_count;
    for (size_t i = 0; i < count; i++) {
        PCS_TRY(pcs_workload_generate(b->context, &graphs[i], reads(b), &workload));
        PCS_TRY(measure_everywhere(b, &workload, i + 1 == count && !b->options.input));
        pcs_workload_clear(&workload);
    }
    if (b->options.input) {
        PCS_TRY(pcs_workload_read(b->context, b->options.input, b->options.read, &workload));
        PCS_TRY(measure_everywhere(b, &workload, true));
    }
done:
    pcs_workload_clear(&workload);
    return status;
}

pcs_status pcs_bench_run(pcs_context *context, const pcs_bench_options *options, pcs_bench_result **out) {
    pcs_status status = PCS_OK;
    bench b = {.context = context, .result = pcs_result_new()};
    *out = NULL;
    if (!b.result) {
        return pcs_fail_memory(context, "results", sizeof(*b.result));
    }
    PCS_TRY(take_options(&b, options));
    PCS_TRY(describe(&b));
    PCS_TRY(open_stations(&b));
    PCS_TRY(measure_all(&b));
    pcs_verify(&b.result->public);
    *out = &b.result->public;
done:
    for (size_t i = 0; i < b.result->public.device_count; i++) {
        pcs_device_free(b.stations[i].device);
    }
    free(b.stations);
    free(b.numbers);
    pcs_device_list_free(b.list);
    if (!*out) {
        pcs_bench_result_free(&b.result->public);
    }
    return status;
}
