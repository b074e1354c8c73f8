/* Rectangles of pixels. */
#ifndef PCS_OVERLAY_BOX_H
#define PCS_OVERLAY_BOX_H

#include <stdbool.h>
#include <stdint.h>

/* Columns from left up to but not with right, rows from top downwards up to but not with bottom. */
typedef struct pcs_box {
    int32_t left, top, right, bottom;
} pcs_box;

static inline bool pcs_box_is_empty(const pcs_box *box) {
    return box->left >= box->right || box->top >= box->bottom;
}

static inline pcs_box pcs_box_moved(const pcs_box *box, int32_t columns, int32_t rows) {
    return (pcs_box){box->left + columns, box->top + rows, box->right + columns, box->bottom + rows};
}

static inline pcs_box pcs_box_widened(const pcs_box *box, int32_t by) {
    return (pcs_box){box->left - by, box->top - by, box->right + by, box->bottom + by};
}

/* The least box around both; an empty one adds nothing. */
static inline pcs_box pcs_box_united(const pcs_box *a, const pcs_box *b) {
    if (pcs_box_is_empty(a) || pcs_box_is_empty(b)) {
        return pcs_box_is_empty(a) ? *b : *a;
    }
    return (pcs_box){a->left < b->left ? a->left : b->left, a->top < b->top ? a->top : b->top,
                     a->right > b->right ? a->right : b->right, a->bottom > b->bottom ? a->bottom : b->bottom};
}

static inline bool pcs_box_is_inside(const pcs_box *box, uint32_t width, uint32_t height) {
    return box->left >= 0 && box->top >= 0 && box->right <= (int64_t)width && box->bottom <= (int64_t)height;
}

#endif
