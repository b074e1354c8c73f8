/* An image as a PNG (ISO/IEC 15948), through libpng; its pixels are compressed by threads of ours. */
#include "output/png.h"

#include "base/memory.h"
#include "base/outfile.h"
#include "base/text.h"
#include "output/strips.h"
#include "shade/shade.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { KEYWORD_MOST = 79, PALETTE_SIZE = 256 };

typedef struct writer {
    pcs_context *context;
    const pcs_image *image;
    pcs_outfile *outfile; /* NULL: into memory */
    uint8_t *memory;
    size_t size, capacity;
    png_structp png;
    png_infop info;
    pcs_strips *strips;
    png_text *texts; /* each text is the writer's own */
    size_t text_count;
    const char *path;
    pcs_status status; /* the first failure; its message is in the context */
    bool out_of_memory;
} writer;

/* ---- what libpng calls */

static PNG_NORETURN void on_error(png_structp png, png_const_charp message) {
    writer *w = png_get_error_ptr(png);
    if (w->status == PCS_OK) {
        w->status = w->out_of_memory ? pcs_fail_memory(w->context, "the PNG writer", 0)
                                     : pcs_fail(w->context, PCS_E_WRITE, "%s: cannot make a PNG: %s", w->path, message);
    }
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    const writer *w = png_get_error_ptr(png);
    pcs_log(w->context, PCS_LOG_WARNING, "%s: %s", w->path, message);
}

static png_voidp on_allocate(png_structp png, png_alloc_size_t size) {
    void *memory = malloc(size);
    if (!memory) {
        writer *w = png_get_mem_ptr(png);
        w->out_of_memory = true;
    }
    return memory;
}

static void on_free(png_structp png, png_voidp memory) {
    (void)png;
    free(memory);
}

static pcs_status keep(writer *w, const uint8_t *data, size_t length) {
    if (length > SIZE_MAX - w->size ||
        !pcs_memory_grow((void **)&w->memory, &w->capacity, w->size + length, sizeof(*w->memory))) {
        return pcs_fail_memory(w->context, "the PNG writer", length);
    }
    memcpy(w->memory + w->size, data, length);
    w->size += length;
    return PCS_OK;
}

static void on_write(png_structp png, png_bytep data, size_t length) {
    writer *w = png_get_io_ptr(png);
    w->status = w->outfile ? pcs_outfile_write(w->outfile, data, length) : keep(w, data, length);
    if (w->status != PCS_OK) {
        png_error(png, "");
    }
}

static void on_flush(png_structp png) {
    (void)png;
}

/* ---- text chunks */

/* Latin-1, printable, without spaces at the ends or in a row (ISO/IEC 15948, 11.3.4.2). */
static bool is_keyword(const char *keyword) {
    size_t length = keyword ? strlen(keyword) : 0;
    if (length == 0 || length > KEYWORD_MOST || keyword[0] == ' ' || keyword[length - 1] == ' ') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)keyword[i];
        if (c < 32 || (c > 126 && c < 161) || (c == ' ' && keyword[i + 1] == ' ')) {
            return false;
        }
    }
    return true;
}

/* Line ends stay; control characters and bytes that are not UTF-8 are escaped. NULL: no memory. */
static char *clean_text(const char *text) {
    enum { ESCAPED = 4 }; /* bytes that one becomes at most */
    size_t length = strlen(text);
    char *lines = strdup(text);
    char *clean = length < SIZE_MAX / ESCAPED ? malloc(length * ESCAPED + 1) : NULL;
    if (!lines || !clean) {
        free(lines);
        free(clean);
        return NULL;
    }
    char *out = clean;
    for (char *line = lines, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next) {
            *next++ = '\0';
        }
        pcs_text_escape(out, length * ESCAPED + 1 - (size_t)(out - clean), line);
        out += strlen(out);
        if (next) {
            *out++ = '\n';
        }
    }
    *out = '\0';
    free(lines);
    return clean;
}

static bool is_ascii(const char *text) {
    while (*text && (unsigned char)*text < 128) {
        text++;
    }
    return !*text;
}

static pcs_status take_texts(writer *w, const pcs_image_text *texts, size_t count) {
    w->texts = calloc(count + 1, sizeof(*w->texts));
    if (!w->texts) {
        return pcs_fail_memory(w->context, "text chunks", count * sizeof(*w->texts));
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_keyword(texts[i].keyword) || !texts[i].text) {
            return pcs_fail(
                w->context, PCS_E_ARGUMENT,
                "text chunk %s: a keyword is 1 to %d printable Latin-1 characters, without spaces at its ends "
                "or in a row, and its text is not NULL",
                texts[i].keyword ? texts[i].keyword : "NULL", KEYWORD_MOST);
        }
        char *text = clean_text(texts[i].text);
        if (!text) {
            return pcs_fail_memory(w->context, "text chunks", strlen(texts[i].text));
        }
        /* tEXt is Latin-1: what else there is goes into iTXt, which is UTF-8. The keyword is only read. */
        w->texts[i] = (png_text){.compression = is_ascii(text) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
                                 .key = (png_charp)(uintptr_t)texts[i].keyword,
                                 .text = text};
        w->text_count = i + 1;
    }
    return PCS_OK;
}

/* ---- the file */

static void write_palette(writer *w) {
    png_color colours[PALETTE_SIZE];
    png_byte alphas[PALETTE_SIZE];
    int transparent = 0; /* colours up to the last that is not opaque */
    for (int i = 0; i < PALETTE_SIZE; i++) {
        const uint8_t *colour = w->image->palette[i];
        colours[i] = (png_color){colour[0], colour[1], colour[2]};
        alphas[i] = colour[3];
        transparent = colour[3] < 255 ? i + 1 : transparent;
    }
    png_set_PLTE(w->png, w->info, colours, PALETTE_SIZE);
    if (transparent > 0) {
        png_set_tRNS(w->png, w->info, alphas, transparent, NULL);
    }
}

static void write_header(writer *w) {
    bool indexed = w->image->format == PCS_IMAGE_INDEXED;
    png_set_IHDR(w->png, w->info, w->image->width, w->image->height, 8,
                 indexed ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (indexed) {
        write_palette(w);
    }
    png_set_text(w->png, w->info, w->texts, (int)w->text_count);
    png_write_info(w->png, w->info);
}

static void write_pixels(writer *w) {
    const uint8_t *data;
    size_t length;
    double done = 0.0;
    for (bool more = true; more;) {
        w->status = pcs_tick(w->context, "write", done, 0);
        if (w->status != PCS_OK) {
            png_error(w->png, "");
        }
        more = pcs_strips_next(w->strips, &data, &length, &done);
        if (more) {
            png_write_chunk(w->png, (png_const_bytep) "IDAT", data, length);
        }
    }
    png_write_chunk(w->png, (png_const_bytep) "IEND", NULL, 0);
}

/* All of libpng: its errors come back here. */
static pcs_status write_png(writer *w) {
    w->png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, w, on_error, on_warning, w, on_allocate, on_free);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    if (!w->info) {
        return pcs_fail_memory(w->context, "the PNG writer", 0);
    }
    if (setjmp(png_jmpbuf(w->png)) == 0) {
        png_set_write_fn(w->png, w, on_write, on_flush);
        write_header(w);
        write_pixels(w);
    }
    return w->status;
}

/* Into the writer's outfile, or its memory. */
static pcs_status write_image(writer *w, const pcs_image_text *texts, size_t text_count) {
    pcs_status status = PCS_OK;
    uint32_t pixel_size = w->image->format == PCS_IMAGE_INDEXED ? 1 : 4;
    PCS_TRY(take_texts(w, texts, text_count));
    PCS_TRY(pcs_strips_new(w->context, w->image->pixels, (size_t)w->image->width * pixel_size, w->image->height,
                           pixel_size, &w->strips));
    PCS_TRY(write_png(w));
done:
    png_destroy_write_struct(&w->png, &w->info);
    pcs_strips_free(w->strips);
    for (size_t i = 0; i < w->text_count; i++) {
        free(w->texts[i].text);
    }
    free(w->texts);
    return status;
}

pcs_status pcs_png_write(pcs_context *context, const pcs_image *image, const char *path, const pcs_image_text *texts,
                         size_t text_count, uint64_t *size) {
    pcs_status status = PCS_OK;
    writer w = {.context = context, .image = image, .path = path};
    PCS_TRY(pcs_outfile_open(context, path, &w.outfile));
    PCS_TRY(write_image(&w, texts, text_count));
    PCS_TRY(pcs_outfile_commit(w.outfile));
    *size = pcs_outfile_size(w.outfile);
done:
    pcs_outfile_free(w.outfile);
    return status;
}

pcs_status pcs_png_make(pcs_context *context, const pcs_image *image, const char *what, const pcs_image_text *texts,
                        size_t text_count, uint8_t **data, size_t *size) {
    writer w = {.context = context, .image = image, .path = what};
    pcs_status status = write_image(&w, texts, text_count);
    if (status != PCS_OK) {
        free(w.memory);
        w.memory = NULL;
    }
    *data = w.memory;
    *size = w.size;
    return status;
}

pcs_status pcs_image_write_png(pcs_context *context, const pcs_image *image, const char *path,
                               const pcs_image_text *texts, size_t text_count) {
    uint64_t size;
    return pcs_png_write(context, image, path, texts, text_count, &size);
}
