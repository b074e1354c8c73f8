/* What is measured: a graph, and the packets that it comes from. */
#ifndef PCS_BENCH_WORKLOAD_H
#define PCS_BENCH_WORKLOAD_H

#include "base/context.h"
#include "edges/edges.h"

typedef struct pcs_workload {
    pcs_bench_workload info;
    pcs_edges *edges; /* what reading gives */
    uint8_t *capture; /* a pcap file in memory that gives these edges; NULL: input, or no packets */
    uint64_t capture_size;
    const char *input; /* borrowed */
    const pcs_read_options *read;
} pcs_workload;

/* Hosts without an edge are none, and a graph that is full has fewer edges than were asked for. packets: its capture is
 * made too. Whether one can be made and measured is checked before any work, and may be checked before: PCS_E_MEMORY
 * where the machine has too little. */
pcs_status pcs_workload_check(pcs_context *context, const pcs_bench_graph *graph, bool packets);
pcs_status pcs_workload_generate(pcs_context *context, const pcs_bench_graph *graph, bool packets,
                                 pcs_workload *workload);
pcs_status pcs_workload_read(pcs_context *context, const char *input, const pcs_read_options *options,
                             pcs_workload *workload);
void pcs_workload_clear(pcs_workload *workload);

/* What the stage ingest does: a new table of what the capture or the input holds. */
pcs_status pcs_workload_ingest(pcs_context *context, const pcs_workload *workload, pcs_edges **out);

/* The graph as a table: hosts are IPv4 addresses; of each edge one packet goes there and one back. */
pcs_status pcs_workload_edges(pcs_context *context, const pcs_bench_graph *graph, pcs_edges **out);

/* Fills capture: Ethernet, IPv4, TCP, UDP or ICMP, headers alone, in an order that jumps from edge to edge. */
pcs_status pcs_workload_packets(pcs_context *context, pcs_workload *workload);

#endif
