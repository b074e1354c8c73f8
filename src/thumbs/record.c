#include "thumbs/record.h"

#include "base/text.h"
#include "thumbs/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

const char *pcs_record_state_name(pcs_record_state state) {
    static const char *const names[] = {
#define RECORD_NAME(name, text) text,
        PCS_RECORD_TABLE(RECORD_NAME)
#undef RECORD_NAME
    };
    return (unsigned)state < PCS_RECORD_STATES ? names[state] : "";
}

void pcs_record_clear(pcs_record *record) {
    free(record->picture);
    free(record->reason);
    for (int i = 0; i < PCS_TALKERS; i++) {
        free(record->talkers[i]);
    }
    *record = (pcs_record){.picture = NULL};
}

/* ---- a line: the state, the texts, the numbers, and a CRC-32 of all before it, with tabs between; texts are
 * printable, so that none of them holds a tab or a line end */

#define AT(member) offsetof(pcs_record, member)

static const size_t texts[] = {AT(picture), AT(reason), AT(talkers[0]), AT(talkers[1]), AT(talkers[2])};
/* All of 64 bits. */
static const size_t numbers[] = {
    AT(size),
    AT(mtime_ns),
    AT(options),
    AT(picture_size),
    AT(picture_checksum),
    AT(hosts),
    AT(edges),
    AT(drawn_hosts),
    AT(packets),
    AT(bytes),
    AT(first_ns),
    AT(last_ns),
    AT(talker_bytes[0]),
    AT(talker_bytes[1]),
    AT(talker_bytes[2]),
    AT(protocol_bytes[PCS_TCP]),
    AT(protocol_bytes[PCS_UDP]),
    AT(protocol_bytes[PCS_ICMP]),
    AT(protocol_bytes[PCS_SCTP]),
    AT(protocol_bytes[PCS_OTHER]),
};
_Static_assert(PCS_TALKERS == 3 && PCS_PROTOCOL_COUNT == 5, "the lists above have them all");

enum { TEXTS = sizeof(texts) / sizeof(texts[0]), NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static char **text_at(pcs_record *record, size_t index) {
    return (char **)((char *)record + texts[index]);
}

bool pcs_record_copy(const pcs_record *record, pcs_record *copy) {
    pcs_record own = *record;
    bool whole = true;
    for (size_t i = 0; i < TEXTS; i++) {
        char **text = text_at(&own, i);
        *text = *text && whole ? strdup(*text) : NULL;
        whole = whole && (*text || !*(char *const *)((const char *)record + texts[i]));
    }
    if (!whole) {
        pcs_record_clear(&own);
    }
    *copy = own;
    return whole;
}

static uint32_t checksum(const char *text, size_t length) {
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), (const unsigned char *)text, length);
}

char *pcs_record_write(const pcs_record *record) {
    char *line = NULL;
    size_t length = 0;
    FILE *file = open_memstream(&line, &length);
    if (!file) {
        return NULL;
    }
    fputs(pcs_record_state_name(record->state), file);
    for (size_t i = 0; i < TEXTS; i++) {
        const char *text = *(char *const *)((const char *)record + texts[i]);
        fprintf(file, "\t%s", text ? text : "");
    }
    for (size_t i = 0; i < NUMBERS; i++) {
        fprintf(file, "\t%" PRIu64, *(const uint64_t *)(const void *)((const char *)record + numbers[i]));
    }
    fflush(file);
    fprintf(file, "\t%08" PRIx32 "\n", line ? checksum(line, length) : 0);
    bool broken = ferror(file) != 0;
    if (fclose(file) != 0 || broken) {
        free(line);
        return NULL;
    }
    return line;
}

/* The next field, ended by NUL; NULL: there is none. */
static char *take_field(char **line) {
    char *field = *line;
    if (field) {
        char *tab = strchr(field, '\t');
        if (tab) {
            *tab++ = '\0';
        }
        *line = tab;
    }
    return field;
}

/* In memory of its own; an empty one is NULL. False: it is not printable, as all that is written is, or there is no
 * memory. */
static bool read_text(const char *field, char **text) {
    size_t size = strlen(field) + 1;
    char *copy = malloc(size);
    bool printable = false;
    if (copy) {
        pcs_text_escape(copy, size, field);
        printable = strcmp(field, copy) == 0;
    }
    *text = printable && *copy ? copy : NULL;
    if (!*text) {
        free(copy);
    }
    return printable;
}

static bool read_number(const char *field, uint64_t *number) {
    *number = 0;
    if (!*field || (field[0] == '0' && field[1])) {
        return false;
    }
    for (; *field; field++) {
        uint64_t digit = (uint64_t)(*field - '0');
        if (*field < '0' || *field > '9' || *number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        *number = *number * 10 + digit;
    }
    return true;
}

static bool read_state(const char *field, pcs_record_state *state) {
    for (int i = 0; i < PCS_RECORD_STATES; i++) {
        if (strcmp(field, pcs_record_state_name((pcs_record_state)i)) == 0) {
            *state = (pcs_record_state)i;
            return true;
        }
    }
    return false;
}

static bool read_fields(char *line, pcs_record *record) {
    char *field = take_field(&line);
    bool good = read_state(field, &record->state);
    for (size_t i = 0; i < TEXTS && good; i++) {
        field = take_field(&line);
        good = field && read_text(field, text_at(record, i));
    }
    for (size_t i = 0; i < NUMBERS && good; i++) {
        field = take_field(&line);
        good = field && read_number(field, (uint64_t *)(void *)((char *)record + numbers[i]));
    }
    return good && !line && record->picture && pcs_name_is_valid(record->picture);
}

bool pcs_record_read(char *line, pcs_record *record) {
    *record = (pcs_record){.picture = NULL};
    char *last = strrchr(line, '\t'), sum[9];
    if (!last) {
        return false;
    }
    snprintf(sum, sizeof(sum), "%08" PRIx32, checksum(line, (size_t)(last - line)));
    if (strcmp(sum, last + 1) != 0) {
        return false;
    }
    *last = '\0';
    if (!read_fields(line, record)) {
        pcs_record_clear(record);
        return false;
    }
    return true;
}
