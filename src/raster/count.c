#include "raster/count.h"

#include "base/memory.h"

#include <stdlib.h>

const char *pcs_measure_name(pcs_measure measure) {
    static const char *const names[] = {
#define MEASURE_NAME(name, text) text,
        PCS_MEASURE_TABLE(MEASURE_NAME)
#undef MEASURE_NAME
    };
    return (unsigned)measure < PCS_MEASURE_COUNT ? names[measure] : "";
}

static pcs_status add_all(const pcs_count_job *job) {
    pcs_status status = pcs_buffer_zero(job->counts);
    if (status != PCS_OK) {
        return status;
    }
    if (!pcs_device_get_abilities(job->device)->owned) {
        return pcs_count_chunks(job);
    }
    return job->strokes ? pcs_count_stroke_tiles(job) : pcs_count_tiles(job);
}

/* From what was added to values, of lines that have a width. */
static pcs_status finish_strokes(const pcs_count_job *job, pcs_measure measure) {
    pcs_status status = PCS_OK;
    pcs_buffer *covers = NULL;
    pcs_value_parameters parameters = {.pixel_count = (uint64_t)job->width * job->row_count,
                                       .item_count = PCS_VALUE_ITEMS};
    if (job->greatest) {
        PCS_TRY(PCS_RUN(job->device, pcs_stroke_unpack, PCS_VALUE_ITEMS, 0, PCS_ARRAY(job->counts),
                        PCS_BY_VALUE(parameters)));
    } else if (measure == PCS_MEASURE_MEAN) {
        PCS_TRY(pcs_buffer_new(job->device, "the counts", parameters.pixel_count * sizeof(uint64_t), &covers));
        pcs_count_job covering = *job;
        covering.weights = NULL;
        covering.counts = covers;
        PCS_TRY(add_all(&covering));
        PCS_TRY(PCS_RUN(job->device, pcs_stroke_mean, PCS_VALUE_ITEMS, 0, PCS_ARRAY(job->counts), PCS_ARRAY(covers),
                        PCS_BY_VALUE(parameters)));
    }
    PCS_TRY(pcs_device_finish(job->device));
done:
    pcs_buffer_free(covers);
    return status;
}

/* The same of segments. */
static pcs_status finish_segments(const pcs_count_job *job, const pcs_lines *lines) {
    pcs_status status = PCS_OK;
    pcs_buffer *other = NULL;
    pcs_device *device = job->device;
    pcs_measure measure = lines->measure;
    pcs_value_parameters parameters = {.pixel_count = (uint64_t)job->width * job->row_count,
                                       .item_count = PCS_VALUE_ITEMS};
    if (measure == PCS_MEASURE_ANY) {
        PCS_TRY(PCS_RUN(device, pcs_raster_any, PCS_VALUE_ITEMS, 0, PCS_ARRAY(job->counts), PCS_BY_VALUE(parameters)));
    } else if (measure == PCS_MEASURE_MAX) {
        PCS_TRY(
            pcs_buffer_new_from(device, "weights", lines->ranked, lines->rank_count * sizeof(*lines->ranked), &other));
        PCS_TRY(PCS_RUN(device, pcs_raster_rank, PCS_VALUE_ITEMS, 0, PCS_ARRAY(job->counts), PCS_ARRAY(other),
                        PCS_BY_VALUE(parameters)));
    } else if (measure == PCS_MEASURE_MEAN) {
        PCS_TRY(pcs_buffer_new(device, "the counts", parameters.pixel_count * sizeof(uint32_t), &other));
        pcs_count_job counting = *job;
        counting.weights = NULL;
        counting.wide = false;
        counting.counts = other;
        PCS_TRY(add_all(&counting));
        PCS_TRY(PCS_RUN(device, pcs_raster_mean, PCS_VALUE_ITEMS, 0, PCS_ARRAY(job->counts), PCS_ARRAY(other),
                        PCS_BY_VALUE(parameters)));
    }
    PCS_TRY(pcs_device_finish(device));
done:
    pcs_buffer_free(other);
    return status;
}

pcs_status pcs_raster_draw(pcs_context *context, pcs_device *device, const pcs_lines *lines, uint32_t width,
                           uint32_t first_row, uint32_t row_count, pcs_buffer *counts) {
    bool covered = lines->strokes && lines->measure == PCS_MEASURE_ANY; /* the greatest coverage there is */
    pcs_count_job job = {.context = context,
                         .device = device,
                         .width = width,
                         .first_row = first_row,
                         .row_count = row_count,
                         .segments = lines->segments,
                         .strokes = lines->strokes,
                         .joints = lines->joints,
                         .weights = lines->weights,
                         .line_count = lines->count,
                         .wide = lines->wide,
                         .greatest = lines->measure == PCS_MEASURE_MAX || covered,
                         .counts = counts};
    pcs_status status = add_all(&job);
    if (status != PCS_OK) {
        return status;
    }
    return lines->strokes ? finish_strokes(&job, lines->measure) : finish_segments(&job, lines);
}

pcs_status pcs_raster_count(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height,
                            const pcs_segment *segments, uint32_t segment_count, pcs_buffer **counts) {
    pcs_status status = PCS_OK;
    pcs_count_job job = {.context = context,
                         .device = device,
                         .width = width,
                         .row_count = height,
                         .segments = segments,
                         .line_count = segment_count};
    *counts = NULL;
    if (width - 1 >= PCS_IMAGE_SIDE_MAX || height - 1 >= PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "an image of %ux%u pixels: sides are 1 to %d", width, height,
                        PCS_IMAGE_SIDE_MAX);
    }
    PCS_TRY(pcs_buffer_new(device, "the counts", (uint64_t)width * height * sizeof(uint32_t), counts));
    job.counts = *counts;
    PCS_TRY(add_all(&job));
done:
    if (status != PCS_OK) {
        pcs_buffer_free(*counts);
        *counts = NULL;
    }
    return status;
}
