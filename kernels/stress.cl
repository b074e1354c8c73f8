/* One round of stress majorisation over pivots and neighbours: each body goes where its weighted distances want it, all
 * seen from the places of the round before. leaf_steps: how much farther than each body those are on average that it
 * stands for. */
#include "dialect.h"
#include "layout_types.h"
#include "stress_types.h"

/* What is nearer than this has no direction. */
#define NO_LENGTH 1e-9f

PCS_KERNEL9(pcs_stress_lower, PCS_IN(pcs_stress_component), components, PCS_IN(pcs_stress_pivot), pivots,
            PCS_IN(uint16_t), steps, PCS_IN(float), leaf_steps, PCS_IN(uint32_t), offsets, PCS_IN(uint32_t), neighbours,
            PCS_IN(pcs_layout_point), places, PCS_OUT(pcs_layout_point), moved, PCS_VALUE(uint32_t), body_count) {
    PCS_EACH_ITEM (item, body_count / PCS_LANES) {
        uint32_t first = item * PCS_LANES;
        pcs_stress_component component = components[first / PCS_LAYOUT_BLOCK];
        uint32_t stride = pcs_stress_stride(component);
        float unit = (float)component.unit;
        float x[PCS_LANES], y[PCS_LANES], own[PCS_LANES], weight[PCS_LANES], sum_x[PCS_LANES], sum_y[PCS_LANES];
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            x[lane] = places[first + lane].x;
            y[lane] = places[first + lane].y;
            own[lane] = leaf_steps[first + lane];
            weight[lane] = 0.0f;
            sum_x[lane] = 0.0f;
            sum_y[lane] = 0.0f;
        }
        for (uint32_t k = 0; k < component.pivot_count; k++) {
            pcs_stress_pivot pivot = pivots[component.pivots_begin + k];
            PCS_GLOBAL const uint16_t *row = steps + component.steps_begin + k * stride + (first - component.begin);
            PCS_PREFETCH(row + 2 * PCS_LANES); /* for the items that follow */
            float pivot_x = places[pivot.body].x, pivot_y = places[pivot.body].y, beyond = leaf_steps[pivot.body];
            for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
                float wanted = (float)row[lane] * unit + own[lane] + beyond;
                float dx = x[lane] - pivot_x, dy = y[lane] - pivot_y;
                float length = PCS_SQRT(dx * dx + dy * dy);
                length = length > NO_LENGTH ? length : NO_LENGTH;
                wanted = wanted > NO_LENGTH ? wanted : NO_LENGTH;
                /* One division gives the inverses of both lengths. */
                float both = 1.0f / (length * wanted);
                float scale = wanted * wanted * both, inverse = length * both;
                float share = row[lane] > 0 ? pivot.weight * (inverse * inverse) : 0.0f;
                weight[lane] += share;
                sum_x[lane] += share * (pivot_x + dx * scale);
                sum_y[lane] += share * (pivot_y + dy * scale);
            }
        }
        for (uint32_t lane = 0; lane < PCS_LANES; lane++) {
            uint32_t body = first + lane;
            for (uint32_t i = offsets[body]; i < offsets[body + 1]; i++) {
                float other_x = places[neighbours[i]].x, other_y = places[neighbours[i]].y;
                float dx = x[lane] - other_x, dy = y[lane] - other_y;
                float length = PCS_SQRT(dx * dx + dy * dy);
                float wanted = 1.0f + own[lane] + leaf_steps[neighbours[i]], share = 1.0f / (wanted * wanted);
                float scale = length > NO_LENGTH ? wanted / length : 0.0f;
                weight[lane] += share;
                sum_x[lane] += share * (other_x + dx * scale);
                sum_y[lane] += share * (other_y + dy * scale);
            }
            moved[body].x = weight[lane] > 0.0f ? sum_x[lane] / weight[lane] : x[lane];
            moved[body].y = weight[lane] > 0.0f ? sum_y[lane] / weight[lane] : y[lane];
        }
    }
}
