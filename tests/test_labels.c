/* Text on images: what it takes up, which hosts have labels, what is painted. */
#include "base/hash.h"
#include "check.h"
#include "edges/edges.h"
#include "layout/layout.h"
#include "overlay/labels.h"
#include "overlay/nodes.h"

static const uint8_t black[4] = {0, 0, 0, 255};

static bool overlap(const pcs_box *a, const pcs_box *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* ---- the font */

static const char *const texts[] = {"10.0.0.1",
                                    "2001:db8:1234:5678:9abc:def0:1234:5678",
                                    "[fe80::1]:443",
                                    "Agypq|@",
                                    "caf\xc3\xa9 \xd0\x96 \xce\xa9",
                                    "\xf0\x9f\x92\xa9 \xe4\xb8\xad",
                                    ".",
                                    "e\xcc\x81"};
enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

/* The font's metrics are whole numbers: so are extents, on every machine. */
static void extents_are_the_same_everywhere(pcs_context *context) {
    uint64_t hash = 0;
    for (uint32_t size = PCS_TEXT_SIZE_MIN; size <= PCS_TEXT_SIZE_MAX; size += 7) {
        pcs_font *font = NULL;
        CHECK(pcs_font_open(context, size, &font) == PCS_OK);
        for (uint32_t i = 0; i < TEXTS; i++) {
            pcs_box box;
            CHECK(pcs_font_measure(font, texts[i], &box) == PCS_OK && !pcs_box_is_empty(&box));
            hash = pcs_hash_mix(hash ^ (uint32_t)box.left) ^ (uint32_t)box.right;
            hash = pcs_hash_mix(hash ^ (uint32_t)box.top) ^ (uint32_t)box.bottom;
        }
        pcs_font_free(font);
    }
    CHECK_CASE(hash == UINT64_C(0x77d4a6667f707586), "0x%016llx", (unsigned long long)hash);
}

/* The pixels of a text fill its extent but for a column or row at its borders, which are rounded outwards. */
static void pixels_fill_their_extent(pcs_context *context) {
    for (uint32_t size = PCS_TEXT_SIZE_MIN; size <= 64; size++) {
        pcs_font *font = NULL;
        CHECK(pcs_font_open(context, size, &font) == PCS_OK);
        for (uint32_t i = 0; i < TEXTS; i++) {
            pcs_box box, seen = {INT32_MAX, INT32_MAX, -1, -1};
            CHECK(pcs_font_measure(font, texts[i], &box) == PCS_OK);
            int32_t width = box.right - box.left, height = box.bottom - box.top;
            uint8_t *coverage = calloc((size_t)width * (size_t)height, 1);
            CHECK(coverage && pcs_font_cover(font, texts[i], &box, coverage) == PCS_OK);
            for (int32_t k = 0; k < width * height; k++) {
                int32_t column = k % width, row = k / width;
                if (coverage[k] > 0) {
                    seen.left = column < seen.left ? column : seen.left;
                    seen.top = row < seen.top ? row : seen.top;
                    seen.right = column > seen.right ? column : seen.right;
                    seen.bottom = row > seen.bottom ? row : seen.bottom;
                }
            }
            CHECK_CASE(seen.left <= 1 && seen.top <= 1 && seen.right >= width - 2 && seen.bottom >= height - 2,
                       "%s at %u: %d,%d to %d,%d of %dx%d", texts[i], size, seen.left, seen.top, seen.right,
                       seen.bottom, width, height);
            free(coverage);
        }
        pcs_font_free(font);
    }
}

static void lines_are_cut_and_escaped(void) {
    char line[PCS_LETTERING_SIZE], longest[1000];
    pcs_lettering_line(line, "a\x1b[31m\n\xff", PCS_LETTERS_MAX);
    CHECK_CASE(strcmp(line, "a\\x1b[31m\\x0a\\xff") == 0, "%s", line);
    pcs_lettering_line(line, "abcdef", 6);
    CHECK(strcmp(line, "abcdef") == 0);
    pcs_lettering_line(line, "abcdefg", 6);
    CHECK_CASE(strcmp(line, "abcde\xe2\x80\xa6") == 0, "%s", line);
    pcs_lettering_line(line, "", 6);
    CHECK(line[0] == '\0');
    for (size_t i = 0; i + 4 < sizeof(longest); i += 4) {
        memcpy(longest + i, "\xf0\x9f\x92\xa9", 5);
    }
    pcs_lettering_line(line, longest, PCS_LETTERS_MAX);
    CHECK(strlen(line) == 4 * (PCS_LETTERS_MAX - 1) + 3);
}

/* ---- of a table */

static pcs_status labels_on(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                            const pcs_text_options *options, const pcs_view *view, const pcs_image *image,
                            pcs_labels *labels) {
    pcs_occupancy taken;
    CHECK(pcs_occupancy_fill(context, view->width, view->height, &taken) == PCS_OK);
    pcs_status status = pcs_labels_fill(context, edges, layout, view, options, black, image, &taken, labels);
    pcs_occupancy_clear(&taken);
    return status;
}

static pcs_status labels_of(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                            const pcs_text_options *options, const pcs_view *view, pcs_labels *labels) {
    const pcs_image plain = {.discs = NULL};
    return labels_on(context, edges, layout, options, view, &plain, labels);
}

typedef struct network {
    pcs_edges *edges;
    pcs_device *device;
    pcs_layout *layout;
} network;

/* Of a list of edges as text, hosts on a circle. */
static network read_network(pcs_context *context, const char *list) {
    network made = {.edges = NULL};
    char path[] = "/tmp/pcapshade-test-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    CHECK(file && fputs(list, file) >= 0 && fclose(file) == 0);
    const char *const inputs[] = {path};
    pcs_layout_options options = PCS_OPTIONS(options);
    options.kind = PCS_LAYOUT_CIRCULAR;
    CHECK_CASE(pcs_edges_read(context, inputs, 1, NULL, &made.edges) == PCS_OK, "%s", pcs_context_message(context));
    CHECK(pcs_device_open(context, "host", NULL, &made.device) == PCS_OK);
    CHECK(pcs_layout_compute(context, made.device, made.edges, &options, &made.layout) == PCS_OK);
    remove(path);
    return made;
}

static pcs_view view_of(pcs_context *context, const network *n, const double *corners, uint32_t width,
                        uint32_t height) {
    pcs_image_options options = PCS_OPTIONS(options);
    pcs_view view = {.width = 0};
    options.width = width;
    options.height = height;
    options.view = corners;
    CHECK(pcs_view_choose(context, n->edges, n->layout, &options, &view) == PCS_OK);
    return view;
}

static void free_network(network *made) {
    pcs_layout_free(made->layout);
    pcs_device_free(made->device);
    pcs_edges_free(made->edges);
}

static bool is_host(const pcs_edges *edges, const pcs_label *label, const char *name) {
    char text[PCS_HOST_NAME_MAX + 1];
    pcs_edges_host_text(edges, label->host, text, sizeof(text));
    return strcmp(text, name) == 0;
}

static void the_most_important_come_first(pcs_context *context) {
    network n = read_network(context, "source,target,protocol,weight\n"
                                      "10.0.0.1,10.0.0.2,tcp,1000\n10.0.0.1,10.0.0.2,udp,1\n"
                                      "10.0.0.3,10.0.0.4,tcp,10\n10.0.0.3,10.0.0.5,tcp,10\n10.0.0.3,10.0.0.1,tcp,10\n"
                                      "10.0.0.9,10.0.0.9,tcp,50\n");
    pcs_view view = view_of(context, &n, NULL, 500, 400);
    pcs_text_options options = PCS_OPTIONS(options);
    pcs_labels labels;
    options.labels = 2;
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK && labels.count == 2);
    CHECK(is_host(n.edges, &labels.items[0], "10.0.0.1") && is_host(n.edges, &labels.items[1], "10.0.0.2"));
    pcs_labels_clear(&labels);
    options.label_by = PCS_LABEL_BY_DEGREE;
    options.labels = PCS_LABELS_ALL;
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK && labels.count == 6);
    CHECK(is_host(n.edges, &labels.items[0], "10.0.0.3") && is_host(n.edges, &labels.items[1], "10.0.0.1") &&
          is_host(n.edges, &labels.items[5], "10.0.0.9"));
    pcs_labels_clear(&labels);
    options.label_by = PCS_LABEL_BY_PACKETS;
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK && labels.count == 6);
    CHECK(is_host(n.edges, &labels.items[0], "10.0.0.1") && is_host(n.edges, &labels.items[1], "10.0.0.3"));
    pcs_labels_clear(&labels);

    options.label_hosts = "10.0.0.9,10.0.0.4,10.0.0.9,";
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK && labels.count == 2);
    pcs_labels_clear(&labels);
    options.label_hosts = "10.0.0.9,10.0.0.99";
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_E_ARGUMENT);
    CHECK_CASE(strstr(pcs_context_message(context), "10.0.0.99") != NULL, "%s", pcs_context_message(context));

    /* Hosts outside of what the picture shows have none. */
    options.label_hosts = NULL;
    const double corners[4] = {n.layout->x[0] - 0.01, n.layout->y[0] - 0.01, n.layout->x[0] + 0.01,
                               n.layout->y[0] + 0.01};
    view = view_of(context, &n, corners, 300, 300);
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK && labels.count == 1 &&
          labels.items[0].host == 0 && labels.items[0].placed);
    pcs_labels_clear(&labels);
    free_network(&n);
}

/* Whatever a name holds: a label in the picture or none. */
static void names_may_be_anything(pcs_context *context) {
    char list[4096], longest[256];
    memset(longest, 'W', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    snprintf(list, sizeof(list),
             "source,target\n\x1b[2J,\xff\xfe\n%s,a\n\xe2\x80\x83,b\n\xe2\x80\xae%s,c\n\xf4\x8f\xbf\xbf,"
             "\xcc\x81\xcc\x81\xcc\x81\n\"a,b\",\"\"\"\"\n0,18446744073709551615\n",
             longest, "evil");
    network n = read_network(context, list);
    for (uint32_t side = 1; side < 900; side += side < 20 ? 1 : 97) {
        pcs_view view = view_of(context, &n, NULL, side, 2 * side);
        pcs_text_options options = PCS_OPTIONS(options);
        pcs_labels labels;
        options.labels = PCS_LABELS_ALL;
        options.crowd = side % 2;
        CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK);
        CHECK(labels.count + 1 == pcs_edges_host_count(n.edges)); /* one is an em space */
        for (uint32_t i = 0; i < labels.count; i++) {
            pcs_box box = pcs_label_box(&labels.items[i]);
            CHECK(!labels.items[i].placed || pcs_box_is_inside(&box, side, 2 * side));
        }
        pcs_labels_clear(&labels);
    }
    free_network(&n);
}

/* A ring of 300 hosts, as every machine places their labels. */
static void boxes_are_the_same_everywhere(pcs_context *context) {
    enum { HOSTS = 300, ROW = 64 };
    static char list[HOSTS * ROW];
    size_t length = (size_t)snprintf(list, sizeof(list), "source,target,weight\n");
    for (uint32_t i = 0; i < HOSTS; i++) {
        length += (size_t)snprintf(list + length, sizeof(list) - length, "10.%u.7.%u,10.%u.7.%u,%u\n", i / 16, i % 16,
                                   (i * i + 1) % HOSTS / 16, (i * i + 1) % HOSTS % 16, i * 7919 % 1000);
    }
    network n = read_network(context, list);
    pcs_view view = view_of(context, &n, NULL, 1200, 900);
    pcs_text_options options = PCS_OPTIONS(options);
    options.labels = PCS_LABELS_ALL;
    for (uint32_t crowd = 0; crowd < 2; crowd++) {
        static const uint64_t golden[2] = {UINT64_C(0xdad33aeeafef7a3f), UINT64_C(0x0c8d946973f9796f)};
        pcs_labels labels;
        uint64_t hash = 0;
        uint32_t placed = 0;
        options.crowd = crowd;
        CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK);
        for (uint32_t i = 0; i < labels.count; i++) {
            pcs_box box = pcs_label_box(&labels.items[i]);
            hash = pcs_hash_mix(hash ^ labels.items[i].host ^ (uint64_t)labels.items[i].placed << 32);
            hash = pcs_hash_mix(hash ^ (uint32_t)box.left) ^ (uint32_t)box.right;
            hash = pcs_hash_mix(hash ^ (uint32_t)box.top) ^ (uint32_t)box.bottom;
            placed += labels.items[i].placed;
        }
        CHECK_CASE(hash == golden[crowd], "%u of %u placed: 0x%016llx", placed, labels.count, (unsigned long long)hash);
        CHECK(crowd ? placed == labels.count : placed > HOSTS / 5 && placed < labels.count);
        pcs_labels_clear(&labels);
    }
    free_network(&n);
}

/* Painting changes pixels of the labels' boxes alone, and some of each. */
static void paint_stays_in_its_boxes(pcs_context *context) {
    enum { WIDTH = 300, HEIGHT = 200 };
    network n = read_network(context, "source,target,weight\n10.0.0.1,10.0.0.2,9\nserver,10.0.0.2,3\n::1,4,2\n");
    pcs_text_options options = PCS_OPTIONS(options);
    pcs_image_options image_options = PCS_OPTIONS(image_options);
    pcs_image *plain = NULL, *image = NULL;
    pcs_labels labels;
    pcs_view view = view_of(context, &n, NULL, WIDTH, HEIGHT);
    options.labels = 4;
    image_options.width = WIDTH;
    image_options.height = HEIGHT;
    CHECK(labels_of(context, n.edges, n.layout, &options, &view, &labels) == PCS_OK);
    CHECK(pcs_image_draw(context, n.device, n.edges, n.layout, &image_options, &plain) == PCS_OK);
    CHECK(pcs_image_draw(context, n.device, n.edges, n.layout, &image_options, &image) == PCS_OK);
    CHECK(pcs_image_add_text(context, image, n.edges, n.layout, &image_options, NULL) == PCS_OK);
    CHECK(pcs_image_get_format(image) == PCS_IMAGE_INDEXED); /* nothing to paint */
    CHECK(pcs_image_add_text(context, image, n.edges, n.layout, &image_options, &options) == PCS_OK);
    CHECK(pcs_canvas_begin(context, plain) == PCS_OK && pcs_image_get_format(image) == PCS_IMAGE_RGBA);
    uint32_t changed[4] = {0}, white[4] = {0};
    for (int32_t i = 0; i < WIDTH * HEIGHT; i++) {
        const uint8_t *pixel = pcs_image_pixels(image) + 4 * i;
        if (memcmp(pixel, pcs_image_pixels(plain) + 4 * i, 4) != 0) {
            pcs_box here = {i % WIDTH, i / WIDTH, i % WIDTH + 1, i / WIDTH + 1};
            uint32_t owner = 0;
            while (owner < labels.count && (!labels.items[owner].placed ||
                                            !overlap(&here, &(pcs_box[]){pcs_label_box(&labels.items[owner])}[0]))) {
                owner++;
            }
            CHECK_CASE(owner < labels.count, "pixel %d,%d", here.left, here.top);
            changed[owner % 4]++;
            white[owner % 4] += pixel[0] > 150 && pixel[1] > 150 && pixel[2] > 150;
        }
    }
    CHECK(labels.count == 4);
    for (uint32_t i = 0; i < labels.count; i++) {
        CHECK_CASE(labels.items[i].placed && changed[i] > 12 && white[i] > 2, "%u, %u", changed[i], white[i]);
    }
    pcs_labels_clear(&labels);
    pcs_image_free(image);
    pcs_image_free(plain);
    free_network(&n);
}

/* ---- with nodes */

/* Whether a pixel of the box belongs to the disc. */
static bool is_over(const pcs_box *box, const pcs_image_disc *disc) {
    int64_t right = disc->column < box->left     ? box->left - disc->column
                    : disc->column >= box->right ? disc->column - box->right + 1
                                                 : 0;
    int64_t down = disc->row < box->top       ? box->top - disc->row
                   : disc->row >= box->bottom ? disc->row - box->bottom + 1
                                              : 0;
    return right * right + down * down < (int64_t)disc->radius * disc->radius;
}

/* The labels of a network of hubs whose hosts are discs, none of them cut, over another, its host or a large disc. */
static void labels_keep_off_discs(pcs_context *context, const network *n, uint32_t width, uint32_t height,
                                  uint32_t fewest, uint32_t fewest_large) {
    enum { POINT = 4 };
    pcs_image image = {.width = width, .height = height, .format = PCS_IMAGE_RGBA};
    pcs_node_style style = {.by = PCS_TOP_BY_DEGREE, .colour = {70, 130, 180, 255}};
    pcs_view view = view_of(context, n, NULL, width, height);
    pcs_text_options options = PCS_OPTIONS(options);
    pcs_host_totals *totals = NULL;
    pcs_labels labels;
    uint32_t placed = 0, large = 0;
    options.labels = PCS_LABELS_ALL;
    options.label_by = PCS_LABEL_BY_DEGREE;
    image.pixels = calloc((size_t)width * height, 4);
    CHECK(image.pixels && pcs_host_totals_new(context, n->edges, &totals) == PCS_OK);
    CHECK(pcs_nodes_paint(context, &image, &view, n->layout, totals, NULL, &style) == PCS_OK);
    CHECK(image.disc_count == n->edges->host_count);
    CHECK(labels_on(context, n->edges, n->layout, &options, &view, &image, &labels) == PCS_OK);
    for (size_t i = 0; i < image.disc_count; i++) {
        large += image.discs[i].radius > POINT;
    }
    for (uint32_t i = 0; i < labels.count; i++) {
        pcs_box box = pcs_label_box(&labels.items[i]);
        if (!labels.items[i].placed) {
            continue;
        }
        placed++;
        CHECK_CASE(pcs_box_is_inside(&box, width, height) && !labels.items[i].crowded, "label %u", i);
        for (uint32_t k = 0; k < i; k++) {
            pcs_box other = pcs_label_box(&labels.items[k]);
            CHECK_CASE(!labels.items[k].placed || !overlap(&box, &other), "labels %u and %u", i, k);
        }
        for (size_t d = 0; d < image.disc_count; d++) {
            const pcs_image_disc *disc = &image.discs[d];
            CHECK_CASE((disc->radius <= POINT && disc->host != labels.items[i].host) || !is_over(&box, disc),
                       "label %u, disc %zu", i, d);
        }
    }
    CHECK_CASE(placed >= fewest && large >= fewest_large, "%u of %u, %u large discs", placed, labels.count, large);
    pcs_labels_clear(&labels);
    free(totals);
    free(image.discs);
    free(image.pixels);
}

static void labels_keep_off_all_discs(pcs_context *context, uint32_t hosts, uint32_t width, uint32_t height,
                                      uint32_t fewest, uint32_t fewest_large) {
    enum { HOSTS_MOST = 1500, ROW = 64 };
    static char list[2 * HOSTS_MOST * ROW];
    size_t length = (size_t)snprintf(list, sizeof(list), "source,target\n");
    for (uint32_t i = 1; i < 2 * hosts; i++) {
        uint32_t a = i % hosts, b = (uint32_t)(pcs_hash_mix(i) % (1 + a)) * (uint32_t)(pcs_hash_mix(~i) % 20) / 20;
        length += (size_t)snprintf(list + length, sizeof(list) - length, "10.7.%u.%u,10.7.%u.%u\n", a / 250, a % 250,
                                   b / 250, b % 250);
    }
    network n = read_network(context, list);
    for (uint32_t i = 0; i < n.layout->host_count; i++) {
        n.layout->x[i] = (double)(pcs_hash_mix(2 * i) >> 40);
        n.layout->y[i] = (double)(pcs_hash_mix(2 * i + 1) >> 40);
    }
    labels_keep_off_discs(context, &n, width, height, fewest, fewest_large);
    free_network(&n);
}

/* Text lies over highlights, and leaves discs as they are. */
static void text_lies_over_marks(pcs_context *context) {
    enum { WIDTH = 500, HEIGHT = 400 };
    network n = read_network(context, "source,target\n1,2\n1,3\n1,4\n1,5\n6,2\n6,3\n1,6\n4,5\n");
    static const char *const highlights[] = {"orange: packets>0 or bytes>=0", "red: top=2 by degree"};
    pcs_text_options options = PCS_OPTIONS(options);
    pcs_mark_options marks = PCS_OPTIONS(marks);
    pcs_image_options image_options = PCS_OPTIONS(image_options);
    pcs_image *images[2] = {NULL};
    pcs_labels labels;
    pcs_view view = view_of(context, &n, NULL, WIDTH, HEIGHT);
    marks.nodes = PCS_NODES_OVER;
    marks.highlights = highlights;
    marks.highlight_count = 2;
    options.labels = PCS_LABELS_ALL;
    options.label_size = 40;
    image_options.width = WIDTH;
    image_options.height = HEIGHT;
    image_options.layer = true;
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(pcs_image_draw(context, n.device, n.edges, n.layout, &image_options, &images[i]) == PCS_OK);
        CHECK(pcs_image_mark(context, n.device, n.edges, n.layout, &image_options, &marks, images[i]) == PCS_OK);
    }
    CHECK(images[0]->disc_count == 6 + 2);
    CHECK(labels_on(context, n.edges, n.layout, &options, &view, images[0], &labels) == PCS_OK && labels.count == 6);
    CHECK(pcs_image_add_text(context, images[1], n.edges, n.layout, &image_options, &options) == PCS_OK);
    uint32_t white = 0, over_highlights = 0;
    for (int32_t i = 0; i < WIDTH * HEIGHT; i++) {
        const uint8_t *before = images[0]->pixels + 4 * i, *after = images[1]->pixels + 4 * i;
        pcs_box here = {i % WIDTH, i / WIDTH, i % WIDTH + 1, i / WIDTH + 1};
        if (memcmp(before, after, 4) == 0) {
            continue;
        }
        for (size_t d = 0; d < images[0]->disc_count; d++) {
            CHECK_CASE(!is_over(&here, &images[0]->discs[d]), "pixel %d,%d of disc %zu", here.left, here.top, d);
        }
        white += after[0] > 200 && after[1] > 200 && after[2] > 200;
        over_highlights += before[0] > 100 && before[1] > 60 && before[2] == 0;
    }
    CHECK_CASE(white > 6 * 3 && over_highlights > 0, "%u white, %u over highlights", white, over_highlights);
    pcs_labels_clear(&labels);
    pcs_image_free(images[1]);
    pcs_image_free(images[0]);
    free_network(&n);
}

static void options_are_checked(pcs_context *context) {
    static uint8_t pixels[4];
    pcs_image image = {.width = 1, .height = 1, .format = PCS_IMAGE_RGBA, .pixels = pixels};
    pcs_text_options options = PCS_OPTIONS(options);
    options.labels = 1;
    CHECK(pcs_image_add_text(context, &image, NULL, NULL, NULL, &options) == PCS_E_ARGUMENT);
    options.label_size = PCS_TEXT_SIZE_MAX + 1;
    CHECK(pcs_image_add_text(context, &image, NULL, NULL, NULL, &options) == PCS_E_ARGUMENT);
    options.label_size = 0;
    options.label_by = PCS_LABEL_BY_COUNT;
    CHECK(pcs_image_add_text(context, &image, NULL, NULL, NULL, &options) == PCS_E_ARGUMENT);
    CHECK(strcmp(pcs_label_by_name(PCS_LABEL_BY_PACKETS), "packets") == 0);
    CHECK(strcmp(pcs_label_by_name(PCS_LABEL_BY_COUNT), "") == 0);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    if (pcs_font_check(context) != PCS_OK) {
        printf("skipped: this build has no font\n");
        pcs_context_free(context);
        return CHECK_SKIPPED;
    }
    lines_are_cut_and_escaped();
    extents_are_the_same_everywhere(context);
    pixels_fill_their_extent(context);
    the_most_important_come_first(context);
    names_may_be_anything(context);
    boxes_are_the_same_everywhere(context);
    paint_stays_in_its_boxes(context);
    labels_keep_off_all_discs(context, 1500, 7250, 5793, 1300, 50);
    labels_keep_off_all_discs(context, 1500, 800, 800, 300, 0);
    labels_keep_off_all_discs(context, 150, 800, 800, 100, 10);
    text_lies_over_marks(context);
    options_are_checked(context);
    pcs_context_free(context);
    return check_result();
}
