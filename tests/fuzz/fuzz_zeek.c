/* Zeek's conn.log as text, from any bytes. */
#include "fuzz_doors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_door(&pcs_door_zeek, data, size);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    FUZZ_SEED(add,
              "#separator \\x09\n#unset_field\t-\n#path\tconn\n#fields\tts\tid.orig_h\tid.resp_h\tproto\tduration\t"
              "orig_bytes\torig_pkts\torig_ip_bytes\n1331901000.5\t10.0.0.2\t10.0.0.1\ttcp\t1.25\t10\t3\t-\n");
    /* Directives without a value. */
    FUZZ_SEED(add, "#separator \\x09\n#path\n#unset_field\n#empty_field\n#fields\tid.orig_h\tid.resp_h\tproto\n");
}
