/* Time that only goes forward, for reports and progress; never for results. */
#ifndef PCS_BASE_CLOCK_H
#define PCS_BASE_CLOCK_H

#include <time.h>

/* Seconds since some fixed moment. */
static inline double pcs_clock_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

#endif
