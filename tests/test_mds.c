/* PivotMDS: tiles of the product against plain sums, places against the same in double, the same bits on every device
 * and for every number of lanes. */
#include "base/hash.h"
#include "layout/pivot_mds.h"
#include "mds_types.h"

#include "device_check.h"

#include <math.h>
#include <stdbool.h>

/* ---- tiles */

enum { TASKS = 61, STEPS = 1 << 16 };

/* Each of another length; the steps are those of a near network and of the farthest there may be. */
static void make_tasks(bool far, uint16_t *steps, pcs_mds_task *tasks) {
    for (uint32_t i = 0; i < STEPS; i++) {
        steps[i] = (uint16_t)(pcs_hash_mix(i) % 7 == 0 ? UINT16_MAX : pcs_hash_mix(i) >> 8);
        steps[i] = far ? steps[i] : steps[i] % 64;
    }
    for (uint32_t i = 0; i < TASKS; i++) {
        tasks[i] = (pcs_mds_task){.count = i == 0 ? PCS_MDS_CHUNK : i * i + 1, .shift = far ? 20 : 0};
        for (uint32_t k = 0; k < PCS_MDS_SIDE; k++) {
            tasks[i].row_steps[k] = (uint32_t)(pcs_hash_mix(i * 16 + k) % (STEPS - PCS_MDS_CHUNK));
            tasks[i].column_steps[k] = (uint32_t)(pcs_hash_mix(i * 16 + 8 + k) % (STEPS - PCS_MDS_CHUNK));
        }
    }
}

static pcs_mds_tile multiply_plainly(const uint16_t *steps, const pcs_mds_task *task) {
    pcs_mds_tile tile = {0};
    for (uint32_t k = 0; k < PCS_MDS_SIDE; k++) {
        for (uint32_t i = 0; i < task->count; i++) {
            uint64_t row = steps[task->row_steps[k] + i];
            tile.sums[k] += row * row >> task->shift;
            for (uint32_t l = 0; l < PCS_MDS_SIDE; l++) {
                uint64_t column = steps[task->column_steps[l] + i];
                tile.products[k][l] += (row * row >> task->shift) * (column * column >> task->shift);
            }
        }
    }
    return tile;
}

static void check_tiles(pcs_device *device, bool far) {
    static uint16_t steps[STEPS];
    static pcs_mds_task tasks[TASKS];
    static pcs_mds_tile found[TASKS];
    pcs_buffer *all = NULL, *given = NULL, *tiles = NULL;
    uint32_t count = TASKS;
    make_tasks(far, steps, tasks);
    CHECK(pcs_buffer_new_from(device, "steps", steps, sizeof(steps), &all) == PCS_OK);
    CHECK(pcs_buffer_new_from(device, "tasks", tasks, sizeof(tasks), &given) == PCS_OK);
    CHECK(pcs_buffer_new(device, "tiles", sizeof(found), &tiles) == PCS_OK);
    CHECK(PCS_RUN(device, pcs_mds_multiply, count, 0, PCS_ARRAY(all), PCS_ARRAY(given), PCS_ARRAY(tiles),
                  PCS_BY_VALUE(count)) == PCS_OK);
    CHECK(pcs_buffer_read(tiles, 0, found, sizeof(found)) == PCS_OK);
    for (uint32_t i = 0; i < TASKS; i++) {
        pcs_mds_tile wanted = multiply_plainly(steps, &tasks[i]);
        CHECK_CASE(memcmp(&found[i], &wanted, sizeof(wanted)) == 0, "%u bodies, far %d", tasks[i].count, far);
    }
    pcs_buffer_free(tiles);
    pcs_buffer_free(given);
    pcs_buffer_free(all);
}

/* ---- places */

enum { BODIES_MOST = 4608, PARTS_MOST = 5 };

/* Grids of so many columns and rows. */
typedef struct shape {
    uint32_t count, widths[PARTS_MOST], heights[PARTS_MOST];
} shape;

/* One that is more than a chunk; and some together: pivots that are not all bodies, that do not fill their tiles, that
 * are seen on one axis alone. */
static const shape SHAPES[] = {
    {.count = 1, .widths = {90}, .heights = {47}},
    {.count = 5, .widths = {1, 30, 2, 5, 1}, .heights = {100, 7, 1, 3, 2000}},
};

static uint32_t begins[PARTS_MOST], ends[PARTS_MOST], offsets[BODIES_MOST + 1], neighbours[4 * BODIES_MOST];
static float rooms[BODIES_MOST];
static uint64_t hashes[BODIES_MOST];
static double x[BODIES_MOST], y[BODIES_MOST], wanted_x[BODIES_MOST], wanted_y[BODIES_MOST];

static pcs_system make_system(const shape *of) {
    uint32_t body = 0, row = 0;
    for (uint32_t c = 0; c < of->count; c++) {
        uint32_t width = of->widths[c], size = width * of->heights[c];
        uint32_t padded = (size + PCS_LAYOUT_BLOCK - 1) / PCS_LAYOUT_BLOCK * PCS_LAYOUT_BLOCK;
        begins[c] = body;
        ends[c] = body + size;
        for (uint32_t i = 0; i < padded; i++, body++) {
            offsets[body] = row;
            rooms[body] = 0.5f;
            hashes[body] = pcs_hash_mix(body);
            const bool has[] = {i >= width, i % width > 0, i % width + 1 < width, i + width < size};
            const uint32_t others[] = {body - width, body - 1, body + 1, body + width};
            for (uint32_t k = 0; k < 4 && i < size; k++) {
                if (has[k]) {
                    neighbours[row++] = others[k];
                }
            }
        }
    }
    offsets[body] = row;
    CHECK(body <= BODIES_MOST);
    return (pcs_system){.component_count = of->count,
                        .body_count = body,
                        .begins = begins,
                        .ends = ends,
                        .offsets = offsets,
                        .neighbours = neighbours,
                        .rooms = rooms,
                        .hashes = hashes,
                        .x = x,
                        .y = y};
}

/* The doubly centred matrix of a component, row by row. */
static double *make_matrix(const pcs_distances *distances, const pcs_stress_component *component, uint32_t pivots) {
    uint32_t count = component->end - component->begin;
    double *matrix = calloc((size_t)count * pivots, sizeof(*matrix)), *columns = calloc(pivots, sizeof(*columns));
    double mean = 0.0;
    for (uint32_t i = 0; CHECK(matrix && columns) && i < count; i++) {
        for (uint32_t k = 0; k < pivots; k++) {
            double steps = pcs_distances_row(distances, component, k)[i];
            matrix[i * pivots + k] = steps * steps;
            columns[k] += steps * steps / count;
            mean += steps * steps / count / pivots;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        double row = 0.0;
        for (uint32_t k = 0; k < pivots; k++) {
            row += matrix[i * pivots + k] / pivots;
        }
        for (uint32_t k = 0; k < pivots; k++) {
            matrix[i * pivots + k] = -0.5 * (matrix[i * pivots + k] - row - columns[k] + mean);
        }
    }
    free(columns);
    return matrix;
}

static double dot(const double *a, const double *b, uint32_t count) {
    double sum = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* What the largest singular value goes with, by power iteration; before: at right angles to it. */
static void find_places(const double *matrix, uint32_t count, uint32_t pivots, const double *before, double *places) {
    enum { ROUNDS = 100 };
    double axis[PCS_MDS_PIVOTS_MOST];
    for (uint32_t i = 0; i < count; i++) {
        places[i] = (double)(pcs_hash_mix(i + (before != NULL)) % 1000) - 500.0;
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double along = before ? dot(before, places, count) / dot(before, before, count) : 0.0;
        for (uint32_t i = 0; before && i < count; i++) {
            places[i] -= along * before[i];
        }
        memset(axis, 0, sizeof(axis));
        for (uint32_t i = 0; i < count; i++) {
            for (uint32_t k = 0; k < pivots; k++) {
                axis[k] += matrix[i * pivots + k] * places[i];
            }
        }
        double length = sqrt(dot(axis, axis, pivots));
        for (uint32_t k = 0; k < pivots; k++) {
            axis[k] /= length > 0.0 ? length : 1.0;
        }
        for (uint32_t i = 0; i < count; i++) {
            places[i] = dot(matrix + (size_t)i * pivots, axis, pivots);
        }
    }
}

/* Whether one is the other but for its scale. */
static bool agree(const double *a, const double *b, uint32_t count) {
    return fabs(dot(a, b, count)) > (1.0 - 1e-6) * sqrt(dot(a, a, count) * dot(b, b, count));
}

/* The lengths from the pivots are as long as the steps on the whole. */
static void check_scale(const pcs_distances *distances, const pcs_stress_component *component, uint32_t pivots) {
    double sum = 0.0, squares = 0.0;
    for (uint32_t i = component->begin; i < component->end; i++) {
        for (uint32_t k = 0; k < pivots; k++) {
            uint32_t pivot = distances->pivots[component->pivots_begin + k].body;
            double steps = pcs_distances_row(distances, component, k)[i - component->begin];
            double ratio = i != pivot ? hypot(x[i] - x[pivot], y[i] - y[pivot]) / steps : 0.0;
            sum += ratio;
            squares += ratio * ratio;
        }
    }
    CHECK_CASE(fabs(sum / squares - 1.0) < 0.01, "the scale is %g", sum / squares);
}

/* flat: one axis is all there is. */
static void check_places(const pcs_distances *distances, const pcs_stress_component *component, bool flat) {
    uint32_t first = component->begin, count = component->end - first;
    uint32_t pivots = component->pivot_count < PCS_MDS_PIVOTS_MOST ? component->pivot_count : PCS_MDS_PIVOTS_MOST;
    double *matrix = make_matrix(distances, component, pivots);
    double *plain_x = calloc(count, sizeof(*plain_x)), *plain_y = calloc(count, sizeof(*plain_y));
    if (CHECK(matrix && plain_x && plain_y)) {
        find_places(matrix, count, pivots, NULL, plain_x);
        find_places(matrix, count, pivots, plain_x, plain_y);
        CHECK_CASE(agree(x + first, plain_x, count), "%u bodies", count);
        if (flat) {
            CHECK_CASE(dot(y + first, y + first, count) < 1e-6 * dot(x + first, x + first, count), "%u bodies", count);
        } else {
            CHECK_CASE(agree(y + first, plain_y, count), "%u bodies", count);
        }
        check_scale(distances, component, pivots);
    }
    free(plain_y);
    free(plain_x);
    free(matrix);
}

/* Checks the host's places, and that a device puts all where the host does. */
static void check_shape(pcs_context *context, pcs_device *device, const shape *of) {
    pcs_device *host = NULL;
    pcs_distances *distances = NULL;
    pcs_system system = make_system(of);
    pcs_phase phase = pcs_phase_whole(context, "layout");
    CHECK(pcs_device_open(context, "host", NULL, &host) == PCS_OK);
    if (CHECK(pcs_distances_new(phase, host, &system, &distances) == PCS_OK)) {
        CHECK(pcs_pivot_mds(phase, host, distances, &system) == PCS_OK);
        for (uint32_t c = 0; c < of->count; c++) {
            check_places(distances, &distances->components[c], of->widths[c] == 1 || of->heights[c] == 1);
        }
        memcpy(wanted_x, x, sizeof(x));
        memcpy(wanted_y, y, sizeof(y));
        CHECK(pcs_pivot_mds(phase, device, distances, &system) == PCS_OK);
        CHECK(memcmp(x, wanted_x, sizeof(x)) == 0 && memcmp(y, wanted_y, sizeof(y)) == 0);
    }
    pcs_distances_free(distances);
    pcs_device_free(host);
}

static void check_device(pcs_context *context, const pcs_device_info *info, const pcs_device_build *build) {
    char which[16];
    pcs_device *device = NULL;
    unsigned before = check_failed;
    snprintf(which, sizeof(which), "%u", info->index);
    if (CHECK(pcs_device_open_as(context, which, NULL, build, &device) == PCS_OK)) {
        check_tiles(device, false);
        check_tiles(device, true);
        for (size_t i = 0; i < sizeof(SHAPES) / sizeof(SHAPES[0]); i++) {
            check_shape(context, device, &SHAPES[i]);
        }
    }
    CHECK_CASE(check_failed == before, "device %s, %u lanes", info->name, build ? build->lanes : 0);
    pcs_device_free(device);
}

static void check_builds(pcs_context *context, const pcs_device_info *info) {
    check_device(context, info, NULL);
    for (uint32_t lanes = 1; info->kind != PCS_DEVICE_HOST && lanes <= 16; lanes *= 4) {
        check_device(context, info, &(pcs_device_build){.lanes = lanes, .owned = lanes > 1});
    }
}

int main(void) {
    check_each_device(check_builds);
    return check_result();
}
