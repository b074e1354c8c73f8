/* Breadth-first searches from pivots of one component. */
#ifndef PCS_LAYOUT_SEARCH_H
#define PCS_LAYOUT_SEARCH_H

#include "device/device.h"
#include "layout/pivots.h"

/* Fills in the steps to each body of the component; queue has room for all of them. Returns the most steps. */
uint32_t pcs_search_from(const pcs_system *system, const pcs_stress_component *component, uint32_t body,
                         uint32_t *steps, uint32_t *queue);

/* The same from some pivots, at most PCS_SEARCH_PIVOTS_MOST, on the device: steps are those from the first to each body
 * and to its padding, then those from the next. levels: no two bodies are farther apart. For a component that is alone
 * in its system. */
pcs_status pcs_search_together(pcs_phase phase, pcs_device *device, const pcs_system *system,
                               const pcs_stress_component *component, const pcs_stress_pivot *pivots, uint32_t count,
                               uint32_t levels, uint16_t *steps);

#endif
