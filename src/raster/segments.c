/* Edges to segments of pixels. */
#include "raster/raster.h"

#include "base/memory.h"

#include <stdlib.h>

static bool is_inside(const pcs_view *view, const double at[2]) {
    return at[0] >= view->x_min && at[0] <= view->x_max && at[1] >= view->y_min && at[1] <= view->y_max;
}

/* One border of Liang and Barsky's clipping ("A new concept and method for line clipping", 1984), with Datashader's
 * comparisons. False: the line is outside. */
static bool clip_at(double p, double q, double *t0, double *t1) {
    if (p < 0.0 && q < 0.0) {
        double r = q / p;
        if (r > *t1) {
            return false;
        }
        *t0 = r > *t0 ? r : *t0;
        return true;
    }
    if (p > 0.0 && q < p) {
        double r = q / p;
        if (r < *t0) {
            return false;
        }
        *t1 = r < *t1 ? r : *t1;
        return true;
    }
    return !(q < 0.0);
}

static bool clip(const pcs_view *view, double from[2], double to[2], bool moved[2]) {
    double x = from[0], y = from[1], dx = to[0] - x, dy = to[1] - y, t0 = 0.0, t1 = 1.0;
    if (!clip_at(-dx, x - view->x_min, &t0, &t1) || !clip_at(dx, view->x_max - x, &t0, &t1) ||
        !clip_at(-dy, y - view->y_min, &t0, &t1) || !clip_at(dy, view->y_max - y, &t0, &t1)) {
        return false;
    }
    moved[0] = t0 > 0.0;
    moved[1] = t1 < 1.0;
    if (moved[1]) {
        to[0] = x + t1 * dx;
        to[1] = y + t1 * dy;
    }
    if (moved[0]) {
        from[0] = x + t0 * dx;
        from[1] = y + t0 * dy;
    }
    return true;
}

/* Both ends strictly beyond the same side. */
static bool is_beyond(const pcs_view *view, const double from[2], const double to[2]) {
    return (from[0] < view->x_min && to[0] < view->x_min) || (from[0] > view->x_max && to[0] > view->x_max) ||
           (from[1] < view->y_min && to[1] < view->y_min) || (from[1] > view->y_max && to[1] > view->y_max);
}

bool pcs_view_clip(const pcs_view *view, double from[2], double to[2], bool moved[2]) {
    return !is_beyond(view, from, to) && clip(view, from, to, moved);
}

static pcs_segment segment_of(const pcs_view *view, const double a[2], const double b[2]) {
    return (pcs_segment){pcs_view_column(view, a[0]), pcs_view_row(view, a[1]), pcs_view_column(view, b[0]),
                         pcs_view_row(view, b[1])};
}

bool pcs_segment_between(const pcs_view *view, const double from[2], const double to[2], pcs_segment *segment) {
    double a[2] = {from[0], from[1]}, b[2] = {to[0], to[1]};
    bool moved[2];
    if (!pcs_view_clip(view, a, b, moved)) {
        return false;
    }
    *segment = segment_of(view, a, b);
    return true;
}

bool pcs_segment_in_chain(const pcs_view *view, const double from[2], const double to[2], bool is_first,
                          pcs_segment *segment) {
    double a[2] = {from[0], from[1]}, b[2] = {to[0], to[1]};
    bool moved[2];
    if (!pcs_view_clip(view, a, b, moved)) {
        return false;
    }
    *segment = segment_of(view, a, b);
    bool begins = is_first || moved[0], is_pixel = segment->i0 == segment->i1 && segment->j0 == segment->j1;
    if (begins || (is_pixel && !moved[1])) {
        return true;
    }
    segment->i0 = ~segment->i0;
    return !is_pixel;
}

/* A host's pixel; i is OUTSIDE where the view does not show it. */
typedef struct pixel {
    int32_t i, j;
} pixel;

enum { OUTSIDE = -1, EDGES_PER_TICK = 1 << 20 };

static pixel *pixels_of_hosts(const pcs_view *view, const pcs_layout *layout) {
    pixel *pixels = pcs_memory_new(layout->host_count, sizeof(*pixels));
    for (uint32_t host = 0; pixels && host < layout->host_count; host++) {
        double at[2] = {layout->x[host], layout->y[host]};
        bool inside = is_inside(view, at);
        pixels[host].i = inside ? pcs_view_column(view, at[0]) : OUTSIDE;
        pixels[host].j = inside ? pcs_view_row(view, at[1]) : OUTSIDE;
    }
    return pixels;
}

static bool segment_of_edge(const pcs_view *view, const pcs_layout *layout, const pixel *pixels, const pcs_edge *edge,
                            pcs_segment *segment) {
    pixel a = pixels[edge->a], b = pixels[edge->b];
    if (a.i != OUTSIDE && b.i != OUTSIDE) {
        *segment = (pcs_segment){a.i, a.j, b.i, b.j};
        return true;
    }
    double from[2] = {layout->x[edge->a], layout->y[edge->a]};
    double to[2] = {layout->x[edge->b], layout->y[edge->b]};
    return pcs_segment_between(view, from, to, segment);
}

static uint64_t sum(uint64_t a, uint64_t b) {
    uint64_t total;
    return __builtin_add_overflow(a, b, &total) ? UINT64_MAX : total;
}

uint64_t pcs_edge_weight(const pcs_edge *edge, pcs_measure measure) {
    switch (measure) {
    case PCS_MEASURE_PACKETS:
        return sum(edge->a_to_b.packets, edge->b_to_a.packets);
    case PCS_MEASURE_PAYLOAD:
        return sum(edge->a_to_b.payload_bytes, edge->b_to_a.payload_bytes);
    case PCS_MEASURE_BYTES:
    case PCS_MEASURE_MAX:
    case PCS_MEASURE_MEAN:
        return sum(edge->a_to_b.bytes, edge->b_to_a.bytes);
    default:
        return 1;
    }
}

pcs_status pcs_segments_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout,
                            const pcs_edges *edges, const pcs_edge_choice *choice, pcs_measure measure,
                            uint64_t **weights, pcs_segment **segments, uint32_t *count) {
    pcs_status status = PCS_OK;
    uint32_t found = 0;
    uint64_t *own = NULL;
    uint32_t most = choice ? choice->count : edges->edge_count;
    uint64_t size = (uint64_t)most * (sizeof(**segments) + (weights ? sizeof(*own) : 0));
    *count = 0;
    *segments = pcs_memory_new(most, sizeof(**segments));
    own = weights ? pcs_memory_new(most, sizeof(*own)) : NULL;
    pixel *pixels = pixels_of_hosts(view, layout);
    if (!*segments || !pixels || (weights && !own)) {
        status = pcs_fail_memory(context, "the segments of all edges", size);
        goto done;
    }
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        if (e % EDGES_PER_TICK == 0) {
            PCS_TRY(pcs_tick(context, "raster", 0.0, 0));
        }
        bool chosen = !choice || choice->of_edges[e] == choice->category;
        if (chosen && segment_of_edge(view, layout, pixels, &edges->table[e], &(*segments)[found])) {
            if (own) {
                own[found] = pcs_edge_weight(&edges->table[e], measure);
            }
            found++;
        }
    }
    *count = found;
done:
    free(pixels);
    if (status != PCS_OK) {
        free(*segments);
        free(own);
        *segments = NULL;
        own = NULL;
    }
    if (weights) {
        *weights = own;
    }
    return status;
}
