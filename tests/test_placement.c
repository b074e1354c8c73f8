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
    uint32_t width, height, count, text_most;
    int32_t radius;
    bool crowd;
} trial;

static void check_placed(const trial *t, const pcs_label *labels, const pcs_box *other) {
    for (uint32_t i = 0; i < t->count; i++) {
        const pcs_label *one = &labels[i];
        pcs_box text = pcs_label_box(one), host = {one->column - t->radius, one->row - t->radius,
                                                   one->column + t->radius + 1, one->row + t->radius + 1};
        if (!one->placed) {
            continue;
        }
        CHECK_CASE(pcs_box_is_inside(&text, t->width, t->height), "label %u is cut", i);
        CHECK_CASE(!overlap(&text, &host), "label %u hides its host", i);
        CHECK_CASE(one->crowded || (!overlap(&text, other) && !overlap(&host, other)), "label %u", i);
        CHECK(t->crowd || !one->crowded);
        for (uint32_t k = 0; k < i; k++) {
            pcs_box before = pcs_label_box(&labels[k]);
            pcs_box hub = {labels[k].column - t->radius, labels[k].row - t->radius, labels[k].column + t->radius + 1,
                           labels[k].row + t->radius + 1};
            if (labels[k].placed && !one->crowded) {
                CHECK_CASE(!overlap(&text, &before) && !overlap(&text, &hub) && !overlap(&host, &before),
                           "labels %u and %u of %ux%u", i, k, t->width, t->height);
            }
        }
    }
}

/* Random hosts, texts, pictures: none cut, none over another or over a host that has one, and none left out for whose
 * host and right or left side there was room all the time. */
static void labels_keep_apart(pcs_context *context) {
    enum { MOST = 400 };
    static pcs_label labels[MOST];
    uint64_t state = 7;
    for (uint32_t turn = 0; turn < 120; turn++) {
        trial t = {.width = 1 + (uint32_t)random_below(&state, 900),
                   .height = 1 + (uint32_t)random_below(&state, 700),
                   .count = (uint32_t)random_below(&state, MOST + 1),
                   .text_most = 1 + (uint32_t)random_below(&state, 120),
                   .radius = (int32_t)random_below(&state, 6),
                   .crowd = turn % 3 == 0};
        uint32_t narrow = turn % 5 == 0 ? 8 : 1; /* many hosts in a corner, and some at one place */
        pcs_occupancy taken, hosts;
        CHECK(pcs_occupancy_fill(context, t.width, t.height, &taken) == PCS_OK);
        CHECK(pcs_occupancy_fill(context, t.width, t.height, &hosts) == PCS_OK);
        for (uint32_t i = 0; i < t.count; i++) {
            int32_t left = -(int32_t)random_below(&state, 4), top = -(int32_t)random_below(&state, 12);
            labels[i] = (pcs_label){.column = (int32_t)random_below(&state, (t.width + narrow - 1) / narrow),
                                    .row = (int32_t)random_below(&state, (t.height + narrow - 1) / narrow),
                                    .extent = {left, top, left + 1 + (int32_t)random_below(&state, t.text_most),
                                               top + 1 + (int32_t)random_below(&state, 16)}};
            pcs_occupancy_take(&hosts,
                               &(pcs_box){labels[i].column, labels[i].row, labels[i].column + 1, labels[i].row + 1});
        }
        pcs_box other = {0, 0, 1 + (int32_t)t.width / 4, 1 + (int32_t)t.height / 6};
        pcs_occupancy_take(&taken, &other);
        pcs_placement placement = {.taken = &taken, .hosts = &hosts, .radius = t.radius, .crowd = t.crowd};
        CHECK(pcs_labels_place(context, &placement, labels, t.count) == PCS_OK);
        check_placed(&t, labels, &other);
        for (uint32_t i = 0; i < t.count; i++) {
            const pcs_label *one = &labels[i];
            int32_t width = one->extent.right - one->extent.left, height = one->extent.bottom - one->extent.top;
            int32_t left = one->column - t.radius - width, right = one->column + t.radius + 1, top = one->row - height;
            pcs_box sides[2] = {{left, top, left + width, top + 2 * height},
                                {right, top, right + width, top + 2 * height}};
            pcs_box host = {one->column - t.radius, one->row - t.radius, right, one->row + t.radius + 1};
            for (uint32_t k = 0; k < 2 && !one->placed; k++) {
                bool is_free = pcs_box_is_inside(&sides[k], t.width, t.height) &&
                               pcs_occupancy_is_free(&taken, &sides[k]) && pcs_occupancy_is_free(&taken, &host);
                for (uint32_t m = 0; m < t.count; m++) {
                    pcs_box hub = {labels[m].column - t.radius, labels[m].row - t.radius,
                                   labels[m].column + t.radius + 1, labels[m].row + t.radius + 1};
                    is_free = is_free && !overlap(&sides[k], &hub);
                }
                CHECK_CASE(!is_free, "label %u of turn %u was left out", i, turn);
            }
        }
        pcs_occupancy_clear(&hosts);
        pcs_occupancy_clear(&taken);
    }
}

/* A label is placed if the picture has room for it anywhere beside its host; --crowd places every one that fits. */
static void one_label_finds_room(pcs_context *context) {
    enum { SIDE = 60, LENGTH = 58, HEIGHT = 10 };
    pcs_occupancy taken, hosts;
    CHECK(pcs_occupancy_fill(context, SIDE, SIDE, &hosts) == PCS_OK);
    for (int32_t column = 0; column < SIDE; column++) {
        for (int32_t row = 0; row < SIDE; row++) {
            pcs_label pair[2] = {{.column = column, .row = row, .extent = {1, -8, 1 + LENGTH, -8 + HEIGHT}},
                                 {.column = column, .row = row, .extent = {1, -8, 1 + LENGTH, -8 + HEIGHT}}};
            CHECK(pcs_occupancy_fill(context, SIDE, SIDE, &taken) == PCS_OK);
            pcs_placement placement = {.taken = &taken, .hosts = &hosts, .radius = 2, .crowd = row % 2};
            CHECK(pcs_labels_place(context, &placement, pair, 2) == PCS_OK);
            CHECK_CASE(pair[0].placed && (pair[1].placed || !placement.crowd), "%d,%d", column, row);
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
