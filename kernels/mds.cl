/* The large sums of PivotMDS, see src/layout/pivot_mds.h. */
#include "dialect.h"
#include "layout_types.h"
#include "mds_types.h"
#include "stress_types.h"

/* The squares of the steps to one pivot of up to PCS_MDS_RUN bodies, then 0. */
PCS_FUNCTION void pcs_mds_square(PCS_GLOBAL const uint16_t *steps, uint32_t count, uint32_t shift, int16_t *squares) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t step = steps[i];
        squares[i] = (int16_t)(step * step >> shift);
    }
    for (uint32_t i = count; i < PCS_MDS_RUN; i++) {
        squares[i] = 0;
    }
}

PCS_FUNCTION uint32_t pcs_mds_dot(const int16_t *a, const int16_t *b) {
    int32_t sum = 0;
    for (uint32_t i = 0; i < PCS_MDS_RUN; i++) {
        sum += a[i] * b[i];
    }
    return (uint32_t)sum;
}

/* One tile an item, exactly. */
PCS_KERNEL4(pcs_mds_multiply, PCS_IN(uint16_t), steps, PCS_IN(pcs_mds_task), tasks, PCS_OUT(pcs_mds_tile), tiles,
            PCS_VALUE(uint32_t), task_count) {
    PCS_EACH_ITEM (item, task_count) {
        pcs_mds_task task = tasks[item];
        pcs_mds_tile tile;
        for (uint32_t k = 0; k < PCS_MDS_SIDE; k++) {
            tile.sums[k] = 0;
            for (uint32_t l = 0; l < PCS_MDS_SIDE; l++) {
                tile.products[k][l] = 0;
            }
        }
        for (uint32_t begin = 0; begin < task.count; begin += PCS_MDS_RUN) {
            int16_t rows[PCS_MDS_SIDE][PCS_MDS_RUN], columns[PCS_MDS_SIDE][PCS_MDS_RUN];
            uint32_t count = task.count - begin < PCS_MDS_RUN ? task.count - begin : PCS_MDS_RUN;
            for (uint32_t k = 0; k < PCS_MDS_SIDE; k++) {
                pcs_mds_square(steps + task.row_steps[k] + begin, count, task.shift, rows[k]);
                pcs_mds_square(steps + task.column_steps[k] + begin, count, task.shift, columns[k]);
            }
            for (uint32_t k = 0; k < PCS_MDS_SIDE; k++) {
                for (uint32_t l = 0; l < PCS_MDS_SIDE; l++) {
                    tile.products[k][l] += pcs_mds_dot(rows[k], columns[l]);
                }
                for (uint32_t i = 0; i < PCS_MDS_RUN; i++) {
                    tile.sums[k] += (uint64_t)rows[k][i];
                }
            }
        }
        tiles[item] = tile;
    }
}

/* Where each body is along both axes. weights: of the pivots of all components. */
PCS_KERNEL5(pcs_mds_project, PCS_IN(pcs_stress_component), components, PCS_IN(uint16_t), steps, PCS_IN(pcs_mds_weight),
            weights, PCS_OUT(pcs_layout_point), places, PCS_VALUE(uint32_t), body_count) {
    PCS_EACH_ITEM (item, body_count / PCS_LANES) {
        uint32_t first = item * PCS_LANES;
        pcs_stress_component component = components[first / PCS_LAYOUT_BLOCK];
        uint32_t stride = pcs_stress_stride(component);
        uint32_t count = component.pivot_count < PCS_MDS_PIVOTS_MOST ? component.pivot_count : PCS_MDS_PIVOTS_MOST;
        float x[PCS_LANES], y[PCS_LANES];
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            x[lane] = 0.0f;
            y[lane] = 0.0f;
        }
        for (uint32_t k = 0; k < count; k++) {
            pcs_mds_weight weight = weights[component.pivots_begin + k];
            PCS_GLOBAL const uint16_t *row = steps + component.steps_begin + k * stride + (first - component.begin);
            PCS_PREFETCH(row + 2 * PCS_LANES); /* for the items that follow */
            for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
                float square = (float)row[lane] * (float)row[lane] - weight.mean;
                x[lane] += square * weight.x;
                y[lane] += square * weight.y;
            }
        }
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            places[first + lane].x = x[lane];
            places[first + lane].y = y[lane];
        }
    }
}
