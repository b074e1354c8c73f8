#include "cli/options.h"

#include "cli/commands.h"

#include <string.h>

enum { RENDER = 1, EDGES = 2, DEVICES = 4, INPUTS = RENDER | EDGES, ALL = RENDER | EDGES | DEVICES };

static const pcs_command commands[] = {
    {"render", RENDER, "INPUT...", "one picture of all inputs together",
     "Reads captures (pcap, pcapng; plain, gzip or zstd, told apart by content) and edge lists (CSV with the header "
     "source,target[,protocol][,weight], or as edges writes it), lays out the hosts, and draws one line an edge: the "
     "more lines cross a pixel, the brighter it is. An INPUT of - is standard input.",
     pcs_command_render},
    {"edges", EDGES, "INPUT...", "the edge table as CSV",
     "Writes one row for each pair of hosts and protocol (tcp, udp, icmp, sctp, other), with packets, bytes on the "
     "wire and payload bytes, in all and by direction. Rows are sorted; a is the lower address. The table can be an "
     "INPUT again.",
     pcs_command_edges},
    {"devices", DEVICES, "", "what can compute here",
     "Lists the host device (this machine's processor, always there) and the OpenCL devices. With --device, that one "
     "alone, tested.",
     pcs_command_devices},
};

#define VALUES(name, ...)                                                                                              \
    static const char *name##_value(size_t index) {                                                                    \
        static const char *const values[] = {__VA_ARGS__};                                                             \
        return index < sizeof(values) / sizeof(values[0]) ? values[index] : NULL;                                      \
    }
VALUES(device, "auto", "host")
VALUES(work_group, "1", "2", "4", "8", "16", "32", "64", "128", "256")
VALUES(progress, [PCS_PROGRESS_AUTO] = "auto", [PCS_PROGRESS_ALWAYS] = "always", [PCS_PROGRESS_NEVER] = "never")
VALUES(stats, "json")
VALUES(background, [PCS_BACKGROUND_BLACK] = "black", [PCS_BACKGROUND_WHITE] = "white",
       [PCS_BACKGROUND_TRANSPARENT] = "transparent")
VALUES(switch, [PCS_SWITCH_ON] = "on", [PCS_SWITCH_OFF] = "off")
VALUES(spread, "auto")
VALUES(metadata, [PCS_METADATA_PLAIN] = "plain", [PCS_METADATA_FULL] = "full")

static const char *layout_value(size_t index) {
    return index < PCS_LAYOUT_COUNT ? pcs_layout_name((pcs_layout_kind)index) : NULL;
}

static const char *measure_value(size_t index) {
    return index < PCS_MEASURE_COUNT ? pcs_measure_name((pcs_measure)index) : NULL;
}

static const char *how_value(size_t index) {
    return index < PCS_HOW_COUNT ? pcs_how_name((pcs_how)index) : NULL;
}

#define AT(member) .offset = offsetof(pcs_settings, member)

static const pcs_option options[] = {
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(output),
     .commands = RENDER,
     .standard = "the first input's name with .png, in the current directory",
     .help = "The picture, a PNG; - is standard output. A file is replaced once the picture is complete"},
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(output),
     .commands = EDGES,
     .standard = "-",
     .help = "The table; - is standard output. A file is replaced once the table is complete"},
    {.name = "layout",
     .argument = "KIND",
     .kind = PCS_OPTION_CHOICE,
     AT(layout),
     .commands = RENDER,
     .standard = "force",
     .value = layout_value,
     .shapes_picture = true,
     .help = "Where hosts are: force puts those near each other that talk; circular puts them on a circle by address; "
             "random anywhere"},
    {.name = "seed",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(seed),
     .commands = RENDER,
     .standard = "0",
     .most = UINT64_MAX,
     .shapes_picture = true,
     .help = "Another seed gives another layout"},
    {.name = "positions",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(positions),
     .commands = RENDER,
     .standard = "none",
     .shapes_picture = true,
     .private = true,
     .help = "Where hosts are, instead of a layout: a CSV with the header id,x,y, ids as in an edge list, y upwards. "
             "Hosts that are not in it are put beside their neighbours"},
    {.name = "save-positions",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(save_positions),
     .commands = RENDER,
     .standard = "none",
     .help = "Also write where hosts are, as --positions reads it"},
    {.name = "size",
     .argument = "WxH",
     .kind = PCS_OPTION_SIZE,
     AT(image_size),
     .commands = RENDER,
     .standard = "2000x2000",
     .unit = "pixels",
     .least = 1,
     .most = PCS_IMAGE_SIDE_MAX,
     .shapes_picture = true,
     .help = "Width and height of the picture, each at most 32768; N is NxN"},
    {.name = "view",
     .argument = "X0,Y0,X1,Y1",
     .kind = PCS_OPTION_NUMBERS,
     AT(view),
     .commands = RENDER,
     .standard = "all hosts, the aspect kept, 5 % free at each side",
     .shapes_picture = true,
     .help = "Exactly what the picture shows, in units of the positions: its lowest left and its highest right corner"},
    {.name = "measure",
     .argument = "WHAT",
     .kind = PCS_OPTION_CHOICE,
     AT(measure),
     .commands = RENDER,
     .standard = "count",
     .value = measure_value,
     .shapes_picture = true,
     .help = "What a pixel's value is, of the edges that cross it: their number; the sum of their packets, bytes or "
             "payload bytes; any: 1; max: the most bytes that one of them has; mean: bytes an edge. 0 is background"},
    {.name = "save-counts",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(save_counts),
     .commands = RENDER,
     .standard = "none",
     .help = "Also write the value of each pixel before it becomes a colour, a NumPy array (.npy) whose row 0 is the "
             "lowest. As the only INPUT it is drawn again, in other colours"},
    {.name = "colormap",
     .argument = "NAME",
     .kind = PCS_OPTION_TEXT,
     AT(colormap),
     .commands = RENDER,
     .standard = "fire",
     .value = pcs_colormap_name,
     .reversible = true,
     .shapes_picture = true,
     .help = "Colours from few lines to many; with _r at the end of the name reversed"},
    {.name = "colors",
     .argument = "LIST",
     .kind = PCS_OPTION_TEXT,
     AT(colors),
     .commands = RENDER,
     .standard = "those of --colormap",
     .shapes_picture = true,
     .help =
         "A colour map of one's own: #rrggbb or CSS names with commas between, from few lines to many. Of one colour "
         "alone few lines are translucent"},
    {.name = "exact-colors",
     .kind = PCS_OPTION_SWITCH,
     AT(exact_colors),
     .commands = RENDER,
     .shapes_picture = true,
     .help =
         "Every colour that Datashader would give, from the whole colour map, its part that cannot be told from the "
         "background included: a larger PNG, RGBA instead of a palette"},
    {.name = "min-alpha",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(min_alpha),
     .commands = RENDER,
     .standard = "40",
     .least = 1,
     .most = 255,
     .shapes_picture = true,
     .help = "With --colors of one colour: how opaque the fewest lines are, up to 255"},
    {.name = "background",
     .argument = "COLOUR",
     .kind = PCS_OPTION_CHOICE,
     AT(background),
     .commands = RENDER,
     .standard = "black",
     .value = background_value,
     .shapes_picture = true,
     .help = "Pixels that no line touches"},
    {.name = "how",
     .argument = "HOW",
     .kind = PCS_OPTION_CHOICE,
     AT(how),
     .commands = RENDER,
     .standard = "eq_hist",
     .value = how_value,
     .shapes_picture = true,
     .help =
         "How numbers of lines become colours: eq_hist by rank, so that every colour is of as many pixels; log, cbrt "
         "and linear by logarithm, cube root and number"},
    {.name = "span",
     .argument = "LO,HI",
     .kind = PCS_OPTION_NUMBERS,
     AT(span),
     .commands = RENDER,
     .standard = "the least and the greatest of the picture",
     .shapes_picture = true,
     .help =
         "Numbers of lines that get the first and the last colour, with log, cbrt and linear: pictures with the same "
         "span can be compared"},
    {.name = "rescale-discrete",
     .argument = "WHEN",
     .kind = PCS_OPTION_CHOICE,
     AT(rescale_discrete),
     .commands = RENDER,
     .standard = "on",
     .value = switch_value,
     .shapes_picture = true,
     .help = "With eq_hist: where there are few different numbers of lines, begin at brighter colours"},
    {.name = "spread",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(spread),
     .commands = RENDER,
     .standard = "0",
     .unit = "pixels",
     .value = spread_value,
     .open = true,
     .most = PCS_SPREAD_MAX,
     .shapes_picture = true,
     .help =
         "Make every pixel larger by N to each side, up to 32, or by up to 3 while most pixels stay apart (auto, which "
         "leaves lines as they are)"},
    {.name = "title",
     .argument = "TEXT",
     .kind = PCS_OPTION_TEXT,
     AT(title),
     .commands = RENDER,
     .standard = "none",
     .help = "Kept in the PNG's Title text"},
    {.name = "metadata",
     .argument = "HOW",
     .kind = PCS_OPTION_CHOICE,
     AT(metadata),
     .commands = RENDER,
     .standard = "plain",
     .value = metadata_value,
     .help = "Texts in the PNG: plain holds the program, the counts and the options, without paths, host names, "
             "addresses and filters; full holds these too"},
    {.name = "no-metadata",
     .kind = PCS_OPTION_SWITCH,
     AT(no_metadata),
     .commands = RENDER,
     .help = "No texts in the PNG, not even a title"},
    {.name = "filter",
     .argument = "EXPR",
     .kind = PCS_OPTION_TEXT,
     AT(filter),
     .commands = INPUTS,
     .standard = "none",
     .shapes_picture = true,
     .private = true,
     .help = "Only packets that match, an expression as of pcap-filter(7), with numeric addresses: names are never "
             "looked up"},
    {.name = "max-memory",
     .argument = "SIZE",
     .kind = PCS_OPTION_BYTES,
     AT(max_memory),
     .commands = RENDER,
     .standard = "no bound",
     .unit = "bytes",
     .least = 1,
     .most = UINT64_MAX,
     .help =
         "How much memory the values of pixels may take up at once; K, M, G or T behind a number is 1024 times so "
         "much and so on. Larger pictures are drawn in strips of 128 rows and more, several times over. The picture "
         "never depends on it"},
    {.name = "strict",
     .kind = PCS_OPTION_SWITCH,
     AT(strict),
     .commands = INPUTS,
     .help = "Fail (exit status 4) where an input would be skipped or cut short"},
    {.name = "stats",
     .argument = "FORMAT",
     .kind = PCS_OPTION_TEXT,
     AT(stats),
     .commands = INPUTS,
     .standard = "none",
     .value = stats_value,
     .help = "Print counts, times and memory as one JSON object: on standard output, or on standard error where the "
             "result itself goes to standard output"},
    {.name = "json", .kind = PCS_OPTION_SWITCH, AT(json), .commands = DEVICES, .help = "The list as JSON"},
    {.name = "device",
     .argument = "WHICH",
     .kind = PCS_OPTION_TEXT,
     AT(device),
     .commands = ALL,
     .standard = "auto",
     .value = device_value,
     .open = true,
     .help = "Where to compute: auto (the first GPU, else the host), host, or an index or a part of a name as of "
             "pcapshade devices. The picture is the same everywhere; edges needs none"},
    {.name = "threads",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(threads),
     .commands = ALL,
     .standard = "one per processor",
     .unit = "threads",
     .least = 1,
     .most = 1024,
     .help = "Threads to use at most. The result never depends on it"},
    {.name = "work-group",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(work_group),
     .commands = ALL,
     .standard = "the device's choice",
     .unit = "work-items",
     .value = work_group_value,
     .least = 1,
     .most = 256,
     .help = "Size of an OpenCL work-group, for tests and tuning. The result never depends on it"},
    {.name = "progress",
     .argument = "WHEN",
     .kind = PCS_OPTION_CHOICE,
     AT(progress),
     .commands = ALL,
     .standard = "auto",
     .value = progress_value,
     .help = "A bar on standard error; auto: where that is a terminal"},
    {.name = "quiet",
     .letter = 'q',
     .kind = PCS_OPTION_SWITCH,
     AT(quiet),
     .commands = ALL,
     .help = "Errors only: no warnings, no progress"},
    {.name = "verbose",
     .letter = 'v',
     .kind = PCS_OPTION_SWITCH,
     AT(verbose),
     .commands = ALL,
     .help = "Say more about what is done"},
    {.name = "help",
     .letter = 'h',
     .kind = PCS_OPTION_SWITCH,
     AT(help),
     .commands = ALL,
     .help = "Print this help and exit"},
    {.name = "version",
     .letter = 'V',
     .kind = PCS_OPTION_SWITCH,
     AT(version),
     .commands = ALL,
     .help = "Print the version and exit"},
};

const pcs_command *pcs_command_at(size_t index) {
    return index < sizeof(commands) / sizeof(commands[0]) ? &commands[index] : NULL;
}

const pcs_option *pcs_option_at(size_t index) {
    return index < sizeof(options) / sizeof(options[0]) ? &options[index] : NULL;
}

const pcs_command *pcs_command_find(const char *name) {
    const pcs_command *command;
    for (size_t i = 0; (command = pcs_command_at(i)) != NULL; i++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}
