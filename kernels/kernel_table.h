/* Every kernel, by the file that holds it: X(file, kernel). Read by both compilers' sides of src/device. */
#ifndef PCS_KERNELS_KERNEL_TABLE_H
#define PCS_KERNELS_KERNEL_TABLE_H

/* Every file of kernels. */
#define PCS_KERNEL_FILE_TABLE(X) X(probe)

#define PCS_KERNEL_TABLE(X) X(probe, pcs_probe_arithmetic)

#endif
