#include "layout/pivot_mds.h"

#include "base/hash.h"
#include "base/memory.h"
#include "mds_types.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The matrix holds the squared steps, a row a body and a column a pivot, doubly centred. Device and host share the work
 * such that it is never made: the product of its transpose with itself follows from that of the squares, which are
 * integers; and as the numbers of an axis have the sum 0, so have the means of rows in what is summed along it. */

/* Components are taken together until they have so many tiles. */
enum { TILES_TOGETHER = 1024 };
/* Of the time, until the axes are there. */
static const double AXES_END = 0.7;

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

static uint32_t count_pivots(const pcs_stress_component *component) {
    return smaller(component->pivot_count, PCS_MDS_PIVOTS_MOST);
}

static uint32_t count_tiles(const pcs_stress_component *component) {
    uint32_t side = (count_pivots(component) + PCS_MDS_SIDE - 1) / PCS_MDS_SIDE;
    uint32_t chunks = (pcs_stress_stride(*component) + PCS_MDS_CHUNK - 1) / PCS_MDS_CHUNK;
    return chunks * (side * (side + 1) / 2);
}

/* How many low bits of the squares to leave out, so that those of all steps fit PCS_MDS_SQUARE_BITS: no two bodies are
 * farther apart than by way of the first pivot, whose steps are rounded down to the component's unit. */
static uint32_t find_shift(const pcs_distances *distances, const pcs_stress_component *component) {
    const uint16_t *steps = pcs_distances_row(distances, component, 0);
    uint32_t most = 0, shift = 0;
    for (uint32_t i = 0; i < component->end - component->begin; i++) {
        most = steps[i] > most ? steps[i] : most;
    }
    most = smaller(2 * most + 1, UINT16_MAX);
    while (most * most >> shift >= 1 << PCS_MDS_SQUARE_BITS) {
        shift++;
    }
    return shift;
}

/* For the upper half of a component's product, chunk by chunk; its last pivot fills up the last tiles. Returns where
 * the tasks end. */
static pcs_mds_task *fill_tasks(const pcs_distances *distances, const pcs_stress_component *component,
                                pcs_mds_task *tasks) {
    uint32_t stride = pcs_stress_stride(*component), pivots = count_pivots(component);
    uint32_t shift = find_shift(distances, component);
    for (uint32_t begin = 0; begin < stride; begin += PCS_MDS_CHUNK) {
        uint32_t count = smaller(stride - begin, PCS_MDS_CHUNK), first = component->steps_begin + begin;
        for (uint32_t row = 0; row < pivots; row += PCS_MDS_SIDE) {
            for (uint32_t column = row; column < pivots; column += PCS_MDS_SIDE, tasks++) {
                *tasks = (pcs_mds_task){.row = row, .column = column, .count = count, .shift = shift};
                for (uint32_t k = 0; k < PCS_MDS_SIDE; k++) {
                    tasks->row_steps[k] = first + smaller(row + k, pivots - 1) * stride;
                    tasks->column_steps[k] = first + smaller(column + k, pivots - 1) * stride;
                }
            }
        }
    }
    return tasks;
}

/* The product of a matrix's transpose with itself, and the sums of the matrix's columns. */
typedef struct product {
    uint32_t size;
    double entries[PCS_MDS_PIVOTS_MOST * PCS_MDS_PIVOTS_MOST], sums[PCS_MDS_PIVOTS_MOST];
} product;

static void add_tile(const pcs_mds_task *task, const pcs_mds_tile *tile, product *to) {
    for (uint32_t k = 0; k < PCS_MDS_SIDE && task->row + k < to->size; k++) {
        for (uint32_t l = 0; l < PCS_MDS_SIDE && task->column + l < to->size; l++) {
            to->entries[(task->row + k) * to->size + task->column + l] += (double)tile->products[k][l];
        }
        to->sums[task->row + k] += task->row == task->column ? (double)tile->sums[k] : 0.0;
    }
}

/* From the squares' to the doubly centred matrix's, but for a factor. */
static void centre(product *of, double bodies) {
    uint32_t size = of->size;
    double means[PCS_MDS_PIVOTS_MOST] = {0}, mean = 0.0;
    for (uint32_t k = 0; k < size; k++) {
        for (uint32_t l = k; l < size; l++) {
            double entry = of->entries[k * size + l] - of->sums[k] * of->sums[l] / bodies;
            of->entries[k * size + l] = of->entries[l * size + k] = entry;
        }
    }
    for (uint32_t k = 0; k < size; k++) {
        for (uint32_t l = 0; l < size; l++) {
            means[k] += of->entries[k * size + l] / size;
        }
        mean += means[k] / size;
    }
    for (uint32_t k = 0; k < size; k++) {
        for (uint32_t l = 0; l < size; l++) {
            of->entries[k * size + l] += mean - (means[k] + means[l]);
        }
    }
}

static double dot(const double *a, const double *b, uint32_t count) {
    double sum = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* The eigenvector of the largest eigenvalue, at right angles to the one before (NULL: none), by power iteration; 0
 * where nothing but rounding is left. */
static void find_axis(const product *of, const double *before, double *axis) {
    enum { ROUNDS = 200 };
    static const double ROUNDING = 1e-12;
    double next[PCS_MDS_PIVOTS_MOST];
    for (uint32_t k = 0; k < of->size; k++) {
        axis[k] = (double)(pcs_hash_mix(k + (before ? of->size : 0) + 1) >> 40) - (double)(1 << 23);
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        for (uint32_t k = 0; k < of->size; k++) {
            next[k] = dot(of->entries + (size_t)k * of->size, axis, of->size);
        }
        double whole = sqrt(dot(next, next, of->size)), along = before ? dot(before, next, of->size) : 0.0;
        for (uint32_t k = 0; before && k < of->size; k++) {
            next[k] -= along * before[k];
        }
        double length = sqrt(dot(next, next, of->size));
        for (uint32_t k = 0; k < of->size; k++) {
            axis[k] = length > whole * ROUNDING ? next[k] / length : 0.0;
        }
    }
}

/* Adds up the tiles of one component, and finds the weights of its pivots along both axes. */
static void weigh(const pcs_stress_component *component, const pcs_mds_task *tasks, const pcs_mds_tile *tiles,
                  pcs_mds_weight *weights) {
    double x[PCS_MDS_PIVOTS_MOST], y[PCS_MDS_PIVOTS_MOST], bodies = component->end - component->begin;
    product squares;
    squares.size = count_pivots(component);
    memset(squares.entries, 0, squares.size * squares.size * sizeof(*squares.entries));
    memset(squares.sums, 0, squares.size * sizeof(*squares.sums));
    for (uint32_t i = 0; i < count_tiles(component); i++) {
        add_tile(&tasks[i], &tiles[i], &squares);
    }
    centre(&squares, bodies);
    find_axis(&squares, NULL, x);
    find_axis(&squares, x, y);
    for (uint32_t k = 0; k < squares.size; k++) {
        weights[k] = (pcs_mds_weight){.mean = (float)(squares.sums[k] / bodies * (double)((uint64_t)1 << tasks->shift)),
                                      .x = (float)(-0.5 * x[k]),
                                      .y = (float)(-0.5 * y[k])};
    }
}

/* ---- all components */

typedef struct mds {
    pcs_device *device;
    const pcs_distances *distances;
    const pcs_system *system;
    pcs_buffer *steps;
    pcs_mds_weight *weights; /* of all pivots */
} mds;

/* Tasks and their tiles, of some components at a time. */
typedef struct tiles {
    uint32_t most;
    pcs_mds_task *tasks;
    pcs_mds_tile *values;
    pcs_buffer *device_tasks, *device_values;
} tiles;

static void free_tiles(tiles *of) {
    pcs_buffer_free(of->device_values);
    pcs_buffer_free(of->device_tasks);
    free(of->values);
    free(of->tasks);
}

static pcs_status make_tiles(pcs_context *context, const mds *job, tiles *of) {
    pcs_status status = PCS_OK;
    uint64_t sum = 0, most = 0;
    for (uint32_t c = 0; c < job->system->component_count; c++) {
        uint64_t own = count_tiles(&job->distances->components[c]);
        sum += own;
        most = own > most ? own : most;
    }
    of->most = (uint32_t)(sum < most + TILES_TOGETHER ? sum : most + TILES_TOGETHER);
    of->tasks = pcs_memory_new(of->most, sizeof(*of->tasks));
    of->values = pcs_memory_new(of->most, sizeof(*of->values));
    if (!of->tasks || !of->values) {
        PCS_TRY(pcs_fail_memory(context, "the start of the layout", (uint64_t)of->most * sizeof(*of->values)));
    }
    PCS_TRY(pcs_buffer_new(job->device, "tasks", (uint64_t)of->most * sizeof(*of->tasks), &of->device_tasks));
    PCS_TRY(pcs_buffer_new(job->device, "tiles", (uint64_t)of->most * sizeof(*of->values), &of->device_values));
done:
    return status;
}

/* The components from first on that fill the tiles. *end: the one after. */
static pcs_status weigh_some(const mds *job, tiles *of, uint32_t first, uint32_t *end) {
    pcs_status status = PCS_OK;
    const pcs_distances *distances = job->distances;
    pcs_mds_task *task = of->tasks;
    for (*end = first; *end < job->system->component_count && task - of->tasks < TILES_TOGETHER; ++*end) {
        task = fill_tasks(distances, &distances->components[*end], task);
    }
    uint32_t count = (uint32_t)(task - of->tasks);
    PCS_TRY(pcs_buffer_write(of->device_tasks, 0, of->tasks, count * sizeof(*of->tasks)));
    PCS_TRY(PCS_RUN(job->device, pcs_mds_multiply, count, 0, PCS_ARRAY(job->steps), PCS_ARRAY(of->device_tasks),
                    PCS_ARRAY(of->device_values), PCS_BY_VALUE(count)));
    PCS_TRY(pcs_buffer_read(of->device_values, 0, of->values, count * sizeof(*of->values)));
    for (uint32_t begin = 0, c = first; c < *end; c++) {
        const pcs_stress_component *component = &distances->components[c];
        weigh(component, of->tasks + begin, of->values + begin, job->weights + component->pivots_begin);
        begin += count_tiles(component);
    }
done:
    return status;
}

static pcs_status weigh_all(pcs_phase phase, const mds *job) {
    pcs_status status = PCS_OK;
    tiles some = {0};
    PCS_TRY(make_tiles(phase.context, job, &some));
    for (uint32_t c = 0; c < job->system->component_count;) {
        PCS_TRY(weigh_some(job, &some, c, &c));
        PCS_TRY(pcs_phase_tick(phase, (double)job->system->ends[c - 1] / job->system->body_count));
    }
done:
    free_tiles(&some);
    return status;
}

static pcs_status project(pcs_context *context, const mds *job, pcs_layout_point *places) {
    pcs_status status = PCS_OK;
    pcs_buffer *components = NULL, *weights = NULL, *projected = NULL;
    uint32_t count = job->system->body_count, lanes = pcs_device_get_abilities(job->device)->lanes;
    PCS_TRY(pcs_distances_blocks(context, job->device, job->distances, job->system, &components));
    PCS_TRY(pcs_buffer_new_from(job->device, "weights", job->weights,
                                job->distances->pivot_count * sizeof(*job->weights), &weights));
    PCS_TRY(pcs_buffer_new(job->device, "places", count * sizeof(*places), &projected));
    PCS_TRY(PCS_RUN(job->device, pcs_mds_project, count / lanes, 0, PCS_ARRAY(components), PCS_ARRAY(job->steps),
                    PCS_ARRAY(weights), PCS_ARRAY(projected), PCS_BY_VALUE(count)));
    PCS_TRY(pcs_buffer_read(projected, 0, places, count * sizeof(*places)));
done:
    pcs_buffer_free(projected);
    pcs_buffer_free(weights);
    pcs_buffer_free(components);
    return status;
}

/* The factor by which lengths in the drawing come nearest to steps, seen from one body in some. */
static double fit(const pcs_distances *distances, const pcs_stress_component *component, const double *x,
                  const double *y) {
    enum { SEEN = 2048 };
    const pcs_stress_pivot *pivots = distances->pivots + component->pivots_begin;
    uint32_t first = component->begin, count = component->end - first, pivot_count = count_pivots(component);
    double sum = 0.0, squares = 0.0;
    for (uint32_t i = 0; i < count; i += count / SEEN + 1) {
        for (uint32_t k = 0; k < pivot_count; k++) {
            double steps = (double)component->unit * (double)pcs_distances_row(distances, component, k)[i];
            double dx = x[i] - x[pivots[k].body - first], dy = y[i] - y[pivots[k].body - first];
            double ratio = steps > 0.0 ? sqrt(dx * dx + dy * dy) / steps : 0.0;
            sum += ratio;
            squares += ratio * ratio;
        }
    }
    return squares > 0.0 ? sum / squares : 1.0;
}

/* An eigenvector's opposite is one too. The bodies reach out farther below 0, so that of two networks that are nearly
 * the same one is not drawn as the other's mirror image. */
static double side(const double *places, uint32_t count) {
    double cubes = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        cubes += places[i] * places[i] * places[i];
    }
    return cubes > 0.0 ? -1.0 : 1.0;
}

static void place(const pcs_distances *distances, const pcs_stress_component *component, const pcs_layout_point *places,
                  double *x, double *y) {
    uint32_t count = component->end - component->begin;
    for (uint32_t i = 0; i < count; i++) {
        x[i] = (double)places[i].x;
        y[i] = (double)places[i].y;
    }
    double scale = fit(distances, component, x, y);
    double scale_x = scale * side(x, count), scale_y = scale * side(y, count);
    for (uint32_t i = 0; i < count; i++) {
        x[i] *= scale_x;
        y[i] *= scale_y;
    }
}

pcs_status pcs_pivot_mds(pcs_phase phase, pcs_device *device, const pcs_distances *distances, pcs_system *system) {
    pcs_status status = PCS_OK;
    mds job = {.device = device, .distances = distances, .system = system};
    pcs_layout_point *places = pcs_memory_new(system->body_count, sizeof(*places));
    job.weights = pcs_memory_new(distances->pivot_count, sizeof(*job.weights));
    if (!places || !job.weights) {
        PCS_TRY(
            pcs_fail_memory(phase.context, "the start of the layout", (uint64_t)system->body_count * sizeof(*places)));
    }
    PCS_TRY(pcs_buffer_new_from(device, "distances", distances->steps, distances->step_count * sizeof(uint16_t),
                                &job.steps));
    PCS_TRY(weigh_all(pcs_phase_part(phase, 0.0, AXES_END), &job));
    PCS_TRY(project(phase.context, &job, places));
    for (uint32_t c = 0; c < system->component_count; c++) {
        const pcs_stress_component *component = &distances->components[c];
        place(distances, component, places + component->begin, system->x + component->begin,
              system->y + component->begin);
    }
    PCS_TRY(pcs_phase_tick(phase, 1.0));
done:
    pcs_buffer_free(job.steps);
    free(job.weights);
    free(places);
    return status;
}
