#include "layout/pyramid.h"

#include "base/memory.h"
#include "device/sort.h"
#include "pyramid_types.h"

#include <stdlib.h>

/* As many cells of the finest level as bodies, up to four times: where bodies crowd there are small cells. */
enum { LEVELS_LEAST = 2, LEVELS_MOST = 12 };

struct pcs_pyramid {
    pcs_device *device;
    pcs_pyramid_shape shape;
    pcs_sorter *sorter;
    pcs_buffer *extents, *frame, *sorted, *ranges, *cells;
};

static uint64_t cells_of(uint32_t level) {
    return (uint64_t)1 << 2 * level;
}

static uint32_t choose_levels(uint32_t body_count) {
    uint32_t levels = LEVELS_LEAST;
    while (levels < LEVELS_MOST && cells_of(levels) < body_count) {
        levels++;
    }
    return levels;
}

pcs_status pcs_pyramid_new(pcs_context *context, pcs_device *device, uint32_t body_count, pcs_pyramid **out) {
    pcs_status status = PCS_OK;
    *out = NULL;
    pcs_pyramid *pyramid = pcs_memory_new(1, sizeof(*pyramid));
    if (!pyramid) {
        return pcs_fail_memory(context, "the layout", sizeof(*pyramid));
    }
    uint32_t levels = choose_levels(body_count);
    uint64_t pieces = ((uint64_t)body_count + PCS_PYRAMID_PIECE - 1) / PCS_PYRAMID_PIECE;
    uint64_t all_cells = (cells_of(levels + 1) - 1) / 3;
    pyramid->device = device;
    pyramid->shape = (pcs_pyramid_shape){.body_count = body_count, .levels = levels};
    PCS_TRY(pcs_sorter_new(context, device, body_count, &pyramid->sorter));
    PCS_TRY(pcs_buffer_new(device, "extents", pieces * sizeof(pcs_pyramid_extent), &pyramid->extents));
    PCS_TRY(pcs_buffer_new(device, "the pyramid's frame", sizeof(pcs_pyramid_frame), &pyramid->frame));
    PCS_TRY(pcs_buffer_new(device, "sorted bodies", (uint64_t)body_count * sizeof(pcs_layout_body), &pyramid->sorted));
    PCS_TRY(pcs_buffer_new(device, "cells", cells_of(levels) * sizeof(pcs_layout_range), &pyramid->ranges));
    PCS_TRY(pcs_buffer_new(device, "cells", all_cells * sizeof(pcs_pyramid_cell), &pyramid->cells));
    *out = pyramid;
    pyramid = NULL;
done:
    pcs_pyramid_free(pyramid);
    return status;
}

void pcs_pyramid_free(pcs_pyramid *pyramid) {
    if (pyramid) {
        pcs_buffer_free(pyramid->cells);
        pcs_buffer_free(pyramid->ranges);
        pcs_buffer_free(pyramid->sorted);
        pcs_buffer_free(pyramid->frame);
        pcs_buffer_free(pyramid->extents);
        pcs_sorter_free(pyramid->sorter);
        free(pyramid);
    }
}

/* Puts the bodies into the cells of the finest level. */
static pcs_status fill(pcs_pyramid *pyramid, pcs_buffer *bodies) {
    pcs_status status = PCS_OK;
    pcs_device *device = pyramid->device;
    pcs_pyramid_shape shape = pyramid->shape;
    uint32_t pieces = (shape.body_count + PCS_PYRAMID_PIECE - 1) / PCS_PYRAMID_PIECE;
    PCS_TRY(PCS_RUN(device, pcs_pyramid_measure, pieces, 0, PCS_ARRAY(bodies), PCS_ARRAY(pyramid->extents),
                    PCS_BY_VALUE(shape)));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_fit, 1, 1, PCS_ARRAY(pyramid->extents), PCS_ARRAY(pyramid->frame),
                    PCS_BY_VALUE(shape)));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_key, shape.body_count, 0, PCS_ARRAY(bodies), PCS_ARRAY(pyramid->frame),
                    PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_BY_VALUE(shape)));
    PCS_TRY(pcs_sorter_run(pyramid->sorter, shape.body_count, 2 * shape.levels));
    PCS_TRY(pcs_buffer_zero(pyramid->ranges));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_collect, shape.body_count, 0, PCS_ARRAY(bodies),
                    PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_ARRAY(pyramid->sorted),
                    PCS_ARRAY(pyramid->ranges), PCS_BY_VALUE(shape)));
done:
    return status;
}

pcs_status pcs_pyramid_repel(pcs_pyramid *pyramid, pcs_buffer *bodies, pcs_buffer *pushes, const pcs_layout_law *law) {
    pcs_status status = PCS_OK;
    pcs_device *device = pyramid->device;
    uint32_t levels = pyramid->shape.levels;
    PCS_TRY(fill(pyramid, bodies));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_sum, cells_of(levels), 0, PCS_ARRAY(pyramid->sorted),
                    PCS_ARRAY(pyramid->ranges), PCS_ARRAY(pyramid->cells), PCS_BY_VALUE(pyramid->shape),
                    PCS_BY_VALUE(*law)));
    for (uint32_t level = levels - 1; level >= LEVELS_LEAST; level--) {
        PCS_TRY(PCS_RUN(device, pcs_pyramid_merge, cells_of(level), 0, PCS_ARRAY(pyramid->cells), PCS_BY_VALUE(level)));
    }
    PCS_TRY(PCS_RUN(device, pcs_pyramid_repel, cells_of(levels), 0, PCS_ARRAY(pyramid->sorted),
                    PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_ARRAY(pyramid->cells), PCS_ARRAY(pushes),
                    PCS_BY_VALUE(pyramid->shape), PCS_BY_VALUE(*law)));
done:
    return status;
}
