#include "base/memory.h"
#include "layout/core.h"
#include "layout/force.h"
#include "layout/kinds.h"
#include "layout/leaves.h"
#include "layout/pack.h"
#include "layout/start.h"

#include <stdlib.h>

pcs_status pcs_layout_force(pcs_context *context, pcs_device *device, pcs_layout_problem *problem) {
    pcs_status status = PCS_OK;
    pcs_core *core = NULL;
    double *x = NULL, *y = NULL, *crowding = NULL;
    PCS_TRY(pcs_core_new(context, problem->graph, problem->components, &core));
    x = pcs_memory_new(core->body_count, sizeof(*x));
    y = pcs_memory_new(core->body_count, sizeof(*y));
    crowding = pcs_memory_new(core->component_count, sizeof(*crowding));
    if (!x || !y || !crowding) {
        PCS_TRY(pcs_fail_memory(context, "the layout", (uint64_t)core->body_count * 2 * sizeof(*x)));
    }
    PCS_TRY(pcs_start_place(context, core, problem->hashes, x, y, crowding));
    PCS_TRY(pcs_force_run(context, device, core, crowding, x, y));
    PCS_TRY(pcs_leaves_place(context, core, x, y, problem->x, problem->y));
    PCS_TRY(pcs_pack(context, problem->graph, problem->components, problem->x, problem->y));
done:
    free(crowding);
    free(y);
    free(x);
    pcs_core_free(core);
    return status;
}
