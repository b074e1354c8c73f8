/* What the OpenCL files of this folder share. */
#ifndef PCS_DEVICE_OPENCL_H
#define PCS_DEVICE_OPENCL_H

#include "device/driver.h"

#include <CL/cl.h>

/* The name of an OpenCL error, or its number. */
const char *pcs_opencl_error(cl_int error, char text[32]);

/* Calls visit for every device of every platform, in the runtime's order, until it returns false. */
void pcs_opencl_visit(bool (*visit)(void *argument, cl_platform_id platform, cl_device_id device), void *argument);

/* Fills all of info but its index. */
void pcs_opencl_describe(cl_platform_id platform, cl_device_id device, pcs_device_info *info);

#endif
