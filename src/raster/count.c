#include "raster/count.h"

pcs_status pcs_raster_count(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height,
                            const pcs_segment *segments, uint32_t segment_count, pcs_buffer **counts) {
    pcs_status status = PCS_OK;
    *counts = NULL;
    if (width - 1 >= PCS_IMAGE_SIDE_MAX || height - 1 >= PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_ARGUMENT, "an image of %ux%u pixels: sides are 1 to %d", width, height,
                        PCS_IMAGE_SIDE_MAX);
    }
    PCS_TRY(pcs_buffer_new(device, "the counts", (uint64_t)width * height * sizeof(uint32_t), counts));
    PCS_TRY(pcs_buffer_zero(*counts));
    pcs_count_job job = {.context = context,
                         .device = device,
                         .width = width,
                         .height = height,
                         .segments = segments,
                         .segment_count = segment_count,
                         .counts = *counts};
    PCS_TRY(pcs_device_get_abilities(device)->owned ? pcs_count_tiles(&job) : pcs_count_chunks(&job));
done:
    if (status != PCS_OK) {
        pcs_buffer_free(*counts);
        *counts = NULL;
    }
    return status;
}
