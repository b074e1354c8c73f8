#include "overlay/nodes.h"

#include "base/memory.h"
#include "overlay/discs.h"
#include "shade/spread.h"

#include <math.h>
#include <stdlib.h>

enum {
    SPREAD_MOST = 3,    /* dynspread's own defaults */
    SIDE_TO_GROWTH = 96 /* the largest disc has this part of the shorter side as radius, besides the least radius */
};
static const double spread_threshold = 0.5;
static const double area_most = 1.0 / 16.0; /* of the image */
static const double pi = 3.14159265358979323846;

typedef struct nodes {
    pcs_context *context;
    const pcs_view *view;
    pcs_disc *discs;
    uint32_t *hosts; /* of each disc */
    double *sizes;   /* of each disc, 0 to 1: the root of its share of the largest amount of all hosts */
    uint32_t count;
} nodes;

static uint64_t amount_of(const pcs_host_totals *totals, pcs_top_by by) {
    return by == PCS_TOP_BY_DEGREE ? totals->degree : pcs_host_totals_sum(totals->sent.bytes, totals->received.bytes);
}

/* The pixel of a position that may lie outside, but no more than margin pixels. Inside it is the one where lines end.
 */
static bool find_pixel(double value, double low, double high, uint32_t count, int32_t inside, double margin,
                       int32_t *pixel) {
    double at = (value - low) * (count / (high - low));
    if (!(at >= -margin && at <= count + margin)) {
        return false;
    }
    *pixel = value >= low && value <= high ? inside : (int32_t)floor(at);
    return true;
}

/* The discs of all hosts that can be seen, without radii. */
static pcs_status place(nodes *n, const pcs_layout *layout, const pcs_host_totals *totals, const bool *chosen,
                        pcs_top_by by, double margin) {
    const pcs_view *view = n->view;
    uint64_t most = 0;
    n->discs = pcs_memory_new(layout->host_count, sizeof(*n->discs));
    n->hosts = pcs_memory_new(layout->host_count, sizeof(*n->hosts));
    n->sizes = pcs_memory_new(layout->host_count, sizeof(*n->sizes));
    if (!n->discs || !n->hosts || !n->sizes) {
        return pcs_fail_memory(n->context, "discs",
                               (uint64_t)layout->host_count * (sizeof(*n->discs) + sizeof(*n->sizes)));
    }
    for (uint32_t host = 0; host < layout->host_count; host++) {
        uint64_t amount = amount_of(&totals[host], by);
        most = amount > most ? amount : most;
    }
    for (uint32_t host = 0; host < layout->host_count; host++) {
        double x = layout->x[host], y = layout->y[host];
        int32_t column, row;
        if ((chosen && !chosen[host]) ||
            !find_pixel(x, view->x_min, view->x_max, view->width, pcs_view_column(view, x), margin, &column) ||
            !find_pixel(y, view->y_min, view->y_max, view->height, pcs_view_row(view, y), margin, &row)) {
            continue;
        }
        n->sizes[n->count] = most > 0 ? sqrt((double)amount_of(&totals[host], by) / (double)most) : 0.0;
        n->hosts[n->count] = host;
        n->discs[n->count++] = (pcs_disc){.column = column, .row = (int32_t)view->height - 1 - row};
    }
    return PCS_OK;
}

static pcs_status choose_least(const nodes *n, double *radius) {
    const pcs_view *view = n->view;
    uint32_t spread;
    uint8_t *pixels = calloc((size_t)view->width * view->height, 1);
    if (!pixels) {
        return pcs_fail_memory(n->context, "discs", (uint64_t)view->width * view->height);
    }
    for (uint32_t i = 0; i < n->count; i++) {
        const pcs_disc *disc = &n->discs[i];
        if (disc->column >= 0 && disc->row >= 0 && (uint32_t)disc->column < view->width &&
            (uint32_t)disc->row < view->height) {
            pixels[(size_t)disc->row * view->width + (size_t)disc->column] = 1;
        }
    }
    pcs_spread_pixels points = {view->width, view->height, 1, pixels};
    pcs_status status = pcs_spread_choose(n->context, &points, spread_threshold, SPREAD_MOST, &spread);
    *radius = spread + 0.5;
    free(pixels);
    return status;
}

/* By how much the radius of the largest disc exceeds the least one: most, or what the area of all allows. The area is
 * pi times the sum of (least + growth * size)^2. */
static double choose_growth(const nodes *n, double least, double most) {
    double sum = 0.0, squares = 0.0;
    for (uint32_t i = 0; i < n->count; i++) {
        sum += n->sizes[i];
        squares += n->sizes[i] * n->sizes[i];
    }
    double rest = n->count * least * least - area_most * n->view->width * n->view->height / pi;
    if (rest >= 0.0 || squares == 0.0) {
        return 0.0;
    }
    double half = least * sum;
    double growth = (sqrt(half * half - squares * rest) - half) / squares;
    return growth < most ? growth : most;
}

static pcs_status tell_image(const nodes *n, pcs_image *image) {
    size_t count = image->disc_count + n->count;
    if (!pcs_memory_grow((void **)&image->discs, &image->disc_capacity, count, sizeof(*image->discs))) {
        return pcs_fail_memory(n->context, "discs", count * sizeof(*image->discs));
    }
    for (uint32_t i = 0; i < n->count; i++) {
        const pcs_disc *disc = &n->discs[i];
        image->discs[image->disc_count++] =
            (pcs_image_disc){n->hosts[i], disc->column, disc->row, pcs_disc_reach(disc->radius) + 1};
    }
    return PCS_OK;
}

pcs_status pcs_nodes_paint(pcs_context *context, pcs_image *image, const pcs_view *view, const pcs_layout *layout,
                           const pcs_host_totals *totals, const bool *chosen, const pcs_node_style *style) {
    pcs_status status = PCS_OK;
    nodes n = {.context = context, .view = view};
    double least = 0.0, most = (double)(view->width < view->height ? view->width : view->height) / SIDE_TO_GROWTH;
    PCS_TRY(place(&n, layout, totals, chosen, style->by, most + SPREAD_MOST + 1.0));
    PCS_TRY(choose_least(&n, &least));
    double growth = choose_growth(&n, least, most);
    for (uint32_t i = 0; i < n.count; i++) {
        n.discs[i].radius = (uint32_t)(PCS_DISC_UNIT * (least + growth * n.sizes[i]));
    }
    PCS_TRY(tell_image(&n, image));
    PCS_TRY(pcs_discs_paint(context, image, n.discs, n.count, style->colour, style->under));
done:
    free(n.sizes);
    free(n.hosts);
    free(n.discs);
    return status;
}
