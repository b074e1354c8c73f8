/* Edges gathered into bundles: each point of a path climbs the density of all paths, which gathers them on its
 * ridges. C. Hurter, O. Ersoy, A. Telea, "Graph Bundling by Kernel Density Estimation", 2012, with the steps of
 * Datashader's hammer_bundle. Positions are float and made of sums, products, quotients and roots alone. */
#include "dialect.h"

#include "bundle_types.h"

/* ---- density */

PCS_FUNCTION uint32_t pcs_bundle_cell(float x, float y) {
    return (uint32_t)(x * PCS_BUNDLE_CELLS) * PCS_BUNDLE_SIDE + (uint32_t)(y * PCS_BUNDLE_CELLS);
}

/* Points in each cell. */
PCS_KERNEL4(pcs_bundle_count, PCS_IN(pcs_path), paths, PCS_IN(float), points, PCS_OUT(uint32_t), counts,
            PCS_VALUE(pcs_bundle_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint32_t p = i; p < parameters.path_count; p += parameters.item_count) {
            PCS_GLOBAL const float *x = points + 2 * (uint64_t)paths[p].first, *y = x + paths[p].capacity;
            for (uint32_t k = 0; k < paths[p].count; k++) {
                PCS_ATOMIC_ADD(&counts[pcs_bundle_cell(x[k], y[k])], paths[p].weight);
            }
        }
    }
}

PCS_KERNEL2(pcs_bundle_number, PCS_IN(uint32_t), counts, PCS_OUT(float), density) {
    PCS_EACH_ITEM (cell, PCS_BUNDLE_GRID) {
        density[cell] = (float)counts[cell];
    }
}

/* Blurs along x or y. weights[d] is of the cells at a distance of d; beyond the border lies the cell at the border. */
PCS_KERNEL4(pcs_bundle_blur, PCS_IN(float), from, PCS_IN(float), weights, PCS_OUT(float), to,
            PCS_VALUE(pcs_blur_parameters), parameters) {
    PCS_EACH_ITEM (cell, PCS_BUNDLE_GRID) {
        uint32_t place = parameters.step == 1 ? cell % PCS_BUNDLE_SIDE : cell / PCS_BUNDLE_SIDE;
        PCS_GLOBAL const float *row = from + (cell - place * parameters.step);
        float sum = weights[0] * from[cell];
        for (uint32_t d = 1; d <= parameters.radius; d++) {
            uint32_t below = place < d ? 0 : place - d;
            uint32_t above = place + d > PCS_BUNDLE_CELLS ? PCS_BUNDLE_CELLS : place + d;
            sum += weights[d] * (row[below * parameters.step] + row[above * parameters.step]);
        }
        to[cell] = sum;
    }
}

/* Sobel's slope across a line of three cells at both sides. */
PCS_FUNCTION float pcs_bundle_slope(PCS_GLOBAL const float *density, uint32_t below, uint32_t above, uint32_t left,
                                    uint32_t middle, uint32_t right) {
    return 0.25f * (density[above + left] - density[below + left]) +
           0.5f * (density[above + middle] - density[below + middle]) +
           0.25f * (density[above + right] - density[below + right]);
}

/* A way along one axis, -1 to 1, as 16 bits: half a million of them stay in a processor's cache. */
PCS_FUNCTION uint32_t pcs_bundle_pack(float way) {
    return (uint32_t)(way * PCS_BUNDLE_WAY + (PCS_BUNDLE_WAY + 1.5f));
}

/* The way uphill from each cell, a cell long but where it is flat: least is a slope of next to nothing. Beyond the
 * border lies the cell at the border. */
PCS_KERNEL3(pcs_bundle_climb, PCS_IN(float), density, PCS_OUT(uint32_t), ways, PCS_VALUE(float), least) {
    PCS_EACH_ITEM (cell, PCS_BUNDLE_GRID) {
        uint32_t x = cell / PCS_BUNDLE_SIDE, y = cell % PCS_BUNDLE_SIDE;
        uint32_t x_below = (x > 0 ? x - 1 : 0) * PCS_BUNDLE_SIDE, y_below = y > 0 ? y - 1 : 0;
        uint32_t x_above = (x < PCS_BUNDLE_CELLS ? x + 1 : x) * PCS_BUNDLE_SIDE;
        uint32_t y_above = y < PCS_BUNDLE_CELLS ? y + 1 : y;
        float along_x = 0.5f * pcs_bundle_slope(density, x_below, x_above, y_below, y, y_above);
        float along_y = 0.5f * pcs_bundle_slope(density, y_below, y_above, x_below, x * PCS_BUNDLE_SIDE, x_above);
        float length = PCS_SQRT(along_x * along_x + along_y * along_y) + least;
        float scale = length > 0.0f ? 1.0f / length : 0.0f;
        ways[cell] = pcs_bundle_pack(along_x * scale) << 16 | pcs_bundle_pack(along_y * scale);
    }
}

/* ---- paths */

/* Points that are to stand for a stretch of that length, squared: the first one and those between. */
PCS_FUNCTION uint32_t pcs_bundle_pieces(float squared) {
    const float longest = PCS_BUNDLE_LONGEST * PCS_BUNDLE_LONGEST;
    const float mean = 0.5f * (PCS_BUNDLE_SHORTEST + PCS_BUNDLE_LONGEST);
    uint32_t pieces = squared > longest ? 2 : 1;
    while (pieces > 1 && (float)pieces * (float)pieces * (mean * mean) < squared) {
        pieces++;
    }
    return pieces;
}

/* Evens out how far points are apart. Returns their number in to; 0: from is even already, or to cannot hold what it
 * would become. Two points that become one hide the next one. */
PCS_FUNCTION uint32_t pcs_bundle_even(PCS_GLOBAL const float *restrict from, uint32_t count,
                                      PCS_GLOBAL float *restrict to, uint32_t capacity) {
    const float shortest = PCS_BUNDLE_SHORTEST * PCS_BUNDLE_SHORTEST;
    PCS_GLOBAL const float *from_y = from + capacity;
    PCS_GLOBAL float *to_y = to + capacity;
    float x = from[0], y = from_y[0];
    uint32_t found = 0, changed = 0;
    for (uint32_t k = 1; k < count; k++) {
        float next_x = from[k], next_y = from_y[k];
        float dx = next_x - x, dy = next_y - y, squared = dx * dx + dy * dy;
        uint32_t pieces = pcs_bundle_pieces(squared);
        if (found + pieces >= capacity) {
            return 0;
        }
        if (squared < shortest && k > 1 && k + 2 < count) {
            next_x = x = 0.5f * (x + next_x);
            next_y = y = 0.5f * (y + next_y);
            k++;
            changed = 1;
        }
        to[found] = x;
        to_y[found] = y;
        /* Two pieces are frequent, and hard to foresee: the point between is written in any case, and kept or not. */
        to[found + 1] = x + 0.5f * dx;
        to_y[found + 1] = y + 0.5f * dy;
        for (uint32_t piece = 1; pieces > 2 && piece < pieces; piece++) {
            to[found + piece] = x + (float)piece * (dx / (float)pieces);
            to_y[found + piece] = y + (float)piece * (dy / (float)pieces);
        }
        found += pieces;
        changed |= pieces - 1;
        x = next_x;
        y = next_y;
    }
    to[found] = from[count - 1];
    to_y[found] = from_y[count - 1];
    return changed ? found + 1 : 0;
}

PCS_FUNCTION float pcs_bundle_inside(float place) {
    float above = place > 0.0f ? place : 0.0f;
    return above < 1.0f ? above : 1.0f;
}

/* A way in parts of the grid's side. */
PCS_FUNCTION float pcs_bundle_unpack(uint32_t way) {
    return ((float)(int32_t)way - (PCS_BUNDLE_WAY + 1.0f)) * (1.0f / (PCS_BUNDLE_WAY * PCS_BUNDLE_CELLS));
}

/* Every point but the ends moves to the next cell uphill. */
PCS_FUNCTION void pcs_bundle_move(PCS_GLOBAL float *restrict x, PCS_GLOBAL float *restrict y, uint32_t count,
                                  PCS_GLOBAL const uint32_t *restrict ways) {
    for (uint32_t k = 1; k < count - 1; k++) {
        int32_t cell = (int32_t)(x[k] * PCS_BUNDLE_CELLS) * PCS_BUNDLE_SIDE + (int32_t)(y[k] * PCS_BUNDLE_CELLS);
        uint32_t way = ways[cell];
        x[k] = pcs_bundle_inside(x[k] + pcs_bundle_unpack(way >> 16));
        y[k] = pcs_bundle_inside(y[k] + pcs_bundle_unpack(way & 0xffff));
    }
}

/* Moves all points steps times and evens them out after each second one, the first one included; of no steps, once.
 * others holds capacity points an item. */
PCS_KERNEL5(pcs_bundle_gather, PCS_OUT(pcs_path), paths, PCS_OUT(float), points, PCS_OUT(float), others,
            PCS_IN(uint32_t), ways, PCS_VALUE(pcs_bundle_parameters), parameters) {
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint32_t p = i; p < parameters.path_count; p += parameters.item_count) {
            PCS_GLOBAL float *own = points + 2 * (uint64_t)paths[p].first;
            PCS_GLOBAL float *here = own, *there = others + 2 * (uint64_t)i * parameters.capacity;
            uint32_t count = paths[p].count, capacity = paths[p].capacity;
            for (uint32_t step = 0; step < parameters.steps || step == 0; step++) {
                if (parameters.steps > 0) {
                    pcs_bundle_move(here, here + capacity, count, ways);
                }
                uint32_t even = step % 2 == 0 ? pcs_bundle_even(here, count, there, capacity) : 0;
                if (even > 0) {
                    PCS_GLOBAL float *before = here;
                    here = there;
                    there = before;
                    count = even;
                }
            }
            for (uint32_t k = 0; here != own && k < count; k++) {
                own[k] = here[k];
                own[capacity + k] = here[capacity + k];
            }
            paths[p].count = count;
        }
    }
}

/* Draws every point but the ends and the last one before to the middle of its neighbours, from the first one on. */
PCS_KERNEL3(pcs_bundle_smooth, PCS_IN(pcs_path), paths, PCS_OUT(float), points, PCS_VALUE(pcs_bundle_parameters),
            parameters) {
    const float tension = 0.3f;
    PCS_EACH_ITEM (i, parameters.item_count) {
        for (uint32_t p = i; p < parameters.path_count; p += parameters.item_count) {
            PCS_GLOBAL float *x = points + 2 * (uint64_t)paths[p].first, *y = x + paths[p].capacity;
            for (uint32_t round = 0; round < 10; round++) {
                for (uint32_t k = 1; k + 2 < paths[p].count; k++) {
                    x[k] = (1.0f - tension) * x[k] + tension * (x[k - 1] + x[k + 1]) / 2.0f;
                    y[k] = (1.0f - tension) * y[k] + tension * (y[k - 1] + y[k + 1]) / 2.0f;
                }
            }
        }
    }
}
