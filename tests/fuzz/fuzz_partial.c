/* Partials from any bytes: as they are, and with the checksum of each block put right, so that the contents are read.
 */
#include "fuzz_doors.h"

#include "edges/partial.h"

#include <stdlib.h>
#include <zlib.h>

static uint32_t length_at(const uint8_t *data) {
    return data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

static void put_checksums(uint8_t *data, size_t size) {
    uint32_t crc = (uint32_t)crc32(0, data, PCS_PARTIAL_HEADER);
    size_t at = PCS_PARTIAL_HEADER;
    while (size - at >= PCS_PARTIAL_BLOCK_HEADER + 4) {
        size_t length = length_at(data + at + 12);
        if (length > size - at - PCS_PARTIAL_BLOCK_HEADER - 4) {
            return;
        }
        length += PCS_PARTIAL_BLOCK_HEADER;
        crc = (uint32_t)crc32(crc, data + at, (uInt)length);
        at += length;
        for (unsigned i = 0; i < 4; i++) {
            data[at++] = (uint8_t)(crc >> (8 * i));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_door(&pcs_door_partial, data, size);
    uint8_t *copy = size >= PCS_PARTIAL_HEADER ? malloc(size) : NULL;
    if (copy) {
        memcpy(copy, data, size);
        put_checksums(copy, size);
        fuzz_door(&pcs_door_partial, copy, size);
        free(copy);
    }
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    /* A summary, an IPv4 host, a name, and an edge; the checksums are put right above. */
    static const char partial[] = PCS_PARTIAL_MAGIC "\1\0\0\0"
                                                    "\0\0\0\0\1\0\0\0\17\0\0\0\17\0\0\0"
                                                    "\0\2\1\0\0\0\1\7\1\0\0\0\0\0\0"
                                                    "crc."
                                                    "\1\0\0\0\2\0\0\0\5\0\0\0\5\0\0\0"
                                                    "\0\1\3\1n"
                                                    "crc."
                                                    "\2\0\0\0\1\0\0\0\11\0\0\0\11\0\0\0"
                                                    "\0\1\0\1\2\3\4\5\6"
                                                    "crc."
                                                    "\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                                                    "crc.";
    add(partial, sizeof(partial) - 1);
}
