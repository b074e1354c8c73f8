#include "edges/group.h"

#include "base/bytes.h"

static pcs_host host_of(const pcs_flow *flow, const uint8_t address[16]) {
    pcs_host host = {.kind = PCS_HOST_IPV6};
    pcs_bytes bytes = {address, 16};
    pcs_bytes_be64(bytes, 0, &host.high);
    pcs_bytes_be64(bytes, 8, &host.low);
    if (flow->ip_version != 6) {
        host.kind = flow->ip_version == 4 ? PCS_HOST_IPV4 : PCS_HOST_MAC;
        host.low = host.high >> (flow->ip_version == 4 ? 32 : 16);
        host.high = 0;
    }
    return host;
}

/* 0: the source serves, 1: the destination; -1: no one. Asked of a packet the other way, it names the same host. */
static int serving_side(const pcs_flow *flow, const pcs_host pair[2]) {
    uint16_t source = flow->source_port, destination = flow->destination_port;
    if (source == 0 || destination == 0) {
        return source != 0 ? 0 : destination != 0 ? 1 : -1;
    }
    if (source != destination) {
        return source < destination ? 0 : 1;
    }
    return pcs_host_compare(&pair[0], &pair[1]) <= 0 ? 0 : 1;
}

static void add_port(const pcs_flow *flow, pcs_host pair[2]) {
    int side = serving_side(flow, pair);
    if (side >= 0) {
        pcs_host *host = &pair[side];
        host->kind = host->kind == PCS_HOST_IPV4 ? PCS_HOST_IPV4_SERVICE : PCS_HOST_IPV6_SERVICE;
        host->suffix = side == 0 ? flow->source_port : flow->destination_port;
    }
}

bool pcs_group_flow(const pcs_grouping *grouping, const pcs_flow *flow, pcs_host pair[2]) {
    pcs_host hosts[2] = {host_of(flow, flow->source), host_of(flow, flow->destination)};
    if (grouping->by == PCS_GROUP_BY_SERVICE) {
        add_port(flow, hosts);
    }
    pair[0] = pcs_group_host(grouping, &hosts[0]);
    pair[1] = pcs_group_host(grouping, &hosts[1]);
    return pair[0].kind == PCS_HOST_IPV4 && pair[1].kind == PCS_HOST_IPV4;
}

pcs_host pcs_group_host(const pcs_grouping *grouping, const pcs_host *host) {
    if (grouping->by == PCS_GROUP_BY_PREFIX && (host->kind == PCS_HOST_IPV4 || host->kind == PCS_HOST_IPV6)) {
        return pcs_host_prefix(host, host->kind == PCS_HOST_IPV4 ? grouping->prefix_ipv4 : grouping->prefix_ipv6);
    }
    return *host;
}
