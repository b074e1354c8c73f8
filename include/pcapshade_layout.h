/* The part of pcapshade.h that is about positions: include that one. */
#ifndef PCAPSHADE_LAYOUT_H
#define PCAPSHADE_LAYOUT_H

#ifndef PCAPSHADE_H
#error "include pcapshade.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* X(name, text) */
#define PCS_LAYOUT_TABLE(X)                                                                                            \
    X(PCS_LAYOUT_FORCE, "force")       /* forces: hosts that talk are near */                                          \
    X(PCS_LAYOUT_CIRCULAR, "circular") /* on a circle, counter-clockwise from the right */                             \
    X(PCS_LAYOUT_RANDOM, "random")     /* anywhere, by a hash of the address */                                        \
    X(PCS_LAYOUT_FR, "fr")             /* the forces of Fruchterman and Reingold: 1/d and d^2 */                       \
    X(PCS_LAYOUT_FA2, "fa2")           /* the forces of ForceAtlas2: 1/d between hosts weighed by degree, and d */

typedef enum pcs_layout_kind {
#define PCS_LAYOUT_ENUM(name, text) name,
    PCS_LAYOUT_TABLE(PCS_LAYOUT_ENUM)
#undef PCS_LAYOUT_ENUM
        PCS_LAYOUT_COUNT
} pcs_layout_kind;

PCS_API const char *pcs_layout_name(pcs_layout_kind kind);

/* X(name, text): the order of hosts on the circle. */
#define PCS_ORDER_TABLE(X)                                                                                             \
    X(PCS_ORDER_ADDRESS, "address") /* subnets are neighbours */                                                       \
    X(PCS_ORDER_DEGREE, "degree")   /* the host with most neighbours first; equal ones by address */

typedef enum pcs_order {
#define PCS_ORDER_ENUM(name, text) name,
    PCS_ORDER_TABLE(PCS_ORDER_ENUM)
#undef PCS_ORDER_ENUM
        PCS_ORDER_COUNT
} pcs_order;

PCS_API const char *pcs_order_name(pcs_order order);

/* X(name, text): what makes the hosts of an edge pull each other harder; by its logarithm, the mean of all edges is 1.
 */
#define PCS_PULL_TABLE(X)                                                                                              \
    X(PCS_PULL_NONE, "none")       /* nothing: all edges pull alike */                                                 \
    X(PCS_PULL_PACKETS, "packets") /* of both directions and all protocols together */                                 \
    X(PCS_PULL_BYTES, "bytes")

typedef enum pcs_pull {
#define PCS_PULL_ENUM(name, text) name,
    PCS_PULL_TABLE(PCS_PULL_ENUM)
#undef PCS_PULL_ENUM
        PCS_PULL_COUNT
} pcs_pull;

PCS_API const char *pcs_pull_name(pcs_pull pull);

typedef struct pcs_layout_options {
    size_t size;
    pcs_layout_kind kind;
    uint64_t seed; /* another seed, another picture */
    /* NULL, or a CSV with the header id,x,y, id a host as in an edge list: its hosts are there, whatever the kind. A
     * host that is not in it is put beside its neighbours. */
    const char *positions;
    pcs_order order;     /* of PCS_LAYOUT_CIRCULAR */
    pcs_pull pull;       /* of the kinds with forces */
    uint32_t iterations; /* of these: steps; 0: what the number of hosts asks for */
} pcs_layout_options;

typedef struct pcs_layout pcs_layout;

/* A position for every host. options may be NULL. */
PCS_API pcs_status pcs_layout_compute(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                                      const pcs_layout_options *options, pcs_layout **out);
PCS_API void pcs_layout_free(pcs_layout *layout);
/* One number per host; y grows upwards. Owned by the object. */
PCS_API const double *pcs_layout_x(const pcs_layout *layout);
PCS_API const double *pcs_layout_y(const pcs_layout *layout);
/* Connected components of the graph that was laid out. */
PCS_API uint32_t pcs_layout_component_count(const pcs_layout *layout);

/* The positions as CSV with the header id,x,y, in the order of hosts, each number to its last bit: pcs_layout_options
 * takes it again. edges are those that were laid out. path as of pcs_edges_write_csv. */
PCS_API pcs_status pcs_layout_write_csv(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                                        const char *path);

#ifdef __cplusplus
}
#endif

#endif
