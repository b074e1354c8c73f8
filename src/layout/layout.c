#include "layout/layout.h"

#include "base/memory.h"
#include "layout/kinds.h"
#include "layout/need.h"
#include "layout/positions.h"

#include <stdlib.h>

/* Of the time of a layout by forces of many hosts, to the end of each. */
static const double GRAPH_END = 0.02, COMPONENTS_END = 0.025;

const char *pcs_layout_name(pcs_layout_kind kind) {
    static const char *const names[] = {
#define LAYOUT_NAME(name, text) text,
        PCS_LAYOUT_TABLE(LAYOUT_NAME)
#undef LAYOUT_NAME
    };
    return (unsigned)kind < PCS_LAYOUT_COUNT ? names[kind] : "";
}

const char *pcs_order_name(pcs_order order) {
    static const char *const names[] = {
#define ORDER_NAME(name, text) text,
        PCS_ORDER_TABLE(ORDER_NAME)
#undef ORDER_NAME
    };
    return (unsigned)order < PCS_ORDER_COUNT ? names[order] : "";
}

const char *pcs_pull_name(pcs_pull pull) {
    static const char *const names[] = {
#define PULL_NAME(name, text) text,
        PCS_PULL_TABLE(PULL_NAME)
#undef PULL_NAME
    };
    return (unsigned)pull < PCS_PULL_COUNT ? names[pull] : "";
}

static pcs_status place_by_forces(pcs_phase phase, pcs_device *device, const pcs_layout_options *options,
                                  pcs_layout_problem *problem) {
    pcs_status status =
        pcs_graph_weigh(phase.context, problem->graph, problem->edges, options->pull, &problem->weights);
    return status == PCS_OK ? pcs_layout_force(phase, device, options->kind, options->iterations, problem) : status;
}

static pcs_status place(pcs_phase phase, pcs_device *device, const pcs_layout_options *options,
                        pcs_layout_problem *problem) {
    pcs_context *context = phase.context;
    if (options->positions) {
        return pcs_layout_read(context, options->positions, problem);
    }
    switch (options->kind) {
    case PCS_LAYOUT_FORCE:
    case PCS_LAYOUT_FR:
    case PCS_LAYOUT_FA2:
        return place_by_forces(phase, device, options, problem);
    case PCS_LAYOUT_CIRCULAR:
        return pcs_layout_circular(context, options->order, problem);
    case PCS_LAYOUT_RANDOM:
        pcs_layout_random(problem);
        return PCS_OK;
    case PCS_LAYOUT_COUNT:
    default:
        return pcs_fail(context, PCS_E_ARGUMENT, "layout: there is no kind %d: choose one of pcs_layout_kind",
                        (int)options->kind);
    }
}

pcs_status pcs_layout_compute(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                              const pcs_layout_options *given, pcs_layout **out) {
    pcs_status status = PCS_OK;
    pcs_layout_problem problem = {.edges = edges};
    pcs_phase phase = pcs_phase_whole(context, "layout");
    pcs_claim claim = {.bytes = 0};
    *out = NULL;
    pcs_layout_options options = PCS_OPTIONS(options);
    if (given) {
        pcs_options_copy(&options, sizeof(options), given, given->size);
    }
    pcs_layout *layout = pcs_memory_new(1, sizeof(*layout));
    if (!layout) {
        PCS_TRY(pcs_fail_memory(context, "the layout", sizeof(*layout)));
    }
    layout->host_count = edges->host_count;
    layout->x = pcs_memory_new(edges->host_count, sizeof(double));
    layout->y = pcs_memory_new(edges->host_count, sizeof(double));
    problem.hashes = pcs_memory_new(edges->host_count, sizeof(uint64_t));
    problem.x = pcs_memory_new(edges->host_count, sizeof(double));
    problem.y = pcs_memory_new(edges->host_count, sizeof(double));
    if (!layout->x || !layout->y || !problem.hashes || !problem.x || !problem.y) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)edges->host_count * 40));
    }
    PCS_TRY(pcs_phase_tick(phase, 0.0));
    pcs_layout_hash_hosts(edges, options.seed, problem.hashes);
    PCS_TRY(pcs_graph_new(pcs_phase_part(phase, 0.0, GRAPH_END), edges, &problem.graph));
    PCS_TRY(pcs_layout_claim(context, problem.graph, options.kind, options.pull != PCS_PULL_NONE, &claim));
    PCS_TRY(pcs_components_new(pcs_phase_part(phase, GRAPH_END, COMPONENTS_END), problem.graph, &problem.components));
    PCS_TRY(place(pcs_phase_part(phase, COMPONENTS_END, 1.0), device, &options, &problem));
    for (uint32_t i = 0; i < edges->host_count; i++) {
        layout->x[i] = options.positions ? problem.x[i] : (double)(float)problem.x[i];
        layout->y[i] = options.positions ? problem.y[i] : (double)(float)problem.y[i];
    }
    layout->component_count = problem.components->count;
    PCS_TRY(pcs_phase_tick(phase, 1.0));
    *out = layout;
    layout = NULL;
done:
    pcs_claim_drop(&claim);
    pcs_components_free(problem.components);
    pcs_graph_free(problem.graph);
    free(problem.weights);
    free(problem.y);
    free(problem.x);
    free(problem.hashes);
    pcs_layout_free(layout);
    return status;
}

void pcs_layout_free(pcs_layout *layout) {
    if (layout) {
        free(layout->x);
        free(layout->y);
        free(layout);
    }
}

const double *pcs_layout_x(const pcs_layout *layout) {
    return layout->x;
}

const double *pcs_layout_y(const pcs_layout *layout) {
    return layout->y;
}

uint32_t pcs_layout_component_count(const pcs_layout *layout) {
    return layout->component_count;
}
