/* Lines of a width to sums of coverage. Two ways to the same integers, as in raster.cl: the distance of a pixel from a
 * line is always reckoned from the corner of the tile that it lies in. */
#include "dialect.h"
#include "raster_types.h"
#include "stroke_types.h"

/* ---- coverage ---- */

/* Of a pixel at that distance, which is of two's complement: on either side of the line. */
PCS_FUNCTION uint32_t pcs_stroke_cover(uint32_t distance, uint32_t reach, uint32_t ink) {
    uint32_t one = 1u << PCS_DISTANCE_BITS;
    uint32_t away = distance >> 31 ? 0 - distance : distance;
    uint32_t within = away < reach ? reach - away : 0;
    within = within < one ? within : one;
    uint32_t part = within >> (PCS_DISTANCE_BITS + PCS_INK_BITS - 31); /* so that the product has 31 bits */
    uint32_t cover = (part * ink + (1u << (30 - PCS_COVER_BITS))) >> (31 - PCS_COVER_BITS);
    uint32_t least = within > 0 ? 1 : 0; /* what is covered at all stays so */
    return cover > least ? cover : least;
}

/* A line seen from the corner of a tile. */
typedef struct pcs_stroke_view {
    int64_t a_along, a_across, b_along, b_across;
    uint32_t distance;      /* of pixel (0, 0) from the line without ends, on the side of the normal; */
    uint32_t along, across; /* by how much it grows to the next pixel: all wrap around, and are right near the line */
} pcs_stroke_view;

PCS_FUNCTION pcs_stroke_view pcs_stroke_from(pcs_stroke s, uint32_t along, uint32_t across) {
    uint32_t shift = PCS_DIRECTION_BITS - PCS_DISTANCE_BITS;
    pcs_stroke_view v;
    v.a_along = s.a_along - (int64_t)along * (1 << PCS_PLACE_BITS);
    v.a_across = s.a_across - (int64_t)across * (1 << PCS_PLACE_BITS);
    v.b_along = s.b_along - (int64_t)along * (1 << PCS_PLACE_BITS);
    v.b_across = s.b_across - (int64_t)across * (1 << PCS_PLACE_BITS);
    v.distance = (uint32_t)(-(s.normal_along * v.a_along + s.normal_across * v.a_across) >> (PCS_PLACE_BITS + shift));
    v.along = (uint32_t)(s.normal_along >> shift);
    v.across = (uint32_t)(s.normal_across >> shift);
    return v;
}

/* Of a column that may be near an end. */
PCS_FUNCTION uint32_t pcs_stroke_cover_end(pcs_stroke s, pcs_stroke_view v, int32_t along, int32_t across) {
    int64_t from_a_along = (int64_t)along * (1 << PCS_PLACE_BITS) - v.a_along;
    int64_t from_a_across = (int64_t)across * (1 << PCS_PLACE_BITS) - v.a_across;
    int64_t from_b_along = (int64_t)along * (1 << PCS_PLACE_BITS) - v.b_along;
    int64_t from_b_across = (int64_t)across * (1 << PCS_PLACE_BITS) - v.b_across;
    uint32_t distance = v.distance + (uint32_t)along * v.along + (uint32_t)across * v.across;
    uint32_t before = from_a_along * s.normal_across < from_a_across * s.normal_along;
    uint32_t behind = from_b_along * s.normal_across > from_b_across * s.normal_along;
    if (before || behind) {
        /* Whole numbers below 2^24: the sum alone is rounded, and the root. */
        float x = (float)(before ? from_a_along : from_b_along), y = (float)(before ? from_a_across : from_b_across);
        float away = PCS_SQRT(x * x + y * y) * (float)(1 << (PCS_DISTANCE_BITS - PCS_PLACE_BITS));
        distance = away < (float)s.reach ? (uint32_t)away : (uint32_t)s.reach;
    }
    return pcs_stroke_cover(distance, (uint32_t)s.reach, s.ink);
}

/* Of a pixel, what a line of a chain adds to it. */
PCS_FUNCTION uint32_t pcs_stroke_cover_joined(pcs_stroke s, pcs_joint j, pcs_stroke_view v, int32_t along,
                                              int32_t across) {
    uint32_t reversed = j.kind & PCS_JOINT_REVERSED;
    int64_t from_a_along = (int64_t)along * (1 << PCS_PLACE_BITS) - v.a_along;
    int64_t from_a_across = (int64_t)across * (1 << PCS_PLACE_BITS) - v.a_across;
    int64_t from_b_along = (int64_t)along * (1 << PCS_PLACE_BITS) - v.b_along;
    int64_t from_b_across = (int64_t)across * (1 << PCS_PLACE_BITS) - v.b_across;
    uint32_t before_a = from_a_along * s.normal_across < from_a_across * s.normal_along;
    uint32_t behind_b = from_b_along * s.normal_across > from_b_across * s.normal_along;
    uint32_t before = reversed ? behind_b : before_a, behind = reversed ? before_a : behind_b;
    uint32_t cover = pcs_stroke_cover_end(s, v, along, across);
    if (behind || (j.kind & PCS_JOINT_BEGINS)) {
        return !behind || (j.kind & PCS_JOINT_ENDS) ? cover : 0;
    }
    int64_t from_along = reversed ? from_b_along : from_a_along, from_across = reversed ? from_b_across : from_a_across;
    int64_t past = from_along * j.along + from_across * j.across; /* the end of the line before */
    if (before || past > 0) {
        return past > 0 ? cover : 0;
    }
    int64_t beside =
        (from_along * j.across - from_across * j.along) >> (PCS_PLACE_BITS + PCS_DIRECTION_BITS - PCS_DISTANCE_BITS);
    if (-past > (int64_t)j.length * (1 << PCS_DIRECTION_BITS) || beside <= -s.reach || beside >= s.reach) {
        return cover;
    }
    uint32_t covered = pcs_stroke_cover((uint32_t)beside, (uint32_t)s.reach, s.ink);
    return cover > covered ? cover - covered : 0;
}

/* ---- columns ---- */

/* Columns [first, end) hold all that is covered; [inner, outer) of them are away from the ends. */
typedef struct pcs_stroke_columns {
    int32_t first, inner, outer, end;
} pcs_stroke_columns;

PCS_FUNCTION int32_t pcs_stroke_clamp(int64_t v, int32_t low, int32_t high) {
    return v < low ? low : v > high ? high : (int32_t)v;
}

PCS_FUNCTION pcs_stroke_columns pcs_stroke_columns_of(pcs_stroke s, pcs_stroke_view v) {
    int64_t side = (int64_t)PCS_TILE_SIDE << PCS_PLACE_BITS, one = 1 << PCS_PLACE_BITS;
    int64_t reach = (s.reach >> (PCS_DISTANCE_BITS - PCS_PLACE_BITS)) + 1;
    int64_t first = v.a_along - reach, last = v.b_along + reach;
    if (s.slope != 0) {
        /* How far across it is until the line enters the tile, and until it has left it. */
        int64_t in = s.slope > 0 ? -s.margin - v.a_across : v.a_across - s.margin - side;
        int64_t out = s.slope > 0 ? side + s.margin - v.a_across : v.a_across + s.margin;
        int64_t slope = s.slope > 0 ? s.slope : -s.slope;
        int64_t enters = v.a_along + in * (1 << PCS_DIRECTION_BITS) / slope - 1;
        int64_t leaves = v.a_along + out * (1 << PCS_DIRECTION_BITS) / slope + 1;
        first = enters > first ? enters : first;
        last = leaves < last ? leaves : last;
    } else if (v.a_across + s.margin <= 0 || v.a_across - s.margin >= side) {
        last = first - one;
    }
    pcs_stroke_columns c;
    c.first = pcs_stroke_clamp((first + one - 1) >> PCS_PLACE_BITS, 0, PCS_TILE_SIDE);
    c.end = pcs_stroke_clamp((last >> PCS_PLACE_BITS) + 1, c.first, PCS_TILE_SIDE);
    c.inner = pcs_stroke_clamp((v.a_along + s.cap + one - 1) >> PCS_PLACE_BITS, c.first, c.end);
    c.outer = pcs_stroke_clamp(((v.b_along - s.cap) >> PCS_PLACE_BITS) + 1, c.inner, c.end);
    return c;
}

/* The same of a line of a chain: away from what the line before covers, too. */
PCS_FUNCTION pcs_stroke_columns pcs_stroke_columns_joined(pcs_stroke s, pcs_joint j, pcs_stroke_view v) {
    pcs_stroke_columns c = pcs_stroke_columns_of(s, v);
    if (j.kind & PCS_JOINT_REVERSED) {
        c.outer = pcs_stroke_clamp(((v.b_along - j.cap) >> PCS_PLACE_BITS) + 1, c.first, c.outer);
        c.inner = c.inner < c.outer ? c.inner : c.outer;
    } else {
        c.inner = pcs_stroke_clamp((v.a_along + j.cap + (1 << PCS_PLACE_BITS) - 1) >> PCS_PLACE_BITS, c.inner, c.end);
        c.outer = c.outer > c.inner ? c.outer : c.inner;
    }
    return c;
}

/* The row below the lowest that may be covered in a column, in 2^-16 rows. */
PCS_FUNCTION int64_t pcs_stroke_below(pcs_stroke s, pcs_stroke_view v, int32_t along) {
    int64_t from_a = (int64_t)along * (1 << PCS_PLACE_BITS) - v.a_along;
    return (v.a_across - s.margin) * 4 + (from_a * s.slope >> (PCS_DIRECTION_BITS - 2));
}

/* Rows that may be covered in a column. */
PCS_FUNCTION uint32_t pcs_stroke_rows(pcs_stroke s) {
    return ((uint32_t)(2 * s.margin) >> PCS_PLACE_BITS) + 1;
}

/* ---- the greatest of values of 64 bits, on devices that compare 32: numbers with a mantissa of 26 bits ---- */

PCS_FUNCTION uint32_t pcs_stroke_pack(uint64_t value) {
    uint32_t exponent = 0;
    while (value >> exponent >> 26 > 0) {
        exponent++;
    }
    return (exponent << 25) + (uint32_t)(value >> exponent); /* of those above 0 the first bit is 1, and adds one */
}

PCS_FUNCTION uint64_t pcs_stroke_value(uint32_t packed) {
    uint32_t exponent = packed >> 26 > 0 ? (packed >> 25) - 1 : 0;
    return (uint64_t)(packed - (exponent << 25)) << exponent;
}

/* ---- for devices whose items own memory: tiles ---- */

/* Adds to one pixel of a tile; one of both tiles is there. */
PCS_FUNCTION void pcs_stroke_add(PCS_GLOBAL uint32_t *narrow, PCS_GLOBAL uint64_t *wide, uint32_t at, uint32_t cover,
                                 uint64_t weight, uint32_t greatest) {
    if (narrow) {
        narrow[at] += cover;
    } else {
        uint64_t old = wide[at], value = weight * cover;
        wide[at] = !greatest ? old + value : old < value ? value : old;
    }
}

PCS_FUNCTION void pcs_stroke_draw_ends(PCS_GLOBAL uint32_t *narrow, PCS_GLOBAL uint64_t *wide, pcs_stroke s,
                                       pcs_stroke_view v, int32_t first, int32_t end, uint64_t weight,
                                       uint32_t greatest) {
    for (int32_t along = first; along < end; along++) {
        int32_t low = (int32_t)(pcs_stroke_below(s, v, along) >> 16) + 1;
        uint32_t at = (uint32_t)along * PCS_STROKE_COLUMN + (uint32_t)(low + PCS_STROKE_APRON);
        for (uint32_t row = 0; row < pcs_stroke_rows(s); row++) {
            uint32_t cover = pcs_stroke_cover_end(s, v, along, low + (int32_t)row);
            pcs_stroke_add(narrow, wide, at + row, cover, weight, greatest);
        }
    }
}

/* The same to PCS_STROKE_ROWS pixels, which are neighbours. */
PCS_FUNCTION void pcs_stroke_add_rows(PCS_GLOBAL uint32_t *narrow, PCS_GLOBAL uint64_t *wide, uint32_t at,
                                      const uint32_t *covers, uint64_t weight, uint32_t greatest) {
    if (narrow) {
        PCS_GLOBAL uint32_t *to = narrow + at;
        uint32_t sums[PCS_STROKE_ROWS];
        for (uint32_t r = 0; r < PCS_STROKE_ROWS; r++) {
            sums[r] = to[r] + covers[r];
        }
        for (uint32_t r = 0; r < PCS_STROKE_ROWS; r++) {
            to[r] = sums[r];
        }
    } else {
        for (uint32_t r = 0; r < PCS_STROKE_ROWS; r++) {
            pcs_stroke_add(narrow, wide, at + r, covers[r], weight, greatest);
        }
    }
}

/* Columns [first, end), away from the ends, a block of PCS_STROKE_COLUMNS by PCS_STROKE_ROWS at a time: pixel e of a
 * block is in column e / PCS_STROKE_ROWS. Rows past the last are not covered. */
PCS_FUNCTION void pcs_stroke_draw_inner(PCS_GLOBAL uint32_t *narrow, PCS_GLOBAL uint64_t *wide, pcs_stroke s,
                                        pcs_stroke_view v, uint32_t first, uint32_t end, uint64_t weight,
                                        uint32_t greatest) {
    uint32_t steps[PCS_STROKE_BLOCK], grows[PCS_STROKE_BLOCK], covers[PCS_STROKE_BLOCK];
    uint32_t rows = pcs_stroke_rows(s), step = (uint32_t)(s.slope >> (PCS_DIRECTION_BITS - 16));
    uint32_t place = (uint32_t)(pcs_stroke_below(s, v, (int32_t)first) + ((PCS_STROKE_APRON + 1) << 16));
    for (uint32_t e = 0; e < PCS_STROKE_BLOCK; e++) {
        steps[e] = e / PCS_STROKE_ROWS * step;
        grows[e] = e / PCS_STROKE_ROWS * v.along + e % PCS_STROKE_ROWS * v.across;
    }
    for (uint32_t column = first; column < end; column += PCS_STROKE_COLUMNS) {
        uint32_t columns = end - column < PCS_STROKE_COLUMNS ? end - column : PCS_STROKE_COLUMNS;
        for (uint32_t row = 0; row < rows; row += PCS_STROKE_ROWS) {
            uint32_t distance = v.distance + column * v.along + (row - PCS_STROKE_APRON) * v.across;
            for (uint32_t e = 0; e < PCS_STROKE_BLOCK; e++) {
                uint32_t low = (place + steps[e]) >> 16;
                covers[e] = pcs_stroke_cover(distance + grows[e] + low * v.across, (uint32_t)s.reach, s.ink);
            }
            for (uint32_t k = 0; k < columns; k++) {
                uint32_t at = (column + k) * PCS_STROKE_COLUMN + ((place + k * step) >> 16) + row;
                pcs_stroke_add_rows(narrow, wide, at, covers + k * PCS_STROKE_ROWS, weight, greatest);
            }
        }
        place += PCS_STROKE_COLUMNS * step;
    }
}

PCS_FUNCTION_APART void pcs_stroke_draw(PCS_GLOBAL uint32_t *narrow, PCS_GLOBAL uint64_t *wide, pcs_stroke s,
                                        uint32_t along, uint32_t across, uint64_t weight, uint32_t greatest) {
    pcs_stroke_view v = pcs_stroke_from(s, along, across);
    pcs_stroke_columns c = pcs_stroke_columns_of(s, v);
    if (c.first < c.inner) {
        pcs_stroke_draw_ends(narrow, wide, s, v, c.first, c.inner, weight, greatest);
    }
    if (c.inner < c.outer) {
        pcs_stroke_draw_inner(narrow, wide, s, v, (uint32_t)c.inner, (uint32_t)c.outer, weight, greatest);
    }
    if (c.outer < c.end) {
        pcs_stroke_draw_ends(narrow, wide, s, v, c.outer, c.end, weight, greatest);
    }
}

PCS_FUNCTION void pcs_stroke_draw_joint(PCS_GLOBAL uint64_t *wide, pcs_stroke s, pcs_joint j, pcs_stroke_view v,
                                        int32_t first, int32_t end, uint64_t weight) {
    for (int32_t along = first; along < end; along++) {
        int32_t low = (int32_t)(pcs_stroke_below(s, v, along) >> 16) + 1;
        uint32_t at = (uint32_t)along * PCS_STROKE_COLUMN + (uint32_t)(low + PCS_STROKE_APRON);
        for (uint32_t row = 0; row < pcs_stroke_rows(s); row++) {
            wide[at + row] += weight * pcs_stroke_cover_joined(s, j, v, along, low + (int32_t)row);
        }
    }
}

/* A line of a chain. */
PCS_FUNCTION_APART void pcs_stroke_draw_joined(PCS_GLOBAL uint64_t *wide, pcs_stroke s, pcs_joint j, uint32_t along,
                                               uint32_t across, uint64_t weight) {
    pcs_stroke_view v = pcs_stroke_from(s, along, across);
    pcs_stroke_columns c = pcs_stroke_columns_joined(s, j, v);
    pcs_stroke_draw_joint(wide, s, j, v, c.first, c.inner, weight);
    if (c.inner < c.outer) {
        pcs_stroke_draw_inner(0, wide, s, v, (uint32_t)c.inner, (uint32_t)c.outer, weight, 0);
    }
    pcs_stroke_draw_joint(wide, s, j, v, c.outer, c.end, weight);
}

/* The rows and columns of a tile that lie in the strip, and how to step through it. */
typedef struct pcs_stroke_extent {
    uint32_t rows, columns, next_row, next_column;
} pcs_stroke_extent;

PCS_FUNCTION pcs_stroke_extent pcs_stroke_extent_of(pcs_tile_task task, uint32_t steep, pcs_stroke_parameters p) {
    pcs_stroke_extent e;
    e.rows = pcs_tile_extent(task.row, p.row_count);
    e.columns = pcs_tile_extent(task.column, p.width);
    e.next_row = steep ? PCS_STROKE_COLUMN : 1;
    e.next_column = steep ? 1 : PCS_STROKE_COLUMN;
    return e;
}

/* Adds a tile to the image. */
PCS_FUNCTION void pcs_stroke_flush(PCS_GLOBAL const uint32_t *tile, PCS_GLOBAL uint32_t *counts, pcs_tile_task task,
                                   uint32_t steep, pcs_stroke_parameters p) {
    pcs_stroke_extent e = pcs_stroke_extent_of(task, steep, p);
    for (uint32_t row = 0; row < e.rows; row++) {
        PCS_GLOBAL const uint32_t *from = tile + PCS_STROKE_APRON + row * e.next_row;
        PCS_GLOBAL uint32_t *to = counts + ((uint64_t)(task.row + row) * p.width + task.column);
        for (uint32_t column = 0; column < e.columns; column++) {
            uint32_t cover = from[column * e.next_column];
            if (task.shared && cover > 0) {
                PCS_ATOMIC_ADD(&to[column], cover);
            } else {
                to[column] += cover;
            }
        }
    }
}

/* Where a line with a weight adds to: the greatest is kept packed, in the low word. */
PCS_FUNCTION void pcs_stroke_add_wide(PCS_GLOBAL uint32_t *words, uint64_t value, uint32_t greatest) {
    pcs_raster_add(words, greatest ? pcs_stroke_pack(value) : value, greatest);
}

PCS_FUNCTION void pcs_stroke_flush_wide(PCS_GLOBAL const uint64_t *tile, PCS_GLOBAL uint32_t *words, pcs_tile_task task,
                                        uint32_t steep, pcs_stroke_parameters p) {
    pcs_stroke_extent e = pcs_stroke_extent_of(task, steep, p);
    for (uint32_t row = 0; row < e.rows; row++) {
        PCS_GLOBAL uint32_t *to = words + 2 * ((uint64_t)(task.row + row) * p.width + task.column);
        for (uint32_t column = 0; column < e.columns; column++) {
            uint64_t value = tile[PCS_STROKE_APRON + row * e.next_row + column * e.next_column];
            if (value > 0) {
                pcs_stroke_add_wide(to + 2 * column, value, p.greatest);
            }
        }
    }
}

/* A tile's lines lie far apart, so that the cache learns of them in time: of the last ones again. A macro, as compilers
 * take a function that does no more for one that does nothing. */
#define PCS_STROKE_ANNOUNCE(e, end)                                                                                    \
    do {                                                                                                               \
        uint32_t ahead = entries[(e) + PCS_STROKE_AHEAD < (end) ? (e) + PCS_STROKE_AHEAD : (e)];                       \
        PCS_PREFETCH(&strokes[ahead].a_along);                                                                         \
        PCS_PREFETCH(&strokes[ahead].steep);                                                                           \
    } while (0)

/* entries name the lines of each task. tiles holds one tile an item. */
PCS_KERNEL6(pcs_stroke_tiles, PCS_IN(pcs_tile_task), tasks, PCS_IN(uint32_t), entries, PCS_IN(pcs_stroke), strokes,
            PCS_OUT(uint32_t), tiles, PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_stroke_parameters), p) {
    PCS_EACH_ITEM (i, p.item_count) {
        PCS_GLOBAL uint32_t *tile = tiles + (uint64_t)i * PCS_STROKE_TILE;
        for (uint32_t t = i; t < p.task_count; t += p.item_count) {
            pcs_tile_task task = tasks[t];
            for (uint32_t steep = 0; steep < 2; steep++) {
                uint32_t first = steep ? task.steep : task.first, end = steep ? task.end : task.steep;
                uint32_t along = steep ? p.first_row + task.row : task.column;
                uint32_t across = steep ? task.column : p.first_row + task.row;
                for (uint32_t k = 0; k < PCS_STROKE_TILE && first < end; k++) {
                    tile[k] = 0;
                }
                for (uint32_t e = first; e < end; e++) {
                    PCS_STROKE_ANNOUNCE(e, end);
                    pcs_stroke_draw(tile, 0, strokes[entries[e]], along, across, 1, 0);
                }
                if (first < end) {
                    pcs_stroke_flush(tile, counts, task, steep, p);
                }
            }
        }
    }
}

/* The same in 64 bits; joints[s] and weights[s] are of line s. */
PCS_KERNEL8(pcs_stroke_weigh_tiles, PCS_IN(pcs_tile_task), tasks, PCS_IN(uint32_t), entries, PCS_IN(pcs_stroke),
            strokes, PCS_IN(pcs_joint), joints, PCS_IN(uint64_t), weights, PCS_OUT(uint64_t), tiles, PCS_OUT(uint32_t),
            words, PCS_VALUE(pcs_stroke_parameters), p) {
    PCS_EACH_ITEM (i, p.item_count) {
        PCS_GLOBAL uint64_t *tile = tiles + (uint64_t)i * PCS_STROKE_TILE;
        for (uint32_t t = i; t < p.task_count; t += p.item_count) {
            pcs_tile_task task = tasks[t];
            for (uint32_t steep = 0; steep < 2; steep++) {
                uint32_t first = steep ? task.steep : task.first, end = steep ? task.end : task.steep;
                uint32_t along = steep ? p.first_row + task.row : task.column;
                uint32_t across = steep ? task.column : p.first_row + task.row;
                for (uint32_t k = 0; k < PCS_STROKE_TILE && first < end; k++) {
                    tile[k] = 0;
                }
                for (uint32_t e = first; e < end; e++) {
                    uint64_t weight = p.weighted ? weights[entries[e]] : 1;
                    PCS_STROKE_ANNOUNCE(e, end);
                    if (p.joined) {
                        pcs_stroke_draw_joined(tile, strokes[entries[e]], joints[entries[e]], along, across, weight);
                    } else {
                        pcs_stroke_draw(0, tile, strokes[entries[e]], along, across, weight, p.greatest);
                    }
                }
                if (first < end) {
                    pcs_stroke_flush_wide(tile, words, task, steep, p);
                }
            }
        }
    }
}

/* ---- for devices that add atomically: equal chunks of columns ---- */

/* Columns [begins[s], ends[s]) of line s may be in the strip; offsets and owners as in raster.cl. */
PCS_KERNEL9(pcs_stroke_chunks, PCS_IN(pcs_stroke), strokes, PCS_IN(pcs_joint), joints, PCS_IN(uint64_t), weights,
            PCS_IN(uint32_t), begins, PCS_IN(uint32_t), ends, PCS_IN(uint32_t), offsets, PCS_IN(uint32_t), owners,
            PCS_OUT(uint32_t), words, PCS_VALUE(pcs_stroke_parameters), p) {
    PCS_EACH_ITEM (i, p.chunk_count * PCS_CHUNK_ITEMS) {
        uint32_t chunk = i / PCS_CHUNK_ITEMS, owner = owners[chunk];
        pcs_stroke s = strokes[owner];
        pcs_stroke_view whole = pcs_stroke_from(s, 0, 0);
        int32_t first = (int32_t)(begins[owner] + (chunk - offsets[owner]) * PCS_CHUNK_PIXELS + i % PCS_CHUNK_ITEMS);
        for (int32_t k = 0; k < PCS_CHUNK_PIXELS; k += PCS_CHUNK_ITEMS) {
            int32_t along = first + k, low = (int32_t)(pcs_stroke_below(s, whole, along) >> 16) + 1;
            for (int32_t across = low; across < low + (int32_t)pcs_stroke_rows(s); across++) {
                int32_t row = s.steep ? along : across, column = s.steep ? across : along;
                if (along >= (int32_t)ends[owner] || row < (int32_t)p.first_row || column < 0 ||
                    (uint32_t)row >= p.first_row + p.row_count || (uint32_t)column >= p.width) {
                    continue;
                }
                uint32_t corner_along = (uint32_t)along / PCS_TILE_SIDE * PCS_TILE_SIDE;
                uint32_t corner_across = (uint32_t)across / PCS_TILE_SIDE * PCS_TILE_SIDE;
                pcs_stroke_view v = pcs_stroke_from(s, corner_along, corner_across);
                int32_t in_along = along - (int32_t)corner_along, in_across = across - (int32_t)corner_across;
                uint32_t cover = p.joined ? pcs_stroke_cover_joined(s, joints[owner], v, in_along, in_across)
                                          : pcs_stroke_cover_end(s, v, in_along, in_across);
                uint64_t at = (uint64_t)((uint32_t)row - p.first_row) * p.width + (uint32_t)column;
                if (cover > 0 && p.wide) {
                    pcs_stroke_add_wide(words + 2 * at, (p.weighted ? weights[owner] : 1) * cover, p.greatest);
                } else if (cover > 0) {
                    PCS_ATOMIC_ADD(&words[at], cover);
                }
            }
        }
    }
}

/* ---- from what was added to values ---- */

/* max and any: the greatest value, to 26 bits. */
PCS_KERNEL2(pcs_stroke_unpack, PCS_OUT(uint64_t), values, PCS_VALUE(pcs_value_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint64_t p = i; p < parameters.pixel_count; p += parameters.item_count) {
            values[p] = pcs_stroke_value((uint32_t)values[p]);
        }
    }
}

/* mean: by coverage, rounded to the nearest whole number. */
PCS_KERNEL3(pcs_stroke_mean, PCS_OUT(uint64_t), values, PCS_IN(uint64_t), covers, PCS_VALUE(pcs_value_parameters),
            parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint64_t p = i; p < parameters.pixel_count; p += parameters.item_count) {
            values[p] = covers[p] > 0 ? (values[p] + covers[p] / 2) / covers[p] : 0;
        }
    }
}
