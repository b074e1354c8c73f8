/* Forces on the bodies of a system, on a device. */
#ifndef PCS_LAYOUT_FORCE_H
#define PCS_LAYOUT_FORCE_H

#include "device/device.h"
#include "layout/system.h"
#include "layout_types.h"

/* The law of force, and how it is applied. */
typedef struct pcs_schedule {
    pcs_layout_law law; /* without its counts; step: the first one */
    float step_last;    /* the step shrinks by the same factor each time, to this */
    /* Repulsion over all distances, times the law's: of all components, and what is added as they are crowded
     * (start.h). */
    float spread_least, spread_crowded;
    float spread_until;      /* the share of the steps in which it fades away; 0: it stays */
    float repulsion_crowded; /* what is added to the repulsion over short distances as components are crowded */
    float speed_last;        /* the greatest speed shrinks likewise, to this; 0: it stays */
    uint32_t steps;
    double done_before, done_after; /* of the whole layout, for progress */
} pcs_schedule;

/* The law of the force layout for components of up to so many bodies. */
pcs_schedule pcs_schedule_for(uint32_t bodies);

/* Moves the bodies of all components at once, from where they are to where they come to rest. Components do not feel
 * each other. exact: every body feels every other of its component, in a time that grows as the square of the largest;
 * else the system has one component, and distant bodies are felt as one. */
pcs_status pcs_force_run(pcs_context *context, pcs_device *device, pcs_system *system, const pcs_schedule *schedule,
                         bool exact);

#endif
