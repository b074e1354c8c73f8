/* What the build makes of the option table: the man page and the shell completions. */
#ifndef PCS_CLI_GENERATE_H
#define PCS_CLI_GENERATE_H

#include "pcapshade.h"

/* Prints "man", "bash", "zsh" or "fish" on standard output; PCS_E_ARGUMENT, said on standard error, if kind is none of
 * them. */
pcs_status pcs_generate(const char *kind);

/* mdoc(7). */
void pcs_generate_man(void);

void pcs_generate_bash(void);
void pcs_generate_zsh(void);
void pcs_generate_fish(void);

#endif
