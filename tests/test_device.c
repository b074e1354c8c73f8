/* device: every device found gives the reference's bits, whatever its abilities; wrong ones are refused. */
#include "check.h"
#include "device/device.h"
#include "probe_types.h"

static char last_log[1024];

static void keep_log(void *user, pcs_log_level level, const char *text) {
    (void)user;
    (void)level;
    snprintf(last_log, sizeof(last_log), "%s", text);
}

static void buffers_keep_what_they_are_given(pcs_context *context, const char *which) {
    pcs_device *device = NULL;
    pcs_buffer *buffer = NULL;
    uint8_t bytes[300], back[300];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i * 7);
    }
    CHECK_CASE(pcs_device_open(context, which, NULL, &device) == PCS_OK, "%s: %s", which, pcs_context_message(context));
    CHECK(pcs_buffer_new_from(device, "a test", bytes, sizeof(bytes), &buffer) == PCS_OK);
    CHECK(pcs_buffer_read(buffer, 0, back, sizeof(back)) == PCS_OK && memcmp(bytes, back, sizeof(back)) == 0);
    CHECK(pcs_buffer_write(buffer, 100, bytes, 50) == PCS_OK);
    CHECK(pcs_buffer_read(buffer, 100, back, 50) == PCS_OK && memcmp(bytes, back, 50) == 0);
    CHECK(pcs_buffer_read(buffer, 250, back, 51) == PCS_E_ARGUMENT);
    CHECK(pcs_buffer_zero(buffer) == PCS_OK && pcs_buffer_read(buffer, 0, back, 300) == PCS_OK);
    bool zero = true;
    for (size_t i = 0; i < sizeof(back); i++) {
        zero = zero && back[i] == 0;
    }
    CHECK(zero);
    /* A kernel called with arguments that are not its own is refused, not run. */
    CHECK(PCS_RUN(device, pcs_probe_arithmetic, 1, 0, PCS_ARRAY(buffer)) == PCS_E_ARGUMENT);
    pcs_buffer_free(buffer);
    pcs_device_free(device);
}

/* The sum and the hash of item 5 of 7, as NumPy's float32 and Python's integers compute them. */
static void reference_is_what_it_was(pcs_context *context, const char *which, const pcs_device_build *build,
                                     uint32_t work_group) {
    static const float input[7] = {-3.5f, 0.0f, 0.125f, 1.0f / 3.0f, 1e-3f, 7.25f, 1024.0f};
    pcs_probe_parameters parameters = {.count = 7, .epsilon = 0.01f, .seed = 42, .scale = 0.7f};
    pcs_device_options options = PCS_OPTIONS(options);
    options.work_group = work_group;
    pcs_device *device = NULL;
    pcs_buffer *in = NULL, *real = NULL, *whole = NULL;
    float sums[7] = {0};
    uint64_t hashes[7] = {0};
    CHECK_CASE(pcs_device_open_as(context, which, &options, build, &device) == PCS_OK, "%s: %s", which,
               pcs_context_message(context));
    CHECK(pcs_buffer_new_from(device, "a test", input, sizeof(input), &in) == PCS_OK);
    CHECK(pcs_buffer_new(device, "a test", sizeof(sums), &real) == PCS_OK);
    CHECK(pcs_buffer_new(device, "a test", sizeof(hashes), &whole) == PCS_OK);
    CHECK(PCS_RUN(device, pcs_probe_arithmetic, 7, 0, PCS_ARRAY(in), PCS_ARRAY(real), PCS_ARRAY(whole),
                  PCS_BY_VALUE(parameters)) == PCS_OK);
    CHECK(pcs_buffer_read(real, 0, sums, sizeof(sums)) == PCS_OK);
    CHECK(pcs_buffer_read(whole, 0, hashes, sizeof(hashes)) == PCS_OK);
    uint32_t bits;
    memcpy(&bits, &sums[5], sizeof(bits));
    CHECK_CASE(bits == 0x3d7a4312, "%s: bits %08x", which, bits);
    CHECK_CASE(hashes[5] == 0x3bc7f02ef19f2277, "%s: hash %016llx", which, (unsigned long long)hashes[5]);
    pcs_buffer_free(whole);
    pcs_buffer_free(real);
    pcs_buffer_free(in);
    pcs_device_free(device);
}

static void wrong_choices_are_refused(pcs_context *context) {
    pcs_device *device = NULL;
    pcs_device_options options = PCS_OPTIONS(options);
    CHECK(pcs_device_open(context, "99", NULL, &device) == PCS_E_DEVICE && device == NULL);
    CHECK(strstr(pcs_context_message(context), "pcapshade devices") != NULL);
    CHECK(pcs_device_open(context, "no such device", NULL, &device) == PCS_E_DEVICE && device == NULL);
    options.work_group = 48;
    CHECK(pcs_device_open(context, "host", &options, &device) == PCS_E_ARGUMENT && device == NULL);
    options.work_group = 512;
    CHECK(pcs_device_open(context, "host", &options, &device) == PCS_E_ARGUMENT && device == NULL);
}

/* A driver that computes wrongly: here its compiler is told that precision does not matter. */
static void a_wrong_device_is_refused(pcs_context *context, const char *which) {
    pcs_device *device = NULL;
    pcs_device_build wrong = {.lanes = 1, .owned = false, .more = "-cl-fast-relaxed-math"};
    pcs_device_build broken = {.lanes = 1, .owned = false, .more = "-Dfloat=nonsense"};
    CHECK(pcs_device_open_as(context, which, NULL, &wrong, &device) == PCS_E_DEVICE && device == NULL);
    CHECK(pcs_device_open_as(context, which, NULL, &broken, &device) == PCS_E_DEVICE && device == NULL);
}

int main(void) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.log = keep_log;
    for (uint32_t threads = 1; threads <= 2; threads++) {
        options.threads = threads;
        pcs_context *context = pcs_context_new(&options);
        pcs_device_info *list = NULL;
        size_t count = 0;
        CHECK(context && pcs_device_list(context, &list, &count) == PCS_OK && count >= 1);
        CHECK(count > 0 && list[0].kind == PCS_DEVICE_HOST && list[0].compute_units == threads);
        for (size_t i = 0; i < count; i++) {
            char which[24];
            snprintf(which, sizeof(which), "%zu", i);
            CHECK(list[i].index == i);
            buffers_keep_what_they_are_given(context, which);
            for (uint32_t group = 0; group <= 256; group = group == 0 ? 32 : group * 2) {
                reference_is_what_it_was(context, which, NULL, group);
            }
            if (list[i].kind != PCS_DEVICE_HOST) {
                pcs_device_build gpu = {.lanes = 1, .owned = false};
                reference_is_what_it_was(context, which, &gpu, 64);
                a_wrong_device_is_refused(context, which);
            }
        }
        wrong_choices_are_refused(context);
        printf("%zu devices\n", count);
        pcs_device_list_free(list);
        pcs_context_free(context);
    }
    return check_result();
}
