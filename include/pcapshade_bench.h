/* The part of pcapshade.h that is about how fast devices are: include that one. */
#ifndef PCAPSHADE_BENCH_H
#define PCAPSHADE_BENCH_H

#ifndef PCAPSHADE_H
#error "include pcapshade.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* X(name, text): generated graphs, the same on every machine. */
#define PCS_BENCH_MODEL_TABLE(X)                                                                                       \
    X(PCS_BENCH_CAPTURE, "capture") /* as captures look: servers and gateways with many leaves, scanners, peers that   \
                                       talk with each other, and small components */                                   \
    X(PCS_BENCH_RMAT, "rmat")       /* R-MAT (Chakrabarti, Zhan, Faloutsos 2004) with the shares of Graph500: .57 .19  \
                                       .19 .05 */

typedef enum pcs_bench_model {
#define PCS_BENCH_MODEL_ENUM(name, text) name,
    PCS_BENCH_MODEL_TABLE(PCS_BENCH_MODEL_ENUM)
#undef PCS_BENCH_MODEL_ENUM
        PCS_BENCH_MODEL_COUNT
} pcs_bench_model;

PCS_API const char *pcs_bench_model_name(pcs_bench_model model);

/* X(text, hosts, edges) */
#define PCS_BENCH_SCALE_TABLE(X)                                                                                       \
    X("small", 1000, 5000)                                                                                             \
    X("medium", 20000, 100000)                                                                                         \
    X("large", 400000, 2000000)                                                                                        \
    X("huge", 10000000, 100000000)

/* A graph to be generated: PCS_BENCH_HOSTS_LEAST hosts or more, and as many edges or more, up to the MOST. */
typedef struct pcs_bench_graph {
    pcs_bench_model model;
    uint32_t hosts, edges;
} pcs_bench_graph;

enum { PCS_BENCH_HOSTS_LEAST = 64, PCS_BENCH_HOSTS_MOST = 100000000, PCS_BENCH_EDGES_MOST = 1000000000 };

/* The graph of the index-th scale, and its name; false past the last. */
PCS_API bool pcs_bench_scale(size_t index, const char **name, pcs_bench_graph *graph);

/* X(name, text, what is done in it): the stages, in order. */
#define PCS_BENCH_STAGE_TABLE(X)                                                                                       \
    X(PCS_BENCH_INGEST, "ingest", "packets") /* packets in memory to the sorted table; an input is read as a file */   \
    X(PCS_BENCH_GRAPH, "graph", "edges")     /* compressed rows and connected components */                            \
    X(PCS_BENCH_LAYOUT, "layout", "edges")                                                                             \
    X(PCS_BENCH_RASTER, "raster", "pixels") /* pixels of all lines */                                                  \
    X(PCS_BENCH_SHADE, "shade", "pixels")   /* of the image, equalised and coloured */                                 \
    X(PCS_BENCH_PNG, "png", "pixels")       /* likewise, compressed */                                                 \
    X(PCS_BENCH_TOTAL, "total", "edges")    /* all of these one after the other, but graph, which is within layout */

typedef enum pcs_bench_stage {
#define PCS_BENCH_STAGE_ENUM(name, text, unit) name,
    PCS_BENCH_STAGE_TABLE(PCS_BENCH_STAGE_ENUM)
#undef PCS_BENCH_STAGE_ENUM
        PCS_BENCH_STAGE_COUNT
} pcs_bench_stage;

PCS_API const char *pcs_bench_stage_name(pcs_bench_stage stage);
PCS_API const char *pcs_bench_stage_unit(pcs_bench_stage stage);

enum { PCS_BENCH_RUNS_MOST = 1000 };

typedef struct pcs_bench_options {
    size_t size;
    const char *const *devices; /* each as of pcs_device_open, or "all"; none: "auto" */
    size_t device_count;
    const pcs_device_options *device_options; /* NULL: the defaults */
    const pcs_bench_graph *graphs;            /* what is generated; without graphs and input the medium scale */
    size_t graph_count;
    const char *input;                /* NULL, or an input as of pcs_edges_read to be measured too */
    const pcs_read_options *read;     /* of the input; NULL: the defaults */
    uint32_t stages;                  /* a bit for each, 1 << stage; 0: all */
    const pcs_layout_options *layout; /* NULL: the defaults */
    uint32_t width, height;           /* of the image; 0: 2000 */
    uint32_t
        runs; /* of each stage, at most PCS_BENCH_RUNS_MOST; 0: 10, or fewer once they took 3 seconds, at least 3 */
    bool no_kernels;            /* stages alone: no kernels, no ceilings, no first use */
    const char *save_positions; /* NULL, or where to write those of the last graph on the first device, as
                                   pcs_layout_write_csv does */
} pcs_bench_options;

/* ---- results ---------------------------------------------------------------------------------------------------- */

#define PCS_BENCH_NONE UINT32_MAX

/* A graph that was measured. */
typedef struct pcs_bench_workload {
    char name[64]; /* "capture small", "rmat 5000/20000", "input" */
    uint32_t hosts, edges;
    uint64_t packets; /* 0: none, it is an edge list, or no stage reads them */
    uint64_t hash;    /* of hosts and edges */
} pcs_bench_workload;

/* X(name, text): what a row is about. */
#define PCS_BENCH_PART_TABLE(X)                                                                                        \
    X(PCS_BENCH_PART_CEILING, "ceiling")     /* what the device can do at most, of one kind of work */                 \
    X(PCS_BENCH_PART_FIRST_USE, "first use") /* what is paid once, and beside it the same thing when it is not */      \
    X(PCS_BENCH_PART_STAGE, "stage")                                                                                   \
    X(PCS_BENCH_PART_KERNEL, "kernel") /* all launches of one kernel in one stage, at one grid of the pyramid */

typedef enum pcs_bench_part {
#define PCS_BENCH_PART_ENUM(name, text) name,
    PCS_BENCH_PART_TABLE(PCS_BENCH_PART_ENUM)
#undef PCS_BENCH_PART_ENUM
        PCS_BENCH_PART_COUNT
} pcs_bench_part;

PCS_API const char *pcs_bench_part_name(pcs_bench_part part);

/* X(name, text): whether a result is right. */
#define PCS_BENCH_VERDICT_TABLE(X)                                                                                     \
    X(PCS_BENCH_UNCHECKED, "unchecked") /* there is nothing to compare it with */                                      \
    X(PCS_BENCH_KNOWN, "known")         /* as it is known to be */                                                     \
    X(PCS_BENCH_AGREES, "agrees")       /* as on the other devices of this run */                                      \
    X(PCS_BENCH_WRONG, "wrong")         /* not so, or not the same in all runs */

typedef enum pcs_bench_verdict {
#define PCS_BENCH_VERDICT_ENUM(name, text) name,
    PCS_BENCH_VERDICT_TABLE(PCS_BENCH_VERDICT_ENUM)
#undef PCS_BENCH_VERDICT_ENUM
        PCS_BENCH_VERDICT_COUNT
} pcs_bench_verdict;

PCS_API const char *pcs_bench_verdict_name(pcs_bench_verdict verdict);

/* What was measured of one thing: calls, amounts and work are those of one run. */
typedef struct pcs_bench_row {
    pcs_bench_part part;
    uint32_t device, workload; /* indices; PCS_BENCH_NONE: of no workload */
    uint32_t stage;            /* pcs_bench_stage; PCS_BENCH_NONE: ceilings and first use */
    uint32_t level;            /* of a kernel: the grid of the pyramid, 0 for all */
    char name[48];
    uint64_t *runs; /* nanoseconds of each run, in order */
    uint32_t run_count;
    uint64_t *processor; /* of a stage: processor time of each run, of all threads; NULL: not known */
    uint64_t *waited;    /* likewise: time for which others kept the processors from its threads */
    uint64_t *paces;     /* likewise: what a small task that is always the same took before each run, in processor
                            time; NULL also where the device is no processor */
    uint64_t low, median, high; /* quartiles */
    uint32_t outliers;          /* runs far from these */
    bool noisy;                 /* the quartiles lie far apart */
    uint64_t calls;             /* launches of kernels */
    uint64_t amount;            /* done, in units */
    char unit[16];
    uint64_t bytes, operations, adds; /* moved, of arithmetic, atomic: by formula; 0: not known */
    double overhead; /* of a stage: the share of its time that timing its kernels took, as the ceilings tell */
    double share;    /* of the ceiling that is nearest, 0: not known */
    char limit[16];  /* which one that is: "copy", "multiply-add" or "adds" */
    uint64_t hash;   /* of a stage's result, 0: none */
    pcs_bench_verdict verdict;
    char problem[256]; /* why there is no result; "" where there is */
} pcs_bench_row;

typedef struct pcs_bench_result {
    char version[32], commit[48]; /* of the library */
    char machine[128];            /* its processor, "" where that is not known */
    uint32_t width, height, threads;
    char layout[32];
    uint64_t seed;
    pcs_device_info *devices;
    size_t device_count;
    pcs_bench_workload *workloads;
    size_t workload_count;
    pcs_bench_row *rows;
    size_t row_count;
} pcs_bench_result;

/* Measures all that the options ask for. A device that fails is reported in its row, and the others go on; so is a
 * wrong result. The call fails where nothing can be measured at all. */
PCS_API pcs_status pcs_bench_run(pcs_context *context, const pcs_bench_options *options, pcs_bench_result **out);
PCS_API void pcs_bench_result_free(pcs_bench_result *result);

/* ---- results as files ------------------------------------------------------------------------------------------- */

/* X(key, meaning): the members of the JSON object. Times are whole nanoseconds, hashes 16 hexadecimal digits; what is
 * not known is null. */
#define PCS_BENCH_JSON_TABLE(X)                                                                                        \
    X("format", "\"pcapshade bench 1\"")                                                                               \
    X("version", "of the program that measured")                                                                       \
    X("commit", "of its sources, empty where that is not known")                                                       \
    X("machine", "its processor, empty where that is not known")                                                       \
    X("layout", "kind of the layout")                                                                                  \
    X("seed", "of the layout")                                                                                         \
    X("width", "of the image, in pixels")                                                                              \
    X("height", "likewise")                                                                                            \
    X("threads", "of the host")                                                                                        \
    X("devices", "array of objects: index, kind (host, cpu, gpu, accelerator), name, platform, driver, version, "      \
                 "units, memory (bytes), problem")                                                                     \
    X("workloads", "array of objects: name, hosts, edges, packets, hash (of hosts and edges)")                         \
    X("rows",                                                                                                          \
      "array of objects, one for each thing that was measured on a device: part (ceiling, first use, stage, "          \
      "kernel), device and workload (places in those arrays), stage, level (the grid of the pyramid, 0: all), "        \
      "name, unit, calls (launches in a run), amount (done in a run, in units), bytes, operations, adds (of a "        \
      "run, by formula), overhead (share of the time that timing took), share (of the nearest ceiling), limit (that "  \
      "ceiling), hash (of the result), verdict "                                                                       \
      "(unchecked, known, agrees, wrong), problem, outliers (how many), noisy, low, median, high (quartiles of "       \
      "the runs), runs (time of each), paces (what a small task that is always the same took before each run, in "     \
      "processor time), processor (processor time of each run), waited (for which others kept the processors "         \
      "from it, of each run)")

/* path as of pcs_edges_write_csv. */
PCS_API pcs_status pcs_bench_write_json(pcs_context *context, const pcs_bench_result *result, const char *path);
/* A header and a line for each row: device,workload,part,stage,level,name,unit,runs,low_ns,median_ns,high_ns,outliers,
 * calls,amount,bytes,operations,adds,share,limit,hash,verdict,problem. path as of pcs_edges_write_csv. */
PCS_API pcs_status pcs_bench_write_csv(pcs_context *context, const pcs_bench_result *result, const char *path);
/* What pcs_bench_write_json wrote. PCS_E_FORMAT: it is something else, or damaged. */
PCS_API pcs_status pcs_bench_read_json(pcs_context *context, const char *path, pcs_bench_result **out);

/* ---- comparing -------------------------------------------------------------------------------------------------- */

/* X(name, text): how a stage compares. What is slower or faster is so by more than the tolerance, beyond the spread of
 * both results and what the machine's pace accounts for. */
#define PCS_BENCH_CHANGE_TABLE(X)                                                                                      \
    X(PCS_BENCH_SAME, "no difference") /* spread and all, none beyond the tolerance */                                 \
    X(PCS_BENCH_FASTER, "faster")                                                                                      \
    X(PCS_BENCH_SLOWER, "slower")                                                                                      \
    X(PCS_BENCH_UNCLEAR, "too noisy to tell") /* neither this nor that is shown */                                     \
    X(PCS_BENCH_OTHER, "other result")        /* than before, however fast */

typedef enum pcs_bench_change {
#define PCS_BENCH_CHANGE_ENUM(name, text) name,
    PCS_BENCH_CHANGE_TABLE(PCS_BENCH_CHANGE_ENUM)
#undef PCS_BENCH_CHANGE_ENUM
        PCS_BENCH_CHANGE_COUNT
} pcs_bench_change;

PCS_API const char *pcs_bench_change_name(pcs_bench_change change);

/* A stage now and before. What is compared is the time of the runs that were left alone: others kept the processors
 * from them for less than a twentieth of it. Where one of the results has fewer than three of those, it is the
 * processor time, which tells work, not how it is shared out between threads. */
typedef struct pcs_bench_ratio {
    const pcs_bench_row *before, *after; /* of the results that were compared */
    bool of_processor;                   /* processor times were compared */
    double ratio;                        /* of the medians of what was compared: above 1 it takes longer */
    double low, high; /* what it may be, from quartile to quartile, and the machine's pace allowed for */
    pcs_bench_change change;
    bool fell_short; /* it is slower, or has another result */
} pcs_bench_ratio;

/* Pairs the stages that both have: same workload, and device of the same name; where both have but one device, these.
 * tolerance: how much slower a stage may be, .1 for a tenth. PCS_E_ARGUMENT: they were measured with other options, or
 * have nothing in common. *out is freed with pcs_bench_ratios_free; the results must outlive it. */
PCS_API pcs_status pcs_bench_compare(pcs_context *context, const pcs_bench_result *before,
                                     const pcs_bench_result *after, double tolerance, pcs_bench_ratio **out,
                                     size_t *count);
PCS_API void pcs_bench_ratios_free(pcs_bench_ratio *ratios);

#ifdef __cplusplus
}
#endif

#endif
