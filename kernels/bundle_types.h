/* What bundle.cl and src/bundle share. */
#ifndef PCS_KERNELS_BUNDLE_TYPES_H
#define PCS_KERNELS_BUNDLE_TYPES_H

#include "dialect.h"

/* Paths are in a square of side 1, over which a grid lies: PCS_BUNDLE_CELLS cells a side, and one for what is at 1.
 * Cell (x, y) is at x * PCS_BUNDLE_SIDE + y. */
#define PCS_BUNDLE_CELLS 500
#define PCS_BUNDLE_SIDE (PCS_BUNDLE_CELLS + 1)
#define PCS_BUNDLE_GRID (PCS_BUNDLE_SIDE * PCS_BUNDLE_SIDE)

/* The way along x is in the high 16 bits, that along y in the low ones: PCS_BUNDLE_WAY + 1 is none, and as much more or
 * less than that a cell. */
#define PCS_BUNDLE_WAY 32767.0f

/* Neighbouring points of a path are so far apart. Where they are nearer two become one, where they are farther others
 * come between them, about halfway between both lengths apart. */
#define PCS_BUNDLE_SHORTEST 0.008f
#define PCS_BUNDLE_LONGEST 0.016f

/* Of the Gaussian that blurs: the cell itself and those at one side. */
#define PCS_BUNDLE_WEIGHTS 1024

/* A path has count points, capacity at most. Its numbers begin at 2 * first: room for the x of all, then for the y. */
typedef struct pcs_path {
    uint32_t first, count, capacity;
    uint32_t weight; /* edges that run along it */
} pcs_path;

/* Items [0, item_count) share the paths out; each has memory for the points of one. */
typedef struct pcs_bundle_parameters {
    uint32_t path_count, item_count;
    uint32_t capacity; /* the greatest of all paths */
    uint32_t steps;    /* moves of each point */
} pcs_bundle_parameters;

typedef struct pcs_blur_parameters {
    uint32_t radius; /* cells at one side, below PCS_BUNDLE_WEIGHTS */
    uint32_t step;   /* from a cell to its neighbour: 1 along y, PCS_BUNDLE_SIDE along x */
} pcs_blur_parameters;

#endif
