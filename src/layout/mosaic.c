#include "layout/mosaic.h"

#include "base/memory.h"
#include "layout/shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELLS_LEAST = 1 << 15, CELLS_A_SHAPE = 16, CELLS_MOST = 1 << 24, WORD = 64 };
/* Nodes between two ticks. */
enum { NODES_A_TICK = 1 << 15 };
/* Sides of shapes by class: each its own below SIDES_EXACT, then four classes for each doubling. */
enum { SIDES_EXACT = 32, SIDES_EXACT_BITS = 5, SIDE_CLASSES = SIDES_EXACT + 4 * (32 - SIDES_EXACT_BITS) };

/* A square of cells, a bit each, line by line; a set bit is taken. */
typedef struct field {
    uint64_t *words;
    int32_t side; /* a multiple of 2 * WORD, so that one of another side around the same middle has the same words */
} field;

/* The along-th place on one side of a ring: the square of places that are ring columns or rows from the middle. */
typedef struct spot {
    int32_t ring, side, along;
} spot;

struct pcs_mosaic {
    pcs_phase phase;
    const pcs_graph *graph;
    uint32_t placed, ticked; /* nodes so far, and those at the last tick */
    double cell;             /* length */
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
static void take(const field *ground, const pcs_extent *lines, int32_t line_count, int32_t across, int32_t along) {
    for (int32_t i = 0; i < line_count; i++) {
        for (int32_t beside = -1; beside <= 1; beside++) {
            take_line(ground, across + i + beside, along + lines[i].first - 1, along + lines[i].last + 1);
        }
    }
}

/* Slides a shape, whose first line is line across of the field, from cell from on to where all its lines are free, or
 * past to. */
static int32_t slide(const field *ground, const pcs_extent *lines, int32_t line_count, int32_t across, int32_t from,
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
static bool find_on_side(const pcs_mosaic *mosaic, const pcs_shape *piece, spot *at) {
    bool by_row = at->side < 2;
    const pcs_extent *lines = by_row ? piece->rows : piece->columns;
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
static pcs_status make_room(pcs_mosaic *mosaic, const pcs_shape *piece, int32_t ring) {
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

static pcs_status find_place(pcs_mosaic *mosaic, const pcs_shape *piece, spot *at) {
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
    const pcs_graph *graph = mosaic->graph;
    double before = mosaic->placed, after = before + node_count, all = graph->node_count;
    pcs_shape piece = {.rows = NULL};
    PCS_TRY(pcs_shape_new(pcs_phase_part(mosaic->phase, before / all, after / all), graph, nodes, node_count, x, y,
                          mosaic->cell, &piece));
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
    mosaic->placed += node_count;
    if (mosaic->placed - mosaic->ticked >= NODES_A_TICK) {
        mosaic->ticked = mosaic->placed;
        PCS_TRY(pcs_phase_tick(mosaic->phase, mosaic->placed / all));
    }
done:
    pcs_shape_free(&piece);
    return status;
}

void pcs_mosaic_free(pcs_mosaic *mosaic) {
    if (mosaic) {
        free(mosaic->rows.words);
        free(mosaic->columns.words);
        free(mosaic);
    }
}
