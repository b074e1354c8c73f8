#include "layout/pivot_mds.h"

#include "base/hash.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* Bodies whose rows are multiplied together, and those of one partial sum. */
enum { BLOCK = 64, CHUNK = 4096 };
/* More pivots than these, the first ones, cost more than they add: the work grows with their square. */
enum { COLUMNS_MOST = 64 };
/* Of the time, until the product of the matrix with itself is there. */
static const double PRODUCT_END = 0.7;

/* The matrix of squared steps, a row a body and a column a pivot, doubly centred; never held as a whole. */
typedef struct matrix {
    const uint16_t *steps;
    double unit; /* of the steps */
    uint32_t stride, count, pivots;
    const double *means; /* of the columns */
    double mean;         /* of all */
} matrix;

typedef struct product {
    const matrix *matrix;
    double *sums; /* pivots * pivots for each chunk of bodies */
} product;

static double squared(const matrix *of, uint32_t body, uint32_t pivot) {
    double steps = of->unit * (double)of->steps[(size_t)pivot * of->stride + body];
    return steps * steps;
}

/* The rows of up to BLOCK bodies, column by column. */
static void fill_block(const matrix *of, uint32_t begin, uint32_t count, double *block) {
    double rows[BLOCK] = {0};
    for (uint32_t k = 0; k < of->pivots; k++) {
        for (uint32_t i = 0; i < count; i++) {
            block[k * BLOCK + i] = squared(of, begin + i, k);
            rows[i] += block[k * BLOCK + i];
        }
    }
    for (uint32_t k = 0; k < of->pivots; k++) {
        for (uint32_t i = 0; i < count; i++) {
            block[k * BLOCK + i] =
                -0.5 * (block[k * BLOCK + i] - rows[i] / (double)of->pivots - of->means[k] + of->mean);
        }
        for (uint32_t i = count; i < BLOCK; i++) {
            block[k * BLOCK + i] = 0.0;
        }
    }
}

/* Eight sums side by side, for vectors. */
static double multiply_columns(const double *a, const double *b) {
    enum { SIDE_BY_SIDE = 8 };
    double sums[SIDE_BY_SIDE] = {0};
    for (uint32_t i = 0; i < BLOCK; i += SIDE_BY_SIDE) {
        for (uint32_t k = 0; k < SIDE_BY_SIDE; k++) {
            sums[k] += a[i + k] * b[i + k];
        }
    }
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

/* The upper half of the product of the matrix's transpose with itself, of the rows of one chunk. */
static void multiply_chunk(void *argument, uint64_t chunk) {
    const product *job = argument;
    const matrix *of = job->matrix;
    double block[COLUMNS_MOST * BLOCK], *sums = job->sums + (size_t)chunk * of->pivots * of->pivots;
    uint32_t begin = (uint32_t)chunk * CHUNK, end = of->count - begin < CHUNK ? of->count : begin + CHUNK;
    for (; begin < end; begin += BLOCK) {
        fill_block(of, begin, end - begin < BLOCK ? end - begin : BLOCK, block);
        for (uint32_t k = 0; k < of->pivots; k++) {
            for (uint32_t l = k; l < of->pivots; l++) {
                sums[k * of->pivots + l] += multiply_columns(block + (size_t)k * BLOCK, block + (size_t)l * BLOCK);
            }
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

/* Adds up the chunks' sums into the first, and fills the lower half. */
static void add_up(double *sums, uint32_t chunks, uint32_t pivots) {
    uint32_t size = pivots * pivots;
    for (uint32_t chunk = 1; chunk < chunks; chunk++) {
        for (uint32_t i = 0; i < size; i++) {
            sums[i] += sums[(size_t)chunk * size + i];
        }
    }
    for (uint32_t k = 0; k < pivots; k++) {
        for (uint32_t l = 0; l < k; l++) {
            sums[k * pivots + l] = sums[l * pivots + k];
        }
    }
}

/* The eigenvector of the largest eigenvalue, at right angles to the one before (NULL: none), by power iteration. */
static void find_axis(const double *sums, uint32_t pivots, const double *before, double *axis, double *next) {
    enum { ROUNDS = 200 };
    for (uint32_t k = 0; k < pivots; k++) {
        axis[k] = (double)(pcs_hash_mix(k + (before ? pivots : 0) + 1) >> 40) - (double)(1 << 23);
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double along = before ? dot(before, axis, pivots) : 0.0;
        for (uint32_t k = 0; before && k < pivots; k++) {
            axis[k] -= along * before[k];
        }
        for (uint32_t k = 0; k < pivots; k++) {
            next[k] = dot(sums + (size_t)k * pivots, axis, pivots);
        }
        double length = sqrt(dot(next, next, pivots));
        for (uint32_t k = 0; k < pivots; k++) {
            axis[k] = length > 0.0 ? next[k] / length : 0.0;
        }
    }
}

typedef struct projection {
    const matrix *matrix;
    const double *first, *second; /* axes */
    double *x, *y;                /* along them */
} projection;

static double along(const double *block, uint32_t body, const double *axis, uint32_t pivots) {
    double sum = 0.0;
    for (uint32_t k = 0; k < pivots; k++) {
        sum += block[(size_t)k * BLOCK + body] * axis[k];
    }
    return sum;
}

/* Where the bodies of one chunk are along both axes. */
static void project_chunk(void *argument, uint64_t chunk) {
    const projection *job = argument;
    const matrix *of = job->matrix;
    double block[COLUMNS_MOST * BLOCK];
    uint32_t begin = (uint32_t)chunk * CHUNK, end = of->count - begin < CHUNK ? of->count : begin + CHUNK;
    for (; begin < end; begin += BLOCK) {
        uint32_t count = end - begin < BLOCK ? end - begin : BLOCK;
        fill_block(of, begin, count, block);
        for (uint32_t i = 0; i < count; i++) {
            job->x[begin + i] = along(block, i, job->first, of->pivots);
            job->y[begin + i] = along(block, i, job->second, of->pivots);
        }
    }
}

/* The factor by which lengths in the drawing come nearest to steps, seen from one body in some. */
static double fit(const matrix *of, const pcs_stress_pivot *pivots, uint32_t first, const double *x, const double *y) {
    enum { SEEN = 2048 };
    double sum = 0.0, squares = 0.0;
    for (uint32_t i = 0; i < of->count; i += of->count / SEEN + 1) {
        for (uint32_t k = 0; k < of->pivots; k++) {
            double steps = of->unit * (double)of->steps[(size_t)k * of->stride + i];
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

typedef struct column_means {
    const matrix *matrix;
    double *means;
} column_means;

static void find_mean(void *argument, uint64_t pivot) {
    const column_means *job = argument;
    double sum = 0.0;
    for (uint32_t i = 0; i < job->matrix->count; i++) {
        sum += squared(job->matrix, i, (uint32_t)pivot);
    }
    job->means[pivot] = sum / (double)job->matrix->count;
}

pcs_status pcs_pivot_mds(pcs_phase phase, const pcs_distances *distances, uint32_t component, pcs_system *system) {
    pcs_status status = PCS_OK;
    const pcs_stress_component *part = &distances->components[component];
    double means[COLUMNS_MOST], first[COLUMNS_MOST], second[COLUMNS_MOST], next[COLUMNS_MOST];
    matrix of = {.steps = distances->steps + part->steps_begin,
                 .unit = part->unit,
                 .stride = pcs_distances_stride(part),
                 .count = part->end - part->begin,
                 .pivots = part->pivot_count < COLUMNS_MOST ? part->pivot_count : COLUMNS_MOST,
                 .means = means};
    double *x = system->x + part->begin, *y = system->y + part->begin;
    uint32_t chunks = (of.count + CHUNK - 1) / CHUNK;
    pcs_context *context = phase.context;
    double *sums = pcs_memory_new((size_t)chunks * of.pivots * of.pivots, sizeof(double));
    pcs_pool *pool = pcs_context_pool(context);
    if (!sums || !pool) {
        PCS_TRY(pcs_fail_memory(context, "the start of the layout",
                                (uint64_t)chunks * of.pivots * of.pivots * sizeof(double)));
    }
    pcs_pool_run(pool, of.pivots, find_mean, &(column_means){.matrix = &of, .means = means});
    for (uint32_t k = 0; k < of.pivots; k++) {
        of.mean += means[k] / (double)of.pivots;
    }
    pcs_pool_run(pool, chunks, multiply_chunk, &(product){.matrix = &of, .sums = sums});
    PCS_TRY(pcs_phase_tick(phase, PRODUCT_END));
    add_up(sums, chunks, of.pivots);
    find_axis(sums, of.pivots, NULL, first, next);
    find_axis(sums, of.pivots, first, second, next);
    pcs_pool_run(pool, chunks, project_chunk,
                 &(projection){.matrix = &of, .first = first, .second = second, .x = x, .y = y});
    double scale = fit(&of, distances->pivots + part->pivots_begin, part->begin, x, y);
    double scale_x = scale * side(x, of.count), scale_y = scale * side(y, of.count);
    for (uint32_t i = 0; i < of.count; i++) {
        x[i] *= scale_x;
        y[i] *= scale_y;
    }
    PCS_TRY(pcs_phase_tick(phase, 1.0));
done:
    free(sums);
    return status;
}
