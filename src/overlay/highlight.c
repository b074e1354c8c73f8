#include "overlay/highlight.h"

#include "base/memory.h"
#include "raster/raster.h"
#include "shade/colormap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLOURS_SIZE = 2 * sizeof("#rrggbb") };

/* Can be told from each other, from black and from white. */
static const char *const colours[] = {"deepskyblue", "limegreen",    "deeppink",
                                      "darkorange",  "mediumpurple", "lightseagreen"};

/* The length of what may be a colour before a colon at the beginning of text; 0: there is no such thing. */
static size_t colour_length(const char *text) {
    size_t length = text[0] == '#';
    while (isalnum((unsigned char)text[length])) {
        length++;
    }
    return text[length + strspn(text + length, " ")] == ':' ? length : 0;
}

pcs_status pcs_highlight_parse(pcs_context *context, const char *text, size_t number, pcs_highlight *highlight,
                               size_t *place) {
    size_t skipped = strspn(text, " "), length = colour_length(text + skipped);
    highlight->text = text;
    highlight->colour[3] = 255;
    *place = skipped;
    if (length == 0) {
        const char *name = colours[number % (sizeof(colours) / sizeof(colours[0]))];
        pcs_colour_parse(name, strlen(name), highlight->colour);
    } else if (!pcs_colour_parse(text + skipped, length, highlight->colour)) {
        return pcs_fail(context, PCS_E_ARGUMENT,
                        "highlight: %.*s is no colour: give #rrggbb or a name such as orange before the colon",
                        length < 40 ? (int)length : 40, text + skipped);
    }
    const char *expression = length == 0 ? text : strchr(text, ':') + 1;
    pcs_status status = pcs_expression_parse(context, expression, &highlight->expression, place);
    *place += (size_t)(expression - text);
    return status;
}

/* Of the fewest lines the highlight's own, of the most one that is farther from the background. */
static void write_colours(const uint8_t colour[4], const uint8_t background[4], char text[COLOURS_SIZE]) {
    uint8_t most[3], away = pcs_colour_is_light(background) ? 0 : 255;
    for (uint32_t i = 0; i < 3; i++) {
        most[i] = (uint8_t)((2 * colour[i] + 3 * away) / 5);
    }
    snprintf(text, COLOURS_SIZE, "#%02x%02x%02x,#%02x%02x%02x", colour[0], colour[1], colour[2], most[0], most[1],
             most[2]);
}

/* Drawn as parts of the whole: with its widths, in its bundles. */
static pcs_status paint_edges(const pcs_highlight_canvas *c, const pcs_highlight *highlight,
                              const pcs_edge_choice *chosen) {
    pcs_status status = PCS_OK;
    pcs_counts *counts = NULL;
    pcs_image *layer = NULL;
    char colours_of_counts[COLOURS_SIZE];
    write_colours(highlight->colour, c->background, colours_of_counts);
    pcs_image_options options = *c->options;
    options.measure = PCS_MEASURE_EDGES;
    options.color_by = PCS_COLOR_BY_VALUE;
    options.category_colors = NULL;
    options.how = PCS_HOW_EQ_HIST;
    options.span = NULL;
    options.discrete_as_is = true;
    options.exact_colors = false;
    options.colormap = NULL;
    options.colors = colours_of_counts;
    options.alpha = 255;
    options.layer = true;
    PCS_TRY(pcs_counts_draw_chosen(c->context, c->device, c->edges, chosen, c->layout, c->bundle, &options, &counts));
    PCS_TRY(pcs_shade_counts(c->context, c->device, counts, &options, &layer));
    if (layer->key_count == 1) { /* a count alone has the last colour: it is to be their own */
        colours_of_counts[strcspn(colours_of_counts, ",")] = '\0';
        pcs_image_free(layer);
        layer = NULL;
        PCS_TRY(pcs_shade_counts(c->context, c->device, counts, &options, &layer));
    }
    PCS_TRY(pcs_canvas_lay(c->context, c->image, layer));
done:
    pcs_image_free(layer);
    pcs_counts_free(counts);
    return status;
}

/* of_edges: of each edge, 1 where it is meant. */
static pcs_status choose_edges(const pcs_highlight_canvas *c, const pcs_highlight *highlight, uint8_t **of_edges,
                               uint32_t *count) {
    *count = 0;
    *of_edges = pcs_memory_new(c->edges->edge_count, sizeof(**of_edges));
    if (!*of_edges) {
        return pcs_fail_memory(c->context, "a highlight", c->edges->edge_count);
    }
    for (uint32_t i = 0; i < c->edges->edge_count; i++) {
        (*of_edges)[i] = pcs_expression_takes_edge(&highlight->expression, c->edges, c->totals, i);
        *count += (*of_edges)[i];
    }
    return PCS_OK;
}

static pcs_status choose_hosts(const pcs_highlight_canvas *c, const pcs_highlight *highlight, bool **chosen,
                               uint32_t *count) {
    *count = 0;
    *chosen = pcs_memory_new(c->edges->host_count, sizeof(**chosen));
    if (!*chosen) {
        return pcs_fail_memory(c->context, "a highlight", c->edges->host_count);
    }
    for (uint32_t i = 0; i < c->edges->host_count; i++) {
        (*chosen)[i] = pcs_expression_takes_host(&highlight->expression, c->edges, c->totals, i);
        *count += (*chosen)[i];
    }
    return PCS_OK;
}

pcs_status pcs_highlight_paint(const pcs_highlight_canvas *c, pcs_highlight *highlight) {
    pcs_status status = PCS_OK;
    uint8_t *of_edges = NULL;
    bool *hosts = NULL;
    uint32_t count;
    PCS_TRY(pcs_expression_prepare(c->context, &highlight->expression, c->totals, c->edges->host_count));
    if (highlight->expression.of_edges) {
        PCS_TRY(choose_edges(c, highlight, &of_edges, &count));
        PCS_TRY(paint_edges(c, highlight, &(pcs_edge_choice){of_edges, 1, count}));
    } else {
        pcs_node_style style = {.by = c->node_by};
        memcpy(style.colour, highlight->colour, sizeof(style.colour));
        PCS_TRY(choose_hosts(c, highlight, &hosts, &count));
        PCS_TRY(pcs_nodes_paint(c->context, c->image, c->view, c->layout, c->totals, hosts, &style));
    }
    if (count == 0) {
        pcs_log(c->context, PCS_LOG_WARNING, "highlight %s: no %s of the input is so", highlight->text,
                highlight->expression.of_edges ? "edge" : "host");
    }
done:
    free(hosts);
    free(of_edges);
    return status;
}
