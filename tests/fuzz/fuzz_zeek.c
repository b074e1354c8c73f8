/* Zeek's conn.log as text, from any bytes. */
#include "fuzz_doors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_door(&pcs_door_zeek, data, size);
    return 0;
}
