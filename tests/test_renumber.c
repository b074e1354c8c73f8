/* The numbers of bodies: along the curve, with all that belongs to each, and the same on every device. */
#include "base/hash.h"
#include "layout/renumber.h"

#include "device_check.h"

#include <math.h>
#include <stdbool.h>

enum { MANY = 70003, FEW = 3001, PIVOTS = 5, LINKS = 3, LINES = 2048 };

/* A system whose bodies are told by what they hold, and its distances; freed by free_scene. */
typedef struct scene {
    pcs_system system;
    pcs_distances distances;
    pcs_stress_component component;
    uint32_t begin, end;
} scene;

static double place(uint32_t body, uint32_t axis) {
    return (double)(pcs_hash_mix(2 * (uint64_t)body + axis) >> 40) * (axis ? 1e-3 : 2e-3) - 7000.0;
}

static uint32_t neighbour(uint32_t body, uint32_t link, uint32_t count) {
    return (uint32_t)(pcs_hash_mix((uint64_t)body * LINKS + link) % count);
}

static uint16_t step(uint32_t body, uint32_t pivot) {
    return (uint16_t)(body * 7 + pivot);
}

static void free_scene(scene *made) {
    free(made->distances.leaf_steps);
    free(made->distances.steps);
    free(made->distances.pivots);
    free(made->system.y);
    free(made->system.x);
    free(made->system.origins);
    free(made->system.hashes);
    free(made->system.rooms);
    free(made->system.weights);
    free(made->system.neighbours);
    free(made->system.offsets);
}

static bool make_scene(uint32_t count, scene *made) {
    uint32_t padded = (count + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
    *made = (scene){.end = count};
    made->component = (pcs_stress_component){.end = count, .pivot_count = PIVOTS, .unit = 1};
    made->distances = (pcs_distances){.components = &made->component,
                                      .pivots = calloc(PIVOTS, sizeof(pcs_stress_pivot)),
                                      .steps = calloc((size_t)PIVOTS * padded, sizeof(uint16_t)),
                                      .leaf_steps = calloc(padded, sizeof(float)),
                                      .pivot_count = PIVOTS,
                                      .step_count = (uint64_t)PIVOTS * padded};
    made->system = (pcs_system){.component_count = 1,
                                .body_count = padded,
                                .begins = &made->begin,
                                .ends = &made->end,
                                .offsets = calloc((size_t)padded + 1, sizeof(uint32_t)),
                                .neighbours = calloc((size_t)count * LINKS, sizeof(uint32_t)),
                                .weights = calloc((size_t)count * LINKS, sizeof(float)),
                                .rooms = calloc(padded, sizeof(float)),
                                .hashes = calloc(padded, sizeof(uint64_t)),
                                .origins = calloc(padded, sizeof(uint32_t)),
                                .x = calloc(padded, sizeof(double)),
                                .y = calloc(padded, sizeof(double))};
    const pcs_system *system = &made->system;
    if (!CHECK(made->distances.pivots && made->distances.steps && made->distances.leaf_steps && system->offsets &&
               system->neighbours && system->weights && system->rooms && system->hashes && system->origins &&
               system->x && system->y)) {
        return false;
    }
    for (uint32_t i = 0; i < padded; i++) {
        /* Rows of different lengths. */
        uint32_t row = system->offsets[i], links = i < count ? 1 + i % LINKS : 0;
        for (uint32_t k = 0; k < links; k++) {
            system->neighbours[row + k] = neighbour(i, k, count);
            system->weights[row + k] = (float)(i % 1000) + (float)k * 0.25f;
        }
        system->offsets[i + 1] = row + links;
        system->rooms[i] = i < count ? (float)i + 0.5f : 1.0f;
        system->hashes[i] = i;
        system->origins[i] = i;
        system->x[i] = place(i, 0);
        system->y[i] = place(i, 1);
        made->distances.leaf_steps[i] = (float)i * 0.25f;
        for (uint32_t k = 0; k < PIVOTS; k++) {
            pcs_distances_row(&made->distances, &made->component, k)[i] = step(i, k);
        }
    }
    for (uint32_t k = 0; k < PIVOTS; k++) {
        made->distances.pivots[k] = (pcs_stress_pivot){.body = count / PIVOTS * k, .weight = (float)k};
    }
    return true;
}

/* Whether the body at i is the one it was at first, with all that is its own. */
static bool is_whole(const scene *made, uint32_t i) {
    const pcs_system *system = &made->system;
    uint32_t body = system->origins[i], begin = system->offsets[i], end = system->offsets[i + 1];
    bool whole = system->hashes[i] == body && system->rooms[i] == (float)body + 0.5f &&
                 system->x[i] == place(body, 0) && system->y[i] == place(body, 1) &&
                 made->distances.leaf_steps[i] == (float)body * 0.25f && end - begin == 1 + body % LINKS;
    for (uint32_t k = 0; whole && k < end - begin; k++) {
        whole = system->origins[system->neighbours[begin + k]] == neighbour(body, k, made->end) &&
                system->weights[begin + k] == (float)(body % 1000) + (float)k * 0.25f;
    }
    for (uint32_t k = 0; k < PIVOTS; k++) {
        whole = whole && pcs_distances_row(&made->distances, &made->component, k)[i] == step(body, k);
    }
    return whole;
}

/* Where the body at i is along the curve, bit by bit. */
static uint64_t along_curve(const scene *made, uint32_t i, double x_min, double y_min, double side) {
    uint64_t key = 0, column = (uint64_t)((made->system.x[i] - x_min) * (LINES / side));
    uint64_t row = (uint64_t)((made->system.y[i] - y_min) * (LINES / side));
    column = column < LINES ? column : LINES - 1;
    row = row < LINES ? row : LINES - 1;
    for (uint32_t bit = 0; bit < 32; bit++) {
        key |= (column >> bit & 1) << 2 * bit | (row >> bit & 1) << (2 * bit + 1);
    }
    return key;
}

/* The places go back to the bodies of the core. */
static void check_given(const scene *made) {
    static double x[MANY], y[MANY];
    uint32_t wrong = 0, begin = 0, component = 0;
    pcs_core core = {.begins = &begin};
    pcs_system_give(&made->system, &core, &component, x, y);
    for (uint32_t body = 0; body < MANY; body++) {
        wrong += x[body] != place(body, 0) || y[body] != place(body, 1);
    }
    CHECK_CASE(wrong == 0, "%u bodies elsewhere", wrong);
}

static void check_numbers(const scene *made, const char *name) {
    const pcs_system *system = &made->system;
    double x_min = INFINITY, x_max = -INFINITY, y_min = INFINITY, y_max = -INFINITY;
    uint32_t broken = 0, back = 0;
    for (uint32_t i = 0; i < made->end; i++) {
        x_min = fmin(x_min, system->x[i]);
        x_max = fmax(x_max, system->x[i]);
        y_min = fmin(y_min, system->y[i]);
        y_max = fmax(y_max, system->y[i]);
        broken += !is_whole(made, i);
    }
    double side = fmax(x_max - x_min, y_max - y_min);
    for (uint32_t i = 1; i < made->end; i++) {
        uint64_t before = along_curve(made, i - 1, x_min, y_min, side), own = along_curve(made, i, x_min, y_min, side);
        back += own < before || (own == before && system->origins[i] < system->origins[i - 1]);
    }
    CHECK_CASE(broken == 0 && back == 0, "%u broken, %u out of order on %s", broken, back, name);
    for (uint32_t i = made->end; i < system->body_count; i++) {
        CHECK(system->origins[i] == i && system->offsets[i + 1] == system->offsets[made->end]);
    }
    for (uint32_t k = 0; k < PIVOTS; k++) {
        const pcs_stress_pivot *pivot = &made->distances.pivots[k];
        CHECK(system->origins[pivot->body] == made->end / PIVOTS * k && pivot->weight == (float)k);
    }
}

/* Few bodies, or more than one component, stay where they are. */
static void check_stays(pcs_context *context, pcs_device *device) {
    for (uint32_t components = 1; components <= 2; components++) {
        scene made;
        uint32_t moved = 0, begins[2] = {0}, ends[2] = {MANY};
        if (make_scene(components == 1 ? FEW : MANY, &made)) {
            if (components == 2) {
                made.system.component_count = 2;
                made.system.begins = begins;
                made.system.ends = ends;
            }
            CHECK(pcs_renumber_by_place(pcs_phase_whole(context, "layout"), device, &made.distances, &made.system) ==
                  PCS_OK);
            for (uint32_t i = 0; i < made.end; i++) {
                moved += made.system.origins[i] != i || !is_whole(&made, i);
            }
            CHECK_CASE(moved == 0, "%u of %u bodies moved", moved, made.end);
        }
        free_scene(&made);
    }
}

static void check_device(pcs_context *context, const pcs_device_info *info) {
    scene made;
    pcs_device *device = check_device_open(context, info);
    if (!device) {
        return;
    }
    if (make_scene(MANY, &made)) {
        CHECK(pcs_renumber_by_place(pcs_phase_whole(context, "layout"), device, &made.distances, &made.system) ==
              PCS_OK);
        check_numbers(&made, info->name);
        check_given(&made);
    }
    free_scene(&made);
    check_stays(context, device);
    pcs_device_free(device);
}

int main(void) {
    check_each_device(check_device);
    return check_result();
}
