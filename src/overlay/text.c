#include "overlay/text.h"

#include "overlay/labels.h"
#include "overlay/marginalia.h"
#include "shade/ramp.h"

#include <stdlib.h>

bool pcs_text_has_labels(const pcs_text_options *options) {
    return options->labels > 0 || options->label_hosts;
}

bool pcs_text_any(const pcs_text_options *options) {
    return pcs_text_has_labels(options) || options->title || options->caption || options->legend;
}

static bool is_shown_side(uint32_t side) {
    return side >= PCS_SHOW_SIDE_MIN && side <= PCS_SHOW_SIDE_MAX;
}

pcs_status pcs_text_settle(pcs_context *context, const pcs_text_options *given, const pcs_image_options *image,
                           uint32_t width, uint32_t height, pcs_text_options *options) {
    uint8_t background[4];
    *options = (pcs_text_options)PCS_OPTIONS(*options);
    if (given) {
        pcs_options_copy(options, sizeof(*options), given, given->size);
    }
    pcs_status status = pcs_background_parse(context, image->background, background);
    if (status != PCS_OK ||
        (pcs_font_is_there() && is_shown_side(width) && is_shown_side(height) && background[3] == 255)) {
        return status;
    }
    if (options->caption == PCS_SHOW_AUTO) {
        options->caption = PCS_SHOW_OFF;
        options->title = NULL;
    }
    if (options->legend == PCS_SHOW_AUTO) {
        options->legend = PCS_SHOW_OFF;
    }
    return PCS_OK;
}

pcs_status pcs_text_check(pcs_context *context, const pcs_text_options *given) {
    pcs_text_options options;
    const pcs_image_options none = PCS_OPTIONS(none);
    pcs_status status = pcs_text_settle(context, given, &none, 0, 0, &options);
    if (status != PCS_OK || !pcs_text_any(&options)) {
        return status;
    }
    if (options.label_size != 0 && (options.label_size < PCS_TEXT_SIZE_MIN || options.label_size > PCS_TEXT_SIZE_MAX)) {
        return pcs_fail(context, PCS_E_ARGUMENT, "text of %u pixels: %d to %d are possible", options.label_size,
                        PCS_TEXT_SIZE_MIN, PCS_TEXT_SIZE_MAX);
    }
    if ((unsigned)options.caption > PCS_SHOW_AUTO || (unsigned)options.legend > PCS_SHOW_AUTO) {
        return pcs_fail(context, PCS_E_ARGUMENT, "caption %d, legend %d: there are 0 to %d", (int)options.caption,
                        (int)options.legend, PCS_SHOW_AUTO);
    }
    if ((unsigned)options.label_by >= (unsigned)PCS_LABEL_BY_COUNT) {
        return pcs_fail(context, PCS_E_ARGUMENT, "labels by %d: there is none of that number", (int)options.label_by);
    }
    return pcs_font_check(context);
}

pcs_status pcs_image_add_text(pcs_context *context, pcs_image *image, const pcs_edges *edges, const pcs_layout *layout,
                              const pcs_image_options *image_options, const pcs_text_options *given) {
    pcs_status status = PCS_OK;
    pcs_text_options options;
    pcs_image_options drawn = PCS_OPTIONS(drawn);
    pcs_occupancy taken = {.words = NULL};
    pcs_labels labels = {.items = NULL};
    pcs_marginalia marginalia = {.context = context};
    uint8_t background[4];
    if (image_options) {
        pcs_options_copy(&drawn, sizeof(drawn), image_options, image_options->size);
    }
    PCS_TRY(pcs_text_check(context, given));
    PCS_TRY(pcs_text_settle(context, given, &drawn, image->width, image->height, &options));
    if (!pcs_text_any(&options)) {
        goto done;
    }
    if (pcs_text_has_labels(&options) && (!edges || !layout)) {
        PCS_TRY(pcs_fail(context, PCS_E_ARGUMENT, "labels: need the edges and the layout that the image was drawn of"));
    }
    PCS_TRY(pcs_background_parse(context, drawn.background, background));
    PCS_TRY(pcs_occupancy_fill(context, image->width, image->height, &taken));
    PCS_TRY(pcs_marginalia_fill(context, image, edges, &options, drawn.measure, background, &taken, &marginalia));
    PCS_TRY(pcs_canvas_begin(context, image));
    if (pcs_text_has_labels(&options)) {
        pcs_view view;
        drawn.width = image->width;
        drawn.height = image->height;
        PCS_TRY(pcs_view_choose(context, edges, layout, &drawn, &view));
        PCS_TRY(pcs_labels_fill(context, edges, layout, &view, &options, background, image, &taken, &labels));
        PCS_TRY(pcs_labels_paint(context, edges, &labels, image));
    }
    PCS_TRY(pcs_marginalia_paint(&marginalia, image));
done:
    pcs_labels_clear(&labels);
    pcs_marginalia_clear(&marginalia);
    pcs_occupancy_clear(&taken);
    return status;
}
