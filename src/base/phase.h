/* Phases of a stage: each reports from 0 to 1 how far it is, and the caller sees how far the stage is. */
#ifndef PCS_BASE_PHASE_H
#define PCS_BASE_PHASE_H

#include "base/context.h"

typedef struct pcs_phase {
    pcs_context *context;
    const char *stage;
    double begin, end; /* of the stage, from 0 to 1 */
} pcs_phase;

pcs_phase pcs_phase_whole(pcs_context *context, const char *stage);

/* The part of the phase from begin to end, both from 0 to 1. */
pcs_phase pcs_phase_part(pcs_phase phase, double begin, double end);

/* pcs_tick, done from 0 to 1 of the phase. */
pcs_status pcs_phase_tick(pcs_phase phase, double done);

#endif
