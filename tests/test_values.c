/* shade: values in grey of 16 bits, decoded and compared with a plain way to equalise; the same by strips. */
#include "image_check.h"
#include "png_check.h"

#include <math.h>
#include <unistd.h>

enum { WIDTH = 160, HEIGHT = 300, PIXELS = WIDTH * HEIGHT, LEVELS_MOST = 200 };

static uint64_t counts[PIXELS];

/* Of counts up to LEVELS_MOST. */
static void expect_values(pcs_how how, bool rescale, uint16_t *expected) {
    uint64_t tally[LEVELS_MOST + 1] = {0}, filled = 0, levels = 0, lowest = LEVELS_MOST, up_to = 0;
    double value[LEVELS_MOST + 1] = {0}, least = INFINITY, most = 0.0;
    for (size_t i = 0; i < PIXELS; i++) {
        tally[counts[i]]++;
        filled += counts[i] > 0;
    }
    for (uint64_t count = 1; count <= LEVELS_MOST; count++) {
        if (tally[count] > 0) {
            lowest = levels == 0 ? count : lowest;
            up_to += tally[count];
            levels++;
            double above = (double)(count - lowest);
            value[count] = how == PCS_HOW_EQ_HIST ? (double)up_to / (double)filled
                           : how == PCS_HOW_LOG   ? log1p(above)
                           : how == PCS_HOW_CBRT  ? cbrt(above)
                                                  : above;
            least = fmin(least, value[count]);
            most = fmax(most, value[count]);
        }
    }
    if (how == PCS_HOW_EQ_HIST && rescale) { /* few levels begin further up */
        double m = 1.5 - ((double)levels - 2.0) * 0.5 / 98.0;
        least = m > 1.0 ? fmax(most - m * (most - least), 0.0) : least;
    }
    for (size_t i = 0; i < PIXELS; i++) {
        double place = most > least ? (value[counts[i]] - least) / (most - least) : 1.0;
        expected[i] = counts[i] == 0 ? 0 : (uint16_t)(1 + lround(place * 65534.0));
    }
}

static void values_are_equalised(pcs_context *context, pcs_device *device) {
    static const struct {
        pcs_how how;
        bool as_is;
        unsigned levels; /* at most */
    } cases[] = {{PCS_HOW_EQ_HIST, false, LEVELS_MOST},
                 {PCS_HOW_EQ_HIST, false, 12},
                 {PCS_HOW_EQ_HIST, true, 12},
                 {PCS_HOW_EQ_HIST, false, 1},
                 {PCS_HOW_LOG, false, LEVELS_MOST},
                 {PCS_HOW_CBRT, false, LEVELS_MOST},
                 {PCS_HOW_LINEAR, false, 40}};
    static uint16_t expected[PIXELS];
    static uint32_t narrow[PIXELS];
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        for (uint64_t i = 0; i < PIXELS; i++) {
            double random = random_number(c, i);
            counts[i] = random_number(c + 100, i) < 0.4 ? 0 : 1 + (uint64_t)(random * random * cases[c].levels);
            narrow[i] = (uint32_t)counts[i];
        }
        expect_values(cases[c].how, !cases[c].as_is, expected);
        for (int wide = 0; wide < 2; wide++) {
            pcs_counts held = {.width = WIDTH, .height = HEIGHT, .wide = wide};
            pcs_image_options options = PCS_OPTIONS(options);
            options.how = cases[c].how;
            options.discrete_as_is = cases[c].as_is;
            CHECK(pcs_buffer_new_from(device, "counts", wide ? (const void *)counts : narrow, PIXELS * (wide ? 8 : 4),
                                      &held.buffer) == PCS_OK);
            CHECK_CASE(pcs_counts_write_values(context, device, &held, &options, "values.png", NULL, 0) == PCS_OK, "%s",
                       pcs_context_message(context));
            uint16_t *found = read_grey("values.png", WIDTH, HEIGHT);
            size_t wrong = 0;
            for (size_t i = 0; found && i < PIXELS; i++) { /* row 0 of counts is the lowest */
                uint16_t value = found[(HEIGHT - 1 - i / WIDTH) * WIDTH + i % WIDTH];
                wrong += (value == 0) != (expected[i] == 0) || abs(value - expected[i]) > 1;
            }
            CHECK_CASE(found && wrong == 0, "case %zu, wide %d: %zu pixels", c, wide, wrong);
            free(found);
            pcs_buffer_free(held.buffer);
        }
    }
    CHECK(unlink("values.png") == 0);
}

/* Sums that differ in every pixel, drawn whole and by strips of 128 rows. */
static void strips_make_no_difference(pcs_context *context, pcs_device *device) {
    enum { HOSTS = 40 };
    double x[HOSTS], y[HOSTS];
    pcs_edge table[HOSTS];
    for (uint32_t h = 0; h < HOSTS; h++) {
        x[h] = random_number(1, h);
        y[h] = random_number(2, h);
        table[h] = (pcs_edge){
            .a = h, .b = (h + 1) % HOSTS, .a_to_b = {.packets = 1, .bytes = (uint64_t)(random_number(3, h) * 1e12)}};
    }
    pcs_layout layout = {.x = x, .y = y, .host_count = HOSTS};
    pcs_edges edges = {.table = table, .host_count = HOSTS, .edge_count = HOSTS};
    pcs_image_options options = PCS_OPTIONS(options);
    options.width = WIDTH;
    options.height = HEIGHT;
    options.measure = PCS_MEASURE_BYTES;
    uint16_t *found[2] = {NULL};
    for (uint64_t bound = 0; bound < 2; bound++) {
        pcs_counts *drawn = NULL;
        options.max_memory = bound;
        CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &drawn) == PCS_OK);
        CHECK(drawn && pcs_counts_strip_count(drawn) == (bound ? 3 : 1));
        CHECK(pcs_counts_write_values(context, device, drawn, &options, "values.png", NULL, 0) == PCS_OK);
        found[bound] = read_grey("values.png", WIDTH, HEIGHT);
        pcs_counts_free(drawn);
    }
    uint16_t most = 0;
    for (size_t i = 0; found[0] && i < PIXELS; i++) {
        most = found[0][i] > most ? found[0][i] : most;
    }
    CHECK(found[0] && found[1] && memcmp(found[0], found[1], PIXELS * sizeof(**found)) == 0 && most == UINT16_MAX);
    free(found[1]);
    free(found[0]);
    CHECK(unlink("values.png") == 0);
    options.color_by = PCS_COLOR_BY_PROTOCOL;
    pcs_counts *mixed = NULL;
    CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &mixed) == PCS_OK);
    CHECK(pcs_counts_write_values(context, device, mixed, &options, "values.png", NULL, 0) == PCS_E_ARGUMENT);
    CHECK(access("values.png", F_OK) != 0);
    pcs_counts_free(mixed);
}

static void on_device(pcs_context *context, pcs_device *device) {
    values_are_equalised(context, device);
    strips_make_no_difference(context, device);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    char folder[] = "/tmp/pcapshade-values-XXXXXX";
    CHECK(context != NULL && mkdtemp(folder) && chdir(folder) == 0);
    each_device(context, on_device);
    pcs_context_free(context);
    CHECK(chdir("/") == 0 && rmdir(folder) == 0);
    return check_result();
}
