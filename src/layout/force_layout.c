#include "base/memory.h"
#include "layout/core.h"
#include "layout/force.h"
#include "layout/kinds.h"
#include "layout/leaves.h"
#include "layout/pack.h"
#include "layout/start.h"

#include <stdlib.h>

/* Of components of up to so many bodies each body feels each other; a constant of the format. */
enum { EXACT_MOST = 2048 };

static uint32_t bodies_of(const pcs_core *core, uint32_t component) {
    return core->ends[component] - core->begins[component];
}

/* Lays out count components of the core together; of more than one each is of up to EXACT_MOST bodies. */
static pcs_status place_together(pcs_context *context, pcs_device *device, const pcs_core *core, const uint64_t *hashes,
                                 const uint32_t *components, uint32_t count, double *x, double *y) {
    pcs_status status = PCS_OK;
    pcs_system *system = NULL;
    uint32_t largest = 0;
    for (uint32_t c = 0; c < count; c++) {
        uint32_t bodies = bodies_of(core, components[c]);
        largest = bodies > largest ? bodies : largest;
    }
    PCS_TRY(pcs_system_new(context, core, hashes, components, count, &system));
    PCS_TRY(pcs_start_place(context, device, system));
    pcs_schedule schedule = pcs_schedule_for(system);
    PCS_TRY(pcs_force_run(context, device, system, &schedule, largest <= EXACT_MOST));
    pcs_system_give(system, core, components, x, y);
done:
    pcs_system_free(system);
    return status;
}

/* Large components one by one, then all others together. */
static pcs_status place_bodies(pcs_context *context, pcs_device *device, const pcs_core *core, const uint64_t *hashes,
                               double *x, double *y) {
    pcs_status status = PCS_OK;
    uint32_t *small = pcs_memory_new(core->component_count, sizeof(*small)), count = 0;
    if (!small) {
        return pcs_fail_memory(context, "the layout", (uint64_t)core->component_count * sizeof(*small));
    }
    for (uint32_t c = 0; c < core->component_count; c++) {
        if (bodies_of(core, c) > EXACT_MOST) {
            PCS_TRY(place_together(context, device, core, hashes, &c, 1, x, y));
        } else if (bodies_of(core, c) > 1) {
            small[count++] = c;
        }
    }
    PCS_TRY(place_together(context, device, core, hashes, small, count, x, y));
done:
    free(small);
    return status;
}

pcs_status pcs_layout_force(pcs_context *context, pcs_device *device, pcs_layout_problem *problem) {
    pcs_status status = PCS_OK;
    pcs_core *core = NULL;
    double *x = NULL, *y = NULL;
    PCS_TRY(pcs_core_new(context, problem->graph, problem->components, &core));
    x = pcs_memory_new(core->body_count, sizeof(*x));
    y = pcs_memory_new(core->body_count, sizeof(*y));
    if (!x || !y) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)core->body_count * 2 * sizeof(*x)));
    }
    PCS_TRY(place_bodies(context, device, core, problem->hashes, x, y));
    PCS_TRY(pcs_leaves_place(context, core, x, y, problem->x, problem->y));
    PCS_TRY(pcs_pack(context, problem->graph, problem->components, problem->x, problem->y));
done:
    free(y);
    free(x);
    pcs_core_free(core);
    return status;
}
