/* What stroke.cl and src/raster share: lines of a width, anti-aliased. */
#ifndef PCS_KERNELS_STROKE_TYPES_H
#define PCS_KERNELS_STROKE_TYPES_H

#include "dialect.h"

/* Coverage of a pixel is counted in units of 2^-PCS_COVER_BITS. */
#define PCS_COVER_BITS 10

/* Bits behind the point: of places, of distances near a line, of directions, of a line's strength. Places of all images
 * and distances below 32 pixels fit 32 bits. */
#define PCS_PLACE_BITS 14
#define PCS_DISTANCE_BITS 26
#define PCS_DIRECTION_BITS 30
#define PCS_INK_BITS 16

/* The most rows of a column that a line covers: one 32 pixels wide. */
#define PCS_STROKE_ROWS_MAX 48

/* Pixels that are reckoned together, in vectors where there are any: neighbours in memory by rows. Compilers unroll
 * shorter loops before they look for vectors. PCS_STROKE_ROWS divides PCS_STROKE_ROWS_MAX. */
#define PCS_STROKE_COLUMNS 8
#define PCS_STROKE_ROWS 4
#define PCS_STROKE_BLOCK (PCS_STROKE_COLUMNS * PCS_STROKE_ROWS)

/* So many lines before one is drawn the cache is told of it. */
#define PCS_STROKE_AHEAD 8

/* A line from a to b along its longer axis, which ascends. Pixel (along, across) has its centre at these numbers. A
 * pixel is covered as far as it is nearer to the line than reach, by ink at most; around the ends that is a half
 * circle. This is Datashader's anti-aliased line.
 *
 * The pixels nearer than reach of a column, all those of one number along, lie within margin of where the line crosses
 * it: that is a little too large where rounding needs it, as pixels that are not covered do not matter. In columns
 * nearer to an end than cap, some pixels are nearest to that end. */
typedef struct pcs_stroke {
    int32_t a_along, a_across, b_along, b_across; /* in 2^-PCS_PLACE_BITS pixels, as are margin and cap */
    int32_t margin, cap;
    int32_t normal_along, normal_across; /* of length 1, in 2^-PCS_DIRECTION_BITS; normal_across is positive */
    int32_t slope;                       /* across by along, in 2^-PCS_DIRECTION_BITS */
    int32_t reach;                       /* in 2^-PCS_DISTANCE_BITS */
    uint32_t ink;                        /* in 2^-PCS_INK_BITS */
    uint32_t steep;                      /* 1: along is that of rows */
} pcs_stroke;

/* How a line continues a chain, so that sums count no pixel twice where two lines meet. What is nearest to the vertex
 * between them is the second line's where it lies beyond the first, and where it lies beside the first, the second adds
 * only what it covers more than that. This is Datashader's rule.
 *
 * A direction is that of the line before, along the axes of this one, as that was drawn: both lines must agree to the
 * last bit on what lies beyond it. */
typedef struct pcs_joint {
    int32_t along, across; /* of length 1, in 2^-PCS_DIRECTION_BITS */
    uint32_t length;       /* of the line before, in 2^-PCS_PLACE_BITS pixels; the greatest number stands for more */
    int32_t cap;           /* as of pcs_stroke, at the end where this line begins: pixels beside the line before too */
    uint32_t kind;         /* PCS_JOINT_ numbers added up */
} pcs_joint;

#define PCS_JOINT_BEGINS 1u   /* there is no line before: it has its cap */
#define PCS_JOINT_ENDS 2u     /* there is no line behind: it has its cap */
#define PCS_JOINT_REVERSED 4u /* the chain runs from b to a */

/* A tile is drawn column after column with so many rows more at both sides, which are left out when it is added to the
 * image: a column of a line that passes the tile's border needs no second look. */
#define PCS_STROKE_APRON (PCS_STROKE_ROWS_MAX + 2)
#define PCS_STROKE_COLUMN (PCS_TILE_SIDE + 2 * PCS_STROKE_APRON)
#define PCS_STROKE_TILE (PCS_TILE_SIDE * PCS_STROKE_COLUMN)

/* What is added: coverage, or a weight for each line times coverage. Values of 64 bits are wide. */
typedef struct pcs_stroke_parameters {
    uint32_t task_count, item_count;      /* of tiles */
    uint32_t segment_count, chunk_count;  /* of chunks */
    uint32_t width, first_row, row_count; /* of the strip that is drawn */
    uint32_t wide, weighted;              /* 1: values of 64 bits; each line has a weight, else 1 */
    uint32_t joined;                      /* 1: each line has a joint; sums of 64 bits alone */
    uint32_t greatest;                    /* 1: the greatest value counts; 0: their sum */
} pcs_stroke_parameters;

#endif
