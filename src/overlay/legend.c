/* What colours mean: the counts at which those of a colour map begin, or the categories that they are of. */
#include "overlay/figures.h"
#include "overlay/marginalia.h"

#include <stdio.h>
#include <string.h>

/* Where rows of the legend are, from its top, in quarters of an em. */
enum { QUARTERS = 4, HEADING_BASE = 4, BODY_TOP = 7, ROW_STEP = 7, BAR_WIDTH = 80, TICK_BASE = 5 };

static int32_t quarters(const pcs_marginalia *m, int32_t count) {
    return m->size * count / QUARTERS;
}

static bool is_of_bytes(pcs_measure measure) {
    return measure == PCS_MEASURE_BYTES || measure == PCS_MEASURE_PAYLOAD || measure == PCS_MEASURE_MAX ||
           measure == PCS_MEASURE_MEAN;
}

/* X(measure, of a colour map, of categories) */
#define HEADING_TABLE(X)                                                                                               \
    X(PCS_MEASURE_EDGES, "edges a pixel", "edges")                                                                     \
    X(PCS_MEASURE_PACKETS, "packets a pixel", "packets")                                                               \
    X(PCS_MEASURE_BYTES, "bytes a pixel", "bytes")                                                                     \
    X(PCS_MEASURE_PAYLOAD, "payload bytes a pixel", "payload bytes")                                                   \
    X(PCS_MEASURE_ANY, "any edge", "edges")                                                                            \
    X(PCS_MEASURE_MAX, "most bytes of an edge", "bytes")                                                               \
    X(PCS_MEASURE_MEAN, "bytes an edge", "bytes")

static const char *heading_of(const pcs_image *image, pcs_measure measure, bool from_edges) {
    static const char *const headings[PCS_MEASURE_COUNT][2] = {
#define HEADING(name, of_map, of_categories) [name] = {of_map, of_categories},
        HEADING_TABLE(HEADING)
#undef HEADING
    };
    return from_edges ? headings[measure][image->category_count > 0] : "values of pixels";
}

/* ---- a colour map */

/* A figure below the middle of the step's colours, kept to the bar's ends; none where it would touch another. */
static pcs_status add_tick(pcs_marginalia *m, const pcs_image *image, uint32_t step, int32_t width, const char *unit,
                           size_t first_tick) {
    char figure[PCS_FIGURE_SIZE];
    pcs_note *note;
    pcs_figure_fixed(figure, image->key[step].first, image->key_fraction_bits, unit);
    pcs_status status = pcs_marginalia_write(m, false, figure, width, &note);
    if (status != PCS_OK || !note) {
        return status;
    }
    int32_t taken = note->box.right - note->box.left;
    int32_t middle = (int32_t)((2 * (int64_t)step + 1) * width / (2 * (int64_t)image->key_count));
    int32_t left = middle - taken / 2 < width - taken ? middle - taken / 2 : width - taken;
    pcs_note_move(note, (left > 0 ? left : 0) - note->box.left, quarters(m, BODY_TOP + QUARTERS + TICK_BASE));
    for (size_t i = first_tick; i + 1 < m->note_count; i++) {
        const pcs_box *other = &m->notes[i].box;
        if (note->box.left < other->right + m->size / 2 && other->left < note->box.right + m->size / 2) {
            m->note_count--; /* this one */
            break;
        }
    }
    return PCS_OK;
}

/* A bar of all colours, each as wide, and the counts at which some of them begin. */
static pcs_status add_bar(pcs_marginalia *m, const pcs_image *image, int32_t width, const char *unit) {
    static const uint32_t fractions[] = {0, 4, 2, 1, 3}; /* of the bar, in fourths: the ends first */
    pcs_status status = PCS_OK;
    int32_t top = quarters(m, BODY_TOP), bottom = top + m->size;
    for (int32_t column = 0; column < width; column++) {
        const pcs_key_step *step = &image->key[(uint64_t)column * image->key_count / (uint32_t)width];
        PCS_TRY(pcs_marginalia_colour(m, &(pcs_box){column, top, column + 1, bottom}, step->colour));
    }
    size_t first_tick = m->note_count;
    for (uint32_t i = 0; i < sizeof(fractions) / sizeof(fractions[0]); i++) {
        uint32_t step = (uint32_t)((uint64_t)(image->key_count - 1) * fractions[i] / 4);
        PCS_TRY(add_tick(m, image, step, width, unit, first_tick));
    }
done:
    return status;
}

/* ---- categories */

enum { NAME_LEFT = 5, GAP = 4 }; /* in quarters of an em */

static pcs_status widen(const pcs_marginalia *m, const char *text, int32_t *width) {
    char line[PCS_LETTERING_SIZE];
    pcs_box extent;
    pcs_lettering_line(line, text, PCS_LETTERS_MAX);
    pcs_status status = pcs_lettering_measure(&m->text, line, &extent);
    if (status == PCS_OK && extent.right - extent.left > *width) {
        *width = extent.right - extent.left;
    }
    return status;
}

/* Narrows width to what the rows need. */
static pcs_status narrow(const pcs_marginalia *m, const pcs_image *image, const char *heading, const char *unit,
                         int32_t *width) {
    pcs_status status = PCS_OK;
    int32_t names = 0, figures = 0, needed = 0;
    PCS_TRY(widen(m, heading, &needed));
    for (uint32_t i = 0; i < image->category_count; i++) {
        char figure[PCS_FIGURE_SIZE];
        pcs_figure_short(figure, image->categories[i].value, unit);
        PCS_TRY(widen(m, figure, &figures));
        PCS_TRY(widen(m, image->categories[i].name, &names));
    }
    names += quarters(m, NAME_LEFT + GAP) + figures;
    needed = names > needed ? names : needed;
    *width = needed < *width ? needed : *width;
done:
    return status;
}

/* A square, the name, and at the right what the measure counted. */
static pcs_status add_categories(pcs_marginalia *m, const pcs_image *image, int32_t width, const char *unit) {
    pcs_status status = PCS_OK;
    for (uint32_t i = 0; i < image->category_count; i++) {
        const pcs_category *category = &image->categories[i];
        const uint8_t colour[4] = {category->colour[0], category->colour[1], category->colour[2], 255};
        int32_t base = quarters(m, BODY_TOP + (int32_t)i * ROW_STEP + 3), top = base - quarters(m, 3);
        char figure[PCS_FIGURE_SIZE];
        pcs_note *note;
        int32_t left = width;
        pcs_figure_short(figure, category->value, unit);
        PCS_TRY(pcs_marginalia_colour(m, &(pcs_box){0, top, quarters(m, 3), base}, colour));
        PCS_TRY(pcs_marginalia_write(m, false, figure, width / 2, &note));
        if (note) {
            pcs_note_move(note, width - note->box.right, base);
            left = note->box.left;
        }
        PCS_TRY(pcs_marginalia_write(m, false, category->name, left - quarters(m, NAME_LEFT + GAP / 2), &note));
        if (note) {
            pcs_note_move(note, quarters(m, NAME_LEFT) - note->box.left, base);
        }
    }
done:
    return status;
}

/* ---- its place */

/* All that the notes and swatches from these on touch. */
static pcs_box box_of(const pcs_marginalia *m, size_t note, size_t swatch) {
    pcs_box box = {0, 0, 0, 0};
    for (size_t i = note; i < m->note_count; i++) {
        box = pcs_box_united(&box, &m->notes[i].box);
    }
    for (size_t i = swatch; i < m->swatch_count; i++) {
        pcs_box frame = pcs_box_widened(&m->swatches[i].box, m->text.halo);
        box = pcs_box_united(&box, &frame);
    }
    return box;
}

/* How many pixels of the box, which is inside the image, are no background. */
static uint64_t count_drawn(const pcs_image *image, const uint8_t background[4], const pcs_box *box) {
    uint64_t count = 0;
    for (int32_t row = box->top; row < box->bottom; row++) {
        for (int32_t column = box->left; column < box->right; column++) {
            size_t i = (size_t)row * image->width + (size_t)column;
            count += image->format == PCS_IMAGE_INDEXED
                         ? image->pixels[i] != 0
                         : image->pixels[4 * i + 3] > 0 && memcmp(image->pixels + 4 * i, background, 4) != 0;
        }
    }
    return count;
}

/* Where a box goes, by so many columns and rows: into the corner where the least is drawn. False: none has room. */
static bool find_corner(const pcs_marginalia *m, const pcs_image *image, const uint8_t background[4],
                        const pcs_box *box, const pcs_occupancy *taken, int32_t *columns, int32_t *rows) {
    enum { CORNERS = 4, LOWER = 1, LEFT = 2 };
    uint64_t least = UINT64_MAX;
    int32_t width = (int32_t)m->width, height = (int32_t)m->height, margin = m->margin - m->text.halo;
    for (uint32_t corner = 0; corner < CORNERS; corner++) {
        int32_t right = corner & LEFT ? margin - box->left : width - margin - box->right;
        /* Beside the title or the footer; where these are long, away from them. */
        for (int32_t away = 0; away <= 5 * m->size / 2; away += 5 * m->size / 2) {
            int32_t down = corner & LOWER ? height - margin - away - box->bottom : margin + away - box->top;
            pcs_box moved = pcs_box_moved(box, right, down);
            if (pcs_box_is_inside(&moved, m->width, m->height) && pcs_occupancy_is_free(taken, &moved)) {
                uint64_t drawn = count_drawn(image, background, &moved);
                *columns = drawn < least ? right : *columns;
                *rows = drawn < least ? down : *rows;
                least = drawn < least ? drawn : least;
                break;
            }
        }
    }
    return least < UINT64_MAX;
}

/* Moves the notes and swatches from these on into a corner. False: none has room. */
static bool settle(pcs_marginalia *m, const pcs_image *image, const uint8_t background[4], size_t note, size_t swatch,
                   pcs_occupancy *taken) {
    int32_t columns = 0, rows = 0;
    pcs_box box = box_of(m, note, swatch);
    if (!find_corner(m, image, background, &box, taken, &columns, &rows)) {
        return false;
    }
    for (size_t i = note; i < m->note_count; i++) {
        pcs_note_move(&m->notes[i], columns, rows);
    }
    for (size_t i = swatch; i < m->swatch_count; i++) {
        m->swatches[i].box = pcs_box_moved(&m->swatches[i].box, columns, rows);
    }
    box = pcs_box_moved(&box, columns, rows);
    pcs_occupancy_take(taken, &box);
    return true;
}

pcs_status pcs_legend_add(pcs_marginalia *m, const pcs_image *image, pcs_measure measure, bool from_edges, bool must_be,
                          const uint8_t background[4], pcs_occupancy *taken) {
    pcs_status status = PCS_OK;
    size_t first_note = m->note_count, first_swatch = m->swatch_count;
    const char *unit = from_edges && is_of_bytes(measure) ? "B" : "";
    int32_t room = (int32_t)m->width - 2 * m->margin, width = quarters(m, BAR_WIDTH);
    width = width < room ? width : room;
    pcs_note *heading;
    if (image->category_count == 0 && image->key_count == 0) {
        return PCS_OK; /* no pixel has a colour */
    }
    const char *title = heading_of(image, measure, from_edges);
    if (image->category_count > 0) {
        PCS_TRY(narrow(m, image, title, unit, &width));
    }
    PCS_TRY(pcs_marginalia_write(m, false, title, width, &heading));
    if (heading) {
        pcs_note_move(heading, -heading->box.left, quarters(m, HEADING_BASE));
    }
    if (image->category_count > 0) {
        PCS_TRY(add_categories(m, image, width, unit));
    } else {
        PCS_TRY(add_bar(m, image, width, unit));
    }
    if (!heading || !settle(m, image, background, first_note, first_swatch, taken)) {
        if (must_be) {
            pcs_log(m->context, PCS_LOG_WARNING, "the picture is too small for a legend");
        }
        m->note_count = first_note;
        m->swatch_count = first_swatch;
    }
done:
    return status;
}
