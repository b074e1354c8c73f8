/* The public interface with every allocation failing once: no crash, no leak, PCS_E_MEMORY or a result.
 *
 * The linker hands every call of the library's to malloc and its kin to the functions below (--wrap). */
#include "check.h"
#include "pcapshade.h"

#include <stdbool.h>
#include <unistd.h>

static uint64_t calls, fail_at;

static bool fails(void) {
    return __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) == fail_at;
}

#define WRAP(type, name, parameters, arguments)                                                                        \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters {                                                                                    \
        return fails() ? NULL : __real_##name arguments;                                                               \
    }

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t count, size_t size), (count, size))
WRAP(void *, realloc, (void *old, size_t size), (old, size))
WRAP(void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
WRAP(char *, strdup, (const char *text), (text))

static char list_path[64], output_path[64], table_path[64], sheet_path[64];

/* The stages one by one, as a program would call them. */
static pcs_status walk(pcs_context *context) {
    const char *const inputs[] = {PCS_TEST_ISLANDS, list_path};
    pcs_layout_options layout_options = PCS_OPTIONS(layout_options);
    pcs_image_options image_options = PCS_OPTIONS(image_options);
    pcs_text_options text_options = PCS_OPTIONS(text_options);
    const char *const partial[] = {table_path};
    pcs_read_options read_options = PCS_OPTIONS(read_options);
    pcs_edges *edges = NULL;
    pcs_device *device = NULL;
    pcs_layout *layout = NULL;
    pcs_image *image = NULL;
    read_options.filter = "ip or ip6";
    read_options.times = true;
#ifdef PCS_TEST_TEXT
    text_options.label_hosts = "10.0.0.1,alpha";
    text_options.title = "A day";
    text_options.caption = text_options.legend = PCS_SHOW_ON;
#endif
    image_options.width = image_options.height = 96;
    image_options.layer = true;
    static const char *const highlights[] = {"host=10.0.0.0/8", "edges and top=2 by degree"};
    pcs_mark_options marks = PCS_OPTIONS(marks);
    marks.nodes = PCS_NODES_UNDER;
    marks.highlights = highlights;
    marks.highlight_count = 2;
    pcs_image_text text = {.keyword = "Title", .text = "caf\xc3\xa9"};
    pcs_status status = pcs_edges_read(context, inputs, 2, &read_options, &edges);
    CHECK((status == PCS_OK) == (edges != NULL));
    if (status == PCS_OK) {
        status = pcs_edges_write_csv(context, edges, table_path);
    }
    if (status == PCS_OK) {
        status = pcs_edges_write_hosts(context, edges, table_path);
    }
    if (status == PCS_OK) {
        status = pcs_edges_write_partial(context, edges, table_path);
    }
    pcs_edges_free(edges);
    edges = NULL;
    if (status == PCS_OK) {
        status = pcs_edges_read(context, partial, 1, &read_options, &edges);
        CHECK((status == PCS_OK) == (edges != NULL));
    }
    if (status == PCS_OK) {
        status = pcs_device_open(context, "host", NULL, &device);
        CHECK((status == PCS_OK) == (device != NULL));
    }
    for (int kind = 0; status == PCS_OK && kind < PCS_LAYOUT_COUNT; kind++) {
        pcs_layout_free(layout);
        layout_options.kind = (pcs_layout_kind)kind;
        status = pcs_layout_compute(context, device, edges, &layout_options, &layout);
        CHECK((status == PCS_OK) == (layout != NULL));
    }
    static const pcs_color_by rules[] = {PCS_COLOR_BY_PORT, PCS_COLOR_BY_SUBNET, PCS_COLOR_BY_VALUE};
    for (size_t rule = 0; status == PCS_OK && rule < sizeof(rules) / sizeof(rules[0]); rule++) {
        pcs_image_free(image);
        image_options.color_by = rules[rule];
        status = pcs_image_draw(context, device, edges, layout, &image_options, &image);
        CHECK((status == PCS_OK) == (image != NULL));
    }
    if (status == PCS_OK) {
        status = pcs_image_mark(context, device, edges, layout, &image_options, &marks, image);
    }
    if (status == PCS_OK) {
        status = pcs_image_add_text(context, image, edges, layout, &image_options, &text_options);
    }
    if (status == PCS_OK) {
        status = pcs_image_write_png(context, image, output_path, &text, 1);
    }
    pcs_select_options select = PCS_OPTIONS(select);
    select.focus = "10.0.0.1";
    select.top = 3;
    select.direction = true;
    if (status == PCS_OK) {
        status = pcs_edges_select(context, edges, &select);
    }
    pcs_image_free(image);
    pcs_layout_free(layout);
    pcs_device_free(device);
    pcs_edges_free(edges);
    return status;
}

/* A batch of one capture; without memory for it alone, it is left out. */
static pcs_status walk_thumbs(pcs_context *context) {
    const char *const input = PCS_TEST_ISLANDS;
    pcs_layout_options layout = PCS_OPTIONS(layout);
    pcs_thumbs_options options = PCS_OPTIONS(options);
    layout.kind = PCS_LAYOUT_CIRCULAR;
    options.layout = &layout;
    options.side = PCS_THUMBS_SIDE_LEAST;
    options.jobs = 1;
    options.json = true;
    options.device = "host";
    pcs_thumbs_report report;
    pcs_status status = pcs_thumbs_make(context, &input, 1, sheet_path, &options, &report);
    CHECK(status != PCS_OK || report.pictures + report.skipped == 1);
    return status;
}

static void remove_sheet(void) {
    static const char *const files[] = {"index.html",
                                        "index.csv",
                                        "index.json",
                                        ".pcapshade/manifest",
                                        ".pcapshade/lock",
                                        "pictures/islands.pcap.png",
                                        "pictures",
                                        ".pcapshade",
                                        ""};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char path[128];
        snprintf(path, sizeof(path), "%s/%s", sheet_path, files[i]);
        remove(path);
    }
}

static pcs_status walk_in_context(pcs_status (*walk_all)(pcs_context *context)) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.threads = 2;
    pcs_context *context = pcs_context_new(&options);
    if (!context) {
        return PCS_E_MEMORY;
    }
    pcs_status status = walk_all(context);
    CHECK(status == PCS_OK || pcs_context_message(context)[0] != '\0');
    CHECK_CASE(status == PCS_OK || status == PCS_E_MEMORY, "call %llu: %s", (unsigned long long)fail_at,
               pcs_context_message(context));
    pcs_context_free(context);
    return status;
}

int main(void) {
    char folder[] = "/tmp/pcapshade-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    snprintf(list_path, sizeof(list_path), "%s/list.csv", folder);
    snprintf(table_path, sizeof(table_path), "%s/table.csv", folder);
    snprintf(sheet_path, sizeof(sheet_path), "%s/sheet", folder);
    snprintf(output_path, sizeof(output_path), "%s/out.png", folder);
    FILE *list = fopen(list_path, "w");
    CHECK(list &&
          fputs("source,target,weight\n10.0.0.1,10.0.0.2,5\n::1,10.0.0.1,1\nalpha,\"be,ta\",2\n17,4,1\n", list) > 0);
    CHECK(list && fclose(list) == 0);

    CHECK(walk_in_context(walk) == PCS_OK);
    uint64_t total = calls, failed = 0;
    CHECK(total > 20);
    for (uint64_t k = 1; k <= total; k++) {
        calls = 0;
        fail_at = k;
        failed += walk_in_context(walk) != PCS_OK;
    }
    /* A few allocations can be done without: a thread less, a file that is looked at twice. */
    CHECK_CASE(failed + 20 >= total, "%llu of %llu", (unsigned long long)failed, (unsigned long long)total);
    printf("%llu allocations, %llu of them needed\n", (unsigned long long)total, (unsigned long long)failed);

    fail_at = calls = 0;
    CHECK(walk_in_context(walk_thumbs) == PCS_OK);
    total = calls;
    for (uint64_t k = 1; k <= total; k++) {
        remove_sheet();
        calls = 0;
        fail_at = k;
        walk_in_context(walk_thumbs);
    }
    remove_sheet();
    unlink(output_path);
    unlink(table_path);
    unlink(list_path);
    CHECK_CASE(rmdir(folder) == 0, "something was left behind in %s", folder);
    return check_result();
}
