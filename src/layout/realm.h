/* The realms of points in the plane: what is nearer to one of them than to any other.
 *
 * The points are sorted in halves again and again (Bentley: Multidimensional binary search trees, CACM 1975). */
#ifndef PCS_LAYOUT_REALM_H
#define PCS_LAYOUT_REALM_H

#include "layout/direction.h"

#include <stdint.h>

enum { PCS_REALM_SECTORS_BITS = 5, PCS_REALM_SECTORS = 1 << PCS_REALM_SECTORS_BITS };

typedef struct pcs_place {
    double x, y;
    uint32_t body;
} pcs_place;

/* Puts the places into the order in which pcs_realm_find looks for them. */
void pcs_places_sort(pcs_place *places, uint32_t count);

/* Fills squares: for each of the equal sectors that follow first counter-clockwise the square of a distance, up to
 * which all within the sector is nearer to at by the factor nearer (below 1) than to any of the sorted places but that
 * of at's body; the square of most at most. */
void pcs_realm_find(const pcs_place *places, uint32_t count, const pcs_place *at, double nearer, double most,
                    pcs_direction first, double squares[PCS_REALM_SECTORS]);

#endif
