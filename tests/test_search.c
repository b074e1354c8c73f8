/* Searches from one pivot and from many at once against a plain search, and the same on every device. */
#include "base/hash.h"
#include "layout/distances.h"
#include "layout/search.h"
#include "search_types.h"

#include "device_check.h"

#include <stdbool.h>

enum { BODIES_MOST = 70000, LINKS_MOST = 3 * BODIES_MOST };

static uint32_t offsets[BODIES_MOST + PCS_LAYOUT_BLOCK + 1], neighbours[2 * LINKS_MOST], queue[BODIES_MOST];
static uint32_t ends_a[LINKS_MOST], ends_b[LINKS_MOST], link_count, first = 0, end;
static float rooms[BODIES_MOST + PCS_LAYOUT_BLOCK];
static uint64_t hashes[BODIES_MOST + PCS_LAYOUT_BLOCK];
static uint32_t wanted[BODIES_MOST];

static void add_link(uint32_t a, uint32_t b) {
    ends_a[link_count] = a;
    ends_b[link_count++] = b;
}

/* Of the links added so far. */
static pcs_system make_system(uint32_t count) {
    uint32_t padded = (count + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
    memset(offsets, 0, sizeof(offsets));
    for (uint32_t i = 0; i < link_count; i++) {
        offsets[ends_a[i] + 1]++;
        offsets[ends_b[i] + 1]++;
    }
    for (uint32_t i = 0; i < padded; i++) {
        offsets[i + 1] += offsets[i];
        rooms[i] = 0.5f;
        hashes[i] = pcs_hash_mix(i + 1);
    }
    uint32_t *next = calloc(padded + 1, sizeof(*next));
    for (uint32_t i = 0; next && i < link_count; i++) {
        neighbours[offsets[ends_a[i]] + next[ends_a[i]]++] = ends_b[i];
        neighbours[offsets[ends_b[i]] + next[ends_b[i]]++] = ends_a[i];
    }
    CHECK(next != NULL);
    free(next);
    end = count;
    return (pcs_system){.component_count = 1,
                        .body_count = padded,
                        .begins = &first,
                        .ends = &end,
                        .offsets = offsets,
                        .neighbours = neighbours,
                        .rooms = rooms,
                        .hashes = hashes};
}

/* A tree in which each body has up to that many below it, and as many links again between any two. */
static pcs_system make_tree(uint32_t count, uint32_t below) {
    link_count = 0;
    for (uint32_t i = 1; i < count; i++) {
        add_link(i, (i - 1) / below);
        add_link(i, (uint32_t)(pcs_hash_mix(i) % i));
    }
    return make_system(count);
}

static pcs_system make_path(uint32_t count) {
    link_count = 0;
    for (uint32_t i = 1; i < count; i++) {
        add_link(i - 1, i);
    }
    return make_system(count);
}

/* Returns the most steps. */
static uint32_t search_plainly(const pcs_system *system, uint32_t from) {
    uint32_t head = 0, tail = 1, count = system->ends[0];
    for (uint32_t i = 0; i < count; i++) {
        wanted[i] = UINT32_MAX;
    }
    wanted[from] = 0;
    for (queue[0] = from; head < tail; head++) {
        for (uint32_t i = offsets[queue[head]]; i < offsets[queue[head] + 1]; i++) {
            if (wanted[neighbours[i]] == UINT32_MAX) {
                wanted[neighbours[i]] = wanted[queue[head]] + 1;
                queue[tail++] = neighbours[i];
            }
        }
    }
    return wanted[queue[tail - 1]];
}

static uint32_t count_wrong(const pcs_system *system, const uint16_t *steps, uint32_t unit) {
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < system->ends[0]; i++) {
        wrong += steps[i] != wanted[i] / unit;
    }
    for (uint32_t i = system->ends[0]; i < system->body_count; i++) {
        wrong += steps[i] != 0;
    }
    return wrong;
}

static void check_one_search(void) {
    static uint32_t steps[BODIES_MOST], own_queue[BODIES_MOST];
    for (uint32_t shape = 0; shape < 3; shape++) {
        pcs_system system = shape == 0 ? make_path(BODIES_MOST) : make_tree(5003, shape == 1 ? 2 : 400);
        pcs_stress_component component = {.end = end};
        for (uint32_t from = 0; from < end; from += end / 3) {
            uint32_t most = search_plainly(&system, from);
            CHECK_CASE(pcs_search_from(&system, &component, from, steps, own_queue) == most, "shape %u", shape);
            CHECK_CASE(memcmp(steps, wanted, end * sizeof(*steps)) == 0, "shape %u from %u", shape, from);
        }
    }
}

/* From as many pivots as there is room for, and from a few. */
static void check_together(pcs_context *context, pcs_device *device, const char *name) {
    static const uint32_t counts[] = {PCS_SEARCH_PIVOTS_MOST, 64, 3};
    enum { COUNT = 5003, BETWEEN = 37 };
    pcs_system system = make_tree(COUNT, 3);
    pcs_stress_component component = {.end = end};
    uint16_t *steps = calloc((size_t)PCS_SEARCH_PIVOTS_MOST * system.body_count, sizeof(*steps));
    pcs_stress_pivot pivots[PCS_SEARCH_PIVOTS_MOST];
    for (uint32_t k = 0; k < PCS_SEARCH_PIVOTS_MOST; k++) {
        pivots[k] = (pcs_stress_pivot){.body = k * BETWEEN};
    }
    uint32_t levels = 2 * search_plainly(&system, 0);
    for (size_t i = 0; CHECK(steps != NULL) && i < sizeof(counts) / sizeof(counts[0]); i++) {
        memset(steps, 0xff, (size_t)PCS_SEARCH_PIVOTS_MOST * system.body_count * sizeof(*steps));
        CHECK(pcs_search_together(pcs_phase_whole(context, "layout"), device, &system, &component, pivots, counts[i],
                                  levels, steps) == PCS_OK);
        for (uint32_t k = 0; k < counts[i]; k++) {
            search_plainly(&system, pivots[k].body);
            CHECK_CASE(count_wrong(&system, steps + (size_t)k * system.body_count, 1) == 0, "pivot %u of %u on %s", k,
                       counts[i], name);
        }
    }
    free(steps);
}

/* Whether searched from together or one by one: wide and narrow, many bodies and few. */
static void check_distances(pcs_context *context, pcs_device *device, const char *name) {
    static const uint32_t sizes[] = {20, 3000, 9001, 9001, BODIES_MOST}, below[] = {3, 3, 100, 0, 0};
    for (uint32_t shape = 0; shape < sizeof(sizes) / sizeof(sizes[0]); shape++) {
        pcs_system system = below[shape] > 0 ? make_tree(sizes[shape], below[shape]) : make_path(sizes[shape]);
        pcs_distances *distances = NULL;
        if (!CHECK(pcs_distances_new(pcs_phase_whole(context, "layout"), device, &system, &distances) == PCS_OK)) {
            continue;
        }
        const pcs_stress_component *component = distances->components;
        CHECK((component->unit == 1) == (sizes[shape] <= UINT16_MAX / 2));
        CHECK(component->pivot_count == (sizes[shape] < PCS_PIVOTS_MOST ? sizes[shape] : PCS_PIVOTS_MOST));
        for (uint32_t k = 0; k < component->pivot_count; k++) {
            search_plainly(&system, distances->pivots[k].body);
            CHECK_CASE(count_wrong(&system, pcs_distances_row(distances, component, k), component->unit) == 0,
                       "shape %u, pivot %u, %s", shape, k, name);
        }
        pcs_distances_free(distances);
    }
}

static void check_device(pcs_context *context, const pcs_device_info *info) {
    pcs_device *device = check_device_open(context, info);
    if (device) {
        check_together(context, device, info->name);
        check_distances(context, device, info->name);
        pcs_device_free(device);
    }
}

int main(void) {
    check_one_search();
    check_each_device(check_device);
    return check_result();
}
