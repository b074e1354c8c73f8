/* The part of pcapshade.h that is about images: include that one. */
#ifndef PCAPSHADE_IMAGE_H
#define PCAPSHADE_IMAGE_H

#ifndef PCAPSHADE_H
#error "include pcapshade.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Pixels a side: of counts and of an image that is written row by row; and of an image in memory. */
#define PCS_IMAGE_SIDE_MAX 131072
#define PCS_IMAGE_WHOLE_SIDE_MAX 32768
/* Categories that an image can have. */
#define PCS_CATEGORY_MAX 10

/* X(name, text): what a pixel's value is, of the edges that cross it. Sums are of 64 bits. */
#define PCS_MEASURE_TABLE(X)                                                                                           \
    X(PCS_MEASURE_EDGES, "count")     /* how many there are */                                                         \
    X(PCS_MEASURE_PACKETS, "packets") /* the sum of their packets */                                                   \
    X(PCS_MEASURE_BYTES, "bytes")     /* the sum of their bytes */                                                     \
    X(PCS_MEASURE_PAYLOAD, "payload") /* the sum of their payload bytes */                                             \
    X(PCS_MEASURE_ANY, "any")         /* 1 */                                                                          \
    X(PCS_MEASURE_MAX, "max")         /* the most bytes that one of them has */                                        \
    X(PCS_MEASURE_MEAN, "mean")       /* bytes an edge, rounded to a whole number */

typedef enum pcs_measure {
#define PCS_MEASURE_ENUM(name, text) name,
    PCS_MEASURE_TABLE(PCS_MEASURE_ENUM)
#undef PCS_MEASURE_ENUM
        PCS_MEASURE_COUNT
} pcs_measure;

PCS_API const char *pcs_measure_name(pcs_measure measure);

/* X(name, text): what colours say. */
#define PCS_COLOR_BY_TABLE(X)                                                                                          \
    X(PCS_COLOR_BY_VALUE, "value")         /* the value of a pixel, by a colour map */                                 \
    X(PCS_COLOR_BY_PROTOCOL, "protocol")   /* the protocol class of an edge */                                         \
    X(PCS_COLOR_BY_PORT, "port")           /* the port that serves, where hosts are services */                        \
    X(PCS_COLOR_BY_SUBNET, "subnet")       /* the subnet that both hosts of an edge are in */                          \
    X(PCS_COLOR_BY_DIRECTION, "direction") /* whether traffic went both ways, or out to the higher host, or back */

typedef enum pcs_color_by {
#define PCS_COLOR_BY_ENUM(name, text) name,
    PCS_COLOR_BY_TABLE(PCS_COLOR_BY_ENUM)
#undef PCS_COLOR_BY_ENUM
        PCS_COLOR_BY_COUNT
} pcs_color_by;

PCS_API const char *pcs_color_by_name(pcs_color_by color_by);

/* X(name, text): what the width of an edge's line grows with. */
#define PCS_WIDTH_BY_TABLE(X)                                                                                          \
    X(PCS_WIDTH_BY_NONE, "none")       /* nothing: all are as wide */                                                  \
    X(PCS_WIDTH_BY_PACKETS, "packets") /* the logarithm of its packets */                                              \
    X(PCS_WIDTH_BY_BYTES, "bytes")     /* of its bytes */                                                              \
    X(PCS_WIDTH_BY_PAYLOAD, "payload") /* of its payload bytes */                                                      \
    X(PCS_WIDTH_BY_DEGREE, "degree")   /* of the number of hosts that its hosts talk with, the one with fewer */

typedef enum pcs_width_by {
#define PCS_WIDTH_BY_ENUM(name, text) name,
    PCS_WIDTH_BY_TABLE(PCS_WIDTH_BY_ENUM)
#undef PCS_WIDTH_BY_ENUM
        PCS_WIDTH_BY_COUNT
} pcs_width_by;

PCS_API const char *pcs_width_by_name(pcs_width_by by);

#define PCS_LINE_WIDTH_MAX 32

#define PCS_SPREAD_MAX 32
#define PCS_SPREAD_AUTO UINT32_MAX

/* X(name, text): how counts become brightness. */
#define PCS_HOW_TABLE(X)                                                                                               \
    X(PCS_HOW_EQ_HIST, "eq_hist") /* by rank: every colour is of as many pixels */                                     \
    X(PCS_HOW_LOG, "log")         /* by logarithm */                                                                   \
    X(PCS_HOW_CBRT, "cbrt")       /* by cube root */                                                                   \
    X(PCS_HOW_LINEAR, "linear")   /* by the count itself */

typedef enum pcs_how {
#define PCS_HOW_ENUM(name, text) name,
    PCS_HOW_TABLE(PCS_HOW_ENUM)
#undef PCS_HOW_ENUM
        PCS_HOW_COUNT
} pcs_how;

PCS_API const char *pcs_how_name(pcs_how how);

typedef struct pcs_image_options {
    size_t size;
    uint32_t width, height; /* pixels, 0: 2000; at most PCS_IMAGE_SIDE_MAX */
    const char *colormap;   /* NULL: "fire"; see pcs_colormap_name; with "_r" at the end reversed */
    const char *background; /* NULL: "black"; #rrggbb, a CSS name, or "transparent" */
    pcs_how how;
    const double *span;       /* NULL, or two counts: those up to the first one get the first colour, those from the
                                 second one on the last. NULL: the least and the greatest that there are. Not with
                                 PCS_HOW_EQ_HIST */
    bool discrete_as_is;      /* PCS_HOW_EQ_HIST: few distinct counts use no more of the colours than their ranks
                                 do; else their colours are pulled apart */
    const char *colors;       /* NULL, or a colour map of one's own: "#rrggbb" or CSS names, separated by commas, all of
                                 which are used on any background. One colour alone grows from min_alpha to alpha */
    uint8_t min_alpha, alpha; /* 0: 40, of categories 80, and 255. All colours have alpha; min_alpha is of one colour
                                 alone and of categories */
    bool exact_colors;        /* all colours of the whole map as Datashader mixes them, else the 255 that lie in its
                                 visible part: the image is then PCS_IMAGE_RGBA */
    uint32_t spread; /* pixels by which each pixel is made larger, at most PCS_SPREAD_MAX; PCS_SPREAD_AUTO: up to
                        3, as long as most pixels stay apart, so not where there are lines. PCS_IMAGE_RGBA
                        where colours are translucent */
    /* x0, y0, x1, y1 of the layout: exactly what the image shows, from its lowest left to its highest right border.
     * NULL: all hosts, the aspect kept, 5 % free at each side. */
    const double *view;
    /* NULL, or a host as pcs_edges_host_text writes it: instead of a view the one of NULL, drawn so many times larger
     * around this host. */
    const char *zoom_host;
    double zoom; /* above 0 */
    pcs_measure measure;
    /* Bytes that values of pixels may take up on the device at once, at least those of 128 rows; 0: 4 GiB where that
     * is enough for all of them, else 1 GiB. Where they need more, they are drawn strip after strip, each time they are
     * gone over. The picture does not depend on it. */
    uint64_t max_memory;
    /* Pixels, at most PCS_LINE_WIDTH_MAX. 0: a pixel of each column or row that the line crosses. Else lines are
     * anti-aliased, as Datashader's: a pixel's value grows by the part of it that is covered, counted in 1024ths; lines
     * thinner than 1 are as much fainter. Hosts that lie in one place have no line. A mean is weighted by coverage. */
    double line_width;
    pcs_width_by width_by; /* else than none: from 1 pixel up to line_width, that of the greatest edge there is */
    /* The image is to be laid onto others: colours are those for the background, but this is left out, and so
     * transparent. */
    bool layer;
    /* Not PCS_COLOR_BY_VALUE: each category of edges has a colour; a pixel has those of its categories mixed by their
     * values, on the background from min_alpha to alpha by its value over all categories. Of ports and subnets the
     * seven with most bytes, of equal ones the lower, have categories. The image is PCS_IMAGE_RGBA. Not with colormap
     * and colors */
    pcs_color_by color_by;
    uint32_t subnet_ipv4, subnet_ipv6; /* bits of a subnet, up to 32 and 128; both 0: 16 and 48 */
    /* NULL, or other colours for some categories: NAME=COLOUR with commas between, colours as of colors */
    const char *category_colors;
    /* Edges that run the same way gather into bundles (kernel density estimation edge bundling). strength: how far they
     * reach for each other, in percent of the hosts' extent, up to 100; 0: 5. iterations, 0: 4 */
    bool bundle;
    double bundle_strength;
    uint32_t bundle_iterations;
} pcs_image_options;

/* The name of the index-th colour map, NULL past the last. */
PCS_API const char *pcs_colormap_name(size_t index);

/* A value for every pixel, before it becomes a colour. */
typedef struct pcs_counts pcs_counts;

/* One straight line an edge, added up in every pixel. Of the options those of the raster count: width, height, view,
 * zoom_host, zoom, measure, color_by with subnets, bundle, max_memory, line_width, width_by. A pixel of value 0 is
 * background, also where lines cross it that add nothing. options may be NULL. The counts are kept on the device, which
 * must outlive them. */
PCS_API pcs_status pcs_counts_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                                   const pcs_layout *layout, const pcs_image_options *options, pcs_counts **out);
/* A NumPy array (.npy, version 1 to 3) of two dimensions of u1, u2, u4, u8, or f8 without negative numbers,
 * little-endian, row 0 the lowest; 2^30 elements at most. */
PCS_API pcs_status pcs_counts_read_npy(pcs_context *context, pcs_device *device, const char *path, pcs_counts **out);
/* The same, of u4, or u8 where values may need it; f8 where lines have a width; of categories with a third dimension,
 * which is for others to read. path as of pcs_edges_write_csv. */
PCS_API pcs_status pcs_counts_write_npy(pcs_context *context, const pcs_counts *counts, const char *path);
PCS_API void pcs_counts_free(pcs_counts *counts);
PCS_API uint32_t pcs_counts_width(const pcs_counts *counts);
PCS_API uint32_t pcs_counts_height(const pcs_counts *counts);

typedef struct pcs_image pcs_image;

typedef enum pcs_image_format {
    PCS_IMAGE_INDEXED, /* a byte a pixel: 0 is the background, others are colours of the palette */
    PCS_IMAGE_RGBA,    /* 4 bytes a pixel: red, green, blue, alpha (not premultiplied) */
    PCS_IMAGE_GREY     /* 2 bytes a pixel, the high one first: of what pcs_counts_write_values writes alone */
} pcs_image_format;

/* Counts to colours. Of the options those of the raster are not looked at. options may be NULL. Sides are at most
 * PCS_IMAGE_WHOLE_SIDE_MAX. */
PCS_API pcs_status pcs_counts_shade(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                                    const pcs_image_options *options, pcs_image **out);
/* pcs_counts_draw and pcs_counts_shade. */
PCS_API pcs_status pcs_image_draw(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                                  const pcs_layout *layout, const pcs_image_options *options, pcs_image **out);
PCS_API void pcs_image_free(pcs_image *image);
PCS_API uint32_t pcs_image_width(const pcs_image *image);
PCS_API uint32_t pcs_image_height(const pcs_image *image);
PCS_API pcs_image_format pcs_image_get_format(const pcs_image *image);
/* width * height pixels, the top row first. */
PCS_API const uint8_t *pcs_image_pixels(const pcs_image *image);
/* 256 colours of 4 bytes: red, green, blue, alpha (not premultiplied); NULL where the format has none. */
PCS_API const uint8_t *pcs_image_palette(const pcs_image *image);

/* A kind of edges that has a colour of its own, such as those of one protocol. */
typedef struct pcs_category {
    char name[48];     /* "tcp", "443 https", "10.1.0.0/16" */
    uint8_t colour[3]; /* red, green, blue */
    uint64_t edges;    /* how many are of it, in view or not */
    uint64_t value;    /* what the measure goes by, of all these: edges, packets, bytes or payload bytes */
} pcs_category;

/* The index-th category that the image's colours are mixed of, in the order of a legend; NULL past the last, and always
 * where the colours are those of a colour map. Owned by the image. */
PCS_API const pcs_category *pcs_image_category(const pcs_image *image, size_t index);

/* A text chunk of a PNG; keyword of 1 to 79 Latin-1 characters, text UTF-8. */
typedef struct pcs_image_text {
    const char *keyword, *text;
} pcs_image_text;

/* The PNG of what pcs_counts_shade gives, made row by row: no more than some rows are in memory, and sides go up to
 * PCS_IMAGE_SIDE_MAX. Without spread. path and texts as of pcs_image_write_png. */
PCS_API pcs_status pcs_counts_write_png(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                                        const pcs_image_options *options, const char *path, const pcs_image_text *texts,
                                        size_t text_count);
/* The same in grey of 16 bits, for others to colour: 0 where a pixel is empty, else 1 to 65535 as far as its value lies
 * from the first colour to the last, rounded. Of the options only how, span and discrete_as_is are looked at. Of counts
 * without categories. */
PCS_API pcs_status pcs_counts_write_values(pcs_context *context, pcs_device *device, const pcs_counts *counts,
                                           const pcs_image_options *options, const char *path,
                                           const pcs_image_text *texts, size_t text_count);

/* "-" is standard output, a regular file is replaced at once when complete. */
PCS_API pcs_status pcs_image_write_png(pcs_context *context, const pcs_image *image, const char *path,
                                       const pcs_image_text *texts, size_t text_count);

#ifdef __cplusplus
}
#endif

#endif
