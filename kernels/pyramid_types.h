/* What pyramid.cl and src/layout share. */
#ifndef PCS_KERNELS_PYRAMID_TYPES_H
#define PCS_KERNELS_PYRAMID_TYPES_H

#include "layout_types.h"

/* Bodies whose extent is taken by one item. */
#define PCS_PYRAMID_PIECE 1024
/* A cell of up to so many bodies is not divided: its bodies are pushed together. */
#define PCS_PYRAMID_LEAF 32
/* A neighbouring cell of up to so many bodies pushes by each of them, one of more by what it is divided into. */
#define PCS_PYRAMID_DIRECT 16
/* A cell of the finest level pushes by so many bodies at most: of more by as many, evenly taken. */
#define PCS_PYRAMID_SHOWN 256

/* A body in the order of cells. */
typedef struct pcs_pyramid_body {
    float x, y, room;
    float mass; /* for the repulsion over all distances */
} pcs_pyramid_body;

/* Cells that the neighbourhood of a cell's parent has at most beside that of the cell, and one for those that do not
 * count. */
#define PCS_PYRAMID_APART 28

/* The bodies of a cell that is not empty as one. */
typedef struct pcs_pyramid_cell {
    float x, y; /* the middle, by room */
    float mass; /* for the repulsion over all distances */
    float count;
    float room, variance; /* the mean of the rooms, and the mean square of what they are off it */
    float reach;          /* the mean of the rooms by room */
    uint32_t begin;       /* its first body, in the order of cells */
} pcs_pyramid_cell;

/* The square that all levels divide: the lower left corner, and the side's inverse. */
typedef struct pcs_pyramid_frame {
    float x, y, inverse;
} pcs_pyramid_frame;

typedef struct pcs_pyramid_extent {
    float x_min, x_max, y_min, y_max;
} pcs_pyramid_extent;

/* Level l is 2^l by 2^l cells in Morton order, the cells of all levels before it first. */
typedef struct pcs_pyramid_shape {
    uint32_t body_count;
    uint32_t levels; /* the finest level; at least 2 */
    uint32_t piece;  /* bodies that one item pushes */
} pcs_pyramid_shape;

#endif
