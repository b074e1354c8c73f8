#include "overlay/discs.h"

#include "base/memory.h"
#include "edges/sort.h"

#include <math.h>
#include <stdlib.h>

/* What a disc covers of the pixels around its centre: (2 * reach + 1)^2 of them, row by row. */
typedef struct stamp {
    uint32_t radius;
    int64_t reach; /* pixels from the centre to the last one that is covered */
    uint8_t *coverage;
    size_t capacity;
} stamp;

/* All of a pixel whose centre is half a pixel inside the border, none of one as far outside. */
static uint8_t coverage_at(int64_t right, int64_t down, uint32_t radius) {
    uint64_t square = (uint64_t)(right * right + down * down) * PCS_DISC_UNIT * PCS_DISC_UNIT;
    int64_t distance = (int64_t)sqrt((double)square); /* below 2^53: the root's whole part */
    int64_t inside = (int64_t)radius + PCS_DISC_UNIT / 2 - distance;
    return inside <= 0 ? 0 : inside >= 255 ? 255 : (uint8_t)inside;
}

static pcs_status fill_stamp(pcs_context *context, stamp *s, uint32_t radius) {
    s->radius = radius;
    s->reach = pcs_disc_reach(radius);
    size_t side = (size_t)(2 * s->reach + 1);
    if (!pcs_memory_grow((void **)&s->coverage, &s->capacity, side * side, 1)) {
        return pcs_fail_memory(context, "discs", side * side);
    }
    uint8_t *at = s->coverage;
    for (int64_t down = -s->reach; down <= s->reach; down++) {
        for (int64_t right = -s->reach; right <= s->reach; right++) {
            *at++ = coverage_at(right, down, radius);
        }
    }
    return PCS_OK;
}

static void press(const stamp *s, pcs_image *image, const pcs_disc *disc, const uint8_t colour[4], bool under) {
    const uint8_t *at = s->coverage;
    for (int64_t down = -s->reach; down <= s->reach; down++) {
        for (int64_t right = -s->reach; right <= s->reach; right++, at++) {
            if (*at == 0) {
                continue;
            }
            if (under) {
                pcs_canvas_paint_under(image, disc->column + right, disc->row + down, colour, *at);
            } else {
                pcs_canvas_paint(image, disc->column + right, disc->row + down, colour, *at);
            }
        }
    }
}

pcs_status pcs_discs_paint(pcs_context *context, pcs_image *image, const pcs_disc *discs, uint32_t count,
                           const uint8_t colour[4], bool under) {
    pcs_status status = PCS_OK;
    stamp s = {.coverage = NULL};
    pcs_sort_item *items = malloc(((size_t)count + 1) * 2 * sizeof(*items));
    if (!items) {
        return pcs_fail_memory(context, "discs", (uint64_t)count * 2 * sizeof(*items));
    }
    for (uint32_t i = 0; i < count; i++) {
        items[i] = (pcs_sort_item){PCS_DISC_RADIUS_MAX - discs[i].radius, i};
    }
    pcs_sort_items(NULL, items, items + count, count);
    for (uint32_t i = 0; i < count; i++) {
        /* What is painted under all comes below what was painted before. */
        const pcs_disc *disc = &discs[items[under ? count - 1 - i : i].value];
        if (i == 0 || disc->radius != s.radius) {
            PCS_TRY(fill_stamp(context, &s, disc->radius));
        }
        press(&s, image, disc, colour, under);
    }
done:
    free(s.coverage);
    free(items);
    return status;
}
