/* One small picture for a file manager: quick, whatever the input is. */
#include "edges/edges.h"
#include "output/png.h"
#include "render/draw.h"
#include "thumbs/picture.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

enum { SIDE = 256, READ_BYTES = 64000000, HOSTS = 1000, TEXTS_MAX = 3 };

static const double read_seconds = 0.5;

static pcs_status check_input(pcs_context *context, const char *input, struct stat *state) {
    *state = (struct stat){.st_mode = 0};
    return stat(input, state) == 0 && S_ISDIR(state->st_mode)
               ? pcs_fail(context, PCS_E_READ, "%s: is a directory: name a file", input)
               : PCS_OK;
}

static pcs_status check_style(pcs_context *context, const pcs_style *style) {
    pcs_image_options image = PCS_OPTIONS(image);
    image.colormap = style->colormap;
    image.background = style->background;
    if (style->side < PCS_THUMBNAIL_SIDE_LEAST || style->side > PCS_THUMBS_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "a picture of %u pixels a side: from %d to %d are made", style->side,
                        PCS_THUMBNAIL_SIDE_LEAST, PCS_THUMBS_SIDE_MAX);
    }
    return pcs_draw_check(context, &image, true);
}

static pcs_status read_some(pcs_context *context, const char *input, pcs_edges **edges) {
    pcs_read_options options = PCS_OPTIONS(options);
    pcs_select_options select = PCS_OPTIONS(select);
    select.top = HOSTS;
    options.max_bytes = READ_BYTES;
    options.max_seconds = read_seconds;
    pcs_status status = PCS_OK;
    PCS_TRY(pcs_edges_read(context, &input, 1, &options, edges));
    PCS_TRY(pcs_edges_select(context, *edges, &select));
    if ((*edges)->host_count == 0) {
        status = pcs_fail(context, PCS_E_FORMAT, "%s: has no traffic between hosts: there is nothing to draw", input);
    }
done:
    return status;
}

static pcs_status write(pcs_context *context, const pcs_image *image, const char *output, const char *uri,
                        const struct stat *state) {
    char software[64], time[32];
    snprintf(software, sizeof(software), "pcapshade %s", pcs_version());
    snprintf(time, sizeof(time), "%" PRId64, (int64_t)state->st_mtime);
    const pcs_image_text texts[TEXTS_MAX] = {{"Software", software}, {"Thumb::URI", uri}, {"Thumb::MTime", time}};
    uint64_t size;
    return pcs_png_write(context, image, output, texts, uri ? TEXTS_MAX : 1, &size);
}

pcs_status pcs_thumbnail_write(pcs_context *context, const char *input, const char *output,
                               const pcs_thumbnail_options *given) {
    pcs_status status = PCS_OK;
    pcs_thumbnail_options options = PCS_OPTIONS(options);
    pcs_device *device = NULL;
    pcs_edges *edges = NULL;
    pcs_image *image = NULL;
    struct stat state;
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    const pcs_style style = {.side = options.side > 0 ? options.side : SIDE,
                             .layout = PCS_OPTIONS(style.layout),
                             .colormap = options.colormap,
                             .background = options.background,
                             .badge = options.badge};
    PCS_TRY(check_style(context, &style));
    PCS_TRY(check_input(context, input, &state));
    PCS_TRY(read_some(context, input, &edges));
    PCS_TRY(pcs_device_open(context, "host", NULL, &device));
    PCS_TRY(pcs_picture_draw(context, device, NULL, edges, &style, &image));
    if (edges->summary.inputs_cut > 0 || edges->summary.inputs_limited > 0) {
        PCS_TRY(pcs_picture_badge(context, &style, image));
    }
    PCS_TRY(write(context, image, output, options.uri, &state));
done:
    pcs_image_free(image);
    pcs_edges_free(edges);
    pcs_device_free(device);
    return status;
}
