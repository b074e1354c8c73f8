/* Sorting on a device: stable, so that what comes out depends on nothing but what goes in. */
#ifndef PCS_DEVICE_SORT_H
#define PCS_DEVICE_SORT_H

#include "device/device.h"

typedef struct pcs_sorter pcs_sorter;

/* For up to capacity pairs. */
pcs_status pcs_sorter_new(pcs_context *context, pcs_device *device, uint32_t capacity, pcs_sorter **out);
void pcs_sorter_free(pcs_sorter *sorter);

/* The pairs (pcs_sort_pair): written before pcs_sorter_run and read after it. Another buffer after each run. */
pcs_buffer *pcs_sorter_pairs(const pcs_sorter *sorter);

/* Sorts the first count pairs by the lowest bits of their keys; those above must be 0. */
pcs_status pcs_sorter_run(pcs_sorter *sorter, uint32_t count, uint32_t bits);

#endif
