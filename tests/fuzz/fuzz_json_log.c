/* Zeek's conn.log as JSON and Suricata's eve.json, from any bytes. */
#include "fuzz_doors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_door(&pcs_door_json, data, size);
    return 0;
}
