/* Directions without the mathematics library, whose sine differs from machine to machine. */
#ifndef PCS_LAYOUT_DIRECTION_H
#define PCS_LAYOUT_DIRECTION_H

/* A unit vector. */
typedef struct pcs_direction {
    double x, y;
} pcs_direction;

/* The direction at turns full turns from the x axis, counter-clockwise; turns from 0 to below 1. To about 1e-15. */
pcs_direction pcs_direction_of(double turns);

/* a turned by b. */
static inline pcs_direction pcs_direction_turn(pcs_direction a, pcs_direction b) {
    return (pcs_direction){a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x};
}

#endif
