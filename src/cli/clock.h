/* Time that only goes forward. */
#ifndef PCS_CLI_CLOCK_H
#define PCS_CLI_CLOCK_H

#include <time.h>

/* Seconds since some fixed moment. */
static inline double pcs_clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

#endif
