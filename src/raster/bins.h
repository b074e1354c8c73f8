/* What is drawn, sorted by the tile it is drawn in: a counting sort by all threads, and the tasks that devices get. */
#ifndef PCS_RASTER_BINS_H
#define PCS_RASTER_BINS_H

#include "raster/count.h"

/* Pieces of a batch that are cut and sorted by themselves. */
#define PCS_BIN_BLOCKS 32
/* Items a unit of the device, so that the units end together. */
#define PCS_BIN_ITEMS_PER_UNIT 4

typedef struct pcs_bins {
    uint32_t columns, tile_count; /* of the strip */
    uint32_t *cursors; /* PCS_BIN_BLOCKS of 2 a tile, not steep and steep: entries, then where the next one goes */
    uint32_t entry_count;
    uint32_t item_count;
    pcs_tile_task *tasks;
    size_t task_count, task_capacity;
} pcs_bins;

pcs_status pcs_bins_new(const pcs_count_job *job, pcs_bins *bins);
void pcs_bins_clear(pcs_bins *bins);

static inline uint32_t *pcs_bins_cursors(const pcs_bins *bins, uint64_t block) {
    return bins->cursors + 2 * block * bins->tile_count;
}

/* The first of count lines that belongs to a block. */
static inline uint32_t pcs_bins_begin(uint32_t count, uint64_t block) {
    return (uint32_t)(block * count / PCS_BIN_BLOCKS);
}

/* Calls count(argument, block) for each block, which adds the entries of each tile to the block's cursors, and then
 * place(argument, block), which puts each entry where its cursor is and moves that on. Then cuts them into tasks. */
pcs_status pcs_bins_fill(pcs_context *context, pcs_bins *bins, void (*count)(void *argument, uint64_t block),
                         void (*place)(void *argument, uint64_t block), void *argument);

#endif
