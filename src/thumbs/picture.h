/* One capture to one small picture. */
#ifndef PCS_THUMBS_PICTURE_H
#define PCS_THUMBS_PICTURE_H

#include "base/context.h"
#include "thumbs/record.h"

/* How pictures look. */
typedef struct pcs_style {
    uint32_t side; /* pixels */
    pcs_layout_options layout;
    const char *colormap, *colors, *background;
    bool badge; /* what was read in part has a corner of another colour */
} pcs_style;

/* Changes when pictures of the same style do. */
enum { PCS_STYLE_VERSION = 1 };

/* What draws: one device, which threads use in turn. */
typedef struct pcs_easel {
    pcs_context *context;
    pcs_device *device;
    pthread_mutex_t mutex;
} pcs_easel;

/* Fills in what the record says of the table. PCS_E_MEMORY. */
pcs_status pcs_picture_describe(pcs_context *context, const pcs_edges *edges, pcs_record *record);

/* Draws the edges: laid out on device, drawn on the easel where there is one, else on device too. The image is the
 * caller's. */
pcs_status pcs_picture_draw(pcs_context *context, pcs_device *device, pcs_easel *easel, const pcs_edges *edges,
                            const pcs_style *style, pcs_image **out);

/* Paints the badge, if the style has one. */
pcs_status pcs_picture_badge(pcs_context *context, const pcs_style *style, pcs_image *image);

#endif
