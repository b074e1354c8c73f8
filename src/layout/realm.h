/* The realms of points in the plane: what is nearer to one of them than to any other.
 *
 * The points are sorted in halves again and again (Bentley: Multidimensional binary search trees, CACM 1975). */
#ifndef PCS_LAYOUT_REALM_H
#define PCS_LAYOUT_REALM_H

#include "base/thread.h"
#include "layout/direction.h"

#include <stdint.h>

enum { PCS_REALM_SECTORS = 32 };

typedef struct pcs_place {
    double x, y;
    uint32_t body;
} pcs_place;

/* Puts the places into the order in which pcs_realm_find looks for them. pool: may be NULL. */
void pcs_places_sort(pcs_pool *pool, pcs_place *places, uint32_t count);

/* Fills reaches: how far from at all is nearer to it by the factor nearer (below 1) than to any of the sorted places
 * but that of at's body, most at most, in the directions between equal sectors that follow first counter-clockwise; the
 * last direction is the first again. What is that near is convex: between two directions it reaches to the line between
 * their ends. */
void pcs_realm_find(const pcs_place *places, uint32_t count, const pcs_place *at, double nearer, double most,
                    pcs_direction first, double reaches[PCS_REALM_SECTORS + 1]);

/* How far such a realm reaches so many turns, from 0 to below 1, after the first direction. */
static inline double pcs_realm_reach(const double reaches[PCS_REALM_SECTORS + 1], double turns) {
    double sectors = turns * PCS_REALM_SECTORS;
    uint32_t sector = (uint32_t)sectors;
    double one = reaches[sector], other = reaches[sector + 1], share = sectors - (double)sector;
    return one * other / (other + (one - other) * share);
}

#endif
