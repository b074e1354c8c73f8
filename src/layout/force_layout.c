#include "base/memory.h"
#include "layout/classic.h"
#include "layout/core.h"
#include "layout/force.h"
#include "layout/kinds.h"
#include "layout/leaves.h"
#include "layout/pack.h"
#include "layout/start.h"

#include <stdlib.h>

/* Of components of up to so many bodies each body feels each other; a constant of the format. */
enum { EXACT_MOST = 2048 };

/* What is laid out, and how. */
typedef struct job {
    const pcs_core *core;
    const uint64_t *hashes; /* of hosts */
    pcs_layout_kind kind;
    uint32_t steps; /* 0: what the number of bodies asks for */
    double *x, *y;  /* of the core's bodies */
    pcs_phase phase;
    uint32_t placed; /* bodies */
} job;

/* Of the time, to the end of each, where hosts are many; of the time for some bodies, to the end of their start. */
static const double CORE_END = 0.02, BODIES_END = 0.83, LEAVES_END = 0.93, START_END = 0.19;

static uint32_t bodies_of(const pcs_core *core, uint32_t component) {
    return core->ends[component] - core->begins[component];
}

/* Lays out count components of the core together; of more than one each is of up to EXACT_MOST bodies. */
static pcs_status place_together(pcs_device *device, job *all, const uint32_t *components, uint32_t count) {
    pcs_status status = PCS_OK;
    pcs_system *system = NULL;
    uint32_t largest = 0, sum = 0;
    for (uint32_t c = 0; c < count; c++) {
        uint32_t bodies = bodies_of(all->core, components[c]);
        largest = bodies > largest ? bodies : largest;
        sum += bodies;
    }
    double moving = all->core->moving_count > 0 ? all->core->moving_count : 1.0;
    pcs_phase phase = pcs_phase_part(all->phase, all->placed / moving, (all->placed + sum) / moving);
    PCS_TRY(pcs_system_new(all->phase.context, all->core, all->hashes, components, count, &system));
    PCS_TRY(pcs_start_place(pcs_phase_part(phase, 0.0, START_END), device, system));
    pcs_schedule schedule =
        all->kind == PCS_LAYOUT_FORCE ? pcs_schedule_for(system) : pcs_classic_fit(all->kind, system);
    schedule.steps = all->steps > 0 ? all->steps : schedule.steps;
    PCS_TRY(pcs_force_run(pcs_phase_part(phase, START_END, 1.0), device, system, &schedule, largest <= EXACT_MOST));
    pcs_system_give(system, all->core, components, all->x, all->y);
    all->placed += sum;
done:
    pcs_system_free(system);
    return status;
}

/* Large components one by one, then all others together. */
static pcs_status place_bodies(pcs_device *device, job *all) {
    pcs_status status = PCS_OK;
    const pcs_core *core = all->core;
    uint32_t *small = pcs_memory_new(core->component_count, sizeof(*small)), count = 0;
    if (!small) {
        return pcs_fail_memory(all->phase.context, "the layout", (uint64_t)core->component_count * sizeof(*small));
    }
    for (uint32_t c = 0; c < core->component_count; c++) {
        if (bodies_of(core, c) > EXACT_MOST) {
            PCS_TRY(place_together(device, all, &c, 1));
        } else if (bodies_of(core, c) > 1) {
            small[count++] = c;
        }
    }
    PCS_TRY(place_together(device, all, small, count));
done:
    free(small);
    return status;
}

pcs_status pcs_layout_force(pcs_phase phase, pcs_device *device, pcs_layout_kind kind, uint32_t steps,
                            pcs_layout_problem *problem) {
    pcs_status status = PCS_OK;
    pcs_core *core = NULL;
    double *x = NULL, *y = NULL;
    /* The classic laws are laws for all hosts. */
    PCS_TRY(pcs_core_new(pcs_phase_part(phase, 0.0, CORE_END), problem->graph, problem->components, problem->weights,
                         kind != PCS_LAYOUT_FORCE, &core));
    x = pcs_memory_new(core->body_count, sizeof(*x));
    y = pcs_memory_new(core->body_count, sizeof(*y));
    if (!x || !y) {
        PCS_TRY(pcs_fail_memory(phase.context, "the layout", (uint64_t)core->body_count * 2 * sizeof(*x)));
    }
    job all = {.core = core,
               .hashes = problem->hashes,
               .kind = kind,
               .steps = steps,
               .x = x,
               .y = y,
               .phase = pcs_phase_part(phase, CORE_END, BODIES_END)};
    PCS_TRY(place_bodies(device, &all));
    PCS_TRY(pcs_leaves_place(pcs_phase_part(phase, BODIES_END, LEAVES_END), core, x, y, problem->x, problem->y));
    PCS_TRY(
        pcs_pack(pcs_phase_part(phase, LEAVES_END, 1.0), problem->graph, problem->components, problem->x, problem->y));
done:
    free(y);
    free(x);
    pcs_core_free(core);
    return status;
}
