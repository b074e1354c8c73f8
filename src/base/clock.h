/* Time that only goes forward, for reports and progress; never for results. */
#ifndef PCS_BASE_CLOCK_H
#define PCS_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Since some fixed moment. */
static inline uint64_t pcs_clock_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

static inline double pcs_clock_seconds(void) {
    return (double)pcs_clock_nanoseconds() * 1e-9;
}

#endif
