/* Other doors: text of tcpdump's, Zeek's conn.log, Suricata's eve.json; and the JSON reader under them. */
#include "base/json_scan.h"
#include "check.h"
#include "compress.h"
#include "edges/edges.h"

#include <unistd.h>

static char folder[] = "/tmp/pcapshade-test-XXXXXX";
static char last_warning[1024];

static void keep_warning(void *user, pcs_log_level level, const char *text) {
    (void)user;
    if (level == PCS_LOG_WARNING) {
        snprintf(last_warning, sizeof(last_warning), "%s", text);
    }
}

static void write_input(const void *data, size_t length) {
    FILE *file = fopen("in", "wb");
    CHECK(file && fwrite(data, 1, length, file) == length && fclose(file) == 0);
}

static pcs_status read_text(pcs_context *context, const char *text, pcs_edges **edges) {
    const char *const inputs[] = {"in"};
    const pcs_read_options options = {.size = sizeof(options), .times = true};
    write_input(text, strlen(text));
    last_warning[0] = '\0';
    return pcs_edges_read(context, inputs, 1, &options, edges);
}

/* One line an edge: a b protocol packets/bytes/payload there and back first last. */
static void describe(const pcs_edges *edges, char *text, size_t size) {
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < edges->edge_count && used < size; i++) {
        const pcs_edge *e = &edges->table[i];
        char a[64], b[64];
        pcs_edges_host_text(edges, e->a, a, sizeof(a));
        pcs_edges_host_text(edges, e->b, b, sizeof(b));
        used += (size_t)snprintf(text + used, size - used, "%s %s %s %llu/%llu/%llu %llu/%llu/%llu %lld %lld\n", a, b,
                                 pcs_protocol_name(e->protocol), (unsigned long long)e->a_to_b.packets,
                                 (unsigned long long)e->a_to_b.bytes, (unsigned long long)e->a_to_b.payload_bytes,
                                 (unsigned long long)e->b_to_a.packets, (unsigned long long)e->b_to_a.bytes,
                                 (unsigned long long)e->b_to_a.payload_bytes, (long long)edges->times[i].first_ns,
                                 (long long)edges->times[i].last_ns);
    }
}

#define ZEEK                                                                                                           \
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t2012-03-16\n"
#define ZEEK_FIELDS                                                                                                    \
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_bytes\tresp_bytes\t"          \
    "conn_state\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\n"                                                 \
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tinterval\tcount\tcount\tstring\tcount\tcount\tcount\tcount\n"
#define EVE(type, source, destination, rest)                                                                           \
    "{\"timestamp\":\"2012-03-16T12:30:00.5+0000\",\"event_type\":\"" type "\",\"src_ip\":\"" source                   \
    "\",\"src_port\":1,\"dest_ip\":\"" destination "\",\"proto\":\"UDP\"" rest "}\n"
#define NETFLOW                                                                                                        \
    ",\"netflow\":{\"pkts\":3,\"bytes\":300,\"start\":\"2012-03-16T12:29:00Z\",\"end\":\"2012-03-16T12:29:01Z\"}"
#define FLOW                                                                                                           \
    ",\"flow\":{\"pkts_toserver\":2,\"pkts_toclient\":1,\"bytes_toserver\":200,\"bytes_toclient\":50,"                 \
    "\"start\":\"2012-03-16T13:29:00.000001+0100\",\"end\":\"2012-03-16T12:29:02Z\",\"state\":\"new\"}"

static const struct {
    const char *name, *text, *edges, *warning;
    uint64_t packets, edge, filtered, not_ip, malformed;
} logs[] = {
    {"tcpdump -qn",
     "reading from file x.pcap, link-type EN10MB (Ethernet), snapshot length 65535\n"
     "12:30:00.000001 IP 10.0.0.2.80 > 10.0.0.1.1234: tcp 100\r\n"
     "12:30:00.000002 IP 10.0.0.1.1234 > 10.0.0.2.80: tcp 7\n\n"
     "12:30:00.000003 IP 10.0.0.1.53 > 10.0.0.2.53: UDP, length 30\n"
     "12:30:00.000004 IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64\n"
     "12:30:00.000005 IP 10.0.0.1 > 224.0.0.10: EIGRP Hello, length 40\n"
     "12:30:00.000006 IP 10.0.0.1 > 10.0.0.2: ICMP 10.0.0.1 udp port 53 unreachable, length 36\n"
     "12:30:00.000007 IP 10.0.0.1 > 10.0.0.2: GREv0, length 36\n"
     "12:30:00.000008 ARP, Request who-has 10.0.0.1 tell 10.0.0.2, length 46\n"
     "12:30:00.000009 IP 10.0.0.1 > 10.0.0.2: tcp\n"
     "12:30:00.000010 IP 10.0.0.1.1 > host.2: tcp 5\n"
     "12:30:00.000011 IP 10.0.0.1.1 > 10.0.0.256.2: tcp 5\n"
     "12:30:00.000012 IP 10.0.0.1.1 > 10.0.0.2.2: tcp 18446744073709551616",
     "10.0.0.1 10.0.0.2 tcp 1/7/7 1/100/100 0 0\n10.0.0.1 10.0.0.2 udp 1/30/30 0/0/0 0 0\n"
     "10.0.0.1 10.0.0.2 icmp 1/64/64 0/0/0 0 0\n10.0.0.1 224.0.0.10 other 1/40/40 0/0/0 0 0\n",
     "", 12, 5, 2, 1, 4},
    {"tcpdump -qntt", "1331901000.000001 IP 10.0.0.1.1 > 10.0.0.2.2: tcp 5\n1331901001.5 IP6 ::1.1 > ::1.2: tcp 5\n",
     "10.0.0.1 10.0.0.2 tcp 1/5/5 0/0/0 1331901000000001000 1331901000000001000\n",
     "in: 1 lines of IPv6 are left out, as the notebook does: read the capture itself for them", 2, 1, 0, 1, 0},
    {"conn.log",
     ZEEK ZEEK_FIELDS
     "1331901000.5\tC1\t10.0.0.2\t1\t10.0.0.1\t80\ttcp\t1.250000\t10\t2000\tSF\t3\t130\t4\t2160\n"
     "1331901000.25\tC2\t10.0.0.2\t1\t10.0.0.1\t80\ttcp\t-\t-\t-\tS0\t1\t44\t0\t0\n"
     "1331901009.0\tC3\t2001:db8::1\t1\t::1\t80\ticmp\t-\t-\t-\tOTH\t-\t-\t-\t-\r\n#close\t2012-03-17\n" ZEEK
     "#fields\tproto\tid.resp_h\tid.orig_h\nudp\t10.0.0.1\t10.0.0.9\n",
     "10.0.0.1 10.0.0.2 tcp 4/2160/2000 4/174/10 1331901000250000000 1331901001750000000\n"
     "10.0.0.1 10.0.0.9 udp 0/0/0 1/0/0 0 0\n"
     "::1 2001:db8::1 icmp 0/0/0 1/0/0 1331901009000000000 1331901009000000000\n",
     "", 0, 0, 0, 0, 0},
    {"conn.log with commas",
     "#separator ,\n#unset_field,NONE\n#fields,id.orig_h,id.resp_h,proto,orig_pkts,orig_bytes\n1.1.1.1,2.2.2.2,udp,2,"
     "NONE\n",
     "1.1.1.1 2.2.2.2 udp 2/0/0 0/0/0 0 0\n", "", 0, 0, 0, 0, 0},
    {"conn.log as JSON",
     "{\"ts\":1331901000.5,\"uid\":\"C\",\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,\"id.resp_h\":\"10.0.0.2\","
     "\"proto\":\"udp\",\"duration\":0.5,\"orig_bytes\":10,\"resp_bytes\":20,\"conn_state\":\"SF\",\"orig_pkts\":1,"
     "\"orig_ip_bytes\":38,\"resp_pkts\":2,\"resp_ip_bytes\":76,\"tunnel_parents\":[\"x\",{\"ts\":9}]}\n\n"
     "{\"_path\":\"dns\",\"id.orig_h\":\"10.0.0.1\"}\n"
     "{\"_path\":\"conn\",\"ts\":\"2012-03-16T12:30:00Z\",\"id\":{\"orig_h\":\"10.0.0.2\",\"resp_h\":\"10.0.0.1\"},"
     "\"proto\":\"udp\",\"orig_bytes\":null}",
     "10.0.0.1 10.0.0.2 udp 1/38/10 3/76/20 1331901000000000000 1331901001000000000\n", "", 0, 0, 0, 0, 0},
    {"eve.json, flow",
     EVE("alert", "x", "y", ",\"alert\":{\"a\":[[1,2],{}],\"src_ip\":\"z\"}") EVE("flow", "10.0.0.2", "10.0.0.1", FLOW)
         EVE("flow", "10.0.0.1", "10.0.0.2", FLOW),
     "10.0.0.1 10.0.0.2 udp 3/250/0 3/250/0 1331900940000001000 1331900942000000000\n", "", 0, 0, 0, 0, 0},
    {"eve.json, netflow", EVE("netflow", "::1", "::2", NETFLOW),
     "::1 ::2 udp 3/300/0 0/0/0 1331900940000000000 1331900941000000000\n", "", 0, 0, 0, 0, 0},
    {"eve.json, both", EVE("netflow", "10.0.0.1", "10.0.0.2", NETFLOW) EVE("flow", "10.0.0.1", "10.0.0.2", FLOW),
     "10.0.0.1 10.0.0.2 udp 2/200/0 1/50/0 1331900940000001000 1331900942000000000\n",
     "in: flow and netflow records tell of the same traffic: the 1 of netflow are left out", 0, 0, 0, 0, 0},
    {"eve.json, neither", EVE("dns", "10.0.0.1", "10.0.0.2", ""), "",
     "in: has no flow and no netflow records: enable them in Suricata", 0, 0, 0, 0, 0},
};

static void logs_are_read(pcs_context *context) {
    for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++) {
        pcs_edges *edges;
        char text[2048];
        CHECK_CASE(read_text(context, logs[i].text, &edges) == PCS_OK, "%s: %s", logs[i].name,
                   pcs_context_message(context));
        if (!edges) {
            continue;
        }
        describe(edges, text, sizeof(text));
        CHECK_CASE(strcmp(text, logs[i].edges) == 0, "%s gives\n%s", logs[i].name, text);
        CHECK_CASE(strcmp(last_warning, logs[i].warning) == 0, "%s: %s", logs[i].name, last_warning);
        const pcs_read_summary *summary = pcs_edges_summary(edges);
        CHECK_CASE(summary->packets == logs[i].packets && summary->outcomes[PCS_OUTCOME_EDGE] == logs[i].edge &&
                       summary->outcomes[PCS_OUTCOME_FILTERED] == logs[i].filtered &&
                       summary->outcomes[PCS_OUTCOME_NOT_IP] == logs[i].not_ip &&
                       summary->outcomes[PCS_OUTCOME_MALFORMED] == logs[i].malformed,
                   "%s", logs[i].name);
        pcs_edges_free(edges);
    }
}

#define RECORD "1.0\tC\t1.1.1.1\t1\t2.2.2.2\t2\ttcp\t-\t-\t-\tSF\t1\t"

static const struct {
    const char *text, *message;
} faults[] = {
    {ZEEK ZEEK_FIELDS RECORD "1\t1\n", "in: line 9: found 14 columns, expected 15 as in #fields"},
    {ZEEK ZEEK_FIELDS RECORD "1\t1\t1\t1\n", "in: line 9: found 16 columns, expected 15 as in #fields"},
    {ZEEK ZEEK_FIELDS RECORD "1\t1\tx\n",
     "in: line 9, column 15 (resp_ip_bytes): found \"x\", expected a number from 0 to 18446744073709551615"},
    {ZEEK "#fields\tid.orig_h\tid.resp_h\tproto\nhost\t1.1.1.1\ttcp\n",
     "in: line 8, column 1 (id.orig_h): found \"host\", expected an IP address"},
    {ZEEK "#fields\tid.orig_h\tid.resp_h\tproto\n1.1.1.1\t-\ttcp\n",
     "in: line 8: no id.resp_h, expected an IP address"},
    {ZEEK "#fields\tid.orig_h\tid.resp_h\tproto\tts\n1.1.1.1\t1.1.1.1\ttcp\tnow\n",
     "in: line 8, column 4 (ts): found \"now\", expected seconds since 1970 or a date such as 2012-03-16T12:30:00Z"},
    {ZEEK "#fields\tid.orig_h\tid.resp_h\tproto\tts\tduration\n1.1.1.1\t1.1.1.1\ttcp\t9000000000\t9000000000\n",
     "in: line 8, column 5 (duration): found \"9000000000\", expected an end before the year 2262"},
    {ZEEK "#fields\tid.orig_h\tproto\n", "in: line 7: no id.resp_h, expected the fields of a conn.log"},
    {ZEEK "1\t2\n", "in: line 7: a record before any #fields: expected the whole log"},
    {"#separator \\x09\n#path\tdns\n", "in: line 2, column 2 (#path): found \"dns\", expected conn: name a conn.log"},
    {"#separator \\x0g\n", "in: line 1: the separator is not understood"},
    {"#separator \\x00\n", "in: line 1: the separator is not understood"},
    {EVE("flow", "10.0.0.1", "10.0.0.2", FLOW) "{\"event_type\"\n",
     "in: line 2, column 14: expected a colon after the key"},
    {EVE("flow", "10.0.0.1", "10.0.0.2", FLOW) EVE("flow", "10.0.0", "10.0.0.2", FLOW),
     "in: line 2, column 72 (src_ip): found \"10.0.0\", expected an IP address"},
    {EVE("flow", "10.0.0.1", "10.0.0.2", ""), "in: line 1: no flow.pkts_toserver, expected a number of packets"},
    {EVE("flow", "10.0.0.1", "10.0.0.2", ",\"flow\":{\"pkts_toserver\":-1}"),
     "(flow.pkts_toserver): found \"-1\", expected a number from 0 to 18446744073709551615"},
    {EVE("flow", "10.0.0.1", "10.0.0.2", ",\"flow\":{\"pkts_toserver\":1,\"start\":\"2012-03\"}"),
     "(flow.start): found \"2012-03\", expected seconds since 1970 or"},
    {EVE("x", "", "", "") "{}\n", "in: line 2: no event_type, expected the type of the record, such as flow"},
    {"{\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"10.0.0.2\",\"proto\":\"udp\",\"query\":\"a\"}\n",
     "in: line 1: no conn_state, expected the keys of a conn.log"},
    {"{\"a\":1}\n", "in: is text, but no edge list (it begins \"{\"a\":1}\")"},
};

static void faults_are_named(pcs_context *context) {
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        pcs_edges *edges;
        CHECK_CASE(read_text(context, faults[i].text, &edges) == PCS_E_FORMAT && !edges, "%s", faults[i].text);
        CHECK_CASE(strstr(pcs_context_message(context), faults[i].message) != NULL, "%s\ngives %s\nnot   %s",
                   faults[i].text, pcs_context_message(context), faults[i].message);
    }
}

/* Logs that are being written: the last line has no end, and is no whole record. */
static const struct {
    const char *text, *message;
    uint32_t edges;
} cuts[] = {
    {ZEEK ZEEK_FIELDS RECORD "1\t1\t1\n" RECORD "1",
     "in: the file ends within line 10: the rest of the file is left out", 1},
    {ZEEK ZEEK_FIELDS RECORD "1\t1\t1\n1.0\tC\t1.1.",
     "in: the file ends within line 10: the rest of the file is left out", 1},
    {ZEEK ZEEK_FIELDS RECORD "1\t1\t1\n#clo", "", 1},
    {EVE("flow", "10.0.0.1", "10.0.0.2", FLOW) "{\"event_type\"",
     "in: the file ends within line 2: the rest of the file is left out", 1},
    {EVE("netflow", "10.0.0.1", "10.0.0.2", NETFLOW) EVE("netflow", "10.0.0.1", "10.0.0.3", NETFLOW) "{",
     "in: the file ends within line 3: the rest of the file is left out", 2},
};

static void cut_logs_are_read(pcs_context *context) {
    const char *const input = "in";
    const pcs_read_options strict = {.size = sizeof(strict), .strict = true};
    for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
        pcs_edges *edges;
        bool cut = cuts[i].message[0] != '\0';
        CHECK_CASE(read_text(context, cuts[i].text, &edges) == PCS_OK, "%s: %s", cuts[i].text,
                   pcs_context_message(context));
        CHECK_CASE(edges && edges->edge_count == cuts[i].edges && edges->summary.inputs_cut == cut, "%s", cuts[i].text);
        CHECK_CASE(strcmp(last_warning, cuts[i].message) == 0, "%s: %s", cuts[i].text, last_warning);
        pcs_edges_free(edges);
        CHECK((pcs_edges_read(context, &input, 1, &strict, &edges) == PCS_E_FORMAT) == cut);
        pcs_edges_free(edges);
    }
    /* Nothing came before it. */
    pcs_edges *edges;
    CHECK(read_text(context, ZEEK ZEEK_FIELDS RECORD "1", &edges) == PCS_E_FORMAT && !edges);
}

/* A line of each log that says of one more host that it was talked to. */
static int write_record(int kind, char *text, size_t size, int number) {
    static const char *const forms[] = {
        "1.0\tC\t10.0.0.1\t1\t10.1.%d.%d\t2\ttcp\t1\t1\t1\tSF\t1\t1\t1\t1\n",
        EVE("flow", "10.0.0.1", "10.1.%d.%d", FLOW),
        "12:30:00.000001 IP 10.0.0.1.80 > 10.1.%d.%d.1234: tcp 100\n",
        "10.0.0.1,10.1.%d.%d\n",
    };
    return snprintf(text, size, forms[kind], number / 256, number % 256);
}

/* A compressed log whose file is cut short: the lines that are whole hold, each of them and no other. An edge list,
 * which nobody writes line by line, is refused. */
static void cut_files_are_read(pcs_context *context) {
    enum { RECORDS = 20000, ROOM = RECORDS * 400 };
    static const char *const heads[] = {ZEEK ZEEK_FIELDS, "", "", "source,target\n"};
    static const int counts[] = {100, RECORDS};
    const char *const input = "in";
    char *text = malloc(ROOM);
    uint8_t *file = malloc(ROOM);
    for (int test = 0; test < 8; test++) {
        int kind = test / 2, count = counts[test % 2];
        int used = snprintf(text, ROOM, "%s", heads[kind]);
        for (int i = 0; i < count; i++) {
            used += write_record(kind, text + used, (size_t)(ROOM - used), i);
        }
        size_t length = compress_gzip((const uint8_t *)text, (size_t)used, file, ROOM);
        write_input(file, length * 2 / 3);
        pcs_edges *edges;
        last_warning[0] = '\0';
        pcs_status status = pcs_edges_read(context, &input, 1, NULL, &edges);
        if (kind == 3) {
            CHECK_CASE(status == PCS_E_FORMAT && !edges, "test %d", test);
            continue;
        }
        CHECK_CASE(status == PCS_OK && edges->summary.inputs_cut == 1 && strstr(last_warning, "ends early"),
                   "test %d: %s", test, pcs_context_message(context));
        if (edges) {
            int whole = (int)edges->edge_count;
            CHECK_CASE(whole > count / 5 && whole < count, "test %d: %d of %d", test, whole, count);
            for (uint32_t i = 0; i < edges->host_count; i++) {
                CHECK((edges->hosts[i].low & 0xffff) <= (uint32_t)whole);
            }
        }
        pcs_edges_free(edges);
    }
    free(file);
    free(text);
}

/* Lines over many blocks, the last without an end; then one that is too long. */
static void long_logs_are_read(pcs_context *context) {
    enum { LINES = 60000 };
    const char *const inputs[] = {"in"};
    pcs_edges *edges;
    FILE *file = fopen("in", "wb");
    for (unsigned i = 0; i < LINES; i++) {
        fprintf(file, "12:30:00.000001 IP 10.0.0.%u.80 > 10.0.1.%u.1234: tcp %u%s", i % 200, i % 3, i,
                i + 1 < LINES ? "\n" : "");
    }
    CHECK(fclose(file) == 0);
    CHECK(pcs_edges_read(context, inputs, 1, NULL, &edges) == PCS_OK);
    uint64_t packets = 0, bytes = 0;
    for (uint32_t i = 0; i < edges->edge_count; i++) {
        packets += edges->table[i].a_to_b.packets;
        bytes += edges->table[i].a_to_b.bytes;
    }
    CHECK(edges->host_count == 203 && edges->edge_count == 600 && packets == LINES);
    CHECK(bytes == (uint64_t)LINES * (LINES - 1) / 2 && edges->summary.packets == LINES);
    pcs_edges_free(edges);
    file = fopen("in", "ab");
    fprintf(file, "\n%0*d\n", 1 << 20, 7);
    CHECK(fclose(file) == 0);
    CHECK(pcs_edges_read(context, inputs, 1, NULL, &edges) == PCS_E_FORMAT && !edges);
    CHECK_CASE(strstr(pcs_context_message(context), "in: line 60001: a line of more than 1048576 bytes") != NULL, "%s",
               pcs_context_message(context));
}

/* ---- JSON */

static void note(void *user, const pcs_json_value *value) {
    char *text = user;
    size_t used = strlen(text);
    snprintf(text + used, 256 - used, "%.*s/%.*s=%.*s%s@%zu ", (int)value->parent.length,
             value->parent.length ? (const char *)value->parent.data : "", (int)value->key.length,
             value->key.length ? (const char *)value->key.data : "", (int)value->text.length,
             value->text.length ? (const char *)value->text.data : "", value->is_string ? "!" : "", value->column);
}

static const struct {
    const char *text, *values;
} objects[] = {
    {"{}", ""},
    {" {\t} \r\n", ""},
    {"{\"a\":1,\"b\":\"x\\\"y\\u00e9\",\"\":true}", "/a=1@6 /b=x\\\"y\\u00e9!@12 /=true@28 "},
    {"{\"a\":{\"b\":-0.5e+3,\"c\":{\"d\":1},\"e\":[1]},\"f\":null}", "a/b=-0.5e+3@11 /f=null@44 "},
    {"{ \"a\" : [ ] , \"b\" : [ [ ] , { } , { \"c\" : 2 } ] , \"d\" : { } , \"e\" : false }", "/e=false@69 "},
    {"{\"a\":0,\"a\":10E2}", "/a=0@6 /a=10E2@12 "},
};

static const struct {
    const char *text;
    size_t column;
} no_objects[] = {
    {"", 1},
    {"[]", 1},
    {"1", 1},
    {"{", 2},
    {"{\"a\"}", 5},
    {"{\"a\":}", 6},
    {"{\"a\":1,}", 8},
    {"{a:1}", 2},
    {"{\"a\":01}", 7},
    {"{\"a\":1.}", 8},
    {"{\"a\":+1}", 6},
    {"{\"a\":1e}", 8},
    {"{\"a\":-}", 7},
    {"{\"a\":.5}", 6},
    {"{\"a\":tru}", 6},
    {"{\"a\":\"", 7},
    {"{\"\\x\":1}", 4},
    {"{\"a\":[1,]}", 9},
    {"{\"a\":[1}", 8},
    {"{\"a\":{]}", 7},
    {"{}}", 3},
    {"{} x", 4},
    {"{\"\\u12g4\":1}", 7},
    {"{\"a\tb\":1}", 4},
};

static void json_is_read(void) {
    pcs_json_fault fault;
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
        char text[256] = "";
        CHECK_CASE(
            pcs_json_scan((pcs_bytes){(const uint8_t *)objects[i].text, strlen(objects[i].text)}, note, text, &fault) &&
                strcmp(text, objects[i].values) == 0,
            "%s gives %s", objects[i].text, text);
    }
    for (size_t i = 0; i < sizeof(no_objects) / sizeof(no_objects[0]); i++) {
        char text[256] = "";
        bool valid = pcs_json_scan((pcs_bytes){(const uint8_t *)no_objects[i].text, strlen(no_objects[i].text)}, note,
                                   text, &fault);
        CHECK_CASE(!valid && fault.column == no_objects[i].column && fault.expected, "%s: column %zu, expected %s",
                   no_objects[i].text, valid ? 0 : fault.column, valid ? "" : fault.expected);
    }
    char deep[4 * 65 + 2 * 65 + 8], *end = deep;
    for (unsigned levels = 63; levels <= 64; levels++) {
        end = deep + sprintf(deep, "{\"a\":");
        memset(end, '[', levels);
        memset(end + levels, ']', levels);
        end[2 * levels] = '}';
        CHECK_CASE(pcs_json_scan((pcs_bytes){(const uint8_t *)deep, (size_t)(end - deep) + 2 * levels + 1}, note,
                                 (char[256]){""}, &fault) == (levels == 63),
                   "%u levels", levels + 1);
    }
}

int main(void) {
    pcs_context_options options = {.size = sizeof(options), .log = keep_warning};
    pcs_context *context = pcs_context_new(&options);
    CHECK(context != NULL && mkdtemp(folder) && chdir(folder) == 0);
    json_is_read();
    logs_are_read(context);
    faults_are_named(context);
    cut_logs_are_read(context);
    cut_files_are_read(context);
    long_logs_are_read(context);
    pcs_context_free(context);
    CHECK(unlink("in") == 0 && chdir("/") == 0 && rmdir(folder) == 0);
    return check_result();
}
