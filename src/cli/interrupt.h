/* Signals that ask the program to stop. */
#ifndef PCS_CLI_INTERRUPT_H
#define PCS_CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on the first SIGINT, SIGTERM or SIGHUP sets a flag and the second of its kind ends the program at once;
 * SIGPIPE and SIGXFSZ are failed writes. */
void pcs_interrupt_watch(void);

/* True once a signal came. */
bool pcs_interrupted(void);

#endif
