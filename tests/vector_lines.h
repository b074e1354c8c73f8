/* The lines and points of Datashader's vectors, all as paths, and the way they are drawn. */
#ifndef PCS_TESTS_VECTOR_LINES_H
#define PCS_TESTS_VECTOR_LINES_H

#include "image_check.h"
#include "manifest.h"

#include <math.h>

enum { PATHS_MOST = 1 << 14, VERTICES_MOST = 1 << 16, HOSTS_MOST = 4096 };

/* Weights are whole numbers here; drawn with so many bits behind the point, a mean keeps them. */
#define WEIGHT_BITS 20

typedef struct vector_paths {
    pcs_view view;
    uint32_t count;
    uint32_t begins[PATHS_MOST + 1];
    double at[VERTICES_MOST][2];
    double weight[PATHS_MOST];
    unsigned category[PATHS_MOST];
} vector_paths;

static vector_paths paths;

static inline void begin_path(double weight, unsigned category) {
    CHECK(paths.count < PATHS_MOST);
    paths.weight[paths.count] = weight;
    paths.category[paths.count] = category;
    paths.begins[paths.count + 1] = paths.begins[paths.count];
    paths.count++;
}

static inline void add_vertex(double x, double y) {
    uint32_t at = paths.begins[paths.count]++;
    CHECK(at < VERTICES_MOST);
    paths.at[at][0] = x;
    paths.at[at][1] = y;
}

/* A point is a line of no length. */
static inline void add_segment(double x0, double y0, double x1, double y1, double weight, unsigned category) {
    begin_path(weight, category);
    add_vertex(x0, y0);
    add_vertex(x1, y1);
}

static inline void take_segment(const char *line) {
    double x0, y0, x1, y1, weight = 1.0;
    unsigned category = 0;
    if (sscanf(line, "%lf,%lf,%lf,%lf,%lf,%u", &x0, &y0, &x1, &y1, &weight, &category) >= 4) {
        add_segment(x0, y0, x1, y1, weight, category);
    }
}

static inline void take_point(const char *line) {
    double x, y, weight;
    unsigned category;
    if (sscanf(line, "%lf,%lf,%lf,%u", &x, &y, &weight, &category) == 4) {
        add_segment(x, y, x, y, weight, category);
    }
}

static inline void take_vertex(const char *line) {
    static unsigned last;
    unsigned path;
    double x, y;
    if (sscanf(line, "%u,%lf,%lf", &path, &x, &y) == 3) {
        if (paths.count == 0 || path != last) {
            begin_path(1.0, 0);
        }
        last = path;
        add_vertex(x, y);
    }
}

static double host_at[HOSTS_MOST][2];

static inline void take_host(const char *line) {
    unsigned id;
    double x, y;
    if (sscanf(line, "%u,%lf,%lf", &id, &x, &y) == 3 && id < HOSTS_MOST) {
        host_at[id][0] = x;
        host_at[id][1] = y;
    }
}

static inline void take_edge(const char *line) {
    static const char *const protocols[] = {"eigrp", "icmp", "tcp", "udp"};
    char protocol[16];
    unsigned a, b, category = 0;
    double weight;
    if (sscanf(line, "%u,%u,%15[a-z],%lf", &a, &b, protocol, &weight) == 4 && a < HOSTS_MOST && b < HOSTS_MOST) {
        while (category < 3 && strcmp(protocols[category], protocol) != 0) {
            category++;
        }
        add_segment(host_at[a][0], host_at[a][1], host_at[b][0], host_at[b][1], weight, category);
    }
}

static inline void each_line(const char *name, void (*take)(const char *line)) {
    char line[512];
    FILE *file = open_shared(name);
    while (file && fgets(line, sizeof(line), file)) {
        take(line);
    }
    if (file) {
        fclose(file);
    }
}

/* The paths and the canvas of a vector of MANIFEST.csv. */
static inline void read_paths(const vector *v) {
    char canvas[256];
    pcs_view *view = &paths.view;
    const char *positions = strchr(v->inputs, ';');
    paths.count = 0;
    if (positions) {
        each_line(positions + 1, take_host);
        each_line("graph/edges.csv", take_edge);
    } else {
        each_line(v->inputs, strncmp(v->what, "segments", 8) == 0 ? take_segment
                             : strncmp(v->what, "points", 6) == 0 ? take_point
                                                                  : take_vertex);
    }
    CHECK(find_parameter(v->params, "canvas", canvas, sizeof(canvas)) &&
          sscanf(canvas, "%u:%u:%lf:%lf:%lf:%lf", &view->width, &view->height, &view->x_min, &view->x_max, &view->y_min,
                 &view->y_max) == 6);
}

static inline void add_lines(uint32_t path, double width, pcs_lines *lines) {
    double weight = lines->rank_count ? paths.weight[path] : ldexp(paths.weight[path], WEIGHT_BITS);
    uint32_t first = paths.begins[path], end = paths.begins[path + 1];
    for (uint32_t v = first; v < end; v++) {
        bool is_gap = isnan(paths.at[v][0]) || isnan(paths.at[v][1]);
        if (is_gap || v + 1 == end) {
            uint32_t count = v - first + !is_gap;
            pcs_lines_add_chain(&paths.view, (const double(*)[2])paths.at + first, count, width,
                                lines->weights ? (uint64_t)weight : 1, lines);
            first = v + 1;
        }
    }
}

/* The greatest of plain lines is known by rank, here by weight. */
static inline void rank_by_weight(pcs_lines *lines) {
    double most = 1.0;
    for (uint32_t i = 0; i < paths.count; i++) {
        most = fmax(most, paths.weight[i]);
    }
    lines->rank_count = (uint32_t)most;
    lines->ranked = calloc(lines->rank_count, sizeof(*lines->ranked));
    for (uint32_t i = 0; lines->ranked && i < lines->rank_count; i++) {
        lines->ranked[i] = (i + UINT64_C(1)) << WEIGHT_BITS;
    }
}

/* Draws what lines hold, so many rows at a time. */
static inline void draw_rows(pcs_context *context, pcs_device *device, const pcs_lines *lines, uint32_t rows,
                             uint64_t *values) {
    const pcs_view *view = &paths.view;
    size_t size = lines->wide ? 8 : 4;
    uint8_t *strip = malloc((size_t)view->width * rows * size);
    for (uint32_t first = 0; first < view->height; first += rows) {
        uint32_t count = view->height - first < rows ? view->height - first : rows;
        uint64_t pixels = (uint64_t)view->width * count;
        pcs_buffer *buffer = NULL;
        CHECK(pcs_buffer_new(device, "values", pixels * size, &buffer) == PCS_OK);
        CHECK_CASE(pcs_raster_draw(context, device, lines, view->width, first, count, buffer) == PCS_OK, "%s",
                   pcs_context_message(context));
        CHECK(strip && pcs_buffer_read(buffer, 0, strip, pixels * size) == PCS_OK);
        for (uint64_t p = 0; strip && p < pixels; p++) {
            uint64_t *value = &values[(uint64_t)first * view->width + p];
            *value = 0;
            memcpy(value, strip + p * size, size); /* little-endian, as this machine */
        }
        pcs_buffer_free(buffer);
    }
    free(strip);
}

/* Adds the values of paths [first, end) of one category (below 0: of all) to values. By strips they are the same. */
static inline void draw_paths(pcs_context *context, pcs_device *device, pcs_measure measure, double width,
                              uint32_t first, uint32_t end, int category, double *values) {
    uint32_t most = paths.begins[end] - paths.begins[first];
    bool weighted = measure != PCS_MEASURE_EDGES && measure != PCS_MEASURE_ANY;
    bool greatest = measure == PCS_MEASURE_MAX || measure == PCS_MEASURE_ANY;
    size_t pixels = (size_t)paths.view.width * paths.view.height;
    pcs_lines lines = {.measure = measure, .wide = weighted || width > 0.0};
    lines.segments = width > 0.0 ? NULL : calloc(most, sizeof(*lines.segments));
    lines.strokes = width > 0.0 ? calloc(most, sizeof(*lines.strokes)) : NULL;
    lines.joints = width > 0.0 && !greatest ? calloc(most, sizeof(*lines.joints)) : NULL;
    lines.weights = weighted ? calloc(most, sizeof(*lines.weights)) : NULL;
    if (measure == PCS_MEASURE_MAX && !lines.strokes) {
        rank_by_weight(&lines);
    }
    for (uint32_t i = first; i < end; i++) {
        if (category < 0 || paths.category[i] == (unsigned)category) {
            add_lines(i, width, &lines);
        }
    }
    uint64_t *found = calloc(pixels, sizeof(*found));
    CHECK(found != NULL);
    draw_rows(context, device, &lines, paths.view.height, found);
    if (paths.view.height > PCS_TILE_SIDE) {
        uint64_t *by_strips = calloc(pixels, sizeof(*by_strips));
        CHECK(by_strips != NULL);
        draw_rows(context, device, &lines, PCS_TILE_SIDE, by_strips);
        CHECK(memcmp(found, by_strips, pixels * sizeof(*found)) == 0);
        free(by_strips);
    }
    int bits = (weighted ? WEIGHT_BITS : 0) + (width > 0.0 && measure != PCS_MEASURE_MEAN ? PCS_COVER_BITS : 0);
    for (size_t p = 0; p < pixels; p++) {
        values[p] += ldexp((double)found[p], -bits);
    }
    free(found);
    pcs_lines_clear(&lines);
}

#endif
