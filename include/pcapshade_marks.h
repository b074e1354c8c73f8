/* The part of pcapshade.h that is about what is painted on images besides lines: include that one. */
#ifndef PCAPSHADE_MARKS_H
#define PCAPSHADE_MARKS_H

#ifndef PCAPSHADE_H
#error "include pcapshade.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* X(name, text): discs for hosts. */
#define PCS_NODES_TABLE(X)                                                                                             \
    X(PCS_NODES_OFF, "off")                                                                                            \
    X(PCS_NODES_OVER, "over")   /* above the lines */                                                                  \
    X(PCS_NODES_UNDER, "under") /* below them */

typedef enum pcs_nodes {
#define PCS_NODES_ENUM(name, text) name,
    PCS_NODES_TABLE(PCS_NODES_ENUM)
#undef PCS_NODES_ENUM
        PCS_NODES_COUNT
} pcs_nodes;

PCS_API const char *pcs_nodes_name(pcs_nodes nodes);

typedef struct pcs_mark_options {
    size_t size;
    pcs_nodes nodes;
    pcs_top_by node_by;     /* what makes a disc large, also one of a highlight */
    const char *node_color; /* NULL: "white"; #rrggbb or a CSS name */
    /* highlight_count of them, the later ones above: "COLOUR: EXPRESSION", or an expression alone, which gets a colour.
     * It says which edges or hosts are drawn anew in that colour, farther from the background where many edges cross:
     *
     *   bytes packets payload              of an edge, compared (= != < <= > >=) with a number such as 10000 or 1e4
     *   proto=NAME                         its protocol: tcp, udp, icmp, sctp, other
     *   edges                              any edge
     *   degree in-degree out-degree        of a host: how many others it has edges with, get from, and send to
     *   host-bytes host-packets host-payload   what it sent and got
     *   host=ADDRESS host=RANGE host=NAME  the host, with its services; all in 10.0.0.0/8; "names may be quoted"
     *   top=N by AMOUNT                    the N hosts of most bytes, packets, payload, degree, in-degree, out-degree
     *
     * with and, or, not and brackets; = may be !=. One that asks for hosts alone means hosts, which are drawn as discs;
     * else edges are meant, and a condition on a host is one on either end. */
    const char *const *highlights;
    size_t highlight_count;
    uint8_t rest_alpha; /* 0: 80; how much all else is seen under highlights, 255 as ever */
} pcs_mark_options;

/* PCS_E_ARGUMENT: the highlight cannot be understood; *place: the byte of text where that is. */
PCS_API pcs_status pcs_highlight_check(pcs_context *context, const char *text, size_t *place);

/* Paints on an image that was drawn with image_options, whose member layer was set, of the same edges and layout, and
 * lays it onto the background: discs, then highlights. It becomes PCS_IMAGE_RGBA. image_options may be NULL. */
PCS_API pcs_status pcs_image_mark(pcs_context *context, pcs_device *device, const pcs_edges *edges,
                                  const pcs_layout *layout, const pcs_image_options *image_options,
                                  const pcs_mark_options *options, pcs_image *image);

#ifdef __cplusplus
}
#endif

#endif
