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
