/* What the program says on standard error. */
#ifndef PCS_CLI_MESSAGE_H
#define PCS_CLI_MESSAGE_H

#include <stddef.h>

/* One line, with "pcapshade: " before it. Text from outside may be passed as it is: what could steer a terminal is
 * written as \xHH. */
void pcs_message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The text with what could steer a terminal written as \xHH, cut where it does not fit; returns the number of
 * characters, which is the columns it takes. */
size_t pcs_message_escape(const char *text, char *out, size_t out_size);

/* The text, and below it a caret under the byte at place. */
void pcs_message_place(const char *text, size_t place);

#endif
