/* Edges as paths that gather into bundles. */
#ifndef PCS_BUNDLE_BUNDLE_H
#define PCS_BUNDLE_BUNDLE_H

#include "bundle_types.h"
#include "device/device.h"
#include "edges/edges.h"
#include "layout/layout.h"

/* A path for each pair of hosts, whatever the protocol. */
typedef struct pcs_bundle {
    pcs_path *paths;    /* weight is how many edges a pair has */
    float *points;      /* 0 to 1 over the hosts' extent */
    uint32_t *of_edges; /* of each edge its path */
    uint32_t path_count;
    double x_min, x_extent, y_min, y_extent; /* of the hosts */
} pcs_bundle;

/* How paths are gathered. */
typedef struct pcs_bundle_rule {
    double width; /* of the kernel that estimates density, above 0 to 1, in parts of the hosts' extent */
    double decay; /* how much of its width it has left before each iteration, up to 1; below two cells it is the last */
    uint32_t iterations;
    uint32_t steps; /* moves of a point in each */
} pcs_bundle_rule;

pcs_status pcs_bundle_new(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                          const pcs_bundle_rule *rule, pcs_bundle *bundle);
void pcs_bundle_clear(pcs_bundle *bundle);

/* Point k of the path of an edge: of the ends the positions of its hosts to the last bit. */
void pcs_bundle_point(const pcs_bundle *bundle, const pcs_layout *layout, const pcs_edge *edge, uint32_t path,
                      uint32_t k, double at[2]);

#endif
