#include "layout/shape.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A shape of more neighbours than a share has is found by all threads, in rounds of some shares. */
enum { SHARES = 16, NEIGHBOURS_A_SHARE = 1 << 15 };

/* Of the time, until the nodes are covered. */
static const double NODES_END = 0.2;

/* A place in the rows of some nodes: a neighbour of nodes[index]. */
typedef struct cursor {
    uint32_t index, neighbour;
} cursor;

/* The nodes of a shape while it is found: a round of shares after the other. */
typedef struct outline {
    const pcs_graph *graph;
    const uint32_t *nodes;
    uint32_t node_count;
    const double *x, *y;
    double cell;
    uint32_t share_count;
    pcs_shape *covered; /* by each share, and by all of the rounds before */
    cursor *cuts;       /* between the shares of a round */
} outline;

static void extend(pcs_extent *line, int32_t first, int32_t last) {
    line->first = first < line->first ? first : line->first;
    line->last = last > line->last ? last : line->last;
}

/* Whether the lines [first, last] all reach from one cell to another. */
static bool reaches(const pcs_extent *lines, int32_t first, int32_t last, int32_t from, int32_t to) {
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
static bool is_covered(const pcs_shape *shape, int32_t column0, int32_t row0, int32_t column1, int32_t row1) {
    int32_t left = column0 < column1 ? column0 : column1, right = column0 < column1 ? column1 : column0;
    int32_t low = row0 < row1 ? row0 : row1, high = row0 < row1 ? row1 : row0;
    return reaches(shape->rows, low, high, left, right) && reaches(shape->columns, left, right, low, high);
}

/* Covers the cells of a segment: one at least in each column or row it crosses, and both where it steps. */
static void cover(const pcs_shape *shape, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0, dy = y1 - y0;
    double longer = fabs(dx) > fabs(dy) ? fabs(dx) : fabs(dy);
    uint32_t steps = (uint32_t)(longer * 2.0) + 1;
    if (is_covered(shape, cell_of(x0, shape->column_count), cell_of(y0, shape->row_count),
                   cell_of(x0 + dx, shape->column_count), cell_of(y0 + dy, shape->row_count))) {
        return;
    }
    for (uint32_t i = 0; i <= steps; i++) {
        double t = (double)i / (double)steps;
        int32_t column = cell_of(x0 + dx * t, shape->column_count), row = cell_of(y0 + dy * t, shape->row_count);
        extend(&shape->rows[row], column, column);
        extend(&shape->columns[column], row, row);
    }
}

static double across(const outline *all, uint32_t node) {
    return all->x[node] / all->cell + all->covered->column_count * 0.5;
}

static double up(const outline *all, uint32_t node) {
    return all->y[node] / all->cell + all->covered->row_count * 0.5;
}

static void cover_nodes(void *argument, uint64_t share) {
    const outline *all = argument;
    for (uint32_t i = all->cuts[share].index; i < all->cuts[share + 1].index; i++) {
        double x = across(all, all->nodes[i]), y = up(all, all->nodes[i]);
        cover(&all->covered[share], x, y, x, y);
    }
}

/* Neighbours are all over the memory: their places are asked for some edges before. */
static void ask_ahead(const outline *all, uint32_t k) {
    enum { AHEAD = 8 };
    if (k + AHEAD < 2 * all->graph->pair_count) {
        uint32_t node = all->graph->neighbours[k + AHEAD];
        __builtin_prefetch(&all->x[node]);
        __builtin_prefetch(&all->y[node]);
    }
}

static void cover_edges(void *argument, uint64_t share) {
    const outline *all = argument;
    const uint32_t *offsets = all->graph->offsets;
    cursor begin = all->cuts[share], end = all->cuts[share + 1];
    for (uint32_t i = begin.index; i < all->node_count && i <= end.index; i++) {
        uint32_t node = all->nodes[i], k = i == begin.index ? begin.neighbour : offsets[node];
        uint32_t row_end = i == end.index ? end.neighbour : offsets[node + 1];
        double x = across(all, node), y = up(all, node);
        for (; k < row_end; k++) {
            uint32_t other = all->graph->neighbours[k];
            ask_ahead(all, k);
            if (other > node) {
                cover(&all->covered[share], x, y, across(all, other), up(all, other));
            }
        }
    }
}

static cursor row_begin(const outline *all, uint32_t index) {
    return (cursor){index, index < all->node_count ? all->graph->offsets[all->nodes[index]] : 0};
}

/* A share after at, or the end. */
static cursor advance(const outline *all, cursor at) {
    uint32_t left = NEIGHBOURS_A_SHARE;
    while (at.index < all->node_count) {
        uint32_t row = all->graph->offsets[all->nodes[at.index] + 1] - at.neighbour;
        if (row > left) {
            at.neighbour += left;
            break;
        }
        left -= row;
        at = row_begin(all, at.index + 1);
    }
    return at;
}

/* Each share knows what all have covered. */
static void join(const outline *all) {
    size_t lines = (size_t)all->covered->row_count + (size_t)all->covered->column_count;
    pcs_extent *whole = all->covered->rows;
    for (uint32_t share = 1; share < all->share_count; share++) {
        for (size_t i = 0; i < lines; i++) {
            extend(&whole[i], all->covered[share].rows[i].first, all->covered[share].rows[i].last);
        }
    }
    for (uint32_t share = 1; share < all->share_count; share++) {
        memcpy(all->covered[share].rows, whole, lines * sizeof(*whole));
    }
}

static pcs_status cover_rounds(pcs_phase phase, outline *all, void (*run)(void *argument, uint64_t share)) {
    pcs_status status = PCS_OK;
    pcs_pool *pool = pcs_context_pool(phase.context);
    cursor *end = &all->cuts[all->share_count];
    *end = row_begin(all, 0);
    for (;;) {
        all->cuts[0] = *end;
        for (uint32_t share = 0; share < all->share_count; share++) {
            all->cuts[share + 1] = advance(all, all->cuts[share]);
        }
        pcs_pool_run(pool, all->share_count, run, all);
        join(all);
        if (end->index == all->node_count) {
            break;
        }
        PCS_TRY(pcs_phase_tick(phase, (double)end->index / all->node_count));
    }
done:
    return status;
}

/* How many cells lie on each side of the origin, in the direction of the places. */
static int32_t reach(const outline *all, const double *places) {
    double most = 0.0;
    for (uint32_t i = 0; i < all->node_count; i++) {
        double place = fabs(places[all->nodes[i]]);
        most = place > most ? place : most;
    }
    return (int32_t)(most / all->cell + 0.5);
}

pcs_status pcs_shape_new(pcs_phase phase, const pcs_graph *graph, const uint32_t *nodes, uint32_t node_count,
                         const double *x, const double *y, double cell, pcs_shape *out) {
    pcs_status status = PCS_OK;
    pcs_shape covered[SHARES];
    cursor cuts[SHARES + 1];
    outline all = {.graph = graph,
                   .nodes = nodes,
                   .node_count = node_count,
                   .x = x,
                   .y = y,
                   .cell = cell,
                   .covered = covered,
                   .cuts = cuts};
    cuts[0] = row_begin(&all, 0);
    cuts[1] = advance(&all, cuts[0]);
    uint32_t share_count = cuts[1].index == node_count ? 1 : SHARES;
    int32_t row_count = 2 * reach(&all, y) + 1, column_count = 2 * reach(&all, x) + 1;
    size_t lines = (size_t)row_count + (size_t)column_count;
    *out = (pcs_shape){.rows = NULL};
    for (; all.share_count < share_count; all.share_count++) {
        pcs_extent *rows = pcs_memory_new(lines, sizeof(*rows));
        if (!rows) {
            PCS_TRY(pcs_fail_memory(phase.context, "the components side by side", lines * sizeof(*rows)));
        }
        for (size_t i = 0; i < lines; i++) {
            rows[i] = (pcs_extent){.first = row_count + column_count, .last = -1};
        }
        covered[all.share_count] = (pcs_shape){rows, rows + row_count, row_count, column_count};
    }
    /* The nodes come first: then most edges add nothing. */
    if (share_count == 1) {
        cover_nodes(&all, 0);
        cover_edges(&all, 0);
    } else {
        PCS_TRY(cover_rounds(pcs_phase_part(phase, 0.0, NODES_END), &all, cover_nodes));
        PCS_TRY(cover_rounds(pcs_phase_part(phase, NODES_END, 1.0), &all, cover_edges));
    }
    *out = covered[0];
    covered[0].rows = NULL;
done:
    for (uint32_t share = 0; share < all.share_count; share++) {
        free(covered[share].rows);
    }
    return status;
}

void pcs_shape_free(pcs_shape *shape) {
    free(shape->rows);
}
