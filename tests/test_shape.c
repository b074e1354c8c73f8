/* layout: the cells that a component covers, against those of its edges one by one. */
#include "layout/shape.h"

#include "edge_table.h"

#include <math.h>

static int32_t cell_of(double at, int32_t count) {
    return (int32_t)fmin(floor(at + count * 0.5), count - 1);
}

static void cover_cell(pcs_shape *shape, double x, double y) {
    int32_t column = cell_of(x, shape->column_count), row = cell_of(y, shape->row_count);
    pcs_extent *across = &shape->rows[row], *up = &shape->columns[column];
    *across =
        (pcs_extent){column < across->first ? column : across->first, column > across->last ? column : across->last};
    *up = (pcs_extent){row < up->first ? row : up->first, row > up->last ? row : up->last};
}

/* Twice in each cell's length, at least. */
static void cover_edge(pcs_shape *shape, double x, double y, double to_x, double to_y) {
    double steps = floor(fmax(fabs(to_x - x), fabs(to_y - y)) * 2.0) + 1.0;
    for (double k = 0.0; k <= steps; k++) {
        cover_cell(shape, x + (to_x - x) * (k / steps), y + (to_y - y) * (k / steps));
    }
}

/* Of all nodes of the graph, in cells of length 1. */
static void check_shape(pcs_context *context, const pcs_graph *graph, const double *x, const double *y,
                        const char *name, uint32_t number) {
    uint32_t *nodes = calloc(graph->node_count, sizeof(*nodes)), wrong = 0;
    pcs_shape found, whole;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        nodes[i] = i;
    }
    CHECK(pcs_shape_new(pcs_phase_whole(context, "layout"), graph, nodes, graph->node_count, x, y, 1.0, &found) ==
          PCS_OK);
    int32_t lines = found.row_count + found.column_count;
    whole = found;
    whole.rows = calloc((size_t)lines, sizeof(*whole.rows));
    whole.columns = whole.rows + whole.row_count;
    for (int32_t i = 0; i < lines; i++) {
        whole.rows[i] = (pcs_extent){INT32_MAX, -1};
    }
    for (uint32_t i = 0; i < graph->node_count; i++) {
        for (uint32_t k = graph->offsets[i]; k < graph->offsets[i + 1]; k++) {
            uint32_t other = graph->neighbours[k];
            if (other > i) {
                cover_edge(&whole, x[i], y[i], x[other], y[other]);
            }
        }
    }
    for (int32_t i = 0; i < lines; i++) {
        wrong += found.rows[i].first != whole.rows[i].first || found.rows[i].last != whole.rows[i].last;
    }
    CHECK_CASE(wrong == 0, "%s %u: %u of %d lines are wrong", name, number, wrong, lines);
    free(whole.rows);
    pcs_shape_free(&found);
    free(nodes);
}

/* Each host but the first speaks to one of up to so many that come before it. */
static pcs_graph *make_tree(pcs_context *context, uint32_t hosts, uint32_t parents) {
    pcs_graph *graph = NULL;
    pcs_edges edges = table_new(hosts, hosts);
    uint64_t state = hosts;
    for (uint32_t i = 1; i < hosts; i++) {
        table_add(&edges, i, (uint32_t)(table_random(&state) % (i < parents ? i : parents)), PCS_TCP);
    }
    table_finish(&edges);
    CHECK(pcs_graph_new(pcs_phase_whole(context, "layout"), &edges, &graph) == PCS_OK);
    table_free(&edges);
    return graph;
}

/* Long edges, each of which crosses many cells. */
static void trees_are_covered(pcs_context *context, uint32_t hosts) {
    pcs_graph *graph = make_tree(context, hosts, hosts);
    double *x = calloc(hosts, sizeof(*x)), *y = calloc(hosts, sizeof(*y));
    uint64_t state = hosts;
    for (uint32_t i = 0; i < hosts; i++) {
        double turn = (double)table_random(&state) * 1e-6, radius = (double)(table_random(&state) % 700) * 0.1;
        x[i] = radius * cos(turn) * cos(turn) * cos(turn);
        y[i] = radius * sin(turn) * sin(turn) * sin(turn);
    }
    x[1] = y[1] = -70.0;
    x[2] = y[2] = 70.0;
    check_shape(context, graph, x, y, "a tree of", hosts);
    free(y);
    free(x);
    pcs_graph_free(graph);
}

/* One edge of the hub's goes far out, and no other covers what it does. */
static void each_edge_counts(pcs_context *context) {
    enum { LEAVES = 70000, FAR = 97, APART = 8192 };
    pcs_graph *graph = make_tree(context, LEAVES + 1, 1);
    double *x = calloc(LEAVES + 1, sizeof(*x)), *y = calloc(LEAVES + 1, sizeof(*y));
    uint64_t state = 5;
    for (uint32_t i = 0; i <= LEAVES; i++) {
        x[i] = (double)(table_random(&state) % 100) * 0.02 - 1.0;
        y[i] = (double)(table_random(&state) % 100) * 0.02 - 1.0;
    }
    x[1] = y[1] = -FAR;
    for (uint32_t i = APART; i < LEAVES; i += APART) {
        for (uint32_t leaf = i - 1; leaf <= i + 1; leaf++) {
            double before_x = x[leaf], before_y = y[leaf];
            x[leaf] = y[leaf] = FAR;
            check_shape(context, graph, x, y, "leaf", leaf);
            x[leaf] = before_x;
            y[leaf] = before_y;
        }
    }
    free(y);
    free(x);
    pcs_graph_free(graph);
}

int main(void) {
    for (uint32_t threads = 1; threads <= 3; threads += 2) {
        pcs_context_options options = PCS_OPTIONS(options);
        options.threads = threads;
        pcs_context *context = pcs_context_new(&options);
        CHECK(context != NULL);
        trees_are_covered(context, 500);
        trees_are_covered(context, 20000);
        each_edge_counts(context);
        pcs_context_free(context);
    }
    return check_result();
}
