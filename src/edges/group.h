/* What a host is: which hosts a packet stands for. */
#ifndef PCS_EDGES_GROUP_H
#define PCS_EDGES_GROUP_H

#include "capture/capture.h"
#include "edges/host.h"

/* All 0: hosts are IP addresses. */
typedef struct pcs_grouping {
    pcs_group_by by;
    uint32_t prefix_ipv4, prefix_ipv6; /* bits, of PCS_GROUP_BY_PREFIX */
} pcs_grouping;

/* Source and destination of a packet that is an edge. True: both are IPv4 addresses. */
bool pcs_group_flow(const pcs_grouping *grouping, const pcs_flow *flow, pcs_host pair[2]);

/* What a host of an edge list is: with PCS_GROUP_BY_PREFIX of an address its prefix, else the host itself. */
pcs_host pcs_group_host(const pcs_grouping *grouping, const pcs_host *host);

#endif
