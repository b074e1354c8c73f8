#include "cli/options.h"

#include "cli/commands.h"
#include "cli/forms.h"

#include <string.h>

enum { RENDER = 1, EDGES = 2, DEVICES = 4, INPUTS = RENDER | EDGES, ALL = RENDER | EDGES | DEVICES };

static const pcs_command commands[] = {
    {"render", RENDER, "INPUT...", "one picture of all inputs together",
     "Reads captures (pcap, pcapng; plain, gzip, zstd, lz4 or xz, told apart by content), edge lists (CSV with the "
     "header source,target[,protocol][,weight], or as edges writes it), partials, flow logs (conn.log of Zeek, "
     "eve.json "
     "of Suricata) and the text of tcpdump -qn, lays out the hosts, and draws one line an edge: the more lines cross a "
     "pixel, the brighter it is. Of a directory all captures in it and below are read. An INPUT of - is standard "
     "input.",
     pcs_command_render},
    {"edges", EDGES, "INPUT...", "the edge table, as CSV or as a partial",
     "Writes one row for each pair of hosts and protocol (tcp, udp, icmp, sctp, other), with packets, bytes on the "
     "wire and payload bytes, in all and by direction. Rows are sorted; a is the lower address. The table can be an "
     "INPUT again; a partial (-o FILE.pce) is one that keeps all, to reduce captures on many machines and join them "
     "once.",
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
VALUES(format, "csv", "pce")
VALUES(group_by, "ip", "mac", "service", "prefix:24/64")
VALUES(background, [PCS_BACKGROUND_BLACK] = "black", [PCS_BACKGROUND_WHITE] = "white",
       [PCS_BACKGROUND_TRANSPARENT] = "transparent")
VALUES(metadata, [PCS_METADATA_PLAIN] = "plain", [PCS_METADATA_FULL] = "full")

static const char *layout_value(size_t index) {
    return index < PCS_LAYOUT_COUNT ? pcs_layout_name((pcs_layout_kind)index) : NULL;
}

static const char *tunnel_value(size_t index) {
    return index < PCS_TUNNEL_COUNT ? pcs_tunnel_name((pcs_tunnel)index) : NULL;
}

static const char *top_by_value(size_t index) {
    return index < PCS_TOP_BY_COUNT ? pcs_top_by_name((pcs_top_by)index) : NULL;
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
    {.name = "format",
     .argument = "FORMAT",
     .kind = PCS_OPTION_TEXT,
     AT(format),
     .commands = EDGES,
     .standard = "pce where the output ends in .pce, else csv",
     .value = format_value,
     .help = "What the output is: csv, or pce, a partial: compact, checksummed, with the times of the edges, to be an "
             "INPUT again. Partials of many captures, in any order, give what the captures would give"},
    {.name = "hosts",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(hosts),
     .commands = EDGES,
     .standard = "none",
     .help = "Also write the hosts as CSV: packets, bytes and payload bytes sent and received, degree (how many other "
             "hosts it has edges with), and when its first and last packet were seen"},
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
    {.name = "background",
     .argument = "COLOUR",
     .kind = PCS_OPTION_CHOICE,
     AT(background),
     .commands = RENDER,
     .standard = "black",
     .value = background_value,
     .shapes_picture = true,
     .help = "Pixels that no line touches"},
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
    {.name = "after",
     .argument = "TIME",
     .kind = PCS_OPTION_TEXT,
     AT(after),
     .commands = INPUTS,
     .standard = "none",
     .is_valid = pcs_form_is_time,
     .form = "a time after 1970 such as 2026-11-22T08:35:00Z (always UTC) or 1795336500.5 (seconds)",
     .shapes_picture = true,
     .help = "Only packets at this time or later: a date, a date and time such as 2026-11-22T08:35:00.5Z (always UTC), "
             "or seconds since 1970. With a bound, packets without a time are left out"},
    {.name = "before",
     .argument = "TIME",
     .kind = PCS_OPTION_TEXT,
     AT(before),
     .commands = INPUTS,
     .standard = "none",
     .is_valid = pcs_form_is_time,
     .form = "a time after 1970 such as 2026-11-22T08:35:00Z (always UTC) or 1795336500.5 (seconds)",
     .shapes_picture = true,
     .help = "Only packets before this time, given as for --after"},
    {.name = "first",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(first),
     .commands = INPUTS,
     .standard = "all",
     .unit = "packets",
     .least = 1,
     .most = UINT64_MAX,
     .shapes_picture = true,
     .help = "Read the first N packets of each capture and no more, before all other filters"},
    {.name = "sample",
     .argument = "1/N",
     .kind = PCS_OPTION_TEXT,
     AT(sample),
     .commands = INPUTS,
     .standard = "all",
     .is_valid = pcs_form_is_sample,
     .form = "1/N with N at least 1",
     .shapes_picture = true,
     .help = "Only one packet in N, chosen by a hash of its captured bytes: the same ones whatever the order of "
             "packets and files. The packets of 1/100 are among those of 1/10"},
    {.name = "tunnel",
     .argument = "WHICH",
     .kind = PCS_OPTION_CHOICE,
     AT(tunnel),
     .commands = INPUTS,
     .standard = "outer",
     .value = tunnel_value,
     .shapes_picture = true,
     .help = "Which IP header names the hosts: the outermost, or the innermost that can be read, through IP in IP (4 "
             "and 6), GRE (with ERSPAN, NVGRE and PPTP), VXLAN, GENEVE, GTP-U, Teredo and L2TP, up to 8 deep. UDP "
             "tunnels are known by their ports. ICMP errors count for the hosts that send and get them"},
    {.name = "group-by",
     .argument = "WHAT",
     .kind = PCS_OPTION_TEXT,
     AT(group_by),
     .commands = INPUTS,
     .standard = "ip",
     .value = group_by_value,
     .open = true,
     .is_valid = pcs_form_is_group,
     .form = "ip, mac, service or prefix:A/B with A up to 32 and B up to 128",
     .shapes_picture = true,
     .help = "What a host is. ip: an address. mac: a link address; all frames with two count, those without a readable "
             "IP header as other. service: on the serving side address and port, on the other the address alone; the "
             "lower port serves, of equal ports that of the lower address, port 0 never. prefix:A/B: the first A bits "
             "of IPv4 and B bits of IPv6 addresses, also of edge lists"},
    {.name = "min-packets",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(min_packets),
     .commands = INPUTS,
     .standard = "all",
     .unit = "packets",
     .least = 1,
     .most = UINT64_MAX,
     .shapes_picture = true,
     .help =
         "Only edges (rows of the table: a pair and a protocol) of at least N packets, both directions together. This, "
         "--min-bytes, --answered and --no-broadcast look at the whole table, then comes --focus, then --top"},
    {.name = "min-bytes",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(min_bytes),
     .commands = INPUTS,
     .standard = "all",
     .unit = "bytes",
     .least = 1,
     .most = UINT64_MAX,
     .shapes_picture = true,
     .help = "Only edges of at least N bytes on the wire, both directions together"},
    {.name = "answered",
     .kind = PCS_OPTION_SWITCH,
     AT(answered),
     .commands = INPUTS,
     .shapes_picture = true,
     .help = "Only pairs whose two hosts both sent, over all protocols"},
    {.name = "no-broadcast",
     .kind = PCS_OPTION_SWITCH,
     AT(no_broadcast),
     .commands = INPUTS,
     .shapes_picture = true,
     .help = "Without broadcast and multicast: 224.0.0.0/4, 255.255.255.255, ff00::/8, link addresses of groups, and "
             "services and prefixes in these"},
    {.name = "focus",
     .argument = "HOST",
     .kind = PCS_OPTION_TEXT,
     AT(focus),
     .commands = INPUTS,
     .standard = "none",
     .shapes_picture = true,
     .private = true,
     .help = "Only hosts that --hops steps along edges lead to from this one, written as edges writes it, and all "
             "edges between them"},
    {.name = "hops",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(hops),
     .commands = INPUTS,
     .standard = "1",
     .unit = "steps",
     .least = 1,
     .most = 1000,
     .shapes_picture = true,
     .help = "How far --focus sees"},
    {.name = "top",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(top),
     .commands = INPUTS,
     .standard = "all",
     .unit = "hosts",
     .least = 1,
     .most = UINT64_MAX,
     .shapes_picture = true,
     .help = "Only the N hosts of most bytes or highest degree, of equal ones the lower, and the edges between them"},
    {.name = "top-by",
     .argument = "WHAT",
     .kind = PCS_OPTION_CHOICE,
     AT(top_by),
     .commands = INPUTS,
     .standard = "bytes",
     .value = top_by_value,
     .shapes_picture = true,
     .help = "What --top counts, over the edges that are left: bytes sent and received, or degree, the number of other "
             "hosts that a host talks with"},
    {.name = "direction",
     .kind = PCS_OPTION_SWITCH,
     AT(direction),
     .commands = INPUTS,
     .shapes_picture = true,
     .help = "Directions apart: a row for each, with the header source,target,protocol,packets,bytes,payload_bytes, "
             "and in the picture a line for each"},
    {.name = "strict",
     .kind = PCS_OPTION_SWITCH,
     AT(strict),
     .commands = INPUTS,
     .help = "Fail (exit status 4) where an input would be skipped or cut short"},
    {.name = "files-from",
     .argument = "LIST",
     .kind = PCS_OPTION_FILE,
     AT(files_from),
     .commands = INPUTS,
     .standard = "none",
     .help = "More inputs: a file with the name of one in each line, or with a NUL after each as find -print0 writes "
             "them; - is standard input"},
    {.name = "jobs",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(jobs),
     .commands = INPUTS,
     .standard = "as many as --threads",
     .unit = "inputs",
     .least = 1,
     .most = 1024,
     .help = "Inputs to read at the same time, each with a table of its own until all are read. The result never "
             "depends on it"},
    {.name = "max-memory",
     .argument = "SIZE",
     .kind = PCS_OPTION_BYTES,
     AT(max_memory),
     .commands = INPUTS,
     .standard = "no limit",
     .unit = "bytes",
     .least = 1,
     .most = UINT64_MAX,
     .help = "What the tables of hosts and edges may take while inputs are read: where they would need more it ends "
             "(exit status 7) and says which one was full. k, M and G are 1024, 1024 k and 1024 M"},
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
