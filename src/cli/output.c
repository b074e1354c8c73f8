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

/* A file that the command line names, and which one that is. */
typedef struct named_file {
    const char *dashes, *role; /* "--" and the name of an option, or "" and what it is */
    const char *name;
    bool is_output;
    bool is_known, is_regular; /* one that is not there yet will be regular */
    dev_t device;              /* of the file, or of the folder that it will be in, */
    ino_t node;
    const char *part; /* where it will have this name; of a file that is there "" */
} named_file;

static named_file look_at(const char *dashes, const char *role, const char *name, bool is_output) {
    named_file file = {.dashes = dashes, .role = role, .name = name, .is_output = is_output, .part = ""};
    struct stat state = {.st_mode = 0};
    if (pcs_output_is_standard(name)) {
        file.is_known = fstat(is_output ? STDOUT_FILENO : STDIN_FILENO, &state) == 0;
    } else {
        file.is_known = stat(name, &state) == 0;
    }
    file.is_regular = !file.is_known || S_ISREG(state.st_mode);
    if (!file.is_known && is_output) {
        file.part = last_part(name);
        char *folder = file.part > name ? strndup(name, (size_t)(file.part - name)) : strdup(".");
        file.is_known = folder && stat(folder, &state) == 0;
        free(folder);
    }
    file.device = state.st_dev;
    file.node = state.st_ino;
    return file;
}

static pcs_status check_apart(const named_file *output, const named_file *other) {
    bool both_standard =
        other->is_output && pcs_output_is_standard(output->name) && pcs_output_is_standard(other->name);
    bool same = output->is_known && other->is_known && output->is_regular && output->device == other->device &&
                output->node == other->node && strcmp(output->part, other->part) == 0;
    if (same || both_standard) {
        pcs_message("%s%s %s: is also %s%s %s: give it another name", output->dashes, output->role, output->name,
                    other->dashes, other->role, other->name);
        return PCS_E_ARGUMENT;
    }
    return PCS_OK;
}

pcs_status pcs_output_check(const char *output, const char *input) {
    named_file out = look_at("", "the output", output, true), in = look_at("", "the input", input, false);
    return check_apart(&out, &in);
}

/* The file that an option of the command names, NULL: none. */
static const char *file_of(const pcs_settings *settings, const pcs_option *option, const char *output) {
    if (option->kind != PCS_OPTION_FILE || !(option->commands & settings->command->bit)) {
        return NULL;
    }
    const char *name = *(const char *const *)(const void *)((const char *)settings + option->offset);
    return name || option->offset != offsetof(pcs_settings, output) ? name : output;
}

bool pcs_outputs_use_standard(const pcs_settings *settings, const char *output) {
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        const char *name = option->is_output ? file_of(settings, option, output) : NULL;
        if (name && pcs_output_is_standard(name)) {
            return true;
        }
    }
    return false;
}

/* Positions are read before any are saved, and a few more hosts may be all that is new in them. */
static bool may_replace(const pcs_option *option, const pcs_option *read) {
    return option->offset == offsetof(pcs_settings, save_positions) &&
           read->offset == offsetof(pcs_settings, positions);
}

/* That of the index-th option is apart from the outputs before it and from all that is read. */
static pcs_status check_one(const pcs_settings *settings, const char *output, size_t index) {
    const pcs_option *option = pcs_option_at(index), *other;
    named_file out = look_at("--", option->name, file_of(settings, option, output), true);
    pcs_status status = PCS_OK;
    for (size_t i = 0; status == PCS_OK && (other = pcs_option_at(i)) != NULL; i++) {
        const char *name = file_of(settings, other, output);
        if (name && (other->is_output ? i < index : !may_replace(option, other))) {
            named_file file = look_at("--", other->name, name, other->is_output);
            status = check_apart(&out, &file);
        }
    }
    for (size_t i = 0; status == PCS_OK && i < settings->operand_count; i++) {
        named_file file = look_at("", "the input", settings->operands[i], false);
        status = check_apart(&out, &file);
    }
    return status;
}

pcs_status pcs_outputs_check(const pcs_settings *settings, const char *output) {
    const pcs_option *option;
    pcs_status status = PCS_OK;
    for (size_t i = 0; status == PCS_OK && (option = pcs_option_at(i)) != NULL; i++) {
        if (option->is_output && file_of(settings, option, output)) {
            status = check_one(settings, output, i);
        }
    }
    return status;
}
