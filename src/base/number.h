/* Numbers as text, whatever the locale of the program: the decimal point is a point. */
#ifndef PCS_BASE_NUMBER_H
#define PCS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that pcs_number_write may write, the NUL at the end included. */
enum { PCS_NUMBER_SIZE = 32 };

/* A finite decimal number that takes up all of text. False: it is none, or is longer than 255 bytes. */
bool pcs_number_parse(const char *text, size_t length, double *number);

/* Decimal, so that pcs_number_parse gives the same number to its last bit; returns the length. */
size_t pcs_number_write(char text[PCS_NUMBER_SIZE], double number);

#endif
