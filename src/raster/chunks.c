#include "raster/count.h"

#include "base/memory.h"

#include <stdlib.h>

enum {
    SEGMENTS_MOST = 1 << 20, /* of a batch */
    CHUNKS_MOST = 1 << 24    /* of a batch: their items are counted in 32 bits */
};

static uint32_t chunks_of(pcs_segment segment) {
    return pcs_line_of(segment).length / PCS_CHUNK_PIXELS + 1;
}

/* Fills offsets with the first chunk of each segment, as many as fit one batch, and one past the last. */
static uint32_t fill_batch(const pcs_segment *segments, uint32_t count, uint32_t *offsets) {
    uint32_t most = count < SEGMENTS_MOST ? count : SEGMENTS_MOST;
    uint32_t taken = 0;
    offsets[0] = 0;
    while (taken < most && offsets[taken] <= CHUNKS_MOST - chunks_of(segments[taken])) {
        offsets[taken + 1] = offsets[taken] + chunks_of(segments[taken]);
        taken++;
    }
    return taken;
}

static pcs_status run_batch(const pcs_count_job *job, const pcs_segment *segments, uint32_t count,
                            const uint32_t *offsets) {
    pcs_status status = PCS_OK;
    pcs_buffer *lines = NULL, *firsts = NULL, *owners = NULL;
    pcs_chunk_parameters parameters = {.segment_count = count, .chunk_count = offsets[count], .width = job->width};
    PCS_TRY(pcs_buffer_new_from(job->device, "segments", segments, (uint64_t)count * sizeof(*segments), &lines));
    PCS_TRY(pcs_buffer_new_from(job->device, "segments", offsets, ((uint64_t)count + 1) * sizeof(*offsets), &firsts));
    PCS_TRY(pcs_buffer_new(job->device, "segments", (uint64_t)offsets[count] * sizeof(uint32_t), &owners));
    PCS_TRY(PCS_RUN(job->device, pcs_raster_split, count, 0, PCS_ARRAY(firsts), PCS_ARRAY(owners),
                    PCS_BY_VALUE(parameters)));
    PCS_TRY(PCS_RUN(job->device, pcs_raster_chunks, (uint64_t)offsets[count] * PCS_CHUNK_ITEMS, 0, PCS_ARRAY(lines),
                    PCS_ARRAY(firsts), PCS_ARRAY(owners), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(owners);
    pcs_buffer_free(firsts);
    pcs_buffer_free(lines);
    return status;
}

pcs_status pcs_count_chunks(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    uint32_t most = job->segment_count < SEGMENTS_MOST ? job->segment_count : SEGMENTS_MOST;
    uint32_t *offsets = pcs_memory_new((size_t)most + 1, sizeof(*offsets));
    if (!offsets) {
        return pcs_fail_memory(job->context, "segments", ((uint64_t)most + 1) * sizeof(*offsets));
    }
    for (uint32_t first = 0; first < job->segment_count;) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)first / job->segment_count, 0));
        uint32_t taken = fill_batch(job->segments + first, job->segment_count - first, offsets);
        PCS_TRY(run_batch(job, job->segments + first, taken, offsets));
        first += taken;
    }
done:
    free(offsets);
    return status;
}
