#include "cli/parse.h"

#include "cli/list.h"
#include "cli/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LIST_SIZE = 1024 };

static const pcs_option *find_long(const pcs_command *command, const char *name, size_t length) {
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if ((option->commands & command->bit) && strlen(option->name) == length &&
            strncmp(option->name, name, length) == 0) {
            return option;
        }
    }
    return NULL;
}

static const pcs_option *find_letter(const pcs_command *command, char letter) {
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if ((option->commands & command->bit) && letter && option->letter == letter) {
            return option;
        }
    }
    return NULL;
}

static pcs_status fail_long(const pcs_command *command, const char *given, size_t length) {
    pcs_words words = {.count = 0};
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if (option->commands & command->bit) {
            pcs_words_add(&words, option->name);
        }
    }
    char list[LIST_SIZE], name[64];
    snprintf(name, sizeof(name), "%.*s", (int)(length < sizeof(name) ? length : sizeof(name) - 1), given);
    pcs_words_join(&words, "--", list, sizeof(list));
    pcs_message("--%s: unknown option of %s: the nearest is --%s; allowed are %s", name, command->name,
                pcs_words_nearest(&words, name), list);
    return PCS_E_ARGUMENT;
}

static pcs_status fail_letter(const pcs_command *command, char given) {
    char list[LIST_SIZE] = "";
    size_t used = 0;
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if ((option->commands & command->bit) && option->letter) {
            used += (size_t)snprintf(list + used, sizeof(list) - used, "%s-%c (--%s)", used ? ", " : "", option->letter,
                                     option->name);
        }
    }
    pcs_message("-%c: unknown option of %s: allowed are %s, and the long ones of pcapshade %s --help", given,
                command->name, list, command->name);
    return PCS_E_ARGUMENT;
}

static pcs_status fail_command(const char *given) {
    pcs_words words = {.count = 0};
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        pcs_words_add(&words, command->name);
    }
    char list[LIST_SIZE];
    pcs_words_join(&words, "", list, sizeof(list));
    pcs_message("%s: unknown command, and no such file: the nearest is %s; allowed are %s", given,
                pcs_words_nearest(&words, given), list);
    return PCS_E_ARGUMENT;
}

/* True for a word that is no file and looks like a command with a slip in it. */
static bool is_misspelt_command(const char *word) {
    struct stat state;
    if (strpbrk(word, "./-") || lstat(word, &state) == 0) {
        return false;
    }
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        if (pcs_words_distance(word, command->name) <= 2) {
            return true;
        }
    }
    return false;
}

/* --name, --name=value or, where no value is implied, --name value; *next is the argument after it, and moves past what
 * is used. */
static pcs_status parse_long(const char *argument, char *const **next, pcs_settings *settings) {
    const char *name = argument + 2, *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const pcs_option *option = find_long(settings->command, name, length);
    if (!option) {
        return fail_long(settings->command, name, length);
    }
    if (option->kind == PCS_OPTION_SWITCH) {
        if (equals) {
            pcs_message("--%s: takes no value: leave out =%s", option->name, equals + 1);
            return PCS_E_ARGUMENT;
        }
        return pcs_parse_value(option, "", settings);
    }
    const char *value = equals ? equals + 1 : option->implied ? option->implied : **next;
    if (!value) {
        pcs_message("--%s: needs a value: --%s %s", option->name, option->name, option->argument);
        return PCS_E_ARGUMENT;
    }
    *next += equals || option->implied ? 0 : 1;
    return pcs_parse_value(option, value, settings);
}

/* -a, -ab, -ovalue or -o value. */
static pcs_status parse_letters(const char *argument, char *const **next, pcs_settings *settings) {
    for (const char *letter = argument + 1; *letter; letter++) {
        const pcs_option *option = find_letter(settings->command, *letter);
        if (!option) {
            return fail_letter(settings->command, *letter);
        }
        if (option->kind != PCS_OPTION_SWITCH) {
            const char *value = letter[1] ? letter + 1 : **next;
            if (!value) {
                pcs_message("-%c: needs a value: -%c %s", *letter, *letter, option->argument);
                return PCS_E_ARGUMENT;
            }
            *next += letter[1] ? 0 : 1;
            return pcs_parse_value(option, value, settings);
        }
        pcs_status status = pcs_parse_value(option, "", settings);
        if (status != PCS_OK) {
            return status;
        }
    }
    return PCS_OK;
}

/* The command is the first argument; without one, the first command of the table is meant. */
static pcs_status choose_command(char *const **next, pcs_settings *settings) {
    const char *first = **next;
    settings->command = pcs_command_at(0);
    if (!first || first[0] == '-') {
        return PCS_OK;
    }
    const pcs_command *named = pcs_command_find(first);
    if (named) {
        settings->command = named;
        *next += 1;
    } else if (is_misspelt_command(first)) {
        return fail_command(first);
    }
    return PCS_OK;
}

static pcs_status check_operands(const pcs_settings *settings, bool named) {
    const pcs_command *command = settings->command;
    if (settings->help || settings->version) {
        return PCS_OK;
    }
    struct stat state;
    if (!named && settings->operand_count > 0 && pcs_command_find(settings->operands[0]) &&
        lstat(settings->operands[0], &state) != 0) {
        pcs_message("%s: a command comes first: pcapshade %s ...", settings->operands[0], settings->operands[0]);
        return PCS_E_ARGUMENT;
    }
    if (command->operands[0] == '\0' && settings->operand_count > 0) {
        pcs_message("%s: %s takes no input: leave it out", settings->operands[0], command->name);
        return PCS_E_ARGUMENT;
    }
    if (command->operands[0] != '\0' && settings->operand_count == 0) {
        pcs_message("no input: name at least one capture or edge list, or see pcapshade --help");
        return PCS_E_ARGUMENT;
    }
    return PCS_OK;
}

pcs_status pcs_parse(int argument_count, char *const *arguments, pcs_settings *settings) {
    *settings = (pcs_settings){.operand_count = 0};
    settings->operands = calloc((size_t)argument_count + 1, sizeof(*settings->operands));
    if (!settings->operands) {
        pcs_message("no memory for the command line");
        return PCS_E_MEMORY;
    }
    char *const *next = arguments + (argument_count > 0 ? 1 : 0);
    pcs_status status = choose_command(&next, settings);
    bool named = next > arguments + 1, only_operands = false;
    while (status == PCS_OK && *next) {
        const char *argument = *next++;
        if (only_operands || argument[0] != '-' || strcmp(argument, "-") == 0) {
            settings->operands[settings->operand_count++] = argument;
        } else if (strcmp(argument, "--") == 0) {
            only_operands = true;
        } else if (argument[1] == '-') {
            status = parse_long(argument, &next, settings);
        } else {
            status = parse_letters(argument, &next, settings);
        }
    }
    if (status == PCS_OK && settings->files_from && !settings->help && !settings->version) {
        status = pcs_list_read(settings);
    }
    if (status == PCS_OK && settings->key_file && settings->anonymity == PCS_ANONYMITY_OFF) {
        pcs_message("--key-file: is of no use without --anonymize");
        status = PCS_E_ARGUMENT;
    }
    return status == PCS_OK ? check_operands(settings, named) : status;
}

void pcs_settings_free(pcs_settings *settings) {
    free(settings->operands);
    settings->operands = NULL;
    free(settings->list);
    settings->list = NULL;
}
