/* Points in the plane, sorted in halves again and again, that tell whether any of them is near (Bentley:
 * Multidimensional binary search trees, CACM 1975). */
#ifndef PCS_LAYOUT_NEAREST_H
#define PCS_LAYOUT_NEAREST_H

#include <stdbool.h>
#include <stdint.h>

typedef struct pcs_place {
    double x, y;
    uint32_t body;
} pcs_place;

/* Puts the places into the order in which pcs_places_near looks for them. */
void pcs_places_sort(pcs_place *places, uint32_t count);

/* Whether any of the places but that of body is less than the square root of squared away from x, y. */
bool pcs_places_near(const pcs_place *places, uint32_t count, double x, double y, double squared, uint32_t body);

#endif
