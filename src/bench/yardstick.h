/* The momentary pace of a processor: how much of its time a small task takes that is always the same. Where others use
 * the same core or its caches, or its clock is lower, it takes more. */
#ifndef PCS_BENCH_YARDSTICK_H
#define PCS_BENCH_YARDSTICK_H

#include "device/device.h"

typedef struct pcs_yardstick {
    pcs_device *device; /* NULL: it is no processor, and has no pace */
    pcs_buffer *buffer;
} pcs_yardstick;

pcs_status pcs_yardstick_open(pcs_device *device, pcs_yardstick *yardstick);
void pcs_yardstick_close(pcs_yardstick *yardstick);

/* *pace: nanoseconds of processor time, 0 where there is no pace. */
pcs_status pcs_yardstick_measure(const pcs_yardstick *yardstick, uint64_t *pace);

#endif
