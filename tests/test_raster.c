/* raster: view, clipping and lines against vectors by hand, a plain incremental line. */
#include "check.h"
#include "image_check.h"

#include <math.h>

/* ---- the plain way: Bresenham's line, pixel after pixel, as Datashader walks it */

/* counts: of the rows from first_row on. */
static void count_strip(uint32_t *counts, uint32_t width, uint32_t first_row, uint32_t row_count, pcs_segment s) {
    int64_t dx = s.i1 - s.i0, dy = s.j1 - s.j0;
    int64_t sx = (dx > 0) - (dx < 0), sy = (dy > 0) - (dy < 0);
    dx = llabs(dx);
    dy = llabs(dy);
    int64_t x = s.i0, y = s.j0;
    bool flat = dx >= dy;
    int64_t longer = flat ? dx : dy, shorter = flat ? dy : dx;
    /* Ties go up from left to right, and down from right to left. */
    int64_t error = 2 * shorter - longer - ((flat ? sx : sy) < 0);
    for (int64_t k = 0; k <= longer; k++) {
        if (y >= first_row && y < (int64_t)first_row + row_count) {
            counts[(y - first_row) * width + x]++;
        }
        if (error >= 0 && longer > 0) {
            x += flat ? 0 : sx;
            y += flat ? sy : 0;
            error -= 2 * longer;
        }
        x += flat ? sx : 0;
        y += flat ? 0 : sy;
        error += 2 * shorter;
    }
}

static void count_plainly(uint32_t *counts, uint32_t width, pcs_segment s) {
    count_strip(counts, width, 0, UINT32_MAX, s);
}

/* ---- lines by hand */

static void lines_by_hand(pcs_context *context, pcs_device *device) {
    static const struct {
        pcs_segment segment;
        const char *picture; /* 6 x 4, the top row first */
    } cases[] = {
        {{0, 0, 5, 0},
         "......"
         "......"
         "......"
         "######"},
        {{2, 3, 2, 1},
         "..#..."
         "..#..."
         "..#..."
         "......"},
        {{1, 1, 1, 1},
         "......"
         "......"
         ".#...."
         "......"},
        {{0, 0, 3, 3},
         "...#.."
         "..#..."
         ".#...."
         "#....."},
        {{0, 0, 4, 2},
         "......"
         "...##."
         ".##..."
         "#....."},
        {{4, 2, 0, 0},
         "......"
         "...##."
         ".##..."
         "#....."},
        {{0, 2, 4, 0},
         "......"
         "#....."
         ".##..."
         "...##."},
        {{4, 3, 3, 0},
         "....#."
         "....#."
         "...#.."
         "...#.."},
    };
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        uint32_t expected[24];
        for (uint32_t i = 0; i < 24; i++) {
            expected[i] = cases[c].picture[(3 - i / 6) * 6 + i % 6] == '#';
        }
        CHECK_CASE(counts_are(context, device, 6, 4, &cases[c].segment, 1, expected), "case %zu", c);
    }
}

/* ---- every direction, sizes around those of tiles and chunks, hubs */

/* Segments of a picture, by their number; kind 0: anywhere, 1: from the middle, 2: short, 3: along the borders. */
static pcs_segment make_segment(uint32_t width, uint32_t height, uint32_t kind, uint64_t n) {
    double u[4];
    for (uint64_t k = 0; k < 4; k++) {
        u[k] = random_number(kind, 4 * n + k);
    }
    int32_t right = (int32_t)width - 1, top = (int32_t)height - 1;
    pcs_segment s = {(int32_t)(u[0] * width), (int32_t)(u[1] * height), (int32_t)(u[2] * width),
                     (int32_t)(u[3] * height)};
    if (kind == 1) {
        s.i0 = right / 2;
        s.j0 = top / 2;
    } else if (kind == 2) {
        s.i1 = s.i0 + (int32_t)(u[2] * 8) - 4;
        s.j1 = s.j0 + (int32_t)(u[3] * 8) - 4;
        s.i1 = s.i1 < 0 ? 0 : s.i1 > right ? right : s.i1;
        s.j1 = s.j1 < 0 ? 0 : s.j1 > top ? top : s.j1;
    } else if (kind == 3) {
        s.i0 = n & 1 ? right : 0;
        s.j0 = n & 2 ? top : 0;
        s.i1 = n & 4 ? right : 0;
        s.j1 = n & 8 ? top : 0;
    }
    return s;
}

static void devices_count_as_the_plain_way(pcs_context *context, pcs_device *device) {
    static const struct {
        uint32_t width, height, segments;
    } cases[] = {{1, 1, 100},    {1, 300, 500},     {300, 1, 500},  {127, 129, 2000},  {128, 128, 2000},
                 {257, 64, 900}, {640, 480, 70000}, {3000, 7, 400}, {2048, 1500, 3000}};
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        uint32_t width = cases[c].width, height = cases[c].height, count = cases[c].segments;
        pcs_segment *segments = malloc(count * sizeof(*segments));
        uint32_t *expected = malloc((size_t)width * height * sizeof(*expected));
        for (uint32_t kind = 0; kind < 4; kind++) {
            memset(expected, 0, (size_t)width * height * sizeof(*expected));
            for (uint32_t s = 0; s < count; s++) {
                segments[s] = make_segment(width, height, kind, s);
                count_plainly(expected, width, segments[s]);
            }
            CHECK_CASE(counts_are(context, device, width, height, segments, count, expected), "%ux%u, kind %u", width,
                       height, kind);
        }
        memset(expected, 0, (size_t)width * height * sizeof(*expected));
        CHECK(counts_are(context, device, width, height, NULL, 0, expected));
        free(expected);
        free(segments);
    }
}

/* All lines between 41 x 41 points and the one in their middle, and the longest there are. */
static void every_direction(pcs_context *context, pcs_device *device) {
    enum { SIDE = 41 };
    pcs_segment segments[2 * SIDE * SIDE];
    uint32_t expected[SIDE * SIDE] = {0}, count = 0;
    for (int32_t i = 0; i < SIDE; i++) {
        for (int32_t j = 0; j < SIDE; j++) {
            segments[count++] = (pcs_segment){SIDE / 2, SIDE / 2, i, j};
            segments[count++] = (pcs_segment){i, j, SIDE / 2, SIDE / 2};
        }
    }
    for (uint32_t s = 0; s < count; s++) {
        count_plainly(expected, SIDE, segments[s]);
    }
    CHECK(counts_are(context, device, SIDE, SIDE, segments, count, expected));
}

static void the_longest_lines(pcs_context *context, pcs_device *device) {
    enum { LINES = 64, HEIGHT = 170 };
    const uint32_t width = PCS_IMAGE_SIDE_MAX;
    pcs_segment segments[LINES];
    uint32_t *expected = calloc((size_t)width * HEIGHT, sizeof(*expected));
    uint32_t *turned = calloc((size_t)width * HEIGHT, sizeof(*turned));
    CHECK(expected && turned);
    for (int32_t s = 0; s < LINES; s++) {
        segments[s] = (pcs_segment){s % 2 ? 0 : (int32_t)width - 1, (s * 37) % HEIGHT,
                                    s % 2 ? (int32_t)width - 1 - s : s, (s * 101 + 5) % HEIGHT};
        count_plainly(expected, width, segments[s]);
    }
    CHECK(counts_are(context, device, width, HEIGHT, segments, LINES, expected));
    for (int32_t s = 0; s < LINES; s++) {
        pcs_segment *t = &segments[s];
        *t = (pcs_segment){t->j0, t->i0, t->j1, t->i1};
        count_plainly(turned, HEIGHT, *t);
    }
    CHECK(counts_are(context, device, HEIGHT, width, segments, LINES, turned));
    free(turned);
    free(expected);
}

/* Lines across the largest image there is, in some of its strips. */
static void the_largest_image(pcs_context *context, pcs_device *device) {
    enum { LINES = 200, SIDE = PCS_IMAGE_SIDE_MAX };
    static const uint32_t first_rows[] = {0, SIDE / 2, SIDE - PCS_TILE_SIDE};
    pcs_segment segments[LINES];
    uint64_t size = (uint64_t)SIDE * PCS_TILE_SIDE * sizeof(uint32_t);
    uint32_t *expected = malloc(size), *found = malloc(size);
    pcs_buffer *buffer = NULL;
    CHECK(expected && found && pcs_buffer_new(device, "counts", size, &buffer) == PCS_OK);
    for (uint32_t s = 0; s < LINES; s++) {
        uint32_t ends[4];
        for (uint32_t i = 0; i < 4; i++) {
            ends[i] = (uint32_t)(random_number(7, 4 * s + i) * SIDE);
        }
        segments[s] = s % 3 ? (pcs_segment){(int32_t)ends[0], (int32_t)ends[1], (int32_t)ends[2], (int32_t)ends[3]}
                            : (pcs_segment){0, (int32_t)s, SIDE - 1, SIDE - 1 - (int32_t)(ends[0] % 9)};
    }
    pcs_lines lines = {.segments = segments, .count = LINES};
    for (size_t strip = 0; strip < sizeof(first_rows) / sizeof(first_rows[0]); strip++) {
        memset(expected, 0, size);
        for (uint32_t s = 0; s < LINES; s++) {
            count_strip(expected, SIDE, first_rows[strip], PCS_TILE_SIDE, segments[s]);
        }
        CHECK(pcs_raster_draw(context, device, &lines, SIDE, first_rows[strip], PCS_TILE_SIDE, buffer) == PCS_OK);
        CHECK(pcs_buffer_read(buffer, 0, found, size) == PCS_OK);
        CHECK_CASE(memcmp(expected, found, size) == 0, "rows from %u on", first_rows[strip]);
    }
    pcs_buffer_free(buffer);
    free(found);
    free(expected);
}

static void sizes_are_checked(pcs_context *context, pcs_device *device) {
    pcs_buffer *buffer = NULL;
    CHECK(pcs_raster_count(context, device, 0, 5, NULL, 0, &buffer) == PCS_E_ARGUMENT && buffer == NULL);
    CHECK(pcs_raster_count(context, device, 5, PCS_IMAGE_SIDE_MAX + 1, NULL, 0, &buffer) == PCS_E_ARGUMENT);
}

/* ---- view and segments */

static void view_keeps_aspect(void) {
    double x[] = {0.0, 90.0, 45.0}, y[] = {10.0, 10.0, 19.0};
    pcs_layout layout = {.x = x, .y = y, .host_count = 3};
    pcs_view view = pcs_view_of_layout(&layout, 200, 100);
    CHECK(fabs(view.x_min + 5.0) < 1e-9 && fabs(view.x_max - 95.0) < 1e-9);
    CHECK(fabs(view.y_min + 10.5) < 1e-9 && fabs(view.y_max - 39.5) < 1e-9);
    /* 90 units on 90 % of 200 pixels: 5 % are left and right of the first and the last host. */
    CHECK(pcs_view_column(&view, 0.0) == 10 && pcs_view_column(&view, 90.0) == 190);
    CHECK(pcs_view_row(&view, 10.0) == 41 && pcs_view_row(&view, 19.0) == 59);
    CHECK(pcs_view_column(&view, view.x_max) == 199 && pcs_view_row(&view, view.y_max) == 99);
    CHECK(pcs_view_column(&view, view.x_min) == 0 && pcs_view_row(&view, view.y_min) == 0);
    CHECK(pcs_view_column(&view, 1e300) == 199 && pcs_view_column(&view, -1e300) == 0);
    for (uint32_t hosts = 0; hosts < 2; hosts++) {
        layout.host_count = hosts;
        view = pcs_view_of_layout(&layout, 64, 32);
        CHECK(view.x_min < view.x_max && view.y_min < view.y_max);
        CHECK(hosts == 0 || (pcs_view_column(&view, 0.0) == 32 && pcs_view_row(&view, 10.0) == 16));
    }
}

static void lines_are_clipped(void) {
    pcs_view view = {.width = 10, .height = 10, .x_min = 0.0, .x_max = 10.0, .y_min = 0.0, .y_max = 10.0};
    static const struct {
        double from[2], to[2];
        bool inside;
        pcs_segment segment;
    } cases[] = {
        {{-5, 5.5}, {15, 5.5}, true, {0, 5, 9, 5}},
        {{15, 5.5}, {-5, 5.5}, true, {9, 5, 0, 5}},
        {{2.5, -3}, {2.5, 4.5}, true, {2, 0, 2, 4}},
        {{-4, 8}, {2, 14}, false, {0}},
        {{-1, 5}, {5, 11}, true, {0, 6, 4, 9}},
        {{-1, -1}, {11, 11}, true, {0, 0, 9, 9}},
        {{-3, 1}, {-1, 9}, false, {0}},
        {{11, 1}, {12, 9}, false, {0}},
        {{10, 10}, {10, 10}, true, {9, 9, 9, 9}},
        {{3, 10.5}, {3, 10.5}, false, {0}},
        {{-2, 10}, {12, 10}, true, {0, 9, 9, 9}},
        {{0, 0}, {0, 0}, true, {0, 0, 0, 0}},
    };
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        pcs_segment s = {0};
        bool inside = pcs_segment_between(&view, cases[c].from, cases[c].to, &s);
        CHECK_CASE(inside == cases[c].inside, "case %zu", c);
        CHECK_CASE(!inside || memcmp(&s, &cases[c].segment, sizeof(s)) == 0, "case %zu: %d,%d to %d,%d", c, s.i0, s.j0,
                   s.i1, s.j1);
    }
}

static void edges_become_segments(pcs_context *context) {
    double x[] = {0.0, 9.5, 20.0, -5.0}, y[] = {0.0, 9.5, 9.5, 30.0};
    pcs_layout layout = {.x = x, .y = y, .host_count = 4};
    pcs_edge table[] = {{.a = 0, .b = 1}, {.a = 1, .b = 2}, {.a = 2, .b = 3}, {.a = 1, .b = 1}, {.a = 3, .b = 3}};
    pcs_edges edges = {.table = table, .host_count = 4, .edge_count = 5};
    pcs_view view = {.width = 10, .height = 10, .x_min = 0.0, .x_max = 10.0, .y_min = 0.0, .y_max = 10.0};
    static const pcs_segment expected[] = {{0, 0, 9, 9}, {9, 9, 9, 9}, {9, 9, 9, 9}};
    pcs_segment *segments = NULL;
    uint32_t count = 0;
    CHECK(pcs_segments_new(context, &view, &layout, &edges, NULL, PCS_MEASURE_EDGES, NULL, &segments, &count) ==
              PCS_OK &&
          count == 3);
    CHECK(segments && memcmp(segments, expected, sizeof(expected)) == 0);
    free(segments);
    edges.edge_count = 0;
    CHECK(pcs_segments_new(context, &view, &layout, &edges, NULL, PCS_MEASURE_EDGES, NULL, &segments, &count) ==
              PCS_OK &&
          count == 0);
    free(segments);
}

static void on_device(pcs_context *context, pcs_device *device) {
    lines_by_hand(context, device);
    every_direction(context, device);
    devices_count_as_the_plain_way(context, device);
    the_longest_lines(context, device);
    the_largest_image(context, device);
    sizes_are_checked(context, device);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    view_keeps_aspect();
    lines_are_clipped();
    edges_become_segments(context);
    each_device(context, on_device);
    pcs_context_free(context);
    return check_result();
}
