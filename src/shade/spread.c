#include "shade/spread.h"

#include <stdlib.h>
#include <string.h>

enum { BAND_ROWS = 64 };

static bool is_empty(const pcs_spread_pixels *p, uint64_t pixel) {
    return p->from[(pixel + 1) * p->pixel_size - 1] == 0;
}

void pcs_spread_circle(uint32_t radius, pcs_spread_mask *mask) {
    mask->radius = radius;
    for (uint32_t y = 0; y <= 2 * radius; y++) {
        for (uint32_t x = 0; x <= 2 * radius; x++) {
            int64_t up = (int64_t)y - radius, right = (int64_t)x - radius;
            /* a distance of at most radius + 1/2, both sides squared and times 4 */
            mask->covers[y][x] = 4 * (up * up + right * right) <= ((int64_t)2 * radius + 1) * (2 * radius + 1);
        }
    }
}

typedef struct spreading {
    const pcs_spread_pixels *pixels;
    const pcs_spread_mask *mask;
    pcs_composite how;
    uint8_t *to;
} spreading;

/* The pixels that lie on the one at row, column: the last one first. Returns their number; ends after one that hides
 * all before it. */
static uint32_t find_sources(const spreading *s, uint32_t row, uint32_t column, uint64_t *sources) {
    const pcs_spread_pixels *p = s->pixels;
    int64_t radius = s->mask->radius, width = p->width, height = p->height;
    bool hides = p->pixel_size == 1 || s->how == PCS_COMPOSITE_SOURCE;
    uint32_t count = 0;
    for (int64_t up = -radius; up <= radius; up++) {
        int64_t y = row + up; /* rows of the image go down: the source is below by as much as it goes up */
        for (int64_t right = -radius; right <= radius && y >= 0 && y < height; right++) {
            int64_t x = column - right;
            uint64_t source = (uint64_t)(y * width + x);
            if (x < 0 || x >= width || !s->mask->covers[up + radius][right + radius] || is_empty(p, source)) {
                continue;
            }
            sources[count++] = source;
            if (hides || (s->how == PCS_COMPOSITE_OVER && p->from[source * 4 + 3] == 255)) {
                /* Whatever is below: that there is something counts, as laying one onto it cuts channels. */
                return count;
            }
        }
    }
    return count;
}

/* True where a source comes before the last one found. */
static bool has_more(const spreading *s, uint32_t row, uint32_t column, uint64_t last) {
    const pcs_spread_pixels *p = s->pixels;
    int64_t radius = s->mask->radius, width = p->width, height = p->height;
    for (int64_t up = radius; up >= -radius; up--) {
        int64_t y = row + up;
        for (int64_t right = radius; right >= -radius && y >= 0 && y < height; right--) {
            int64_t x = column - right;
            if (x >= 0 && x < width && s->mask->covers[up + radius][right + radius] &&
                !is_empty(p, (uint64_t)(y * width + x))) {
                return (uint64_t)(y * width + x) != last;
            }
        }
    }
    return false;
}

static void spread_pixel(const spreading *s, uint32_t row, uint32_t column, uint8_t *to) {
    uint64_t sources[PCS_SPREAD_SIDE * PCS_SPREAD_SIDE];
    const pcs_spread_pixels *p = s->pixels;
    uint32_t count = find_sources(s, row, column, sources);
    memset(to, 0, p->pixel_size);
    if (count == 0) {
        return;
    }
    const uint8_t *first = p->from + sources[count - 1] * p->pixel_size;
    if (p->pixel_size == 4 && s->how == PCS_COMPOSITE_OVER && first[3] == 255 &&
        has_more(s, row, column, sources[count - 1])) {
        to[3] = 255;
        pcs_colour_composite(s->how, first, to);
    } else {
        memcpy(to, first, p->pixel_size);
    }
    for (uint32_t i = count - 1; i-- > 0;) {
        const uint8_t *above = p->from + sources[i] * 4;
        static const uint8_t nothing[4] = {0};
        if (memcmp(to, nothing, 4) == 0) {
            memcpy(to, above, 4);
        } else {
            pcs_colour_composite(s->how, above, to);
        }
    }
}

static uint32_t band_end(const pcs_spread_pixels *p, uint64_t band) {
    uint64_t end = (band + 1) * BAND_ROWS;
    return end < p->height ? (uint32_t)end : p->height;
}

static void spread_band(void *argument, uint64_t band) {
    const spreading *s = argument;
    const pcs_spread_pixels *p = s->pixels;
    for (uint32_t row = (uint32_t)band * BAND_ROWS; row < band_end(p, band); row++) {
        for (uint32_t column = 0; column < p->width; column++) {
            spread_pixel(s, row, column, s->to + ((uint64_t)row * p->width + column) * p->pixel_size);
        }
    }
}

static uint64_t band_count(const pcs_spread_pixels *p) {
    return ((uint64_t)p->height + BAND_ROWS - 1) / BAND_ROWS;
}

pcs_status pcs_spread(pcs_context *context, const pcs_spread_pixels *pixels, const pcs_spread_mask *mask,
                      pcs_composite how, uint8_t **out) {
    uint64_t size = (uint64_t)pixels->width * pixels->height * pixels->pixel_size;
    pcs_pool *pool = pcs_context_pool(context);
    *out = pool ? malloc(size) : NULL;
    if (!*out) {
        return pcs_fail_memory(context, "the spread image", size);
    }
    spreading s = {pixels, mask, how, *out};
    pcs_pool_run(pool, band_count(pixels), spread_band, &s);
    return PCS_OK;
}

/* ---- how far */

typedef struct density {
    const pcs_spread_pixels *pixels;
    uint32_t reach;
    uint32_t *columns; /* width numbers for each band: pixels that are not empty, in the rows within reach */
    uint64_t *filled;  /* by band: pixels that are not empty, and those of them that have another one near */
} density;

static void add_row(const pcs_spread_pixels *p, uint64_t row, uint32_t sign, uint32_t *columns) {
    for (uint32_t column = 0; column < p->width; column++) {
        columns[column] += is_empty(p, row * p->width + column) ? 0 : sign;
    }
}

static void measure_band(void *argument, uint64_t band) {
    const density *d = argument;
    const pcs_spread_pixels *p = d->pixels;
    uint32_t first = (uint32_t)band * BAND_ROWS, reach = d->reach;
    uint32_t *columns = d->columns + band * p->width;
    uint64_t filled = 0, near = 0;
    memset(columns, 0, p->width * sizeof(*columns));
    for (uint64_t row = first > reach ? first - reach : 0; row < first + (uint64_t)reach && row < p->height; row++) {
        add_row(p, row, 1, columns);
    }
    for (uint32_t row = first; row < band_end(p, band); row++) {
        if ((uint64_t)row + reach < p->height) {
            add_row(p, (uint64_t)row + reach, 1, columns);
        }
        uint32_t inside = 0;
        for (uint32_t column = 0; column < reach && column < p->width; column++) {
            inside += columns[column];
        }
        for (uint32_t column = 0; column < p->width; column++) {
            inside += (uint64_t)column + reach < p->width ? columns[column + reach] : 0;
            if (!is_empty(p, (uint64_t)row * p->width + column)) {
                filled++;
                near += inside > 1;
            }
            inside -= column >= reach ? columns[column - reach] : 0;
        }
        if (row >= reach) {
            add_row(p, row - reach, UINT32_MAX, columns); /* less one */
        }
    }
    d->filled[2 * band] = filled;
    d->filled[2 * band + 1] = near;
}

pcs_status pcs_spread_choose(pcs_context *context, const pcs_spread_pixels *pixels, double threshold, uint32_t most,
                             uint32_t *radius) {
    uint64_t bands = band_count(pixels);
    pcs_pool *pool = pcs_context_pool(context);
    density d = {.pixels = pixels,
                 .columns = malloc(bands * pixels->width * sizeof(uint32_t)),
                 .filled = malloc(bands * 2 * sizeof(uint64_t))};
    pcs_status status = PCS_OK;
    *radius = 0;
    if (!pool || !d.columns || !d.filled) {
        status = pcs_fail_memory(context, "the spread image", bands * pixels->width * sizeof(uint32_t));
        most = 0;
    }
    for (bool dense = false; *radius < most && !dense;) {
        uint64_t filled = 0, near = 0;
        d.reach = 2 * (*radius + 1);
        pcs_pool_run(pool, bands, measure_band, &d);
        for (uint64_t band = 0; band < bands; band++) {
            filled += d.filled[2 * band];
            near += d.filled[2 * band + 1];
        }
        dense = filled == 0 || (double)near / (double)filled > threshold;
        *radius += !dense;
    }
    free(d.filled);
    free(d.columns);
    return status;
}
