#include "thumbs/picture.h"

#include "base/text.h"
#include "edges/edges.h"
#include "overlay/canvas.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is said of a table */

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
}

static void add_edges(const pcs_edges *edges, pcs_record *record, uint64_t *host_bytes) {
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        uint64_t bytes = sum(edge->a_to_b.bytes, edge->b_to_a.bytes);
        record->bytes = sum(record->bytes, bytes);
        record->protocol_bytes[edge->protocol] = sum(record->protocol_bytes[edge->protocol], bytes);
        host_bytes[edge->a] = sum(host_bytes[edge->a], bytes);
        if (edge->b != edge->a) {
            host_bytes[edge->b] = sum(host_bytes[edge->b], bytes);
        }
    }
}

/* The hosts with the most bytes, of equal ones the lower; returns how many there are. */
static uint32_t find_talkers(const uint64_t *host_bytes, uint32_t host_count, uint32_t talkers[PCS_TALKERS]) {
    uint32_t count = 0;
    for (uint32_t host = 0; host < host_count; host++) {
        uint32_t place = count;
        while (place > 0 && host_bytes[talkers[place - 1]] < host_bytes[host]) {
            place--;
        }
        if (place < PCS_TALKERS) {
            count += count < PCS_TALKERS;
            memmove(&talkers[place + 1], &talkers[place], (count - 1 - place) * sizeof(*talkers));
            talkers[place] = host;
        }
    }
    return count;
}

pcs_status pcs_picture_describe(pcs_context *context, const pcs_edges *edges, pcs_record *record) {
    uint64_t *host_bytes = calloc((size_t)edges->host_count + 1, sizeof(*host_bytes));
    if (!host_bytes) {
        return pcs_fail_memory(context, "the sums of hosts", edges->host_count * sizeof(*host_bytes));
    }
    record->hosts = edges->host_count;
    record->edges = edges->edge_count;
    record->packets = edges->summary.packets;
    record->first_ns = edges->summary.first_ns;
    record->last_ns = edges->summary.last_ns;
    add_edges(edges, record, host_bytes);
    uint32_t talkers[PCS_TALKERS];
    uint32_t count = find_talkers(host_bytes, edges->host_count, talkers);
    pcs_status status = PCS_OK;
    for (uint32_t i = 0; i < count && status == PCS_OK; i++) {
        char name[PCS_HOST_NAME_MAX + 1], text[4 * sizeof(name)]; /* escaped, each byte may become four */
        pcs_edges_host_text(edges, talkers[i], name, sizeof(name));
        pcs_text_escape(text, sizeof(text), name);
        record->talker_bytes[i] = host_bytes[talkers[i]];
        record->talkers[i] = strdup(text);
        status = record->talkers[i] ? PCS_OK : pcs_fail_memory(context, "a host's name", strlen(text));
    }
    free(host_bytes);
    return status;
}

/* ---- drawing */

/* Lines of few edges are wide, so that a pair of hosts is seen; those of many stay apart. */
static uint32_t line_spread(uint32_t side, uint32_t edge_count) {
    uint32_t widest = (side + 64) / 128;
    for (uint32_t many = side / 4; edge_count > many && widest > 0; many *= 4) {
        widest--;
    }
    return widest;
}

static pcs_status draw_on(pcs_context *context, pcs_easel *easel, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_image_options *options, pcs_image **out) {
    pthread_mutex_lock(&easel->mutex);
    pcs_status status = pcs_image_draw(easel->context, easel->device, edges, layout, options, out);
    if (status != PCS_OK) {
        pcs_fail(context, status, "%s", pcs_context_message(easel->context));
    }
    pthread_mutex_unlock(&easel->mutex);
    return status;
}

pcs_status pcs_picture_draw(pcs_context *context, pcs_device *device, pcs_easel *easel, const pcs_edges *edges,
                            const pcs_style *style, pcs_image **out) {
    pcs_status status = PCS_OK;
    pcs_layout *layout = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    *out = NULL;
    options.width = options.height = style->side;
    options.colormap = style->colormap;
    options.colors = style->colors;
    options.background = style->background;
    options.spread = line_spread(style->side, edges->edge_count);
    PCS_TRY(pcs_layout_compute(context, device, edges, &style->layout, &layout));
    PCS_TRY(easel ? draw_on(context, easel, edges, layout, &options, out)
                  : pcs_image_draw(context, device, edges, layout, &options, out));
done:
    pcs_layout_free(layout);
    return status;
}

pcs_status pcs_picture_badge(pcs_context *context, const pcs_style *style, pcs_image *image) {
    enum { LEGS = 6, FULL = 255 }; /* so many legs of the corner are a side of the picture */
    static const uint8_t colour[4] = {0xff, 0x9a, 0x3c, 0xff};
    if (!style->badge) {
        return PCS_OK;
    }
    pcs_status status = pcs_canvas_begin(context, image);
    int64_t width = image->width, leg = width / LEGS;
    for (int64_t row = 0; status == PCS_OK && row < leg; row++) {
        for (int64_t column = width - leg + row; column < width; column++) {
            bool on_edge = column == width - leg + row;
            pcs_canvas_paint(image, column, row, colour, on_edge ? FULL / 2 : FULL);
        }
    }
    return status;
}
