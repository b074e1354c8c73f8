#include "base/phase.h"

static double at(pcs_phase phase, double done) {
    return phase.begin + (phase.end - phase.begin) * done;
}

pcs_phase pcs_phase_whole(pcs_context *context, const char *stage) {
    return (pcs_phase){.context = context, .stage = stage, .begin = 0.0, .end = 1.0};
}

pcs_phase pcs_phase_part(pcs_phase phase, double begin, double end) {
    return (pcs_phase){
        .context = phase.context, .stage = phase.stage, .begin = at(phase, begin), .end = at(phase, end)};
}

pcs_status pcs_phase_tick(pcs_phase phase, double done) {
    return pcs_tick(phase.context, phase.stage, at(phase, done), 0);
}
