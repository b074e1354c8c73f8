/* One of the devices found, for tests that run on each. */
#ifndef PCS_TESTS_DEVICE_CHECK_H
#define PCS_TESTS_DEVICE_CHECK_H

#include "device/device.h"

#include "check.h"

/* The caller frees it. NULL: it has a problem, and is left out by name, or cannot be opened, which fails. */
static inline pcs_device *check_device_open(pcs_context *context, const pcs_device_info *info) {
    char which[16];
    pcs_device *device = NULL;
    if (info->problem[0] != '\0') {
        printf("left out: %s: %s\n", info->name, info->problem);
        return NULL;
    }
    snprintf(which, sizeof(which), "%u", info->index);
    CHECK_CASE(pcs_device_open(context, which, NULL, &device) == PCS_OK, "%s", info->name);
    return device;
}

#endif
