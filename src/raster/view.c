/* From the layout's plane to pixels: Datashader's mapping, in double and in its order of operations, as pixel borders
 * depend on every bit. */
#include "raster/raster.h"

#include <math.h>

/* The share of the image that stays free at each side. */
static const double padding = 0.05;

typedef struct range {
    double min, max;
} range;

static range range_of(const double *values, uint32_t count) {
    if (count == 0) {
        return (range){-1.0, 1.0};
    }
    range found = {values[0], values[0]};
    for (uint32_t i = 1; i < count; i++) {
        double value = values[i];
        found.min = value < found.min ? value : found.min;
        found.max = value > found.max ? value : found.max;
    }
    return found;
}

pcs_view pcs_view_of_layout(const pcs_layout *layout, uint32_t width, uint32_t height) {
    range x = range_of(layout->x, layout->host_count);
    range y = range_of(layout->y, layout->host_count);
    double used = 1.0 - 2.0 * padding;
    double pixel = fmax((x.max - x.min) / (used * width), (y.max - y.min) / (used * height));
    if (!(pixel > 0.0)) {
        pixel = 2.0 / (used * (width < height ? width : height)); /* one point: as Datashader, 1 to each side */
    }
    double x_centre = 0.5 * (x.min + x.max), y_centre = 0.5 * (y.min + y.max);
    double x_half = 0.5 * pixel * width, y_half = 0.5 * pixel * height;
    return (pcs_view){.width = width,
                      .height = height,
                      .x_min = x_centre - x_half,
                      .x_max = x_centre + x_half,
                      .y_min = y_centre - y_half,
                      .y_max = y_centre + y_half};
}

/* Pixel i is half open, [i, i + 1), but for the last, which takes the upper border in. */
static int32_t pixel_of(double value, double min, double max, uint32_t count) {
    double scale = count / (max - min);
    double shift = -min * scale;
    double pixel = trunc(value * scale + shift);
    if (pixel == rint(max * scale + shift)) {
        pixel -= 1.0;
    }
    /* Rounding far from the origin, and positions that are not inside, must not leave the image. */
    if (!(pixel > 0.0)) {
        return 0;
    }
    return (int32_t)fmin(pixel, count - 1.0);
}

int32_t pcs_view_column(const pcs_view *view, double x) {
    return pixel_of(x, view->x_min, view->x_max, view->width);
}

int32_t pcs_view_row(const pcs_view *view, double y) {
    return pixel_of(y, view->y_min, view->y_max, view->height);
}
