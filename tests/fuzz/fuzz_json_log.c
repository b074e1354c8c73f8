/* Zeek's conn.log as JSON and Suricata's eve.json, from any bytes. */
#include "fuzz_doors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_door(&pcs_door_json, data, size);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    FUZZ_SEED(
        add,
        "{\"timestamp\":\"2012-03-16T12:30:00.5+0000\",\"event_type\":\"flow\",\"src_ip\":\"::1\",\"dest_ip\":\"::2\","
        "\"proto\":\"UDP\",\"flow\":{\"pkts_toserver\":2,\"bytes_toserver\":2e2,\"start\":\"2012-03-16T13:29:00Z\"}}\n"
        "{\"event_type\":\"netflow\",\"src_ip\":\"1.1.1.1\",\"dest_ip\":\"1.1.1.2\",\"netflow\":{\"pkts\":3}}\n");
    FUZZ_SEED(
        add,
        "{\"ts\":1331901000.5,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"10.0.0.2\",\"proto\":\"udp\",\"duration\":0.5,"
        "\"orig_bytes\":10,\"conn_state\":\"SF\",\"tunnel_parents\":[\"x\",{\"ts\":null}]}");
}
