/* layout: positions from a file, hosts beside their neighbours, and back to a file, bit for bit. */
#include "base/number.h"
#include "edge_table.h"
#include "pcapshade.h"

#include <locale.h>
#include <math.h>
#include <unistd.h>

static char folder[] = "/tmp/pcapshade-test-XXXXXX";

static const char *write_file(const char *name, const char *text) {
    static char path[2][128];
    static int turn;
    char *at = path[turn++ % 2];
    snprintf(at, sizeof(path[0]), "%s/%s", folder, name);
    FILE *file = fopen(at, "w");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
    return at;
}

typedef struct scene {
    pcs_context *context;
    pcs_device *device;
    pcs_edges *edges;
} scene;

static pcs_layout *place(const scene *s, const char *csv, pcs_status expected) {
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_layout *layout = NULL;
    options.positions = write_file("positions.csv", csv);
    pcs_status status = pcs_layout_compute(s->context, s->device, s->edges, &options, &layout);
    CHECK_CASE(status == expected, "%s: %s", csv, pcs_context_message(s->context));
    CHECK((status == PCS_OK) == (layout != NULL));
    return layout;
}

static void rows_are_taken(const scene *s) {
    /* Hosts: 10.0.0.1, 10.0.0.2, 7, 8, alpha, beta; beta, 8 and 7 are a chain behind alpha. */
    pcs_layout *layout = place(s,
                               "\xef\xbb\xbf"
                               "Label,Y,x,id\n\n"
                               "nobody,9,9,1.2.3.4\n"
                               "one,0.1,-1e-3,10.0.0.1\n"
                               "two,-2,100,\"10.0.0.2\"\n"
                               "three,50.000000000000007,50,alpha\n",
                               PCS_OK);
    const double *x = pcs_layout_x(layout), *y = pcs_layout_y(layout);
    CHECK(x[0] == -1e-3 && y[0] == 0.1 && x[1] == 100.0 && y[1] == -2.0 && x[4] == 50.0);
    CHECK(y[4] == 50.000000000000007);
    for (int host = 2; host < 6; host++) {
        double around = host == 4 ? 0.0 : hypot(x[host] - 50.0, y[host] - 50.0);
        CHECK_CASE(host == 4 || (around > 0.0 && around < 12.0), "host %d is %g away", host, around);
    }
    pcs_layout *again = place(s, "id,x,y\nalpha,50,50.000000000000007\n10.0.0.2,100,-2\n10.0.0.1,-1e-3,0.1\n", PCS_OK);
    CHECK(memcmp(x, pcs_layout_x(again), 6 * sizeof(*x)) == 0 && memcmp(y, pcs_layout_y(again), 6 * sizeof(*y)) == 0);
    pcs_layout_free(again);
    again = place(s, "id,x,y\n", PCS_OK);
    for (int host = 0; host < 6; host++) {
        CHECK(pcs_layout_x(again)[host] >= 0.0 && pcs_layout_x(again)[host] <= 1.0);
    }
    pcs_layout_free(again);
    pcs_layout_free(layout);
}

static void faults_are_named(const scene *s) {
    static const struct {
        const char *csv, *message;
    } cases[] = {
        {"", "line 1: there is no header"},
        {"id,x\n1,2\n", "line 1: is no header of positions"},
        {"id,x,y,x\n", "line 1: is no header of positions"},
        {"id,x,y\n7,1\n", "line 2: has not as many columns"},
        {"id,x,y\n\n7,1,nan\n", "line 3, column 3 (y): found \"nan\", expected a number"},
        {"id,x,y\n7,0x10,1\n", "line 2, column 2 (x): found \"0x10\""},
        {"id,x,y\n7,1e101,1\n", "line 2, column 2 (x)"},
        {"id,x,y\n7,,1\n", "line 2, column 2 (x): found \"\""},
        {"id,x,y\n,1,1\n", "line 2, column 1 (id)"},
        {"id,x,y\n7,1,1\n7,1,1\n", "line 3, column 1 (id): found \"7\", expected a host that has no position yet"},
        {"id,x,y\n7,\"1\"1,1\n", "line 2: is no row"},
    };
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        pcs_layout_free(place(s, cases[c].csv, PCS_E_FORMAT));
        CHECK_CASE(strstr(pcs_context_message(s->context), cases[c].message) != NULL, "%s: %s", cases[c].message,
                   pcs_context_message(s->context));
    }
    pcs_layout_options options = PCS_OPTIONS(options);
    pcs_layout *layout = NULL;
    options.positions = "/nowhere/positions.csv";
    CHECK(pcs_layout_compute(s->context, s->device, s->edges, &options, &layout) == PCS_E_READ);
}

static void written_ones_are_read(const scene *s) {
    for (int kind = 0; kind < PCS_LAYOUT_COUNT; kind++) {
        pcs_layout_options options = PCS_OPTIONS(options);
        pcs_layout *layout = NULL, *again = NULL;
        options.kind = (pcs_layout_kind)kind;
        CHECK(pcs_layout_compute(s->context, s->device, s->edges, &options, &layout) == PCS_OK);
        const char *path = write_file("saved.csv", "");
        CHECK(pcs_layout_write_csv(s->context, s->edges, layout, path) == PCS_OK);
        options.positions = path;
        CHECK(pcs_layout_compute(s->context, s->device, s->edges, &options, &again) == PCS_OK);
        uint32_t count = pcs_edges_host_count(s->edges);
        CHECK(memcmp(pcs_layout_x(layout), pcs_layout_x(again), count * sizeof(double)) == 0);
        CHECK(memcmp(pcs_layout_y(layout), pcs_layout_y(again), count * sizeof(double)) == 0);
        CHECK(pcs_layout_component_count(layout) == pcs_layout_component_count(again));
        pcs_layout_free(again);
        pcs_layout_free(layout);
    }
}

/* No matter what the program does with locales. */
static void numbers_know_no_locale(void) {
    static const double numbers[] = {0.0, -1.5, 0.1, 1e100, -2.2250738585072014e-308, 1.0 / 3.0, 123456789012345680.0};
    const char *locales[] = {"C", "de_DE.UTF-8", "fr_FR.UTF-8"};
    for (size_t l = 0; l < sizeof(locales) / sizeof(locales[0]); l++) {
        if (!setlocale(LC_ALL, locales[l])) {
            continue; /* not installed */
        }
        for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
            char text[PCS_NUMBER_SIZE];
            double number = 9.0;
            size_t length = pcs_number_write(text, numbers[i]);
            CHECK_CASE(!strchr(text, ',') && pcs_number_parse(text, length, &number) && number == numbers[i], "%s",
                       text);
        }
        double number;
        CHECK(!pcs_number_parse("1,5", 3, &number) && !pcs_number_parse("", 0, &number));
        CHECK(!pcs_number_parse("1e999", 5, &number) && !pcs_number_parse("inf", 3, &number));
        CHECK(!pcs_number_parse(" 1", 2, &number) && !pcs_number_parse("1-", 2, &number));
    }
    setlocale(LC_ALL, "C");
}

/* Fifteen digits where they are enough, else seventeen, as printf writes them. */
static void numbers_are_those_of_printf(void) {
    uint64_t state = 5;
    for (uint32_t i = 0; i < 30000; i++) {
        double scales[] = {1e-6, 1e-3, 0.1, 1.0, 1024.0, 1e9, 1e17};
        double number = ((double)table_random(&state) * 0x1p-31 - 0.5) * scales[i % 7];
        number = i % 3 == 0 ? (double)(float)number : i % 3 == 1 ? floor(number * 1000.0) / 1000.0 : number;
        char text[PCS_NUMBER_SIZE], wanted[PCS_NUMBER_SIZE];
        size_t length = pcs_number_write(text, number);
        snprintf(wanted, sizeof(wanted), "%.15g", number);
        if (strtod(wanted, NULL) != number) {
            snprintf(wanted, sizeof(wanted), "%.17g", number);
        }
        CHECK_CASE(strcmp(text, wanted) == 0 && length == strlen(text), "%s for %s", text, wanted);
    }
}

int main(void) {
    scene s = {.context = pcs_context_new(NULL)};
    CHECK(s.context && mkdtemp(folder));
    const char *input = write_file("list.csv", "source,target\n10.0.0.1,10.0.0.2\n10.0.0.1,alpha\nalpha,beta\nbeta,8\n"
                                               "8,7\n");
    CHECK(pcs_edges_read(s.context, &input, 1, NULL, &s.edges) == PCS_OK && pcs_edges_host_count(s.edges) == 6);
    CHECK(pcs_device_open(s.context, "host", NULL, &s.device) == PCS_OK);
    rows_are_taken(&s);
    faults_are_named(&s);
    written_ones_are_read(&s);
    numbers_know_no_locale();
    numbers_are_those_of_printf();
    pcs_device_free(s.device);
    pcs_edges_free(s.edges);
    pcs_context_free(s.context);
    unlink(write_file("list.csv", ""));
    unlink(write_file("positions.csv", ""));
    unlink(write_file("saved.csv", ""));
    CHECK(rmdir(folder) == 0);
    return check_result();
}
