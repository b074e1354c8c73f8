/* edges: lists in and out, and what pcs_edges_read makes of inputs of all sorts. */
#include "check.h"
#include "edges/amount.h"
#include "edges/edges.h"
#include "pcapshade.h"

#include <unistd.h>

static char folder[] = "/tmp/pcapshade-test-XXXXXX";
static char last_warning[1024];
static unsigned warnings;

static void keep_warning(void *user, pcs_log_level level, const char *text) {
    (void)user;
    warnings += level == PCS_LOG_WARNING;
    snprintf(last_warning, sizeof(last_warning), "%s", text);
}

static void write_file(const char *name, const void *data, size_t length) {
    FILE *file = fopen(name, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length);
    if (file) {
        fclose(file);
    }
}

/* The file, ended; to be freed. */
static char *read_file(const char *name, size_t *length) {
    FILE *file = fopen(name, "rb");
    char *text = calloc(1, 1 << 20);
    *length = file && text ? fread(text, 1, (1 << 20) - 1, file) : 0;
    CHECK(*length > 0);
    if (file) {
        fclose(file);
    }
    return text;
}

static pcs_status read_one(pcs_context *context, const char *name, pcs_edges **edges) {
    return pcs_edges_read(context, &name, 1, NULL, edges);
}

static pcs_status read_text(pcs_context *context, const char *text, size_t length, pcs_edges **edges) {
    write_file("in", text, length);
    return read_one(context, "in", edges);
}

/* ---- what is read */

#define HEADER                                                                                                         \
    "a,b,protocol,packets,bytes,payload_bytes,a_to_b_packets,a_to_b_bytes,a_to_b_payload_bytes,b_to_a_packets,"        \
    "b_to_a_bytes,b_to_a_payload_bytes\n"

/* A list, and the rows it is written as. */
static const struct {
    const char *name, *list, *rows;
} lists[] = {
    {"the notebook's columns", "source,target,protocol,weight\n7,3,tcp,10\n3,7,tcp,5\n",
     "3,7,tcp,2,15,15,1,5,5,1,10,10\n"},
    {"two columns", "source,target\na,b\n", "a,b,other,1,0,0,1,0,0,0,0,0\n"},
    {"other columns and order", "Id,Weight,TARGET,x, Source \nn,4,b,,a\n", "a,b,other,1,4,4,1,4,4,0,0,0\n"},
    {"a capture's truth", "a,b,protocol,packets,bytes,payload_bytes\n10.0.0.2,10.0.0.10,udp,3,300,174\n",
     "10.0.0.2,10.0.0.10,udp,3,300,174,3,300,174,0,0,0\n"},
    {"bytes alone", "source,target,bytes\n1,2,9\n", "1,2,other,1,9,0,1,9,0,0,0,0\n"},
    {"what is written", HEADER "::1,a,icmp,3,30,12,1,10,4,2,20,8\n", "::1,a,icmp,3,30,12,1,10,4,2,20,8\n"},
    {"turned round", HEADER "a,::1,icmp,3,30,12,1,10,4,2,20,8\n", "::1,a,icmp,3,30,12,2,20,8,1,10,4\n"},
    {"of a host to itself", HEADER "1,1,tcp,3,30,12,1,10,4,2,20,8\n", "1,1,tcp,3,30,12,3,30,12,0,0,0\n"},
    {"no traffic", HEADER "1,2,tcp,0,0,0,0,0,0,0,0,0\n", "1,2,tcp,0,0,0,0,0,0,0,0,0\n"},
    {"CRLF, mark, blank lines, no last line end", "\xef\xbb\xbf\r\n\r\nsource,target\r\n1,2\r\n\r\n2,1\r\n\r\n3,1",
     "1,2,other,2,0,0,1,0,0,1,0,0\n1,3,other,1,0,0,0,0,0,1,0,0\n"},
    {"CR alone", "source,target\r1,2\r2,1", "1,2,other,2,0,0,1,0,0,1,0,0\n"},
    {"quotes", "\"source\",\"target\",weight\n\"a,\"\"b\"\"\nc\",\" 1\",\"7\"\n",
     "\" 1\",\"a,\"\"b\"\"\nc\",other,1,7,7,0,0,0,1,7,7\n"},
    {"blanks around fields", "source , target,weight\n a b\t, 2 , 3 \n", "2,a b,other,1,3,3,0,0,0,1,3,3\n"},
    {"formulas", "source,target\n=1+1,'=1+1\n'-2,''@x\n\"\tx\",o'x\n",
     "\"'\tx\",o'x,other,1,0,0,1,0,0,0,0,0\n''@x,'-2,other,1,0,0,0,0,0,1,0,0\n'=1+1,'=1+1,other,1,0,0,1,0,0,0,0,0\n"},
    {"protocols",
     "source,target,protocol\n1,2,TCP\n1,2,6\n1,2,17\n1,2,1\n1,2,58\n1,2,ICMPv6\n1,2,132\n1,2,gre\n1,2,\n1,2,47\n",
     "1,2,tcp,2,0,0,2,0,0,0,0,0\n1,2,udp,1,0,0,1,0,0,0,0,0\n1,2,icmp,3,0,0,3,0,0,0,0,0\n"
     "1,2,sctp,1,0,0,1,0,0,0,0,0\n1,2,other,3,0,0,3,0,0,0,0,0\n"},
    {"numbers", "source,target,weight\n1,2,0.5\n1,3,1e3\n1,4,18446744073709551615\n1,5,\n1,6,2.49\n1,7,00.1e1\n",
     "1,2,other,1,1,1,1,1,1,0,0,0\n1,3,other,1,1000,1000,1,1000,1000,0,0,0\n"
     "1,4,other,1,18446744073709551615,18446744073709551615,1,18446744073709551615,18446744073709551615,0,0,0\n"
     "1,5,other,1,0,0,1,0,0,0,0,0\n1,6,other,1,2,2,1,2,2,0,0,0\n1,7,other,1,1,1,1,1,1,0,0,0\n"},
    {"kinds of hosts", "source,target\n10.0.0.1,9\n2001:DB8:0::1,host\n010,10\n::ffff:10.0.0.1,10.0.0.1\n",
     "10.0.0.1,::ffff:10.0.0.1,other,1,0,0,0,0,0,1,0,0\n10.0.0.1,9,other,1,0,0,1,0,0,0,0,0\n"
     "2001:db8::1,host,other,1,0,0,1,0,0,0,0,0\n10,010,other,1,0,0,0,0,0,1,0,0\n"},
    {"a header alone", "source,target\n", ""},
    {"a header without its end", "target,source", ""},
};

static void lists_are_read(pcs_context *context) {
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        pcs_edges *edges;
        CHECK_CASE(read_text(context, lists[i].list, strlen(lists[i].list), &edges) == PCS_OK, "%s: %s", lists[i].name,
                   pcs_context_message(context));
        if (!edges) {
            continue;
        }
        CHECK(pcs_edges_summary(edges)->packets == 0 && pcs_edges_summary(edges)->inputs == 1);
        CHECK(pcs_edges_summary(edges)->input_bytes == strlen(lists[i].list));
        CHECK(pcs_edges_write_csv(context, edges, "out") == PCS_OK);
        size_t length;
        char *text = read_file("out", &length);
        CHECK_CASE(strncmp(text, HEADER, strlen(HEADER)) == 0 && strcmp(text + strlen(HEADER), lists[i].rows) == 0,
                   "%s: %s", lists[i].name, text + strlen(HEADER));
        free(text);
        pcs_edges_free(edges);
    }
}

/* Texts that are refused, and what the message says after the file's name. */
static const struct {
    const char *text, *message;
} faults[] = {
    {"source,target\n1\n", "line 2: found 1 columns, expected 2 as in the header"},
    {"source,target\n1,2\n\n1,2,3\n", "line 4: found 3 columns, expected 2 as in the header"},
    {"source,target\n,2\n", "line 2, column 1 (source): found \"\", expected an address"},
    {"x,a,b\n1,2,\n", "line 2, column 3 (target): found \"\", expected an address"},
    {"source,target,weight\n1,2,-3\n", "line 2, column 3 (weight): found \"-3\", expected a number from 0 to 1844674"},
    {"source,target,weight\n1,2,1x\n", "found \"1x\""},
    {"source,target,weight\n1,2,nan\n", "found \"nan\""},
    {"source,target,weight\n1,2,.\n", "found \".\""},
    {"source,target,weight\n1,2,1e\n", "found \"1e\""},
    {"source,target,weight\n1,2,18446744073709551616\n", "found \"18446744073709551616\""},
    {"source,target,weight\n1,2,18446744073709551615.5\n", "found \"18446744073709551615.5\""},
    {"source,target,weight\n1,2,1e20\n", "found \"1e20\""},
    {"source,target,packets\n1,2,0x10\n", "line 2, column 3 (packets): found \"0x10\""},
    {"source,target\n\"a\nb\",2\n\"1,2\n", "line 4, column 1: a quoted field that is not closed"},
    {"source,target\n1,a\"b\n", "line 2, column 2: a quote inside a field"},
    {"source,target\n\"1\"2,3\n", "line 2, column 1: a quote inside a field"},
    {"source,target,source\n1,2,3\n", "line 1, column 3 (source): a second column of this meaning"},
    {"a,target,source\n1,2,3\n", "line 1, column 3 (source): a second column of this meaning"},
    {HEADER "1,2,tcp,9,0,0,1,0,0,2,0,0\n",
     "line 2, column 4 (packets): found \"9\", expected 3, the sum of both directions"},
    {"source,target\n1,\x1b[31m\"\n", "a quote inside a field"},
    {"", "is empty"},
    {"\n\n", "is text, but no edge list (it begins \"\")"},
    {"from,to\n1,2\n",
     "is text, but no edge list (it begins \"from,to\"): an edge list begins with the header source,"},
    {"source,weight\n1,2\n", "is text, but no edge list"},
    {"\"source\",\"target\n", "is text, but no edge list"},
    {"\xff\xfes\n", "is text in UTF-16"},
    {"\x7f"
     "ELF",
     "is neither a capture nor an edge list (it begins with the bytes 7f 45 4c 46)"},
};

static void faults_are_named(pcs_context *context) {
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        pcs_edges *edges;
        CHECK_CASE(read_text(context, faults[i].text, strlen(faults[i].text), &edges) == PCS_E_FORMAT && !edges, "%s",
                   faults[i].text);
        const char *message = pcs_context_message(context);
        CHECK_CASE(strncmp(message, "in: ", 4) == 0 && strstr(message, faults[i].message), "%s gives %s",
                   faults[i].text, message);
    }
}

/* Limits of rows and names. */
static void sizes_are_bounded(pcs_context *context) {
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    pcs_edges *edges;
    memset(text, 'n', SIZE);
    memcpy(text, "source,target\n1,", 16);
    text[16 + 255] = '\n';
    CHECK(read_text(context, text, 16 + 256, &edges) == PCS_OK && edges->edge_count == 1);
    pcs_edges_free(edges);
    text[16 + 255] = 'n';
    CHECK(read_text(context, text, 16 + 256, &edges) == PCS_E_FORMAT);
    CHECK(strstr(pcs_context_message(context), "line 2, column 2 (target): found \"nnn") != NULL);
    CHECK(read_text(context, text, SIZE, &edges) == PCS_E_FORMAT);
    CHECK(strstr(pcs_context_message(context), "line 2, column 2: a row of more than 65536 bytes") != NULL);
    memset(text + 16, ',', 300);
    CHECK(read_text(context, text, 16 + 300, &edges) == PCS_E_FORMAT);
    CHECK(strstr(pcs_context_message(context), "line 2, column 257: a row of more than 256 columns") != NULL);
    CHECK(read_text(context, "source,target\n1,a\0b\n", 20, &edges) == PCS_E_FORMAT);
    free(text);
}

/* Lists of many blocks: rows and line numbers hold where one block ends and the next begins. */
static void long_lists_are_read(pcs_context *context) {
    enum { ROWS = 200000 };
    FILE *file = fopen("in", "w");
    fprintf(file, "source,target,weight\r\n");
    for (unsigned i = 0; i < ROWS; i++) {
        fprintf(file, "%u,\"%u\",1\r\n", i % 700, 1000 + i % 300);
    }
    fclose(file);
    pcs_edges *edges;
    CHECK(read_one(context, "in", &edges) == PCS_OK);
    uint64_t packets = 0, bytes = 0;
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        packets += edges->table[i].a_to_b.packets;
        bytes += edges->table[i].a_to_b.bytes;
    }
    CHECK(edges->host_count == 1000 && edges->edge_count == 2100 && packets == ROWS && bytes == ROWS);
    pcs_edges_free(edges);
    file = fopen("in", "a");
    fprintf(file, "1,2,x\r\n");
    fclose(file);
    CHECK(read_one(context, "in", &edges) == PCS_E_FORMAT);
    CHECK(strstr(pcs_context_message(context), "in: line 200002, column 3 (weight)") != NULL);
}

/* ---- round trip */

static uint32_t random_below(uint32_t limit) {
    static uint64_t state = 7;
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((state >> 32) * limit >> 32);
}

/* A field in quotes that stands for any name of these characters, formula or not. */
static void put_random_name(FILE *file) {
    static const char characters[] = "ab1.:=+-@'\t \r\n,;%\xc3\xa9";
    unsigned length = 1 + random_below(6);
    fprintf(file, "\"");
    for (unsigned i = 0; i < length; i++) {
        char c = characters[random_below(sizeof(characters) - 1)];
        fprintf(file, "%s%c", random_below(9) ? "" : "\"\"", c);
    }
    fprintf(file, "\"");
}

static void what_is_written_is_read_again(pcs_context *context) {
    for (unsigned round = 0; round < 20; round++) {
        FILE *file = fopen("in", "w");
        fprintf(file, "source,target,protocol,packets,weight\n");
        for (unsigned i = 0; i < 300; i++) {
            put_random_name(file);
            fprintf(file, ",");
            put_random_name(file);
            fprintf(file, ",%s,%u,%u\n", random_below(2) ? "udp" : "x", random_below(5), random_below(UINT32_MAX));
        }
        fclose(file);
        pcs_edges *edges, *again;
        CHECK_CASE(read_one(context, "in", &edges) == PCS_OK, "%s", pcs_context_message(context));
        CHECK(pcs_edges_write_csv(context, edges, "out") == PCS_OK);
        CHECK_CASE(read_one(context, "out", &again) == PCS_OK, "%s", pcs_context_message(context));
        CHECK(edges->host_count == again->host_count && edges->edge_count == again->edge_count);
        CHECK(memcmp(edges->table, again->table, edges->edge_count * sizeof(pcs_edge)) == 0);
        bool same = true;
        for (uint32_t i = 0; i < edges->host_count; i++) {
            same = same && pcs_host_compare(&edges->hosts[i], &again->hosts[i]) == 0;
        }
        CHECK(same);
        pcs_edges_free(edges);
        pcs_edges_free(again);
    }
}

/* A spreadsheet meets no cell that it would run. */
static void no_cell_begins_a_formula(pcs_context *context) {
    size_t length;
    (void)context;
    char *text = read_file("out", &length);
    bool quoted = false;
    for (size_t i = 1; i < length; i++) {
        quoted = quoted != (text[i - 1] == '"');
        bool first = (!quoted && (text[i - 1] == ',' || text[i - 1] == '\n')) ||
                     (quoted && text[i - 1] == '"' && i > 1 && (text[i - 2] == ',' || text[i - 2] == '\n'));
        CHECK_CASE(!first || !strchr("=+-@\t\r", text[i]), "at %zu", i);
    }
    free(text);
}

static void amounts_are_written(void) {
    static const uint64_t amounts[] = {0, 1, 9, 10, 99, 100, 4294967296, UINT64_MAX};
    for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
        char text[PCS_AMOUNT_DIGITS + 1], expected[32];
        uint64_t again;
        *pcs_amount_write(text, amounts[i]) = '\0';
        snprintf(expected, sizeof(expected), "%llu", (unsigned long long)amounts[i]);
        CHECK_CASE(strcmp(text, expected) == 0, "%s", expected);
        CHECK(pcs_amount_parse(text, strlen(text), &again) && again == amounts[i]);
    }
}

/* ---- inputs of all sorts */

/* A capture of raw IP: one UDP packet of 10 bytes from 10.0.0.1 to 10.0.0.2 every second. */
static size_t make_capture(uint8_t *capture, unsigned packets) {
    static const uint8_t file_header[24] = {0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, [16] = 0xff, 0xff, 0, 0, 101};
    static const uint8_t packet[16 + 38] = {[8] = 38, [12] = 38, [16] = 0x45, [19] = 38, [24] = 64, 17, [28] = 10,
                                            0,        0,         1,           10,        0,         0,  2,
                                            0,        53,        0,           53,        0,         18};
    memcpy(capture, file_header, sizeof(file_header));
    size_t length = sizeof(file_header);
    for (unsigned i = 0; i < packets; i++) {
        memcpy(capture + length, packet, sizeof(packet));
        capture[length] = (uint8_t)(i + 1);
        length += sizeof(packet);
    }
    return length;
}

static void inputs_are_told_apart(pcs_context *context) {
    uint8_t capture[24 + 3 * 54];
    size_t length = make_capture(capture, 3);
    const char *const inputs[] = {"cap", "cut", "text", "missing", "list", "cap", "gone/."};
    const pcs_read_options strict = {.size = sizeof(strict), .strict = true};
    pcs_edges *edges;
    write_file("cap", capture, length);
    write_file("cut", capture, length - 1);
    write_file("text", "hello\n", 6);
    write_file("list", "source,target,protocol,weight\n10.0.0.2,10.0.0.1,udp,5\n", 54);
    warnings = 0;
    CHECK(pcs_edges_read(context, inputs, 7, NULL, &edges) == PCS_OK);
    CHECK(strcmp(pcs_context_message(context), "") == 0);
    const pcs_read_summary *summary = pcs_edges_summary(edges);
    CHECK(summary->inputs == 7 && summary->inputs_skipped == 3 && summary->inputs_cut == 1 && warnings == 4);
    CHECK(summary->packets == 8 && summary->outcomes[PCS_OUTCOME_EDGE] == 8);
    CHECK(summary->input_bytes == 3 * length - 1 + 6 + 54);
    CHECK(summary->first_ns == 1000000000 && summary->last_ns == 3000000000);
    CHECK(edges->host_count == 2 && edges->edge_count == 1);
    CHECK(edges->table[0].a_to_b.packets == 8 && edges->table[0].a_to_b.bytes == 8 * 38 &&
          edges->table[0].a_to_b.payload_bytes == 8 * 10);
    CHECK(edges->table[0].b_to_a.packets == 1 && edges->table[0].b_to_a.payload_bytes == 5);
    char text[32];
    CHECK(pcs_edges_host_text(edges, 1, text, sizeof(text)) == 8 && strcmp(text, "10.0.0.2") == 0);
    pcs_edges_free(edges);

    CHECK(pcs_edges_read(context, inputs, 1, &strict, &edges) == PCS_OK);
    pcs_edges_free(edges);
    for (size_t i = 1; i < 4; i++) {
        CHECK_CASE(pcs_edges_read(context, inputs, i + 1, &strict, &edges) == PCS_E_FORMAT && !edges, "%zu", i);
        CHECK(strncmp(pcs_context_message(context), "cut: ", 5) == 0);
    }
    warnings = 0;
    CHECK(read_one(context, "missing", &edges) == PCS_E_READ && !edges && warnings == 0);
    CHECK(strncmp(pcs_context_message(context), "missing: ", 9) == 0);
    CHECK(pcs_edges_read(context, inputs + 2, 2, NULL, &edges) == PCS_E_FORMAT && warnings == 2);
    CHECK(strncmp(pcs_context_message(context), "text: ", 6) == 0);
    CHECK(pcs_edges_read(context, inputs, 0, NULL, &edges) == PCS_E_ARGUMENT && !edges);
    CHECK(read_one(context, "cut", &edges) == PCS_OK && edges->summary.packets == 2 && edges->summary.inputs_cut == 1);
    CHECK(strncmp(last_warning, "cut: ", 5) == 0);
    pcs_edges_free(edges);
}

/* A wrong row late in a list of several inputs leaves nothing of that list. */
static void wrong_lists_leave_nothing(pcs_context *context) {
    const char *const inputs[] = {"good", "wrong"};
    pcs_edges *edges;
    write_file("good", "source,target\n1,2\n", 18);
    write_file("wrong", "source,target\n1,2\n3,4\n5\n", 24);
    CHECK(pcs_edges_read(context, inputs, 2, NULL, &edges) == PCS_OK);
    CHECK(edges->edge_count == 1 && edges->table[0].a_to_b.packets == 1 && edges->summary.inputs_skipped == 1);
    CHECK(strstr(last_warning, "wrong: line 4: ") == last_warning);
    pcs_edges_free(edges);
}

static void filters_are_passed_on(pcs_context *context) {
    pcs_read_options options = {.size = sizeof(options), .filter = "tcp"};
    const char *const inputs[] = {"list", "cap"};
    pcs_edges *edges;
    warnings = 0;
    CHECK(pcs_edges_read(context, inputs, 2, &options, &edges) == PCS_OK && warnings == 1);
    CHECK(edges->summary.outcomes[PCS_OUTCOME_FILTERED] == 3 && edges->edge_count == 1);
    pcs_edges_free(edges);
    options.filter = "no filter";
    CHECK(pcs_edges_read(context, inputs, 2, &options, &edges) == PCS_E_ARGUMENT && !edges);
}

static bool cancel(void *user, const pcs_progress *progress) {
    unsigned *left = user;
    CHECK(strcmp(progress->stage, "read") == 0 || strcmp(progress->stage, "write") == 0);
    CHECK(progress->done >= -1 && progress->done <= 1);
    return (*left)-- == 0;
}

static void reading_can_be_cancelled(void) {
    unsigned left = 0;
    pcs_context_options options = {.size = sizeof(options), .progress = cancel, .user = &left};
    pcs_context *context = pcs_context_new(&options);
    const char *const inputs[] = {"list", "cap"};
    pcs_edges *edges;
    for (unsigned ticks = 0; ticks < 2; ticks++) {
        left = ticks;
        CHECK(pcs_edges_read(context, inputs, 2, NULL, &edges) == PCS_E_CANCELLED && !edges);
    }
    left = 100;
    CHECK(pcs_edges_read(context, inputs, 2, NULL, &edges) == PCS_OK);
    left = 0;
    unlink("cancelled");
    CHECK(pcs_edges_write_csv(context, edges, "cancelled") == PCS_E_CANCELLED && access("cancelled", F_OK) != 0);
    left = 100;
    CHECK(pcs_edges_write_csv(context, edges, "/dev/full") == PCS_E_WRITE);
    pcs_edges_free(edges);
    pcs_context_free(context);
}

/* The network of the notebook that is replaced: its own list. Counts by sort -u on the file. */
static void the_notebooks_list_is_read(pcs_context *context) {
    const char *shared = check_shared();
    if (!shared) {
        printf("skipped without PCS_SHARED: the_notebooks_list_is_read\n");
        return;
    }
    char path[4096];
    pcs_edges *edges;
    snprintf(path, sizeof(path), "%s/captures/maccdc2012_full_edges.csv", shared);
    CHECK_CASE(read_one(context, path, &edges) == PCS_OK, "%s", pcs_context_message(context));
    CHECK_CASE(edges && edges->host_count == 1514 && edges->edge_count == 2176, "%s", path);
    pcs_edges_free(edges);
}

int main(void) {
    pcs_context_options options = {.size = sizeof(options), .log = keep_warning};
    pcs_context *context = pcs_context_new(&options);
    CHECK(context && mkdtemp(folder) && chdir(folder) == 0);
    lists_are_read(context);
    faults_are_named(context);
    sizes_are_bounded(context);
    long_lists_are_read(context);
    what_is_written_is_read_again(context);
    no_cell_begins_a_formula(context);
    amounts_are_written();
    inputs_are_told_apart(context);
    wrong_lists_leave_nothing(context);
    filters_are_passed_on(context);
    reading_can_be_cancelled();
    the_notebooks_list_is_read(context);
    pcs_context_free(context);
    static const char *const files[] = {"in", "out", "cap", "cut", "text", "list", "good", "wrong"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        CHECK(unlink(files[i]) == 0);
    }
    CHECK(chdir("/") == 0 && rmdir(folder) == 0);
    return check_result();
}
