/* Where results go, and whether they may go there. */
#ifndef PCS_CLI_OUTPUT_H
#define PCS_CLI_OUTPUT_H

#include "cli/options.h"

/* The picture's name where none is given: "x.pcap.png" for "folder/x.pcap", "folder.png" for
 * "folder/". Freed by the caller; NULL: no memory. */
char *pcs_output_name(const char *input);

/* True for "-". */
bool pcs_output_is_standard(const char *output);

/* A command's outputs are those of its options; output is the name for --output where none is given, or NULL. */

/* True where one goes to standard output. */
bool pcs_outputs_use_standard(const pcs_settings *settings, const char *output);

/* PCS_E_ARGUMENT, said on standard error, where two are one file, by whatever names, or one is a file that is read.
 * Devices and pipes may be several, but standard output is one alone; positions may be saved where they were read. */
pcs_status pcs_outputs_check(const pcs_settings *settings, const char *output);

/* The same of one output and one input. */
pcs_status pcs_output_check(const char *output, const char *input);

#endif
