#include "raster/bins.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    TASKS_PER_ITEM = 2,          /* so that the items end together; more would draw more tiles twice */
    TASK_ENTRIES_LEAST = 1 << 12 /* enough to be worth the adding of a tile to the image */
};

pcs_status pcs_bins_new(const pcs_count_job *job, pcs_bins *bins) {
    uint32_t columns = (job->width + PCS_TILE_SIDE - 1) / PCS_TILE_SIDE;
    uint32_t rows = (job->row_count + PCS_TILE_SIDE - 1) / PCS_TILE_SIDE;
    uint32_t items = pcs_device_get_abilities(job->device)->units * PCS_BIN_ITEMS_PER_UNIT;
    *bins = (pcs_bins){.columns = columns, .tile_count = columns * rows, .item_count = items};
    bins->cursors = pcs_memory_new(2 * (size_t)bins->tile_count, PCS_BIN_BLOCKS * sizeof(*bins->cursors));
    uint64_t size = 2 * (uint64_t)bins->tile_count * PCS_BIN_BLOCKS * sizeof(*bins->cursors);
    return bins->cursors ? PCS_OK : pcs_fail_memory(job->context, "tiles", size);
}

void pcs_bins_clear(pcs_bins *bins) {
    free(bins->tasks);
    free(bins->cursors);
    *bins = (pcs_bins){.task_count = 0};
}

/* Numbers of entries become places of entries: by tile, then by block. */
static void scan_cursors(pcs_bins *bins) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < 2 * bins->tile_count; i++) {
        for (uint64_t block = 0; block < PCS_BIN_BLOCKS; block++) {
            uint32_t *cursor = &pcs_bins_cursors(bins, block)[i];
            uint32_t count = *cursor;
            *cursor = next;
            next += count;
        }
    }
    bins->entry_count = next;
}

/* Cuts the entries of a tile, of which those from steep on are of steep lines, into tasks of at most most. */
static bool add_tasks(pcs_bins *bins, uint32_t tile, uint32_t begin, uint32_t steep, uint32_t end, uint32_t most) {
    uint32_t parts = (end - begin + most - 1) / most;
    if (!pcs_memory_grow((void **)&bins->tasks, &bins->task_capacity, bins->task_count + parts, sizeof(*bins->tasks))) {
        return false;
    }
    for (uint32_t part = 0; part < parts; part++) {
        uint32_t first = begin + (uint32_t)((uint64_t)(end - begin) * part / parts);
        uint32_t last = begin + (uint32_t)((uint64_t)(end - begin) * (part + 1) / parts);
        bins->tasks[bins->task_count++] = (pcs_tile_task){.column = tile % bins->columns * PCS_TILE_SIDE,
                                                          .row = tile / bins->columns * PCS_TILE_SIDE,
                                                          .first = first,
                                                          .steep = steep < first  ? first
                                                                   : steep > last ? last
                                                                                  : steep,
                                                          .end = last,
                                                          .shared = parts > 1};
    }
    return true;
}

/* After placing, the last block's cursors are where the entries of each tile end. */
static bool make_tasks(pcs_bins *bins) {
    uint32_t most = bins->entry_count / (bins->item_count * TASKS_PER_ITEM);
    most = most < TASK_ENTRIES_LEAST ? TASK_ENTRIES_LEAST : most > PCS_TASK_RUNS_MAX ? PCS_TASK_RUNS_MAX : most;
    const uint32_t *ends = pcs_bins_cursors(bins, PCS_BIN_BLOCKS - 1);
    bins->task_count = 0;
    for (uint32_t tile = 0; tile < bins->tile_count; tile++) {
        uint32_t begin = tile ? ends[2 * tile - 1] : 0;
        if (!add_tasks(bins, tile, begin, ends[2 * tile], ends[2 * tile + 1], most)) {
            return false;
        }
    }
    return true;
}

pcs_status pcs_bins_fill(pcs_context *context, pcs_bins *bins, void (*count)(void *argument, uint64_t block),
                         void (*place)(void *argument, uint64_t block), void *argument) {
    pcs_pool *pool = pcs_context_pool(context);
    if (!pool) {
        return pcs_fail_memory(context, "threads", 0);
    }
    memset(bins->cursors, 0, 2 * (size_t)bins->tile_count * PCS_BIN_BLOCKS * sizeof(*bins->cursors));
    pcs_pool_run(pool, PCS_BIN_BLOCKS, count, argument);
    scan_cursors(bins);
    pcs_pool_run(pool, PCS_BIN_BLOCKS, place, argument);
    return make_tasks(bins) ? PCS_OK : pcs_fail_memory(context, "tiles", bins->task_capacity * sizeof(*bins->tasks));
}
