#include "base/memory.h"
#include "raster/line.h"

#include <stdlib.h>

enum {
    LINES_MOST = 1 << 20, /* of a batch */
    CHUNKS_MOST = 1 << 24 /* of a batch: their items are counted in 32 bits */
};

/* What a batch needs, kept from one to the next. */
typedef struct batch {
    const pcs_count_job *job;
    uint32_t first, count; /* its lines */
    uint32_t *begins;      /* of each, its first pixel in the strip, or its first column there */
    uint32_t *ends;        /* of strokes: one past their last column */
    uint32_t *offsets;     /* of each, its first chunk; and one past the last */
} batch;

/* Columns of a line that may be in the strip. */
static void span_stroke(const pcs_count_job *job, const pcs_stroke *s, uint32_t *begin, uint32_t *end) {
    int64_t reach = (s->reach >> (PCS_DISTANCE_BITS - PCS_PLACE_BITS)) + 1;
    int64_t first = s->steep ? job->first_row : 0;
    int64_t last = s->steep ? job->first_row + job->row_count - 1 : job->width - 1;
    int64_t low = (s->a_along - reach) >> PCS_PLACE_BITS, high = (s->b_along + reach) >> PCS_PLACE_BITS;
    low = low > first ? low : first;
    high = high < last ? high : last;
    *begin = (uint32_t)low;
    *end = high < low ? *begin : (uint32_t)high + 1;
}

/* As many lines as fit. */
static void fill_batch(batch *b) {
    uint32_t most = b->job->line_count - b->first, end;
    most = most < LINES_MOST ? most : LINES_MOST;
    b->offsets[0] = 0;
    for (b->count = 0; b->count < most; b->count++) {
        if (b->job->strokes) {
            span_stroke(b->job, &b->job->strokes[b->first + b->count], &b->begins[b->count], &end);
            b->ends[b->count] = end;
        } else {
            pcs_trace trace = pcs_trace_begin(b->job, b->job->segments[b->first + b->count]);
            b->begins[b->count] = trace.end;
            end = trace.stop > trace.end ? trace.stop : trace.end;
        }
        uint32_t chunks = (end - b->begins[b->count] + PCS_CHUNK_PIXELS - 1) / PCS_CHUNK_PIXELS;
        if (b->offsets[b->count] > CHUNKS_MOST - chunks) {
            break;
        }
        b->offsets[b->count + 1] = b->offsets[b->count] + chunks;
    }
}

/* What the kernels that draw are given: the batch on the device. */
typedef struct chunks {
    pcs_buffer *lines, *joints, *begins, *ends, *firsts, *owners, *weights;
} chunks;

static pcs_status draw_strokes(const batch *b, const chunks *c) {
    const pcs_count_job *job = b->job;
    pcs_stroke_parameters parameters = {.segment_count = b->count,
                                        .chunk_count = b->offsets[b->count],
                                        .width = job->width,
                                        .first_row = job->first_row,
                                        .row_count = job->row_count,
                                        .wide = job->wide,
                                        .weighted = job->weights != NULL,
                                        .joined = job->joints != NULL,
                                        .greatest = job->greatest};
    return PCS_RUN(job->device, pcs_stroke_chunks, (uint64_t)parameters.chunk_count * PCS_CHUNK_ITEMS, 0,
                   PCS_ARRAY(c->lines), PCS_ARRAY(c->joints), PCS_ARRAY(c->weights), PCS_ARRAY(c->begins),
                   PCS_ARRAY(c->ends), PCS_ARRAY(c->firsts), PCS_ARRAY(c->owners), PCS_ARRAY(job->counts),
                   PCS_BY_VALUE(parameters));
}

static pcs_status draw_segments(const batch *b, const chunks *c, pcs_chunk_parameters parameters) {
    const pcs_count_job *job = b->job;
    uint64_t items = (uint64_t)parameters.chunk_count * PCS_CHUNK_ITEMS;
    if (job->weights) {
        return PCS_RUN(job->device, pcs_raster_weigh_chunks, items, 0, PCS_ARRAY(c->lines), PCS_ARRAY(c->weights),
                       PCS_ARRAY(c->begins), PCS_ARRAY(c->firsts), PCS_ARRAY(c->owners), PCS_ARRAY(job->counts),
                       PCS_BY_VALUE(parameters));
    }
    return PCS_RUN(job->device, pcs_raster_chunks, items, 0, PCS_ARRAY(c->lines), PCS_ARRAY(c->begins),
                   PCS_ARRAY(c->firsts), PCS_ARRAY(c->owners), PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters));
}

static pcs_status run_batch(const batch *b) {
    pcs_status status = PCS_OK;
    const pcs_count_job *job = b->job;
    chunks c = {.lines = NULL};
    uint64_t count = b->count;
    const void *lines = job->strokes ? (const void *)(job->strokes + b->first) : job->segments + b->first;
    size_t size = job->strokes ? sizeof(*job->strokes) : sizeof(*job->segments);
    pcs_chunk_parameters parameters = {.segment_count = b->count,
                                       .chunk_count = b->offsets[b->count],
                                       .width = job->width,
                                       .first_row = job->first_row,
                                       .row_count = job->row_count,
                                       .greatest = job->greatest};
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", lines, count * size, &c.lines));
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", job->joints ? job->joints + b->first : NULL,
                                job->joints ? count * sizeof(*job->joints) : 0, &c.joints));
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", b->begins, count * sizeof(*b->begins), &c.begins));
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", b->ends, b->ends ? count * sizeof(*b->ends) : 0, &c.ends));
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", b->offsets, (count + 1) * sizeof(*b->offsets), &c.firsts));
    PCS_TRY(pcs_buffer_new(job->device, "lines", parameters.chunk_count * sizeof(uint32_t), &c.owners));
    PCS_TRY(pcs_buffer_new_from(job->device, "lines", job->weights ? job->weights + b->first : NULL,
                                job->weights ? count * sizeof(*job->weights) : 0, &c.weights));
    PCS_TRY(PCS_RUN(job->device, pcs_raster_split, count, 0, PCS_ARRAY(c.firsts), PCS_ARRAY(c.owners),
                    PCS_BY_VALUE(parameters)));
    PCS_TRY(job->strokes ? draw_strokes(b, &c) : draw_segments(b, &c, parameters));
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(c.weights);
    pcs_buffer_free(c.owners);
    pcs_buffer_free(c.firsts);
    pcs_buffer_free(c.ends);
    pcs_buffer_free(c.begins);
    pcs_buffer_free(c.joints);
    pcs_buffer_free(c.lines);
    return status;
}

pcs_status pcs_count_chunks(const pcs_count_job *job) {
    pcs_status status = PCS_OK;
    uint32_t most = job->line_count < LINES_MOST ? job->line_count : LINES_MOST;
    batch b = {.job = job};
    b.begins = pcs_memory_new(most, sizeof(*b.begins));
    b.ends = job->strokes ? pcs_memory_new(most, sizeof(*b.ends)) : NULL;
    b.offsets = pcs_memory_new((size_t)most + 1, sizeof(*b.offsets));
    if (!b.begins || (job->strokes && !b.ends) || !b.offsets) {
        PCS_TRY(pcs_fail_memory(job->context, "lines", ((uint64_t)most + 1) * 3 * sizeof(*b.offsets)));
    }
    for (; b.first < job->line_count; b.first += b.count) {
        PCS_TRY(pcs_tick(job->context, "raster", (double)b.first / job->line_count, 0));
        fill_batch(&b);
        if (b.offsets[b.count] > 0) {
            PCS_TRY(run_batch(&b));
        }
    }
done:
    free(b.offsets);
    free(b.ends);
    free(b.begins);
    return status;
}
