/* The whole way, from inputs to a PNG. */
#include "base/clock.h"
#include "base/outfile.h"
#include "edges/edges.h"
#include "output/png.h"
#include "overlay/canvas.h"
#include "overlay/marks.h"
#include "overlay/text.h"
#include "raster/npy.h"
#include "render/stream.h"

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

static uint64_t image_size(const pcs_image *image) {
    return (uint64_t)image->width * image->height * (image->format == PCS_IMAGE_RGBA ? 4 : 1);
}

/* What the picture is made of. */
static void describe(const pcs_edges *edges, char *text, size_t size) {
    pcs_traffic total = pcs_edges_total(edges);
    snprintf(text, size, "%" PRIu32 " hosts, %" PRIu32 " edges, %" PRIu64 " packets, %" PRIu64 " bytes",
             edges->host_count, edges->edge_count, total.packets, total.bytes);
}

/* What is made on the way. */
typedef struct products {
    pcs_edges *edges;
    pcs_device *device;
    pcs_layout *layout;
    pcs_bundle bundle;
    pcs_counts *counts;
    pcs_image *image;
    char description[128];
    pcs_image_text *texts; /* of the PNG */
    size_t text_count;
} products;

static pcs_status make_texts(pcs_context *context, const pcs_render_options *options, products *made) {
    size_t count = options->text_count;
    made->texts = calloc(count + 1, sizeof(*made->texts));
    if (!made->texts) {
        return pcs_fail_memory(context, "the picture's texts", (count + 1) * sizeof(*made->texts));
    }
    if (count > 0) {
        memcpy(made->texts, options->texts, count * sizeof(*made->texts));
    }
    if (options->describe && made->edges) {
        describe(made->edges, made->description, sizeof(made->description));
        made->texts[count++] = (pcs_image_text){.keyword = "Description", .text = made->description};
    }
    made->text_count = count;
    return PCS_OK;
}

/* Whether something is laid onto the picture, or onto its own pixels. */
static bool is_whole(const pcs_render_options *options, const pcs_text_options *text, const pcs_image_options *image) {
    return pcs_marks_any(options->marks) || pcs_text_any(text) || image->spread > 0;
}

/* Shade to file, of a picture on which something is laid. */
static pcs_status write_whole(pcs_context *context, const char *output, const pcs_render_options *options,
                              const pcs_image_options *image, products *made, pcs_stage_costs *costs) {
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_draw_image(context, made->device, made->counts, image, costs, &made->image));
    double start = pcs_clock_seconds();
    if (pcs_marks_any(options->marks)) {
        PCS_TRY(pcs_marks_paint(context, made->device, made->edges, made->layout, &made->bundle, image, options->marks,
                                made->image));
    }
    PCS_TRY(pcs_image_add_text(context, made->image, made->edges, made->layout, image, options->text));
    pcs_canvas_end(made->image);
    costs->seconds[PCS_STAGE_OVERLAY] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_OVERLAY] = image_size(made->image);

    start = pcs_clock_seconds();
    PCS_TRY(pcs_png_write(context, made->image, output, made->texts, made->text_count, &costs->bytes[PCS_STAGE_WRITE]));
    costs->seconds[PCS_STAGE_WRITE] = pcs_clock_seconds() - start;
done:
    return status;
}

static pcs_status check_options(pcs_context *context, const char *input, const pcs_render_options *options,
                                const pcs_text_options *text, bool from_counts) {
    pcs_image_options image = PCS_OPTIONS(image);
    pcs_layout_options layout = PCS_OPTIONS(layout);
    if (options->image) {
        pcs_options_copy(&image, sizeof(image), options->image, options->image->size);
    }
    if (options->layout) {
        pcs_options_copy(&layout, sizeof(layout), options->layout, options->layout->size);
    }
    if (from_counts && (options->save_positions || layout.positions || image.width || image.height || image.view ||
                        image.zoom_host || pcs_marks_any(options->marks))) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "%s: is an array of counts, which has a size and no hosts: leave out size, view, positions, "
                        "nodes and highlights",
                        input);
    }
    if (from_counts && pcs_text_has_labels(text)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "%s: is an array of counts, which has no hosts: leave out labels",
                        input);
    }
    if (options->save_values && image.color_by != PCS_COLOR_BY_VALUE) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "values: pixels of categories have one for each: leave out color by, or save the counts");
    }
    const char *const outputs[] = {options->save_positions, options->save_counts, options->save_values};
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]) && status == PCS_OK; i++) {
        status = outputs[i] ? pcs_outfile_check(context, outputs[i]) : PCS_OK;
    }
    return status;
}

static pcs_status read_and_place(pcs_context *context, const char *const *inputs, size_t input_count,
                                 const pcs_render_options *options, products *made, pcs_stage_costs *costs,
                                 pcs_render_report *report) {
    pcs_status status = PCS_OK;
    double start = pcs_clock_seconds();
    PCS_TRY(pcs_edges_read(context, inputs, input_count, options->read, &made->edges));
    if (options->select) {
        PCS_TRY(pcs_edges_select(context, made->edges, options->select));
    }
    PCS_TRY(pcs_edges_anonymize(context, made->edges, options->anonymize));
    costs->seconds[PCS_STAGE_READ] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_READ] = table_size(made->edges);
    report->read = made->edges->summary;
    report->hosts = made->edges->host_count;
    report->edges = made->edges->edge_count;

    start = pcs_clock_seconds();
    PCS_TRY(pcs_layout_compute(context, made->device, made->edges, options->layout, &made->layout));
    if (options->save_positions) {
        PCS_TRY(pcs_layout_write_csv(context, made->edges, made->layout, options->save_positions));
    }
    costs->seconds[PCS_STAGE_LAYOUT] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_LAYOUT] = (uint64_t)made->edges->host_count * 2 * sizeof(double);
    report->components = pcs_layout_component_count(made->layout);
done:
    return status;
}

static pcs_status read_counts(pcs_context *context, const char *input, products *made, pcs_stage_costs *costs,
                              pcs_render_report *report) {
    double start = pcs_clock_seconds();
    pcs_status status = pcs_counts_read_npy(context, made->device, input, &made->counts);
    costs->seconds[PCS_STAGE_READ] = pcs_clock_seconds() - start;
    costs->bytes[PCS_STAGE_READ] = status == PCS_OK ? pcs_buffer_size(made->counts->buffer) : 0;
    report->read.inputs = 1;
    report->read.input_bytes = costs->bytes[PCS_STAGE_READ];
    report->from_counts = true;
    return status;
}

pcs_status pcs_render(pcs_context *context, const char *const *inputs, size_t input_count, const char *output,
                      const pcs_render_options *given, pcs_render_report *report) {
    pcs_status status = PCS_OK;
    products made = {0};
    pcs_stage_costs costs = {0};
    pcs_render_report own;
    report = report ? report : &own;
    memset(report, 0, sizeof(*report));
    pcs_render_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    bool from_counts = input_count == 1 && pcs_npy_recognise(inputs[0]);
    pcs_image_options image = PCS_OPTIONS(image);
    if (options.image) {
        pcs_options_copy(&image, sizeof(image), options.image, options.image->size);
    }
    image.layer = image.layer || pcs_marks_any(options.marks);
    pcs_text_options text;

    PCS_TRY(pcs_text_settle(context, options.text, &image, image.width, image.height, &text));
    PCS_TRY(pcs_draw_check(context, &image, is_whole(&options, &text, &image)));
    PCS_TRY(pcs_marks_check(context, options.marks));
    PCS_TRY(pcs_anonymize_check(context, options.anonymize));
    PCS_TRY(pcs_text_check(context, options.text));
    PCS_TRY(pcs_outfile_check(context, output));
    PCS_TRY(check_options(context, input_count > 0 ? inputs[0] : "", &options, &text, from_counts));
    double start = pcs_clock_seconds();
    PCS_TRY(pcs_device_open(context, options.device, options.device_options, &made.device));
    costs.seconds[PCS_STAGE_DEVICE] = pcs_clock_seconds() - start;
    report->device = *pcs_device_get_info(made.device);

    if (from_counts) {
        PCS_TRY(read_counts(context, inputs[0], &made, &costs, report));
    } else {
        PCS_TRY(read_and_place(context, inputs, input_count, &options, &made, &costs, report));
        PCS_TRY(
            pcs_draw_counts(context, made.device, made.edges, made.layout, &image, &costs, &made.bundle, &made.counts));
    }
    if (options.save_counts) {
        PCS_TRY(pcs_counts_write_npy(context, made.counts, options.save_counts));
    }
    PCS_TRY(make_texts(context, &options, &made));
    if (options.save_values) {
        PCS_TRY(pcs_counts_write_values(context, made.device, made.counts, &image, options.save_values, made.texts,
                                        made.text_count));
    }
    PCS_TRY(pcs_text_settle(context, options.text, &image, made.counts->width, made.counts->height, &text));
    if (is_whole(&options, &text, &image)) {
        PCS_TRY(write_whole(context, output, &options, &image, &made, &costs));
    } else {
        PCS_TRY(pcs_stream_png(context, made.device, made.counts, &image, false, output, made.texts, made.text_count,
                               &costs));
    }
done:
    memcpy(report->seconds, costs.seconds, sizeof(costs.seconds));
    memcpy(report->bytes, costs.bytes, sizeof(costs.bytes));
    free(made.texts);
    pcs_image_free(made.image);
    pcs_counts_free(made.counts);
    pcs_bundle_clear(&made.bundle);
    pcs_layout_free(made.layout);
    pcs_device_free(made.device);
    pcs_edges_free(made.edges);
    return status;
}
