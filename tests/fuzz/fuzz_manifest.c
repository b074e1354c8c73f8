/* Lines of a manifest from any bytes: as they are, and with a checksum that is right. What is taken is written again as
 * it was. */
#include "fuzz_driver.h"

#include "thumbs/names.h"
#include "thumbs/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void read_line(const char *text) {
    char *line = strdup(text);
    pcs_record record;
    if (line && pcs_record_read(line, &record)) {
        char *again = pcs_record_write(&record);
        size_t length = strlen(text);
        if (!pcs_name_is_valid(record.picture) || !again || strncmp(again, text, length) != 0 ||
            strcmp(again + length, "\n") != 0) {
            abort();
        }
        free(again);
        pcs_record_clear(&record);
    }
    free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 16);
    if (!text) {
        return 0;
    }
    if (size > 0) {
        memcpy(text, data, size);
    }
    text[size] = '\0';
    read_line(text);
    size_t length = strlen(text);
    snprintf(text + length, 16, "\t%08lx", (unsigned long)crc32(crc32(0, NULL, 0), (const Bytef *)text, (uInt)length));
    read_line(text);
    free(text);
    return 0;
}

void fuzz_seeds(void (*add)(const void *data, size_t length)) {
    static const char line[] =
        "cut\ta/b.png\twhy\t10.0.0.1\t::1\t\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t14\t15\t16\t17\t18\t19\t20";
    add(line, sizeof(line) - 1);
}
