#include "layout/pivot_mds.h"

#include "base/hash.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* Squared distances, doubly centred: count rows of pivot_count. means has room for the pivots. */
static void centre(const pcs_distances *distances, double *matrix, double *means) {
    uint32_t pivots = distances->pivot_count;
    double mean = 0.0;
    for (uint32_t i = 0; i < distances->count; i++) {
        double *row = matrix + (size_t)i * pivots;
        const float *steps = distances->steps + (size_t)i * pivots;
        double sum = 0.0;
        for (uint32_t k = 0; k < pivots; k++) {
            row[k] = (double)steps[k] * (double)steps[k];
            means[k] += row[k];
            sum += row[k];
        }
        mean += sum;
        for (uint32_t k = 0; k < pivots; k++) {
            row[k] -= sum / pivots;
        }
    }
    mean /= (double)distances->count * pivots;
    for (uint32_t i = 0; i < distances->count; i++) {
        double *row = matrix + (size_t)i * pivots;
        for (uint32_t k = 0; k < pivots; k++) {
            row[k] = -0.5 * (row[k] - means[k] / (double)distances->count + mean);
        }
    }
}

/* The product of the matrix's transpose with itself. */
static void multiply(const double *matrix, uint32_t count, uint32_t pivots, double *product) {
    for (uint32_t i = 0; i < count; i++) {
        const double *row = matrix + (size_t)i * pivots;
        for (uint32_t k = 0; k < pivots; k++) {
            double *line = product + (size_t)k * pivots;
            for (uint32_t l = 0; l < pivots; l++) {
                line[l] += row[k] * row[l];
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

/* The eigenvector of the largest eigenvalue, at right angles to the one before (NULL: none), by power iteration. */
static void find_axis(const double *product, uint32_t pivots, const double *before, double *axis, double *next) {
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
            next[k] = dot(product + (size_t)k * pivots, axis, pivots);
        }
        double length = sqrt(dot(next, next, pivots));
        for (uint32_t k = 0; k < pivots; k++) {
            axis[k] = length > 0.0 ? next[k] / length : 0.0;
        }
    }
}

/* The factor by which lengths in the drawing come nearest to steps. */
static double fit(const pcs_distances *distances, const double *x, const double *y) {
    double sum = 0.0, squares = 0.0;
    for (uint32_t i = 0; i < distances->count; i++) {
        for (uint32_t k = 0; k < distances->pivot_count; k++) {
            double steps = (double)distances->steps[(size_t)i * distances->pivot_count + k];
            double dx = x[i] - x[distances->pivots[k]], dy = y[i] - y[distances->pivots[k]];
            double ratio = steps > 0.0 ? sqrt(dx * dx + dy * dy) / steps : 0.0;
            sum += ratio;
            squares += ratio * ratio;
        }
    }
    return squares > 0.0 ? sum / squares : 1.0;
}

pcs_status pcs_pivot_mds(pcs_context *context, const pcs_distances *distances, double *x, double *y) {
    pcs_status status = PCS_OK;
    uint32_t count = distances->count, pivots = distances->pivot_count;
    double *matrix = pcs_memory_new((size_t)count * pivots, sizeof(double));
    double *product = pcs_memory_new((size_t)pivots * pivots, sizeof(double));
    double *vectors = pcs_memory_new((size_t)pivots * 4, sizeof(double));
    if (!matrix || !product || !vectors) {
        PCS_TRY(pcs_fail_memory(context, "the start of the layout", (uint64_t)count * pivots * sizeof(double)));
    }
    double *first = vectors, *second = first + pivots, *next = second + pivots, *means = next + pivots;
    centre(distances, matrix, means);
    multiply(matrix, count, pivots, product);
    find_axis(product, pivots, NULL, first, next);
    find_axis(product, pivots, first, second, next);
    for (uint32_t i = 0; i < count; i++) {
        x[i] = dot(matrix + (size_t)i * pivots, first, pivots);
        y[i] = dot(matrix + (size_t)i * pivots, second, pivots);
    }
    double scale = fit(distances, x, y);
    for (uint32_t i = 0; i < count; i++) {
        x[i] *= scale;
        y[i] *= scale;
    }
done:
    free(vectors);
    free(product);
    free(matrix);
    return status;
}
