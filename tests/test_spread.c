/* shade: images spread and laid onto each other, against what Datashader made of the same. */
#include "shade/spread.h"
#include "vector_table.h"

enum { PIXELS_MAX = 64 * 64 };

static void compare(const vector *v, const uint8_t *found, size_t pixels) {
    static uint8_t expected[PIXELS_MAX * 4];
    char type[4];
    int most = 0;
    CHECK(read_array(v->expected, type, expected, sizeof(expected)) == pixels * 4);
    for (size_t i = 0; i < pixels * 4; i++) {
        int difference = abs(found[i] - expected[i]);
        most = difference > most ? difference : most;
    }
    CHECK_CASE(most <= 1, "%s: largest difference %d", v->id, most);
    table_agrees(v->id, most);
}

static bool find_how(const char *params, pcs_composite *how) {
    static const char *const names[] = {"over", "add", "saturate", "source"};
    char value[32] = "over";
    find_parameter(params, "how", value, sizeof(value));
    for (*how = 0; *how < sizeof(names) / sizeof(names[0]); (*how)++) {
        if (strcmp(names[*how], value) == 0) {
            return true;
        }
    }
    return false;
}

/* Arrays have the lowest row first, images the highest. */
static void flip(uint8_t *rows, uint32_t width, uint32_t height) {
    uint8_t row[64 * 4];
    for (uint32_t y = 0; y < height / 2; y++) {
        uint8_t *low = rows + (size_t)y * width * 4, *high = rows + (size_t)(height - 1 - y) * width * 4;
        memcpy(row, low, width * 4);
        memcpy(low, high, width * 4);
        memcpy(high, row, width * 4);
    }
}

static void fill_mask(const vector *v, pcs_spread_mask *mask) {
    char value[32];
    if (find_parameter(v->params, "mask", value, sizeof(value))) { /* 010/011/000 */
        mask->radius = 1;
        for (uint32_t i = 0; i < 9; i++) {
            mask->covers[i / 3][i % 3] = value[i / 3 * 4 + i % 3] == '1';
        }
        return;
    }
    bool told = find_parameter(v->params, "px", value, sizeof(value)) ||
                find_parameter(v->params, "chosen_px", value, sizeof(value));
    CHECK(told);
    pcs_spread_circle((uint32_t)atoi(value), mask);
    if (find_parameter(v->params, "shape", value, sizeof(value)) && strcmp(value, "square") == 0) {
        for (uint32_t y = 0; y <= 2 * mask->radius; y++) {
            for (uint32_t x = 0; x <= 2 * mask->radius; x++) {
                mask->covers[y][x] = true;
            }
        }
    }
}

static void check_spread(const vector *v, pcs_context *context) {
    static uint8_t data[PIXELS_MAX * 4];
    unsigned width, height;
    char type[4], value[32];
    pcs_composite how;
    pcs_spread_mask mask;
    uint8_t *found = NULL;
    if (sscanf(v->shape, "%ux%ux4", &height, &width) != 2 || strcmp(v->type, "u1") != 0 || !find_how(v->params, &how)) {
        table_leave_out(v->id, "spreading of counts: pcapshade spreads images");
        return;
    }
    CHECK(read_array(v->inputs, type, data, sizeof(data)) == (size_t)width * height * 4);
    flip(data, width, height);
    pcs_spread_pixels pixels = {width, height, 4, data};
    if (find_parameter(v->params, "threshold", value, sizeof(value))) {
        double threshold = atof(value);
        uint32_t radius;
        CHECK(find_parameter(v->params, "max_px", value, sizeof(value)));
        CHECK(pcs_spread_choose(context, &pixels, threshold, (uint32_t)atoi(value), &radius) == PCS_OK);
        CHECK(find_parameter(v->params, "chosen_px", value, sizeof(value)));
        CHECK_CASE(radius == (uint32_t)atoi(value), "%s: %u", v->id, radius);
    }
    fill_mask(v, &mask);
    CHECK(pcs_spread(context, &pixels, &mask, how, &found) == PCS_OK);
    if (found) {
        flip(found, width, height);
        compare(v, found, (size_t)width * height);
    }
    free(found);
}

static void check_composite(const vector *v) {
    static uint8_t above[PIXELS_MAX * 4], below[PIXELS_MAX * 4];
    char inputs[128], type[4], value[32];
    pcs_composite how = PCS_COMPOSITE_OVER;
    snprintf(inputs, sizeof(inputs), "%s", v->inputs);
    char *second = strchr(inputs, ';');
    size_t length;
    if (second) {
        *second++ = '\0';
        CHECK(find_how(v->params, &how));
        length = read_array(inputs, type, below, sizeof(below));
        CHECK(read_array(second, type, above, sizeof(above)) == length);
    } else {
        length = read_array(inputs, type, above, sizeof(above));
        CHECK(find_parameter(v->params, "color", value, sizeof(value)));
        uint32_t rgb = value[0] == '#' ? (uint32_t)strtoul(value + 1, NULL, 16) : value[0] == 'w' ? 0xffffff : 0;
        for (size_t i = 0; i < length; i += 4) {
            below[i] = (uint8_t)(rgb >> 16);
            below[i + 1] = (uint8_t)(rgb >> 8);
            below[i + 2] = (uint8_t)rgb;
            below[i + 3] = 255;
        }
    }
    for (size_t i = 0; i < length; i += 4) {
        pcs_colour_composite(how, above + i, below + i);
    }
    compare(v, below, length / 4);
}

static void check_vector(const vector *v, void *context) {
    if (strncmp(v->expected, "spread/", 7) == 0) {
        check_spread(v, context);
    } else if (strncmp(v->expected, "composite/", 10) == 0) {
        check_composite(v);
    }
}

/* Without Datashader: pixels of a palette, the topmost and rightmost one wins; images larger than a band. */
static void palettes_are_spread(pcs_context *context) {
    enum { WIDTH = 5, HEIGHT = 200 };
    static uint8_t from[WIDTH * HEIGHT];
    from[70 * WIDTH + 2] = 7;
    from[71 * WIDTH + 1] = 8;
    from[71 * WIDTH + 3] = 9;
    pcs_spread_pixels pixels = {WIDTH, HEIGHT, 1, from};
    pcs_spread_mask mask;
    uint8_t *found = NULL;
    uint32_t radius;
    pcs_spread_circle(1, &mask);
    CHECK(pcs_spread(context, &pixels, &mask, PCS_COMPOSITE_OVER, &found) == PCS_OK);
    static const uint8_t expected[4][WIDTH] = {{0, 7, 7, 7, 0}, {8, 7, 7, 7, 9}, {8, 7, 7, 7, 9}, {8, 8, 9, 9, 9}};
    for (size_t i = 0; found && i < WIDTH * HEIGHT; i++) {
        uint8_t wanted = i / WIDTH >= 69 && i / WIDTH < 73 ? expected[i / WIDTH - 69][i % WIDTH] : 0;
        CHECK_CASE(found[i] == wanted, "row %zu, column %zu: %d, not %d", i / WIDTH, i % WIDTH, found[i], wanted);
    }
    free(found);
    CHECK(pcs_spread_choose(context, &pixels, 0.5, 3, &radius) == PCS_OK && radius == 0);
    from[71 * WIDTH + 1] = from[71 * WIDTH + 3] = 0;
    CHECK(pcs_spread_choose(context, &pixels, 0.5, 3, &radius) == PCS_OK && radius == 3);
    from[70 * WIDTH + 2] = 0;
    CHECK(pcs_spread_choose(context, &pixels, 0.5, 3, &radius) == PCS_OK && radius == 0);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    palettes_are_spread(context);
    if (check_shared()) {
        each_vector(check_vector, context);
        table_print("spread");
    } else {
        printf("skipped: Datashader's images spread and composited (PCS_SHARED is not set)\n");
    }
    pcs_context_free(context);
    return check_result();
}
