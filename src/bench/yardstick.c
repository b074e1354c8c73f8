#include "bench/yardstick.h"

#include "bench/meter.h"
#include "bench_types.h"

enum { BODIES = 1 << 18, STEPS = 64 }; /* some milliseconds on one core */

pcs_status pcs_yardstick_open(pcs_device *device, pcs_yardstick *yardstick) {
    pcs_device_kind kind = pcs_device_get_info(device)->kind;
    *yardstick = (pcs_yardstick){.device = NULL};
    if (kind != PCS_DEVICE_HOST && kind != PCS_DEVICE_CPU) {
        return PCS_OK;
    }
    yardstick->device = device;
    return pcs_buffer_new(device, "the yardstick", BODIES * sizeof(float), &yardstick->buffer);
}

void pcs_yardstick_close(pcs_yardstick *yardstick) {
    pcs_buffer_free(yardstick->buffer);
}

pcs_status pcs_yardstick_measure(const pcs_yardstick *yardstick, uint64_t *pace) {
    pcs_status status = PCS_OK;
    *pace = 0;
    if (yardstick->device) {
        uint32_t lanes = pcs_device_get_abilities(yardstick->device)->lanes;
        pcs_bench_chain p = {.item_count = BODIES / lanes, .steps = STEPS, .factor = 0.5f, .term = 1.0f};
        pcs_meter before = pcs_meter_read();
        PCS_TRY(PCS_RUN(yardstick->device, pcs_bench_multiply_add, p.item_count, 0, PCS_ARRAY(yardstick->buffer),
                        PCS_BY_VALUE(p)));
        PCS_TRY(pcs_device_finish(yardstick->device));
        *pace = pcs_meter_since(&before).processor;
    }
done:
    return status;
}
