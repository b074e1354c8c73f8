#include "cli/clock.h"
#include "cli/commands.h"
#include "cli/forms.h"
#include "cli/json.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/session.h"
#include "cli/stats.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXTS_MAX = 3, ZOOM_HOST_SIZE = 512 /* longer than any host */ };

/* What was not given and has no value of its own is left out. */
static void comment_option(pcs_json *json, const pcs_option *option, const pcs_settings *settings) {
    const void *member = (const char *)settings + option->offset;
    bool is_text = option->kind == PCS_OPTION_TEXT || option->kind == PCS_OPTION_FILE;
    const char *text = is_text ? *(const char *const *)member : NULL;
    switch (option->kind) {
    case PCS_OPTION_NUMBER:
    case PCS_OPTION_BYTES:
        if (option->open && *(const uint64_t *)member > option->most) {
            pcs_json_text(json, option->name, option->value(*(const uint64_t *)member - option->most - 1));
        } else if (*(const uint64_t *)member >= option->least) {
            pcs_json_count(json, option->name, *(const uint64_t *)member);
        }
        break;
    case PCS_OPTION_CHOICE:
        pcs_json_text(json, option->name, option->value(*(const uint32_t *)member));
        break;
    case PCS_OPTION_SIZE: {
        const uint32_t *size = member;
        char both[32];
        snprintf(both, sizeof(both), "%ux%u", size[0], size[1]);
        pcs_json_text(json, option->name, size[0] ? both : option->standard);
        break;
    }
    case PCS_OPTION_NUMBERS: {
        const pcs_numbers *numbers = member;
        char all[PCS_NUMBERS_MAX * 32] = "";
        for (uint32_t i = 0; i < numbers->count; i++) {
            size_t used = strlen(all);
            snprintf(all + used, sizeof(all) - used, "%s%.17g", i > 0 ? "," : "", numbers->values[i]);
        }
        if (numbers->count > 0) {
            pcs_json_text(json, option->name, all);
        }
        break;
    }
    case PCS_OPTION_TEXTS: {
        const pcs_texts *texts = member;
        if (texts->count > 0) {
            pcs_json_open(json, option->name, '[');
            for (size_t i = 0; i < texts->count; i++) {
                pcs_json_text(json, NULL, texts->values[i]);
            }
            pcs_json_close(json, ']');
        }
        break;
    }
    case PCS_OPTION_TEXT:
    case PCS_OPTION_FILE:
        if (text || option->value) {
            pcs_json_text(json, option->name, text ? text : option->standard);
        }
        break;
    case PCS_OPTION_SWITCH:
        if (*(const bool *)member) {
            pcs_json_text(json, option->name, "yes");
        }
        break;
    }
}

/* Of an option that takes texts. */
static bool is_given(const pcs_option *option, const pcs_settings *settings) {
    const void *member = (const char *)settings + option->offset;
    return option->kind == PCS_OPTION_TEXTS ? ((const pcs_texts *)member)->count > 0
                                            : *(const char *const *)member != NULL;
}

/* Those that were given and may hold addresses or names. */
static void name_private_options(pcs_json *json, const pcs_settings *settings) {
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if ((option->commands & settings->command->bit) && option->shapes_picture && option->private &&
            is_given(option, settings)) {
            pcs_json_text(json, NULL, option->name);
        }
    }
}

/* The options that made the picture, as JSON; those that may hold addresses or paths only with --metadata=full, else
 * named in "left_out". Freed by the caller; NULL: no memory. */
static char *make_comment(const pcs_settings *settings) {
    char *text = NULL;
    size_t length = 0;
    bool full = settings->metadata == PCS_METADATA_FULL && settings->anonymity == PCS_ANONYMITY_OFF;
    pcs_json json = {.file = open_memstream(&text, &length)};
    if (!json.file) {
        return NULL;
    }
    pcs_json_open(&json, NULL, '{');
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        if ((option->commands & settings->command->bit) && option->shapes_picture && (full || !option->private)) {
            comment_option(&json, option, settings);
        }
    }
    pcs_json_open(&json, full ? "inputs" : "left_out", '[');
    if (full) {
        for (size_t i = 0; i < settings->operand_count; i++) {
            pcs_json_text(&json, NULL, settings->operands[i]);
        }
    } else {
        pcs_json_text(&json, NULL, "inputs");
        name_private_options(&json, settings);
    }
    pcs_json_close(&json, ']');
    pcs_json_close(&json, '}');
    bool broken = ferror(json.file) != 0;
    if (fclose(json.file) != 0 || broken) {
        free(text);
        return NULL;
    }
    return text;
}

static pcs_show show_of(uint32_t choice) {
    static const pcs_show shows[] = {
        [PCS_SHOWN_AUTO] = PCS_SHOW_AUTO, [PCS_SHOWN_ON] = PCS_SHOW_ON, [PCS_SHOWN_OFF] = PCS_SHOW_OFF};
    return shows[choice];
}

static pcs_text_options text_options(const pcs_settings *settings) {
    pcs_text_options text = PCS_OPTIONS(text);
    if (settings->labels) {
        pcs_form_labels(settings->labels, &text);
    }
    text.label_by = (pcs_label_by)settings->label_by;
    text.label_size = (uint32_t)settings->label_size;
    text.crowd = settings->crowd;
    text.caption = show_of(settings->caption);
    text.title = text.caption != PCS_SHOW_OFF ? settings->title : NULL;
    text.legend = show_of(settings->legend);
    return text;
}

/* Draws to output, whose name has been checked; comment is the Comment text. */
static pcs_status work(pcs_session *session, const char *output, const char *comment, pcs_render_report *report) {
    const pcs_settings *settings = session->settings;
    pcs_read_options read = pcs_session_read_options(settings);
    pcs_select_options select = pcs_session_select_options(settings);
    pcs_anonymize_options anonymize = pcs_session_anonymize_options(settings);
    pcs_device_options device = pcs_session_device_options(settings);
    pcs_layout_options layout = PCS_OPTIONS(layout);
    layout.kind = (pcs_layout_kind)settings->layout;
    layout.order = (pcs_order)settings->order;
    layout.pull = (pcs_pull)settings->pull;
    layout.iterations = (uint32_t)settings->iterations;
    layout.seed = settings->seed;
    layout.positions = settings->positions;
    pcs_image_options image = PCS_OPTIONS(image);
    image.width = settings->image_size[0];
    image.height = settings->image_size[1];
    image.view = settings->view.count > 0 ? settings->view.values : NULL;
    char zoom_host[ZOOM_HOST_SIZE];
    size_t zoom_host_length;
    if (settings->zoom) { /* its form has been checked */
        pcs_form_zoom(settings->zoom, &zoom_host_length, &image.zoom);
        snprintf(zoom_host, sizeof(zoom_host), "%.*s", (int)zoom_host_length, settings->zoom);
        image.zoom_host = zoom_host;
    }
    image.measure = (pcs_measure)settings->measure;
    image.line_width = settings->line_width.count > 0 ? settings->line_width.values[0] : 0.0;
    image.width_by = (pcs_width_by)settings->width_by;
    image.max_memory = settings->max_memory;
    image.colormap = settings->colormap;
    image.background = settings->background;
    image.how = (pcs_how)settings->how;
    image.span = settings->span.count > 0 ? settings->span.values : NULL;
    image.discrete_as_is = settings->rescale_discrete == PCS_SWITCH_OFF;
    image.colors = settings->colors;
    image.min_alpha = (uint8_t)settings->min_alpha;
    image.alpha = (uint8_t)settings->alpha;
    image.spread = settings->spread > PCS_SPREAD_MAX ? PCS_SPREAD_AUTO : (uint32_t)settings->spread;
    image.exact_colors = settings->exact_colors;
    pcs_mark_options marks = PCS_OPTIONS(marks);
    marks.nodes = (pcs_nodes)settings->nodes;
    marks.node_by = (pcs_top_by)settings->node_by;
    marks.node_color = settings->node_color;
    marks.highlights = settings->highlights.values;
    marks.highlight_count = settings->highlights.count;
    marks.rest_alpha = (uint8_t)settings->rest_alpha;
    image.category_colors = settings->category_colors;
    image.bundle = settings->bundle;
    image.bundle_strength = (double)settings->bundle_strength;
    image.bundle_iterations = (uint32_t)settings->bundle_iterations;
    if (settings->color_by) {
        pcs_form_color_by(settings->color_by, &image); /* its form has been checked */
    }
    if (image.color_by == PCS_COLOR_BY_PORT && !settings->group_by) {
        read.group_by = PCS_GROUP_BY_SERVICE;
    }
    pcs_text_options text = text_options(settings);
    char software[64];
    snprintf(software, sizeof(software), "pcapshade %s", pcs_version());
    pcs_image_text texts[TEXTS_MAX] = {{"Software", software}};
    size_t text_count = 1;
    if (settings->title) {
        texts[text_count++] = (pcs_image_text){"Title", settings->title};
    }
    texts[text_count++] = (pcs_image_text){"Comment", comment};
    pcs_render_options options = PCS_OPTIONS(options);
    options.device = settings->device;
    options.device_options = &device;
    options.read = &read;
    options.select = pcs_session_selects(settings) ? &select : NULL;
    options.layout = &layout;
    options.image = &image;
    options.texts = texts;
    options.text_count = settings->no_metadata ? 0 : text_count;
    options.describe = !settings->no_metadata;
    options.anonymize = &anonymize;
    options.marks = &marks;
    options.text = &text;
    options.save_positions = settings->save_positions;
    options.save_counts = settings->save_counts;
    options.save_values = settings->save_values;
    return pcs_render(session->context, settings->operands, settings->operand_count, output, &options, report);
}

/* Says what is wrong with a highlight, and shows where. */
static pcs_status check_highlights(pcs_session *session) {
    const pcs_texts *texts = &session->settings->highlights;
    for (size_t i = 0; i < texts->count; i++) {
        size_t place;
        pcs_status status = pcs_highlight_check(session->context, texts->values[i], &place);
        if (status != PCS_OK) {
            pcs_session_report(session, status);
            pcs_message_place(texts->values[i], place);
            return status;
        }
    }
    return PCS_OK;
}

static int draw(const pcs_settings *settings, const char *output, const char *comment) {
    double start = pcs_clock_now();
    pcs_session session;
    pcs_status status = pcs_session_open(&session, settings);
    if (status != PCS_OK) {
        return (int)status;
    }
    pcs_render_report report = {.hosts = 0};
    status = check_highlights(&session);
    if (status == PCS_OK) {
        status = pcs_session_report(&session, work(&session, output, comment, &report));
    }
    if (status == PCS_OK && report.edges == 0 && !report.from_counts) {
        pcs_session_warn(&session, "no traffic between hosts %s: the picture is background alone",
                         pcs_session_selects(settings) ? "is left of the input" : "in the input");
    }
    pcs_session_close(&session);
    if (status != PCS_OK) {
        return (int)status;
    }
    if (settings->stats) {
        FILE *file = pcs_outputs_use_standard(settings, output) ? stderr : stdout;
        pcs_stats_print(file, settings, &report, pcs_clock_now() - start);
    }
    return pcs_session_exit_status(&report.read);
}

int pcs_command_render(const pcs_settings *settings) {
    const char *first = settings->operands[0];
    if (!settings->output && pcs_output_is_standard(first)) {
        pcs_message("standard input has no name for the picture to take: name it with -o FILE.png");
        return PCS_E_ARGUMENT;
    }
    char *named = settings->output ? NULL : pcs_output_name(first);
    const char *output = settings->output ? settings->output : named;
    char *comment = make_comment(settings);
    int exit_status = PCS_E_MEMORY;
    if (!output || !comment) {
        pcs_message("%s", pcs_status_text(PCS_E_MEMORY));
    } else if (pcs_output_is_standard(output) && isatty(STDOUT_FILENO)) {
        pcs_message("standard output is a terminal, which shows no PNG: send it elsewhere, or name a file with -o");
        exit_status = PCS_E_ARGUMENT;
    } else if (pcs_outputs_check(settings, output) != PCS_OK) {
        exit_status = PCS_E_ARGUMENT;
    } else {
        exit_status = draw(settings, output, comment);
    }
    free(comment);
    free(named);
    return exit_status;
}
