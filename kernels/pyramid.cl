/* Repulsion in a number of steps that grows as the number of bodies: a pyramid of grids, each of four times the cells
 * of the one above. A body feels the bodies of its own cell of the finest grid and of the eight around it one by one;
 * of each coarser neighbourhood it feels those cells as one body each that the finer one leaves out. What distant cells
 * do changes little from step to step: it is summed apart, and serves for some steps.
 *
 * All sums run in the order of cells and of bodies in them, which keep the order of their numbers. */
#include "dialect.h"
#include "layout_types.h"
#include "morton.h"
#include "pyramid_types.h"
#include "sort_types.h"

/* Where the cells of a level begin. */
PCS_FUNCTION uint32_t level_begin(uint32_t level) {
    return ((1u << 2 * level) - 1u) / 3u;
}

PCS_KERNEL3(pcs_pyramid_measure, PCS_IN(pcs_layout_body), bodies, PCS_OUT(pcs_pyramid_extent), extents,
            PCS_VALUE(pcs_pyramid_shape), shape) {
    PCS_EACH_ITEM (piece, (shape.body_count + PCS_PYRAMID_PIECE - 1) / PCS_PYRAMID_PIECE) {
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
    PCS_EACH_ITEM (item, 1) {
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
    PCS_EACH_ITEM (i, shape.body_count) {
        uint32_t side = 1u << shape.levels;
        uint32_t column = grid_line((bodies[i].x - frame[0].x) * frame[0].inverse, side);
        uint32_t row = grid_line((bodies[i].y - frame[0].y) * frame[0].inverse, side);
        pairs[i].key = pcs_morton(column, row);
        pairs[i].value = i;
    }
}

/* Whether the body at i of the sorted ones is the first of a cell of a level. */
PCS_FUNCTION uint32_t is_first(PCS_GLOBAL const pcs_sort_pair *pairs, uint32_t i, pcs_pyramid_shape shape,
                               uint32_t level) {
    return i == 0 || (pairs[i].key ^ pairs[i - 1].key) >> 2 * (shape.levels - level) != 0;
}

/* Makes the cells empty again that the sorted bodies are in. */
PCS_KERNEL3(pcs_pyramid_clear, PCS_IN(pcs_sort_pair), pairs, PCS_OUT(uint32_t), counts, PCS_VALUE(pcs_pyramid_shape),
            shape) {
    PCS_EACH_ITEM (i, shape.body_count) {
        for (uint32_t level = shape.levels; level >= 2 && is_first(pairs, i, shape, level); level--) {
            counts[level_begin(level) + (pairs[i].key >> 2 * (shape.levels - level))] = 0;
        }
    }
}

/* The bodies in the order of their cells. */
PCS_KERNEL5(pcs_pyramid_collect, PCS_IN(pcs_layout_body), bodies, PCS_IN(pcs_sort_pair), pairs,
            PCS_OUT(pcs_pyramid_body), sorted, PCS_VALUE(pcs_pyramid_shape), shape, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM (i, shape.body_count) {
        pcs_layout_body body = bodies[pairs[i].value];
        sorted[i].x = body.x;
        sorted[i].y = body.y;
        sorted[i].room = body.room;
        sorted[i].mass = law.mass + law.mass_degree * body.degree;
    }
}

/* Sums over bodies. */
typedef struct summed {
    float count, mass, rooms, squares, x, y; /* squares: of rooms; x and y: by room */
} summed;

PCS_FUNCTION pcs_pyramid_cell make_cell(summed sum, uint32_t begin) {
    pcs_pyramid_cell cell;
    cell.x = sum.x / sum.rooms;
    cell.y = sum.y / sum.rooms;
    cell.mass = sum.mass;
    cell.count = sum.count;
    cell.room = sum.rooms / sum.count;
    cell.reach = sum.squares / sum.rooms;
    cell.variance = cell.room * (cell.reach - cell.room);
    cell.variance = cell.variance > 0.0f ? cell.variance : 0.0f;
    cell.begin = begin;
    return cell;
}

/* The cells of the finest level that are not empty, each by the item of its first body. */
PCS_KERNEL5(pcs_pyramid_sum, PCS_IN(pcs_pyramid_body), sorted, PCS_IN(pcs_sort_pair), pairs, PCS_OUT(uint32_t), counts,
            PCS_OUT(pcs_pyramid_cell), cells, PCS_VALUE(pcs_pyramid_shape), shape) {
    PCS_EACH_ITEM (i, shape.body_count) {
        if (is_first(pairs, i, shape, shape.levels)) {
            summed sum = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
            uint32_t end = i;
            for (; end < shape.body_count && pairs[end].key == pairs[i].key; end++) {
                pcs_pyramid_body body = sorted[end];
                sum.mass += body.mass;
                sum.rooms += body.room;
                sum.squares += body.room * body.room;
                sum.x += body.x * body.room;
                sum.y += body.y * body.room;
            }
            sum.count = (float)(end - i);
            counts[level_begin(shape.levels) + pairs[i].key] = end - i;
            cells[level_begin(shape.levels) + pairs[i].key] = make_cell(sum, i);
        }
    }
}

/* The cells of one level, each from the four below it. */
PCS_KERNEL5(pcs_pyramid_merge, PCS_IN(pcs_sort_pair), pairs, PCS_OUT(uint32_t), counts, PCS_OUT(pcs_pyramid_cell),
            cells, PCS_VALUE(pcs_pyramid_shape), shape, PCS_VALUE(uint32_t), level) {
    PCS_EACH_ITEM (i, shape.body_count) {
        if (is_first(pairs, i, shape, level)) {
            uint32_t at = pairs[i].key >> 2 * (shape.levels - level), count = 0;
            summed sum = {0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
            for (uint32_t part = level_begin(level + 1) + 4 * at, k = 0; k < 4; part++, k++) {
                if (counts[part] > 0) {
                    pcs_pyramid_cell cell = cells[part];
                    float rooms = cell.count * cell.room;
                    count += counts[part];
                    sum.count += cell.count;
                    sum.mass += cell.mass;
                    sum.rooms += rooms;
                    sum.squares += rooms * cell.reach;
                    sum.x += cell.x * rooms;
                    sum.y += cell.y * rooms;
                }
            }
            counts[level_begin(level) + at] = count;
            cells[level_begin(level) + at] = make_cell(sum, i);
        }
    }
}

/* PCS_LANES bodies of one leaf, and the sums of what pushes them. */
typedef struct pushed {
    pcs_lanes x, y, room, sum_x, sum_y;
} pushed;

/* With w the room of a pair: d * (repulsion * (w / (w + d^2))^2 + spread / (w + d^2) + contact * (1 / (contact_room +
 * d^2))^2). One division gives both inverses. */
PCS_FUNCTION void push_by_body(pushed *lanes, pcs_pyramid_body other, float repulsion, float spread,
                               pcs_layout_law law) {
    float far = spread * other.mass;
    pcs_lanes dx = lanes->x - other.x, dy = lanes->y - other.y, w = lanes->room + other.room;
    pcs_lanes squared = dx * dx + dy * dy;
    pcs_lanes a = w + squared, b = squared + law.contact_room;
    pcs_lanes both = 1.0f / (a * b);
    pcs_lanes a_inverse = both * b, b_inverse = both * a;
    pcs_lanes force = (repulsion * (w * w) * a_inverse + far) * a_inverse + law.contact * (b_inverse * b_inverse);
    lanes->sum_x += dx * force;
    lanes->sum_y += dy * force;
}

/* The bodies [begin, begin + count); of many some, each for as many as it stands for. */
PCS_FUNCTION void push_by_bodies(pushed *lanes, PCS_GLOBAL const pcs_pyramid_body *sorted, uint32_t begin,
                                 uint32_t count, pcs_layout_law law) {
    if (count <= PCS_PYRAMID_SHOWN) {
        for (uint32_t i = begin; i < begin + count; i++) {
            push_by_body(lanes, sorted[i], law.repulsion, law.spread, law);
        }
    } else {
        float share = (float)count / (float)PCS_PYRAMID_SHOWN;
        for (uint32_t k = 0; k < PCS_PYRAMID_SHOWN; k++) {
            uint32_t i = begin + (uint32_t)((uint64_t)k * count / PCS_PYRAMID_SHOWN);
            push_by_body(lanes, sorted[i], law.repulsion * share, law.spread * share, law);
        }
    }
}

/* What a cell gives of (w / (w + d^2))^2 summed over its bodies, w being the room of a pair, is exact in its numerator
 * and has one reach for all in its denominator. */
PCS_FUNCTION void find_denominator(const pushed *lanes, pcs_pyramid_cell other, pcs_lanes *denominator) {
    pcs_lanes dx = lanes->x - other.x, dy = lanes->y - other.y;
    *denominator = lanes->room + other.reach + (dx * dx + dy * dy);
}

PCS_FUNCTION void push_by_cell(pushed *lanes, pcs_pyramid_cell other, const pcs_lanes *inverse, pcs_layout_law law) {
    float far = law.spread * other.mass, near = law.repulsion * other.count;
    pcs_lanes dx = lanes->x - other.x, dy = lanes->y - other.y, w = lanes->room + other.room;
    pcs_lanes force = (near * (w * w + other.variance) * *inverse + far) * *inverse;
    lanes->sum_x += dx * force;
    lanes->sum_y += dy * force;
}

PCS_FUNCTION void push_by_one_cell(pushed *lanes, pcs_pyramid_cell other, pcs_layout_law law) {
    pcs_lanes inverse;
    find_denominator(lanes, other, &inverse);
    inverse = 1.0f / inverse;
    push_by_cell(lanes, other, &inverse, law);
}

/* Two at a time, for which one division gives both inverses. */
PCS_FUNCTION void push_by_cells(pushed *lanes, PCS_GLOBAL const pcs_pyramid_cell *cells, const uint32_t *list,
                                uint32_t count, pcs_layout_law law) {
    for (uint32_t k = 0; k + 1 < count; k += 2) {
        pcs_pyramid_cell first = cells[list[k]], second = cells[list[k + 1]];
        pcs_lanes a, b;
        find_denominator(lanes, first, &a);
        find_denominator(lanes, second, &b);
        pcs_lanes both = 1.0f / (a * b);
        pcs_lanes a_inverse = both * b, b_inverse = both * a;
        push_by_cell(lanes, first, &a_inverse, law);
        push_by_cell(lanes, second, &b_inverse, law);
    }
    if (count % 2 == 1) {
        push_by_one_cell(lanes, cells[list[count - 1]], law);
    }
}

/* The cells that cover the neighbourhood of the parent of cell without that of the cell itself. */
PCS_FUNCTION void push_by_level(pushed *lanes, PCS_GLOBAL const uint32_t *counts,
                                PCS_GLOBAL const pcs_pyramid_cell *cells, uint32_t level, uint32_t cell,
                                pcs_layout_law law) {
    uint32_t list[PCS_PYRAMID_APART], count = 0;
    int32_t column = (int32_t)pcs_morton_column(cell), row = (int32_t)pcs_morton_row(cell),
            side = (int32_t)1 << (level - 1);
    for (int32_t y = (row >> 1) - 1; y <= (row >> 1) + 1; y++) {
        for (int32_t x = (column >> 1) - 1; x <= (column >> 1) + 1; x++) {
            if (x < 0 || y < 0 || x >= side || y >= side) {
                continue;
            }
            uint32_t four = level_begin(level) + 4 * pcs_morton((uint32_t)x, (uint32_t)y);
            for (int32_t k = 0; k < 4; k++) {
                int32_t across = 2 * x + (k & 1) - column, up = 2 * y + (k >> 1) - row;
                uint32_t close = across >= -1 && across <= 1 && up >= -1 && up <= 1;
                list[count] = four + (uint32_t)k;
                count += !close && counts[four + (uint32_t)k] > 0;
            }
        }
    }
    push_by_cells(lanes, cells, list, count, law);
}

/* A leaf of a pyramid: a cell that is not divided, for it has few bodies or is of the finest level. */
typedef struct leaf_place {
    PCS_GLOBAL const pcs_pyramid_body *sorted;
    PCS_GLOBAL const uint32_t *counts;
    PCS_GLOBAL const pcs_pyramid_cell *cells;
    uint32_t levels, level, leaf;
} leaf_place;

/* What lies in the cell other of the same level, next to the leaf or the leaf itself: depth first through what it is
 * divided into, down to cells that do not touch the leaf, to few bodies, or to the finest level. */
PCS_FUNCTION void push_by_neighbour(pushed *lanes, const leaf_place *of, uint32_t other, pcs_layout_law law) {
    uint32_t at = other, depth = of->level, inside = 1;
    while (inside) {
        uint32_t i = level_begin(depth) + at, count = of->counts[i];
        if (count > 0) {
            int32_t size = (int32_t)1 << (depth - of->level), x = (int32_t)pcs_morton_column(at),
                    y = (int32_t)pcs_morton_row(at);
            int32_t low_x = (int32_t)pcs_morton_column(of->leaf) * size,
                    low_y = (int32_t)pcs_morton_row(of->leaf) * size;
            uint32_t apart = x < low_x - 1 || x > low_x + size || y < low_y - 1 || y > low_y + size;
            if (!apart && count > PCS_PYRAMID_DIRECT && depth < of->levels && at != of->leaf) {
                at *= 4;
                depth++;
                continue;
            }
            if (apart) {
                push_by_one_cell(lanes, of->cells[i], law);
            } else {
                push_by_bodies(lanes, of->sorted, of->cells[i].begin, count, law);
            }
        }
        at++;
        while (depth > of->level && at % 4 == 0) {
            at /= 4;
            depth--;
        }
        inside = depth > of->level;
    }
}

/* What lies in the leaf and in the cells around it. */
PCS_FUNCTION void push_by_surroundings(pushed *lanes, const leaf_place *of, pcs_layout_law law) {
    int32_t column = (int32_t)pcs_morton_column(of->leaf), row = (int32_t)pcs_morton_row(of->leaf),
            side = (int32_t)1 << of->level;
    for (int32_t y = row - 1; y <= row + 1; y++) {
        for (int32_t x = column - 1; x <= column + 1; x++) {
            if (x >= 0 && y >= 0 && x < side && y < side) {
                push_by_neighbour(lanes, of, pcs_morton((uint32_t)x, (uint32_t)y), law);
            }
        }
    }
}

/* Goes to the leaf that a cell of the finest level is in. Returns one past the last of its bodies before most. */
PCS_FUNCTION uint32_t find_leaf(leaf_place *of, uint32_t finest, uint32_t most) {
    uint32_t below = of->levels - 2;
    of->level = 2;
    while (below > 0 && of->counts[level_begin(of->level) + (finest >> 2 * below)] > PCS_PYRAMID_LEAF) {
        of->level++;
        below--;
    }
    of->leaf = finest >> 2 * below;
    uint32_t i = level_begin(of->level) + of->leaf;
    uint32_t end = of->cells[i].begin + of->counts[i];
    return end < most ? end : most;
}

/* The bodies from first to before end, PCS_LANES at most. */
PCS_FUNCTION void load(pushed *lanes, PCS_GLOBAL const pcs_pyramid_body *sorted, uint32_t first, uint32_t end) {
    float x[PCS_LANES], y[PCS_LANES], room[PCS_LANES];
    for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
        uint32_t i = first + lane < end ? first + lane : end - 1;
        x[lane] = sorted[i].x;
        y[lane] = sorted[i].y;
        room[lane] = sorted[i].room;
    }
    pcs_lanes_load(&lanes->x, x);
    pcs_lanes_load(&lanes->y, y);
    pcs_lanes_load(&lanes->room, room);
    lanes->sum_x = lanes->x * 0.0f;
    lanes->sum_y = lanes->sum_x;
}

PCS_FUNCTION void store(const pushed *lanes, float *x, float *y) {
    pcs_lanes_store(&lanes->sum_x, x);
    pcs_lanes_store(&lanes->sum_y, y);
}

PCS_FUNCTION uint32_t end_of_piece(pcs_pyramid_shape shape, uint32_t piece) {
    uint32_t left = shape.body_count - piece * shape.piece;
    return piece * shape.piece + (left < shape.piece ? left : shape.piece);
}

/* What pushes the bodies from distant cells, those of coarser levels than their leaf, in the order of cells. */
PCS_KERNEL7(pcs_pyramid_far, PCS_IN(pcs_pyramid_body), sorted, PCS_IN(pcs_sort_pair), pairs, PCS_IN(uint32_t), counts,
            PCS_IN(pcs_pyramid_cell), cells, PCS_OUT(pcs_layout_point), far, PCS_VALUE(pcs_pyramid_shape), shape,
            PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM (piece, (shape.body_count + shape.piece - 1) / shape.piece) {
        leaf_place of = {sorted, counts, cells, shape.levels, 0, 0};
        uint32_t last = end_of_piece(shape, piece);
        for (uint32_t end, first = piece * shape.piece; first < last; first = end) {
            end = find_leaf(&of, pairs[first].key, last);
            for (; first < end; first += PCS_LANES) {
                pushed lanes;
                float x[PCS_LANES], y[PCS_LANES];
                load(&lanes, sorted, first, end);
                for (uint32_t level = 2; level < of.level; level++) {
                    push_by_level(&lanes, counts, cells, level, of.leaf >> 2 * (of.level - level), law);
                }
                store(&lanes, x, y);
                for (uint32_t lane = 0; lane < PCS_LANES && first + lane < end; lane++) {
                    far[first + lane].x = x[lane];
                    far[first + lane].y = y[lane];
                }
            }
        }
    }
}

/* Adds to that what pushes them from cells of the level of their leaf, and from bodies. */
PCS_KERNEL8(pcs_pyramid_near, PCS_IN(pcs_pyramid_body), sorted, PCS_IN(pcs_sort_pair), pairs, PCS_IN(uint32_t), counts,
            PCS_IN(pcs_pyramid_cell), cells, PCS_IN(pcs_layout_point), far, PCS_OUT(pcs_layout_point), pushes,
            PCS_VALUE(pcs_pyramid_shape), shape, PCS_VALUE(pcs_layout_law), law) {
    PCS_EACH_ITEM (piece, (shape.body_count + shape.piece - 1) / shape.piece) {
        leaf_place of = {sorted, counts, cells, shape.levels, 0, 0};
        uint32_t last = end_of_piece(shape, piece);
        for (uint32_t end, first = piece * shape.piece; first < last; first = end) {
            end = find_leaf(&of, pairs[first].key, last);
            for (; first < end; first += PCS_LANES) {
                pushed lanes;
                float x[PCS_LANES], y[PCS_LANES];
                load(&lanes, sorted, first, end);
                push_by_level(&lanes, counts, cells, of.level, of.leaf, law);
                push_by_surroundings(&lanes, &of, law);
                store(&lanes, x, y);
                for (uint32_t lane = 0; lane < PCS_LANES && first + lane < end; lane++) {
                    uint32_t i = first + lane;
                    pushes[pairs[i].value].x = (far[i].x + x[lane]) * sorted[i].mass;
                    pushes[pairs[i].value].y = (far[i].y + y[lane]) * sorted[i].mass;
                }
            }
        }
    }
}
