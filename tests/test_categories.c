/* Categories: which edges are of which, counts of each against all edges of it drawn alone and against Datashader's
 * count_cat, and colours that can be told apart. */
#include "image_check.h"
#include "manifest.h"
#include "shade/category_colours.h"
#include "shade/shade.h"

#include <math.h>
#include <unistd.h>

enum { HOSTS_MAX = 64, EDGES_MAX = 64 };

/* ---- rules */

typedef struct network {
    pcs_host hosts[HOSTS_MAX];
    pcs_edge table[EDGES_MAX];
    pcs_edges edges;
} network;

static uint32_t host_of(network *n, const char *text) {
    pcs_host host;
    CHECK_CASE(pcs_host_parse(text, strlen(text), &host), "%s", text);
    for (uint32_t i = 0; i < n->edges.host_count; i++) {
        if (pcs_host_compare(&n->hosts[i], &host) == 0) {
            return i;
        }
    }
    n->hosts[n->edges.host_count] = host;
    return n->edges.host_count++;
}

static void add_edge(network *n, const char *a, const char *b, pcs_protocol protocol, uint64_t out, uint64_t back) {
    n->table[n->edges.edge_count++] = (pcs_edge){.a = host_of(n, a),
                                                 .b = host_of(n, b),
                                                 .protocol = protocol,
                                                 .a_to_b = {.packets = out, .bytes = out * 100},
                                                 .b_to_a = {.packets = back, .bytes = back * 100}};
    n->edges.hosts = n->hosts;
    n->edges.table = n->table;
}

/* expected: the names in order, then of each edge the number of its category. */
static void categories_are(pcs_context *context, const network *n, pcs_color_by rule, uint32_t ipv4, uint32_t ipv6,
                           const char *const *names, const uint8_t *of_edges) {
    pcs_categories found;
    CHECK(pcs_categories_new(context, &n->edges, rule, ipv4, ipv6, &found) == PCS_OK);
    uint32_t count = 0;
    for (; names[count]; count++) {
        CHECK_CASE(count < found.count && strcmp(found.list[count].name, names[count]) == 0, "%s: %s, not %s",
                   pcs_color_by_name(rule), count < found.count ? found.list[count].name : "none", names[count]);
    }
    CHECK_CASE(found.count == count, "%s: %u categories", pcs_color_by_name(rule), found.count);
    uint64_t edges = 0;
    for (uint32_t c = 0; c < found.count; c++) {
        edges += found.list[c].edges;
    }
    CHECK(edges == n->edges.edge_count);
    for (uint32_t e = 0; e < n->edges.edge_count; e++) {
        CHECK_CASE(found.of_edges[e] == of_edges[e], "%s: edge %u is of category %u", pcs_color_by_name(rule), e,
                   found.of_edges[e]);
    }
    pcs_categories_clear(&found);
}

static void rules_sort(pcs_context *context) {
    static network n, many;
    add_edge(&n, "10.0.0.1", "10.0.0.2", PCS_TCP, 5, 5);
    add_edge(&n, "10.0.0.1", "10.1.0.1", PCS_UDP, 5, 0);
    add_edge(&n, "10.1.0.1", "10.1.9.9", PCS_OTHER, 0, 9);
    add_edge(&n, "2001:db8::1", "2001:db8::2", PCS_TCP, 10, 0);
    add_edge(&n, "10.0.0.2", "printer", PCS_TCP, 1, 1);
    add_edge(&n, "printer", "scanner", PCS_OTHER, 1, 1);
    add_edge(&n, "10.0.0.0/8", "10.0.0.3", PCS_TCP, 1, 1);
    add_edge(&n, "10.0.0.1", "10.0.7.7:443", PCS_TCP, 50, 50);
    add_edge(&n, "10.0.0.1:8443", "10.0.7.7:53", PCS_UDP, 1, 1);
    add_edge(&n, "10.1.0.1", "[2001:db8::1]:8443", PCS_TCP, 1, 0);
    categories_are(context, &n, PCS_COLOR_BY_PROTOCOL, 0, 0, (const char *const[]){"tcp", "udp", "other", NULL},
                   (const uint8_t[]){0, 1, 2, 0, 0, 2, 0, 0, 1, 0});
    categories_are(context, &n, PCS_COLOR_BY_DIRECTION, 0, 0, (const char *const[]){"both", "out", "back", NULL},
                   (const uint8_t[]){0, 1, 2, 1, 0, 0, 0, 0, 0, 1});
    categories_are(context, &n, PCS_COLOR_BY_PORT, 0, 0,
                   (const char *const[]){"443 https", "53 domain", "8443", "no port", NULL},
                   (const uint8_t[]){3, 3, 3, 3, 3, 3, 3, 0, 1, 2});
    /* By bytes: 10.0 has 112, the IPv6 one 10, 10.1 has 9. A host that has no subnet is in none with another one. */
    categories_are(context, &n, PCS_COLOR_BY_SUBNET, 16, 48,
                   (const char *const[]){"10.0.0.0/16", "2001:db8::/48", "10.1.0.0/16", "between", "other", NULL},
                   (const uint8_t[]){0, 3, 2, 1, 3, 4, 3, 0, 0, 3});
    categories_are(context, &n, PCS_COLOR_BY_SUBNET, 8, 128,
                   (const char *const[]){"10.0.0.0/8", "between", "other", NULL},
                   (const uint8_t[]){0, 0, 0, 1, 1, 2, 0, 0, 0, 1});
    /* Nine ports of as many bytes: the seven lowest have categories. */
    for (uint32_t port = 9; port > 0; port--) {
        char service[32];
        snprintf(service, sizeof(service), "10.0.0.1:%u", 7000 + port);
        add_edge(&many, "10.0.0.2", service, PCS_TCP, 1, 0);
    }
    categories_are(context, &many, PCS_COLOR_BY_PORT, 0, 0,
                   (const char *const[]){"7001", "7002", "7003", "7004", "7005", "7006", "7007", "other ports", NULL},
                   (const uint8_t[]){7, 7, 6, 5, 4, 3, 2, 1, 0});
    pcs_categories none;
    CHECK(pcs_categories_new(context, &n.edges, PCS_COLOR_BY_VALUE, 0, 0, &none) == PCS_E_ARGUMENT);
}

/* ---- counts */

enum { WIDTH = 300, HEIGHT = 280, EDGES = 3000, PROTOCOLS = 4 };

static const double view[] = {0, 0, 1, 1};

static void make_scene(pcs_edges *edges, pcs_layout *layout) {
    *layout = (pcs_layout){
        .host_count = 2 * EDGES, .x = malloc(2 * EDGES * sizeof(double)), .y = malloc(2 * EDGES * sizeof(double))};
    *edges = (pcs_edges){.host_count = 2 * EDGES, .edge_count = EDGES, .table = calloc(EDGES, sizeof(pcs_edge))};
    for (uint32_t h = 0; h < 2 * EDGES; h++) {
        layout->x[h] = random_number(7, 2 * h) * 1.2 - 0.1;
        layout->y[h] = random_number(7, 2 * h + 1) * 1.2 - 0.1;
    }
    for (uint32_t e = 0; e < EDGES; e++) {
        edges->table[e] = (pcs_edge){.a = 2 * e,
                                     .b = 2 * e + 1,
                                     .protocol = (pcs_protocol)(e * e % PROTOCOLS),
                                     .a_to_b = {.packets = e % 7, .bytes = (uint64_t)e << 30}};
    }
}

static uint64_t *read_counts(const pcs_counts *counts, size_t elements) {
    uint64_t *wide = calloc(elements, sizeof(*wide));
    size_t size = counts->wide ? 8 : 4;
    uint8_t *raw = malloc(elements * size);
    CHECK(pcs_buffer_read(counts->buffer, 0, raw, elements * size) == PCS_OK);
    for (size_t i = 0; i < elements; i++) {
        memcpy(&wide[i], raw + i * size, size);
    }
    free(raw);
    return wide;
}

/* Every category's numbers are the counts of its edges drawn alone. */
static void categories_are_counted(pcs_context *context, pcs_device *device, pcs_measure measure) {
    pcs_edges edges;
    pcs_layout layout;
    pcs_counts *counts = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    make_scene(&edges, &layout);
    options.width = WIDTH;
    options.height = HEIGHT;
    options.view = view;
    options.measure = measure;
    options.color_by = PCS_COLOR_BY_PROTOCOL;
    CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_OK);
    uint32_t categories = counts ? counts->categories.count : 0;
    CHECK(categories > 1);
    uint64_t *all = read_counts(counts, (size_t)WIDTH * HEIGHT * categories);
    pcs_edge *table = edges.table, *chosen = calloc(EDGES, sizeof(*chosen));
    options.color_by = PCS_COLOR_BY_VALUE;
    for (uint32_t c = 0, number = 0; number < categories; c++) {
        uint64_t different = 0, value = 0;
        edges.edge_count = 0;
        for (uint32_t e = 0; e < EDGES; e++) {
            if (table[e].protocol == c) {
                chosen[edges.edge_count++] = table[e];
                value += measure == PCS_MEASURE_EDGES ? 1 : table[e].a_to_b.bytes;
            }
        }
        if (edges.edge_count == 0) {
            continue;
        }
        pcs_counts *alone = NULL;
        edges.table = chosen;
        CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &alone) == PCS_OK);
        uint64_t *expected = read_counts(alone, (size_t)WIDTH * HEIGHT);
        for (size_t p = 0; p < (size_t)WIDTH * HEIGHT; p++) {
            different += all[p * categories + number] != expected[p];
        }
        CHECK_CASE(different == 0, "%s, category %u: %llu pixels", pcs_measure_name(measure), c,
                   (unsigned long long)different);
        CHECK(counts->categories.list[number].edges == edges.edge_count);
        CHECK(counts->categories.list[number].value == value);
        free(expected);
        pcs_counts_free(alone);
        number++;
    }
    free(chosen);
    free(all);
    pcs_counts_free(counts);
    free(table);
    free(layout.y);
    free(layout.x);
}

/* Strips, of the fewest rows there can be, give the same picture. */
static void strips_make_no_difference(pcs_context *context, pcs_device *device) {
    pcs_edges edges;
    pcs_layout layout;
    pcs_image *whole = NULL, *cut = NULL;
    pcs_image_options options = PCS_OPTIONS(options);
    make_scene(&edges, &layout);
    options.width = WIDTH;
    options.height = HEIGHT;
    options.color_by = PCS_COLOR_BY_PROTOCOL;
    options.category_colors = "tcp=red,sctp=#0000ff";
    CHECK(pcs_image_draw(context, device, &edges, &layout, &options, &whole) == PCS_OK);
    options.max_memory = 1;
    CHECK(pcs_image_draw(context, device, &edges, &layout, &options, &cut) == PCS_OK);
    CHECK(whole && cut && memcmp(whole->pixels, cut->pixels, (size_t)WIDTH * HEIGHT * 4) == 0);
    const pcs_category *first = whole ? pcs_image_category(whole, 0) : NULL;
    CHECK(first && strcmp(first->name, "tcp") == 0 && first->colour[0] == 255 && first->colour[1] == 0);
    CHECK(whole && pcs_image_category(whole, whole->category_count) == NULL);
    pcs_image_free(cut);
    pcs_image_free(whole);
    options.category_colors = "tcp:red";
    CHECK(pcs_image_draw(context, device, &edges, &layout, &options, &whole) == PCS_E_ARGUMENT);
    options.category_colors = NULL;
    options.colormap = "fire";
    CHECK(pcs_image_draw(context, device, &edges, &layout, &options, &whole) == PCS_E_ARGUMENT);
    free(edges.table);
    free(layout.y);
    free(layout.x);
}

/* Sums that pass 64 bits stay at the most there is, and colours are mixed all the same. */
static void sums_saturate(pcs_context *context, pcs_device *device) {
    static const uint64_t values[] = {UINT64_MAX, UINT64_MAX, 0, UINT64_MAX, 7, 0};
    pcs_counts counts = {.width = 3, .height = 1, .wide = true, .categories = {.count = 2}};
    pcs_image_options options = PCS_OPTIONS(options);
    pcs_image *image = NULL;
    strcpy(counts.categories.list[0].name, "a");
    strcpy(counts.categories.list[1].name, "b");
    options.category_colors = "a=#ff0000,b=#0000fe";
    options.color_by = PCS_COLOR_BY_PROTOCOL;
    options.how = PCS_HOW_LINEAR;
    CHECK(pcs_buffer_new_from(device, "counts", values, sizeof(values), &counts.buffer) == PCS_OK);
    CHECK(pcs_shade_counts(context, device, &counts, &options, &image) == PCS_OK);
    static const uint8_t expected[3][4] = {{127, 0, 127, 255}, {0, 0, 254, 255}, {80, 0, 0, 255}};
    CHECK(image && memcmp(image->pixels, expected, sizeof(expected)) == 0);
    pcs_image_free(image);
    pcs_buffer_free(counts.buffer);
}

/* ---- Datashader's counts by category */

static void count_cat_is(const char *name, const uint64_t *found, uint32_t pixels, uint32_t categories,
                         const uint32_t *theirs) {
    char type[4];
    uint32_t *expected = malloc((size_t)pixels * categories * sizeof(*expected)), different = 0;
    CHECK(read_array(name, type, expected, (size_t)pixels * categories * 4) == (size_t)pixels * categories * 4);
    for (uint32_t p = 0; p < pixels; p++) {
        for (uint32_t c = 0; c < categories; c++) {
            different += found[(size_t)p * categories + c] != expected[(size_t)p * categories + theirs[c]];
        }
    }
    CHECK_CASE(different == 0, "%s: %u numbers", name, different);
    printf("%-40s %u of %u numbers differ\n", name, different, pixels * categories);
    free(expected);
}

static void random_lines(pcs_context *context, pcs_device *device) {
    enum { MOST = 10000, W = 160, H = 120 };
    double *x = malloc(2 * MOST * sizeof(*x)), *y = malloc(2 * MOST * sizeof(*y));
    pcs_edge *table = calloc(MOST, sizeof(*table));
    char line[512];
    FILE *file = open_shared("lines/random10k.csv");
    uint32_t count = 0, category;
    while (file && count < MOST && fgets(line, sizeof(line), file)) {
        uint32_t a = 2 * count, b = a + 1;
        if (sscanf(line, "%lf,%lf,%lf,%lf,%*f,%u", &x[a], &y[a], &x[b], &y[b], &category) == 5) {
            table[count++] = (pcs_edge){.a = a, .b = b, .protocol = (pcs_protocol)category};
        }
    }
    pcs_layout layout = {.x = x, .y = y, .host_count = 2 * count};
    pcs_edges edges = {.table = table, .host_count = 2 * count, .edge_count = count};
    pcs_image_options options = PCS_OPTIONS(options);
    pcs_counts *counts = NULL;
    options.width = W;
    options.height = H;
    options.view = view;
    options.color_by = PCS_COLOR_BY_PROTOCOL;
    CHECK(pcs_counts_draw(context, device, &edges, &layout, &options, &counts) == PCS_OK);
    uint64_t *found = read_counts(counts, (size_t)W * H * PROTOCOLS);
    count_cat_is("lines/random10k_count_cat.npy", found, W * H, PROTOCOLS, (const uint32_t[]){0, 1, 2, 3});
    free(found);
    pcs_counts_free(counts);
    free(table);
    free(y);
    free(x);
    if (file) {
        fclose(file);
    }
}

/* The file that --save-counts writes. There eigrp, icmp, tcp and udp come in this order, here tcp, udp, icmp, other. */
static void graph(pcs_context *context, const char *positions, const double shown[4], const char *expected) {
    enum { SIDE = 160, NUMBERS = SIDE * SIDE * PROTOCOLS, HEADER = 128 };
    char edges[512], places[512], saved[] = "/tmp/pcapshade-categories-XXXXXX";
    snprintf(edges, sizeof(edges), "%s/reference/datashader/graph/edges.csv", check_shared());
    snprintf(places, sizeof(places), "%s/reference/datashader/graph/%s", check_shared(), positions);
    CHECK(close(mkstemp(saved)) == 0);
    pcs_layout_options layout = PCS_OPTIONS(layout);
    pcs_image_options image = PCS_OPTIONS(image);
    pcs_render_options options = PCS_OPTIONS(options);
    const char *input = edges;
    layout.positions = places;
    image.width = image.height = SIDE;
    image.view = shown;
    image.color_by = PCS_COLOR_BY_PROTOCOL;
    options.device = "host";
    options.layout = &layout;
    options.image = &image;
    options.save_counts = saved;
    CHECK_CASE(pcs_render(context, &input, 1, "/dev/null", &options, NULL) == PCS_OK, "%s",
               pcs_context_message(context));
    static uint32_t narrow[NUMBERS];
    static uint64_t found[NUMBERS];
    char header[HEADER + 1] = "";
    FILE *file = fopen(saved, "rb");
    CHECK(file && fread(header, 1, HEADER, file) == HEADER && fread(narrow, 4, NUMBERS, file) == NUMBERS);
    CHECK(file && fgetc(file) == EOF && strstr(header + 10, "'shape': (160, 160, 4), }") != NULL);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        found[i] = narrow[i];
    }
    count_cat_is(expected, found, SIDE * SIDE, PROTOCOLS, (const uint32_t[]){2, 3, 1, 0});
    if (file) {
        fclose(file);
    }
    unlink(saved);
}

/* ---- colours */

/* What is seen of linear light by those without one kind of cone: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, at full severity. */
static const double seen[3][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};

/* CIE 1976 L*a*b*. */
static void lab_of(const uint8_t rgb[3], const double eyes[3][3], double lab[3]) {
    static const double to_xyz[3][3] = {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}};
    static const double white[] = {0.9505, 1.0, 1.089};
    double linear[3], light[3], f[3];
    for (int i = 0; i < 3; i++) {
        double c = rgb[i] / 255.0;
        linear[i] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    for (int i = 0; i < 3; i++) {
        light[i] = fmin(1, fmax(0, eyes[i][0] * linear[0] + eyes[i][1] * linear[1] + eyes[i][2] * linear[2]));
    }
    for (int i = 0; i < 3; i++) {
        double t = (to_xyz[i][0] * light[0] + to_xyz[i][1] * light[1] + to_xyz[i][2] * light[2]) / white[i];
        f[i] = t > 216.0 / 24389.0 ? cbrt(t) : (t * 24389.0 / 27.0 + 16.0) / 116.0;
    }
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

static void colours_are_told_apart(pcs_context *context) {
    pcs_categories all = {.count = PCS_CATEGORY_PLACES};
    for (uint32_t c = 0; c < all.count; c++) {
        all.places[c] = (uint8_t)c;
    }
    CHECK(pcs_category_colours_fill(context, NULL, &all) == PCS_OK);
    for (int eyes = 0; eyes < 3; eyes++) {
        for (uint32_t i = 0; i < all.count; i++) {
            double a[3], b[3];
            lab_of(all.list[i].colour, seen[eyes], a);
            CHECK_CASE(a[0] > 15 && a[0] < 85, "colour %u: lightness %g", i, a[0]); /* on black, on white */
            for (uint32_t k = 0; k < i; k++) {
                lab_of(all.list[k].colour, seen[eyes], b);
                double apart =
                    sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]));
                CHECK_CASE(apart > 10, "colours %u and %u, eyes %d: %g apart", i, k, eyes, apart);
            }
        }
    }
}

static void on_device(pcs_context *context, pcs_device *device) {
    categories_are_counted(context, device, PCS_MEASURE_EDGES);
    categories_are_counted(context, device, PCS_MEASURE_BYTES);
    strips_make_no_difference(context, device);
    sums_saturate(context, device);
    if (check_shared()) {
        random_lines(context, device);
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    rules_sort(context);
    colours_are_told_apart(context);
    each_device(context, on_device);
    if (check_shared()) {
        graph(context, "positions_circle.csv", (double[]){-1.0, -0.9999978471298135, 1.0, 0.9999978471298135},
              "graph/circle_exact_count_cat.npy");
        graph(context, "positions_force.csv", (double[]){-0.935988, -1.330073, 2.142249, 2.008035},
              "graph/force_exact_count_cat.npy");
    } else {
        printf("skipped: Datashader's counts by category (PCS_SHARED is not set)\n");
    }
    pcs_context_free(context);
    return check_result();
}
