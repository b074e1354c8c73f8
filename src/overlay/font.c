#include "overlay/font.h"

#include "overlay/font_data.h"

#include <ft2build.h>
#include <stdlib.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include FT_OUTLINE_H

enum {
    PHASES = 4,     /* pen positions a pixel */
    SUBPIXELS = 64, /* FreeType's unit */
    SLOTS = 256     /* glyphs that are remembered */
};

/* Coverage of one glyph: its first column right of the pen's, its first row above the base line. */
typedef struct bitmap {
    bool made;
    int32_t left, top;
    uint32_t width, height;
    uint8_t *pixels;
} bitmap;

typedef struct glyph {
    bool known;
    uint32_t code;
    FT_UInt index;
    int32_t advance, left, right, bottom, top; /* in units of the font, y upwards */
    bitmap bitmaps[PHASES];                    /* with the pen that many quarters into a pixel */
} glyph;

struct pcs_font {
    pcs_context *context;
    uint32_t size;
    int64_t units; /* an em */
    struct FT_MemoryRec_ memory;
    bool out_of_memory;
    FT_Library library;
    FT_Face face;
    glyph slots[SLOTS]; /* by the code's last bits */
};

/* ---- FreeType's memory, and what it says */

static void *on_allocate(FT_Memory memory, long size) {
    void *block = malloc((size_t)size);
    if (!block) {
        *(bool *)memory->user = true;
    }
    return block;
}

static void on_free(FT_Memory memory, void *block) {
    (void)memory;
    free(block);
}

static void *on_reallocate(FT_Memory memory, long old_size, long size, void *old) {
    (void)old_size;
    void *block = realloc(old, (size_t)size);
    if (!block) {
        *(bool *)memory->user = true;
    }
    return block;
}

static pcs_status check(const pcs_font *font, FT_Error error) {
    if (font->out_of_memory) {
        return pcs_fail_memory(font->context, "text", 0); /* of which FreeType may say nothing */
    }
    return error == 0 ? PCS_OK : pcs_fail(font->context, PCS_E_FORMAT, "the embedded font: FreeType's error %d", error);
}

/* ---- glyphs */

static void forget(glyph *g) {
    for (uint32_t i = 0; i < PHASES; i++) {
        free(g->bitmaps[i].pixels);
    }
    *g = (glyph){.known = false};
}

static pcs_status find_glyph(pcs_font *font, uint32_t code, glyph **out) {
    glyph *g = &font->slots[code % SLOTS];
    *out = g;
    if (g->known && g->code == code) {
        return PCS_OK;
    }
    forget(g);
    FT_UInt index = FT_Get_Char_Index(font->face, code); /* 0, which is a box, where there is none */
    pcs_status status = check(font, FT_Load_Glyph(font->face, index, FT_LOAD_NO_SCALE));
    if (status == PCS_OK) {
        const FT_Glyph_Metrics *metrics = &font->face->glyph->metrics;
        *g = (glyph){.known = true,
                     .code = code,
                     .index = index,
                     .advance = (int32_t)metrics->horiAdvance,
                     .left = (int32_t)metrics->horiBearingX,
                     .right = (int32_t)(metrics->horiBearingX + metrics->width),
                     .bottom = (int32_t)(metrics->horiBearingY - metrics->height),
                     .top = (int32_t)metrics->horiBearingY};
    }
    return status;
}

static pcs_status make_bitmap(pcs_font *font, const glyph *g, uint32_t phase, bitmap *out) {
    pcs_status status = PCS_OK;
    FT_GlyphSlot slot = font->face->glyph;
    PCS_TRY(check(font, FT_Load_Glyph(font->face, g->index, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)));
    FT_Outline_Translate(&slot->outline, (FT_Pos)phase * (SUBPIXELS / PHASES), 0);
    PCS_TRY(check(font, FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL)));
    size_t size = (size_t)slot->bitmap.width * slot->bitmap.rows;
    uint8_t *pixels = malloc(size + 1);
    if (!pixels) {
        return pcs_fail_memory(font->context, "text", size);
    }
    for (uint32_t row = 0; row < slot->bitmap.rows; row++) {
        for (uint32_t column = 0; column < slot->bitmap.width; column++) {
            pixels[(size_t)row * slot->bitmap.width + column] =
                slot->bitmap.buffer[(ptrdiff_t)row * slot->bitmap.pitch + column];
        }
    }
    *out = (bitmap){.made = true,
                    .left = slot->bitmap_left,
                    .top = slot->bitmap_top,
                    .width = slot->bitmap.width,
                    .height = slot->bitmap.rows,
                    .pixels = pixels};
done:
    return status;
}

/* The character at *text, which is behind it then; 0 at the end. Text that is not UTF-8 gives the replacement
 * character. */
static uint32_t next_code(const char **text) {
    enum { REPLACEMENT = 0xfffd };
    const unsigned char *at = (const unsigned char *)*text;
    uint32_t code = *at;
    if (code == 0) {
        return 0;
    }
    uint32_t more = code < 0x80 ? 0 : (code & 0xe0) == 0xc0 ? 1 : (code & 0xf0) == 0xe0 ? 2 : 3;
    code = more > 0 ? code & (0x3fU >> more) : code;
    at++;
    for (uint32_t i = 0; i < more; i++) {
        if ((*at & 0xc0) != 0x80) {
            code = REPLACEMENT;
            break;
        }
        code = code << 6 | (*at++ & 0x3fU);
    }
    *text = (const char *)at;
    return code > 0 ? code : REPLACEMENT;
}

/* ---- lines */

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

/* Where the pen is after so many units: quarters of a pixel. */
static int64_t pen_after(const pcs_font *font, int64_t units) {
    return floor_divide(units * font->size * PHASES, font->units);
}

/* The pixels that a glyph may touch with the pen there. */
static pcs_box box_of(const pcs_font *font, const glyph *g, int64_t pen) {
    int64_t size = font->size, units = font->units, pixel = PHASES * units, at = pen * units;
    return (pcs_box){.left = (int32_t)floor_divide(at + PHASES * size * g->left, pixel),
                     .top = (int32_t)floor_divide(-size * g->top, units),
                     .right = (int32_t)-floor_divide(-(at + PHASES * size * g->right), pixel),
                     .bottom = (int32_t)-floor_divide(size * g->bottom, units)};
}

pcs_status pcs_font_measure(pcs_font *font, const char *text, pcs_box *extent) {
    pcs_status status = PCS_OK;
    int64_t units = 0;
    *extent = (pcs_box){0, 0, 0, 0};
    for (uint32_t code; (code = next_code(&text)) != 0;) {
        glyph *g;
        PCS_TRY(find_glyph(font, code, &g));
        pcs_box box = box_of(font, g, pen_after(font, units));
        *extent = pcs_box_united(extent, &box);
        units += g->advance;
    }
done:
    return status;
}

/* FreeType rounds what it scales: what would lie a hair's breadth outside the extent is left out. */
static void cover(const bitmap *from, int32_t left, int32_t top, const pcs_box *extent, uint8_t *coverage) {
    int64_t width = extent->right - extent->left, height = extent->bottom - extent->top;
    for (uint32_t i = 0; i < from->height; i++) {
        int64_t row = (int64_t)top - extent->top + i;
        for (uint32_t k = 0; k < from->width && row >= 0 && row < height; k++) {
            int64_t column = (int64_t)left - extent->left + k;
            if (column >= 0 && column < width) {
                uint8_t *to = &coverage[row * width + column], more = from->pixels[(size_t)i * from->width + k];
                *to = *to > more ? *to : more;
            }
        }
    }
}

pcs_status pcs_font_cover(pcs_font *font, const char *text, const pcs_box *extent, uint8_t *coverage) {
    pcs_status status = PCS_OK;
    int64_t units = 0;
    for (uint32_t code; (code = next_code(&text)) != 0;) {
        glyph *g;
        PCS_TRY(find_glyph(font, code, &g));
        int64_t pen = pen_after(font, units), pixel = floor_divide(pen, PHASES);
        bitmap *from = &g->bitmaps[pen - pixel * PHASES];
        if (!from->made) {
            PCS_TRY(make_bitmap(font, g, (uint32_t)(pen - pixel * PHASES), from));
        }
        cover(from, (int32_t)pixel + from->left, -from->top, extent, coverage);
        units += g->advance;
    }
done:
    return status;
}

/* ---- the font */

bool pcs_font_is_there(void) {
    return true;
}

pcs_status pcs_font_check(pcs_context *context) {
    (void)context;
    return PCS_OK;
}

pcs_status pcs_font_open(pcs_context *context, uint32_t size, pcs_font **out) {
    pcs_status status = PCS_OK;
    pcs_font *font = calloc(1, sizeof(*font));
    *out = font;
    if (!font) {
        return pcs_fail_memory(context, "text", sizeof(*font));
    }
    font->context = context;
    font->size = size;
    font->memory = (struct FT_MemoryRec_){&font->out_of_memory, on_allocate, on_free, on_reallocate};
    /* FT_Init_FreeType would read the environment. */
    PCS_TRY(check(font, FT_New_Library(&font->memory, &font->library)));
    FT_Add_Default_Modules(font->library);
    PCS_TRY(check(font, 0));
    PCS_TRY(check(font, FT_New_Memory_Face(font->library, pcs_font_data, (FT_Long)pcs_font_data_size, 0, &font->face)));
    PCS_TRY(check(font, FT_Set_Pixel_Sizes(font->face, 0, size)));
    font->units = font->face->units_per_EM;
done:
    if (status != PCS_OK) {
        pcs_font_free(font);
        *out = NULL;
    }
    return status;
}

void pcs_font_free(pcs_font *font) {
    if (font) {
        for (uint32_t i = 0; i < SLOTS; i++) {
            forget(&font->slots[i]);
        }
        if (font->library) {
            FT_Done_Library(font->library); /* and its face */
        }
        free(font);
    }
}

uint32_t pcs_font_size(const pcs_font *font) {
    return font->size;
}
