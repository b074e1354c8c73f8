/* A growing set of edges between hosts that are told apart by 32-bit numbers: of IPv4 hosts the addresses themselves,
 * so that a packet takes one look-up, of others their numbers in a host set. */
#ifndef PCS_EDGES_EDGE_SET_H
#define PCS_EDGES_EDGE_SET_H

#include "base/context.h"
#include "edges/edges.h"
#include "edges/index.h"

typedef struct pcs_edge_set {
    pcs_edge *edges;       /* in order of arrival; a <= b by number */
    pcs_edge_times *times; /* of each edge; NULL where they are not kept */
    uint32_t count;
    size_t capacity, times_capacity;
    pcs_index index;
    pcs_claim claim;                   /* the memory of all this */
    uint64_t keys[PCS_PROTOCOL_COUNT]; /* of the hash, secret: set before the first edge is added */
    bool timed;                        /* times are kept: set before the first edge is added */
    bool saturated;                    /* a counter would have passed 2^64 - 1, and stays there */
} pcs_edge_set;

/* What went one way. */
typedef struct pcs_transfer {
    uint32_t source, destination;
    pcs_protocol protocol;
    pcs_traffic traffic;
} pcs_transfer;

/* Frees what the set holds and empties it. */
void pcs_edge_set_clear(pcs_edge_set *set);

/* Adds each transfer to its edge; times are those of each transfer, or NULL where none are known. */
pcs_status pcs_edge_set_add(pcs_context *context, pcs_edge_set *set, const pcs_transfer *transfers,
                            const pcs_edge_times *times, size_t count);

/* Frees what a look-up needs: nothing is looked up from then on. */
void pcs_edge_set_seal(pcs_edge_set *set);

/* For a sealed set: adds all edges of another, none of which may be there already. */
pcs_status pcs_edge_set_append(pcs_context *context, pcs_edge_set *set, const pcs_edge_set *from);

/* Hands over the edges, with the memory they need and no more; never NULL, also where there are none; and their times,
 * NULL where they were not kept. The set is empty afterwards. */
pcs_status pcs_edge_set_take(pcs_context *context, pcs_edge_set *set, pcs_edge **edges, pcs_edge_times **times);

#endif
