/* Text that comes from outside. */
#ifndef PCS_BASE_TEXT_H
#define PCS_BASE_TEXT_H

#include <stddef.h>

/* Copies text with control characters and bytes that are not UTF-8 written as \xHH, cut where it does not fit; the
 * result is always ended. */
void pcs_text_escape(char *out, size_t out_size, const char *text);

#endif
