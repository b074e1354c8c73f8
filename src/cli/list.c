#include "cli/list.h"

#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than any list of names: an endless one comes to an end. */
enum { LIST_MAX = 1 << 30, FIRST_CAPACITY = 1 << 16 };

static pcs_status fail_memory(const char *name) {
    pcs_message("%s: no memory for the names in it", name);
    return PCS_E_MEMORY;
}

/* The whole stream, ended by NUL; to be freed, also after a failure. */
static pcs_status read_text(FILE *stream, const char *name, char **text, size_t *length) {
    size_t capacity = FIRST_CAPACITY;
    *text = malloc(capacity);
    *length = 0;
    while (*text) {
        *length += fread(*text + *length, 1, capacity - 1 - *length, stream);
        if (feof(stream)) {
            (*text)[*length] = '\0';
            return PCS_OK;
        }
        if (ferror(stream)) {
            bool interrupted = pcs_interrupted();
            pcs_message("%s: cannot be read: %s", name, interrupted ? "interrupted" : strerror(errno));
            return interrupted ? PCS_E_CANCELLED : PCS_E_READ;
        }
        if (capacity >= LIST_MAX) {
            pcs_message("%s: is no list of names: it is longer than %d MiB", name, LIST_MAX >> 20);
            return PCS_E_FORMAT;
        }
        capacity *= 2;
        char *more = realloc(*text, capacity);
        if (!more) {
            break;
        }
        *text = more;
    }
    return fail_memory(name);
}

/* Where a NUL is in it, NULs end the names, else line ends do; empty ones are left out. */
static size_t split(char *text, size_t length, const char **names) {
    bool lines = memchr(text, '\0', length) == NULL;
    size_t count = 0;
    for (char *at = text, *end = text + length; at < end;) {
        char *stop = memchr(at, lines ? '\n' : '\0', (size_t)(end - at));
        stop = stop ? stop : end;
        *stop = '\0';
        if (*at != '\0') {
            names[count++] = at;
        }
        at = stop + 1;
    }
    return count;
}

static size_t count_names(const char *text, size_t length) {
    size_t count = 1;
    for (size_t i = 0; i < length; i++) {
        count += text[i] == '\n' || text[i] == '\0';
    }
    return count;
}

static pcs_status add_names(pcs_settings *settings, const char *name, size_t length) {
    size_t most = settings->operand_count + count_names(settings->list, length);
    const char **operands = realloc(settings->operands, (most + 1) * sizeof(*operands));
    if (!operands) {
        return fail_memory(name);
    }
    settings->operands = operands;
    size_t count = split(settings->list, length, operands + settings->operand_count);
    settings->operand_count += count;
    if (count == 0) {
        pcs_message("%s: names no input: put the name of one in each line", name);
        return PCS_E_FORMAT;
    }
    return PCS_OK;
}

pcs_status pcs_list_read(pcs_settings *settings) {
    bool standard = pcs_output_is_standard(settings->files_from);
    const char *name = standard ? "standard input" : settings->files_from;
    FILE *stream = standard ? stdin : fopen(settings->files_from, "rbe");
    if (!stream) {
        pcs_message("%s: cannot be opened: %s", name, strerror(errno));
        return PCS_E_READ;
    }
    size_t length;
    pcs_status status = read_text(stream, name, &settings->list, &length);
    if (!standard) {
        fclose(stream);
    }
    return status == PCS_OK ? add_names(settings, name, length) : status;
}
