/* Repulsion in a number of steps that grows as the number of bodies: a pyramid of grids, each of four times the cells
 * of the one above. A body feels the bodies of its own cell of the finest grid and of the eight around it one by one;
 * of each coarser neighbourhood it feels those cells as one body each that the finer one leaves out.
 *
 * All sums run in the order of cells and of bodies in them, which keep the order of their numbers. */
#include "dialect.h"
#include "layout_types.h"
#include "pyramid_types.h"
#include "sort_types.h"

/* Every second bit, pressed together. */
PCS_FUNCTION uint32_t press(uint32_t v) {
    v &= 0x55555555u;
    v = (v | v >> 1) & 0x33333333u;
    v = (v | v >> 2) & 0x0f0f0f0fu;
    v = (v | v >> 4) & 0x00ff00ffu;
    return (v | v >> 8) & 0x0000ffffu;
}

PCS_FUNCTION uint32_t stretch(uint32_t v) {
    v = (v | v << 8) & 0x00ff00ffu;
    v = (v | v << 4) & 0x0f0f0f0fu;
    v = (v | v << 2) & 0x33333333u;
    return (v | v << 1) & 0x55555555u;
}

PCS_FUNCTION uint32_t morton(uint32_t column, uint32_t row) {
    return stretch(column) | stretch(row) << 1;
}

/* Where the cells of a level begin. */
PCS_FUNCTION uint32_t level_begin(uint32_t level) {
    return ((1u << 2 * level) - 1u) / 3u;
}

PCS_KERNEL3(pcs_pyramid_measure, PCS_IN(pcs_layout_body), bodies, PCS_OUT(pcs_pyramid_extent), extents,
            PCS_VALUE(pcs_pyramid_shape), shape) {
    PCS_EACH_ITEM(piece, (shape.body_count + PCS_PYRAMID_PIECE - 1) / PCS_PYRAMID_PIECE) {
        uint32_t begin = piece * PCS_PYRAMID_PIECE, end = begin + PCS_PYRAMID_PIECE;
        end = end < shape.body_count ? end : shape.body_count;
        pcs_pyramid_extent extent = {bodies[begin].x, bodies[begin].x, bodies[begin].y, bodies[begin].y};
        for (uint32_t i = begin; i < end; i++) {
            float x = bodies[i].x, y = bodies[i].y;
            extent.x_min = x < extent.x_min ? x : extent.x_min;
            extent.x_max = x > extent.x_max ? x : extent.x_max;
            extent.y_min = y < extent.y_min ? y : extent.y_min;
            extent.y_max = y > extent.y_max ? y : extent.y_max;
        }
        extents[piece] = extent;
    }
}

PCS_KERNEL3(pcs_pyramid_fit, PCS_IN(pcs_pyramid_extent), extents, PCS_OUT(pcs_pyramid_frame), frame,
            PCS_VALUE(pcs_pyramid_shape), shape) {
    PCS_EACH_ITEM(item, 1) {
        pcs_pyramid_extent all = extents[0];
        for (uint32_t i = 1; i < (shape.body_count + PCS_PYRAMID_PIECE - 1) / PCS_PYRAMID_PIECE; i++) {
            pcs_pyramid_extent extent = extents[i];
            all.x_min = extent.x_min < all.x_min ? extent.x_min : all.x_min;
            all.x_max = extent.x_max > all.x_max ? extent.x_max : all.x_max;
            all.y_min = extent.y_min < all.y_min ? extent.y_min : all.y_min;
            all.y_max = extent.y_max > all.y_max ? extent.y_max : all.y_max;
        }
        float width = all.x_max - all.x_min, height = all.y_max - all.y_min;
        float side = width > height ? width : height;
        frame[item].x = (all.x_min + all.x_max - side) * 0.5f;
        frame[item].y = (all.y_min + all.y_max - side) * 0.5f;
        frame[item].inverse = side > 1e-9f ? 1.0f / side : 0.0f;
    }
}

PCS_FUNCTION uint32_t grid_line(float place, uint32_t side) {
    float scaled = place * (float)side;
    float most = (float)(side - 1);
    return (uint32_t)(scaled < 0.0f ? 0.0f : scaled > most ? most : scaled);
}

PCS_KERNEL4(pcs_pyramid_key, PCS_IN(pcs_layout_body), bodies, PCS_IN(pcs_pyramid_frame), frame, PCS_OUT(pcs_sort_pair),
            pairs, PCS_VALUE(pcs_pyramid_shape), shape) {
    PCS_EACH_ITEM(i, shape.body_count) {
        uint32_t side = 1u << shape.levels;
        uint32_t column = grid_line((bodies[i].x - frame[0].x) * frame[0].inverse, side);
        uint32_t row = grid_line((bodies[i].y - frame[0].y) * frame[0].inverse, side);
        pairs[i].key = morton(column, row);
        pairs[i].value = i;
    }
}

/* The bodies in the order of their cells, and where each cell's begin and end; ranges were zero. */
PCS_KERNEL5(pcs_pyramid_collect, PCS_IN(pcs_layout_body), bodies, PCS_IN(pcs_sort_pair), pairs,
            PCS_OUT(pcs_layout_body), sorted, PCS_OUT(pcs_layout_range), ranges, PCS_VALUE(pcs_pyramid_shape), shape) {
    PCS_EACH_ITEM(i, shape.body_count) {
        uint32_t cell = pairs[i].key;
        sorted[i] = bodies[pairs[i].value];
        if (i == 0 || pairs[i - 1].key != cell) {
            ranges[cell].begin = i;
        }
        if (i + 1 == shape.body_count || pairs[i + 1].key != cell) {
            ranges[cell].end = i + 1;
        }
    }
}

/* Sums over bodies. */
typedef struct summed {
    float count, mass, rooms, squares, x, y; /* squares: of rooms; x and y: by room */
} summed;

PCS_FUNCTION pcs_pyramid_cell make_cell(summed sum) {
    pcs_pyramid_cell cell = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0, 0};
    if (sum.count > 0.0f) {
        cell.x = sum.x / sum.rooms;
        cell.y = sum.y / sum.rooms;
        cell.mass = sum.mass;
        cell.count = sum.count;
        cell.room = sum.rooms / sum.count;
        cell.reach = sum.squares / sum.rooms;
        float variance = cell.room * (cell.reach - cell.room);
        cell.variance = variance > 0.0f ? variance : 0.0f;
    }
    return cell;
}

PCS_KERNEL5(pcs_pyramid_sum, PCS_IN(pcs_layout_body), sorted, PCS_IN(pcs_layout_range), ranges,
            PCS_OUT(pcs_pyramid_cell), cells, PCS_VALUE(pcs_pyramid_shape), shape, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM(i, 1u << 2 * shape.levels) {
        summed sum = {(float)(ranges[i].end - ranges[i].begin), 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
        for (uint32_t k = ranges[i].begin; k < ranges[i].end; k++) {
            pcs_layout_body body = sorted[k];
            sum.mass += law.mass + law.mass_degree * body.degree;
            sum.rooms += body.room;
            sum.squares += body.room * body.room;
            sum.x += body.x * body.room;
            sum.y += body.y * body.room;
        }
        pcs_pyramid_cell cell = make_cell(sum);
        cell.begin = ranges[i].begin;
        cell.end = ranges[i].end;
        cells[level_begin(shape.levels) + i] = cell;
    }
}

/* Each cell of one level from the four below it. */
PCS_KERNEL2(pcs_pyramid_merge, PCS_OUT(pcs_pyramid_cell), cells, PCS_VALUE(uint32_t), level) {
    PCS_EACH_ITEM(i, 1u << 2 * level) {
        summed sum = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
        uint32_t begin = 0, end = 0;
        for (uint32_t k = 0; k < 4; k++) {
            pcs_pyramid_cell part = cells[level_begin(level + 1) + 4 * i + k];
            begin = part.count > 0.0f && end == 0 ? part.begin : begin;
            end = part.count > 0.0f ? part.end : end;
            float rooms = part.count * part.room;
            sum.count += part.count;
            sum.mass += part.mass;
            sum.rooms += rooms;
            sum.squares += rooms * part.reach;
            sum.x += part.x * rooms;
            sum.y += part.y * rooms;
        }
        pcs_pyramid_cell cell = make_cell(sum);
        cell.begin = begin;
        cell.end = end;
        cells[level_begin(level) + i] = cell;
    }
}

/* PCS_LANES bodies of one cell, and the sums of what pushes them. */
typedef struct pushed {
    pcs_lanes x, y, room, sum_x, sum_y;
} pushed;

PCS_FUNCTION void push_by_body(pushed *lanes, pcs_layout_body other, float repulsion, float spread,
                               pcs_layout_law law) {
    float far = spread * (law.mass + law.mass_degree * other.degree);
    pcs_lanes dx = lanes->x - other.x, dy = lanes->y - other.y, w = lanes->room + other.room;
    pcs_lanes squared = dx * dx + dy * dy;
    pcs_lanes a = w + squared, b = squared + law.contact_room;
    pcs_lanes ab = a * b;
    pcs_lanes both = repulsion * (w * w) + far * a;
    pcs_lanes force = (both * (b * b) + law.contact * (a * a)) / (ab * ab);
    lanes->sum_x += dx * force;
    lanes->sum_y += dy * force;
}

/* The sum of (w / (w + d^2))^2 over the bodies of a cell, w being the room of a pair: exact in its numerator, and with
 * one reach for all in its denominator. */
PCS_FUNCTION void push_by_cell(pushed *lanes, pcs_pyramid_cell other, float repulsion, float spread) {
    float far = spread * other.mass, near = repulsion * other.count;
    pcs_lanes dx = lanes->x - other.x, dy = lanes->y - other.y, w = lanes->room + other.room;
    pcs_lanes a = lanes->room + other.reach + (dx * dx + dy * dy);
    pcs_lanes force = (near * (w * w + other.variance) + far * a) / (a * a);
    lanes->sum_x += dx * force;
    lanes->sum_y += dy * force;
}

/* The cells that cover the neighbourhood of the parent of cell without that of the cell itself. */
PCS_FUNCTION void push_by_level(pushed *lanes, PCS_GLOBAL const pcs_pyramid_cell *cells, uint32_t level, uint32_t cell,
                                float repulsion, float spread) {
    int32_t column = (int32_t)press(cell), row = (int32_t)press(cell >> 1), side = (int32_t)1 << (level - 1);
    for (int32_t y = (row >> 1) - 1; y <= (row >> 1) + 1; y++) {
        for (int32_t x = (column >> 1) - 1; x <= (column >> 1) + 1; x++) {
            if (x < 0 || y < 0 || x >= side || y >= side) {
                continue;
            }
            PCS_GLOBAL const pcs_pyramid_cell *four = cells + level_begin(level) + 4 * morton((uint32_t)x, (uint32_t)y);
            for (int32_t k = 0; k < 4; k++) {
                int32_t across = 2 * x + (k & 1) - column, up = 2 * y + (k >> 1) - row;
                uint32_t close = across >= -1 && across <= 1 && up >= -1 && up <= 1;
                if (!close && four[k].count > 0.0f) {
                    push_by_cell(lanes, four[k], repulsion, spread);
                }
            }
        }
    }
}

/* The bodies of a cell; of many of the finest level some, each for as many as it stands for. */
PCS_FUNCTION void push_by_bodies(pushed *lanes, PCS_GLOBAL const pcs_layout_body *sorted, pcs_pyramid_cell cell,
                                 pcs_layout_law law) {
    uint32_t count = cell.end - cell.begin, shown = count < PCS_PYRAMID_SHOWN ? count : PCS_PYRAMID_SHOWN;
    float share = (float)count / (float)shown;
    for (uint32_t k = 0; k < shown; k++) {
        uint32_t i = count == shown ? k : (uint32_t)((uint64_t)k * count / shown);
        push_by_body(lanes, sorted[cell.begin + i], law.repulsion * share, law.spread * share, law);
    }
}

/* What lies in the cell other of the same level, next to the leaf or the leaf itself: depth first through what it is
 * divided into, down to what does not touch the leaf, to few bodies, or to the finest level. */
PCS_FUNCTION void push_by_neighbour(pushed *lanes, PCS_GLOBAL const pcs_layout_body *sorted,
                                    PCS_GLOBAL const pcs_pyramid_cell *cells, pcs_pyramid_shape shape, uint32_t level,
                                    uint32_t leaf, uint32_t other, pcs_layout_law law) {
    uint32_t at = other, depth = level, inside = 1;
    while (inside) {
        pcs_pyramid_cell cell = cells[level_begin(depth) + at];
        if (cell.count > 0.0f) {
            int32_t size = (int32_t)1 << (depth - level), x = (int32_t)press(at), y = (int32_t)press(at >> 1);
            int32_t low_x = (int32_t)press(leaf) * size, low_y = (int32_t)press(leaf >> 1) * size;
            if (x < low_x - 1 || x > low_x + size || y < low_y - 1 || y > low_y + size) {
                push_by_cell(lanes, cell, law.repulsion, law.spread);
            } else if (cell.count <= (float)PCS_PYRAMID_DIRECT || depth == shape.levels || at == leaf) {
                push_by_bodies(lanes, sorted, cell, law);
            } else {
                at *= 4;
                depth++;
                continue;
            }
        }
        at++;
        while (depth > level && at % 4 == 0) {
            at /= 4;
            depth--;
        }
        inside = depth > level;
    }
}

/* The bodies of the leaf and of the cells around it. */
PCS_FUNCTION void push_by_near(pushed *lanes, PCS_GLOBAL const pcs_layout_body *sorted,
                               PCS_GLOBAL const pcs_pyramid_cell *cells, pcs_pyramid_shape shape, uint32_t level,
                               uint32_t leaf, pcs_layout_law law) {
    int32_t column = (int32_t)press(leaf), row = (int32_t)press(leaf >> 1), side = (int32_t)1 << level;
    for (int32_t y = row - 1; y <= row + 1; y++) {
        for (int32_t x = column - 1; x <= column + 1; x++) {
            if (x >= 0 && y >= 0 && x < side && y < side) {
                push_by_neighbour(lanes, sorted, cells, shape, level, leaf, morton((uint32_t)x, (uint32_t)y), law);
            }
        }
    }
}

/* The bodies [first, end), PCS_LANES at most, of a leaf are pushed by all others. */
PCS_FUNCTION void push_bodies(PCS_GLOBAL const pcs_layout_body *sorted, PCS_GLOBAL const pcs_sort_pair *pairs,
                              PCS_GLOBAL const pcs_pyramid_cell *cells, PCS_GLOBAL pcs_layout_point *pushes,
                              pcs_pyramid_shape shape, pcs_layout_law law, uint32_t level, uint32_t leaf,
                              uint32_t first, uint32_t end) {
    float x[PCS_LANES], y[PCS_LANES], room[PCS_LANES];
    for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
        uint32_t i = first + lane < end ? first + lane : end - 1;
        x[lane] = sorted[i].x;
        y[lane] = sorted[i].y;
        room[lane] = sorted[i].room;
    }
    pushed lanes;
    pcs_lanes_load(&lanes.x, x);
    pcs_lanes_load(&lanes.y, y);
    pcs_lanes_load(&lanes.room, room);
    lanes.sum_x = lanes.x * 0.0f;
    lanes.sum_y = lanes.sum_x;
    for (uint32_t above = 2; above <= level; above++) {
        push_by_level(&lanes, cells, above, leaf >> 2 * (level - above), law.repulsion, law.spread);
    }
    push_by_near(&lanes, sorted, cells, shape, level, leaf, law);
    pcs_lanes_store(&lanes.sum_x, x);
    pcs_lanes_store(&lanes.sum_y, y);
    for (uint32_t lane = 0; lane < PCS_LANES && first + lane < end; lane++) {
        float mass = law.mass + law.mass_degree * sorted[first + lane].degree;
        pushes[pairs[first + lane].value].x = x[lane] * mass;
        pushes[pairs[first + lane].value].y = y[lane] * mass;
    }
}

/* A leaf is a cell that is not divided, for it has few bodies or is of the finest level. The item of its first cell of
 * the finest level pushes its bodies. */
PCS_KERNEL6(pcs_pyramid_repel, PCS_IN(pcs_layout_body), sorted, PCS_IN(pcs_sort_pair), pairs, PCS_IN(pcs_pyramid_cell),
            cells, PCS_OUT(pcs_layout_point), pushes, PCS_VALUE(pcs_pyramid_shape), shape, PCS_VALUE(pcs_layout_law),
            law) {
    PCS_EACH_ITEM(item, 1u << 2 * shape.levels) {
        uint32_t level = 2, below = shape.levels - 2;
        while (below > 0 && cells[level_begin(level) + (item >> 2 * below)].count > (float)PCS_PYRAMID_LEAF) {
            level++;
            below--;
        }
        uint32_t leaf = item >> 2 * below;
        if (item == leaf << 2 * below) {
            pcs_pyramid_cell cell = cells[level_begin(level) + leaf];
            for (uint32_t first = cell.begin; first < cell.end; first += PCS_LANES) {
                push_bodies(sorted, pairs, cells, pushes, shape, law, level, leaf, first, cell.end);
            }
        }
    }
}
