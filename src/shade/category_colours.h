/* The colours of categories. */
#ifndef PCS_SHADE_CATEGORY_COLOURS_H
#define PCS_SHADE_CATEGORY_COLOURS_H

#include "edges/category.h"

/* Whether chosen, as of pcs_image_options.category_colors, is well written; NULL is. */
pcs_status pcs_category_colours_check(pcs_context *context, const char *chosen);

/* Sets the colour of each; warns of a name in chosen that no category has. */
pcs_status pcs_category_colours_fill(pcs_context *context, const char *chosen, pcs_categories *categories);

#endif
