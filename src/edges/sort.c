#include "edges/sort.h"

#include <string.h>

/* Six digits of 11 bits hold 64; the counts of one digit stay in the first-level cache. */
enum { DIGIT_BITS = 11, DIGIT_VALUES = 1 << DIGIT_BITS, DIGITS = 6 };
/* The items are cut into parts, one a thread, where there are enough for the threads' work to outweigh their start. */
enum { PARTS_MAX = 16, PART_LEAST = 1 << 14 };

/* One stable pass over a digit. */
typedef struct pass {
    const pcs_sort_item *from;
    pcs_sort_item *to;
    size_t count, parts;
    unsigned digit;
    uint32_t places[PARTS_MAX][DIGIT_VALUES]; /* how often each value occurs in each part; then where they go */
} pass;

static inline size_t digit_of(uint64_t key, unsigned digit) {
    return key >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

static size_t part_begin(const pass *p, uint64_t part) {
    return (size_t)(p->count * part / p->parts);
}

static void count_part(void *argument, uint64_t part) {
    pass *p = argument;
    size_t end = part_begin(p, part + 1);
    memset(p->places[part], 0, sizeof(p->places[part]));
    for (size_t i = part_begin(p, part); i < end; i++) {
        p->places[part][digit_of(p->from[i].key, p->digit)]++;
    }
}

static void scatter_part(void *argument, uint64_t part) {
    pass *p = argument;
    size_t end = part_begin(p, part + 1);
    for (size_t i = part_begin(p, part); i < end; i++) {
        p->to[p->places[part][digit_of(p->from[i].key, p->digit)]++] = p->from[i];
    }
}

/* Of each value, those of an earlier part come first: so the order does not depend on the parts. */
static void place(pass *p) {
    uint32_t begin = 0;
    for (size_t value = 0; value < DIGIT_VALUES; value++) {
        for (size_t part = 0; part < p->parts; part++) {
            uint32_t here = p->places[part][value];
            p->places[part][value] = begin;
            begin += here;
        }
    }
}

static void run(pcs_pool *pool, pass *p, void (*work)(void *argument, uint64_t part)) {
    if (p->parts == 1) {
        work(p, 0);
    } else {
        pcs_pool_run(pool, p->parts, work, p);
    }
}

/* Radix sort from the lowest digit; digits that are the same in all keys cost no pass. */
void pcs_sort_items(pcs_pool *pool, pcs_sort_item *items, pcs_sort_item *spare, size_t count) {
    size_t threads = pool ? pcs_pool_threads(pool) : 1, most = count / PART_LEAST + 1;
    threads = threads < PARTS_MAX ? threads : PARTS_MAX;
    pass p = {.from = items, .to = spare, .count = count, .parts = threads < most ? threads : most};
    uint64_t differ = 0;
    for (size_t i = 1; i < count; i++) {
        differ |= items[i].key ^ items[0].key;
    }
    for (p.digit = 0; p.digit < DIGITS; p.digit++) {
        if (digit_of(differ, p.digit) == 0) {
            continue;
        }
        run(pool, &p, count_part);
        place(&p);
        run(pool, &p, scatter_part);
        pcs_sort_item *sorted = p.to;
        p.to = p.from == items ? items : spare;
        p.from = sorted;
    }
    if (p.from != items) {
        memcpy(items, p.from, count * sizeof(*items));
    }
}
