#include "layout/mosaic.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_LEAST = 1 << 15, CELLS_A_SHAPE = 16, CELLS_MOST = 1 << 22, SIDES_REMEMBERED = 32 };

/* A square of cells, side by side, row by row; true: taken. */
typedef struct field {
    bool *cells;
    int32_t side;
} field;

/* The index-th place of a ring around the origin. */
typedef struct spot {
    int32_t ring, index;
} spot;

struct pcs_mosaic {
    pcs_context *context;
    double cell; /* length */
    field taken; /* the origin is in the middle */
    /* Where the last shape of so many columns and rows found room: the next one begins to look there. */
    spot spots[SIDES_REMEMBERED][SIDES_REMEMBERED];
};

/* The cells of one shape: columns x rows, with a free margin of one cell around. */
typedef struct shape {
    bool *cells;
    int32_t columns, rows;
} shape;

static pcs_status field_new(pcs_context *context, int32_t side, field *out) {
    size_t cells = (size_t)side * (size_t)side;
    *out = (field){.cells = pcs_memory_new(cells, sizeof(bool)), .side = side};
    return out->cells ? PCS_OK : pcs_fail_memory(context, "the components side by side", cells);
}

pcs_status pcs_mosaic_new(pcs_context *context, double area, double longest, uint32_t shape_count, pcs_mosaic **out) {
    pcs_status status = PCS_OK;
    *out = NULL;
    pcs_mosaic *mosaic = pcs_memory_new(1, sizeof(*mosaic));
    if (!mosaic) {
        PCS_TRY(pcs_fail_memory(context, "the components side by side", sizeof(*mosaic)));
    }
    double cells = (double)shape_count * CELLS_A_SHAPE;
    cells = cells < CELLS_LEAST ? CELLS_LEAST : cells;
    cells = cells > CELLS_MOST ? CELLS_MOST : cells;
    mosaic->context = context;
    double side = sqrt(cells);
    mosaic->cell = sqrt(area) / side;
    mosaic->cell = mosaic->cell * side * 2.0 < longest ? longest / (side * 2.0) : mosaic->cell;
    PCS_TRY(field_new(context, 2 * (int32_t)side, &mosaic->taken));
    *out = mosaic;
    mosaic = NULL;
done:
    pcs_mosaic_free(mosaic);
    return status;
}

/* Marks the cells of a segment: one at least in each column or row it crosses, and both where it steps. */
static void mark(const shape *piece, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0;
    double longer = fabs(dx) > fabs(dy) ? fabs(dx) : fabs(dy);
    uint32_t steps = (uint32_t)(longer * 2.0) + 1;
    for (uint32_t i = 0; i <= steps; i++) {
        double t = (double)i / (double)steps;
        int32_t column = (int32_t)(x0 + dx * t), row = (int32_t)(y0 + dy * t);
        piece->cells[(size_t)row * (size_t)piece->columns + (size_t)column] = true;
    }
}

/* Fills each row between its first and its last cell, so that no other component lies within this one, where it would
 * seem to be a part of it. */
static void fill_rows(const shape *piece) {
    for (int32_t row = 0; row < piece->rows; row++) {
        bool *cells = piece->cells + (size_t)row * (size_t)piece->columns;
        int32_t first = 0, last = piece->columns - 1;
        while (first <= last && !cells[first]) {
            first++;
        }
        while (last > first && !cells[last]) {
            last--;
        }
        for (int32_t i = first; i <= last; i++) {
            cells[i] = true;
        }
    }
}

static pcs_status shape_new(pcs_mosaic *mosaic, const pcs_graph *graph, const uint32_t *nodes, uint32_t node_count,
                            const double *x, const double *y, shape *out) {
    double half_x = 0.0, half_y = 0.0, cell = mosaic->cell;
    for (uint32_t i = 0; i < node_count; i++) {
        half_x = fabs(x[nodes[i]]) > half_x ? fabs(x[nodes[i]]) : half_x;
        half_y = fabs(y[nodes[i]]) > half_y ? fabs(y[nodes[i]]) : half_y;
    }
    *out = (shape){.columns = 2 * (int32_t)(half_x / cell + 0.5) + 3, .rows = 2 * (int32_t)(half_y / cell + 0.5) + 3};
    size_t cells = (size_t)out->columns * (size_t)out->rows;
    out->cells = pcs_memory_new(cells, sizeof(bool));
    if (!out->cells) {
        return pcs_fail_memory(mosaic->context, "the components side by side", cells);
    }
    double middle_x = out->columns * 0.5, middle_y = out->rows * 0.5;
    for (uint32_t i = 0; i < node_count; i++) {
        uint32_t node = nodes[i];
        double x0 = x[node] / cell + middle_x, y0 = y[node] / cell + middle_y;
        mark(out, x0, y0, x0, y0);
        for (uint32_t e = graph->offsets[node]; e < graph->offsets[node + 1]; e++) {
            uint32_t other = graph->neighbours[e];
            if (other > node) {
                mark(out, x0, y0, x[other] / cell + middle_x, y[other] / cell + middle_y);
            }
        }
    }
    fill_rows(out);
    return PCS_OK;
}

/* Whether the shape may stand with its first cell at column, row of the field: none of its cells on or beside a taken
 * one. */
static bool fits(const field *ground, const shape *piece, int32_t column, int32_t row) {
    for (int32_t j = 1; j + 1 < piece->rows; j++) {
        const bool *cells = piece->cells + (size_t)j * (size_t)piece->columns;
        for (int32_t i = 1; i + 1 < piece->columns; i++) {
            if (!cells[i]) {
                continue;
            }
            const bool *taken = ground->cells + (size_t)(row + j - 1) * (size_t)ground->side + (column + i - 1);
            for (int32_t k = 0; k < 3; k++, taken += ground->side) {
                if (taken[0] || taken[1] || taken[2]) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* Rings are squares of growing size, each walked once around. */
static void spot_place(spot at, int32_t *column, int32_t *row) {
    static const int32_t turns[4][4] = {{0, 1, 1, 0}, {-1, 0, 0, 1}, {0, -1, -1, 0}, {1, 0, 0, -1}};
    int32_t side = at.ring == 0 ? 0 : at.index / (2 * at.ring);
    int32_t along = at.ring == 0 ? 0 : at.index % (2 * at.ring) - at.ring;
    const int32_t *turn = turns[side];
    *column = turn[0] * at.ring + turn[1] * along;
    *row = turn[2] * at.ring + turn[3] * along;
}

/* Makes the field large enough for the shape at any place of the ring. */
static pcs_status make_room(pcs_mosaic *mosaic, const shape *piece, int32_t ring) {
    int32_t longer = piece->columns > piece->rows ? piece->columns : piece->rows;
    int32_t needed = 2 * ring + 2 * longer + 4;
    field old = mosaic->taken, grown;
    if (needed <= old.side) {
        return PCS_OK;
    }
    pcs_status status = field_new(mosaic->context, needed + needed / 2 / 2 * 2, &grown);
    if (status != PCS_OK) {
        return status;
    }
    int32_t shift = grown.side / 2 - old.side / 2;
    for (int32_t row = 0; row < old.side; row++) {
        memcpy(grown.cells + (size_t)(row + shift) * (size_t)grown.side + shift,
               old.cells + (size_t)row * (size_t)old.side, (size_t)old.side * sizeof(bool));
    }
    free(old.cells);
    mosaic->taken = grown;
    return PCS_OK;
}

static void take(const field *ground, const shape *piece, int32_t column, int32_t row) {
    for (int32_t j = 0; j < piece->rows; j++) {
        for (int32_t i = 0; i < piece->columns; i++) {
            if (piece->cells[(size_t)j * (size_t)piece->columns + (size_t)i]) {
                ground->cells[(size_t)(row + j) * (size_t)ground->side + (size_t)(column + i)] = true;
            }
        }
    }
}

/* Finds the shape's place; *column and *row become how far its middle lies from the origin. */
static pcs_status find_place(pcs_mosaic *mosaic, const shape *piece, int32_t *column, int32_t *row) {
    bool small = piece->columns < SIDES_REMEMBERED && piece->rows < SIDES_REMEMBERED;
    spot *remembered = small ? &mosaic->spots[piece->columns][piece->rows] : NULL;
    for (spot at = remembered ? *remembered : (spot){0, 0};; at = (spot){at.ring + 1, 0}) {
        pcs_status status = make_room(mosaic, piece, at.ring);
        if (status != PCS_OK) {
            return status;
        }
        int32_t left = mosaic->taken.side / 2 - piece->columns / 2, low = mosaic->taken.side / 2 - piece->rows / 2;
        for (; at.index < (at.ring == 0 ? 1 : 8 * at.ring); at.index++) {
            spot_place(at, column, row);
            if (fits(&mosaic->taken, piece, left + *column, low + *row)) {
                take(&mosaic->taken, piece, left + *column, low + *row);
                if (remembered) {
                    *remembered = at;
                }
                return PCS_OK;
            }
        }
    }
}

pcs_status pcs_mosaic_add(pcs_mosaic *mosaic, const pcs_graph *graph, const uint32_t *nodes, uint32_t node_count,
                          double *x, double *y) {
    pcs_status status = PCS_OK;
    shape piece = {0};
    int32_t column, row;
    PCS_TRY(shape_new(mosaic, graph, nodes, node_count, x, y, &piece));
    PCS_TRY(find_place(mosaic, &piece, &column, &row));
    for (uint32_t i = 0; i < node_count; i++) {
        x[nodes[i]] += column * mosaic->cell;
        y[nodes[i]] += row * mosaic->cell;
    }
done:
    free(piece.cells);
    return status;
}

void pcs_mosaic_free(pcs_mosaic *mosaic) {
    if (mosaic) {
        free(mosaic->taken.cells);
        free(mosaic);
    }
}
