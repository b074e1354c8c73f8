#include "overlay/marginalia.h"

#include "base/memory.h"
#include "base/moment.h"
#include "overlay/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FACTS = 5, FACT_SIZE = 96 };

/* ---- lines */

void pcs_note_move(pcs_note *note, int32_t columns, int32_t rows) {
    note->column += columns;
    note->row += rows;
    note->box = pcs_box_moved(&note->box, columns, rows);
}

pcs_status pcs_marginalia_write(pcs_marginalia *m, bool is_title, const char *text, int32_t width, pcs_note **out) {
    const pcs_lettering *lettering = is_title ? &m->title : &m->text;
    *out = NULL;
    if (!pcs_memory_grow((void **)&m->notes, &m->note_capacity, m->note_count + 1, sizeof(*m->notes))) {
        return pcs_fail_memory(m->context, "text", (m->note_count + 1) * sizeof(*m->notes));
    }
    pcs_note *note = &m->notes[m->note_count];
    *note = (pcs_note){.is_title = is_title};
    for (uint32_t most = PCS_LETTERS_MAX; most > 0; most--) {
        pcs_lettering_line(note->line, text, most);
        pcs_status status = pcs_lettering_measure(lettering, note->line, &note->box);
        if (status != PCS_OK) {
            return status;
        }
        if (note->box.right - note->box.left <= width) {
            *out = pcs_box_is_empty(&note->box) ? NULL : note;
            m->note_count += *out != NULL;
            return PCS_OK;
        }
    }
    return PCS_OK;
}

pcs_status pcs_marginalia_colour(pcs_marginalia *m, const pcs_box *box, const uint8_t colour[4]) {
    if (!pcs_memory_grow((void **)&m->swatches, &m->swatch_capacity, m->swatch_count + 1, sizeof(*m->swatches))) {
        return pcs_fail_memory(m->context, "the legend", (m->swatch_count + 1) * sizeof(*m->swatches));
    }
    pcs_swatch *swatch = &m->swatches[m->swatch_count++];
    swatch->box = *box;
    memcpy(swatch->colour, colour, sizeof(swatch->colour));
    return PCS_OK;
}

/* Takes the pixels of the notes from first on; forgets those that are not inside the picture or over others. */
static void settle(pcs_marginalia *m, size_t first, pcs_occupancy *taken) {
    size_t kept = first;
    for (size_t i = first; i < m->note_count; i++) {
        const pcs_box *box = &m->notes[i].box;
        if (pcs_box_is_inside(box, m->width, m->height) && pcs_occupancy_is_free(taken, box)) {
            pcs_occupancy_take(taken, box);
            m->notes[kept++] = m->notes[i];
        }
    }
    m->note_count = kept;
}

/* ---- title and footer */

static pcs_status add_title(pcs_marginalia *m, const char *title) {
    pcs_note *note;
    pcs_status status = pcs_marginalia_write(m, true, title, (int32_t)m->width - 2 * m->margin, &note);
    if (note) {
        pcs_note_move(note, m->margin - note->box.left, m->margin - note->box.top);
    }
    return status;
}

static void write_count(char fact[FACT_SIZE], uint64_t count, const char *noun) {
    char figure[PCS_FIGURE_SIZE];
    pcs_figure_whole(figure, count);
    snprintf(fact, FACT_SIZE, "%s %s%s", figure, noun, count == 1 ? "" : "s");
}

/* 2012-03-16 12:30:00 to 13:30:00 UTC */
static void write_span(char fact[FACT_SIZE], int64_t first_ns, int64_t last_ns) {
    enum { DATE = 10, SECONDS = 19 }; /* where they end */
    char first[PCS_MOMENT_LENGTH], last[PCS_MOMENT_LENGTH];
    pcs_moment_write(first, first_ns);
    pcs_moment_write(last, last_ns);
    first[DATE] = last[DATE] = ' ';
    int from = memcmp(first, last, DATE) == 0 ? DATE + 1 : 0;
    snprintf(fact, FACT_SIZE, "%.*s to %.*s UTC", SECONDS, first, SECONDS - from, last + from);
}

static uint32_t write_facts(const pcs_edges *edges, bool with_times, char facts[FACTS][FACT_SIZE]) {
    pcs_traffic total = pcs_edges_total(edges);
    const pcs_read_summary *summary = &edges->summary;
    char figure[PCS_FIGURE_SIZE];
    uint32_t count = 0;
    write_count(facts[count++], total.packets, "packet");
    write_count(facts[count++], edges->host_count, "host");
    write_count(facts[count++], edges->edge_count, "edge");
    pcs_figure_short(figure, total.bytes, "B");
    snprintf(facts[count++], FACT_SIZE, "%s", figure);
    if (with_times && (summary->first_ns != 0 || summary->last_ns != 0)) {
        write_span(facts[count++], summary->first_ns, summary->last_ns);
    }
    return count;
}

/* As many facts a line as the picture is wide, the last line at the lower border. */
static pcs_status add_footer(pcs_marginalia *m, const pcs_edges *edges, bool with_times) {
    pcs_status status = PCS_OK;
    char facts[FACTS][FACT_SIZE], line[FACTS * FACT_SIZE] = "";
    uint32_t count = write_facts(edges, with_times, facts);
    int32_t width = (int32_t)m->width - 2 * m->margin;
    size_t first = m->note_count;
    for (uint32_t i = 0; i < count;) {
        char longer[FACTS * FACT_SIZE];
        pcs_box extent;
        snprintf(longer, sizeof(longer), "%s%s%.*s", line, line[0] ? ", " : "", FACT_SIZE, facts[i]);
        PCS_TRY(pcs_lettering_measure(&m->text, longer, &extent));
        bool fits = extent.right - extent.left <= width;
        if (fits || !line[0]) {
            memcpy(line, longer, sizeof(line));
            i++;
        }
        if (!fits || i == count) {
            pcs_note *note;
            PCS_TRY(pcs_marginalia_write(m, false, line, width, &note));
            line[0] = '\0';
        }
    }
    for (size_t i = first; i < m->note_count; i++) {
        pcs_note *note = &m->notes[i];
        int32_t below = (int32_t)(m->note_count - 1 - i) * m->size * 3 / 2 + m->size / 4;
        pcs_note_move(note, m->margin - note->box.left, (int32_t)m->height - m->margin - below);
    }
done:
    return status;
}

/* ---- all */

pcs_status pcs_marginalia_fill(pcs_context *context, const pcs_image *image, const pcs_edges *edges,
                               const pcs_text_options *options, pcs_measure measure, const uint8_t background[4],
                               pcs_occupancy *taken, pcs_marginalia *m) {
    pcs_status status = PCS_OK;
    uint32_t size = pcs_lettering_size(image->width, image->height, 0);
    *m = (pcs_marginalia){.context = context,
                          .width = image->width,
                          .height = image->height,
                          .margin = (int32_t)size,
                          .size = (int32_t)size};
    PCS_TRY(pcs_lettering_open(context, size * 3 / 2, background, &m->title));
    PCS_TRY(pcs_lettering_open(context, size, background, &m->text));
    if (options->title) {
        PCS_TRY(add_title(m, options->title));
    }
    if (options->caption != PCS_SHOW_OFF && edges) {
        PCS_TRY(add_footer(m, edges, options->caption == PCS_SHOW_ON));
    }
    settle(m, 0, taken);
    if (options->legend != PCS_SHOW_OFF) {
        PCS_TRY(pcs_legend_add(m, image, measure, edges != NULL, options->legend == PCS_SHOW_ON, background, taken));
    }
done:
    if (status != PCS_OK) {
        pcs_marginalia_clear(m);
    }
    return status;
}

void pcs_marginalia_clear(pcs_marginalia *m) {
    pcs_lettering_close(&m->title);
    pcs_lettering_close(&m->text);
    free(m->notes);
    free(m->swatches);
    *m = (pcs_marginalia){.context = NULL};
}

static void fill_box(pcs_image *image, const pcs_box *box, const uint8_t colour[4]) {
    for (int32_t row = box->top; row < box->bottom; row++) {
        for (int32_t column = box->left; column < box->right; column++) {
            pcs_canvas_paint(image, column, row, colour, 255);
        }
    }
}

pcs_status pcs_marginalia_paint(const pcs_marginalia *m, pcs_image *image) {
    pcs_status status = PCS_OK;
    for (size_t i = 0; i < m->swatch_count; i++) {
        pcs_box frame = pcs_box_widened(&m->swatches[i].box, m->text.halo);
        fill_box(image, &frame, m->text.halo_colour);
    }
    for (size_t i = 0; i < m->swatch_count; i++) {
        fill_box(image, &m->swatches[i].box, m->swatches[i].colour);
    }
    for (size_t i = 0; i < m->note_count && status == PCS_OK; i++) {
        const pcs_note *note = &m->notes[i];
        status = pcs_lettering_paint(m->context, note->is_title ? &m->title : &m->text, note->line, note->column,
                                     note->row, image);
    }
    return status;
}
