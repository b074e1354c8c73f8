#include "edges/protocol.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    pcs_protocol protocol;
} names[] = {{"tcp", PCS_TCP},        {"6", PCS_TCP},   {"udp", PCS_UDP},    {"17", PCS_UDP},
             {"icmp", PCS_ICMP},      {"1", PCS_ICMP},  {"icmp6", PCS_ICMP}, {"icmpv6", PCS_ICMP},
             {"ipv6-icmp", PCS_ICMP}, {"58", PCS_ICMP}, {"sctp", PCS_SCTP},  {"132", PCS_SCTP}};

pcs_protocol pcs_protocol_parse(const char *text, size_t length) {
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (length == strlen(names[i].name) && strncasecmp(text, names[i].name, length) == 0) {
            return names[i].protocol;
        }
    }
    return PCS_OTHER;
}
