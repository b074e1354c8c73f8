#include "layout/system.h"

#include "base/memory.h"
#include "layout_types.h"

#include <stdlib.h>

/* The room of a host, so that a body's leaves find a place around it. */
static const double HOST_ROOM = 0.5;

static double room_of(uint32_t leaf_count) {
    return HOST_ROOM + HOST_ROOM * (double)leaf_count;
}

double pcs_system_hosts(const pcs_system *system, uint32_t body) {
    return (double)system->rooms[body] / HOST_ROOM;
}

static uint32_t padded(uint32_t count) {
    return (count + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
}

static bool allocate(pcs_system *system, uint32_t components, uint32_t neighbours, bool weighted) {
    uint32_t bodies = system->body_count;
    system->begins = pcs_memory_new(components, sizeof(uint32_t));
    system->ends = pcs_memory_new(components, sizeof(uint32_t));
    system->tightness = pcs_memory_new(components, sizeof(double));
    system->offsets = pcs_memory_new((size_t)bodies + 1, sizeof(uint32_t));
    system->neighbours = pcs_memory_new(neighbours, sizeof(uint32_t));
    system->weights = weighted ? pcs_memory_new(neighbours, sizeof(float)) : NULL;
    system->rooms = pcs_memory_new(bodies, sizeof(float));
    system->hashes = pcs_memory_new(bodies, sizeof(uint64_t));
    system->origins = pcs_memory_new(bodies, sizeof(uint32_t));
    system->x = pcs_memory_new(bodies, sizeof(double));
    system->y = pcs_memory_new(bodies, sizeof(double));
    return system->begins && system->ends && system->tightness && system->offsets && system->neighbours &&
           system->rooms && system->hashes && system->origins && system->x && system->y &&
           (!weighted || system->weights);
}

/* One component after those before it; row is where its neighbours begin. Returns where they end. */
static uint32_t fill_component(const pcs_core *core, const uint64_t *hashes, uint32_t component, pcs_system *system,
                               uint32_t begin, uint32_t row) {
    uint32_t first = core->begins[component], count = core->ends[component] - first, body = begin;
    for (; body < begin + count; body++) {
        uint32_t from = first + (body - begin);
        system->rooms[body] = (float)room_of(core->leaf_offsets[from + 1] - core->leaf_offsets[from]);
        system->hashes[body] = hashes[core->nodes[from]];
        system->origins[body] = body - begin;
        for (uint32_t i = core->offsets[from]; i < core->offsets[from + 1]; i++) {
            if (core->weights) {
                system->weights[row] = core->weights[i];
            }
            system->neighbours[row++] = core->neighbours[i] - first + begin;
        }
        system->offsets[body + 1] = row;
    }
    for (; body < begin + padded(count); body++) {
        system->rooms[body] = 1.0f;
        system->offsets[body + 1] = row;
    }
    return row;
}

pcs_status pcs_system_new(pcs_context *context, const pcs_core *core, const uint64_t *hashes,
                          const uint32_t *components, uint32_t count, pcs_system **out) {
    pcs_status status = PCS_OK;
    uint32_t neighbours = 0, body = 0, row = 0;
    *out = NULL;
    pcs_system *system = pcs_memory_new(1, sizeof(*system));
    if (!system) {
        PCS_TRY(pcs_fail_memory(context, "the bodies of the layout", sizeof(*system)));
    }
    for (uint32_t c = 0; c < count; c++) {
        uint32_t first = core->begins[components[c]], end = core->ends[components[c]];
        system->body_count += padded(end - first);
        neighbours += core->offsets[end] - core->offsets[first];
    }
    if (!allocate(system, count, neighbours, core->weights != NULL)) {
        PCS_TRY(pcs_fail_memory(context, "the bodies of the layout",
                                (uint64_t)system->body_count * 36 + (uint64_t)neighbours * sizeof(uint32_t)));
    }
    system->component_count = count;
    for (uint32_t c = 0; c < count; c++) {
        system->begins[c] = body;
        system->ends[c] = body + (core->ends[components[c]] - core->begins[components[c]]);
        row = fill_component(core, hashes, components[c], system, body, row);
        body += padded(system->ends[c] - body);
    }
    *out = system;
    system = NULL;
done:
    pcs_system_free(system);
    return status;
}

void pcs_system_free(pcs_system *system) {
    if (system) {
        free(system->y);
        free(system->x);
        free(system->origins);
        free(system->hashes);
        free(system->rooms);
        free(system->weights);
        free(system->neighbours);
        free(system->offsets);
        free(system->tightness);
        free(system->ends);
        free(system->begins);
        free(system);
    }
}

pcs_phase pcs_system_phase(pcs_phase phase, const pcs_system *system, uint32_t component) {
    double bodies = system->body_count;
    return pcs_phase_part(phase, system->begins[component] / bodies, system->ends[component] / bodies);
}

void pcs_system_give(const pcs_system *system, const pcs_core *core, const uint32_t *components, double *x, double *y) {
    for (uint32_t c = 0; c < system->component_count; c++) {
        for (uint32_t i = system->begins[c]; i < system->ends[c]; i++) {
            uint32_t body = core->begins[components[c]] + system->origins[i];
            x[body] = system->x[i];
            y[body] = system->y[i];
        }
    }
}
