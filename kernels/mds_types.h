/* What mds.cl and src/layout share. */
#ifndef PCS_KERNELS_MDS_TYPES_H
#define PCS_KERNELS_MDS_TYPES_H

#include "dialect.h"

/* More pivots of a component than these, the first ones, cost more than they add: the work grows with their square. */
#define PCS_MDS_PIVOTS_MOST 64
/* The pivots of a tile, on each side. */
#define PCS_MDS_SIDE 8
/* The bodies whose products are added up by one item. */
#define PCS_MDS_CHUNK 4096
/* So many products of two squares of so many bits fit 31 bits, and each square 16. */
#define PCS_MDS_RUN 64
#define PCS_MDS_SQUARE_BITS 12

/* With S the squared steps of a component, a row a body and a column a pivot: the part of the transpose of S times S
 * that is of these rows and columns, which are pivots both, and of some bodies. */
typedef struct pcs_mds_task {
    uint32_t row, column;                                         /* the first ones */
    uint32_t row_steps[PCS_MDS_SIDE], column_steps[PCS_MDS_SIDE]; /* where those of the first body are */
    uint32_t count;                                               /* bodies */
    uint32_t shift;                                               /* low bits of the squares that are left out */
} pcs_mds_task;

typedef struct pcs_mds_tile {
    uint64_t products[PCS_MDS_SIDE][PCS_MDS_SIDE];
    uint64_t sums[PCS_MDS_SIDE]; /* of the squares of the rows */
} pcs_mds_tile;

/* What is done with the squared steps to a pivot. */
typedef struct pcs_mds_weight {
    float mean; /* is taken away; theirs, but for the low bits that were left out */
    float x, y; /* along both axes */
} pcs_mds_weight;

#endif
