/* What a device is asked before it is trusted: arithmetic whose every bit is known. */
#include "dialect.h"
#include "probe_types.h"

/* Divisions, roots and sums that a device with contraction, fast roots or flushed bits gets wrong, and integer work of
 * every width that the other kernels rely on. */
PCS_KERNEL4(pcs_probe_arithmetic, PCS_IN(float), input, PCS_OUT(float), real, PCS_OUT(uint64_t), whole,
            PCS_VALUE(pcs_probe_parameters), parameters) {
    PCS_EACH_ITEM(i, parameters.count) {
        float a = input[i];
        float sum = 0.0f;
        for (uint32_t j = 0; j < parameters.count; j++) {
            float d = a - input[j];
            float squared = d * d + parameters.epsilon;
            sum = sum + d / (squared * PCS_SQRT(squared)) * parameters.scale;
        }
        real[i] = sum;
        uint64_t hash = (uint64_t)i * 0x9e3779b97f4a7c15UL + parameters.seed;
        hash ^= hash >> 31;
        int32_t narrow = (int32_t)(hash & 0x7fffffff) - (int32_t)parameters.count;
        whole[i] = hash * 0x94d049bb133111ebUL + (uint64_t)(narrow / 7) + hash / (i + 3u);
    }
}
