#include "layout/direction.h"
#include "layout/kinds.h"

/* All hosts on one circle of radius 1, at equal angles, by address, counter-clockwise from the right. */
void pcs_layout_circular(pcs_layout_problem *problem) {
    uint32_t count = problem->edges->host_count;
    for (uint32_t i = 0; i < count; i++) {
        pcs_direction direction = pcs_direction_of((double)i / (double)count);
        problem->x[i] = direction.x;
        problem->y[i] = direction.y;
    }
}
