/* Numbers as people read them. */
#ifndef PCS_OVERLAY_FIGURES_H
#define PCS_OVERLAY_FIGURES_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of a figure at most, its end included. */
enum { PCS_FIGURE_SIZE = 40 };

/* 1,234,567; returns the length. */
size_t pcs_figure_whole(char figure[PCS_FIGURE_SIZE], uint64_t number);

/* At most five digits as they are, else the first three: 12,345 and 123k, 1.23M, 45.6G. With a unit, the letter B,
 * from 1,000 on: 999 B, 1.23 kB. unit: "" if there is none. */
void pcs_figure_short(char figure[PCS_FIGURE_SIZE], uint64_t number, const char *unit);

/* The same of a number with at most 32 bits behind the point, of which below 100 some digits are written: 0.004, 1.25.
 */
void pcs_figure_fixed(char figure[PCS_FIGURE_SIZE], uint64_t number, uint32_t fraction_bits, const char *unit);

#endif
