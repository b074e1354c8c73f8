/* Counts as text. */
#ifndef PCS_EDGES_AMOUNT_H
#define PCS_EDGES_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A number that is not negative, such as 12, 0.5 or 1.5e+06, whatever the locale; halves are rounded up. False: it is
 * not one, or not below 2^64. */
bool pcs_amount_parse(const char *text, size_t length, uint64_t *amount);

/* Digits of a number of 64 bits, at most. */
enum { PCS_AMOUNT_DIGITS = 20 };

/* Writes the decimal digits, without an end; returns where they end. */
char *pcs_amount_write(char *text, uint64_t amount);

#endif
