/* The font that the build embeds, a TrueType file: written by embed_font.cmake. */
#ifndef PCS_OVERLAY_FONT_DATA_H
#define PCS_OVERLAY_FONT_DATA_H

#include <stddef.h>

extern const unsigned char pcs_font_data[];
extern const size_t pcs_font_data_size;

#endif
