/* edges: the sort against qsort, by one thread and by several. */
#include "check.h"
#include "edges/sort.h"

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((random_state >> 32) * limit >> 32);
}

static int compare_items(const void *left, const void *right) {
    const pcs_sort_item *a = left, *b = right;
    int order = (a->key > b->key) - (a->key < b->key);
    return order != 0 ? order : (a->value > b->value) - (a->value < b->value);
}

static void items_are_sorted_as_qsort_does(void) {
    enum { MOST = 50000 };
    pcs_pool *pool = pcs_pool_new(3);
    static pcs_sort_item items[MOST], expected[MOST], spare[MOST];
    for (unsigned round = 0; round < 130; round++) {
        size_t count = round < 4 ? round : random_below(round % 8 ? MOST / 10 : MOST);
        unsigned bits = round % 65;
        for (size_t i = 0; i < count; i++) {
            uint64_t key = (uint64_t)random_below(UINT32_MAX) << 32 | random_below(UINT32_MAX);
            items[i] = (pcs_sort_item){bits == 0 ? 7 : key >> (64 - bits), (uint32_t)i};
            expected[i] = items[i];
        }
        qsort(expected, count, sizeof(*expected), compare_items);
        pcs_sort_items(round % 8 ? NULL : pool, items, spare, count);
        bool same = true;
        for (size_t i = 0; i < count; i++) {
            same = same && items[i].key == expected[i].key && items[i].value == expected[i].value;
        }
        CHECK_CASE(same, "%zu items of %u bits", count, bits);
    }
    pcs_pool_free(pool);
}

int main(void) {
    items_are_sorted_as_qsort_does();
    return check_result();
}
