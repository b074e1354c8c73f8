#include "cli/generate.h"
#include "cli/parse.h"

#include <stdio.h>
#include <string.h>

/* The values of an option, with a space between them. */
static void print_values(const pcs_option *option) {
    pcs_words values;
    pcs_parse_values(option, &values);
    for (size_t i = 0; i < values.count; i++) {
        printf("%s%s", i ? " " : "", values.text[i]);
    }
}

/* The first part of the help, up to a colon, a semicolon or a full stop, without quotes and brackets. */
static void print_short(const char *help) {
    for (; *help && !strchr(":;.", *help); help++) {
        if (!strchr("'\"[]\\", *help)) {
            putchar(*help);
        }
    }
}

static void print_command_names(void) {
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        printf("%s%s", i ? " " : "", command->name);
    }
}

static void print_option_names(const pcs_command *command) {
    const pcs_option *option;
    const char *space = "";
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if (option->commands & command->bit) {
            printf("%s--%s", space, option->name);
            space = " ";
        }
    }
}

/* True if an option of this name came before in the table. */
static bool seen_before(size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (strcmp(pcs_option_at(i)->name, pcs_option_at(index)->name) == 0) {
            return true;
        }
    }
    return false;
}

static void print_bash_values(void) {
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if (option->kind == PCS_OPTION_SWITCH || seen_before(i)) {
            continue;
        }
        /* A word of its own is no value of an option that implies one. */
        if (!option->implied) {
            printf("    --%s |", option->name);
        }
        printf("    --%s=", option->name);
        if (option->letter) {
            printf(" | -%c", option->letter);
        }
        printf(")\n");
        if (option->kind == PCS_OPTION_FILE) {
            printf("        compopt -o filenames 2> /dev/null\n"
                   "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n");
        } else if (option->value) {
            printf("        mapfile -t COMPREPLY < <(compgen -W '");
            print_values(option);
            printf("' -- \"$word\")\n");
        }
        printf("        return\n        ;;\n");
    }
}

void pcs_generate_bash(void) {
    printf("# bash completion for pcapshade\n"
           "_pcapshade() {\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} names commands='");
    print_command_names();
    printf("'\n"
           "    # --option=value comes in three words.\n"
           "    if [[ $word == = ]]; then\n"
           "        word=\n"
           "        before+==\n"
           "    elif [[ $before == = ]]; then\n"
           "        before=${COMP_WORDS[COMP_CWORD - 2]}=\n"
           "    fi\n"
           "    COMPREPLY=()\n"
           "    case $before in\n");
    print_bash_values();
    printf("    esac\n"
           "    case ${COMP_WORDS[1]} in\n");
    const pcs_command *command;
    for (size_t i = 1; (command = pcs_command_at(i)) != NULL; i++) {
        printf("    %s) names='", command->name);
        print_option_names(command);
        printf("' ;;\n");
    }
    printf("    *) names='");
    print_option_names(pcs_command_at(0));
    printf("' ;;\n"
           "    esac\n"
           "    if [[ $word == -* ]]; then\n"
           "        mapfile -t COMPREPLY < <(compgen -W \"$names\" -- \"$word\")\n"
           "        return\n"
           "    fi\n"
           "    compopt -o filenames 2> /dev/null\n"
           "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
           "    if ((COMP_CWORD == 1)); then\n"
           "        mapfile -t -O \"${#COMPREPLY[@]}\" COMPREPLY < <(compgen -W \"$commands\" -- \"$word\")\n"
           "    fi\n"
           "}\n"
           "complete -F _pcapshade pcapshade\n");
}

static void print_zsh_option(const pcs_option *option) {
    if (option->letter) {
        printf("            '(-%c --%s)'{-%c,--%s%s}'[", option->letter, option->name, option->letter, option->name,
               option->argument ? "=" : "");
    } else {
        printf("            '--%s%s[", option->name, option->implied ? "=-" : option->argument ? "=" : "");
    }
    print_short(option->help);
    putchar(']');
    if (option->argument) {
        printf("%s:%s:", option->implied ? ":" : "", option->argument);
        if (option->kind == PCS_OPTION_FILE) {
            printf("_files");
        } else if (option->value) {
            putchar('(');
            print_values(option);
            putchar(')');
        }
    }
    printf("' \\\n");
}

void pcs_generate_zsh(void) {
    printf("#compdef pcapshade\n\n"
           "local -a commands=(\n");
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        printf("    '%s:%s'\n", command->name, command->summary);
    }
    printf(")\n\n"
           "if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then\n"
           "    _describe command commands\n"
           "    _files\n"
           "    return\n"
           "fi\n"
           "case $words[2] in\n");
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        /* The first command is meant where none is named. */
        bool last = pcs_command_at(i + 1) == NULL;
        const pcs_command *shown = pcs_command_at(last ? 0 : i + 1);
        printf("    %s)\n        _arguments -s \\\n", last ? "*" : shown->name);
        const pcs_option *option;
        for (size_t j = 0; (option = pcs_option_at(j)) != NULL; j++) {
            if (option->commands & shown->bit) {
                print_zsh_option(option);
            }
        }
        printf("            '*:input:%s'\n        ;;\n", shown->operands[0] ? "_files" : " ");
    }
    printf("esac\n");
}

static void print_fish_option(const pcs_command *command, const pcs_option *option) {
    printf("complete -c pcapshade -n '__pcapshade_uses %s' -l %s", command->name, option->name);
    if (option->letter) {
        printf(" -s %c", option->letter);
    }
    if (option->argument && !option->implied) {
        printf(option->kind == PCS_OPTION_FILE ? " -r -F" : " -x");
    }
    if (option->value) {
        printf(" -a '");
        print_values(option);
        putchar('\'');
    }
    printf(" -d '");
    print_short(option->help);
    printf("'\n");
}

void pcs_generate_fish(void) {
    printf("# fish completion for pcapshade\n"
           "function __pcapshade_uses\n"
           "    set -l words (commandline -opc)\n"
           "    set -l command %s\n"
           "    if contains -- \"$words[2]\" ",
           pcs_command_at(0)->name);
    print_command_names();
    printf("\n"
           "        set command $words[2]\n"
           "    end\n"
           "    test $command = $argv[1]\n"
           "end\n");
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        printf("complete -c pcapshade -n __fish_is_first_arg -a %s -d '%s'\n", command->name, command->summary);
        const pcs_option *option;
        for (size_t j = 0; (option = pcs_option_at(j)) != NULL; j++) {
            if (option->commands & command->bit) {
                print_fish_option(command, option);
            }
        }
    }
}
