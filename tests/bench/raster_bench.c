/* How fast lines are drawn: random segments, and the mixes that a cost of so much an edge and so much a pixel has to
 * hold for. usage: raster_bench [DEVICE [NUMBER of one mix, from 0]]
 *
 * Times are of the processor, all threads together, so that a busy machine does not blur them. */
#include "device/device.h"
#include "raster/raster.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 5 };

/* The n-th number of a stream in [0, 1): splitmix64. */
static double random_number(uint64_t n) {
    uint64_t z = (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

typedef struct mix {
    const char *name;
    uint32_t width, height, count;
    double length;     /* of each in columns, 0: anywhere to anywhere */
    double line_width; /* 0: plain */
} mix;

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool draw(pcs_context *context, pcs_device *device, const mix *m, const pcs_lines *lines) {
    pcs_buffer *buffer = NULL;
    bool done =
        pcs_buffer_new(device, "the counts", (uint64_t)m->width * m->height * sizeof(uint32_t), &buffer) == PCS_OK &&
        pcs_raster_draw(context, device, lines, m->width, 0, m->height, buffer) == PCS_OK;
    pcs_buffer_free(buffer);
    return done;
}

static void make_line(const pcs_view *view, const mix *m, uint64_t n, pcs_lines *lines, uint64_t *pixels) {
    double from[2] = {random_number(4 * n) * m->width, random_number(4 * n + 1) * m->height};
    double to[2] = {random_number(4 * n + 2) * m->width, random_number(4 * n + 3) * m->height};
    if (m->length > 0.0) { /* so many columns, and no more rows */
        from[0] = random_number(4 * n) * (m->width - m->length);
        to[0] = from[0] + m->length - 1.0;
        to[1] = m->length < m->height ? from[1] + (to[1] < m->height / 2.0 ? 0.0 : m->length - 1.0) : to[1];
    }
    pcs_segment segment;
    if (pcs_segment_between(view, from, to, &segment)) {
        *pixels += pcs_line_of(segment).length + 1;
        if (m->line_width > 0.0) {
            lines->count += pcs_stroke_between(view, from, to, m->line_width, &lines->strokes[lines->count]) ? 1 : 0;
        } else {
            lines->segments[lines->count++] = segment;
        }
    }
}

/* Gives the median of the processor's seconds. */
static double measure(pcs_context *context, pcs_device *device, const mix *m) {
    pcs_view view = {.width = m->width, .height = m->height, .x_max = m->width, .y_max = m->height};
    pcs_lines lines = {.measure = PCS_MEASURE_EDGES};
    uint64_t pixels = 0;
    double wall[RUNS], processor[RUNS];
    if (m->line_width > 0.0) {
        lines.strokes = calloc(m->count, sizeof(*lines.strokes));
    } else {
        lines.segments = calloc(m->count, sizeof(*lines.segments));
    }
    if (!lines.strokes && !lines.segments) {
        fprintf(stderr, "no memory for %u lines\n", m->count);
        exit(EXIT_FAILURE);
    }
    for (uint32_t n = 0; n < m->count; n++) {
        make_line(&view, m, n, &lines, &pixels);
    }
    for (int run = 0; run < RUNS; run++) {
        wall[run] = -seconds(CLOCK_MONOTONIC);
        processor[run] = -seconds(CLOCK_PROCESS_CPUTIME_ID);
        if (!draw(context, device, m, &lines)) {
            fprintf(stderr, "%s\n", pcs_context_message(context));
            exit(EXIT_FAILURE);
        }
        wall[run] += seconds(CLOCK_MONOTONIC);
        processor[run] += seconds(CLOCK_PROCESS_CPUTIME_ID);
    }
    pcs_lines_clear(&lines);
    qsort(wall, RUNS, sizeof(*wall), compare);
    qsort(processor, RUNS, sizeof(*processor), compare);
    printf("%-32s %9u lines %12.0f pixels  %7.3f s  %7.3f s of processor  %6.3f Gpx/s a processor\n", m->name, m->count,
           (double)pixels, wall[RUNS / 2], processor[RUNS / 2], 1e-9 * (double)pixels / processor[RUNS / 2]);
    return processor[RUNS / 2];
}

int main(int argc, char **argv) {
    static const mix mixes[] = {
        {"plain", 800, 800, 1000000, 0.0, 0.0},
        {"plain", 7250, 5793, 200000, 0.0, 0.0},
        {"anti-aliased, 1 wide", 800, 800, 200000, 0.0, 1.0},
        {"anti-aliased, 1 wide", 7250, 5793, 100000, 0.0, 1.0},
        {"anti-aliased, 5 wide", 800, 800, 100000, 0.0, 5.0},
        {"2 pixels each", 4000, 4000, 10000000, 2.0, 0.0},
        {"30,000 pixels each", 32000, 4000, 10000, 30000.0, 0.0},
        {"one pixel", 1, 1, 100000000, 0.0, 0.0},
    };
    pcs_context *context = pcs_context_new(NULL);
    pcs_device *device = NULL;
    if (!context || pcs_device_open(context, argc > 1 ? argv[1] : "host", NULL, &device) != PCS_OK) {
        fprintf(stderr, "%s\n", context ? pcs_context_message(context) : "no memory");
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < sizeof(mixes) / sizeof(mixes[0]); i++) {
        if (argc < 3 || (size_t)atoi(argv[2]) == i) {
            measure(context, device, &mixes[i]);
        }
    }
    pcs_device_free(device);
    pcs_context_free(context);
    return EXIT_SUCCESS;
}
