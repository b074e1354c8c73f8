/* The whole way: the same pixels on every device, with every number of threads, work-group size and order of inputs. */
#include "base/hash.h"
#include "check.h"
#include "device/device.h"
#include "pcapshade.h"

/* A hash of the picture's colours, pixel by pixel: what a person would see. */
static uint64_t hash_image(const pcs_image *image) {
    uint64_t hash = pcs_hash_mix((uint64_t)pcs_image_width(image) << 32 | pcs_image_height(image));
    size_t count = (size_t)pcs_image_width(image) * pcs_image_height(image);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *colour = pcs_image_palette(image) + 4 * (size_t)pcs_image_pixels(image)[i];
        uint32_t rgba =
            (uint32_t)colour[0] | (uint32_t)colour[1] << 8 | (uint32_t)colour[2] << 16 | (uint32_t)colour[3] << 24;
        hash = pcs_hash_mix(hash ^ rgba);
    }
    return hash;
}

typedef struct setting {
    const char *device;
    const pcs_device_build *build;
    uint32_t threads, work_group;
    bool reversed;
    pcs_layout_kind layout;
} setting;

/* 0 on failure, after a failed check. */
static uint64_t render(const setting *how) {
    const char *forward[] = {PCS_TEST_NETWORK, PCS_TEST_ISLANDS};
    const char *backward[] = {PCS_TEST_ISLANDS, PCS_TEST_NETWORK};
    pcs_context_options context_options = PCS_OPTIONS(context_options);
    pcs_device_options device_options = PCS_OPTIONS(device_options);
    pcs_layout_options layout_options = PCS_OPTIONS(layout_options);
    pcs_image_options image_options = PCS_OPTIONS(image_options);
    context_options.threads = how->threads;
    device_options.work_group = how->work_group;
    layout_options.kind = how->layout;
    image_options.width = 701;
    image_options.height = 503;
    pcs_context *context = pcs_context_new(&context_options);
    pcs_edges *edges = NULL;
    pcs_device *device = NULL;
    pcs_layout *layout = NULL;
    pcs_image *image = NULL;
    pcs_status status = pcs_edges_read(context, how->reversed ? backward : forward, 2, NULL, &edges);
    if (status == PCS_OK) {
        status = pcs_device_open_as(context, how->device, &device_options, how->build, &device);
    }
    if (status == PCS_OK) {
        status = pcs_layout_compute(context, device, edges, &layout_options, &layout);
    }
    if (status == PCS_OK) {
        status = pcs_image_draw(context, device, edges, layout, &image_options, &image);
    }
    CHECK_CASE(status == PCS_OK, "%s", pcs_context_message(context));
    uint64_t hash = image ? hash_image(image) : 0;
    pcs_image_free(image);
    pcs_layout_free(layout);
    pcs_device_free(device);
    pcs_edges_free(edges);
    pcs_context_free(context);
    return hash;
}

static void compare(const setting *how, uint64_t expected) {
    uint64_t hash = render(how);
    CHECK_CASE(hash == expected, "device %s, %s, %u threads, work-group %u, %s, layout %s: %016llx", how->device,
               how->build ? "as a GPU" : "as it is", how->threads, how->work_group,
               how->reversed ? "reversed" : "in order", pcs_layout_name(how->layout), (unsigned long long)hash);
}

int main(void) {
    /* Of the two captures that samples/make_capture writes for the tests. */
    static const uint64_t golden[PCS_LAYOUT_COUNT] = {0x8430eef7bdfa6104u, 0x5fb7d53976d5c1edu, 0xc8d14aa45f357c17u,
                                                      0xd98055c80a0152ecu, 0x5e6ac5570a37d557u};
    static const pcs_device_build gpu = {.lanes = 1, .owned = false};
    pcs_context *context = pcs_context_new(NULL);
    pcs_device_info *devices = NULL;
    size_t count = 0;
    CHECK(pcs_device_list(context, &devices, &count) == PCS_OK);
    for (int kind = 0; kind < PCS_LAYOUT_COUNT; kind++) {
        setting base = {.device = "host", .threads = 1, .layout = (pcs_layout_kind)kind};
        compare(&base, golden[kind]);
        for (uint32_t threads = 1; threads <= 4; threads *= 2) {
            setting turned = base;
            turned.threads = threads;
            turned.reversed = true;
            compare(&turned, golden[kind]);
        }
        for (size_t i = 0; i < count; i++) {
            char which[24];
            snprintf(which, sizeof(which), "%zu", i);
            for (uint32_t group = 32; group <= 256; group *= 2) {
                setting other = base;
                other.device = which;
                other.threads = 2;
                other.work_group = group;
                compare(&other, golden[kind]);
                other.build = &gpu;
                if (devices[i].kind != PCS_DEVICE_HOST && group == 64) {
                    compare(&other, golden[kind]);
                }
            }
        }
    }
    pcs_device_list_free(devices);
    pcs_context_free(context);
    return check_result();
}
