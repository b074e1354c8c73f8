/* bench: results are read as they were written, what is damaged is refused, and comparisons follow their rule. */
#include "bench/result.h"
#include "check.h"

static pcs_bench_result *parse(pcs_context *context, const char *text, pcs_status expected) {
    pcs_bench_result *result = NULL;
    pcs_status status = pcs_result_parse(context, "a test", (pcs_bytes){(const uint8_t *)text, strlen(text)}, &result);
    CHECK_CASE(status == expected && (result != NULL) == (expected == PCS_OK), "%s: %s", text,
               pcs_context_message(context));
    return result;
}

/* A result with every kind of member. */
static pcs_bench_result *make_result(void) {
    pcs_result *result = pcs_result_new();
    pcs_bench_result *shown = &result->public;
    uint64_t runs[4] = {UINT64_C(4000000000), 1000, 3000, 2000};
    snprintf(shown->version, sizeof(shown->version), "9.8.7");
    snprintf(shown->commit, sizeof(shown->commit), "abc");
    snprintf(shown->layout, sizeof(shown->layout), "circular");
    snprintf(shown->machine, sizeof(shown->machine), "some processor");
    shown->seed = UINT64_MAX;
    shown->width = 7;
    shown->height = 8;
    shown->threads = 3;
    shown->devices = calloc(2, sizeof(*shown->devices));
    shown->devices[1] = (pcs_device_info){.index = 4,
                                          .kind = PCS_DEVICE_GPU,
                                          .name = "a \"GPU\" \\ of ours",
                                          .driver = "1.0",
                                          .compute_units = 6,
                                          .memory = UINT64_C(1) << 40,
                                          .problem = "it has one"};
    shown->device_count = 2;
    shown->workloads = calloc(1, sizeof(*shown->workloads));
    shown->workloads[0] =
        (pcs_bench_workload){.name = "one", .hosts = 1, .edges = 2, .packets = 3, .hash = 0x00ff00ff00ff00ff};
    shown->workload_count = 1;
    pcs_bench_row ceiling = {.part = PCS_BENCH_PART_CEILING,
                             .workload = PCS_BENCH_NONE,
                             .stage = PCS_BENCH_NONE,
                             .name = "copy",
                             .runs = runs,
                             .run_count = 3};
    pcs_bench_row kernel = {.part = PCS_BENCH_PART_KERNEL,
                            .device = 1,
                            .stage = PCS_BENCH_SHADE,
                            .level = 5,
                            .name = "pcs_some_kernel",
                            .unit = "pixels",
                            .runs = runs,
                            .run_count = 4,
                            .calls = 11,
                            .amount = UINT64_MAX,
                            .bytes = 12,
                            .operations = 13,
                            .adds = 14,
                            .overhead = 0.0125,
                            .share = 0.25,
                            .limit = "copy",
                            .hash = 15,
                            .verdict = PCS_BENCH_AGREES,
                            .problem = "none, really"};
    pcs_context *context = pcs_context_new(NULL);
    pcs_bench_row stage = {.part = PCS_BENCH_PART_STAGE,
                           .stage = PCS_BENCH_PNG,
                           .runs = runs,
                           .processor = runs + 1,
                           .waited = runs + 2,
                           .run_count = 2,
                           .paces = runs};
    CHECK(pcs_result_add(context, result, &ceiling) == PCS_OK && pcs_result_add(context, result, &kernel) == PCS_OK &&
          pcs_result_add(context, result, &stage) == PCS_OK);
    pcs_context_free(context);
    return shown;
}

static void results_come_back(pcs_context *context) {
    static const char path[] = "test_bench_results.json";
    pcs_bench_result *written = make_result(), *read = NULL;
    CHECK(pcs_bench_write_json(context, written, path) == PCS_OK);
    CHECK_CASE(pcs_bench_read_json(context, path, &read) == PCS_OK, "%s", pcs_context_message(context));
    if (!read) {
        return;
    }
    CHECK(strcmp(read->version, "9.8.7") == 0 && strcmp(read->commit, "abc") == 0 &&
          strcmp(read->machine, "some processor") == 0 && strcmp(read->layout, "circular") == 0 &&
          read->seed == UINT64_MAX && read->width == 7 && read->height == 8 && read->threads == 3);
    CHECK(read->device_count == 2 && memcmp(&read->devices[1], &written->devices[1], sizeof(*read->devices)) == 0);
    CHECK(read->workload_count == 1 &&
          memcmp(&read->workloads[0], &written->workloads[0], sizeof(*read->workloads)) == 0);
    CHECK(read->row_count == 3);
    for (size_t i = 0; i < read->row_count; i++) {
        pcs_bench_row row = read->rows[i], expected = written->rows[i];
        size_t size = row.run_count * sizeof(*row.runs);
        CHECK(row.run_count == expected.run_count && memcmp(row.runs, expected.runs, size) == 0);
        CHECK((row.processor != NULL) == (i == 2) && (row.waited != NULL) == (i == 2));
        CHECK(i < 2 ||
              (memcmp(row.processor, expected.processor, size) == 0 && memcmp(row.waited, expected.waited, size) == 0 &&
               memcmp(row.paces, expected.paces, size) == 0));
        row.runs = row.processor = row.waited = row.paces = NULL;
        expected.runs = expected.processor = expected.waited = expected.paces = NULL;
        CHECK_CASE(memcmp(&row, &expected, sizeof(row)) == 0, "row %zu", i);
    }
    pcs_bench_result_free(read);
    pcs_bench_result_free(written);
    remove(path);
}

#define HEAD "{\"format\":\"pcapshade bench 1\",\"devices\":[{\"name\":\"d\"}],\"workloads\":[{\"name\":\"w\"}]"

static void what_is_damaged_is_refused(pcs_context *context) {
    static const char *const damaged[] = {
        "",
        "{",
        "[]",
        "{}",
        "{\"format\":\"pcapshade bench 2\"}",
        "{\"format\":1}",
        HEAD,
        HEAD "]",
        HEAD ",\"rows\":[{\"part\":\"stage\",\"device\":1,\"stage\":\"png\"}]}",
        HEAD ",\"rows\":[{\"part\":\"stage\",\"workload\":1,\"stage\":\"png\"}]}",
        HEAD ",\"rows\":[{\"part\":\"stage\",\"workload\":null,\"stage\":\"png\"}]}",
        HEAD ",\"rows\":[{\"part\":\"stage\",\"stage\":null}]}",
        HEAD ",\"rows\":[{\"part\":\"ceiling\",\"workload\":0}]}",
        HEAD ",\"rows\":[{\"part\":\"part\"}]}",
        HEAD ",\"rows\":[{\"part\":1}]}",
        HEAD ",\"rows\":[{\"runs\":[-1]}]}",
        HEAD ",\"rows\":[{\"runs\":[1.5]}]}",
        HEAD ",\"rows\":[{\"runs\":[\"1\"]}]}",
        HEAD ",\"rows\":[{\"runs\":[18446744073709551616]}]}",
        HEAD ",\"rows\":[{\"runs\":[1,2],\"waited\":[1]}]}",
        HEAD ",\"rows\":[{\"processor\":[1]},{\"runs\":[1]}]}",
        HEAD ",\"rows\":[{\"runs\":[1],\"processor\":[-1]}]}",
        HEAD ",\"rows\":[{\"calls\":18446744073709551616}]}",
        HEAD ",\"rows\":[{\"device\":4294967296}]}",
        HEAD ",\"rows\":[{\"name\":7}]}",
        HEAD ",\"rows\":[{\"hash\":\"12345678123456781\"}]}",
        HEAD ",\"rows\":[{\"hash\":\"xyz\"}]}",
        HEAD ",\"rows\":[{\"share\":\"half\"}]}",
        HEAD ",\"seed\":true}",
        HEAD ",\"devices\":[{\"kind\":\"tpu\"}]}",
        /* Arrays that come twice: runs of a row that has them already. */
        HEAD ",\"rows\":[{\"runs\":[1]},{\"runs\":[1,2,3]}],\"rows\":[{\"runs\":[4,5,6]}]}",
    };
    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        CHECK(parse(context, damaged[i], PCS_E_FORMAT) == NULL);
    }
    /* What is not known is not looked at. */
    pcs_bench_result *result = parse(
        context,
        HEAD ",\"new\":{\"rows\":[{\"part\":7}]},\"rows\":[{\"part\":\"stage\",\"stage\":\"png\",\"newer\":[[{}]],"
             "\"runs\":[3,1,2]}]}",
        PCS_OK);
    CHECK(result && result->row_count == 1 && result->rows[0].median == 2);
    pcs_bench_result_free(result);
}

/* 200,000 objects that hold nothing, and 1,001 runs. */
static void what_is_too_long_is_refused(pcs_context *context) {
    enum { OBJECTS = 200000, RUNS = 1001 };
    size_t size = sizeof(HEAD) + OBJECTS * 4;
    char *text = malloc(size);
    int used = snprintf(text, size, HEAD ",\"rows\":[");
    for (int i = 0; i < OBJECTS; i++) {
        used += snprintf(text + used, size - (size_t)used, "{},");
    }
    snprintf(text + used, size - (size_t)used, "{\"level\":1}]}");
    CHECK(parse(context, text, PCS_E_FORMAT) == NULL);
    used = snprintf(text, size, HEAD ",\"rows\":[{\"runs\":[0");
    for (int i = 1; i < RUNS; i++) {
        used += snprintf(text + used, size - (size_t)used, ",1");
    }
    snprintf(text + used, size - (size_t)used, "]}]}");
    CHECK(parse(context, text, PCS_E_FORMAT) == NULL);
    free(text);
}

#define STAGE(stage, hash, rest) "{\"part\":\"stage\",\"stage\":\"" stage "\",\"hash\":\"" hash "\"," rest "}"
#define RUNS(times) "\"runs\":[" times "]"
#define METERED(times, processor, waited, paces)                                                                       \
    RUNS(times) ",\"processor\":[" processor "],\"waited\":[" waited "],\"paces\":[" paces "]"

static pcs_bench_result *parse_row(pcs_context *context, const char *row) {
    char text[1024];
    snprintf(text, sizeof(text), HEAD ",\"rows\":[%s]}", row);
    return parse(context, text, PCS_OK);
}

static void comparisons_follow_their_rule(pcs_context *context) {
    static const struct {
        const char *before, *after;
        double ratio;
        pcs_bench_change change;
        bool of_processor;
    } cases[] = {
        {RUNS("100,100,100"), RUNS("109,109,109"), 1.09, PCS_BENCH_SAME, false},
        {RUNS("100,100,100"), RUNS("120,120,120"), 1.2, PCS_BENCH_SLOWER, false},
        {RUNS("100,100,300"), RUNS("120,120,120"), 1.2, PCS_BENCH_UNCLEAR, false}, /* the quartiles overlap */
        {RUNS("100,100,120"), RUNS("120,120,120"), 1.2, PCS_BENCH_UNCLEAR, false}, /* from 1.09 on */
        {RUNS("100,100,140"), RUNS("105,105,105"), 1.05, PCS_BENCH_UNCLEAR, false},
        {RUNS("100,100,100"), RUNS("50,50,50"), 0.5, PCS_BENCH_FASTER, false},
        /* A machine whose pace is 1.3 of what it was may take 1.3 as long; one that is faster excuses nothing. */
        {METERED("100,100,100", "90,90,90", "0,0,0", "10,10,10"),
         METERED("140,140,140", "130,130,130", "0,0,0", "13,13,13"), 1.4, PCS_BENCH_UNCLEAR, false},
        {METERED("100,100,100", "90,90,90", "0,0,0", "10,10,10"),
         METERED("150,150,150", "150,150,150", "0,0,0", "13,13,13"), 1.5, PCS_BENCH_SLOWER, false},
        {METERED("100,100,100", "90,90,90", "0,0,0", "13,13,13"),
         METERED("120,120,120", "110,110,110", "0,0,0", "10,10,10"), 1.2, PCS_BENCH_SLOWER, false},
        /* Nor does one that does not keep its pace tell much. */
        {METERED("100,100,100", "90,90,90", "0,0,0", "10,10,10"),
         METERED("130,130,130", "110,110,110", "0,0,0", "10,10,18"), 1.3, PCS_BENCH_UNCLEAR, false},
        /* Runs that waited are left out; where too few are left, processor time tells. */
        {METERED("100,100,100,200", "90,90,90,90", "0,0,0,100", "10,10,10,10"),
         METERED("400,100,100,100", "90,90,90,90", "300,1,1,1", "10,10,10,10"), 1, PCS_BENCH_SAME, false},
        {METERED("100,100,100", "90,90,90", "0,0,0", "10,10,10"),
         METERED("300,300,100", "90,90,90", "200,200,0", "10,10,10"), 1, PCS_BENCH_SAME, true},
        {METERED("100,100,100", "90,90,90", "0,0,0", "10,10,10"),
         METERED("300,300,100", "120,120,120", "200,200,0", "10,10,10"), 1.3333333333, PCS_BENCH_SLOWER, true},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char row[512];
        pcs_bench_ratio *ratios = NULL;
        size_t count = 0;
        snprintf(row, sizeof(row), STAGE("png", "1", "%s"), cases[i].before);
        pcs_bench_result *before = parse_row(context, row);
        snprintf(row, sizeof(row), STAGE("png", "1", "%s"), cases[i].after);
        pcs_bench_result *after = parse_row(context, row);
        CHECK(pcs_bench_compare(context, before, after, 0.1, &ratios, &count) == PCS_OK && count == 1);
        CHECK_CASE(ratios[0].ratio > cases[i].ratio - 1e-9 && ratios[0].ratio < cases[i].ratio + 1e-9 &&
                       ratios[0].change == cases[i].change && ratios[0].of_processor == cases[i].of_processor &&
                       ratios[0].fell_short == (cases[i].change == PCS_BENCH_SLOWER),
                   "case %zu: %g, %s", i, ratios[0].ratio, pcs_bench_change_name(ratios[0].change));
        pcs_bench_ratios_free(ratios);
        /* Another result falls short, however fast. */
        after->rows[0].hash = 2;
        CHECK(pcs_bench_compare(context, before, after, 0.1, &ratios, &count) == PCS_OK && count == 1);
        CHECK(ratios[0].change == PCS_BENCH_OTHER && ratios[0].fell_short);
        pcs_bench_ratios_free(ratios);
        /* Another layout, and no stage in common. */
        snprintf(before->layout, sizeof(before->layout), "random");
        CHECK(pcs_bench_compare(context, before, after, 0.1, &ratios, &count) == PCS_E_ARGUMENT && ratios == NULL);
        before->layout[0] = '\0';
        before->rows[0].stage = PCS_BENCH_GRAPH;
        CHECK(pcs_bench_compare(context, before, after, 0.1, &ratios, &count) == PCS_E_ARGUMENT && ratios == NULL);
        pcs_bench_result_free(before);
        pcs_bench_result_free(after);
    }
}

/* What a GPU took says nothing of the host's pace, nor does the host's processor time of what the GPU took. */
static void other_devices_have_no_pace(pcs_context *context) {
    static const char row[] = STAGE("png", "1", METERED("300,300,300", "100,100,100", "200,200,200", "20,20,20"));
    pcs_bench_result *before =
        parse_row(context, STAGE("png", "1", METERED("100,100,100", "90,90,90", "0,0,0", "10,10,10")));
    for (int kind = PCS_DEVICE_HOST; kind <= PCS_DEVICE_ACCELERATOR; kind++) {
        pcs_bench_result *after = parse_row(context, row);
        pcs_bench_ratio *ratios = NULL;
        size_t count;
        before->devices[0].kind = after->devices[0].kind = (pcs_device_kind)kind;
        CHECK(pcs_bench_compare(context, before, after, 0.1, &ratios, &count) == PCS_OK && count == 1);
        CHECK(ratios[0].of_processor == (kind <= PCS_DEVICE_CPU) && ratios[0].change == PCS_BENCH_UNCLEAR);
        pcs_bench_ratios_free(ratios);
        pcs_bench_result_free(after);
    }
    pcs_bench_result_free(before);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    results_come_back(context);
    what_is_damaged_is_refused(context);
    what_is_too_long_is_refused(context);
    comparisons_follow_their_rule(context);
    other_devices_have_no_pace(context);
    pcs_context_free(context);
    return check_result();
}
