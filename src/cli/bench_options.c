#include "cli/forms.h"
#include "cli/option_table.h"

VALUES(bench_device, "auto", "host", "all")

static const char *scale_value(size_t index) {
    const char *name;
    pcs_bench_graph graph;
    return pcs_bench_scale(index, &name, &graph) ? name : NULL;
}

static const char *model_value(size_t index) {
    return index < PCS_BENCH_MODEL_COUNT ? pcs_bench_model_name((pcs_bench_model)index) : NULL;
}

static const char *stage_value(size_t index) {
    return index < PCS_BENCH_STAGE_COUNT ? pcs_bench_stage_name((pcs_bench_stage)index) : NULL;
}

static bool is_scales(const char *text) {
    return pcs_form_is_list(text, scale_value);
}

static bool is_stages(const char *text) {
    return pcs_form_is_list(text, stage_value);
}

static const pcs_option options[] = {
    {.name = "device",
     .argument = "LIST",
     .kind = PCS_OPTION_TEXT,
     AT(device),
     .commands = BENCH,
     .standard = "auto",
     .value = bench_device_value,
     .open = true,
     .help = "What to measure, one or more with commas between: auto (the first GPU, else the host), host, indices or "
             "parts of names as of pcapshade devices, or all. One that fails is reported, and the others go on"},
    {.name = "scale",
     .argument = "LIST",
     .kind = PCS_OPTION_TEXT,
     AT(scales),
     .commands = BENCH,
     .standard = "medium",
     .value = scale_value,
     .open = true,
     .is_valid = is_scales,
     .form = "a list of small, medium, large and huge with commas between",
     .help =
         "Sizes of the generated graphs: small has 1000 hosts and 5000 edges, medium 20,000 and 100,000, large "
         "400,000 and 2 million, huge 10 million and 100 million, which needs some 50 GB of memory, or 18 without the "
         "stages ingest and total"},
    {.name = "hosts",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(bench_hosts),
     .commands = BENCH,
     .standard = "none",
     .unit = "hosts",
     .least = PCS_BENCH_HOSTS_LEAST,
     .most = PCS_BENCH_HOSTS_MOST,
     .help = "Also, or without --scale instead, a graph of that size, with --edges"},
    {.name = "edges",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(bench_edges),
     .commands = BENCH,
     .standard = "5 times as many as --hosts",
     .unit = "edges",
     .least = PCS_BENCH_HOSTS_LEAST,
     .most = PCS_BENCH_EDGES_MOST,
     .help = "The edges of that graph, at least as many as --hosts"},
    {.name = "model",
     .argument = "KIND",
     .kind = PCS_OPTION_CHOICE,
     AT(model),
     .commands = BENCH,
     .standard = "capture",
     .value = model_value,
     .help = "What generated graphs look like. capture: servers and gateways with many leaves, scanners, peers that "
             "talk with each other, and small components; rmat: R-MAT with the shares of Graph500"},
    {.name = "input",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(input),
     .commands = BENCH,
     .standard = "none",
     .help = "Also, or without --scale and --hosts instead, a capture, an edge list or any other input of render"},
    {.name = "stage",
     .argument = "LIST",
     .kind = PCS_OPTION_TEXT,
     AT(stages),
     .commands = BENCH,
     .standard = "all",
     .value = stage_value,
     .open = true,
     .is_valid = is_stages,
     .form = "a list of ingest, graph, layout, raster, shade, png and total with commas between",
     .help = "Which stages to measure, with commas between: ingest, graph, layout, raster, shade, png, and total, "
             "which is all of them but graph one after the other. Others are run only where these need what they make"},
    {.name = "runs",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(runs),
     .commands = BENCH,
     .standard = "10, or as many as take 3 seconds, but 3 at least",
     .unit = "runs",
     .least = 1,
     .most = PCS_BENCH_RUNS_MOST,
     .help =
         "How often each stage is measured, after a run that warms up: one run of each stage, then the next of each"},
    {.name = "save-positions",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(save_positions),
     .commands = BENCH,
     .standard = "none",
     .is_output = true,
     .help = "Also write where the hosts of the last graph are, on the first device, as render writes it: to score a "
             "layout, with --input and --stage layout"},
    {.name = "json",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(save_json),
     .commands = BENCH,
     .standard = "none",
     .is_output = true,
     .help = "Also write all results, every run of them, as JSON; - is standard output, which then has no table"},
    {.name = "csv",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(save_csv),
     .commands = BENCH,
     .standard = "none",
     .is_output = true,
     .help = "Also write all results as CSV, a line for each thing measured; - likewise"},
    {.name = "compare",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(compare),
     .commands = BENCH,
     .standard = "none",
     .help = "Print how each stage compares with an earlier result, a file that --json wrote with the same options: "
             "faster, slower, no difference, or too noisy to tell; exit status 8 where one is shown to be slower than "
             "--tolerance allows, or has another result"},
    {.name = "tolerance",
     .argument = "PERCENT",
     .kind = PCS_OPTION_NUMBER,
     AT(tolerance),
     .commands = BENCH,
     .standard = "10",
     .unit = "percent",
     .least = 1,
     .most = 1000,
     .help = "With --compare: how much slower a stage may be, beyond what the spread of its runs and the pace of the "
             "machine account for"},
    {.name = "no-kernels",
     .kind = PCS_OPTION_SWITCH,
     AT(no_kernels),
     .commands = BENCH,
     .help = "Measure stages alone: neither kernels, nor what the device can do at most, nor its first use"},
};

const pcs_option *pcs_bench_option_at(size_t index) {
    return index < sizeof(options) / sizeof(options[0]) ? &options[index] : NULL;
}
