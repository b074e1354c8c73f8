/* Layout to counts: how many edges cross each pixel. */
#ifndef PCS_RASTER_RASTER_H
#define PCS_RASTER_RASTER_H

#include "bundle/bundle.h"
#include "device/device.h"
#include "edges/category.h"
#include "layout/layout.h"
#include "raster_types.h"
#include "stroke_types.h"

/* What the raster gives and shade takes: a value for every pixel, row 0 the lowest. A pixel of value 0 is empty: no
 * line touches it, or all that touch it have nothing to add. This is the public pcs_counts. */
struct pcs_counts {
    uint32_t width, height;
    bool wide;                 /* elements are uint64_t, else uint32_t */
    uint32_t fraction_bits;    /* of an element that are behind the point: lines of a width cover parts of pixels */
    pcs_buffer *buffer;        /* width * height elements; of strips only, one of them */
    pcs_categories categories; /* count 0: there are none; else an element is so many numbers, one a category */
    struct pcs_strips *strips; /* NULL, or the values are drawn strip after strip */
};

/* Its elements are not initialised. */
pcs_status pcs_counts_new(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height, bool wide,
                          pcs_counts **out);

/* 1 where all rows are held. */
uint32_t pcs_counts_strip_count(const pcs_counts *counts);
/* Strip i, from the lowest row upwards, as counts of its rows alone: valid until the next call. It is drawn anew unless
 * it is the one that was asked for last. *first_row: its lowest. */
pcs_status pcs_counts_strip(pcs_context *context, const pcs_counts *counts, uint32_t i, pcs_counts *strip,
                            uint32_t *first_row);

/* A canvas: pixels, and the rectangle of the layout that they show. */
typedef struct pcs_view {
    uint32_t width, height;
    double x_min, x_max, y_min, y_max;
} pcs_view;

/* The whole layout, its aspect kept, centred, with 5 % of the image free on each side. */
pcs_view pcs_view_of_layout(const pcs_layout *layout, uint32_t width, uint32_t height);

/* What the options show. PCS_E_ARGUMENT: they are not valid, or zoom_host is no host of the table. */
pcs_status pcs_view_choose(pcs_context *context, const pcs_edges *edges, const pcs_layout *layout,
                           const pcs_image_options *options, pcs_view *view);

/* The pixel of a position, of those at the border the one inside. Positions far outside give a pixel of the border. */
int32_t pcs_view_column(const pcs_view *view, double x);
int32_t pcs_view_row(const pcs_view *view, double y);

/* Clips the line between two positions, each x, y, as Datashader does it; moved: from, and to. False: it is outside the
 * view. */
bool pcs_view_clip(const pcs_view *view, double from[2], double to[2], bool moved[2]);

/* The segment between two positions. False: it is outside the view. */
bool pcs_segment_between(const pcs_view *view, const double from[2], const double to[2], pcs_segment *segment);

/* The same of a chain of segments, whose vertices count once, but for those that are one pixel with the next. False:
 * there is nothing left of it. */
bool pcs_segment_in_chain(const pcs_view *view, const double from[2], const double to[2], bool is_first,
                          pcs_segment *segment);

/* The same as a line of a width, 0 to PCS_LINE_WIDTH_MAX pixels; below 1 it is as much fainter. False: also where both
 * are one. */
bool pcs_stroke_between(const pcs_view *view, const double from[2], const double to[2], double width,
                        pcs_stroke *stroke);

/* The same of a chain, with its joint to the line that comes from the vertex before; NULL: from is the first. */
bool pcs_stroke_in_chain(const pcs_view *view, const double *before, const double from[2], const double to[2],
                         bool is_last, double width, pcs_stroke *stroke, pcs_joint *joint);

/* Sums of coverage times weight leave room for a thousand of the greatest. */
#define PCS_STROKE_WEIGHT_MAX (UINT64_MAX >> (2 * PCS_COVER_BITS))

/* What a measure takes of an edge; 1 where it counts edges. */
uint64_t pcs_edge_weight(const pcs_edge *edge, pcs_measure measure);

/* Edges of one category. */
typedef struct pcs_edge_choice {
    const uint8_t *of_edges; /* of each edge its category */
    uint8_t category;
    uint32_t count; /* how many edges are of it */
} pcs_edge_choice;

/* One segment an edge, of all edges where choice is NULL, clipped; edges outside the view give none. weights: NULL, or
 * where to put what the measure takes of each segment's edge. *segments and *weights are freed with free(). */
pcs_status pcs_segments_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout,
                            const pcs_edges *edges, const pcs_edge_choice *choice, pcs_measure measure,
                            uint64_t **weights, pcs_segment **segments, uint32_t *count);

/* The same as lines of the options' line_width and width_by. Weights are PCS_STROKE_WEIGHT_MAX at most. */
pcs_status pcs_strokes_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                           const pcs_edge_choice *choice, const pcs_image_options *options, uint64_t **weights,
                           pcs_stroke **strokes, uint32_t *count);

/* What is drawn. */
typedef struct pcs_lines {
    pcs_measure measure;
    pcs_segment *segments;
    pcs_stroke *strokes; /* of lines that have a width, instead of segments */
    pcs_joint *joints;   /* NULL, or one a stroke where these make chains whose values are sums: then they are wide */
    uint64_t *weights;   /* NULL, or one a line; of segments and PCS_MEASURE_MAX its rank, from 1 */
    uint64_t *ranked;    /* of these: the weight of each rank */
    uint32_t count, rank_count;
    bool wide;              /* values are uint64_t, else uint32_t */
    uint32_t fraction_bits; /* of values */
} pcs_lines;

/* Of the options measure, line_width and width_by. bundle: NULL, or the paths of the edges. */
pcs_status pcs_lines_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                         const pcs_edge_choice *choice, const pcs_bundle *bundle, const pcs_image_options *options,
                         pcs_lines *lines);
/* A chain of lines an edge, along its path. lines: its measure alone is set; cleared by the caller where this fails. */
pcs_status pcs_chains_new(pcs_context *context, const pcs_view *view, const pcs_layout *layout, const pcs_edges *edges,
                          const pcs_edge_choice *choice, const pcs_bundle *bundle, const pcs_image_options *options,
                          bool weighted, pcs_lines *lines);
/* Adds one, along count vertices, each x, y, to those of the arrays of lines that there are: each has room for count -
 * 1 more. */
void pcs_lines_add_chain(const pcs_view *view, const double (*vertices)[2], uint32_t count, double width,
                         uint64_t weight, pcs_lines *lines);
void pcs_lines_clear(pcs_lines *lines);

/* The values of a strip of rows; first_row is a multiple of PCS_TILE_SIDE. counts holds width * row_count elements. */
pcs_status pcs_raster_draw(pcs_context *context, pcs_device *device, const pcs_lines *lines, uint32_t width,
                           uint32_t first_row, uint32_t row_count, pcs_buffer *counts);

/* Counts, a device buffer of width * height uint32_t, row 0 the lowest: each pixel's segments. Sides are 1 to
 * PCS_IMAGE_SIDE_MAX, all segments lie inside. */
pcs_status pcs_raster_count(pcs_context *context, pcs_device *device, uint32_t width, uint32_t height,
                            const pcs_segment *segments, uint32_t segment_count, pcs_buffer **counts);

/* The paths of all edges that the options ask for; none, and nothing to clear, where they ask for straight lines. */
pcs_status pcs_bundle_choose(pcs_context *context, pcs_device *device, const pcs_edges *edges, const pcs_layout *layout,
                             const pcs_image_options *options, pcs_bundle *bundle);

/* pcs_counts_draw along the paths of pcs_bundle_choose, of the edges of one category alone (NULL: all) as they are
 * drawn among all: with the same widths, on the same paths. A category of its own is for options that colour by value.
 */
pcs_status pcs_counts_draw_chosen(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                                  const pcs_edge_choice *chosen, const pcs_layout *layout, const pcs_bundle *bundle,
                                  const pcs_image_options *options, pcs_counts **out);

/* PCS_E_ARGUMENT if pcs_counts_draw would refuse the options (NULL: the defaults). */
pcs_status pcs_counts_check(pcs_context *context, const pcs_image_options *options);

#endif
