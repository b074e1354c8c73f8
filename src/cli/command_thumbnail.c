#include "cli/commands.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

int pcs_command_thumbnail(const pcs_settings *settings) {
    if (settings->operand_count != 2) {
        pcs_message("thumbnail: takes one INPUT and one OUTPUT: pcapshade thumbnail --size 256 x.pcap x.png");
        return PCS_E_ARGUMENT;
    }
    const char *input = settings->operands[0], *output = settings->operands[1];
    if (pcs_output_check(output, input) != PCS_OK) {
        return PCS_E_ARGUMENT;
    }
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    pcs_thumbnail_options options = PCS_OPTIONS(options);
    options.side = (uint32_t)settings->side;
    options.colormap = settings->colormap;
    options.background = settings->background;
    options.badge = settings->badge;
    options.uri = settings->uri;
    status = pcs_thumbnail_write(session.context, input, output, &options);
    pcs_session_report(&session, status);
    pcs_session_close(&session);
    return (int)status;
}
