/* What a run cost: time, processor time, and time lost to others. */
#ifndef PCS_BENCH_METER_H
#define PCS_BENCH_METER_H

#include <stdint.h>

/* Nanoseconds since some fixed moment. */
typedef struct pcs_meter {
    uint64_t time;
    uint64_t processor; /* of all threads of this process */
    uint64_t waited; /* that threads of this process were ready and another program had the processor, and that the host
                        of a virtual machine gave its processors to others; 0 where the system does not tell */
} pcs_meter;

pcs_meter pcs_meter_read(void);

/* What lies between two readings. Threads that ended between them take what they waited with them. */
pcs_meter pcs_meter_since(const pcs_meter *before);

#endif
