#include "layout/mosaic.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_LEAST = 1 << 15, CELLS_A_SHAPE = 16, CELLS_MOST = 1 << 24, WORD = 64 };
/* Nodes and edges between two ticks. */
enum { COVERED_A_TICK = 1 << 15 };
/* Sides of shapes by class: each its own below SIDES_EXACT, then four classes for each doubling. */
enum { SIDES_EXACT = 32, SIDES_EXACT_BITS = 5, SIDE_CLASSES = SIDES_EXACT + 4 * (32 - SIDES_EXACT_BITS) };

/* A square of cells, a bit each, line by line; a set bit is taken. */
typedef struct field {
    uint64_t *words;
    int32_t side; /* a multiple of 2 * WORD, so that one of another side around the same middle has the same words */
} field;

/* What a shape covers of one line of cells: all between its first and its last cell, so that no other component lies
 * within it, where it would seem to be a part of it. */
typedef struct extent {
    int32_t first, last;
} extent;

/* The lines of one shape, from its lowest and its leftmost cell on. */
typedef struct shape {
    extent *rows, *columns;
    int32_t row_count, column_count;
} shape;

/* The along-th place on one side of a ring: the square of places that are ring columns or rows from the middle. */
typedef struct spot {
    int32_t ring, side, along;
} spot;

struct pcs_mosaic {
    pcs_phase phase;
    const pcs_graph *graph;
    uint64_t covered; /* nodes and edges of the shapes so far */
    double cell;      /* length */
    /* Taken cells and those beside them, by lines of either direction; the origin is in the middle. */
    field rows, columns;
    /* Where the last shape of such sides found room: the next one begins to look there. */
    spot spots[SIDE_CLASSES][SIDE_CLASSES];
};

static pcs_status field_new(pcs_context *context, int32_t side_least, field *out) {
    int32_t side = (side_least + 2 * WORD - 1) / (2 * WORD) * (2 * WORD);
    size_t words = (size_t)side * (size_t)(side / WORD);
    *out = (field){.words = pcs_memory_new(words, sizeof(uint64_t)), .side = side};
    return out->words ? PCS_OK : pcs_fail_memory(context, "the components side by side", words * sizeof(uint64_t));
}

pcs_status pcs_mosaic_new(pcs_phase phase, const pcs_graph *graph, double area, double longest, double gap,
                          uint32_t shape_count, pcs_mosaic **out) {
    pcs_status status = PCS_OK;
    pcs_context *context = phase.context;
    *out = NULL;
    pcs_mosaic *mosaic = pcs_memory_new(1, sizeof(*mosaic));
    if (!mosaic) {
        PCS_TRY(pcs_fail_memory(context, "the components side by side", sizeof(*mosaic)));
    }
    double cells = (double)shape_count * CELLS_A_SHAPE;
    cells = cells < CELLS_LEAST ? CELLS_LEAST : cells;
    cells = cells > CELLS_MOST ? CELLS_MOST : cells;
    mosaic->phase = phase;
    mosaic->graph = graph;
    double side = sqrt(cells);
    mosaic->cell = fmax(fmax(sqrt(area) / side, longest / (2.0 * side)), gap);
    PCS_TRY(field_new(context, WORD, &mosaic->rows));
    PCS_TRY(field_new(context, WORD, &mosaic->columns));
    *out = mosaic;
    mosaic = NULL;
done:
    pcs_mosaic_free(mosaic);
    return status;
}

/* ---- what a shape covers */

static void extend(extent *line, int32_t cell) {
    line->first = cell < line->first ? cell : line->first;
    line->last = cell > line->last ? cell : line->last;
}

/* Whether the lines [first, last] all reach from one cell to another. */
static bool reaches(const extent *lines, int32_t first, int32_t last, int32_t from, int32_t to) {
    int32_t beyond = 0;
    for (int32_t i = first; i <= last; i++) {
        beyond |= (lines[i].first > from) | (lines[i].last < to);
    }
    return beyond == 0;
}

static int32_t cell_of(double at, int32_t count) {
    return (int32_t)at < count ? (int32_t)at : count - 1;
}

/* Whether all cells of the box of two are covered already, as most edges' are. */
static bool is_covered(const shape *piece, int32_t column0, int32_t row0, int32_t column1, int32_t row1) {
    int32_t left = column0 < column1 ? column0 : column1, right = column0 < column1 ? column1 : column0;
    int32_t low = row0 < row1 ? row0 : row1, high = row0 < row1 ? row1 : row0;
    return reaches(piece->rows, low, high, left, right) && reaches(piece->columns, left, right, low, high);
}

/* Covers the cells of a segment: one at least in each column or row it crosses, and both where it steps. */
static void cover(const shape *piece, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0;
    double longer = fabs(dx) > fabs(dy) ? fabs(dx) : fabs(dy);
    uint32_t steps = (uint32_t)(longer * 2.0) + 1;
    if (is_covered(piece, cell_of(x0, piece->column_count), cell_of(y0, piece->row_count),
                   cell_of(x0 + dx, piece->column_count), cell_of(y0 + dy, piece->row_count))) {
        return;
    }
    for (uint32_t i = 0; i <= steps; i++) {
        double t = (double)i / (double)steps;
        int32_t column = cell_of(x0 + dx * t, piece->column_count), row = cell_of(y0 + dy * t, piece->row_count);
        extend(&piece->rows[row], column);
        extend(&piece->columns[column], row);
    }
}

static pcs_status count_covered(pcs_mosaic *mosaic) {
    double all = (double)mosaic->graph->node_count + mosaic->graph->pair_count;
    return ++mosaic->covered % COVERED_A_TICK == 0 ? pcs_phase_tick(mosaic->phase, (double)mosaic->covered / all)
                                                   : PCS_OK;
}

/* The lines that the nodes and their edges lie in. The nodes come first: then most edges add nothing. */
static pcs_status cover_nodes(pcs_mosaic *mosaic, const uint32_t *nodes, uint32_t node_count, const double *x,
                              const double *y, const shape *piece) {
    pcs_status status = PCS_OK;
    const pcs_graph *graph = mosaic->graph;
    double middle_x = piece->column_count * 0.5, middle_y = piece->row_count * 0.5, cell = mosaic->cell;
    for (uint32_t i = 0; i < node_count; i++) {
        double x0 = x[nodes[i]] / cell + middle_x, y0 = y[nodes[i]] / cell + middle_y;
        cover(piece, x0, y0, x0, y0);
        PCS_TRY(count_covered(mosaic));
    }
    for (uint32_t i = 0; i < node_count; i++) {
        uint32_t node = nodes[i];
        double x0 = x[node] / cell + middle_x, y0 = y[node] / cell + middle_y;
        for (uint32_t e = graph->offsets[node]; e < graph->offsets[node + 1]; e++) {
            uint32_t other = graph->neighbours[e];
            if (other > node) {
                cover(piece, x0, y0, x[other] / cell + middle_x, y[other] / cell + middle_y);
                PCS_TRY(count_covered(mosaic));
            }
        }
    }
done:
    return status;
}

static pcs_status shape_new(pcs_mosaic *mosaic, const uint32_t *nodes, uint32_t node_count, const double *x,
                            const double *y, shape *out) {
    double half_x = 0.0, half_y = 0.0, cell = mosaic->cell;
    for (uint32_t i = 0; i < node_count; i++) {
        half_x = fabs(x[nodes[i]]) > half_x ? fabs(x[nodes[i]]) : half_x;
        half_y = fabs(y[nodes[i]]) > half_y ? fabs(y[nodes[i]]) : half_y;
    }
    int32_t columns = 2 * (int32_t)(half_x / cell + 0.5) + 1, rows = 2 * (int32_t)(half_y / cell + 0.5) + 1;
    size_t lines = (size_t)rows + (size_t)columns;
    *out = (shape){.rows = pcs_memory_new(lines, sizeof(extent)), .row_count = rows, .column_count = columns};
    if (!out->rows) {
        return pcs_fail_memory(mosaic->phase.context, "the components side by side", lines * sizeof(extent));
    }
    out->columns = out->rows + rows;
    for (size_t i = 0; i < lines; i++) {
        out->rows[i] = (extent){.first = rows + columns, .last = -1};
    }
    return cover_nodes(mosaic, nodes, node_count, x, y, out);
}

/* ---- the field */

/* The last taken cell from first to last of a line; -1: all are free. */
static int32_t last_taken(const field *ground, int32_t line, int32_t first, int32_t last) {
    const uint64_t *words = ground->words + (size_t)line * (size_t)(ground->side / WORD);
    uint64_t mask = UINT64_MAX >> (WORD - 1 - last % WORD);
    for (int32_t i = last / WORD; i >= first / WORD; i--, mask = UINT64_MAX) {
        uint64_t taken = words[i] & mask & (i > first / WORD ? UINT64_MAX : UINT64_MAX << first % WORD);
        if (taken) {
            return i * WORD + WORD - 1 - __builtin_clzll(taken);
        }
    }
    return -1;
}

static void take_line(const field *ground, int32_t line, int32_t first, int32_t last) {
    uint64_t *words = ground->words + (size_t)line * (size_t)(ground->side / WORD);
    uint64_t mask = UINT64_MAX << first % WORD;
    for (int32_t i = first / WORD; i <= last / WORD; i++, mask = UINT64_MAX) {
        words[i] |= mask & (i < last / WORD ? UINT64_MAX : UINT64_MAX >> (WORD - 1 - last % WORD));
    }
}

/* Takes the lines and the cells beside them, from line across of the field and cell along of it on. */
static void take(const field *ground, const extent *lines, int32_t line_count, int32_t across, int32_t along) {
    for (int32_t i = 0; i < line_count; i++) {
        for (int32_t beside = -1; beside <= 1; beside++) {
            take_line(ground, across + i + beside, along + lines[i].first - 1, along + lines[i].last + 1);
        }
    }
}

/* Slides a shape, whose first line is line across of the field, from cell from on to where all its lines are free, or
 * past to. */
static int32_t slide(const field *ground, const extent *lines, int32_t line_count, int32_t across, int32_t from,
                     int32_t to) {
    int32_t free_lines = 0, line = line_count / 2;
    while (from <= to && free_lines < line_count) {
        int32_t taken = last_taken(ground, across + line, from + lines[line].first, from + lines[line].last);
        if (taken >= 0) {
            from = taken + 1 - lines[line].first;
            free_lines = 0;
        } else {
            free_lines++;
            line = line + 1 < line_count ? line + 1 : 0;
        }
    }
    return from;
}

/* Moves at to the first free place from it on; false: the side has none. */
static bool find_on_side(const pcs_mosaic *mosaic, const shape *piece, spot *at) {
    bool by_row = at->side < 2;
    const extent *lines = by_row ? piece->rows : piece->columns;
    int32_t line_count = by_row ? piece->row_count : piece->column_count;
    int32_t length = by_row ? piece->column_count : piece->row_count, middle = mosaic->rows.side / 2;
    int32_t across = middle + (at->side % 2 == 0 ? at->ring : -at->ring) - line_count / 2;
    int32_t begin = middle - at->ring - length / 2;
    at->along = slide(by_row ? &mosaic->rows : &mosaic->columns, lines, line_count, across, begin + at->along,
                      begin + 2 * at->ring) -
                begin;
    return at->along <= 2 * at->ring;
}

static pcs_status grow(pcs_context *context, field *ground, int32_t side) {
    field old = *ground, grown;
    pcs_status status = field_new(context, side, &grown);
    if (status == PCS_OK) {
        int32_t shift = (grown.side - old.side) / 2;
        for (int32_t line = 0; line < old.side; line++) {
            memcpy(grown.words + (size_t)(line + shift) * (size_t)(grown.side / WORD) + shift / WORD,
                   old.words + (size_t)line * (size_t)(old.side / WORD), (size_t)(old.side / 8));
        }
        free(old.words);
        *ground = grown;
    }
    return status;
}

/* Makes the field large enough for the shape and the cells beside it at any place of the ring. */
static pcs_status make_room(pcs_mosaic *mosaic, const shape *piece, int32_t ring) {
    int32_t longer = piece->column_count > piece->row_count ? piece->column_count : piece->row_count;
    int32_t needed = 2 * ring + longer + 4;
    if (needed <= mosaic->rows.side) {
        return PCS_OK;
    }
    pcs_status status = grow(mosaic->phase.context, &mosaic->rows, needed + needed / 4);
    return status == PCS_OK ? grow(mosaic->phase.context, &mosaic->columns, needed + needed / 4) : status;
}

/* ---- placing */

static uint32_t side_class(int32_t side) {
    uint32_t length = (uint32_t)side;
    if (length < SIDES_EXACT) {
        return length;
    }
    uint32_t doublings = 31 - (uint32_t)__builtin_clz(length);
    return SIDES_EXACT + 4 * (doublings - SIDES_EXACT_BITS) + (length >> (doublings - 2) & 3);
}

static pcs_status find_place(pcs_mosaic *mosaic, const shape *piece, spot *at) {
    for (;;) {
        pcs_status status = make_room(mosaic, piece, at->ring);
        if (status != PCS_OK || find_on_side(mosaic, piece, at)) {
            return status;
        }
        *at = at->side < 3 ? (spot){at->ring, at->side + 1, 0} : (spot){at->ring + 1, 0, 0};
    }
}

pcs_status pcs_mosaic_add(pcs_mosaic *mosaic, const uint32_t *nodes, uint32_t node_count, double *x, double *y) {
    pcs_status status = PCS_OK;
    shape piece = {0};
    PCS_TRY(shape_new(mosaic, nodes, node_count, x, y, &piece));
    spot *at = &mosaic->spots[side_class(piece.column_count)][side_class(piece.row_count)];
    PCS_TRY(find_place(mosaic, &piece, at));
    int32_t across = at->side % 2 == 0 ? at->ring : -at->ring, along = at->along - at->ring;
    int32_t column = at->side < 2 ? along : across, row = at->side < 2 ? across : along;
    int32_t left = mosaic->rows.side / 2 - piece.column_count / 2 + column;
    int32_t low = mosaic->rows.side / 2 - piece.row_count / 2 + row;
    take(&mosaic->rows, piece.rows, piece.row_count, low, left);
    take(&mosaic->columns, piece.columns, piece.column_count, left, low);
    for (uint32_t i = 0; i < node_count; i++) {
        x[nodes[i]] += column * mosaic->cell;
        y[nodes[i]] += row * mosaic->cell;
    }
done:
    free(piece.rows);
    return status;
}

void pcs_mosaic_free(pcs_mosaic *mosaic) {
    if (mosaic) {
        free(mosaic->rows.words);
        free(mosaic->columns.words);
        free(mosaic);
    }
}
