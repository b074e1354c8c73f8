/* An image as a PNG file. */
#ifndef PCS_OUTPUT_PNG_H
#define PCS_OUTPUT_PNG_H

#include "base/context.h"

/* As pcs_image_write_png; *size becomes the bytes written. */
pcs_status pcs_png_write(pcs_context *context, const pcs_image *image, const char *path, const pcs_image_text *texts,
                         size_t text_count, uint64_t *size);

/* The same in memory. *data is freed by the caller with free(); what names the picture in messages. */
pcs_status pcs_png_make(pcs_context *context, const pcs_image *image, const char *what, const pcs_image_text *texts,
                        size_t text_count, uint8_t **data, size_t *size);

#endif
