#include "cli/generate.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/stats.h"

#include <string.h>

/* Set with the version: a page made from the same source is the same page. */
static const char *const release_date = "November 22, 2026";

/* Before escapes, which make lines longer: mandoc wants no more than 80. */
enum { LINE_WIDTH = 64 };

static void print_escaped(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '\\':
            fputs("\\e", stdout);
            break;
        case '-':
            fputs("\\-", stdout);
            break;
        case '"':
            fputs("\\(dq", stdout);
            break;
        default:
            putchar(text[i]);
        }
    }
}

/* Lines of text in mdoc: nothing in them is taken for a request, and a sentence begins a line, so that the formatter
 * spaces it. */
static void print_text(const char *text) {
    size_t column = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (column > 0) {
            putchar(column + length > LINE_WIDTH ? '\n' : ' ');
            column = column + length > LINE_WIDTH ? 0 : column + 1;
        }
        if (column == 0 && (*text == '.' || *text == '\'')) {
            fputs("\\&", stdout);
        }
        print_escaped(text, length);
        column += length;
        bool ends = text[length] == ' ' && text[length - 1] == '.';
        text += length;
        text += strspn(text, " ");
        if (ends) {
            putchar('\n');
            column = 0;
        }
    }
}

static void print_option(const pcs_option *option) {
    printf(".It ");
    if (option->letter) {
        printf("Fl %c , ", option->letter);
    }
    printf("Fl \\-%s", option->name);
    if (option->argument) {
        printf(option->implied ? " Ns Op Ns = Ns Ar %s" : " Ar %s", option->argument);
    }
    putchar('\n');
    print_text(option->help);
    printf(".\n");
    if (option->unit) {
        printf("Unit: %s.\n", option->unit);
    }
    pcs_words values;
    pcs_parse_values(option, &values);
    if (values.count > 0 && !option->open) {
        char list[1024];
        pcs_words_join(&values, "", list, sizeof(list));
        printf("Allowed:\n");
        print_text(list);
        printf(".\n");
    }
    if (option->standard) {
        printf("Default:\n");
        print_text(option->standard);
        printf(".\n");
    }
}

static void print_command(const pcs_command *command) {
    printf(".Ss pcapshade %s\n", command->name);
    print_text(command->details);
    printf("\n.Bl -tag -width Ds\n");
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if (option->commands & command->bit) {
            print_option(option);
        }
    }
    printf(".El\n");
}

/* "INPUT..." with the dots apart, as mdoc(7) has them. */
static void print_operands(const char *operands) {
    size_t length = strcspn(operands, ".");
    printf(".Ar %.*s%s\n", (int)length, operands, operands[length] ? " ..." : "");
}

static void print_head(void) {
    printf(".Dd %s\n.Dt PCAPSHADE 1\n.Os\n", release_date);
    printf(".Sh NAME\n.Nm pcapshade\n.Nd network captures as one picture of who talks to whom\n");
    printf(".Sh SYNOPSIS\n.Nm\n.Ar INPUT ...\n");
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        printf(".Nm\n.Cm %s\n.Op Ar options\n", command->name);
        if (command->operands[0]) {
            print_operands(command->operands);
        }
    }
    printf(".Nm\n.Op Cm COMMAND\n.Fl \\-help | Fl \\-version\n");
    printf(".Sh DESCRIPTION\n.Nm\nreads network captures and draws one line for each pair of hosts that talk.\n"
           "Where many lines cross, the picture is bright.\n"
           "The same inputs and options give the same pixels on every machine and device.\n"
           ".Pp\nWithout a command,\n.Cm %s\nis meant.\n"
           "An option that is given twice counts as given last; after\n.Fl \\-\nall arguments are inputs.\n"
           "A broken packet is counted, never an error;\n"
           "a capture that breaks midway keeps what came before.\n",
           pcs_command_at(0)->name);
}

static void print_tail(void) {
    printf(".Sh STATISTICS\n.Fl \\-stats Ns = Ns Cm json\nprints one object with these members:\n"
           ".Bl -tag -width Ds\n");
#define PRINT_KEY(key, meaning)                                                                                        \
    printf(".It Li %s\n", key);                                                                                        \
    print_text(meaning ".\n");
    PCS_STATS_TABLE(PRINT_KEY)
    printf(".El\nOf\n.Cm thumbs\nthe object has\n.Li version , command , device , seconds , peak_bytes ,\nand these:\n"
           ".Bl -tag -width Ds\n");
#define PRINT_MEMBER(member, meaning)                                                                                  \
    printf(".It Li %s\n", #member);                                                                                    \
    print_text(meaning ".\n");
    PCS_STATS_THUMBS_TABLE(PRINT_MEMBER)
#undef PRINT_MEMBER
    printf(".El\n.Sh BENCHMARK RESULTS\n"
           ".Cm bench\n.Fl \\-json Ar FILE\nwrites one object with these members; times are whole nanoseconds,\n"
           "hashes 16 hexadecimal digits, and what is not known is null:\n.Bl -tag -width Ds\n");
    PCS_BENCH_JSON_TABLE(PRINT_KEY)
#undef PRINT_KEY
    printf(".El\n.Sh ENVIRONMENT\n.Bl -tag -width NO_COLOR\n"
           ".It Ev NO_COLOR\nWhere it is set and not empty, the progress bar has no colour.\n"
           ".It Ev TERM\nLikewise where it is unset or\n.Li dumb .\n.El\n");
    printf(".Sh EXIT STATUS\n.Bl -tag -width 999\n");
#define PRINT_EXIT(status, meaning) printf(".It %d\n%s.\n", status, meaning);
    PCS_EXIT_TABLE(PRINT_EXIT)
#undef PRINT_EXIT
    printf(".El\n.Sh EXAMPLES\n.Bl -tag -width Ds\n");
#define PRINT_EXAMPLE(line, text)                                                                                      \
    printf(".It Li \"");                                                                                               \
    print_escaped(line, strlen(line));                                                                                 \
    printf("\"\n%s\n", text);
    PCS_EXAMPLE_TABLE(PRINT_EXAMPLE)
#undef PRINT_EXAMPLE
    printf(".El\n.Sh SEE ALSO\n.Xr tcpdump 1 ,\n.Xr pcap-filter 7\n");
}

void pcs_generate_man(void) {
    print_head();
    printf(".Sh COMMANDS\n");
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        print_command(command);
    }
    print_tail();
}
