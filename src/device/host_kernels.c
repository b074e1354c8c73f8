/* The kernels as C, for one instruction set: PCS_INSTRUCTION_SET is part of the table's name. */
#define PCS_LANES 16
#define PCS_OWNED 1

#include "dialect.h"

#include "kernel_table.h"

#include "bench.cl"
#include "bundle.cl"
#include "layout.cl"
#include "mds.cl"
#include "probe.cl"
#include "pyramid.cl"
#include "raster.cl"
#include "search.cl"
#include "shade.cl"
#include "sort.cl"
#include "stress.cl"
#include "stroke.cl"

#define PCS_PASTE(a, b) a##b
#define PCS_TABLE_NAME(set) PCS_PASTE(pcs_host_kernels_, set)

#define PCS_HOST_KERNEL_ENTRY(file, name) {name##_run, name##_sizes, sizeof(name##_sizes) / sizeof(name##_sizes[0])},

extern const pcs_host_kernel PCS_TABLE_NAME(PCS_INSTRUCTION_SET)[];
const pcs_host_kernel PCS_TABLE_NAME(PCS_INSTRUCTION_SET)[] = {PCS_KERNEL_TABLE(PCS_HOST_KERNEL_ENTRY)};
