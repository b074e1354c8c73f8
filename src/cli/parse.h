/* The command line, by the option table. */
#ifndef PCS_CLI_PARSE_H
#define PCS_CLI_PARSE_H

#include "cli/options.h"
#include "cli/words.h"

/* Fills settings; on failure says why on standard error. PCS_OK, PCS_E_ARGUMENT or PCS_E_MEMORY. */
pcs_status pcs_parse(int argument_count, char *const *arguments, pcs_settings *settings);

void pcs_settings_free(pcs_settings *settings);

/* Puts one value into settings; on failure says why on standard error. */
pcs_status pcs_parse_value(const pcs_option *option, const char *value, pcs_settings *settings);

/* The values that an option allows; none: it is not a list. */
void pcs_parse_values(const pcs_option *option, pcs_words *words);

#endif
