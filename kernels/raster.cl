/* Lines to counts: how many segments cross each pixel. Two ways to the same integers. */
#include "dialect.h"
#include "raster_types.h"

/* ---- for devices that add atomically: equal chunks of pixels ---- */

/* offsets[s] is the first chunk of segment s; offsets[segment_count] their number. Writes the segment of each chunk. */
PCS_KERNEL3(pcs_raster_split, PCS_IN(uint32_t), offsets, PCS_OUT(uint32_t), owners, PCS_VALUE(pcs_chunk_parameters),
            parameters) {
    PCS_EACH_ITEM (s, parameters.segment_count) {
        uint32_t end = offsets[s + 1];
        for (uint32_t chunk = offsets[s]; chunk < end; chunk++) {
            owners[chunk] = s;
        }
    }
}

PCS_KERNEL5(pcs_raster_chunks, PCS_IN(pcs_segment), segments, PCS_IN(uint32_t), offsets, PCS_IN(uint32_t), owners,
            PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_chunk_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.chunk_count * PCS_CHUNK_ITEMS) {
        uint32_t chunk = i / PCS_CHUNK_ITEMS;
        uint32_t owner = owners[chunk];
        pcs_line line = pcs_line_of(segments[owner]);
        uint32_t first = (chunk - offsets[owner]) * PCS_CHUNK_PIXELS;
        for (uint32_t k = first + i % PCS_CHUNK_ITEMS; k < first + PCS_CHUNK_PIXELS; k += PCS_CHUNK_ITEMS) {
            if (k <= line.length) {
                /* Below 2^31, as sides are below 2^15. */
                uint32_t steps = line.length ? (2 * line.rise * k + line.length) / (2 * line.length) : 0;
                uint32_t across = line.falling ? line.across - steps : line.across + steps;
                uint32_t row = line.steep ? line.along + k : across;
                uint32_t column = line.steep ? across : line.along + k;
                PCS_ATOMIC_ADD(&counts[(uint64_t)row * parameters.width + column], 1u);
            }
        }
    }
}

/* ---- for devices whose items own memory: tiles ---- */

PCS_FUNCTION void pcs_raster_draw(PCS_GLOBAL uint16_t *tile, pcs_run run) {
    uint64_t along = (uint64_t)PCS_TILE_SIDE << PCS_STEP_BITS;
    uint64_t step = run.falling ? along - run.slope : along + run.slope;
    uint64_t place = run.place;
    for (uint32_t k = 0; k <= run.last; k++) {
        tile[place >> PCS_STEP_BITS]++;
        place += step;
    }
}

/* Adds a tile to the image and clears it. */
PCS_FUNCTION void pcs_raster_flush(PCS_GLOBAL uint16_t *tile, PCS_GLOBAL uint32_t *counts, pcs_tile_task task,
                                   uint32_t steep, pcs_tile_parameters parameters) {
    uint32_t columns = parameters.width - task.column < PCS_TILE_SIDE ? parameters.width - task.column : PCS_TILE_SIDE;
    uint32_t rows = parameters.height - task.row < PCS_TILE_SIDE ? parameters.height - task.row : PCS_TILE_SIDE;
    uint32_t next_row = steep ? PCS_TILE_SIDE : 1, next_column = steep ? 1 : PCS_TILE_SIDE;
    for (uint32_t row = 0; row < rows; row++) {
        PCS_GLOBAL uint16_t *from = tile + row * next_row;
        PCS_GLOBAL uint32_t *to = counts + ((uint64_t)(task.row + row) * parameters.width + task.column);
        if (task.shared) {
            for (uint32_t column = 0; column < columns; column++) {
                if (from[column * next_column]) {
                    PCS_ATOMIC_ADD(&to[column], (uint32_t)from[column * next_column]);
                }
            }
        } else {
            for (uint32_t column = 0; column < columns; column++) {
                to[column] += from[column * next_column];
            }
        }
    }
    for (uint32_t i = 0; i < PCS_TILE_PIXELS; i++) {
        tile[i] = 0;
    }
}

/* The runs of lines that are all steep, or all not. */
PCS_FUNCTION void pcs_raster_runs(PCS_GLOBAL uint16_t *tile, PCS_GLOBAL const pcs_run *runs, uint32_t first,
                                  uint32_t end, PCS_GLOBAL uint32_t *counts, pcs_tile_task task, uint32_t steep,
                                  pcs_tile_parameters parameters) {
    for (uint32_t r = first; r < end; r++) {
        pcs_raster_draw(tile, runs[r]);
    }
    if (first < end) {
        pcs_raster_flush(tile, counts, task, steep, parameters);
    }
}

/* tiles holds one tile an item, all zero before and after. */
PCS_KERNEL5(pcs_raster_tiles, PCS_IN(pcs_tile_task), tasks, PCS_IN(pcs_run), runs, PCS_OUT(uint16_t), tiles,
            PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_tile_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        PCS_GLOBAL uint16_t *tile = tiles + (uint64_t)i * PCS_TILE_PIXELS;
        for (uint32_t t = i; t < parameters.task_count; t += parameters.item_count) {
            pcs_tile_task task = tasks[t];
            /* Steep lines first: their rows go to rows of the image, which are then in the cache for the others. */
            pcs_raster_runs(tile, runs, task.steep, task.end, counts, task, 1, parameters);
            pcs_raster_runs(tile, runs, task.first, task.steep, counts, task, 0, parameters);
        }
    }
}
