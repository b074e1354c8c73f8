/* What the tests of rasters and images share: every device there is, each as it is and, where it can be built so, as
 * one that adds atomically and one that owns; random numbers; counts compared. */
#ifndef PCS_TESTS_IMAGE_CHECK_H
#define PCS_TESTS_IMAGE_CHECK_H

#include "check.h"
#include "device/device.h"
#include "raster/raster.h"

/* Calls run with each. */
static inline void each_device(pcs_context *context, void (*run)(pcs_context *context, pcs_device *device)) {
    static const pcs_device_build builds[] = {{.lanes = 1, .owned = false}, {.lanes = 4, .owned = true}};
    pcs_device_info *list = NULL;
    size_t count = 0;
    CHECK(pcs_device_list(context, &list, &count) == PCS_OK);
    for (size_t i = 0; i < count; i++) {
        size_t ways = list[i].kind == PCS_DEVICE_HOST ? 1 : 1 + sizeof(builds) / sizeof(builds[0]);
        for (size_t way = 0; !list[i].problem[0] && way < ways; way++) {
            char which[24];
            snprintf(which, sizeof(which), "%u", list[i].index);
            pcs_device *device = NULL;
            CHECK_CASE(pcs_device_open_as(context, which, NULL, way ? &builds[way - 1] : NULL, &device) == PCS_OK,
                       "%s: %s", list[i].name, pcs_context_message(context));
            if (device) {
                printf("%s, way %zu\n", list[i].name, way);
                run(context, device);
            }
            pcs_device_free(device);
        }
    }
    pcs_device_list_free(list);
}

/* The n-th number of a stream in [0, 1): splitmix64. */
static inline __attribute__((unused)) double random_number(uint64_t seed, uint64_t n) {
    uint64_t z = seed + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static inline __attribute__((unused)) bool counts_are(pcs_context *context, pcs_device *device, uint32_t width,
                                                      uint32_t height, const pcs_segment *segments, uint32_t count,
                                                      const uint32_t *expected) {
    pcs_buffer *buffer = NULL;
    size_t pixels = (size_t)width * height;
    uint32_t *found = malloc(pixels * sizeof(*found));
    CHECK_CASE(pcs_raster_count(context, device, width, height, segments, count, &buffer) == PCS_OK, "%s",
               pcs_context_message(context));
    CHECK(found && buffer && pcs_buffer_read(buffer, 0, found, pixels * sizeof(*found)) == PCS_OK);
    bool same = memcmp(found, expected, pixels * sizeof(*found)) == 0;
    pcs_buffer_free(buffer);
    free(found);
    return same;
}

#endif
