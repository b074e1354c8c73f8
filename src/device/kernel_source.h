/* The kernels' source, embedded at build time: one text for each file, ended by NUL. */
#ifndef PCS_DEVICE_KERNEL_SOURCE_H
#define PCS_DEVICE_KERNEL_SOURCE_H

#include "kernel_table.h"

#define PCS_KERNEL_SOURCE(file) extern const char pcs_kernel_source_##file[];
PCS_KERNEL_FILE_TABLE(PCS_KERNEL_SOURCE)
#undef PCS_KERNEL_SOURCE

#endif
