#include "overlay/labels.h"

#include "base/memory.h"
#include "edges/edges.h"
#include "edges/host_totals.h"
#include "edges/sort.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_LETTERS = 48,
    LABELS_A_TICK = 1 << 12,
    POINT_RADIUS = 4 /* of discs that are points, which a label may hide where it must: dynspread makes none larger */
};

const char *pcs_label_by_name(pcs_label_by label_by) {
    static const char *const names[] = {
#define LABEL_BY_NAME(name, text) text,
        PCS_LABEL_BY_TABLE(LABEL_BY_NAME)
#undef LABEL_BY_NAME
    };
    return (unsigned)label_by < PCS_LABEL_BY_COUNT ? names[label_by] : "";
}

/* ---- which hosts */

static uint64_t weight_of(const pcs_edges *edges, uint32_t i, pcs_label_by by) {
    const pcs_edge *edge = &edges->table[i], *before = i > 0 ? edge - 1 : NULL;
    if (by == PCS_LABEL_BY_BYTES) {
        return pcs_host_totals_sum(edge->a_to_b.bytes, edge->b_to_a.bytes);
    }
    if (by == PCS_LABEL_BY_PACKETS) {
        return pcs_host_totals_sum(edge->a_to_b.packets, edge->b_to_a.packets);
    }
    return edge->a != edge->b && !(before && before->a == edge->a && before->b == edge->b);
}

/* weights: one a host, zeroed. */
static void weigh(const pcs_edges *edges, pcs_label_by by, uint64_t *weights) {
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        const pcs_edge *edge = &edges->table[i];
        uint64_t weight = weight_of(edges, i, by);
        weights[edge->a] = pcs_host_totals_sum(weights[edge->a], weight);
        weights[edge->b] = edge->a == edge->b ? weights[edge->b] : pcs_host_totals_sum(weights[edge->b], weight);
    }
}

/* wanted: one a host, all false. */
static pcs_status mark_named(pcs_context *context, const pcs_edges *edges, const char *names, bool *wanted) {
    for (const char *at = names; *at; at += *at == ',') {
        size_t length = strcspn(at, ",");
        char name[PCS_HOST_NAME_MAX + 2]; /* one that is too long is none */
        uint32_t host;
        snprintf(name, sizeof(name), "%.*s", (int)(length < sizeof(name) ? length : sizeof(name)), at);
        if (length > 0 && !pcs_edges_find_host(edges, name, &host)) {
            return pcs_fail(context, PCS_E_ARGUMENT, "label %s: is no host of the table: name one as edges writes it",
                            name);
        }
        if (length > 0) {
            wanted[host] = true;
        }
        at += length;
    }
    return PCS_OK;
}

static bool is_shown(const pcs_view *view, double x, double y) {
    return x >= view->x_min && x <= view->x_max && y >= view->y_min && y <= view->y_max;
}

/* The hosts that get labels, the most important first: items[].value. */
static pcs_status choose(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout, const pcs_view *view,
                         const pcs_text_options *options, pcs_sort_item *items, uint32_t *count) {
    pcs_status status = PCS_OK;
    uint64_t *weights = pcs_memory_new(edges->host_count, sizeof(*weights));
    bool *named = pcs_memory_new(edges->host_count, sizeof(*named));
    if (!weights || !named) {
        PCS_TRY(pcs_fail_memory(context, "labels", (uint64_t)edges->host_count * sizeof(*weights)));
    }
    if (options->label_hosts) {
        PCS_TRY(mark_named(context, edges, options->label_hosts, named));
    }
    weigh(edges, options->label_by, weights);
    size_t shown = 0;
    for (uint32_t i = 0; i < edges->host_count; i++) {
        if ((named[i] || !options->label_hosts) && is_shown(view, layout->x[i], layout->y[i])) {
            items[shown++] = (pcs_sort_item){UINT64_MAX - weights[i], i};
        }
    }
    pcs_sort_items(NULL, items, items + edges->host_count, shown);
    *count = (uint32_t)(options->label_hosts || shown < options->labels ? shown : options->labels);
done:
    free(named);
    free(weights);
    return status;
}

/* ---- labels */

static void text_of(const pcs_edges *edges, uint32_t host, char line[PCS_LETTERING_SIZE]) {
    char text[PCS_HOST_NAME_MAX + 1];
    pcs_edges_host_text(edges, host, text, sizeof(text));
    pcs_lettering_line(line, text, LABEL_LETTERS);
}

/* Those that have something to see. radii: of all hosts, the pixels around them that are kept free. */
static pcs_status make_labels(const pcs_edges *edges, const pcs_layout *layout, const pcs_view *view,
                              const int32_t *radii, const pcs_sort_item *items, uint32_t count, pcs_labels *labels) {
    pcs_status status = PCS_OK;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t host = items[i].value;
        char line[PCS_LETTERING_SIZE];
        pcs_label label = {.host = host,
                           .column = pcs_view_column(view, layout->x[host]),
                           .row = (int32_t)view->height - 1 - pcs_view_row(view, layout->y[host]),
                           .radius = radii[host]};
        text_of(edges, host, line);
        PCS_TRY(pcs_lettering_measure(&labels->lettering, line, &label.extent));
        if (!pcs_box_is_empty(&label.extent)) {
            labels->items[labels->count++] = label;
        }
    }
done:
    return status;
}

static void take_hosts(const pcs_layout *layout, const pcs_view *view, pcs_occupancy *hosts) {
    for (uint32_t i = 0; i < layout->host_count; i++) {
        if (is_shown(view, layout->x[i], layout->y[i])) {
            int32_t column = pcs_view_column(view, layout->x[i]);
            int32_t row = (int32_t)view->height - 1 - pcs_view_row(view, layout->y[i]);
            pcs_occupancy_take(hosts, &(pcs_box){column, row, column + 1, row + 1});
        }
    }
}

/* All discs hide hosts, large ones block labels, and their hosts keep as much free. */
static void take_discs(const pcs_image *image, pcs_occupancy *hosts, pcs_occupancy *blocked, int32_t *radii) {
    for (size_t i = 0; i < image->disc_count; i++) {
        const pcs_image_disc *disc = &image->discs[i];
        pcs_occupancy_take_disc(hosts, disc->column, disc->row, disc->radius);
        if (disc->radius > POINT_RADIUS) {
            pcs_occupancy_take_disc(blocked, disc->column, disc->row, disc->radius);
        }
        radii[disc->host] = disc->radius > radii[disc->host] ? disc->radius : radii[disc->host];
    }
}

static void say_how_many(pcs_context *context, const pcs_labels *labels) {
    uint32_t placed = 0;
    for (uint32_t i = 0; i < labels->count; i++) {
        placed += labels->items[i].placed;
    }
    pcs_log(context, PCS_LOG_INFO, "%" PRIu32 " of %" PRIu32 " labels have a place", placed, labels->count);
}

pcs_status pcs_labels_fill(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout, const pcs_view *view,
                           const pcs_text_options *options, const uint8_t background[4], const pcs_image *image,
                           pcs_occupancy *taken, pcs_labels *labels) {
    pcs_status status = PCS_OK;
    uint32_t count = 0;
    pcs_occupancy hosts = {.words = NULL}, blocked = {.words = NULL};
    size_t room = (size_t)edges->host_count + 1;
    pcs_sort_item *items = pcs_memory_new(room, 2 * sizeof(*items));
    int32_t *radii = pcs_memory_new(room, sizeof(*radii));
    *labels = (pcs_labels){.items = pcs_memory_new(room, sizeof(*labels->items))};
    if (!items || !radii || !labels->items) {
        PCS_TRY(pcs_fail_memory(context, "labels", room * (2 * sizeof(*items) + sizeof(*labels->items))));
    }
    PCS_TRY(choose(context, edges, layout, view, options, items, &count));
    uint32_t size = options->label_size ? options->label_size : pcs_lettering_size(view->width, view->height, count);
    PCS_TRY(pcs_lettering_open(context, size, background, &labels->lettering));
    PCS_TRY(pcs_occupancy_fill(context, view->width, view->height, &hosts));
    PCS_TRY(pcs_occupancy_copy(context, taken, &blocked));
    for (uint32_t i = 0; i < edges->host_count; i++) {
        radii[i] = 1 + labels->lettering.halo;
    }
    take_hosts(layout, view, &hosts);
    take_discs(image, &hosts, &blocked, radii);
    PCS_TRY(make_labels(edges, layout, view, radii, items, count, labels));
    pcs_placement placement = {.taken = taken, .blocked = &blocked, .hosts = &hosts, .crowd = options->crowd};
    pcs_labels_place(&placement, labels->items, labels->count);
    say_how_many(context, labels);
done:
    pcs_occupancy_clear(&blocked);
    pcs_occupancy_clear(&hosts);
    free(radii);
    free(items);
    if (status != PCS_OK) {
        pcs_labels_clear(labels);
    }
    return status;
}

void pcs_labels_clear(pcs_labels *labels) {
    pcs_lettering_close(&labels->lettering);
    free(labels->items);
    *labels = (pcs_labels){.items = NULL};
}

pcs_status pcs_labels_paint(pcs_context *context, const pcs_edges *edges, const pcs_labels *labels, pcs_image *image) {
    pcs_status status = PCS_OK;
    for (uint32_t i = labels->count; i-- > 0;) {
        const pcs_label *label = &labels->items[i];
        char line[PCS_LETTERING_SIZE];
        if (i % LABELS_A_TICK == 0) {
            PCS_TRY(pcs_tick(context, "overlay", 1.0 - (double)i / labels->count, 0));
        }
        if (label->placed) {
            text_of(edges, label->host, line);
            PCS_TRY(pcs_lettering_paint(context, &labels->lettering, line, label->pen_column, label->pen_row, image));
        }
    }
done:
    return status;
}
