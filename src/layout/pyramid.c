#include "layout/pyramid.h"

#include "base/memory.h"
#include "device/sort.h"
#include "pyramid_types.h"

#include <stdlib.h>

/* Far more cells of the finest level than bodies: where bodies crowd there are small cells. Empty ones cost no time. */
enum { LEVELS_LEAST = 2, LEVELS_MOST = 11, CELLS_A_BODY = 16 };

struct pcs_pyramid {
    pcs_device *device;
    pcs_pyramid_shape shape;
    pcs_sorter *sorter;
    pcs_buffer *extents, *frame, *sorted, *counts, *cells, *far;
    bool built;
};

static uint64_t cells_of(uint32_t level) {
    return (uint64_t)1 << 2 * level;
}

static uint32_t choose_levels(uint32_t body_count) {
    uint32_t levels = LEVELS_LEAST;
    while (levels < LEVELS_MOST && cells_of(levels) < (uint64_t)CELLS_A_BODY * body_count) {
        levels++;
    }
    return levels;
}

/* Items that fill lanes with the bodies of leaves do best with many leaves, others with one body. */
static uint32_t choose_piece(const pcs_device *device) {
    enum { PIECE_OF_LANES = 256 };
    return pcs_device_get_abilities(device)->lanes > 1 ? PIECE_OF_LANES : 1;
}

static uint32_t pieces_of(const pcs_pyramid_shape *shape) {
    return (shape->body_count + shape->piece - 1) / shape->piece;
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
    pyramid->shape = (pcs_pyramid_shape){.body_count = body_count, .levels = levels, .piece = choose_piece(device)};
    PCS_TRY(pcs_sorter_new(context, device, body_count, &pyramid->sorter));
    PCS_TRY(pcs_buffer_new(device, "extents", pieces * sizeof(pcs_pyramid_extent), &pyramid->extents));
    PCS_TRY(pcs_buffer_new(device, "the pyramid's frame", sizeof(pcs_pyramid_frame), &pyramid->frame));
    PCS_TRY(pcs_buffer_new(device, "sorted bodies", (uint64_t)body_count * sizeof(pcs_pyramid_body), &pyramid->sorted));
    PCS_TRY(pcs_buffer_new(device, "the repulsion", (uint64_t)body_count * sizeof(pcs_layout_point), &pyramid->far));
    PCS_TRY(pcs_buffer_new(device, "cells", all_cells * sizeof(uint32_t), &pyramid->counts));
    PCS_TRY(pcs_buffer_new(device, "cells", all_cells * sizeof(pcs_pyramid_cell), &pyramid->cells));
    *out = pyramid;
    pyramid = NULL;
done:
    pcs_pyramid_free(pyramid);
    return status;
}

void pcs_pyramid_free(pcs_pyramid *pyramid) {
    if (pyramid) {
        pcs_buffer_free(pyramid->far);
        pcs_buffer_free(pyramid->cells);
        pcs_buffer_free(pyramid->counts);
        pcs_buffer_free(pyramid->sorted);
        pcs_buffer_free(pyramid->frame);
        pcs_buffer_free(pyramid->extents);
        pcs_sorter_free(pyramid->sorter);
        free(pyramid);
    }
}

/* Makes all cells empty. */
static pcs_status clear(pcs_pyramid *pyramid) {
    if (!pyramid->built) {
        pyramid->built = true;
        return pcs_buffer_zero(pyramid->counts);
    }
    return PCS_RUN(pyramid->device, pcs_pyramid_clear, pyramid->shape.body_count, 0,
                   PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_ARRAY(pyramid->counts),
                   PCS_BY_VALUE(pyramid->shape));
}

/* Puts the bodies into the order of the cells of the finest level. */
static pcs_status sort(pcs_pyramid *pyramid, pcs_buffer *bodies) {
    pcs_status status = PCS_OK;
    pcs_device *device = pyramid->device;
    pcs_pyramid_shape shape = pyramid->shape;
    uint32_t pieces = (shape.body_count + PCS_PYRAMID_PIECE - 1) / PCS_PYRAMID_PIECE;
    PCS_TRY(clear(pyramid));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_measure, pieces, 0, PCS_ARRAY(bodies), PCS_ARRAY(pyramid->extents),
                    PCS_BY_VALUE(shape)));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_fit, 1, 1, PCS_ARRAY(pyramid->extents), PCS_ARRAY(pyramid->frame),
                    PCS_BY_VALUE(shape)));
    PCS_TRY(PCS_RUN(device, pcs_pyramid_key, shape.body_count, 0, PCS_ARRAY(bodies), PCS_ARRAY(pyramid->frame),
                    PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_BY_VALUE(shape)));
    PCS_TRY(pcs_sorter_run(pyramid->sorter, shape.body_count, 2 * shape.levels));
done:
    return status;
}

static pcs_status collect(pcs_pyramid *pyramid, pcs_buffer *bodies, const pcs_layout_law *law) {
    return PCS_RUN(pyramid->device, pcs_pyramid_collect, pyramid->shape.body_count, 0, PCS_ARRAY(bodies),
                   PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_ARRAY(pyramid->sorted),
                   PCS_BY_VALUE(pyramid->shape), PCS_BY_VALUE(*law));
}

pcs_status pcs_pyramid_build(pcs_pyramid *pyramid, pcs_buffer *bodies, const pcs_layout_law *law) {
    pcs_status status = PCS_OK;
    pcs_device *device = pyramid->device;
    pcs_pyramid_shape shape = pyramid->shape;
    PCS_TRY(sort(pyramid, bodies));
    PCS_TRY(collect(pyramid, bodies, law));
    pcs_buffer *pairs = pcs_sorter_pairs(pyramid->sorter);
    PCS_TRY(PCS_RUN(device, pcs_pyramid_sum, shape.body_count, 0, PCS_ARRAY(pyramid->sorted), PCS_ARRAY(pairs),
                    PCS_ARRAY(pyramid->counts), PCS_ARRAY(pyramid->cells), PCS_BY_VALUE(shape)));
    for (uint32_t level = shape.levels - 1; level >= LEVELS_LEAST; level--) {
        pcs_device_set_level(device, level);
        PCS_TRY(PCS_RUN(device, pcs_pyramid_merge, shape.body_count, 0, PCS_ARRAY(pairs), PCS_ARRAY(pyramid->counts),
                        PCS_ARRAY(pyramid->cells), PCS_BY_VALUE(shape), PCS_BY_VALUE(level)));
    }
    pcs_device_set_level(device, 0);
    PCS_TRY(PCS_RUN(device, pcs_pyramid_far, pieces_of(&pyramid->shape), 0, PCS_ARRAY(pyramid->sorted),
                    PCS_ARRAY(pairs), PCS_ARRAY(pyramid->counts), PCS_ARRAY(pyramid->cells), PCS_ARRAY(pyramid->far),
                    PCS_BY_VALUE(pyramid->shape), PCS_BY_VALUE(*law)));
done:
    return status;
}

pcs_status pcs_pyramid_repel(pcs_pyramid *pyramid, pcs_buffer *bodies, pcs_buffer *pushes, const pcs_layout_law *law) {
    pcs_status status = PCS_OK;
    PCS_TRY(collect(pyramid, bodies, law));
    PCS_TRY(PCS_RUN(pyramid->device, pcs_pyramid_near, pieces_of(&pyramid->shape), 0, PCS_ARRAY(pyramid->sorted),
                    PCS_ARRAY(pcs_sorter_pairs(pyramid->sorter)), PCS_ARRAY(pyramid->counts), PCS_ARRAY(pyramid->cells),
                    PCS_ARRAY(pyramid->far), PCS_ARRAY(pushes), PCS_BY_VALUE(pyramid->shape), PCS_BY_VALUE(*law)));
done:
    return status;
}
