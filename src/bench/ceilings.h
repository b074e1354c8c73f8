/* What a device can do at most, measured with kernels that do nothing else. */
#ifndef PCS_BENCH_CEILINGS_H
#define PCS_BENCH_CEILINGS_H

#include "bench/result.h"
#include "device/device.h"

/* Copies that move so many bytes: within caches, or not. */
enum { PCS_COPIES = 3 };

typedef struct pcs_ceilings {
    double copy[PCS_COPIES]; /* bytes a nanosecond, read and written, of copies of ascending size */
    double adds;             /* atomic, a nanosecond, at the better of scattered and clustered places */
    double multiply_add;     /* operations a nanosecond */
    double timing;           /* nanoseconds that timing adds to a launch */
} pcs_ceilings;

/* The rate of a copy that moves at least so many bytes, or of the largest. */
double pcs_ceilings_copy(const pcs_ceilings *ceilings, uint64_t bytes);

/* Adds a row for each; device is its index in the result. */
pcs_status pcs_ceilings_measure(pcs_context *context, pcs_device *device, uint32_t index, pcs_result *result,
                                pcs_ceilings *ceilings);

#endif
