#include "bench/first_use.h"

#include "base/clock.h"
#include "bench/stages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRANSFER_BYTES = 1 << 24, SIDE = 256 };

typedef struct first_use {
    pcs_context *context;
    const char *which;
    uint32_t index;
    pcs_result *result;
    const pcs_workload *workload;
} first_use;

static pcs_status add_row(const first_use *f, const char *name, const char *unit, uint64_t amount, uint64_t time) {
    pcs_bench_row row = {.part = PCS_BENCH_PART_FIRST_USE,
                         .device = f->index,
                         .workload = PCS_BENCH_NONE,
                         .stage = PCS_BENCH_NONE,
                         .runs = &time,
                         .run_count = 1,
                         .amount = amount};
    snprintf(row.name, sizeof(row.name), "%s", name);
    snprintf(row.unit, sizeof(row.unit), "%s", unit);
    return pcs_result_add(f->context, f->result, &row);
}

/* All stages that have kernels, once. name: NULL adds no row. */
static pcs_status draw_picture(const first_use *f, pcs_device *device, const char *name) {
    pcs_status status = PCS_OK;
    pcs_image_options image = PCS_OPTIONS(image);
    image.width = image.height = SIDE;
    pcs_place place = {
        .context = f->context, .device = device, .workload = f->workload, .image = &image, .edges = f->workload->edges};
    pcs_products out = {.edges = NULL};
    uint64_t start = pcs_clock_nanoseconds();
    for (pcs_bench_stage stage = PCS_BENCH_LAYOUT; stage <= PCS_BENCH_SHADE; stage++) {
        PCS_TRY(pcs_stage_run(&place, stage, &out));
        pcs_place_keep(&place, &out);
    }
    if (name) {
        PCS_TRY(add_row(f, name, "pictures", 1, pcs_clock_nanoseconds() - start));
    }
done:
    pcs_products_clear(&out);
    pcs_products_clear(&place.made);
    return status;
}

/* Opens the device and draws, kernels built with these options. */
static pcs_status open_and_draw(const first_use *f, const pcs_device_build *build, const char *open_name,
                                const char *first_name) {
    pcs_status status = PCS_OK;
    pcs_device *device = NULL;
    uint64_t start = pcs_clock_nanoseconds();
    PCS_TRY(pcs_device_open_as(f->context, f->which, NULL, build, &device));
    PCS_TRY(add_row(f, open_name, "devices", 1, pcs_clock_nanoseconds() - start));
    PCS_TRY(draw_picture(f, device, first_name));
done:
    pcs_device_free(device);
    return status;
}

static pcs_status transfer(const first_use *f, pcs_device *device) {
    pcs_status status = PCS_OK;
    pcs_buffer *buffer = NULL;
    uint8_t *data = calloc(1, TRANSFER_BYTES);
    if (!data) {
        return pcs_fail_memory(f->context, "a transfer", TRANSFER_BYTES);
    }
    PCS_TRY(pcs_buffer_new(device, "a transfer", TRANSFER_BYTES, &buffer));
    for (int again = 0; again < 2; again++) {
        uint64_t start = pcs_clock_nanoseconds();
        PCS_TRY(pcs_buffer_write(buffer, 0, data, TRANSFER_BYTES));
        PCS_TRY(pcs_device_finish(device));
        PCS_TRY(add_row(f, again ? "transfer, warm" : "transfer, cold", "bytes", TRANSFER_BYTES,
                        pcs_clock_nanoseconds() - start));
    }
done:
    pcs_buffer_free(buffer);
    free(data);
    return status;
}

pcs_status pcs_first_use_measure(pcs_context *context, const char *which, pcs_device *device, uint32_t index,
                                 pcs_result *result) {
    pcs_status status = PCS_OK;
    pcs_workload workload;
    const pcs_bench_graph graph = {PCS_BENCH_CAPTURE, 64, 128};
    const pcs_device_abilities *abilities = pcs_device_get_abilities(device);
    /* A driver that keeps kernels on disk does not know them under a definition that has never been there. */
    char definition[64];
    snprintf(definition, sizeof(definition), "-DPCS_BENCH_RUN=%" PRIu64, pcs_clock_nanoseconds());
    const pcs_device_build cold = {.lanes = abilities->lanes, .owned = abilities->owned, .more = definition};
    pcs_status generated = pcs_workload_generate(context, &graph, false, &workload);
    if (generated != PCS_OK) {
        return generated;
    }
    first_use f = {.context = context, .which = which, .index = index, .result = result, .workload = &workload};
    const pcs_device_build *build = pcs_device_get_info(device)->kind == PCS_DEVICE_HOST ? NULL : &cold;
    PCS_TRY(open_and_draw(&f, build, "open, cold", "picture, cold"));
    PCS_TRY(open_and_draw(&f, build, "open, cached", "picture, cached"));
    PCS_TRY(draw_picture(&f, device, NULL)); /* pays for this device's own kernels */
    PCS_TRY(draw_picture(&f, device, "picture, warm"));
    PCS_TRY(transfer(&f, device));
done:
    pcs_workload_clear(&workload);
    return status;
}
