/* Results of the benchmark, from any bytes. */
#include "bench/result.h"
#include "fuzz_driver.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_bench_result *result = NULL;
    pcs_bench_ratio *ratios = NULL;
    size_t count = 0;
    if (pcs_result_parse(context, "input", (pcs_bytes){data, size}, &result) == PCS_OK) {
        (void)pcs_bench_compare(context, result, result, 0.1, &ratios, &count);
        (void)pcs_bench_write_json(context, result, "/dev/null");
        (void)pcs_bench_write_csv(context, result, "/dev/null");
    }
    pcs_bench_ratios_free(ratios);
    pcs_bench_result_free(result);
    pcs_context_free(context);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    static const char seed[] =
        "{\"format\":\"pcapshade bench 1\",\"layout\":\"force\",\"seed\":1,\"width\":9,\"height\":9,"
        "\"devices\":[{\"index\":0,\"kind\":\"gpu\",\"name\":\"a \\\"b\\\\\"},{\"name\":\"=c\"}],"
        "\"workloads\":[{\"name\":\"w\",\"hosts\":3,\"hash\":\"00ff00ff00ff00ff\"}],"
        "\"rows\":[{\"part\":\"ceiling\",\"device\":1,\"workload\":null,\"stage\":null,\"runs\":[1,2,3]},"
        "{\"part\":\"stage\",\"device\":0,\"workload\":0,\"stage\":\"png\",\"share\":0.5,\"limit\":\"copy\","
        "\"verdict\":\"known\",\"hash\":null,\"bytes\":18446744073709551615,\"runs\":[5,6,7,8]}]}";
    add(seed, sizeof(seed) - 1);
}
