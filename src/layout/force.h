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
    float speed_last;   /* the greatest speed shrinks as the step does, to this; 0: it stays */
    float pull_last;    /* attraction and spring fade so, from what the law says to this share; 0: they stay */
    uint32_t steps;
    uint32_t far_steps;          /* so many feel the same from distant bodies, if not exact; half as many at first */
    float hold;                  /* how hard a body is held at its anchor, */
    float hold_tight, hold_edge; /* and how much harder in tight components: by itself, by each of its edges */
} pcs_schedule;

/* That of the force layout. */
pcs_schedule pcs_schedule_for(const pcs_system *system);

/* Moves the bodies of all components at once, from where they are to where they come to rest. Components do not feel
 * each other. exact: every body feels every other of its component, in a time that grows as the square of the largest;
 * else the system has one component, and distant bodies are felt as one. */
pcs_status pcs_force_run(pcs_phase phase, pcs_device *device, pcs_system *system, const pcs_schedule *schedule,
                         bool exact);

#endif
