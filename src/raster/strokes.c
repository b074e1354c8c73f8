/* Edges to lines of a width. */
#include "base/memory.h"
#include "raster/widths.h"

#include <math.h>
#include <stdlib.h>

enum { EDGES_PER_TICK = 1 << 20 };

/* ---- one line */

static int32_t place_of(double pixels) {
    return (int32_t)floor(pixels * (1 << PCS_PLACE_BITS) + 0.5);
}

static int32_t direction_of(double number) {
    return (int32_t)floor(number * (1 << PCS_DIRECTION_BITS) + 0.5);
}

/* Where a position is in the image, its pixels' centres at whole numbers. */
static void map(const pcs_view *view, const double at[2], double pixel[2]) {
    double x_scale = view->width / (view->x_max - view->x_min), x_shift = -view->x_min * x_scale;
    double y_scale = view->height / (view->y_max - view->y_min), y_shift = -view->y_min * y_scale;
    pixel[0] = at[0] * x_scale + x_shift;
    pixel[1] = at[1] * y_scale + y_shift;
}

/* moved: its beginning was clipped; reversed: it begins at b. */
static bool make_stroke(const pcs_view *view, const double from[2], const double to[2], double width,
                        pcs_stroke *stroke, bool *moved, bool *reversed) {
    /* What slope and places lack of being exact, after the longest line, and what a tile's steps across add. */
    const double slack = 48.0, cap_slack = 2.0;
    double ends[2][2] = {{from[0], from[1]}, {to[0], to[1]}};
    bool clipped[2];
    if (!pcs_view_clip(view, ends[0], ends[1], clipped)) {
        return false;
    }
    for (int end = 0; end < 2; end++) {
        map(view, ends[end], ends[end]);
        ends[end][0] = fmin(fmax(ends[end][0], 0.0), view->width) - 0.5;
        ends[end][1] = fmin(fmax(ends[end][1], 0.0), view->height) - 0.5;
    }
    bool steep = fabs(ends[1][0] - ends[0][0]) < fabs(ends[1][1] - ends[0][1]);
    int l = steep ? 1 : 0;
    *moved = clipped[0];
    *reversed = ends[1][l] < ends[0][l];
    const double *a = ends[*reversed], *b = ends[!*reversed];
    double along = b[l] - a[l], across = b[1 - l] - a[1 - l], length = sqrt(along * along + across * across);
    if (!(length > 0.0)) {
        return false;
    }
    double reach = (fmax(width, 1.0) + 1.0) / 2.0, places = 1 << PCS_PLACE_BITS;
    *stroke = (pcs_stroke){.a_along = place_of(a[l]),
                           .a_across = place_of(a[1 - l]),
                           .b_along = place_of(b[l]),
                           .b_across = place_of(b[1 - l]),
                           .margin = (int32_t)ceil(reach * length / along * places + slack),
                           .cap = (int32_t)ceil(reach * fabs(across) / length * places + cap_slack),
                           .normal_along = direction_of(-across / length),
                           .normal_across = direction_of(along / length),
                           .slope = direction_of(across / along),
                           .reach = (int32_t)floor(reach * (1 << PCS_DISTANCE_BITS) + 0.5),
                           .ink = (uint32_t)floor(fmin(width, 1.0) * (1 << PCS_INK_BITS) + 0.5),
                           .steep = steep};
    return true;
}

bool pcs_stroke_between(const pcs_view *view, const double from[2], const double to[2], double width,
                        pcs_stroke *stroke) {
    bool moved, reversed;
    return make_stroke(view, from, to, width, stroke, &moved, &reversed);
}

/* ---- one line of a chain */

/* How far along a line, in pixels, there may be pixels beside both lines. before: length of the line before. */
static double common_length(const pcs_stroke *s, const pcs_joint *j, bool reversed, double before) {
    double unit = 1.0 / (1 << PCS_DIRECTION_BITS), sign = reversed ? -1.0 : 1.0, places = 1 << PCS_PLACE_BITS;
    double reach = (double)s->reach / (1 << PCS_DISTANCE_BITS);
    double along = sign * unit * s->normal_across, across = -sign * unit * s->normal_along;
    double ahead = unit * (along * j->along + across * j->across);
    double aside = unit * fabs(along * j->across - across * j->along);
    double a = ((double)s->b_along - s->a_along) / places, b = ((double)s->b_across - s->a_across) / places;
    double length = sqrt(a * a + b * b) + 1.0;
    /* Nearer than reach to the line before without ends, ... */
    length = aside * length > reach * (1.0 + fabs(ahead)) ? reach * (1.0 + fabs(ahead)) / aside : length;
    if (ahead > 0.0) { /* ... where it ends, ... */
        return ahead * length > reach * aside ? reach * aside / ahead : length;
    }
    /* ... and where it begins. */
    return -ahead * length > before + reach * aside ? (before + reach * aside) / -ahead : length;
}

bool pcs_stroke_in_chain(const pcs_view *view, const double *before, const double from[2], const double to[2],
                         bool is_last, double width, pcs_stroke *stroke, pcs_joint *joint) {
    const double joint_slack = 64.0, places = 1 << PCS_PLACE_BITS;
    bool moved, reversed;
    if (!make_stroke(view, from, to, width, stroke, &moved, &reversed)) {
        return false;
    }
    *joint =
        (pcs_joint){.cap = stroke->cap, .kind = (is_last ? PCS_JOINT_ENDS : 0) | (reversed ? PCS_JOINT_REVERSED : 0)};
    if (!before || moved) {
        joint->kind |= PCS_JOINT_BEGINS;
        return true;
    }
    double at[2], last[2];
    map(view, from, at);
    map(view, before, last);
    double length = sqrt((at[0] - last[0]) * (at[0] - last[0]) + (at[1] - last[1]) * (at[1] - last[1]));
    pcs_stroke previous;
    bool previous_moved, previous_reversed;
    if (!(length > 0.0)) { /* after a line of no length Datashader draws both caps */
        joint->kind |= PCS_JOINT_BEGINS | PCS_JOINT_ENDS;
        return true;
    }
    if (!make_stroke(view, before, from, width, &previous, &previous_moved, &previous_reversed)) {
        joint->kind |= PCS_JOINT_BEGINS; /* nothing was drawn of it */
        return true;
    }
    int32_t along = previous_reversed ? -previous.normal_across : previous.normal_across;
    int32_t across = previous_reversed ? previous.normal_along : -previous.normal_along;
    joint->along = previous.steep == stroke->steep ? along : across;
    joint->across = previous.steep == stroke->steep ? across : along;
    joint->length = length * places < UINT32_MAX ? (uint32_t)(length * places + 0.5) : UINT32_MAX;
    double common = common_length(stroke, joint, reversed, length);
    joint->cap += (int32_t)ceil(common * stroke->normal_across / (1 << PCS_DIRECTION_BITS) * places + joint_slack);
    return true;
}

/* ---- all */

pcs_status pcs_strokes_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                           const pcs_edge_choice *choice, const pcs_image_options *options, uint64_t **weights,
                           pcs_stroke **strokes, uint32_t *count) {
    pcs_status status = PCS_OK;
    pcs_widths widths = {.graph = NULL};
    uint32_t most = choice ? choice->count : edges->edge_count;
    uint64_t size = most * (sizeof(**strokes) + (weights ? sizeof(**weights) : 0));
    uint32_t found = 0;
    *count = 0;
    *strokes = pcs_memory_new(most, sizeof(**strokes));
    if (weights) {
        *weights = pcs_memory_new(most, sizeof(**weights));
    }
    if (!*strokes || (weights && !*weights)) {
        PCS_TRY(pcs_fail_memory(context, "the lines of all edges", size));
    }
    PCS_TRY(pcs_widths_new(context, edges, options, &widths));
    for (uint32_t e = 0; e < edges->edge_count; e++) {
        const pcs_edge *edge = &edges->table[e];
        double from[2] = {layout->x[edge->a], layout->y[edge->a]}, to[2] = {layout->x[edge->b], layout->y[edge->b]};
        if (e % EDGES_PER_TICK == 0) {
            PCS_TRY(pcs_tick(context, "raster", 0.0, 0));
        }
        bool chosen = !choice || choice->of_edges[e] == choice->category;
        if (chosen && pcs_stroke_between(view, from, to, pcs_widths_of(&widths, edge), &(*strokes)[found])) {
            if (weights) {
                uint64_t weight = pcs_edge_weight(edge, options->measure);
                (*weights)[found] = weight < PCS_STROKE_WEIGHT_MAX ? weight : PCS_STROKE_WEIGHT_MAX;
            }
            found++;
        }
    }
    *count = found;
done:
    pcs_widths_clear(&widths);
    if (status != PCS_OK) {
        free(*strokes);
        *strokes = NULL;
        if (weights) {
            free(*weights);
            *weights = NULL;
        }
    }
    return status;
}
