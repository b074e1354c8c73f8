#include "cli/forms.h"
#include "cli/option_table.h"

VALUES(format, "csv", "pce")
VALUES(background, "black", "white", "transparent")
VALUES(color_by, "value", "protocol", "port", "subnet", "direction", "subnet:24/64")
VALUES(switch, [PCS_SWITCH_ON] = "on", [PCS_SWITCH_OFF] = "off")
VALUES(spread, "auto")
VALUES(metadata, [PCS_METADATA_PLAIN] = "plain", [PCS_METADATA_FULL] = "full")

static const char *layout_value(size_t index) {
    return index < PCS_LAYOUT_COUNT ? pcs_layout_name((pcs_layout_kind)index) : NULL;
}

static const char *order_value(size_t index) {
    return index < PCS_ORDER_COUNT ? pcs_order_name((pcs_order)index) : NULL;
}

static const char *pull_value(size_t index) {
    return index < PCS_PULL_COUNT ? pcs_pull_name((pcs_pull)index) : NULL;
}

static const char *measure_value(size_t index) {
    return index < PCS_MEASURE_COUNT ? pcs_measure_name((pcs_measure)index) : NULL;
}

static const char *nodes_value(size_t index) {
    return index < PCS_NODES_COUNT ? pcs_nodes_name((pcs_nodes)index) : NULL;
}

static const char *node_by_value(size_t index) {
    return index < PCS_TOP_BY_COUNT ? pcs_top_by_name((pcs_top_by)index) : NULL;
}

static const char *width_by_value(size_t index) {
    return index < PCS_WIDTH_BY_COUNT ? pcs_width_by_name((pcs_width_by)index) : NULL;
}

static const char *how_value(size_t index) {
    return index < PCS_HOW_COUNT ? pcs_how_name((pcs_how)index) : NULL;
}

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
     .commands = RENDER | THUMBS | BENCH,
     .standard = "force",
     .value = layout_value,
     .shapes_picture = true,
     .help =
         "Where hosts are: force puts those near each other that talk; fr and fa2 do so by the forces of "
         "Fruchterman and Reingold (as NetworkX's spring_layout) and of ForceAtlas2; circular puts them on a circle; "
         "random anywhere"},
    {.name = "order",
     .argument = "BY",
     .kind = PCS_OPTION_CHOICE,
     AT(order),
     .commands = RENDER,
     .standard = "address",
     .value = order_value,
     .shapes_picture = true,
     .help = "With --layout circular: hosts by address, so that subnets are neighbours, or by degree, those with most "
             "neighbours first, counter-clockwise from the right"},
    {.name = "pull",
     .argument = "BY",
     .kind = PCS_OPTION_CHOICE,
     AT(pull),
     .commands = RENDER,
     .standard = "none",
     .value = pull_value,
     .shapes_picture = true,
     .help = "With --layout force, fr and fa2: edges of many packets or bytes pull their hosts together harder, by the "
             "logarithm of the number; none: all alike"},
    {.name = "iterations",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(iterations),
     .commands = RENDER,
     .standard = "as many as the number of hosts asks for",
     .least = 1,
     .most = 1000000,
     .shapes_picture = true,
     .help = "With --layout force, fr and fa2: steps of the motion; few are a draft"},
    {.name = "seed",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(seed),
     .commands = RENDER | THUMBS | BENCH,
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
     .commands = RENDER | BENCH,
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
    {.name = "zoom",
     .argument = "HOST,FACTOR",
     .kind = PCS_OPTION_TEXT,
     AT(zoom),
     .commands = RENDER,
     .standard = "none",
     .is_valid = pcs_form_is_zoom,
     .form = "a host, a comma and a number above 0",
     .shapes_picture = true,
     .private = true,
     .help = "Instead of --view: the same layout drawn FACTOR times larger around a host, which is written as edges "
             "writes it"},
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
    {.name = "line-width",
     .argument = "W",
     .kind = PCS_OPTION_NUMBERS,
     AT(line_width),
     .commands = RENDER,
     .standard = "0",
     .unit = "pixels",
     .shapes_picture = true,
     .help = "Anti-aliased lines of that width, up to 32 pixels; below 1 they are as much fainter. 0: plain lines, the "
             "fastest, one pixel of each column or row. A pixel's value grows by the part of it that a line covers"},
    {.name = "width-by",
     .argument = "WHAT",
     .kind = PCS_OPTION_CHOICE,
     AT(width_by),
     .commands = RENDER,
     .standard = "none",
     .value = width_by_value,
     .shapes_picture = true,
     .help = "With --line-width: lines from 1 pixel up to that width, by the logarithm of the edge's packets, bytes or "
             "payload bytes, or of the number of hosts that its hosts talk with (degree: that of the lesser)"},
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
     .commands = RENDER | THUMBS | THUMBNAIL,
     .standard = "fire",
     .value = pcs_colormap_name,
     .reversible = true,
     .shapes_picture = true,
     .help = "Colours from few lines to many; with _r at the end of the name reversed"},
    {.name = "colors",
     .argument = "LIST",
     .kind = PCS_OPTION_TEXT,
     AT(colors),
     .commands = RENDER | THUMBS,
     .standard = "those of --colormap",
     .shapes_picture = true,
     .help =
         "A colour map of one's own: #rrggbb or CSS names with commas between, from few lines to many. Of one colour "
         "alone few lines are translucent"},
    {.name = "color-by",
     .argument = "WHAT",
     .kind = PCS_OPTION_TEXT,
     AT(color_by),
     .commands = RENDER,
     .standard = "value",
     .value = color_by_value,
     .open = true,
     .is_valid = pcs_form_is_color_by,
     .form = "value, protocol, port, subnet, subnet:A/B with A up to 32 and B up to 128 and not both 0, or direction",
     .shapes_picture = true,
     .help =
         "What colours say. value: the value of a pixel, by a colour map. Else each category of edges has a colour, "
         "a pixel has those of its edges, mixed by their values, and is as bright as its value. protocol: tcp, udp, "
         "icmp, sctp, other. port: the serving port of an edge (implies --group-by service); subnet: the subnet, of "
         "16 bits for IPv4 and 48 for IPv6 or as given, that both hosts are in, else between: the 7 with most "
         "bytes, and other. direction: both ways, out (to the higher address alone), back"},
    {.name = "category-colors",
     .argument = "LIST",
     .kind = PCS_OPTION_TEXT,
     AT(category_colors),
     .commands = RENDER,
     .standard = "colours that are told apart by those who lack a kind of cone too",
     .shapes_picture = true,
     .private = true,
     .help = "With --color-by: other colours for some categories, as in tcp=navy,udp=#ff8000 or 443=gold"},
    {.name = "exact-colors",
     .kind = PCS_OPTION_SWITCH,
     AT(exact_colors),
     .commands = RENDER,
     .shapes_picture = true,
     .help =
         "Every colour that Datashader would give, from the whole colour map, its part that cannot be told from the "
         "background included: a larger PNG, RGBA instead of a palette"},
    {.name = "alpha",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(alpha),
     .commands = RENDER,
     .standard = "255",
     .least = 1,
     .most = 255,
     .shapes_picture = true,
     .help = "How opaque the colours of lines are, up to 255; with --colors of one colour that of the most lines"},
    {.name = "min-alpha",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(min_alpha),
     .commands = RENDER,
     .standard = "40, with --color-by 80",
     .least = 1,
     .most = 255,
     .shapes_picture = true,
     .help = "With --color-by, and with --colors of one colour: how opaque the fewest lines are, up to 255"},
    {.name = "background",
     .argument = "COLOUR",
     .kind = PCS_OPTION_TEXT,
     AT(background),
     .commands = RENDER | THUMBS | THUMBNAIL,
     .standard = "black",
     .value = background_value,
     .open = true,
     .shapes_picture = true,
     .help = "Pixels that no line touches: #rrggbb, a CSS name, or transparent"},
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
    {.name = "nodes",
     .argument = "WHERE",
     .kind = PCS_OPTION_CHOICE,
     AT(nodes),
     .commands = RENDER,
     .standard = "off",
     .value = nodes_value,
     .shapes_picture = true,
     .help =
         "Hosts as discs, over or under the lines. Their areas grow with --node-by; where hosts stand apart, each is "
         "several pixels large, and all together leave most of the picture to the lines"},
    {.name = "node-by",
     .argument = "WHAT",
     .kind = PCS_OPTION_CHOICE,
     AT(node_by),
     .commands = RENDER,
     .standard = "bytes",
     .value = node_by_value,
     .shapes_picture = true,
     .help = "What makes a disc large: bytes sent and received, or degree, the number of other hosts"},
    {.name = "node-color",
     .argument = "COLOUR",
     .kind = PCS_OPTION_TEXT,
     AT(node_color),
     .commands = RENDER,
     .standard = "white",
     .shapes_picture = true,
     .help = "The discs of --nodes: #rrggbb or a CSS name"},
    {.name = "highlight",
     .argument = "EXPR",
     .kind = PCS_OPTION_TEXTS,
     AT(highlights),
     .commands = RENDER,
     .standard = "none",
     .shapes_picture = true,
     .private = true,
     .help = "Draw some edges or hosts anew in a colour of their own, over the rest, which is dimmed; may be given "
             "several times. \"red: payload>10000\", or without a colour. Of edges: bytes, packets, payload (compared "
             "by = != < <= > >= with numbers such as 1e4), proto=udp, edges (any). Of hosts: degree, in-degree, "
             "out-degree, host-bytes, host-packets, host-payload, host=ADDRESS, host=10.0.0.0/8, host=\"a name\", and "
             "top=N by bytes, packets, payload, degree, in-degree or out-degree. With and, or, not and brackets; what "
             "asks for hosts alone draws discs, else it is true of an edge where it is of either end"},
    {.name = "rest-alpha",
     .argument = "N",
     .kind = PCS_OPTION_NUMBER,
     AT(rest_alpha),
     .commands = RENDER,
     .standard = "80",
     .least = 1,
     .most = 255,
     .shapes_picture = true,
     .help = "With --highlight: how much all else is seen, up to 255"},
    {.name = "title",
     .argument = "TEXT",
     .kind = PCS_OPTION_TEXT,
     AT(title),
     .commands = RENDER,
     .standard = "none",
     .help = "Kept in the PNG's Title text, and with --caption on the picture"},
    {.name = "metadata",
     .argument = "HOW",
     .kind = PCS_OPTION_CHOICE,
     AT(metadata),
     .commands = RENDER,
     .standard = "plain",
     .value = metadata_value,
     .help = "Texts in the PNG: plain holds the program, the counts and the options, without paths, host names, "
             "addresses and filters; full holds these too, but for --anonymize"},
    {.name = "no-metadata",
     .kind = PCS_OPTION_SWITCH,
     AT(no_metadata),
     .commands = RENDER,
     .help = "No texts in the PNG, not even a title"},
};

const pcs_option *pcs_picture_option_at(size_t index) {
    return index < sizeof(options) / sizeof(options[0]) ? &options[index] : NULL;
}
