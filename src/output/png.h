/* An image as a PNG file. */
#ifndef PCS_OUTPUT_PNG_H
#define PCS_OUTPUT_PNG_H

#include "base/context.h"

typedef struct pcs_png pcs_png;

/* An image that is written row by row; the argument's pixels are not looked at. The image, path and the keywords must
 * outlive the writer. path as of pcs_image_write_png. */
pcs_status pcs_png_open(pcs_context *context, const pcs_image *image, const char *path, const pcs_image_text *texts,
                        size_t text_count, pcs_png **out);
/* As pcs_strips_rows. */
uint32_t pcs_png_rows(const pcs_png *png);
/* The next rows from the top. */
pcs_status pcs_png_add(pcs_png *png, const uint8_t *rows, uint32_t count);
/* Once all rows are there: makes what was written the target. *size becomes the bytes written. */
pcs_status pcs_png_close(pcs_png *png, uint64_t *size);
/* Without a close before, the target is as it was. Accepts NULL. */
void pcs_png_free(pcs_png *png);

/* As pcs_image_write_png; *size becomes the bytes written. */
pcs_status pcs_png_write(pcs_context *context, const pcs_image *image, const char *path, const pcs_image_text *texts,
                         size_t text_count, uint64_t *size);

/* The same in memory. *data is freed by the caller with free(); what names the picture in messages. */
pcs_status pcs_png_make(pcs_context *context, const pcs_image *image, const char *what, const pcs_image_text *texts,
                        size_t text_count, uint8_t **data, size_t *size);

#endif
