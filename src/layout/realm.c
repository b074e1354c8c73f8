#include "layout/realm.h"

#include <math.h>
#include <stdbool.h>

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

/* Places that are split and split again, all parts of a depth at a time. */
typedef struct splitting {
    pcs_place *places;
    uint32_t count, depth;
} splitting;

/* Narrows the places down to one of the 2^depth parts. */
static splitting find_part(splitting of, uint64_t part) {
    for (uint32_t bit = of.depth; bit > 0; bit--) {
        uint32_t middle = of.count / 2;
        bool upper = part >> (bit - 1) & 1;
        of.places += upper ? middle + 1 : 0;
        of.count = upper ? of.count - middle - 1 : middle;
    }
    return of;
}

static void split_part(void *argument, uint64_t part) {
    splitting own = find_part(*(const splitting *)argument, part);
    select_middle(own.places, own.count, own.depth % 2 == 1);
}

static void sort_part(void *argument, uint64_t part) {
    splitting own = find_part(*(const splitting *)argument, part);
    sort(own.places, own.count, own.depth % 2 == 1);
}

void pcs_places_sort(pcs_pool *pool, pcs_place *places, uint32_t count) {
    enum { PART_MOST = 1 << 14 };
    splitting all = {.places = places, .count = count};
    for (; count >> all.depth > PART_MOST; all.depth++) {
        pcs_pool_run(pool, (uint64_t)1 << all.depth, split_part, &all);
    }
    pcs_pool_run(pool, (uint64_t)1 << all.depth, sort_part, &all);
}

/* A realm as far as it is known: how far it reaches in each direction, and the farthest that a place can be that takes
 * something away from it. */
typedef struct realm {
    const pcs_place *at;
    double nearer;
    double x[PCS_REALM_SECTORS], y[PCS_REALM_SECTORS]; /* directions */
    double reaches[PCS_REALM_SECTORS];
    double sight;
} realm;

/* What is nearer to one point by a factor than to another is a circle (of Apollonius), and the first lies in it: the
 * distance r of its edge is the positive root of (1 - nearer^2) r^2 + 2 nearer^2 (direction * other) r = nearer^2
 * other^2. */
static void take_away(realm *own, const pcs_place *place) {
    double dx = place->x - own->at->x, dy = place->y - own->at->y, squared = dx * dx + dy * dy;
    double factor = own->nearer * own->nearer, farthest = 0.0;
    if (place->body == own->at->body || squared <= 0.0 || squared > own->sight * own->sight) {
        return;
    }
    for (uint32_t i = 0; i < PCS_REALM_SECTORS; i++) {
        double ahead = factor * (own->x[i] * dx + own->y[i] * dy);
        double edge = factor * squared / (ahead + sqrt(ahead * ahead + (1.0 - factor) * factor * squared));
        own->reaches[i] = edge < own->reaches[i] ? edge : own->reaches[i];
        farthest = own->reaches[i] > farthest ? own->reaches[i] : farthest;
    }
    own->sight = farthest * (1.0 + 1.0 / own->nearer);
}

/* The half that the point lies in comes first: what is near leaves less to be seen. */
static void look_around(realm *own, const pcs_place *places, uint32_t count, bool by_y) {
    while (count > 0) {
        uint32_t middle = count / 2, rest = count - middle - 1;
        const pcs_place *place = &places[middle];
        double across = along(own->at, by_y) - along(place, by_y);
        bool upper = across >= 0.0;
        look_around(own, upper ? place + 1 : places, upper ? rest : middle, !by_y);
        if (across > own->sight || across < -own->sight) {
            return;
        }
        take_away(own, place);
        places = upper ? places : place + 1;
        count = upper ? middle : rest;
        by_y = !by_y;
    }
}

void pcs_realm_find(const pcs_place *places, uint32_t count, const pcs_place *at, double nearer, double most,
                    pcs_direction first, double reaches[PCS_REALM_SECTORS + 1]) {
    pcs_direction turn = pcs_direction_of(1.0 / PCS_REALM_SECTORS);
    realm own = {.at = at, .nearer = nearer, .sight = most * (1.0 + 1.0 / nearer)};
    for (uint32_t i = 0; i < PCS_REALM_SECTORS; i++) {
        own.x[i] = first.x;
        own.y[i] = first.y;
        own.reaches[i] = most;
        first = pcs_direction_turn(first, turn);
    }
    look_around(&own, places, count, false);
    for (uint32_t i = 0; i <= PCS_REALM_SECTORS; i++) {
        reaches[i] = own.reaches[i % PCS_REALM_SECTORS];
    }
}
