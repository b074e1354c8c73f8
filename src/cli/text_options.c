#include "cli/forms.h"
#include "cli/option_table.h"

VALUES(labels, "20", "all")
VALUES(show, [PCS_SHOWN_AUTO] = "auto", [PCS_SHOWN_ON] = "on", [PCS_SHOWN_OFF] = "off")

static const char *label_by_value(size_t index) {
    return index < PCS_LABEL_BY_COUNT ? pcs_label_by_name((pcs_label_by)index) : NULL;
}

static const pcs_option options[] = {
    {.name = "labels",
     .argument = "WHICH",
     .kind = PCS_OPTION_TEXT,
     AT(labels),
     .commands = RENDER,
     .standard = "none",
     .value = labels_value,
     .open = true,
     .is_valid = pcs_form_is_labels,
     .form = "a number, all, or hosts with commas between",
     .shapes_picture = true,
     .private = true,
     .help = "Names beside hosts: of the N most important ones, of all, or of HOST,... as edges writes them (one that "
             "is a number with a comma after it). A name that would be over that of a more important host, or over "
             "such a host, is left out"},
    {.name = "label-by",
     .argument = "WHAT",
     .kind = PCS_OPTION_CHOICE,
     AT(label_by),
     .commands = RENDER,
     .standard = "bytes",
     .value = label_by_value,
     .shapes_picture = true,
     .help = "What makes a host important: the bytes or packets that it sent and received, or its degree, the number "
             "of other hosts that it talks with"},
    {.name = "label-size",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(label_size),
     .commands = RENDER,
     .standard = "10, and 1 for every 300 of the shorter side, 1000 where names are many",
     .unit = "pixels",
     .least = PCS_TEXT_SIZE_MIN,
     .most = PCS_TEXT_SIZE_MAX,
     .shapes_picture = true,
     .help = "How large names are, 4 to 256"},
    {.name = "crowd",
     .kind = PCS_OPTION_SWITCH,
     AT(crowd),
     .commands = RENDER,
     .shapes_picture = true,
     .help = "With --labels: leave no name out; where they are over each other, the more important is on top"},
    {.name = "caption",
     .argument = "WHEN",
     .kind = PCS_OPTION_CHOICE,
     AT(caption),
     .commands = RENDER,
     .standard = "auto",
     .implied = "on",
     .value = show_value,
     .shapes_picture = true,
     .help = "On the picture, in its left corners: the title, and numbers of packets, hosts, edges and bytes; with on "
             "also when they were seen. auto is on where both sides have 600 to 8192 pixels and the background is "
             "opaque"},
    {.name = "legend",
     .argument = "WHEN",
     .kind = PCS_OPTION_CHOICE,
     AT(legend),
     .commands = RENDER,
     .standard = "auto",
     .implied = "on",
     .value = show_value,
     .shapes_picture = true,
     .help = "On the picture, in the corner where it hides the least: at which numbers colours begin, or which "
             "categories they are of. auto as of --caption"},
};

const pcs_option *pcs_text_option_at(size_t index) {
    return index < sizeof(options) / sizeof(options[0]) ? &options[index] : NULL;
}
