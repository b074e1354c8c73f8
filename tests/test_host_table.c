/* The times of edges, and the table of hosts. */
#include "base/moment.h"
#include "check.h"
#include "edges/table.h"

#include <unistd.h>

static uint32_t random_below(uint32_t limit) {
    static uint64_t state = 11;
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((state >> 32) * limit >> 32);
}

/* ---- moments */

static const struct {
    const char *text;
    int64_t ns;
} dates[] = {
    {"1970-01-01T00:00:00Z", 0},
    {"2012-03-16T12:30:00.000000Z", 1331901000000000000},
    {"2012-03-16 13:30:00.5+01:00", 1331901000500000000},
    {"2012-03-16T11:00:00.123456789-0130", 1331901000123456789},
    {"2000-02-29T23:59:59.9999999999", 951868799999999999},
    {"2016-12-31T23:59:60Z", 1483228800000000000},
    {"1969-12-31T23:59:59.999999999Z", -1},
    {"1677-09-21T00:12:43.145224193Z", -9223372036854775807},
    {"2262-04-11T23:47:16.854775807Z", INT64_MAX},
};

static const char *const no_dates[] = {"",
                                       "2012",
                                       "2012-03-16",
                                       "2012-03-16T12:30Z",
                                       "2012-13-01T00:00:00Z",
                                       "2012-00-01T00:00:00Z",
                                       "2011-02-29T00:00:00Z",
                                       "1900-02-29T00:00:00Z",
                                       "2012-04-31T00:00:00Z",
                                       "2012-03-00T00:00:00Z",
                                       "2012-03-16T24:00:00Z",
                                       "2012-03-16T12:60:00Z",
                                       "2012-03-16T12:30:61Z",
                                       "2012-03-16T12:30:00.Z",
                                       "2012-03-16T12:30:00+1",
                                       "2012-03-16T12:30:00+24:00",
                                       "2012-03-16T12:30:00Zx",
                                       "2262-04-11T23:47:16.854775808Z",
                                       "9999-12-31T23:59:59Z",
                                       "-012-03-16T12:30:00Z"};

static const struct {
    const char *text;
    int64_t ns;
} seconds[] = {{"0", 0},
               {"1331901000.000000", 1331901000000000000},
               {"1331901000.1", 1331901000100000000},
               {"0.0000000019", 1},
               {"9223372036.854775807", INT64_MAX}};

static const char *const no_seconds[] = {
    "", ".5", "1.", "-1", "1e3", " 1", "1.5x", "9223372036.854775808", "99999999999999999999"};

static void moments_are_read_and_written(void) {
    int64_t ns;
    char text[PCS_MOMENT_LENGTH + 1];
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        CHECK_CASE(pcs_moment_parse_date(dates[i].text, strlen(dates[i].text), &ns) && ns == dates[i].ns, "%s: %lld",
                   dates[i].text, (long long)ns);
    }
    for (size_t i = 0; i < sizeof(no_dates) / sizeof(no_dates[0]); i++) {
        CHECK_CASE(!pcs_moment_parse_date(no_dates[i], strlen(no_dates[i]), &ns), "%s", no_dates[i]);
    }
    for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
        CHECK_CASE(pcs_moment_parse_seconds(seconds[i].text, strlen(seconds[i].text), &ns) && ns == seconds[i].ns,
                   "%s: %lld", seconds[i].text, (long long)ns);
    }
    for (size_t i = 0; i < sizeof(no_seconds) / sizeof(no_seconds[0]); i++) {
        CHECK_CASE(!pcs_moment_parse_seconds(no_seconds[i], strlen(no_seconds[i]), &ns), "%s", no_seconds[i]);
    }
    for (unsigned i = 0; i < 10000; i++) {
        int64_t given = (int64_t)((uint64_t)random_below(UINT32_MAX) << 32 | random_below(UINT32_MAX));
        *pcs_moment_write(text, given) = '\0';
        CHECK_CASE(strlen(text) == PCS_MOMENT_LENGTH && pcs_moment_parse_date(text, PCS_MOMENT_LENGTH, &ns) &&
                       ns == given,
                   "%lld is written as %s", (long long)given, text);
    }
    *pcs_moment_write(text, 1331901000123456789) = '\0';
    CHECK_CASE(strcmp(text, "2012-03-16T12:30:00.123456789Z") == 0, "%s", text);
}

/* ---- the times of edges */

enum { HOSTS = 40, FLOWS = 20000 };

/* What is known of the edge of two hosts of the test, by brute force. */
static pcs_edge_times expected[2][HOSTS][HOSTS];

static pcs_flow random_flow(unsigned *version, unsigned *a, unsigned *b) {
    *version = random_below(4) ? 4 : 6;
    *a = random_below(HOSTS);
    *b = random_below(HOSTS);
    pcs_flow flow = {.time_ns = random_below(20) ? (int64_t)random_below(1000000) - 1000 : 0,
                     .bytes = 60,
                     .outcome = random_below(10) ? PCS_OUTCOME_EDGE : PCS_OUTCOME_FILTERED,
                     .ip_version = (uint8_t)*version};
    size_t last = *version == 4 ? 3 : 15;
    flow.source[last] = (uint8_t)*a;
    flow.destination[last] = (uint8_t)*b;
    return flow;
}

static void expect(const pcs_flow *flow, pcs_edge_times *times) {
    if (flow->outcome == PCS_OUTCOME_EDGE && flow->time_ns != 0) {
        times->first_ns = times->first_ns == 0 || flow->time_ns < times->first_ns ? flow->time_ns : times->first_ns;
        times->last_ns = times->last_ns == 0 || flow->time_ns > times->last_ns ? flow->time_ns : times->last_ns;
    }
}

/* Flows shared out among tables that are then merged; times are those of all flows. */
static void times_are_kept(pcs_context *context, unsigned tables_used) {
    static pcs_flow flows[FLOWS];
    pcs_table tables[3];
    memset(expected, 0, sizeof(expected));
    for (unsigned i = 0; i < tables_used; i++) {
        pcs_table_init(&tables[i], NULL);
        pcs_table_keep_times(&tables[i]);
    }
    for (unsigned i = 0; i < FLOWS; i++) {
        unsigned version, a, b;
        flows[i] = random_flow(&version, &a, &b);
        expect(&flows[i], &expected[version == 6][a < b ? a : b][a < b ? b : a]);
    }
    for (unsigned i = 0; i < FLOWS; i += 50) {
        CHECK(pcs_table_add_flows(context, &tables[i / 50 % tables_used], flows + i, 50) == PCS_OK);
    }
    for (unsigned i = 1; i < tables_used; i++) {
        CHECK(pcs_table_merge(context, &tables[0], &tables[i]) == PCS_OK);
    }
    pcs_edges *edges;
    CHECK(pcs_table_finish(context, &tables[0], &edges) == PCS_OK && pcs_edges_times(edges));
    for (uint32_t i = 0; edges && i < edges->edge_count; i++) {
        const pcs_host *a = &edges->hosts[edges->table[i].a], *b = &edges->hosts[edges->table[i].b];
        const pcs_edge_times *wanted = &expected[a->kind == PCS_HOST_IPV6][a->low & 63][b->low & 63];
        CHECK_CASE(edges->times[i].first_ns == wanted->first_ns && edges->times[i].last_ns == wanted->last_ns,
                   "edge %u of %u tables", i, tables_used);
    }
    pcs_edges_free(edges);
}

/* ---- the table of hosts */

static void write_file(const char *name, const char *text) {
    FILE *file = fopen(name, "wb");
    CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

#define HEADER                                                                                                         \
    "host,packets_sent,bytes_sent,payload_bytes_sent,packets_received,bytes_received,payload_bytes_received,degree,"   \
    "first,last\n"

static const char list[] = "a,b,protocol,a_to_b_packets,a_to_b_bytes,a_to_b_payload_bytes,b_to_a_packets,b_to_a_bytes,"
                           "b_to_a_payload_bytes\n"
                           "10.0.0.1,10.0.0.2,tcp,1,10,4,2,20,8\n10.0.0.1,10.0.0.2,udp,5,50,3,0,0,0\n"
                           "10.0.0.1,=x,udp,1,18446744073709551615,0,1,1,1\n10.0.0.1,10.0.0.1,udp,7,7,7,0,0,0\n";
static const char list_hosts[] = HEADER "10.0.0.1,14,18446744073709551615,14,10,28,16,2,,\n"
                                        "10.0.0.2,2,20,8,6,60,7,1,,\n"
                                        "'=x,1,1,1,1,18446744073709551615,0,1,,\n";

static void hosts_are_written(pcs_context *context) {
    char path[] = "/tmp/pcapshade-test-XXXXXX", text[1024] = "";
    const char *const inputs[] = {path};
    pcs_edges *edges;
    int descriptor = mkstemp(path);
    CHECK(descriptor >= 0 && close(descriptor) == 0);
    write_file(path, list);
    CHECK_CASE(pcs_edges_read(context, inputs, 1, NULL, &edges) == PCS_OK && !pcs_edges_times(edges), "%s",
               pcs_context_message(context));
    CHECK(pcs_edges_write_hosts(context, edges, path) == PCS_OK);
    FILE *file = fopen(path, "rb");
    CHECK(file && fread(text, 1, sizeof(text) - 1, file) > 0 && fclose(file) == 0);
    CHECK_CASE(strcmp(text, list_hosts) == 0, "%s", text);
    CHECK(pcs_edges_write_hosts(context, edges, "/dev/full") == PCS_E_WRITE);
    pcs_edges_free(edges);
    unlink(path);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    moments_are_read_and_written();
    times_are_kept(context, 1);
    times_are_kept(context, 3);
    hosts_are_written(context);
    pcs_context_free(context);
    return check_result();
}
