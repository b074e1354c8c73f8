/* UTF-8 from outside (RFC 3629). */
#ifndef PCS_CLI_UTF8_H
#define PCS_CLI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the character that text begins with, and its code; 0: these bytes are no UTF-8. */
size_t pcs_utf8_decode(const char *text, uint32_t *code);

/* False for what moves the cursor, changes colours or turns the direction of text. */
bool pcs_utf8_printable(uint32_t code);

#endif
