/* A device is trusted only after its arithmetic has been compared with the reference, bit for bit. */
#include "base/hash.h"
#include "device/driver.h"
#include "probe_types.h"

#include <string.h>

enum { TEST_COUNT = 128 };

typedef struct test_result {
    float real[TEST_COUNT];
    uint64_t whole[TEST_COUNT];
} test_result;

/* Numbers of many magnitudes and both signs. */
static void make_input(float *input) {
    for (uint32_t i = 0; i < TEST_COUNT; i++) {
        uint64_t hash = pcs_hash_mix(i + 1);
        float size = (float)(1U << (hash >> 60)) * 0.0078125f;
        input[i] = ((float)(hash & 0xffffff) - 8388608.0f) * 1.1920929e-7f * size;
    }
}

static void run_reference(const float *input, const pcs_probe_parameters *parameters, test_result *result) {
    float *real = result->real;
    uint64_t *whole = result->whole;
    const void *const arguments[] = {&input, &real, &whole, parameters};
    pcs_group group = {.id = 0, .count = 1, .size = TEST_COUNT};
    pcs_host_reference(PCS_KERNEL_pcs_probe_arithmetic)->run(&group, arguments);
}

static pcs_status run_device(pcs_device *device, const float *input, const pcs_probe_parameters *parameters,
                             test_result *result) {
    pcs_status status = PCS_OK;
    pcs_buffer *in = NULL, *real = NULL, *whole = NULL;
    PCS_TRY(pcs_buffer_new_from(device, "a test", input, TEST_COUNT * sizeof(*input), &in));
    PCS_TRY(pcs_buffer_new(device, "a test", sizeof(result->real), &real));
    PCS_TRY(pcs_buffer_new(device, "a test", sizeof(result->whole), &whole));
    PCS_TRY(PCS_RUN(device, pcs_probe_arithmetic, TEST_COUNT, 0, PCS_ARRAY(in), PCS_ARRAY(real), PCS_ARRAY(whole),
                    PCS_BY_VALUE(*parameters)));
    PCS_TRY(pcs_buffer_read(real, 0, result->real, sizeof(result->real)));
    PCS_TRY(pcs_buffer_read(whole, 0, result->whole, sizeof(result->whole)));
done:
    pcs_buffer_free(whole);
    pcs_buffer_free(real);
    pcs_buffer_free(in);
    return status;
}

pcs_status pcs_device_test(pcs_device *device) {
    static const pcs_probe_parameters parameters = {
        .count = TEST_COUNT, .epsilon = 0.0625f, .seed = 0x0123456789abcdefU, .scale = 0.333333343f};
    float input[TEST_COUNT];
    test_result expected, found;
    make_input(input);
    run_reference(input, &parameters, &expected);
    pcs_status status = run_device(device, input, &parameters, &found);
    if (status != PCS_OK) {
        return status;
    }
    if (memcmp(expected.real, found.real, sizeof(found.real)) != 0 ||
        memcmp(expected.whole, found.whole, sizeof(found.whole)) != 0) {
        return pcs_fail(
            device->context, PCS_E_DEVICE,
            "device %s: it computes otherwise than the reference, so its pictures would differ: use another "
            "device, or a newer driver",
            device->info.name);
    }
    return PCS_OK;
}
