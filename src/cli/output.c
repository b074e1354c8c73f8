#include "cli/output.h"

#include "cli/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *pcs_output_name(const char *input) {
    const char *base = last_part(input);
    /* Of a directory the last part may say nothing. */
    bool empty = *base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0;
    char *resolved = empty ? realpath(input, NULL) : NULL;
    base = resolved ? last_part(resolved) : base;
    size_t size = strlen(base) + sizeof(".png");
    char *name = malloc(size);
    if (name) {
        snprintf(name, size, "%s.png", base);
    }
    free(resolved);
    return name;
}

bool pcs_output_is_standard(const char *output) {
    return strcmp(output, "-") == 0;
}

static bool look(const char *path, int standard, struct stat *state) {
    return (pcs_output_is_standard(path) ? fstat(standard, state) : stat(path, state)) == 0;
}

pcs_status pcs_output_check_apart(const char *output, const char *other) {
    struct stat one, two;
    bool same = strcmp(output, other) == 0;
    if (look(output, STDOUT_FILENO, &one) && look(other, STDOUT_FILENO, &two)) {
        bool regular = S_ISREG(one.st_mode);
        /* A device takes both. */
        same = (same && (regular || pcs_output_is_standard(output))) ||
               (regular && one.st_dev == two.st_dev && one.st_ino == two.st_ino);
    }
    if (same) {
        pcs_message("%s: the output is also the output %s: give it another name", other, output);
        return PCS_E_ARGUMENT;
    }
    return PCS_OK;
}

pcs_status pcs_output_check(const pcs_settings *settings, const char *output) {
    struct stat out, in;
    /* A terminal or a device may well be both. */
    if (!look(output, STDOUT_FILENO, &out) || !S_ISREG(out.st_mode)) {
        return PCS_OK;
    }
    for (size_t i = 0; i < settings->operand_count; i++) {
        const char *input = settings->operands[i];
        if (look(input, STDIN_FILENO, &in) && in.st_dev == out.st_dev && in.st_ino == out.st_ino) {
            pcs_message("%s: the output is also the input %s: give it another name", output, input);
            return PCS_E_ARGUMENT;
        }
    }
    return PCS_OK;
}
