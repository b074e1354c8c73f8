/* The table that inputs are read into. It grows with hosts and edges alone, never with packets. */
#ifndef PCS_EDGES_TABLE_H
#define PCS_EDGES_TABLE_H

#include "capture/capture.h"
#include "edges/edge_set.h"
#include "edges/edges.h"
#include "edges/group.h"
#include "edges/host_set.h"

typedef struct pcs_table {
    pcs_edge_set addresses; /* edges between two IPv4 hosts, which are their addresses */
    pcs_edge_set others;    /* all other edges; their hosts are numbers of hosts */
    pcs_host_set hosts;
    pcs_grouping grouping; /* what the hosts are of all that is added */
} pcs_table;

/* What two hosts sent each other. */
typedef struct pcs_exchange {
    pcs_host pair[2]; /* in any order */
    pcs_protocol protocol;
    pcs_traffic there, back; /* from pair[0] to pair[1], and from pair[1] to pair[0] */
    pcs_edge_times times;
} pcs_exchange;

/* An empty table, with a hash key of its own: an attacker chooses what is put into it. grouping: NULL is by address. */
void pcs_table_init(pcs_table *table, const pcs_grouping *grouping);
/* For an empty table: the times of each edge are to be kept. */
void pcs_table_keep_times(pcs_table *table);
/* Frees what the table holds and empties it; the grouping stays. */
void pcs_table_clear(pcs_table *table);

/* How many edges it holds. */
static inline uint64_t pcs_table_edges(const pcs_table *table) {
    return (uint64_t)table->addresses.count + table->others.count;
}

/* Adds the packets whose outcome is PCS_OUTCOME_EDGE. */
pcs_status pcs_table_add_flows(pcs_context *context, pcs_table *table, const pcs_flow *flows, size_t count);

/* Adds to the edge of two hosts, in any order, what went each way. Of the groupings only that by prefix changes them:
 * they are not packets. */
pcs_status pcs_table_add_pair(pcs_context *context, pcs_table *table, const pcs_host pair[2], pcs_protocol protocol,
                              const pcs_traffic *there, const pcs_traffic *back);

/* Adds to the edge of each exchange, which is there afterwards even where nothing went either way. */
pcs_status pcs_table_add_exchanges(pcs_context *context, pcs_table *table, const pcs_exchange *exchanges, size_t count);

/* Adds all that is in from, which has the same grouping, and empties it. */
pcs_status pcs_table_merge(pcs_context *context, pcs_table *table, pcs_table *from);

/* True if a counter reached 2^64 - 1 and stays there. */
bool pcs_table_saturated(const pcs_table *table);

/* Makes the sorted table, without a summary, and empties this one, also where it fails. */
pcs_status pcs_table_finish(pcs_context *context, pcs_table *table, pcs_edges **out);

#endif
