/* Counts to a PNG, row by row. */
#ifndef PCS_RENDER_STREAM_H
#define PCS_RENDER_STREAM_H

#include "render/draw.h"

/* As pcs_counts_write_png; fills in the costs of PCS_STAGE_SHADE and of PCS_STAGE_WRITE. */
pcs_status pcs_stream_png(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                          const pcs_image_options *options, const char *path, const pcs_image_text *texts,
                          size_t text_count, pcs_stage_costs *costs);

#endif
