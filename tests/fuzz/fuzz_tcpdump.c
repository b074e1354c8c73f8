/* Text of tcpdump's, from any bytes. */
#include "fuzz_doors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_door(&pcs_door_tcpdump, data, size);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    FUZZ_SEED(
        add, "12:30:00.000002 IP 10.0.0.1.1234 > 10.0.0.2.80: tcp 7\n12:30:00.000004 IP 10.0.0.1 > 10.0.0.2: ICMP echo "
             "request, id 1, seq 1, length 64\r\n1331901000.000003 IP 10.0.0.1.53 > 10.0.0.2.53: UDP, length 30");
}
