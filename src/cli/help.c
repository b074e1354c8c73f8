#include "cli/help.h"

#include "cli/parse.h"

#include <string.h>

enum { WIDTH = 80, TEXT_COLUMN = 28, TEXT_SIZE = 2048 };

/* Prints text in lines of at most WIDTH columns, the next ones starting at indent; the cursor is at column. */
static void print_wrapped(const char *text, size_t column, size_t indent) {
    while (*text) {
        size_t length = strcspn(text, " ");
        if (column + length + 1 > WIDTH && column > indent) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)length, text);
        column += length;
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

static void print_option(const pcs_option *option) {
    char left[64], right[TEXT_SIZE];
    int used = option->letter ? snprintf(left, sizeof(left), "  -%c, --%s", option->letter, option->name)
                              : snprintf(left, sizeof(left), "      --%s", option->name);
    if (option->argument) {
        used += snprintf(left + used, sizeof(left) - (size_t)used, option->implied ? "[=%s]" : " %s", option->argument);
    }
    size_t length = (size_t)snprintf(right, sizeof(right), "%s", option->help);
    pcs_words values;
    pcs_parse_values(option, &values);
    if (values.count > 0 && !option->open) {
        char list[TEXT_SIZE / 2];
        pcs_words_join(&values, "", list, sizeof(list));
        length += (size_t)snprintf(right + length, sizeof(right) - length, ". One of: %s", list);
    }
    if (option->standard && length < sizeof(right)) {
        snprintf(right + length, sizeof(right) - length, " (%s%sdefault: %s)", option->unit ? option->unit : "",
                 option->unit ? "; " : "", option->standard);
    }
    printf("%-*s", TEXT_COLUMN, left);
    if (used >= TEXT_COLUMN) {
        printf("\n%*s", TEXT_COLUMN, "");
    }
    print_wrapped(right, TEXT_COLUMN, TEXT_COLUMN);
}

void pcs_help_command(const pcs_command *command) {
    printf("usage: pcapshade %s%s%s [options]\n\n", command->name, command->operands[0] ? " " : "", command->operands);
    print_wrapped(command->details, 0, 0);
    printf("\n");
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if (option->commands & command->bit) {
            print_option(option);
        }
    }
}

void pcs_help_program(void) {
    printf("pcapshade turns network captures into one picture of who talks to whom.\n\n"
           "usage: pcapshade INPUT...                 picture of all inputs in INPUT.png\n");
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        char line[64];
        snprintf(line, sizeof(line), "pcapshade %s %s", command->name, command->operands);
        printf("       %-35s%s\n", line, command->summary);
    }
    printf("       pcapshade COMMAND --help           every option of a command\n"
           "       pcapshade --version\n\n"
           "INPUT is a capture (pcap, pcapng or ERF; plain, gzip, zstd, lz4 or xz), an edge\n"
           "list (CSV), or - for standard input.\n\nexamples:\n");
#define PRINT_EXAMPLE(line, text) printf("  # %s\n  %s\n", text, line);
    PCS_EXAMPLE_TABLE(PRINT_EXAMPLE)
#undef PRINT_EXAMPLE
}
