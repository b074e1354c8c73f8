#include "cli/generate.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A standard stream that the caller closed is opened the wrong way round: no output file takes its number, and using
 * it fails as it should. */
static void keep_standard_streams(void) {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF) {
            int opened = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            (void)opened; /* the lowest free number: this stream's */
        }
    }
}

/* Tables grow by moving, and what they leave goes back to the system: glibc would raise the size from which it does so
 * each time, and keep it instead. */
static void return_large_memory(void) {
#ifdef M_MMAP_THRESHOLD
    enum { LARGE = 1 << 20 };
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

static int run(int argument_count, char **arguments) {
    if (argument_count == 3 && strcmp(arguments[1], "generate") == 0) {
        return (int)pcs_generate(arguments[2]);
    }
    /* Without a command help is the program's, not that of the command which is meant. */
    bool plain = argument_count < 2 || !pcs_command_find(arguments[1]);
    pcs_settings settings;
    pcs_status status = pcs_parse(argument_count, arguments, &settings);
    int exit_status = (int)status;
    if (status != PCS_OK) {
        pcs_settings_free(&settings);
        return exit_status;
    }
    if (settings.version) {
        printf("pcapshade %s\n", pcs_version());
    } else if (settings.help && plain) {
        pcs_help_program();
    } else if (settings.help) {
        pcs_help_command(settings.command);
    } else {
        exit_status = settings.command->run(&settings);
    }
    pcs_settings_free(&settings);
    return exit_status;
}

int main(int argument_count, char **arguments) {
    keep_standard_streams();
    return_large_memory();
    pcs_interrupt_watch();
    int exit_status = run(argument_count, arguments);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        pcs_message("standard output: cannot write to it: %s", strerror(errno));
        return exit_status == PCS_OK || exit_status == PCS_EXIT_PARTIAL ? (int)PCS_E_WRITE : exit_status;
    }
    return exit_status;
}
