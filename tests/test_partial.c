/* Partials: what is written is read again, merging is exact in any order, and nothing damaged or made up is taken. */
#include "base/varint.h"
#include "check.h"
#include "edges/partial.h"

#include <unistd.h>
#include <zlib.h>

static char folder[] = "/tmp/pcapshade-test-XXXXXX";

static uint32_t random_below(uint32_t limit) {
    static uint64_t state = 5;
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((state >> 32) * limit >> 32);
}

static void write_file(const char *name, const void *data, size_t length) {
    FILE *file = fopen(name, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

static uint8_t *read_file(const char *name, size_t *length) {
    enum { SIZE = 1 << 22 };
    FILE *file = fopen(name, "rb");
    uint8_t *data = malloc(SIZE);
    *length = file && data ? fread(data, 1, SIZE, file) : 0;
    CHECK(*length > 0 && *length < SIZE);
    if (file) {
        fclose(file);
    }
    return data;
}

static bool same_files(const char *a, const char *b) {
    size_t a_length, b_length;
    uint8_t *a_data = read_file(a, &a_length), *b_data = read_file(b, &b_length);
    bool same = a_length == b_length && memcmp(a_data, b_data, a_length) == 0;
    free(a_data);
    free(b_data);
    return same;
}

static pcs_status read_inputs(pcs_context *context, const char *const *inputs, size_t count, pcs_edges **edges) {
    const pcs_read_options options = {.size = sizeof(options), .times = true};
    return pcs_edges_read(context, inputs, count, &options, edges);
}

/* ---- round trip */

static uint64_t random_amount(void) {
    return (uint64_t)random_below(UINT32_MAX) << random_below(30) >> random_below(33);
}

static pcs_host random_host(char name[8]) {
    pcs_host host = {.kind = (pcs_host_kind)random_below(PCS_HOST_KINDS)};
    switch (host.kind) {
    case PCS_HOST_NAME:
        host.name_length = (uint32_t)snprintf(name, 8, "n%u", random_below(300));
        host.name = name;
        break;
    case PCS_HOST_IPV6:
        host.high = (uint64_t)random_below(3) << 62;
        host.low = (uint64_t)random_below(200) << random_below(57);
        break;
    case PCS_HOST_ID:
        host.low = UINT64_MAX - random_below(300);
        break;
    case PCS_HOST_IPV6_SERVICE:
        host.high = random_below(3);
        host.suffix = 1 + random_below(3);
        break;
    case PCS_HOST_IPV4_PREFIX:
    case PCS_HOST_IPV6_PREFIX: {
        pcs_host address = {.kind = host.kind == PCS_HOST_IPV4_PREFIX ? PCS_HOST_IPV4 : PCS_HOST_IPV6,
                            .high = random_amount(),
                            .low = random_below(300) << 20};
        address.high = address.kind == PCS_HOST_IPV4 ? 0 : address.high;
        return pcs_host_prefix(&address, random_below(33));
    }
    default:
        host.low = UINT32_MAX - random_below(300);
        host.suffix = host.kind == PCS_HOST_IPV4_SERVICE ? 443 : 0;
        break;
    }
    return host;
}

static pcs_traffic random_traffic(void) {
    pcs_traffic nothing = {0, 0, 0}, some = {random_amount(), random_amount(), random_amount()};
    return random_below(3) ? some : nothing;
}

/* Adds the same exchanges to two tables. */
static void fill(pcs_context *context, pcs_table *one, pcs_table *other, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        char names[2][8];
        pcs_exchange exchange = {.pair = {random_host(names[0]), random_host(names[1])},
                                 .protocol = (pcs_protocol)random_below(PCS_PROTOCOL_COUNT),
                                 .there = random_traffic(),
                                 .back = random_traffic()};
        exchange.times.first_ns = random_below(9) ? (int64_t)random_amount() - 1000 : 0;
        exchange.times.last_ns = exchange.times.first_ns ? exchange.times.first_ns + random_below(1000) : 0;
        CHECK(pcs_table_add_exchanges(context, one, &exchange, 1) == PCS_OK);
        CHECK(pcs_table_add_exchanges(context, other, &exchange, 1) == PCS_OK);
    }
}

static void write_table(pcs_context *context, pcs_table *table, uint64_t packets, const char *partial,
                        const char *csv) {
    pcs_edges *edges;
    CHECK(pcs_table_finish(context, table, &edges) == PCS_OK);
    edges->summary.packets = packets;
    edges->summary.outcomes[PCS_OUTCOME_EDGE] = packets;
    edges->summary.first_ns = packets ? (int64_t)(5000 - packets) : 0;
    edges->summary.last_ns = packets ? (int64_t)(5000 + packets) : 0;
    CHECK(pcs_edges_write_partial(context, edges, partial) == PCS_OK);
    CHECK(pcs_edges_write_csv(context, edges, csv) == PCS_OK);
    pcs_edges_free(edges);
}

/* Three parts, written one by one, joined in every order: the table of all, and its partial byte by byte. */
static void merging_is_exact(pcs_context *context, unsigned size) {
    static const char *const parts[3] = {"0.pce", "1.pce", "2.pce"};
    static const unsigned orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    pcs_table part, all;
    pcs_table_init(&all, NULL);
    pcs_table_keep_times(&all);
    for (unsigned i = 0; i < 3; i++) {
        pcs_table_init(&part, NULL);
        pcs_table_keep_times(&part);
        fill(context, &part, &all, i == 1 ? 0 : random_below(size));
        write_table(context, &part, 10 + i, parts[i], "part.csv");
    }
    write_table(context, &all, 33, "all.pce", "all.csv");
    for (unsigned i = 0; i < 6; i++) {
        const char *const inputs[] = {parts[orders[i][0]], parts[orders[i][1]], parts[orders[i][2]]};
        pcs_edges *edges;
        CHECK_CASE(read_inputs(context, inputs, 3, &edges) == PCS_OK, "%s", pcs_context_message(context));
        CHECK(edges->summary.packets == 33 && edges->summary.outcomes[PCS_OUTCOME_EDGE] == 33);
        CHECK(edges->summary.first_ns == 5000 - 12 && edges->summary.last_ns == 5000 + 12);
        edges->summary.first_ns = 5000 - 33;
        edges->summary.last_ns = 5000 + 33;
        CHECK(pcs_edges_write_csv(context, edges, "merged.csv") == PCS_OK);
        CHECK(pcs_edges_write_partial(context, edges, "merged.pce") == PCS_OK);
        CHECK_CASE(same_files("merged.csv", "all.csv"), "order %u of %u", i, size);
        CHECK_CASE(same_files("merged.pce", "all.pce"), "order %u of %u", i, size);
        pcs_edges_free(edges);
    }
}

/* A counter that is full stays known to be. */
static void saturation_is_kept(pcs_context *context) {
    const char list[] = "source,target,weight\n1,2,18446744073709551615\n1,2,1\n";
    const char *const inputs[] = {"list", "full.pce"};
    pcs_edges *edges;
    write_file("list", list, sizeof(list) - 1);
    CHECK(read_inputs(context, inputs, 1, &edges) == PCS_OK && edges->saturated);
    CHECK(pcs_edges_write_partial(context, edges, "full.pce") == PCS_OK);
    pcs_edges_free(edges);
    CHECK(read_inputs(context, inputs + 1, 1, &edges) == PCS_OK && edges->saturated);
    CHECK(edges->table[0].a_to_b.bytes == UINT64_MAX);
    CHECK(pcs_edges_write_partial(context, edges, "/dev/full") == PCS_E_WRITE);
    pcs_edges_free(edges);
}

/* ---- damage */

static bool refused(pcs_context *context, const uint8_t *data, size_t length) {
    const char *const inputs[] = {"damaged.pce"};
    pcs_edges *edges;
    write_file("damaged.pce", data, length);
    pcs_status status = read_inputs(context, inputs, 1, &edges);
    pcs_edges_free(edges);
    return status == PCS_E_FORMAT && strstr(pcs_context_message(context), "damaged.pce: ") != NULL;
}

static void damage_is_refused(pcs_context *context) {
    pcs_table table, unused;
    pcs_table_init(&table, NULL);
    pcs_table_init(&unused, NULL);
    pcs_table_keep_times(&table);
    fill(context, &table, &unused, 30);
    pcs_table_clear(&unused);
    write_table(context, &table, 7, "whole.pce", "whole.csv");
    size_t length;
    uint8_t *data = read_file("whole.pce", &length);
    CHECK(!refused(context, data, length));
    for (size_t i = 0; i < length; i++) {
        data[i] ^= (uint8_t)(1U << i % 8);
        CHECK_CASE(refused(context, data, length), "byte %zu changed", i);
        data[i] ^= (uint8_t)(1U << i % 8);
        CHECK_CASE(refused(context, data, i), "cut to %zu bytes", i);
        CHECK_CASE(i < PCS_PARTIAL_HEADER || strstr(pcs_context_message(context), "block of ") != NULL, "%s",
                   pcs_context_message(context));
    }
    data[length] = 0;
    CHECK(refused(context, data, length + 1) && strstr(pcs_context_message(context), "more bytes follow") != NULL);
    data[PCS_PARTIAL_MAGIC_LENGTH] = 2;
    CHECK(refused(context, data, length) && strstr(pcs_context_message(context), "of format 2") != NULL);
    data[4] = '\n';
    CHECK(refused(context, data, length) && strstr(pcs_context_message(context), "line ends were changed") != NULL);
    free(data);
}

/* Of several inputs, a damaged one gives nothing and the others all. */
static void damage_leaves_nothing(pcs_context *context) {
    const char *const inputs[] = {"whole.pce", "damaged.pce"};
    size_t length;
    pcs_edges *edges;
    uint8_t *data = read_file("whole.pce", &length);
    write_file("damaged.pce", data, length - 1);
    free(data);
    CHECK(read_inputs(context, inputs, 2, &edges) == PCS_OK);
    CHECK(edges->summary.inputs_skipped == 1 && edges->summary.packets == 7);
    CHECK(pcs_edges_write_csv(context, edges, "merged.csv") == PCS_OK && same_files("merged.csv", "whole.csv"));
    pcs_edges_free(edges);
}

/* ---- made up: right checksums, wrong contents */

static uint8_t made[1 << 16], *made_end;
static uint32_t made_crc;

static void put_u32(uint32_t value) {
    for (unsigned i = 0; i < 4; i++) {
        *made_end++ = (uint8_t)(value >> (8 * i));
    }
}

static void begin_made(void) {
    made_end = made + PCS_PARTIAL_MAGIC_LENGTH;
    memcpy(made, PCS_PARTIAL_MAGIC, PCS_PARTIAL_MAGIC_LENGTH);
    put_u32(PCS_PARTIAL_VERSION);
    made_crc = (uint32_t)crc32(0, made, PCS_PARTIAL_HEADER);
}

static void put_block(uint8_t kind, uint8_t method, uint32_t entries, uint32_t raw_length, const void *content,
                      size_t length) {
    uint8_t *begin = made_end;
    *made_end++ = kind;
    *made_end++ = method;
    *made_end++ = 0;
    *made_end++ = 0;
    put_u32(entries);
    put_u32(raw_length);
    put_u32((uint32_t)length);
    if (length > 0) {
        memcpy(made_end, content, length);
    }
    made_end += length;
    made_crc = (uint32_t)crc32(made_crc, begin, (uInt)(made_end - begin));
    put_u32(made_crc);
}

/* A table of two hosts with one edge, cell by cell; each case changes some. */
typedef struct made_up {
    const char *what;
    uint8_t summary[15], hosts[8], edges[9];
    size_t summary_length, hosts_length, edges_length;
    uint32_t host_entries, edge_entries;
    bool valid;
} made_up;

#define SUMMARY                                                                                                        \
    { 0, 2, 1, 0, 0, 0, 1, 7, 1, 0, 0, 0, 0, 0, 0 }
#define TWO_HOSTS                                                                                                      \
    { 0, 1, 0, 1 }
#define EDGE                                                                                                           \
    { 0, 1, 0, 1, 2, 3, 4, 5, 6 }

static const made_up cases[] = {
    {"nothing wrong", SUMMARY, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, true},
    {"a flag that is not known", {4, 2, 1, 0, 0, 0, 1, 7, 1}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, false},
    {"outcomes that do not add up", {0, 2, 1, 0, 0, 0, 2, 6, 1}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, false},
    {"another number of outcomes", {0, 2, 1, 0, 0, 0, 1, 5, 1}, TWO_HOSTS, EDGE, 14, 4, 9, 2, 1, false},
    {"a short summary", SUMMARY, TWO_HOSTS, EDGE, 14, 4, 9, 2, 1, false},
    {"a summary with more bytes", {0, 2, 1, 0, 0, 0, 0, 7}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, true},
    {"more hosts than there are", {0, 3, 1, 0, 0, 0, 1, 7, 1}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, false},
    {"fewer hosts than there are", {0, 1, 1, 0, 0, 0, 1, 7, 1}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, false},
    {"more edges than there are", {0, 2, 2, 0, 0, 0, 1, 7, 1}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, false},
    {"no edge", {0, 2, 0, 0, 0, 0, 1, 7, 1}, TWO_HOSTS, EDGE, 15, 4, 9, 2, 1, false},
    {"no entries", SUMMARY, TWO_HOSTS, EDGE, 15, 4, 9, 0, 1, false},
    {"one host entry", SUMMARY, TWO_HOSTS, EDGE, 15, 4, 9, 1, 1, false},
    {"a kind that is not known", SUMMARY, {9, 1, 0, 1}, EDGE, 15, 4, 9, 2, 1, false},
    {"the same host twice", SUMMARY, {0, 1, 0, 0}, EDGE, 15, 4, 9, 2, 1, false},
    {"kinds out of order", SUMMARY, {2, 1, 0, 1}, EDGE, 15, 4, 9, 2, 1, false},
    {"a number that takes too many bytes", SUMMARY, {0, 0x81, 0, 0, 1}, EDGE, 15, 5, 9, 2, 1, false},
    {"an IPv4 address of 35 bits", SUMMARY, {0, 0xff, 0xff, 0xff, 0xff, 0x7f, 2, 1}, EDGE, 15, 8, 9, 2, 1, false},
    {"a name", SUMMARY, {0, 1, 3, 1, 'n'}, EDGE, 15, 5, 9, 2, 1, true},
    {"a name that is an id", SUMMARY, {0, 1, 3, 1, '7'}, EDGE, 15, 5, 9, 2, 1, false},
    {"an empty name", SUMMARY, {0, 1, 3, 0}, EDGE, 15, 4, 9, 2, 1, false},
    {"a name that ends too late", SUMMARY, {0, 1, 3, 2, 'n'}, EDGE, 15, 5, 9, 2, 1, false},
    {"a name with a NUL", SUMMARY, {0, 1, 3, 1, 0}, EDGE, 15, 5, 9, 2, 1, false},
    {"a service", SUMMARY, {0, 1, 5, 1, 80}, EDGE, 15, 5, 9, 2, 1, true},
    {"a service of port 0", SUMMARY, {0, 1, 5, 1, 0}, EDGE, 15, 5, 9, 2, 1, false},
    {"a prefix", SUMMARY, {0, 1, 7, 0, 8}, EDGE, 15, 5, 9, 2, 1, true},
    {"a prefix with bits behind it", SUMMARY, {0, 1, 7, 1, 8}, EDGE, 15, 5, 9, 2, 1, false},
    {"a link address", SUMMARY, {0, 1, 4, 9}, EDGE, 15, 4, 9, 2, 1, true},
    {"a link address of 56 bits", SUMMARY, {4, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 64}, EDGE, 15, 8, 9, 1, 1, false},
    {"a past the hosts", SUMMARY, TWO_HOSTS, {2, 0, 0, 1}, 15, 4, 9, 2, 1, false},
    {"b past the hosts", SUMMARY, TWO_HOSTS, {0, 2, 0, 1}, 15, 4, 9, 2, 1, false},
    {"a protocol that is not known", SUMMARY, TWO_HOSTS, {0, 1, 5, 1}, 15, 4, 9, 2, 1, false},
    {"a host without edges", SUMMARY, TWO_HOSTS, {0, 0, 0, 1}, 15, 4, 9, 2, 1, false},
    {"an edge with an end too few", SUMMARY, TWO_HOSTS, EDGE, 15, 4, 8, 2, 1, false},
    {"two entries of edges", SUMMARY, TWO_HOSTS, EDGE, 15, 4, 9, 2, 2, false},
};

static void made_up_contents_are_refused(pcs_context *context) {
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const made_up *c = &cases[i];
        begin_made();
        put_block(PCS_PARTIAL_SUMMARY, 0, 1, (uint32_t)c->summary_length, c->summary, c->summary_length);
        put_block(PCS_PARTIAL_HOSTS, 0, c->host_entries, (uint32_t)c->hosts_length, c->hosts, c->hosts_length);
        put_block(PCS_PARTIAL_EDGES, 0, c->edge_entries, (uint32_t)c->edges_length, c->edges, c->edges_length);
        put_block(PCS_PARTIAL_END, 0, 0, 0, NULL, 0);
        CHECK_CASE(refused(context, made, (size_t)(made_end - made)) == !c->valid, "%s: %s", c->what,
                   pcs_context_message(context));
    }
}

/* Edges that need no file to be many: 1 MB of zeros in 1 kB. */
static void bombs_are_refused(pcs_context *context) {
    static const uint8_t summary[] = {0, 2, 0x80, 0x40, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0}, hosts[] = TWO_HOSTS;
    static uint8_t zeros[9 * PCS_PARTIAL_ENTRIES], deflated[9 * PCS_PARTIAL_ENTRIES];
    uLong length = sizeof(deflated);
    CHECK(compress(deflated, &length, zeros, sizeof(zeros)) == Z_OK && length < 1000);
    begin_made();
    put_block(PCS_PARTIAL_SUMMARY, 0, 1, sizeof(summary), summary, sizeof(summary));
    put_block(PCS_PARTIAL_HOSTS, 0, 2, sizeof(hosts), hosts, sizeof(hosts));
    put_block(PCS_PARTIAL_EDGES, 1, PCS_PARTIAL_ENTRIES, sizeof(zeros), deflated, length);
    CHECK(refused(context, made, (size_t)(made_end - made)));
    CHECK_CASE(strstr(pcs_context_message(context), "block of edges at byte 72: its lengths are not valid") != NULL,
               "%s", pcs_context_message(context));
}

/* A table that compresses very well is written so that it is read. */
static void regular_tables_are_read(pcs_context *context) {
    const char *const inputs[] = {"regular.pce"};
    pcs_table table;
    pcs_edges *edges;
    pcs_table_init(&table, NULL);
    for (uint32_t i = 0; i < 3 * PCS_PARTIAL_ENTRIES + 5; i++) {
        const pcs_host pair[2] = {{.kind = PCS_HOST_IPV4, .low = 1}, {.kind = PCS_HOST_IPV4, .low = 10 + i}};
        const pcs_traffic there = {1, 60, 0}, back = {0, 0, 0};
        CHECK(pcs_table_add_pair(context, &table, pair, PCS_TCP, &there, &back) == PCS_OK);
    }
    write_table(context, &table, 0, "regular.pce", "all.csv");
    CHECK_CASE(read_inputs(context, inputs, 1, &edges) == PCS_OK, "%s", pcs_context_message(context));
    CHECK(pcs_edges_write_csv(context, edges, "merged.csv") == PCS_OK && same_files("merged.csv", "all.csv"));
    pcs_edges_free(edges);
}

static void numbers_are_read_as_written(void) {
    for (unsigned i = 0; i < 2000; i++) {
        uint64_t value = i < 130 ? UINT64_MAX >> (i % 65 == 64 ? 63 : i % 65) : random_amount(), again;
        uint8_t bytes[PCS_VARINT_MAX];
        size_t length = (size_t)(pcs_varint_write(bytes, value) - bytes), at = 0;
        CHECK(pcs_varint_read((pcs_bytes){bytes, length}, &at, &again) && again == value && at == length);
        at = 0;
        CHECK(!pcs_varint_read((pcs_bytes){bytes, length - 1}, &at, &again));
        CHECK(pcs_unzigzag(pcs_zigzag(value)) == value);
    }
    const uint8_t long_one[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2};
    uint64_t value;
    size_t at = 0;
    CHECK(!pcs_varint_read((pcs_bytes){long_one, sizeof(long_one)}, &at, &value));
    CHECK(pcs_zigzag(1) == 2 && pcs_zigzag((uint64_t)-1) == 1);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL && mkdtemp(folder) && chdir(folder) == 0);
    numbers_are_read_as_written();
    merging_is_exact(context, 40);
    merging_is_exact(context, 30000);
    saturation_is_kept(context);
    damage_is_refused(context);
    damage_leaves_nothing(context);
    made_up_contents_are_refused(context);
    bombs_are_refused(context);
    regular_tables_are_read(context);
    pcs_context_free(context);
    static const char *const files[] = {"0.pce",      "1.pce",     "2.pce",       "all.pce",    "merged.pce",
                                        "whole.pce",  "full.pce",  "all.csv",     "part.csv",   "list",
                                        "merged.csv", "whole.csv", "damaged.pce", "regular.pce"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        CHECK(unlink(files[i]) == 0);
    }
    CHECK(chdir("/") == 0 && rmdir(folder) == 0);
    return check_result();
}
