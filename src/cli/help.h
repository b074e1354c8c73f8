/* Help on standard output, from the option table. */
#ifndef PCS_CLI_HELP_H
#define PCS_CLI_HELP_H

#include "cli/options.h"

#include <stdio.h>

/* One screen: the commands, the options used most, examples. */
void pcs_help_program(void);

/* Every option of a command with its default and unit. */
void pcs_help_command(const pcs_command *command);

/* X(command line, what it does): the examples of help and man page. */
#define PCS_EXAMPLE_TABLE(X)                                                                                           \
    X("pcapshade trace.pcap", "draw trace.pcap into trace.pcap.png")                                                   \
    X("pcapshade render --layout circular --size 4000x3000 -o day.png day/*.pcapng", "draw several captures together") \
    X("tcpdump -i eth0 -c 100000 -w - | pcapshade render -o now.png -", "draw what the network does now")              \
    X("pcapshade thumbs -o sheet captures/", "draw each capture of a folder: open sheet/index.html in a browser")

/* X(status, what it means): the exit statuses of help and man page. */
#define PCS_EXIT_TABLE(X)                                                                                              \
    X(0, "done")                                                                                                       \
    X(1, "done, but some input was skipped or cut short: a message says which and why")                                \
    X(2, "usage: an option, a value or a filter is not valid")                                                         \
    X(3, "an input cannot be read")                                                                                    \
    X(4, "an input is not what it should be")                                                                          \
    X(5, "an output cannot be written")                                                                                \
    X(6, "a device failed, or the one named is not there")                                                             \
    X(7, "there is not enough memory")                                                                                 \
    X(8, "bench --compare: a stage is slower than before, or has another result")                                      \
    X(130, "interrupted: outputs are as they were")

#endif
