/* Inputs that are named in a file. */
#ifndef PCS_CLI_LIST_H
#define PCS_CLI_LIST_H

#include "cli/options.h"

/* Reads settings->files_from and adds what it names to the operands; on failure says why on standard error. */
pcs_status pcs_list_read(pcs_settings *settings);

#endif
