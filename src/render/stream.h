/* Counts to a PNG, row by row. */
#ifndef PCS_RENDER_STREAM_H
#define PCS_RENDER_STREAM_H

#include "render/draw.h"

/* As pcs_counts_write_png, or where as_values is set as pcs_counts_write_values; fills in the costs of PCS_STAGE_SHADE
 * and of PCS_STAGE_WRITE. */
pcs_status pcs_stream_png(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                          const pcs_image_options *options, bool as_values, const char *path,
                          const pcs_image_text *texts, size_t text_count, pcs_stage_costs *costs);

#endif
