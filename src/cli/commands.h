/* What each command does; returns the exit status. */
#ifndef PCS_CLI_COMMANDS_H
#define PCS_CLI_COMMANDS_H

#include "cli/options.h"

int pcs_command_render(const pcs_settings *settings);
int pcs_command_thumbs(const pcs_settings *settings);
int pcs_command_thumbnail(const pcs_settings *settings);
int pcs_command_edges(const pcs_settings *settings);
int pcs_command_devices(const pcs_settings *settings);
int pcs_command_bench(const pcs_settings *settings);

#endif
