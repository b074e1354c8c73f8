/* What stands at the margins: numbers as text, what fits, and a legend that says what the pixels show. */
#include "base/hash.h"
#include "image_check.h"
#include "overlay/figures.h"
#include "overlay/marginalia.h"
#include "overlay/text.h"

static const uint8_t black[4] = {0, 0, 0, 255};

static void figures_are_short(void) {
    static const struct {
        uint64_t number;
        const char *unit, *whole, *brief;
    } cases[] = {
        {0, "", "0", "0"},
        {999, "B", "999", "999 B"},
        {1000, "", "1,000", "1,000"},
        {1000, "B", "1,000", "1.00 kB"},
        {99999, "", "99,999", "99,999"},
        {100000, "", "100,000", "100k"},
        {999999, "", "999,999", "999k"},
        {1000000, "", "1,000,000", "1.00M"},
        {1019999, "B", "1,019,999", "1.01 MB"},
        {12345678, "B", "12,345,678", "12.3 MB"},
        {UINT64_MAX, "B", "18,446,744,073,709,551,615", "18.4 EB"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char whole[PCS_FIGURE_SIZE], brief[PCS_FIGURE_SIZE];
        CHECK(pcs_figure_whole(whole, cases[i].number) == strlen(cases[i].whole));
        pcs_figure_short(brief, cases[i].number, cases[i].unit);
        CHECK_CASE(strcmp(whole, cases[i].whole) == 0 && strcmp(brief, cases[i].brief) == 0, "%s, %s", whole, brief);
    }
}

static void fractions_are_short(void) {
    static const struct {
        uint64_t number;
        uint32_t bits;
        const char *brief;
    } cases[] = {{0, 8, "0.000"},
                 {1, 8, "0.003"},
                 {255, 8, "0.996"},
                 {256, 8, "1.00"},
                 {5, 2, "1.25"},
                 {399, 2, "99.75"},
                 {400, 2, "100"},
                 {7, 0, "7"},
                 {3, 1, "1.50"},
                 {1, 32, "0.000"},
                 {UINT64_C(0x1ffffffff), 32, "1.99"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char brief[PCS_FIGURE_SIZE];
        pcs_figure_fixed(brief, cases[i].number, cases[i].bits, "");
        CHECK_CASE(strcmp(brief, cases[i].brief) == 0, "%s, not %s", brief, cases[i].brief);
    }
}

/* ---- what fits */

static bool overlap(const pcs_box *a, const pcs_box *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static void check_apart(const pcs_marginalia *m, uint32_t turn) {
    for (size_t i = 0; i < m->note_count; i++) {
        const pcs_box *box = &m->notes[i].box;
        CHECK_CASE(pcs_box_is_inside(box, m->width, m->height), "turn %u: %s", turn, m->notes[i].line);
        for (size_t k = 0; k < i; k++) {
            CHECK_CASE(!overlap(box, &m->notes[k].box), "turn %u: %s and %s", turn, m->notes[i].line, m->notes[k].line);
        }
        for (size_t k = 0; k < m->swatch_count; k++) {
            CHECK_CASE(!overlap(box, &m->swatches[k].box), "turn %u: %s", turn, m->notes[i].line);
        }
    }
    for (size_t i = 0; i < m->swatch_count; i++) {
        CHECK(pcs_box_is_inside(&m->swatches[i].box, m->width, m->height));
    }
}

/* Of all sizes, with titles and keys of all lengths: all inside, nothing over another, and labels keep off. */
static void all_is_inside_and_apart(pcs_context *context) {
    enum { STEPS = 300, TURNS = 200, WIDTH = 1500, HEIGHT = 1200 };
    static uint8_t blank[WIDTH * HEIGHT];
    static pcs_key_step key[STEPS];
    static char title[400];
    uint64_t state = 3;
    uint32_t legends = 0, titles = 0;
    for (uint32_t i = 0; i < STEPS; i++) {
        key[i].first = i < 40 ? i + 1 : key[i - 1].first * 9 / 8;
    }
    for (uint32_t turn = 0; turn < TURNS; turn++) {
        state = pcs_hash_mix(state + 1);
        pcs_image image = {.width = 1 + (uint32_t)(state % WIDTH),
                           .height = 1 + (uint32_t)(state >> 20) % HEIGHT,
                           .pixels = blank,
                           .key = key,
                           .key_count = (uint32_t)(state >> 32) % STEPS};
        if (turn % 3 == 0) {
            image.category_count = 1 + (uint32_t)(state >> 40) % PCS_CATEGORY_MAX;
            for (uint32_t i = 0; i < image.category_count; i++) {
                snprintf(image.categories[i].name, sizeof(image.categories[i].name), "%.*s", (int)(i * 7 % 48),
                         "a name that is about as long as any name can be, if not more");
                image.categories[i].value = (uint64_t)1 << i * 2;
            }
        }
        pcs_edges edges = {.summary = {.first_ns = turn % 2 ? 1331901000123456789 : 0,
                                       .last_ns = turn % 2 ? 1331901000123456789 + (int64_t)(state >> 8) : 0}};
        memset(title, 'W', sizeof(title));
        title[turn * 2] = '\0';
        pcs_text_options options = PCS_OPTIONS(options);
        options.title = title;
        options.caption = turn % 5 > 0 ? PCS_SHOW_ON : PCS_SHOW_OFF;
        options.legend = (pcs_show)(turn % 7 > 0 ? 1 + turn % 2 : 0);
        pcs_occupancy taken;
        pcs_marginalia m;
        CHECK(pcs_occupancy_fill(context, image.width, image.height, &taken) == PCS_OK);
        CHECK(pcs_marginalia_fill(context, &image, &edges, &options, (pcs_measure)(turn % PCS_MEASURE_COUNT), black,
                                  &taken, &m) == PCS_OK);
        check_apart(&m, turn);
        for (size_t i = 0; i < m.note_count; i++) {
            uint64_t pixels = (uint64_t)(m.notes[i].box.right - m.notes[i].box.left) *
                              (uint64_t)(m.notes[i].box.bottom - m.notes[i].box.top);
            CHECK(pcs_occupancy_count(&taken, &m.notes[i].box) == pixels);
        }
        legends += m.swatch_count > 0;
        titles += m.note_count > 0 && m.notes[0].is_title;
        CHECK(options.legend != PCS_SHOW_OFF || m.swatch_count == 0);
        pcs_marginalia_clear(&m);
        pcs_occupancy_clear(&taken);
    }
    CHECK_CASE(legends > TURNS / 4 && titles > TURNS / 2, "%u legends, %u titles", legends, titles);
}

static bool has_line(const pcs_marginalia *m, const char *line) {
    for (size_t i = 0; i < m->note_count; i++) {
        if (strcmp(m->notes[i].line, line) == 0) {
            return true;
        }
    }
    return false;
}

static void lines_say_what_there_is(pcs_context *context) {
    static pcs_edge table[] = {{.a_to_b = {.packets = 1200, .bytes = 3000000}, .b_to_a = {.packets = 34, .bytes = 5}}};
    static pcs_key_step key[] = {{.first = 7}, {.first = 1500000}};
    pcs_edges edges = {.table = table,
                       .edge_count = 1,
                       .host_count = 2,
                       .summary = {.first_ns = 1331901000123456789, .last_ns = 1331987400000000000}};
    static uint8_t pixels[900 * 500];
    pcs_image image = {.width = 900, .height = 500, .key = key, .key_count = 2, .pixels = pixels};
    pcs_text_options options = PCS_OPTIONS(options);
    options.title = "A\tday";
    options.caption = options.legend = PCS_SHOW_ON;
    pcs_occupancy taken;
    pcs_marginalia m;
    CHECK(pcs_occupancy_fill(context, image.width, image.height, &taken) == PCS_OK);
    CHECK(pcs_marginalia_fill(context, &image, &edges, &options, PCS_MEASURE_BYTES, black, &taken, &m) == PCS_OK);
    CHECK(has_line(&m, "A\\x09day") && has_line(&m, "bytes a pixel") && has_line(&m, "7 B") && has_line(&m, "1.50 MB"));
    CHECK(has_line(&m, "1,234 packets, 2 hosts, 1 edge, 3.00 MB, 2012-03-16 12:30:00 to 2012-03-17 12:30:00 UTC"));
    pcs_marginalia_clear(&m);
    pcs_occupancy_clear(&taken);
}

/* ---- where the legend is */

static void draw_box(pcs_image *image, int32_t left, int32_t top) {
    for (int32_t row = top; row < top + 90; row++) {
        memset(image->pixels + (size_t)row * image->width + (size_t)left, 1, 260);
    }
}

/* In the corner where the least is drawn, and neither over the title nor over the footer. */
static void legends_hide_little(pcs_context *context) {
    enum { WIDTH = 700, HEIGHT = 640 };
    static const int32_t corners[][2] = {{WIDTH - 265, 5}, {WIDTH - 265, HEIGHT - 95}, {5, 5}, {5, HEIGHT - 95}};
    static pcs_key_step key[] = {{.first = 1}, {.first = 9}};
    static uint8_t pixels[WIDTH * HEIGHT];
    pcs_edges edges = {.host_count = 2};
    for (uint32_t drawn = 0; drawn < 16; drawn++) {
        pcs_image image = {.width = WIDTH, .height = HEIGHT, .key = key, .key_count = 2, .pixels = pixels};
        pcs_text_options options = PCS_OPTIONS(options);
        pcs_occupancy taken;
        pcs_marginalia m;
        uint32_t wanted = 0;
        memset(pixels, 0, sizeof(pixels));
        for (uint32_t i = 0; i < 4; i++) {
            if (drawn >> i & 1) {
                draw_box(&image, corners[i][0], corners[i][1]);
            }
        }
        while (drawn < 15 && drawn >> wanted & 1) {
            wanted++;
        }
        options.title = "title";
        options.caption = options.legend = PCS_SHOW_ON;
        CHECK(pcs_occupancy_fill(context, WIDTH, HEIGHT, &taken) == PCS_OK);
        CHECK(pcs_marginalia_fill(context, &image, &edges, &options, PCS_MEASURE_EDGES, black, &taken, &m) == PCS_OK);
        check_apart(&m, drawn);
        const pcs_box *bar = &m.swatches[0].box;
        uint32_t found = (bar->top > HEIGHT / 2 ? 1u : 0u) + (bar->left < WIDTH / 2 ? 2u : 0u);
        /* Beside a title or a footer it lies lower or higher, and so hides less of what is drawn. */
        CHECK_CASE(m.swatch_count > 0 && (found == wanted || drawn == 15), "drawn %u: in corner %u", drawn, found);
        pcs_marginalia_clear(&m);
        pcs_occupancy_clear(&taken);
    }
}

/* ---- what is on by itself */

static void texts_are_on_where_they_can_be_read(pcs_context *context) {
    static const struct {
        uint32_t width, height;
        const char *background;
        bool shown;
    } cases[] = {{600, 600, NULL, true},      {599, 600, NULL, false},          {600, 599, NULL, false},
                 {8192, 8192, "white", true}, {8193, 600, NULL, false},         {600, 8193, NULL, false},
                 {0, 0, NULL, false},         {900, 900, "transparent", false}, {256, 256, "white", false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (uint32_t turn = 0; turn < 9; turn++) {
            pcs_image_options image = PCS_OPTIONS(image);
            pcs_text_options given = PCS_OPTIONS(given), found;
            image.background = cases[i].background;
            given.title = "title";
            given.caption = (pcs_show)(turn % 3);
            given.legend = (pcs_show)(turn / 3);
            CHECK(pcs_text_settle(context, &given, &image, cases[i].width, cases[i].height, &found) == PCS_OK);
            bool caption = given.caption == PCS_SHOW_ON || (given.caption == PCS_SHOW_AUTO && cases[i].shown);
            bool legend = given.legend == PCS_SHOW_ON || (given.legend == PCS_SHOW_AUTO && cases[i].shown);
            CHECK_CASE((found.caption != PCS_SHOW_OFF) == caption && (found.legend != PCS_SHOW_OFF) == legend &&
                           (found.title != NULL) == (caption || given.caption == PCS_SHOW_OFF),
                       "case %zu, caption %u, legend %u", i, turn % 3, turn / 3);
        }
    }
    pcs_text_options wrong = {.size = sizeof(wrong), .legend = (pcs_show)7};
    CHECK(pcs_text_check(context, &wrong) == PCS_E_ARGUMENT);
}

/* When the packets were seen is said where it is asked for alone. */
static void times_are_asked_for(pcs_context *context) {
    pcs_edges edges = {.host_count = 2, .summary = {.first_ns = 1331901000123456789, .last_ns = 1331987400000000000}};
    pcs_image image = {.width = 900, .height = 600};
    for (pcs_show show = PCS_SHOW_ON; show <= PCS_SHOW_AUTO; show++) {
        pcs_text_options options = PCS_OPTIONS(options);
        pcs_occupancy taken;
        pcs_marginalia m;
        options.caption = show;
        CHECK(pcs_occupancy_fill(context, image.width, image.height, &taken) == PCS_OK);
        CHECK(pcs_marginalia_fill(context, &image, &edges, &options, PCS_MEASURE_EDGES, black, &taken, &m) == PCS_OK);
        CHECK(m.note_count == 1 && (strstr(m.notes[0].line, "2012") != NULL) == (show == PCS_SHOW_ON));
        pcs_marginalia_clear(&m);
        pcs_occupancy_clear(&taken);
    }
}

/* ---- the key */

/* Every pixel has the colour that the key says of its count. */
static void the_key_is_that_of_the_pixels(pcs_context *context, pcs_device *device) {
    enum { SIDE = 64, PIXELS = SIDE * SIDE };
    static uint32_t values[PIXELS];
    for (uint32_t i = 0; i < PIXELS; i++) {
        values[i] = i % 3 == 0 ? 0 : (uint32_t)(pcs_hash_mix(i) % (i % 7 == 0 ? 200000 : 30)) + 2;
    }
    for (uint32_t turn = 0; turn < 2 * PCS_HOW_COUNT; turn++) {
        pcs_counts counts = {.width = SIDE, .height = SIDE};
        pcs_image_options options = PCS_OPTIONS(options);
        pcs_image *image = NULL;
        options.how = (pcs_how)(turn / 2);
        options.exact_colors = turn % 2;
        CHECK(pcs_buffer_new_from(device, "counts", values, sizeof(values), &counts.buffer) == PCS_OK);
        CHECK(pcs_shade_counts(context, device, &counts, &options, &image) == PCS_OK);
        CHECK(image->key_count > 5 && image->key[0].first == 2);
        for (uint32_t i = 0; i < PIXELS; i++) {
            uint32_t step = 0, row = SIDE - 1 - i / SIDE;
            size_t at = (size_t)row * SIDE + i % SIDE;
            const uint8_t *colour = turn % 2 ? image->pixels + 4 * at : image->palette[image->pixels[at]];
            while (step + 1 < image->key_count && image->key[step + 1].first <= values[i]) {
                step++;
            }
            CHECK(values[i] == 0 || memcmp(colour, image->key[step].colour, 4) == 0);
        }
        pcs_image_free(image);
        pcs_buffer_free(counts.buffer);
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    figures_are_short();
    fractions_are_short();
    each_device(context, the_key_is_that_of_the_pixels);
    if (pcs_font_check(context) != PCS_OK) {
        printf("skipped: this build has no font\n");
        pcs_context_free(context);
        return check_failed ? check_result() : CHECK_SKIPPED;
    }
    all_is_inside_and_apart(context);
    lines_say_what_there_is(context);
    legends_hide_little(context);
    texts_are_on_where_they_can_be_read(context);
    times_are_asked_for(context);
    pcs_context_free(context);
    return check_result();
}
