/* Where labels stand: pictures, hosts and texts at random. */
#include "base/hash.h"
#include "check.h"
#include "overlay/placement.h"

static uint64_t random_below(uint64_t *state, uint64_t most) {
    *state = pcs_hash_mix(*state + 1);
    return *state % most;
}

static bool overlap(const pcs_box *a, const pcs_box *b) {
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* ---- pixels that are taken */

static void bits_are_counted(pcs_context *context) {
    enum { WIDTH = 150, HEIGHT = 40 };
    static bool plain[HEIGHT][WIDTH];
    uint64_t state = 1;
    pcs_occupancy taken;
    CHECK(pcs_occupancy_fill(context, WIDTH, HEIGHT, &taken) == PCS_OK);
    for (uint32_t turn = 0; turn < 300; turn++) {
        pcs_box box;
        box.left = (int32_t)random_below(&state, WIDTH + 40) - 20;
        box.top = (int32_t)random_below(&state, HEIGHT + 40) - 20;
        box.right = box.left + (int32_t)random_below(&state, turn % 2 ? 9 : WIDTH);
        box.bottom = box.top + (int32_t)random_below(&state, 9);
        uint64_t expected = 0;
        for (int32_t row = 0; row < HEIGHT; row++) {
            for (int32_t column = 0; column < WIDTH; column++) {
                bool inside = row >= box.top && row < box.bottom && column >= box.left && column < box.right;
                expected += inside && plain[row][column];
                plain[row][column] = plain[row][column] || (inside && turn % 2);
            }
        }
        CHECK(pcs_occupancy_count(&taken, &box) == expected);
        CHECK(pcs_occupancy_is_free(&taken, &box) == (expected == 0));
        if (turn % 2) {
            pcs_occupancy_take(&taken, &box);
        }
    }
    pcs_occupancy_clear(&taken);
}

/* ---- where labels stand */

typedef struct trial {
    uint32_t width, height, count, text_most, disc_count;
    bool crowd;
} trial;

typedef struct disc {
    int32_t column, row, radius;
} disc;

/* Whether a pixel of the box is no farther than radius from a pixel. */
static bool touches(const pcs_box *box, int32_t column, int32_t row, int32_t radius) {
    int32_t right = column < box->left ? box->left - column : column >= box->right ? column - box->right + 1 : 0;
    int32_t down = row < box->top ? box->top - row : row >= box->bottom ? row - box->bottom + 1 : 0;
    return right * right + down * down <= radius * radius;
}

static void check_placed(const trial *t, const pcs_label *labels, const disc *discs, const pcs_box *other) {
    for (uint32_t i = 0; i < t->count; i++) {
        const pcs_label *one = &labels[i];
        pcs_box text = pcs_label_box(one);
        if (!one->placed) {
            continue;
        }
        CHECK_CASE(pcs_box_is_inside(&text, t->width, t->height), "label %u is cut", i);
        CHECK_CASE(!touches(&text, one->column, one->row, one->radius), "label %u hides its host", i);
        CHECK(t->crowd || !one->crowded);
        if (one->crowded) {
            continue;
        }
        CHECK_CASE(!overlap(&text, other) && !touches(other, one->column, one->row, 0), "label %u", i);
        for (uint32_t k = 0; k < t->disc_count; k++) {
            CHECK_CASE(!touches(&text, discs[k].column, discs[k].row, discs[k].radius), "label %u, disc %u", i, k);
        }
        for (uint32_t k = 0; k < i; k++) {
            const pcs_label *former = &labels[k];
            pcs_box before = pcs_label_box(former);
            CHECK_CASE(!former->placed ||
                           (!overlap(&text, &before) && !touches(&text, former->column, former->row, former->radius) &&
                            !touches(&before, one->column, one->row, 0)),
                       "labels %u and %u of %ux%u", i, k, t->width, t->height);
        }
    }
}

/* Random hosts, texts, discs, pictures: none cut, none over another, a disc or a host that has one, and none left out
 * for whose host and right or left side there was room all the time. */
static void labels_keep_apart(pcs_context *context) {
    enum { MOST = 400, DISCS = 12 };
    static pcs_label labels[MOST];
    disc discs[DISCS];
    uint64_t state = 7;
    for (uint32_t turn = 0; turn < 120; turn++) {
        trial t = {.width = 1 + (uint32_t)random_below(&state, 900),
                   .height = 1 + (uint32_t)random_below(&state, 700),
                   .count = (uint32_t)random_below(&state, MOST + 1),
                   .text_most = 1 + (uint32_t)random_below(&state, 120),
                   .disc_count = (uint32_t)random_below(&state, DISCS + 1),
                   .crowd = turn % 3 == 0};
        uint32_t narrow = turn % 5 == 0 ? 8 : 1; /* many hosts in a corner, and some at one place */
        pcs_occupancy taken, blocked, hosts;
        CHECK(pcs_occupancy_fill(context, t.width, t.height, &taken) == PCS_OK);
        CHECK(pcs_occupancy_fill(context, t.width, t.height, &hosts) == PCS_OK);
        for (uint32_t i = 0; i < t.count; i++) {
            int32_t left = -(int32_t)random_below(&state, 4), top = -(int32_t)random_below(&state, 12);
            labels[i] = (pcs_label){.column = (int32_t)random_below(&state, (t.width + narrow - 1) / narrow),
                                    .row = (int32_t)random_below(&state, (t.height + narrow - 1) / narrow),
                                    .radius = (int32_t)random_below(&state, 6),
                                    .extent = {left, top, left + 1 + (int32_t)random_below(&state, t.text_most),
                                               top + 1 + (int32_t)random_below(&state, 16)}};
            pcs_occupancy_take(&hosts,
                               &(pcs_box){labels[i].column, labels[i].row, labels[i].column + 1, labels[i].row + 1});
        }
        pcs_box other = {0, 0, 1 + (int32_t)t.width / 4, 1 + (int32_t)t.height / 6};
        pcs_occupancy_take(&taken, &other);
        CHECK(pcs_occupancy_copy(context, &taken, &blocked) == PCS_OK);
        for (uint32_t i = 0; i < t.disc_count; i++) {
            discs[i] = (disc){(int32_t)random_below(&state, t.width), (int32_t)random_below(&state, t.height),
                              (int32_t)random_below(&state, 40)};
            if (i < t.count) { /* a host's own */
                discs[i].column = labels[i].column;
                discs[i].row = labels[i].row;
                labels[i].radius = discs[i].radius;
            }
            pcs_occupancy_take_disc(&blocked, discs[i].column, discs[i].row, discs[i].radius);
        }
        pcs_placement placement = {.taken = &taken, .blocked = &blocked, .hosts = &hosts, .crowd = t.crowd};
        pcs_labels_place(&placement, labels, t.count);
        check_placed(&t, labels, discs, &other);
        for (uint32_t i = 0; i < t.count; i++) {
            const pcs_label *one = &labels[i];
            int32_t width = one->extent.right - one->extent.left, height = one->extent.bottom - one->extent.top;
            int32_t left = one->column - one->radius - width, right = one->column + one->radius + 1,
                    top = one->row - height;
            pcs_box sides[2] = {{left, top, left + width, top + 2 * height},
                                {right, top, right + width, top + 2 * height}};
            pcs_box host = {one->column - one->radius, one->row - one->radius, right, one->row + one->radius + 1};
            for (uint32_t k = 0; k < 2 && !one->placed; k++) {
                bool is_free = pcs_box_is_inside(&sides[k], t.width, t.height) &&
                               pcs_occupancy_is_free(&taken, &sides[k]) && pcs_occupancy_is_free(&taken, &host);
                for (uint32_t m = 0; m < t.count; m++) {
                    is_free = is_free && !touches(&sides[k], labels[m].column, labels[m].row, labels[m].radius);
                }
                for (uint32_t m = 0; m < t.disc_count; m++) {
                    is_free = is_free && !touches(&sides[k], discs[m].column, discs[m].row, discs[m].radius);
                }
                CHECK_CASE(!is_free, "label %u of turn %u was left out", i, turn);
            }
        }
        pcs_occupancy_clear(&hosts);
        pcs_occupancy_clear(&blocked);
        pcs_occupancy_clear(&taken);
    }
}

/* A label is placed if the picture has room for it anywhere beside its host; --crowd places every one that fits. */
static void one_label_finds_room(pcs_context *context) {
    enum { SIDE = 60, LENGTH = 58, HEIGHT = 10 };
    pcs_occupancy taken, blocked, hosts;
    CHECK(pcs_occupancy_fill(context, SIDE, SIDE, &hosts) == PCS_OK);
    for (int32_t column = 0; column < SIDE; column++) {
        for (int32_t row = 0; row < SIDE; row++) {
            pcs_label pair[2];
            pair[0] = pair[1] =
                (pcs_label){.column = column, .row = row, .radius = 2, .extent = {1, -8, 1 + LENGTH, -8 + HEIGHT}};
            CHECK(pcs_occupancy_fill(context, SIDE, SIDE, &taken) == PCS_OK);
            CHECK(pcs_occupancy_fill(context, SIDE, SIDE, &blocked) == PCS_OK);
            pcs_placement placement = {.taken = &taken, .blocked = &blocked, .hosts = &hosts, .crowd = row % 2};
            pcs_labels_place(&placement, pair, 2);
            CHECK_CASE(pair[0].placed && (pair[1].placed || !placement.crowd), "%d,%d", column, row);
            pcs_occupancy_clear(&blocked);
            pcs_occupancy_clear(&taken);
        }
    }
    pcs_occupancy_clear(&hosts);
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    bits_are_counted(context);
    labels_keep_apart(context);
    one_label_finds_room(context);
    pcs_context_free(context);
    return check_result();
}
