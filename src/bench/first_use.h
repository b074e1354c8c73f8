/* What is paid once: a device that is opened, kernels that are built, memory that is touched for the first time. */
#ifndef PCS_BENCH_FIRST_USE_H
#define PCS_BENCH_FIRST_USE_H

#include "bench/result.h"
#include "device/device.h"

/* Adds a row for each: cold, with kernels that are built, where the device has any to build; cached, with those that
 * the driver kept; warm, with what has been used before. which is the device as of pcs_device_open, device the same,
 * opened, and index its place in the result. */
pcs_status pcs_first_use_measure(pcs_context *context, const char *which, pcs_device *device, uint32_t index,
                                 pcs_result *result);

#endif
