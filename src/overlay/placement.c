#include "overlay/placement.h"

/* Sides of a host, from the right counterclockwise: columns and rows that the label lies away from it. */
enum { SIDES = 8 };
static const struct {
    int8_t columns, rows;
} sides[SIDES] = {{1, 0}, {1, -1}, {0, -1}, {-1, -1}, {-1, 0}, {-1, 1}, {0, 1}, {1, 1}};

pcs_box pcs_label_box(const pcs_label *label) {
    return pcs_box_moved(&label->extent, label->pen_column, label->pen_row);
}

static pcs_box host_box(const pcs_label *label, int32_t radius) {
    return (pcs_box){label->column - radius, label->row - radius, label->column + radius + 1, label->row + radius + 1};
}

/* Beside it in its row and column lie what keeps off a disc of that radius, and at a corner what keeps off the square
 * in the disc: 181/256 is the root of 1/2. */
static int32_t inscribed(int32_t radius) {
    return (radius * 181 + 255) / 256;
}

/* Where a box from begin to end goes so that it ends before low (below 0), begins at high (above 0), or lies in the
 * middle of them. */
static int32_t shift_of(int32_t begin, int32_t end, int32_t low, int32_t high, int8_t side) {
    return side < 0 ? low - end : side > 0 ? high - begin : low + (high - low) / 2 - (begin + (end - begin) / 2);
}

/* The shift moved so that the box lies between 0 and size, if it can. */
static int32_t shift_inside(int32_t shift, int32_t begin, int32_t end, uint32_t size) {
    int64_t most = (int64_t)size - end;
    int64_t inside = shift < most ? shift : most;
    return (int32_t)(inside > -begin ? inside : -begin);
}

/* Above and below a label may be slid to the left and right, and at the sides up and down, to be inside the picture. */
static void put_beside(pcs_label *label, const pcs_placement *placement, uint32_t side) {
    bool is_corner = sides[side].columns != 0 && sides[side].rows != 0;
    pcs_box host = host_box(label, is_corner ? inscribed(label->radius) : label->radius);
    const pcs_box *text = &label->extent;
    label->pen_column = shift_of(text->left, text->right, host.left, host.right, sides[side].columns);
    label->pen_row = shift_of(text->top, text->bottom, host.top, host.bottom, sides[side].rows);
    if (sides[side].columns == 0) {
        label->pen_column = shift_inside(label->pen_column, text->left, text->right, placement->taken->width);
    } else if (sides[side].rows == 0) {
        label->pen_row = shift_inside(label->pen_row, text->top, text->bottom, placement->taken->height);
    }
}

/* The side that looks away from the middle of the picture, where fewer lines are. */
static uint32_t outer_side(const pcs_label *label, const pcs_occupancy *picture) {
    int64_t right = 2 * (int64_t)label->column - picture->width, up = picture->height - 2 * (int64_t)label->row;
    int64_t across = right < 0 ? -right : right, along = up < 0 ? -up : up;
    /* tan 22.5 degrees is about 5 / 12. */
    int8_t columns = 12 * across < 5 * along ? 0 : right < 0 ? -1 : 1;
    int8_t rows = 12 * along < 5 * across || along == 0 ? 0 : up < 0 ? 1 : -1;
    uint32_t side = 0;
    while (side < SIDES && (sides[side].columns != columns || sides[side].rows != rows)) {
        side++;
    }
    return side % SIDES;
}

/* The k-th side to try: the outer one, then its neighbours, at last the inner one. */
static uint32_t side_to_try(uint32_t outer, uint32_t k) {
    return (outer + (k % 2 ? (k + 1) / 2 : SIDES - k / 2)) % SIDES;
}

/* Tries all sides. A free one is better than one that hides something, then one that hides fewer hosts; of equal ones
 * the first. */
static void place(const pcs_placement *given, pcs_label *label) {
    uint32_t outer = outer_side(label, given->taken);
    pcs_label best = *label;
    uint64_t best_blocked = UINT64_MAX, best_hidden = UINT64_MAX;
    for (uint32_t k = 0; k < SIDES; k++) {
        put_beside(label, given, side_to_try(outer, k));
        pcs_box text = pcs_label_box(label);
        if (!pcs_box_is_inside(&text, given->taken->width, given->taken->height)) {
            continue;
        }
        uint64_t blocked =
            given->crowd ? pcs_occupancy_count(given->blocked, &text) : !pcs_occupancy_is_free(given->blocked, &text);
        if (blocked > best_blocked || (blocked > 0 && !given->crowd)) {
            continue;
        }
        uint64_t hidden = pcs_occupancy_count(given->hosts, &text);
        if (blocked < best_blocked || hidden < best_hidden) {
            best = *label;
            best.placed = true;
            best.crowded = blocked > 0;
            best_blocked = blocked;
            best_hidden = hidden;
        }
    }
    *label = best;
}

void pcs_labels_place(const pcs_placement *placement, pcs_label *labels, uint32_t count) {
    pcs_occupancy *taken = placement->taken;
    for (uint32_t i = 0; i < count; i++) {
        pcs_box host = host_box(&labels[i], inscribed(labels[i].radius));
        bool hidden = !pcs_occupancy_is_free(taken, &host); /* what stands for the host cannot be seen */
        if (hidden && !placement->crowd) {
            continue;
        }
        place(placement, &labels[i]);
        labels[i].crowded = labels[i].crowded || hidden;
        if (labels[i].placed) {
            pcs_box text = pcs_label_box(&labels[i]);
            pcs_occupancy_take(taken, &text);
            pcs_occupancy_take(placement->blocked, &text);
            pcs_occupancy_take_disc(placement->blocked, labels[i].column, labels[i].row, labels[i].radius);
        }
    }
}
