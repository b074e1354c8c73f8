#include "cli/options.h"

#include "cli/commands.h"
#include "cli/forms.h"
#include "cli/option_table.h"

#include <string.h>

static const pcs_command commands[] = {
    {"render", RENDER, "INPUT...", "one picture of all inputs together",
     "Reads captures (pcap, pcapng, ERF; plain, gzip, zstd, lz4 or xz, told apart by content), edge lists (CSV with "
     "the "
     "header source,target[,protocol][,weight], or as edges writes it), partials, flow logs (conn.log of Zeek, "
     "eve.json "
     "of Suricata) and the text of tcpdump -qn, lays out the hosts, and draws one line an edge: the more lines cross a "
     "pixel, the brighter it is. Of a directory all captures in it and below are read. An INPUT of - is standard "
     "input.",
     pcs_command_render},
    {"thumbs", THUMBS, "INPUT...", "a picture of each capture, and a sheet",
     "Draws each INPUT by itself, and each capture in directories and below, as a small picture in DIR/pictures, which "
     "mirrors the directories, and writes DIR/index.html, a contact sheet to open in a browser, and DIR/index.csv. "
     "What "
     "has not changed since the last batch is kept; pictures whose captures are gone are removed. A batch that was "
     "interrupted goes on where it was.",
     pcs_command_thumbs},
    {"thumbnail", THUMBNAIL, "INPUT OUTPUT", "one small picture, for file managers",
     "Draws INPUT as a small PNG. Computes on the host device alone, and reads at most 64 MB for at most half a "
     "second: "
     "of more only the beginning is drawn. Of an INPUT that breaks midway what came before is drawn; of one that "
     "cannot "
     "be read nothing is written.",
     pcs_command_thumbnail},
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
    {"bench", BENCH, "", "how fast devices are, stage by stage",
     "Generates graphs, the same on every machine, and their packets, and times every stage from packets in memory to "
     "the PNG, and every kernel, next to what the device can do at most. Results are compared with known ones, and "
     "between devices: a wrong one fails.",
     pcs_command_bench},
};

VALUES(device, "auto", "host")
VALUES(work_group, "1", "2", "4", "8", "16", "32", "64", "128", "256")
VALUES(progress, [PCS_PROGRESS_AUTO] = "auto", [PCS_PROGRESS_ALWAYS] = "always", [PCS_PROGRESS_NEVER] = "never")
VALUES(stats, "json")
VALUES(group_by, "ip", "mac", "service", "prefix:24/64")

static const char *tunnel_value(size_t index) {
    return index < PCS_TUNNEL_COUNT ? pcs_tunnel_name((pcs_tunnel)index) : NULL;
}

static const char *anonymity_value(size_t index) {
    return index < PCS_ANONYMITY_COUNT ? pcs_anonymity_name((pcs_anonymity)index) : NULL;
}

static const char *top_by_value(size_t index) {
    return index < PCS_TOP_BY_COUNT ? pcs_top_by_name((pcs_top_by)index) : NULL;
}

static const pcs_option options[] = {
    {.name = "filter",
     .argument = "EXPR",
     .kind = PCS_OPTION_TEXT,
     AT(filter),
     .commands = READERS,
     .standard = "none",
     .shapes_picture = true,
     .private = true,
     .help = "Only packets that match, an expression as of pcap-filter(7), with numeric addresses: names are never "
             "looked up"},
    {.name = "after",
     .argument = "TIME",
     .kind = PCS_OPTION_TEXT,
     AT(after),
     .commands = READERS,
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
     .commands = READERS,
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
     .commands = READERS,
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
     .commands = READERS,
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
     .commands = READERS,
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
     .commands = READERS,
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
     .commands = READERS,
     .standard = "all",
     .unit = "bytes",
     .least = 1,
     .most = UINT64_MAX,
     .shapes_picture = true,
     .help = "Only edges of at least N bytes on the wire, both directions together"},
    {.name = "answered",
     .kind = PCS_OPTION_SWITCH,
     AT(answered),
     .commands = READERS,
     .shapes_picture = true,
     .help = "Only pairs whose two hosts both sent, over all protocols"},
    {.name = "no-broadcast",
     .kind = PCS_OPTION_SWITCH,
     AT(no_broadcast),
     .commands = READERS,
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
     .commands = READERS,
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
    {.name = "anonymize",
     .argument = "HOW",
     .kind = PCS_OPTION_CHOICE,
     AT(anonymity),
     .commands = INPUTS,
     .standard = "off",
     .implied = "random",
     .value = anonymity_value,
     .shapes_picture = true,
     .help = "Pseudonyms instead of hosts in all outputs, once --focus and the like have chosen: random, or prefix, "
             "where IP addresses share as many first bits as theirs did (Crypto-PAn). Ports, lengths of prefixes and "
             "traffic stay. What names hosts of a picture, its positions among them, names pseudonyms"},
    {.name = "key-file",
     .argument = "FILE",
     .kind = PCS_OPTION_FILE,
     AT(key_file),
     .commands = INPUTS,
     .standard = "a random key for each run",
     .shapes_picture = true,
     .private = true,
     .help = "The secret of --anonymize, 32 bytes or 64 hexadecimal digits: the same key gives the same pseudonyms. "
             "Made by head -c 32 /dev/urandom > FILE"},
    {.name = "strict",
     .kind = PCS_OPTION_SWITCH,
     AT(strict),
     .commands = READERS,
     .help = "Fail (exit status 4) where an input would be skipped or cut short"},
    {.name = "files-from",
     .argument = "LIST",
     .kind = PCS_OPTION_FILE,
     AT(files_from),
     .commands = READERS,
     .standard = "none",
     .help = "More inputs: a file with the name of one in each line, or with a NUL after each as find -print0 writes "
             "them; - is standard input"},
    {.name = "jobs",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(jobs),
     .commands = READERS,
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
             "(exit status 7) and says which one was full. Also what a layout may take: it says before any work how "
             "much it "
             "would need. Also what the values of pixels may take in render: larger "
             "pictures are drawn in strips of 128 rows or more. k is 1024, M 1024 k, G 1024 M, T 1024 G"},
    {.name = "stats",
     .argument = "FORMAT",
     .kind = PCS_OPTION_TEXT,
     AT(stats),
     .commands = READERS,
     .standard = "none",
     .value = stats_value,
     .help = "Print counts, times and memory as one JSON object: on standard output, or on standard error where the "
             "result itself goes to standard output"},
    {.name = "json", .kind = PCS_OPTION_SWITCH, AT(json), .commands = DEVICES, .help = "The list as JSON"},
    {.name = "device",
     .argument = "WHICH",
     .kind = PCS_OPTION_TEXT,
     AT(device),
     .commands = READERS | DEVICES,
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
     .commands = COMPUTERS,
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

static const pcs_option *own_option_at(size_t index) {
    return index < sizeof(options) / sizeof(options[0]) ? &options[index] : NULL;
}

const pcs_option *pcs_option_at(size_t index) {
    static const pcs_option *(*const tables[])(size_t index) = {
        pcs_picture_option_at, pcs_text_option_at, pcs_thumbs_option_at, pcs_bench_option_at, own_option_at};
    for (size_t table = 0; table < sizeof(tables) / sizeof(tables[0]); table++) {
        size_t count = 0;
        while (count <= index && tables[table](count)) {
            count++;
        }
        if (count > index) {
            return tables[table](index);
        }
        index -= count;
    }
    return NULL;
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
