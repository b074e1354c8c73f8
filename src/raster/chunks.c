#include "base/memory.h"
#include "raster/line.h"

#include <stdlib.h>

enum {
    SEGMENTS_MOST = 1 << 20, /* of a batch */
    CHUNKS_MOST = 1 << 24    /* of a batch: their items are counted in 32 bits */
};

/* What a batch needs, kept from one to the next. */
typedef struct batch {
    const pcs_count_job *job;
    uint32_t first, count; /* its segments */
    uint32_t *begins;      /* of each, its first pixel in the strip */
    uint32_t *offsets;     /* of each, its first chunk; and one past the last */
} batch;

/* As many segments as fit. */
static void fill_batch(batch *b) {
    uint32_t most = b->job->segment_count - b->first;
    most = most < SEGMENTS_MOST ? most : SEGMENTS_MOST;
    b->offsets[0] = 0;
    for (b->count = 0; b->count < most; b->count++) {
        pcs_walk walk = pcs_walk_begin(b->job, b->job->segments[b->first + b->count]);
        uint32_t chunks = walk.stop > walk.end ? (walk.stop - walk.end - 1) / PCS_CHUNK_PIXELS + 1 : 0;
        if (b->offsets[b->count] > CHUNKS_MOST - chunks) {
            break;
        }
        b->begins[b->count] = walk.end;
        b->offsets[b->count + 1] = b->offsets[b->count] + chunks;
    }
}

static pcs_status run_batch(const batch *b) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = b->job;
    pcs_buffer *lines = NULL, *begins = NULL, *firsts = NULL, *owners = NULL, *weights = NULL;
    uint32_t chunks = b->offsets[b->count];
    uint64_t count = b->count, items = (uint64_t)chunks * PCS_CHUNK_ITEMS;
    pcs_chunk_parameters parameters = {.segment_count = b->count,
                                       .chunk_count = chunks,
                                       .width = job->width,
                                       .first_row = job->first_row,
                                       .row_count = job->row_count,
                                       .greatest = job->greatest};
    const pcs_segment *segments = job->segments + b->first;
    PCS_TRY(pcs_buffer_new_from(job->device, "segments", segments, count * sizeof(*segments), &lines));
    PCS_TRY(pcs_buffer_new_from(job->device, "segments", b->begins, count * sizeof(*b->begins), &begins));
    PCS_TRY(pcs_buffer_new_from(job->device, "segments", b->offsets, (count + 1) * sizeof(*b->offsets), &firsts));
    PCS_TRY(pcs_buffer_new(job->device, "segments", (uint64_t)chunks * sizeof(uint32_t), &owners));
    PCS_TRY(PCS_RUN(job->device, pcs_raster_split, count, 0, PCS_ARRAY(firsts), PCS_ARRAY(owners),
                    PCS_BY_VALUE(parameters)));
    if (job->weights) {
        PCS_TRY(pcs_buffer_new_from(job->device, "segments", job->weights + b->first, count * sizeof(*job->weights),
                                    &weights));
        PCS_TRY(PCS_RUN(job->device, pcs_raster_weigh_chunks, items, 0, PCS_ARRAY(lines), PCS_ARRAY(weights),
                        PCS_ARRAY(begins), PCS_ARRAY(firsts), PCS_ARRAY(owners), PCS_ARRAY(job->counts),
                        PCS_BY_VALUE(parameters)));
    } else {
        PCS_TRY(PCS_RUN(job->device, pcs_raster_chunks, items, 0, PCS_ARRAY(lines), PCS_ARRAY(begins),
                        PCS_ARRAY(firsts), PCS_ARRAY(owners), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    }
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(weights);
    pcs_buffer_free(owners);
    pcs_buffer_free(firsts);
    pcs_buffer_free(begins);
    pcs_buffer_free(lines);
    return status;
}

pcs_status pcs_count_chunks(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    uint32_t most = job->segment_count < SEGMENTS_MOST ? job->segment_count : SEGMENTS_MOST;
    batch b = {.job = job};
    b.begins = pcs_memory_new(most, sizeof(*b.begins));
    b.offsets = pcs_memory_new((size_t)most + 1, sizeof(*b.offsets));
    if (!b.begins || !b.offsets) {
        PCS_TRY(pcs_fail_memory(job->context, "segments", ((uint64_t)most + 1) * 2 * sizeof(*b.offsets)));
    }
    for (; b.first < job->segment_count; b.first += b.count) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)b.first / job->segment_count, 0));
        fill_batch(&b);
        if (b.offsets[b.count] > 0) {
            PCS_TRY(run_batch(&b));
        }
    }
done:
    free(b.offsets);
    free(b.begins);
    return status;
}
