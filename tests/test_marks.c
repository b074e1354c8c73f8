/* Discs, nodes and highlights on pictures. */
#include "edge_table.h"
#include "image_check.h"
#include "overlay/discs.h"
#include "overlay/highlight.h"
#include "overlay/marks.h"

#include <math.h>

enum { SIDE = 96 };

static const uint8_t red[4] = {255, 0, 0, 255};

static pcs_image blank(uint32_t width, uint32_t height) {
    return (pcs_image){
        .width = width, .height = height, .format = PCS_IMAGE_RGBA, .pixels = calloc((size_t)width * height, 4)};
}

static const uint8_t *at(const pcs_image *image, uint32_t column, uint32_t row) {
    return image->pixels + ((size_t)row * image->width + column) * 4;
}

/* ---- discs */

static void discs_have_their_area(pcs_context *context) {
    for (uint32_t radius = PCS_DISC_UNIT / 2; radius < 40 * PCS_DISC_UNIT; radius += 37) {
        pcs_image image = blank(SIDE, SIDE);
        pcs_disc disc = {SIDE / 2, SIDE / 2, radius};
        double area = 0.0, r = (double)radius / PCS_DISC_UNIT;
        CHECK(pcs_discs_paint(context, &image, &disc, 1, red, false) == PCS_OK);
        bool round = true;
        for (uint32_t row = 0; row < SIDE; row++) {
            for (uint32_t column = 0; column < SIDE; column++) {
                uint8_t alpha = at(&image, column, row)[3];
                area += alpha / 255.0;
                /* the same turned and mirrored, and nothing farther than a pixel from where it belongs */
                double away = hypot((double)column - SIDE / 2, (double)row - SIDE / 2);
                round = round && alpha == at(&image, row, column)[3] && (away < r + 1.0 || alpha == 0) &&
                        (away > r - 1.0 || alpha == 255) && (column == 0 || alpha == at(&image, SIDE - column, row)[3]);
            }
        }
        CHECK_CASE(round && fabs(area - acos(-1.0) * r * r) < 0.7 + 0.01 * area, "radius %f: area %f", r, area);
        free(image.pixels);
    }
}

static void discs_are_cut_at_borders(pcs_context *context) {
    enum { SMALL = 20 };
    pcs_image whole = blank(SIDE, SIDE), part = blank(SMALL, SMALL);
    pcs_disc discs[60];
    for (uint32_t i = 0; i < 60; i++) {
        discs[i] = (pcs_disc){.column = (int32_t)(random_number(1, i) * SIDE),
                              .row = (int32_t)(random_number(2, i) * SIDE),
                              .radius = 128 + (uint32_t)(random_number(3, i) * 3000)};
    }
    const uint8_t colour[4] = {10, 200, 30, 120};
    CHECK(pcs_discs_paint(context, &whole, discs, 60, colour, false) == PCS_OK);
    for (uint32_t i = 0; i < 60; i++) {
        discs[i].column -= SIDE / 2;
        discs[i].row -= SIDE / 2;
    }
    CHECK(pcs_discs_paint(context, &part, discs, 60, colour, false) == PCS_OK);
    for (uint32_t row = 0; row < SMALL; row++) {
        CHECK(memcmp(at(&part, 0, row), at(&whole, SIDE / 2, SIDE / 2 + row), (size_t)SMALL * 4) == 0);
    }
    free(part.pixels);
    free(whole.pixels);
}

/* ---- pictures: hosts 0 to 3 at the corners of a square, 4 in its middle */

static double xs[] = {-1, 1, 1, -1, 0}, ys[] = {-1, -1, 1, 1, 0};
static pcs_layout square = {.x = xs, .y = ys, .host_count = 5, .component_count = 1};

static pcs_edges square_edges(void) {
    pcs_edges edges = table_new(5, 6);
    table_add(&edges, 0, 4, PCS_TCP);
    table_add(&edges, 1, 4, PCS_TCP);
    table_add(&edges, 2, 4, PCS_UDP);
    table_add(&edges, 0, 1, PCS_UDP);
    table_finish(&edges);
    for (uint32_t i = 0; i < edges.edge_count; i++) {
        edges.table[i].a_to_b.bytes = 100 * (i + 1);
    }
    return edges;
}

static pcs_image_options square_options(void) {
    static const double view[] = {-1.5, -1.5, 1.5, 1.5};
    pcs_image_options options = PCS_OPTIONS(options);
    options.width = options.height = SIDE;
    options.view = view;
    options.layer = true;
    return options;
}

/* The pixel of a position, row 0 the top one. */
static const uint8_t *pixel(const pcs_image *image, double x, double y) {
    uint32_t column = (uint32_t)((x + 1.5) / 3.0 * SIDE), row = (uint32_t)((y + 1.5) / 3.0 * SIDE);
    return at(image, column, SIDE - 1 - row);
}

static bool is(const uint8_t *found, uint8_t r, uint8_t g, uint8_t b) {
    return found[0] == r && found[1] == g && found[2] == b && found[3] == 255;
}

static pcs_image *draw_as(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                          const pcs_image_options *options, const pcs_mark_options *marks) {
    pcs_counts *counts = NULL;
    pcs_image *image = NULL;
    CHECK(pcs_counts_draw(context, device, edges, &square, options, &counts) == PCS_OK);
    CHECK(pcs_counts_shade(context, device, counts, options, &image) == PCS_OK);
    CHECK_CASE(pcs_image_mark(context, device, edges, &square, options, marks, image) == PCS_OK, "%s",
               pcs_context_message(context));
    pcs_counts_free(counts);
    return image;
}

static pcs_image *draw(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                       const pcs_mark_options *marks) {
    pcs_image_options options = square_options();
    return draw_as(context, device, edges, &options, marks);
}

static uint64_t hash(const pcs_image *image) {
    uint64_t found = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < (size_t)SIDE * SIDE * 4; i++) {
        found = (found ^ image->pixels[i]) * UINT64_C(0x100000001b3);
    }
    return found;
}

static void nodes_lie_over_and_under(pcs_context *context, pcs_device *device) {
    pcs_edges edges = square_edges();
    pcs_mark_options marks = PCS_OPTIONS(marks);
    marks.node_color = "lime";
    pcs_image *plain = draw(context, device, &edges, &marks);
    marks.nodes = PCS_NODES_OVER;
    pcs_image *over = draw(context, device, &edges, &marks);
    marks.nodes = PCS_NODES_UNDER;
    pcs_image *under = draw(context, device, &edges, &marks);
    for (uint32_t host = 0; host < 5; host++) {
        CHECK_CASE(is(pixel(over, xs[host], ys[host]), 0, 255, 0), "host %u", host);
        /* Lines end in all but one, and hide the disc where they do. */
        bool alone = host == 3;
        CHECK(is(pixel(under, xs[host], ys[host]), 0, 255, 0) == alone);
        CHECK(alone || memcmp(pixel(under, xs[host], ys[host]), pixel(plain, xs[host], ys[host]), 4) == 0);
    }
    /* Beside the line a disc is seen on either picture; single hosts are made larger. */
    CHECK(is(pixel(under, -1.06, -0.97), 0, 255, 0) && is(pixel(over, -1.06, -0.97), 0, 255, 0));
    CHECK(is(pixel(plain, -1.06, -0.97), 0, 0, 0) && is(pixel(over, -1.0, 1.06), 0, 255, 0));
    pcs_image_free(plain);
    pcs_image_free(over);
    pcs_image_free(under);
    table_free(&edges);
}

static void highlights_lie_on_what_is_dimmed(pcs_context *context, pcs_device *device) {
    static const char *const texts[] = {"blue: proto=udp", "#0a0: host=10.0.0.3"};
    pcs_edges edges = square_edges();
    pcs_mark_options marks = PCS_OPTIONS(marks);
    pcs_image *plain = draw(context, device, &edges, &marks);
    marks.highlights = texts;
    marks.highlight_count = 2;
    marks.rest_alpha = 51;
    pcs_image *image = draw(context, device, &edges, &marks);
    CHECK(memcmp(image->palette[0], (uint8_t[]){0, 0, 0, 255}, 4) == 0);
    /* The one UDP line that no other crosses, and a TCP line. */
    const uint8_t *udp = pixel(image, 0.0, -1.0), *tcp = pixel(image, -0.5, -0.5), *before = pixel(plain, -0.5, -0.5);
    CHECK_CASE(is(udp, 0, 0, 255), "%u %u %u", udp[0], udp[1], udp[2]);
    CHECK(before[0] > 0);
    for (uint32_t channel = 0; channel < 3; channel++) {
        CHECK(abs(tcp[channel] - before[channel] / 5) <= 1);
    }
    CHECK(is(pixel(image, -1.0, 1.0), 0, 0xaa, 0) && is(pixel(image, 0.7, -0.1), 0, 0, 0));
    pcs_image_free(plain);
    pcs_image_free(image);
    table_free(&edges);
}

/* Lines of a highlight are as wide as in the whole: they lie on its lines. */
static void highlights_are_parts_of_the_whole(pcs_context *context, pcs_device *device) {
    static const char *const texts[] = {"blue: bytes<150"};
    pcs_edges edges = square_edges();
    pcs_image_options options = square_options();
    pcs_mark_options marks = PCS_OPTIONS(marks);
    options.line_width = 15.0;
    options.width_by = PCS_WIDTH_BY_BYTES;
    pcs_image *whole = draw_as(context, device, &edges, &options, &marks);
    marks.highlights = texts;
    marks.highlight_count = 1;
    marks.rest_alpha = 1;
    pcs_image *part = draw_as(context, device, &edges, &options, &marks);
    uint32_t highlighted = 0, outside = 0;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        bool is_blue = part->pixels[4 * i + 2] > 10;
        highlighted += is_blue;
        outside += is_blue && is(whole->pixels + 4 * i, 0, 0, 0);
    }
    CHECK_CASE(highlighted > 0 && outside == 0, "%u pixels, %u of them outside", highlighted, outside);
    pcs_image_free(part);
    pcs_image_free(whole);
    table_free(&edges);
}

/* ---- bundles */

/* The image of the whole along these paths; marks: NULL, or what is painted on it. */
static pcs_image *draw_along(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                             const pcs_bundle *bundle, const pcs_mark_options *marks) {
    pcs_image_options options = square_options();
    pcs_counts *counts = NULL;
    pcs_image *image = NULL;
    options.bundle = true;
    CHECK(pcs_counts_draw_chosen(context, device, edges, NULL, layout, bundle, &options, &counts) == PCS_OK);
    CHECK(pcs_counts_shade(context, device, counts, &options, &image) == PCS_OK);
    CHECK(!marks || pcs_marks_paint(context, device, edges, layout, bundle, &options, marks, image) == PCS_OK);
    pcs_counts_free(counts);
    return image;
}

/* Pixels of a blue highlight, and those of them where the whole has nothing. */
static void count_blue(const pcs_image *part, const pcs_image *whole, uint32_t *blue, uint32_t *outside) {
    *blue = *outside = 0;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        bool is_blue = part->pixels[4 * i + 2] > 60;
        *blue += is_blue;
        *outside += is_blue && whole->pixels[i] == 0;
    }
}

/* Edges of a highlight keep to the paths of all, whatever these are: none are made for the highlight alone. */
static void highlights_keep_to_paths(pcs_context *context, pcs_device *device) {
    enum { HOSTS = 30, EDGES = 150 };
    static const char *const texts[] = {"blue: proto=udp"};
    double x[HOSTS], y[HOSTS];
    pcs_edges edges = table_new(HOSTS, EDGES);
    pcs_layout layout = {.x = x, .y = y, .host_count = HOSTS, .component_count = 1};
    uint64_t state = 5;
    while (edges.edge_count < EDGES) {
        table_add(&edges, (uint32_t)table_random(&state) % HOSTS, (uint32_t)table_random(&state) % HOSTS,
                  table_random(&state) % 8 == 0 ? PCS_UDP : PCS_TCP);
    }
    table_finish(&edges);
    for (uint32_t i = 0; i < HOSTS; i++) {
        x[i] = 2.0 * random_number(6, i) - 1.0;
        y[i] = 2.0 * random_number(7, i) - 1.0;
    }
    pcs_image_options options = square_options();
    pcs_mark_options marks = PCS_OPTIONS(marks);
    marks.highlights = texts;
    marks.highlight_count = 1;
    marks.rest_alpha = 1;
    options.bundle = true;
    pcs_bundle usual, wide;
    CHECK(pcs_bundle_choose(context, device, &edges, &layout, &options, &usual) == PCS_OK);
    options.bundle_strength = 25.0;
    CHECK(pcs_bundle_choose(context, device, &edges, &layout, &options, &wide) == PCS_OK);
    const pcs_bundle *const bundles[] = {&usual, &wide};
    for (uint32_t i = 0; i < 2; i++) {
        pcs_image *whole = draw_along(context, device, &edges, &layout, bundles[i], NULL);
        pcs_image *part = draw_along(context, device, &edges, &layout, bundles[i], &marks);
        pcs_image *other = draw_along(context, device, &edges, &layout, bundles[1 - i], NULL);
        uint32_t blue, outside, elsewhere;
        count_blue(part, whole, &blue, &outside);
        CHECK_CASE(blue > 100 && outside == 0, "bundle %u: %u pixels, %u of them outside", i, blue, outside);
        count_blue(part, other, &blue, &elsewhere);
        CHECK_CASE(elsewhere > 0, "bundle %u: the other has the same paths", i);
        pcs_image_free(other);
        pcs_image_free(part);
        pcs_image_free(whole);
    }
    pcs_bundle_clear(&wide);
    pcs_bundle_clear(&usual);
    table_free(&edges);
}

/* Every picture is the same on each device and with any number of threads. */
static void marks_are_the_same_everywhere(pcs_context *context, pcs_device *device) {
    static const char *const texts[] = {"bytes>150", "orange: not proto=tcp and host=10.0.0.4", "top=2 by degree"};
    pcs_edges edges = square_edges();
    pcs_mark_options marks = PCS_OPTIONS(marks);
    marks.nodes = PCS_NODES_UNDER;
    marks.node_by = PCS_TOP_BY_DEGREE;
    marks.highlights = texts;
    marks.highlight_count = 3;
    pcs_image *image = draw(context, device, &edges, &marks);
    CHECK_CASE(hash(image) == UINT64_C(0x2788553ef3009b13), "%016llx", (unsigned long long)hash(image));
    pcs_image_free(image);
    table_free(&edges);
}

static void nonsense_is_refused(pcs_context *context, pcs_device *device) {
    static const char *const wrong_text[] = {"bytes>"};
    const pcs_mark_options wrong[] = {{.size = sizeof(wrong[0]), .nodes = (pcs_nodes)7},
                                      {.size = sizeof(wrong[0]), .node_by = (pcs_top_by)7},
                                      {.size = sizeof(wrong[0]), .node_color = "no"},
                                      {.size = sizeof(wrong[0]), .highlights = wrong_text, .highlight_count = 1}};
    pcs_edges edges = square_edges();
    pcs_image_options options = square_options();
    pcs_image image = blank(SIDE, SIDE);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK_CASE(pcs_image_mark(context, device, &edges, &square, &options, &wrong[i], &image) == PCS_E_ARGUMENT,
                   "wrong option %zu", i);
    }
    pcs_mark_options marks = PCS_OPTIONS(marks);
    options.width++;
    CHECK(pcs_image_mark(context, device, &edges, &square, &options, &marks, &image) == PCS_E_ARGUMENT);
    free(image.pixels);
    table_free(&edges);
}

/* ---- sizes */

static void sizes_follow_amounts(pcs_context *context) {
    enum { HOSTS = 4000 };
    static double x[HOSTS], y[HOSTS];
    static pcs_host_totals totals[HOSTS];
    pcs_layout layout = {.x = x, .y = y, .host_count = HOSTS};
    for (uint32_t i = 0; i < HOSTS; i++) {
        x[i] = random_number(4, i);
        y[i] = random_number(5, i);
        totals[i].degree = 1;
    }
    pcs_view view = {.width = SIDE, .height = SIDE, .x_min = 0, .x_max = 1, .y_min = 0, .y_max = 1};
    pcs_node_style style = {.by = PCS_TOP_BY_DEGREE, .colour = {255, 0, 0, 255}};
    pcs_image crowd = blank(SIDE, SIDE);
    CHECK(pcs_nodes_paint(context, &crowd, &view, &layout, totals, NULL, &style) == PCS_OK);
    /* Where there are many, each is its pixel and no more. */
    bool *hosts = calloc((size_t)SIDE * SIDE, sizeof(*hosts));
    for (uint32_t i = 0; i < HOSTS; i++) {
        hosts[(SIDE - 1 - pcs_view_row(&view, y[i])) * SIDE + pcs_view_column(&view, x[i])] = true;
    }
    bool same = true;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++) {
        same = same && crowd.pixels[4 * i + 3] == (hosts[i] ? 255 : 0);
    }
    CHECK(same);
    /* Alone, the one with most is larger than one with less; one outside is seen as far as its disc reaches in. */
    layout.host_count = 3;
    totals[0].degree = 100;
    x[0] = 0.25, y[0] = 0.5, x[1] = 0.75, y[1] = 0.5, x[2] = 0.5, y[2] = 1.02;
    pcs_image few = blank(SIDE, SIDE);
    uint32_t left = 0, right = 0, top = 0;
    CHECK(pcs_nodes_paint(context, &few, &view, &layout, totals, NULL, &style) == PCS_OK);
    for (uint32_t row = 0; row < SIDE; row++) {
        for (uint32_t column = 0; column < SIDE; column++) {
            uint32_t *where = row < 10 ? &top : column < SIDE / 2 ? &left : &right;
            *where += at(&few, column, row)[3] > 0;
        }
    }
    CHECK_CASE(left > right && right > top && top > 0, "%u %u %u", left, right, top);
    CHECK(crowd.disc_count == HOSTS && few.disc_count == 3);
    free(few.discs);
    free(few.pixels);
    free(hosts);
    free(crowd.discs);
    free(crowd.pixels);
}

static void on_device(pcs_context *context, pcs_device *device) {
    nodes_lie_over_and_under(context, device);
    highlights_lie_on_what_is_dimmed(context, device);
    highlights_are_parts_of_the_whole(context, device);
    highlights_keep_to_paths(context, device);
    marks_are_the_same_everywhere(context, device);
    nonsense_is_refused(context, device);
}

int main(void) {
    for (uint32_t threads = 1; threads <= 3; threads += 2) {
        pcs_context_options options = PCS_OPTIONS(options);
        options.threads = threads;
        pcs_context *context = pcs_context_new(&options);
        discs_have_their_area(context);
        discs_are_cut_at_borders(context);
        sizes_follow_amounts(context);
        each_device(context, on_device);
        pcs_context_free(context);
    }
    return check_result();
}
