#include "bench/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LAYOUTS_KNOWN = 2, USUAL_SIDE = 2000 };

/* What is known of a generated graph: its rows and components, and positions and counts of layouts of seed 0, the
 * counts those of the usual size. They are what the host device and PoCL both gave. */
static const struct {
    const char *workload;
    uint64_t graph;
    struct {
        const char *name;
        uint64_t positions, counts;
    } layouts[LAYOUTS_KNOWN];
} known[] = {
    {"capture small",
     0x6dc0f6e157f21a94,
     {{"force", 0xc5c5927cffe79937, 0xdd73897d36fcb01c}, {"circular", 0xa9e080a9d0c1f91e, 0xda59f0a019ab5f5f}}},
    {"capture medium",
     0x801f19879ae81e00,
     {{"force", 0xde07b80a6e8c84d8, 0xc7757129be59f51e}, {"circular", 0x870d890225102a09, 0x693c564e4846ae6a}}},
    {"capture large",
     0x3607983f393b7606,
     {{"force", 0x57dd748a848a5ebd, 0xfa9828d461d89990}, {"circular", 0x76a58856324d516b, 0x696e750dbe41cf7b}}},
    {"rmat small",
     0x4a6fb904210dc6b3,
     {{"force", 0x1f2b028e900ff399, 0xf2456c15b0d9510f}, {"circular", 0x057b4c8da8ef64bf, 0x1b88fe4ab69e29ca}}},
    {"rmat medium",
     0xcc5e12170900c78e,
     {{"force", 0x986a1e15e03ea7a6, 0x4dcd9a9fc50fa6ab}, {"circular", 0xe33b7e76b0019c39, 0x417b88907616add9}}},
    {"rmat large",
     0x49ad51aaf490ab1e,
     {{"force", 0x4795f6b90143e361, 0x13c3b8b6bd0b2895}, {"circular", 0x7340e817443cd151, 0xf2c7dece30ddd6d8}}},
};

static uint64_t known_of_layout(const pcs_bench_result *result, size_t graph, uint32_t stage) {
    bool usual = result->width == USUAL_SIDE && result->height == USUAL_SIDE;
    for (size_t i = 0; result->seed == 0 && i < LAYOUTS_KNOWN; i++) {
        if (strcmp(known[graph].layouts[i].name, result->layout) == 0) {
            return stage == PCS_BENCH_LAYOUT            ? known[graph].layouts[i].positions
                   : stage == PCS_BENCH_RASTER && usual ? known[graph].layouts[i].counts
                                                        : 0;
        }
    }
    return 0;
}

uint64_t pcs_known_hash(const pcs_bench_result *result, const pcs_bench_row *row) {
    const pcs_bench_workload *workload = &result->workloads[row->workload];
    if (row->stage == PCS_BENCH_INGEST) {
        return workload->hash;
    }
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(known[i].workload, workload->name) == 0) {
            return row->stage == PCS_BENCH_GRAPH ? known[i].graph : known_of_layout(result, i, row->stage);
        }
    }
    return 0;
}

static bool is_result(const pcs_bench_row *row) {
    return row->part == PCS_BENCH_PART_STAGE && row->run_count > 0 && row->hash != 0;
}

/* The first row that another device has for the same. */
static const pcs_bench_row *find_other(const pcs_bench_result *result, const pcs_bench_row *row) {
    for (size_t i = 0; i < result->row_count; i++) {
        const pcs_bench_row *other = &result->rows[i];
        if (is_result(other) && other->workload == row->workload && other->stage == row->stage &&
            other->device != row->device) {
            return other;
        }
    }
    return NULL;
}

static void judge(const pcs_bench_result *result, pcs_bench_row *row) {
    uint64_t known_hash = pcs_known_hash(result, row);
    const pcs_bench_row *other = find_other(result, row);
    uint64_t expected = known_hash ? known_hash : other ? other->hash : row->hash;
    if (row->verdict == PCS_BENCH_WRONG) {
        return;
    }
    if (row->hash != expected) {
        row->verdict = PCS_BENCH_WRONG;
        snprintf(row->problem, sizeof(row->problem), "its result is %016" PRIx64 ", %s %016" PRIx64, row->hash,
                 known_hash ? "known to be" : "on another device", expected);
    } else {
        row->verdict = known_hash ? PCS_BENCH_KNOWN : other ? PCS_BENCH_AGREES : PCS_BENCH_UNCHECKED;
    }
}

void pcs_verify(pcs_bench_result *result) {
    for (size_t i = 0; i < result->row_count; i++) {
        if (is_result(&result->rows[i])) {
            judge(result, &result->rows[i]);
        }
    }
}
