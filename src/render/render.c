/* The whole way, from inputs to a PNG. */
#include "base/clock.h"
#include "base/outfile.h"
#include "edges/edges.h"
#include "render/draw.h"
#include "shade/shade.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *pcs_stage_name(pcs_stage stage) {
    static const char *const names[] = {
#define STAGE_NAME(name, text) text,
        PCS_STAGE_TABLE(STAGE_NAME)
#undef STAGE_NAME
    };
    return (unsigned)stage < PCS_STAGE_COUNT ? names[stage] : "";
}

/* Bytes of the edges as a table. */
static uint64_t table_size(const pcs_edges *edges) {
    return (uint64_t)edges->edge_count * sizeof(*edges->table) + (uint64_t)edges->host_count * sizeof(*edges->hosts);
}

/* What the picture is made of. */
static void describe(const pcs_edges *edges, char *text, size_t size) {
    uint64_t packets = 0, bytes = 0;
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        packets += edge->a_to_b.packets + edge->b_to_a.packets;
        bytes += edge->a_to_b.bytes + edge->b_to_a.bytes;
    }
    snprintf(text, size, "%" PRIu32 " hosts, %" PRIu32 " edges, %" PRIu64 " packets, %" PRIu64 " bytes",
             edges->host_count, edges->edge_count, packets, bytes);
}

static pcs_status write_image(pcs_context *context, const pcs_edges *edges, const pcs_image *image, const char *output,
                              const pcs_render_options *options) {
    char description[128];
    size_t count = options->text_count;
    pcs_image_text *texts = calloc(count + 1, sizeof(*texts));
    if (!texts) {
        return pcs_fail_memory(context, "the picture's texts", (count + 1) * sizeof(*texts));
    }
    if (count > 0) {
        memcpy(texts, options->texts, count * sizeof(*texts));
    }
    if (options->describe) {
        describe(edges, description, sizeof(description));
        texts[count++] = (pcs_image_text){.keyword = "Description", .text = description};
    }
    pcs_status status = pcs_image_write_png(context, image, output, texts, count);
    free(texts);
    return status;
}

pcs_status pcs_render(pcs_context *context, const char *const *inputs, size_t input_count, const char *output,
                      const pcs_render_options *given, pcs_render_report *report) {
    pcs_status status = PCS_OK;
    pcs_edges *edges = NULL;
    pcs_device *device = NULL;
    pcs_layout *layout = NULL;
    pcs_image *image = NULL;
    pcs_stage_costs costs = {0};
    pcs_render_report own;
    report = report ? report : &own;
    memset(report, 0, sizeof(*report));
    pcs_render_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }

    PCS_TRY(pcs_outfile_check(context, output));
    PCS_TRY(pcs_shade_check(context, options.image));
    double start = pcs_clock_seconds();
    PCS_TRY(pcs_device_open(context, options.device, options.device_options, &device));
    costs.seconds[PCS_STAGE_DEVICE] = pcs_clock_seconds() - start;
    report->device = *pcs_device_get_info(device);

    start = pcs_clock_seconds();
    PCS_TRY(pcs_edges_read(context, inputs, input_count, options.read, &edges));
    costs.seconds[PCS_STAGE_READ] = pcs_clock_seconds() - start;
    costs.bytes[PCS_STAGE_READ] = table_size(edges);
    report->read = edges->summary;
    report->hosts = edges->host_count;
    report->edges = edges->edge_count;

    start = pcs_clock_seconds();
    PCS_TRY(pcs_layout_compute(context, device, edges, options.layout, &layout));
    costs.seconds[PCS_STAGE_LAYOUT] = pcs_clock_seconds() - start;
    costs.bytes[PCS_STAGE_LAYOUT] = (uint64_t)edges->host_count * 2 * sizeof(float);
    report->components = pcs_layout_component_count(layout);

    PCS_TRY(pcs_draw(context, device, edges, layout, options.image, &costs, &image));

    start = pcs_clock_seconds();
    PCS_TRY(write_image(context, edges, image, output, &options));
    costs.seconds[PCS_STAGE_WRITE] = pcs_clock_seconds() - start;
done:
    memcpy(report->seconds, costs.seconds, sizeof(costs.seconds));
    memcpy(report->bytes, costs.bytes, sizeof(costs.bytes));
    pcs_image_free(image);
    pcs_layout_free(layout);
    pcs_device_free(device);
    pcs_edges_free(edges);
    return status;
}
