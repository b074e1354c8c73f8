/* What mds.cl and src/layout share. */
#ifndef PCS_KERNELS_MDS_TYPES_H
#define PCS_KERNELS_MDS_TYPES_H

#include "dialect.h"

/* More pivots of a component than these, the first ones, cost more than they add: the work grows with their square. */
#define PCS_MDS_PIVOTS_MOST 64
/* The pivots of a tile, on each side; the bodies whose products are added up by one item. */
#define PCS_MDS_SIDE 8
#define PCS_MDS_CHUNK 4096
/* So many products of two squares of so many bits fit 31 bits. */
#define PCS_MDS_RUN 64
#define PCS_MDS_SQUARE_BITS 12

/* A tile of the product of a component's matrix of squared steps, a row a body and a column a pivot, transposed, with
 * itself: of some bodies alone. */
typedef struct pcs_mds_task {
    uint32_t rows[PCS_MDS_SIDE], columns[PCS_MDS_SIDE]; /* where the steps of the first body begin, for each pivot */
    uint32_t count;                                     /* bodies */
    uint32_t shift;                                     /* bits of the squares that are left out */
} pcs_mds_task;

typedef struct pcs_mds_tile {
    uint64_t products[PCS_MDS_SIDE][PCS_MDS_SIDE];
    uint64_t sums[PCS_MDS_SIDE]; /* of the squares of the pivots that are rows */
} pcs_mds_tile;

/* What is done with the squared steps to a pivot. */
typedef struct pcs_mds_weight {
    float mean; /* is taken away */
    float x, y; /* along both axes */
} pcs_mds_weight;

#endif
