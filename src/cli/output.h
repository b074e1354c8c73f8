/* Where a result goes, and whether it may go there. */
#ifndef PCS_CLI_OUTPUT_H
#define PCS_CLI_OUTPUT_H

#include "cli/options.h"

/* The picture's name where none is given: "x.pcap.png" for "folder/x.pcap", "folder.png" for
 * "folder/". Freed by the caller; NULL: no memory. */
char *pcs_output_name(const char *input);

/* True for "-". */
bool pcs_output_is_standard(const char *output);

/* PCS_E_ARGUMENT, said on standard error, where two outputs are one: the same name or the same file. */
pcs_status pcs_output_check_apart(const char *output, const char *other);

/* PCS_E_ARGUMENT, said on standard error, where the output is also an input: the same file by whatever name. */
pcs_status pcs_output_check(const pcs_settings *settings, const char *output);

#endif
