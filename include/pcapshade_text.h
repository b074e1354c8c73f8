/* The part of pcapshade.h that is about text on images: include that one. */
#ifndef PCAPSHADE_TEXT_H
#define PCAPSHADE_TEXT_H

#ifndef PCAPSHADE_H
#error "include pcapshade.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define PCS_LABELS_ALL UINT64_MAX
#define PCS_TEXT_SIZE_MIN 4
#define PCS_TEXT_SIZE_MAX 256

/* X(name, text): what makes a host important. */
#define PCS_LABEL_BY_TABLE(X)                                                                                          \
    X(PCS_LABEL_BY_BYTES, "bytes")     /* sent and received */                                                         \
    X(PCS_LABEL_BY_PACKETS, "packets") /* sent and received */                                                         \
    X(PCS_LABEL_BY_DEGREE, "degree")   /* other hosts that it talks with */

typedef enum pcs_label_by {
#define PCS_LABEL_BY_ENUM(name, text) name,
    PCS_LABEL_BY_TABLE(PCS_LABEL_BY_ENUM)
#undef PCS_LABEL_BY_ENUM
        PCS_LABEL_BY_COUNT
} pcs_label_by;

PCS_API const char *pcs_label_by_name(pcs_label_by label_by);

/* Whether something stands on an image. PCS_SHOW_AUTO: where the background is opaque, the sides are of so many pixels,
 * and the build has a font. */
typedef enum pcs_show { PCS_SHOW_OFF, PCS_SHOW_ON, PCS_SHOW_AUTO } pcs_show;

#define PCS_SHOW_SIDE_MIN 600
#define PCS_SHOW_SIDE_MAX 8192

/* Text has a halo, white on black and on transparent backgrounds, black on white ones. */
typedef struct pcs_text_options {
    size_t size;
    /* Names of hosts beside them: of so many at most, the most important, the lower of equal ones; PCS_LABELS_ALL: of
     * all. A name is left out where it would be over that of a more important host, over such a host, or over a
     * disc larger than a point. Only hosts that the image shows. Names of more than 48 characters end in an ellipsis.
     */
    uint64_t labels;
    const char *label_hosts; /* instead of a number, hosts as pcs_edges_host_text writes them, with commas between */
    pcs_label_by label_by;
    bool crowd;          /* names that would be over others are not left out, but below them */
    uint32_t label_size; /* pixels an em, PCS_TEXT_SIZE_MIN to PCS_TEXT_SIZE_MAX; 0: 10, and 1 more for every 300 of the
                            image's shorter side, or where names are many for every 1000 */
    const char *title; /* NULL, or a line in the upper left corner, cut where it is longer than the image is wide; left
                          out where caption is PCS_SHOW_AUTO and there is none */
    pcs_show caption;  /* in the lower left corner numbers of packets, hosts, edges and bytes, and with PCS_SHOW_ON when
                          they were seen; without edges nothing */
    pcs_show legend;   /* which counts the colours stand for, or which categories: in the corner where it hides the
                          least, of equal ones the upper right, lower right, upper left, lower left */
} pcs_text_options;

/* Puts text on an image, which is PCS_IMAGE_RGBA then. edges and layout are what it was drawn of, image_options how;
 * they may be NULL where there are no labels. Title, caption and legend that the image has no room for are left out.
 * Where each line of text stands is the same on every machine; its pixels depend on the version of FreeType.
 * PCS_E_ARGUMENT: the options say what cannot be, or there is no font in this build. */
PCS_API pcs_status pcs_image_add_text(pcs_context *context, pcs_image *image, const pcs_edges *edges,
                                      const pcs_layout *layout, const pcs_image_options *image_options,
                                      const pcs_text_options *options);

#ifdef __cplusplus
}
#endif

#endif
