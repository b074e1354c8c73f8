/* The devices found, for tests that run on each. */
#ifndef PCS_TESTS_DEVICE_CHECK_H
#define PCS_TESTS_DEVICE_CHECK_H

#include "device/device.h"

#include "check.h"

/* One of them, which the caller frees. NULL: it has a problem, and is left out by name, or cannot be opened, which
 * fails. */
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

/* Calls run for each device found; those with a problem are left out by name. */
static inline void check_each_device(void (*run)(pcs_context *context, const pcs_device_info *info)) {
    pcs_context *context = pcs_context_new(NULL);
    pcs_device_info *list = NULL;
    size_t count = 0;
    CHECK(context && pcs_device_list(context, &list, &count) == PCS_OK);
    for (size_t i = 0; i < count; i++) {
        if (list[i].problem[0] != '\0') {
            printf("left out: %s: %s\n", list[i].name, list[i].problem);
        } else {
            run(context, &list[i]);
        }
    }
    pcs_device_list_free(list);
    pcs_context_free(context);
}

#endif
