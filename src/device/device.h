/* One interface to whatever computes: OpenCL devices and the host's own threads.
 *
 * Work on a device happens in the order in which it was asked for. It may still be under way when a call returns;
 * pcs_buffer_read and pcs_device_finish wait for it. Failures set the context's message and return PCS_E_DEVICE or
 * PCS_E_MEMORY. */
#ifndef PCS_DEVICE_DEVICE_H
#define PCS_DEVICE_DEVICE_H

#include "base/context.h"
#include "kernel_table.h"

typedef enum pcs_kernel {
#define PCS_KERNEL_ENUM(file, name) PCS_KERNEL_##name,
    PCS_KERNEL_TABLE(PCS_KERNEL_ENUM)
#undef PCS_KERNEL_ENUM
        PCS_KERNEL_COUNT
} pcs_kernel;

/* What differs between devices and may steer how work is cut, never what comes out. */
typedef struct pcs_device_abilities {
    uint32_t lanes; /* PCS_LANES of its kernels */
    bool owned;     /* PCS_OWNED of its kernels: give each item memory of its own */
    uint32_t units; /* items that really run at once, where owned */
    uint64_t buffer_size_max;
} pcs_device_abilities;

const pcs_device_abilities *pcs_device_get_abilities(const pcs_device *device);

/* For tests: how the kernels of an OpenCL device are to be built, so that one device can stand for another. */
typedef struct pcs_device_build {
    uint32_t lanes;
    bool owned;
    const char *more; /* further options of the kernel compiler, or NULL */
} pcs_device_build;

/* pcs_device_open with the kernels built as told; build NULL: as fits the device. The host device takes NULL alone. */
pcs_status pcs_device_open_as(pcs_context *context, const char *which, const pcs_device_options *options,
                              const pcs_device_build *build, pcs_device **out);

/* Memory of the device. */
typedef struct pcs_buffer pcs_buffer;

/* size bytes (0 counts as 1), not initialised. what names them in a message. */
pcs_status pcs_buffer_new(pcs_device *device, const char *what, uint64_t size, pcs_buffer **out);
/* The same, holding a copy of data. */
pcs_status pcs_buffer_new_from(pcs_device *device, const char *what, const void *data, uint64_t size, pcs_buffer **out);
pcs_status pcs_buffer_write(pcs_buffer *buffer, uint64_t offset, const void *data, uint64_t size);
pcs_status pcs_buffer_read(pcs_buffer *buffer, uint64_t offset, void *data, uint64_t size);
pcs_status pcs_buffer_zero(pcs_buffer *buffer);
uint64_t pcs_buffer_size(const pcs_buffer *buffer);
/* Accepts NULL. */
void pcs_buffer_free(pcs_buffer *buffer);

/* An argument of a kernel: an array in a buffer, or a value. */
typedef struct pcs_argument {
    pcs_buffer *buffer;
    const void *value;
    size_t size;
} pcs_argument;

#define PCS_ARRAY(buffer_) ((pcs_argument){.buffer = (buffer_)})
#define PCS_BY_VALUE(object) ((pcs_argument){.value = &(object), .size = sizeof(object)})

/* Runs a kernel for at least items items, group of them to a work-group. 0 is the device's choice: for kernels without
 * PCS_LOCAL arrays, as that choice may be above PCS_GROUP_MAX. 1 is for items that are large pieces of work each. The
 * caller's option work_group replaces any but 1. Numbers and sizes of arguments must be the kernel's. */
pcs_status pcs_device_run(pcs_device *device, pcs_kernel kernel, uint64_t items, uint32_t group,
                          const pcs_argument *arguments, size_t argument_count);

/* PCS_RUN(device, pcs_raster_lines, items, group, PCS_ARRAY(counts), PCS_BY_VALUE(parameters)) */
#define PCS_RUN(device, name, items, group, ...)                                                                       \
    pcs_device_run(device, PCS_KERNEL_##name, items, group, (const pcs_argument[]){__VA_ARGS__},                       \
                   sizeof((const pcs_argument[]){__VA_ARGS__}) / sizeof(pcs_argument))

pcs_status pcs_device_finish(pcs_device *device);

/* ---- timing: off unless asked for */

/* One call of pcs_device_run. */
typedef struct pcs_launch {
    pcs_kernel kernel;
    uint32_t level; /* as of pcs_device_set_level */
    uint32_t slot;  /* what pcs_stopwatch.launched gave */
    uint64_t items;
    uint32_t group;
    const pcs_argument *arguments;
    size_t argument_count;
} pcs_launch;

/* Who wants to know how long kernels take. */
typedef struct pcs_stopwatch {
    /* Before a launch: gives the slot to which its time is to be told. */
    uint32_t (*launched)(void *user, const pcs_launch *launch);
    /* Once for each launch, in order, pcs_device_finish at the latest. */
    void (*took)(void *user, uint32_t slot, uint64_t nanoseconds);
    void *user;
} pcs_stopwatch;

/* Waits for the work under way; launches that follow are timed, by the device itself where it has a clock. NULL: no
 * more. The stopwatch is borrowed. On failure all is as it was. */
pcs_status pcs_device_time_kernels(pcs_device *device, const pcs_stopwatch *stopwatch);

/* Which grid of a layout's pyramid launches work on from here on, 0 for all: nothing but a stopwatch looks at it. */
void pcs_device_set_level(pcs_device *device, uint32_t level);

#endif
