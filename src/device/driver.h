/* What a kind of device provides. Only files of this folder include this. */
#ifndef PCS_DEVICE_DRIVER_H
#define PCS_DEVICE_DRIVER_H

#include "device/device.h"
#include "dialect.h"

typedef struct pcs_driver {
    void (*free)(pcs_device *device);
    pcs_status (*buffer_new)(pcs_device *device, const char *what, uint64_t size, pcs_buffer **out);
    void (*buffer_free)(pcs_buffer *buffer);
    pcs_status (*buffer_write)(pcs_buffer *buffer, uint64_t offset, const void *data, uint64_t size);
    pcs_status (*buffer_read)(pcs_buffer *buffer, uint64_t offset, void *data, uint64_t size);
    pcs_status (*buffer_zero)(pcs_buffer *buffer);
    pcs_status (*run)(pcs_device *device, const pcs_launch *launch);
    pcs_status (*finish)(pcs_device *device);
    /* Launches are timed from here on, or no more; nothing is under way. NULL: there is nothing to prepare. */
    pcs_status (*time_kernels)(pcs_device *device, bool on);
} pcs_driver;

/* The beginning of every driver's own structures. */
struct pcs_device {
    const pcs_driver *driver;
    pcs_context *context;
    pcs_device_info info;
    pcs_device_abilities abilities;
    uint32_t work_group; /* the caller's wish, or 0 */
    const pcs_stopwatch *stopwatch;
    uint32_t level;
};

struct pcs_buffer {
    pcs_device *device;
    uint64_t size;
};

/* The host device: threads of the context. */
pcs_status pcs_host_open(pcs_context *context, const pcs_device_info *info, pcs_device **out);
void pcs_host_describe(pcs_context *context, pcs_device_info *info);
/* The kernels for the instruction set that every machine has: the reference of the self-test, and what all know of a
 * kernel's arguments. */
const pcs_host_kernel *pcs_host_reference(pcs_kernel kernel);

/* Appends the OpenCL devices to the list, found out in a child process, as drivers crash and hang. What is left out is
 * logged. */
pcs_status pcs_opencl_list(pcs_context *context, pcs_device_info **list, size_t *count);
/* info is of pcs_opencl_list. */
pcs_status pcs_opencl_open(pcs_context *context, const pcs_device_info *info, const pcs_device_build *build,
                           pcs_device **out);

/* PCS_E_DEVICE if the device's arithmetic is not the reference's, bit for bit. */
pcs_status pcs_device_test(pcs_device *device);

#endif
