/* Cells of a square grid in Morton's order: what is near on the grid is so in memory. */
#ifndef PCS_KERNELS_MORTON_H
#define PCS_KERNELS_MORTON_H

#include "dialect.h"

/* Every second bit, pressed together. */
PCS_FUNCTION uint32_t pcs_press(uint32_t v) {
    v &= 0x55555555u;
    v = (v | v >> 1) & 0x33333333u;
    v = (v | v >> 2) & 0x0f0f0f0fu;
    v = (v | v >> 4) & 0x00ff00ffu;
    return (v | v >> 8) & 0x0000ffffu;
}

PCS_FUNCTION uint32_t pcs_stretch(uint32_t v) {
    v = (v | v << 8) & 0x00ff00ffu;
    v = (v | v << 4) & 0x0f0f0f0fu;
    v = (v | v << 2) & 0x33333333u;
    return (v | v << 1) & 0x55555555u;
}

/* Of a cell whose column and row are below 2^16. */
PCS_FUNCTION uint32_t pcs_morton(uint32_t column, uint32_t row) {
    return pcs_stretch(column) | pcs_stretch(row) << 1;
}

PCS_FUNCTION uint32_t pcs_morton_column(uint32_t cell) {
    return pcs_press(cell);
}

PCS_FUNCTION uint32_t pcs_morton_row(uint32_t cell) {
    return pcs_press(cell >> 1);
}

#endif
