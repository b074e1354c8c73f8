/* A main() for fuzz drivers where the compiler brings none: it runs the files that are named, then changes them at
 * random for some seconds, the same way each time. The driver's own seeds go first.
 *
 *   DRIVER [-seconds N] [-input FILE] [FILE OR FOLDER...]
 *
 * Before each run the input is written to FILE, so that a crash leaves it behind. */
#ifndef PCS_TESTS_FUZZ_DRIVER_H
#define PCS_TESTS_FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* The driver's own seeds: calls add for each. */
void fuzz_seeds(void (*add)(const void *data, size_t length));

#endif
