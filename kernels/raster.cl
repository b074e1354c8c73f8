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

/* The row (from the strip's first) and column of pixel k of a line. */
typedef struct pcs_pixel {
    uint32_t row, column;
} pcs_pixel;

PCS_FUNCTION pcs_pixel pcs_raster_pixel(pcs_line line, uint32_t k, uint32_t first_row) {
    uint32_t steps = 0;
    if (line.length >= 1u << 15) {
        steps = (uint32_t)((2 * (uint64_t)line.rise * k + line.length) / (2 * (uint64_t)line.length));
    } else if (line.length > 0) {
        steps = (2 * line.rise * k + line.length) / (2 * line.length);
    }
    uint32_t across = line.falling ? line.across - steps : line.across + steps;
    pcs_pixel pixel;
    pixel.row = (line.steep ? line.along + k : across) - first_row;
    pixel.column = line.steep ? across : line.along + k;
    return pixel;
}

/* begins[s] is the first pixel of segment s that is in the strip. */
PCS_KERNEL6(pcs_raster_chunks, PCS_IN(pcs_segment), segments, PCS_IN(uint32_t), begins, PCS_IN(uint32_t), offsets,
            PCS_IN(uint32_t), owners, PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_chunk_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.chunk_count * PCS_CHUNK_ITEMS) {
        uint32_t chunk = i / PCS_CHUNK_ITEMS;
        uint32_t owner = owners[chunk];
        pcs_line line = pcs_line_of(segments[owner]);
        uint32_t first = begins[owner] + (chunk - offsets[owner]) * PCS_CHUNK_PIXELS;
        for (uint32_t k = first + i % PCS_CHUNK_ITEMS; k < first + PCS_CHUNK_PIXELS; k += PCS_CHUNK_ITEMS) {
            pcs_pixel pixel = pcs_raster_pixel(line, k, parameters.first_row);
            if (k < line.end && pixel.row < parameters.row_count) {
                PCS_ATOMIC_ADD(&counts[(uint64_t)pixel.row * parameters.width + pixel.column], 1u);
            }
        }
    }
}

/* The same with a weight for each segment. */
PCS_KERNEL7(pcs_raster_weigh_chunks, PCS_IN(pcs_segment), segments, PCS_IN(uint64_t), weights, PCS_IN(uint32_t), begins,
            PCS_IN(uint32_t), offsets, PCS_IN(uint32_t), owners, PCS_OUT(uint32_t), words,
            PCS_VALUE(pcs_chunk_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.chunk_count * PCS_CHUNK_ITEMS) {
        uint32_t chunk = i / PCS_CHUNK_ITEMS;
        uint32_t owner = owners[chunk];
        pcs_line line = pcs_line_of(segments[owner]);
        uint32_t first = begins[owner] + (chunk - offsets[owner]) * PCS_CHUNK_PIXELS;
        for (uint32_t k = first + i % PCS_CHUNK_ITEMS; k < first + PCS_CHUNK_PIXELS; k += PCS_CHUNK_ITEMS) {
            pcs_pixel pixel = pcs_raster_pixel(line, k, parameters.first_row);
            if (k < line.end && pixel.row < parameters.row_count) {
                pcs_raster_add(words + 2 * ((uint64_t)pixel.row * parameters.width + pixel.column), weights[owner],
                               parameters.greatest);
            }
        }
    }
}

/* ---- for devices whose items own memory: tiles ---- */

/* A run, unpacked. */
typedef struct pcs_steps {
    uint64_t at, onward; /* of the next step, and how far it is to the one after, in 2^-PCS_STEP_BITS */
    uint32_t count;
    uint32_t falling;
    uint32_t across;     /* at the first pixel */
    uint32_t first, end; /* pixels along */
} pcs_steps;

PCS_FUNCTION pcs_steps pcs_raster_steps(pcs_run run) {
    uint64_t low = ((uint64_t)1 << PCS_RUN_BITS) - 1;
    uint32_t from = (uint32_t)(run.from >> PCS_RUN_BITS), onward = (uint32_t)(run.onward >> PCS_RUN_BITS);
    pcs_steps steps;
    steps.at = run.from & low;
    steps.onward = run.onward & low;
    steps.count = onward & 255;
    steps.falling = onward >> 8;
    steps.across = from & 255;
    steps.first = from >> 8 & 255;
    steps.end = from >> 16;
    return steps;
}

PCS_FUNCTION void pcs_raster_draw(PCS_GLOBAL uint16_t *tile, pcs_run run) {
    pcs_steps s = pcs_raster_steps(run);
    int32_t up = s.falling ? -1 : 1;
    uint32_t step = PCS_PAIR(-up, up);
    /* A step ends one row of pixels and begins the next, of which the lower one is this. */
    uint32_t row = s.across - s.falling;
    uint64_t at = s.at;
    tile[s.first * PCS_TILE_SIDE + s.across]++;
    for (uint32_t k = 0; k < s.count; k++) {
        PCS_GLOBAL uint16_t *pair = tile + (uint32_t)(at >> PCS_STEP_BITS) * PCS_TILE_SIDE + row;
        pcs_pair_store(pcs_pair_load(pair) + step, pair);
        at += s.onward;
        row += (uint32_t)up;
    }
    tile[s.end * PCS_TILE_SIDE + (s.falling ? s.across - s.count : s.across + s.count)]--;
}

PCS_FUNCTION void pcs_raster_clear(PCS_GLOBAL uint16_t *tile) {
    for (uint32_t i = 0; i < PCS_TILE_DIFFERENCES; i++) {
        tile[i] = PCS_TILE_ZERO;
    }
}

/* Differences to counts. */
PCS_FUNCTION void pcs_raster_sum(PCS_GLOBAL uint16_t *tile) {
    uint16_t sums[PCS_TILE_SIDE];
    for (uint32_t across = 0; across < PCS_TILE_SIDE; across++) {
        sums[across] = 0;
    }
    for (uint32_t along = 0; along < PCS_TILE_SIDE; along++) {
        for (uint32_t across = 0; across < PCS_TILE_SIDE; across++) {
            sums[across] = (uint16_t)(sums[across] + tile[along * PCS_TILE_SIDE + across] - PCS_TILE_ZERO);
            tile[along * PCS_TILE_SIDE + across] = sums[across];
        }
    }
}

/* Adds a tile to the image. */
PCS_FUNCTION void pcs_raster_flush(PCS_GLOBAL const uint16_t *tile, PCS_GLOBAL uint32_t *counts, pcs_tile_task task,
                                   uint32_t steep, pcs_tile_parameters parameters) {
    uint32_t columns = pcs_tile_extent(task.column, parameters.width);
    uint32_t rows = pcs_tile_extent(task.row, parameters.height);
    uint32_t next_row = steep ? PCS_TILE_SIDE : 1, next_column = steep ? 1 : PCS_TILE_SIDE;
    for (uint32_t row = 0; row < rows; row++) {
        PCS_GLOBAL const uint16_t *from = tile + row * next_row;
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
}

PCS_FUNCTION_APART void pcs_raster_draw_all(PCS_GLOBAL uint16_t *tile, PCS_GLOBAL const pcs_run *runs, uint32_t count) {
    for (uint32_t r = 0; r < count; r++) {
        pcs_raster_draw(tile, runs[r]);
    }
}

/* The runs of lines that are all steep, or all not. */
PCS_FUNCTION void pcs_raster_runs(PCS_GLOBAL uint16_t *tile, PCS_GLOBAL const pcs_run *runs, uint32_t first,
                                  uint32_t end, PCS_GLOBAL uint32_t *counts, pcs_tile_task task, uint32_t steep,
                                  pcs_tile_parameters parameters) {
    if (first < end) {
        pcs_raster_clear(tile);
        pcs_raster_draw_all(tile, runs + first, end - first);
        pcs_raster_sum(tile);
        pcs_raster_flush(tile, counts, task, steep, parameters);
    }
}

/* tiles holds PCS_TILE_DIFFERENCES an item, of any value. */
PCS_KERNEL5(pcs_raster_tiles, PCS_IN(pcs_tile_task), tasks, PCS_IN(pcs_run), runs, PCS_OUT(uint16_t), tiles,
            PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_tile_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        PCS_GLOBAL uint16_t *tile = tiles + (uint64_t)i * PCS_TILE_DIFFERENCES;
        for (uint32_t t = i; t < parameters.task_count; t += parameters.item_count) {
            pcs_tile_task task = tasks[t];
            /* Steep lines first: their rows go to rows of the image, which are then in the cache for the others. */
            pcs_raster_runs(tile, runs, task.steep, task.end, counts, task, 1, parameters);
            pcs_raster_runs(tile, runs, task.first, task.steep, counts, task, 0, parameters);
        }
    }
}

/* ---- the same with weights ---- */

/* Their sum: differences again, which may wrap around, as the sums come out right. */
PCS_FUNCTION void pcs_raster_weigh(PCS_GLOBAL uint64_t *tile, pcs_run run, uint64_t weight) {
    pcs_steps s = pcs_raster_steps(run);
    uint64_t step = s.falling ? 0 - weight : weight;
    uint32_t row = s.across - s.falling;
    tile[s.first * PCS_TILE_SIDE + s.across] += weight;
    for (uint32_t k = 0; k < s.count; k++) {
        PCS_GLOBAL uint64_t *pair = tile + (uint32_t)(s.at >> PCS_STEP_BITS) * PCS_TILE_SIDE + row;
        pair[0] -= step;
        pair[1] += step;
        s.at += s.onward;
        row = s.falling ? row - 1 : row + 1;
    }
    tile[s.end * PCS_TILE_SIDE + (s.falling ? s.across - s.count : s.across + s.count)] -= weight;
}

PCS_FUNCTION void pcs_raster_sum_weights(PCS_GLOBAL uint64_t *tile) {
    for (uint32_t i = PCS_TILE_SIDE; i < PCS_TILE_PIXELS; i++) {
        tile[i] += tile[i - PCS_TILE_SIDE];
    }
}

/* The greatest of them: pixel after pixel. */
PCS_FUNCTION void pcs_raster_raise(PCS_GLOBAL uint64_t *tile, pcs_run run, uint64_t weight) {
    pcs_steps s = pcs_raster_steps(run);
    uint32_t along = s.first, across = s.across;
    for (uint32_t step = 0; step <= s.count; step++) {
        uint32_t until = step < s.count ? (uint32_t)(s.at >> PCS_STEP_BITS) : s.end;
        for (; along < until; along++) {
            PCS_GLOBAL uint64_t *pixel = &tile[along * PCS_TILE_SIDE + across];
            *pixel = *pixel < weight ? weight : *pixel;
        }
        s.at += s.onward;
        across = s.falling ? across - 1 : across + 1;
    }
}

PCS_FUNCTION void pcs_raster_flush_weights(PCS_GLOBAL const uint64_t *tile, PCS_GLOBAL uint32_t *words,
                                           pcs_tile_task task, uint32_t steep, pcs_tile_parameters parameters) {
    uint32_t columns = pcs_tile_extent(task.column, parameters.width);
    uint32_t rows = pcs_tile_extent(task.row, parameters.height);
    uint32_t next_row = steep ? PCS_TILE_SIDE : 1, next_column = steep ? 1 : PCS_TILE_SIDE;
    for (uint32_t row = 0; row < rows; row++) {
        PCS_GLOBAL uint32_t *to = words + 2 * ((uint64_t)(task.row + row) * parameters.width + task.column);
        for (uint32_t column = 0; column < columns; column++) {
            uint64_t weight = tile[row * next_row + column * next_column];
            if (weight > 0) {
                pcs_raster_add(to + 2 * column, weight, parameters.greatest);
            }
        }
    }
}

PCS_FUNCTION_APART void pcs_raster_weigh_all(PCS_GLOBAL uint64_t *tile, PCS_GLOBAL const pcs_run *runs,
                                             PCS_GLOBAL const uint64_t *weights, uint32_t count, uint32_t greatest) {
    for (uint32_t i = 0; i < PCS_TILE_DIFFERENCES; i++) {
        tile[i] = 0;
    }
    for (uint32_t r = 0; r < count; r++) {
        if (greatest) {
            pcs_raster_raise(tile, runs[r], weights[r]);
        } else {
            pcs_raster_weigh(tile, runs[r], weights[r]);
        }
    }
    if (!greatest) {
        pcs_raster_sum_weights(tile);
    }
}

/* weights[r] is of run r. tiles as above. */
PCS_KERNEL6(pcs_raster_weigh_tiles, PCS_IN(pcs_tile_task), tasks, PCS_IN(pcs_run), runs, PCS_IN(uint64_t), weights,
            PCS_OUT(uint64_t), tiles, PCS_OUT(uint32_t), words, PCS_VALUE(pcs_tile_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        PCS_GLOBAL uint64_t *tile = tiles + (uint64_t)i * PCS_TILE_DIFFERENCES;
        for (uint32_t t = i; t < parameters.task_count; t += parameters.item_count) {
            pcs_tile_task task = tasks[t];
            for (uint32_t steep = 0; steep < 2; steep++) {
                uint32_t first = steep ? task.steep : task.first, end = steep ? task.end : task.steep;
                if (first < end) {
                    pcs_raster_weigh_all(tile, runs + first, weights + first, end - first, parameters.greatest);
                    pcs_raster_flush_weights(tile, words, task, steep, parameters);
                }
            }
        }
    }
}

/* ---- from what was added to values ---- */

/* any: 1 where a line is. */
PCS_KERNEL2(pcs_raster_any, PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_value_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint64_t p = i; p < parameters.pixel_count; p += parameters.item_count) {
            counts[p] = counts[p] > 0 ? 1 : 0;
        }
    }
}

/* max: the value of the rank that is there; ranks begin at 1. */
PCS_KERNEL3(pcs_raster_rank, PCS_OUT(uint64_t), values, PCS_IN(uint64_t), ranked, PCS_VALUE(pcs_value_parameters),
            parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint64_t p = i; p < parameters.pixel_count; p += parameters.item_count) {
            values[p] = values[p] > 0 ? ranked[values[p] - 1] : 0;
        }
    }
}

/* mean: rounded to the nearest whole number, halves up. */
PCS_KERNEL3(pcs_raster_mean, PCS_OUT(uint64_t), values, PCS_IN(uint32_t), counts, PCS_VALUE(pcs_value_parameters),
            parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint64_t p = i; p < parameters.pixel_count; p += parameters.item_count) {
            uint64_t whole = counts[p] > 0 ? values[p] / counts[p] : 0;
            uint64_t rest = counts[p] > 0 ? values[p] % counts[p] : 0;
            values[p] = whole + (2 * rest >= counts[p] && counts[p] > 0 ? 1 : 0);
        }
    }
}

/* One category's values to where all that a pixel has stand together. */
PCS_KERNEL3(pcs_raster_pack, PCS_IN(uint32_t), plane, PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_pack_parameters),
            parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        uint32_t words = parameters.words;
        for (uint64_t p = i; p < parameters.pixel_count; p += parameters.item_count) {
            uint64_t to = (p * parameters.category_count + parameters.category) * words;
            counts[to] = plane[p * words];
            if (words > 1) {
                counts[to + 1] = plane[p * words + 1];
            }
        }
    }
}
