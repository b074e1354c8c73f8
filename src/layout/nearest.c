#include "layout/nearest.h"

/* The middle place of a range splits it, by x at even depths and by y at odd ones. */
static double along(const pcs_place *place, bool by_y) {
    return by_y ? place->y : place->x;
}

/* Hoare's selection: the middle place becomes what it would be if all were sorted, none before it above it and none
 * after it below it. */
static void select_middle(pcs_place *places, uint32_t count, bool by_y) {
    int64_t low = 0, high = (int64_t)count - 1, middle = count / 2;
    while (low < high) {
        double pivot = along(&places[low + (high - low) / 2], by_y);
        int64_t i = low, j = high;
        while (i <= j) {
            while (along(&places[i], by_y) < pivot) {
                i++;
            }
            while (along(&places[j], by_y) > pivot) {
                j--;
            }
            if (i <= j) {
                pcs_place swapped = places[i];
                places[i++] = places[j];
                places[j--] = swapped;
            }
        }
        if (middle > j && middle < i) {
            return;
        }
        low = middle >= i ? i : low;
        high = middle <= j ? j : high;
    }
}

static void sort(pcs_place *places, uint32_t count, bool by_y) {
    while (count > 1) {
        uint32_t middle = count / 2;
        select_middle(places, count, by_y);
        sort(places, middle, !by_y);
        places += middle + 1;
        count -= middle + 1;
        by_y = !by_y;
    }
}

void pcs_places_sort(pcs_place *places, uint32_t count) {
    sort(places, count, false);
}

static bool near(const pcs_place *places, uint32_t count, const pcs_place *at, double squared, bool by_y) {
    while (count > 0) {
        uint32_t middle = count / 2;
        const pcs_place *place = &places[middle];
        double dx = place->x - at->x, dy = place->y - at->y;
        if (dx * dx + dy * dy < squared && place->body != at->body) {
            return true;
        }
        double across = along(at, by_y) - along(place, by_y);
        bool upper = across >= 0.0;
        bool both = across * across <= squared;
        uint32_t rest = count - middle - 1;
        if (both && near(upper ? places : place + 1, upper ? middle : rest, at, squared, !by_y)) {
            return true;
        }
        places = upper ? place + 1 : places;
        count = upper ? rest : middle;
        by_y = !by_y;
    }
    return false;
}

bool pcs_places_near(const pcs_place *places, uint32_t count, double x, double y, double squared, uint32_t body) {
    pcs_place at = {.x = x, .y = y, .body = body};
    return near(places, count, &at, squared, false);
}
