/* Lines of a width by definition, in double: what each pixel is expected to be. */
#ifndef PCS_TESTS_STROKE_CHECK_H
#define PCS_TESTS_STROKE_CHECK_H

#include "raster/raster.h"

#include <math.h>

enum { EXPECTED_SIDE = 400 };

/* What is expected of each pixel: values, and how many lines cover it. */
typedef struct expected_picture {
    double sum[EXPECTED_SIDE * EXPECTED_SIDE], most[EXPECTED_SIDE * EXPECTED_SIDE];
    double cover[EXPECTED_SIDE * EXPECTED_SIDE];
    uint32_t lines[EXPECTED_SIDE * EXPECTED_SIDE];
} expected_picture;

/* A line from a to b, and where it is one of a chain: the vertex before a. */
typedef struct expected_line {
    double a[2], b[2], before[2], width;
    bool begins, ends; /* nothing is joined there */
} expected_line;

static inline double expected_at(const expected_line *l, double distance) {
    double within = (fmax(l->width, 1.0) + 1.0) / 2.0 - distance;
    return fmin(l->width, 1.0) * fmin(fmax(within, 0.0), 1.0);
}

/* What a line adds to the coverage of a pixel. */
static inline double expected_cover(const expected_line *l, double x, double y) {
    double dx = l->b[0] - l->a[0], dy = l->b[1] - l->a[1], length = sqrt(dx * dx + dy * dy);
    double along = ((x - l->a[0]) * dx + (y - l->a[1]) * dy) / length;
    double cx = l->a[0] - l->before[0], cy = l->a[1] - l->before[1], before = sqrt(cx * cx + cy * cy);
    bool joined = !l->begins, open = l->ends;
    if (joined && !(before > 0.0)) {
        joined = false;
        open = true;
    }
    double past = joined ? ((x - l->a[0]) * cx + (y - l->a[1]) * cy) / before : 0.0;
    if (along < 0.0) {
        return joined && past <= 0.0 ? 0.0 : expected_at(l, hypot(x - l->a[0], y - l->a[1]));
    }
    if (along > length) {
        return open ? expected_at(l, hypot(x - l->b[0], y - l->b[1])) : 0.0;
    }
    double cover = expected_at(l, fabs((x - l->a[0]) * dy - (y - l->a[1]) * dx) / length);
    if (joined && past <= 0.0 && past >= -before) {
        cover -= expected_at(l, fabs((x - l->a[0]) * cy - (y - l->a[1]) * cx) / before);
    }
    return fmax(cover, 0.0);
}

static inline void expect_line(expected_picture *p, const pcs_view *view, const expected_line *l, double weight) {
    double reach = (fmax(l->width, 1.0) + 1.0) / 2.0;
    const double *a = l->a, *b = l->b;
    double lowest = fmin(a[1], b[1]) - reach, highest = fmax(a[1], b[1]) + reach;
    for (double y = fmax(ceil(lowest), 0.0); y <= highest && y < view->height; y++) {
        /* The part of the line that is near to this row. */
        double dy = b[1] - a[1], t0 = 0.0, t1 = 1.0;
        if (fabs(dy) > 1e-9) {
            double t[2] = {(y - 2 * reach - a[1]) / dy, (y + 2 * reach - a[1]) / dy};
            t0 = fmin(fmax(fmin(t[0], t[1]), 0.0), 1.0);
            t1 = fmax(fmin(fmax(t[0], t[1]), 1.0), 0.0);
        }
        double x0 = a[0] + t0 * (b[0] - a[0]), x1 = a[0] + t1 * (b[0] - a[0]);
        double last = fmax(x0, x1) + reach;
        for (double x = fmax(ceil(fmin(x0, x1) - reach), 0.0); x <= last && x < view->width; x++) {
            double c = expected_cover(l, x, y);
            size_t at = (size_t)y * view->width + (size_t)x;
            p->lines[at] += c > 0.0;
            p->cover[at] += c;
            p->sum[at] += c * weight;
            p->most[at] = fmax(p->most[at], c * weight);
        }
    }
}

static inline void expected_pixel(const pcs_view *view, const double at[2], double pixel[2]) {
    pixel[0] = (at[0] - view->x_min) * (view->width / (view->x_max - view->x_min)) - 0.5;
    pixel[1] = (at[1] - view->y_min) * (view->height / (view->y_max - view->y_min)) - 0.5;
}

/* A chain of lines; joined: they are summed up, else the greatest of each pixel counts. */
static inline void expect_chain(expected_picture *p, const pcs_view *view, const double (*vertices)[2], uint32_t count,
                                double width, double weight, bool joined) {
    for (uint32_t k = 1; k < count; k++) {
        double a[2] = {vertices[k - 1][0], vertices[k - 1][1]}, b[2] = {vertices[k][0], vertices[k][1]};
        bool moved[2];
        if (pcs_view_clip(view, a, b, moved) && (a[0] != b[0] || a[1] != b[1])) {
            expected_line line = {
                .width = width, .begins = !joined || k == 1 || moved[0], .ends = !joined || k + 1 == count};
            expected_pixel(view, a, line.a);
            expected_pixel(view, b, line.b);
            expected_pixel(view, vertices[k > 1 ? k - 2 : 0], line.before);
            expect_line(p, view, &line, weight);
        }
    }
}

#endif
