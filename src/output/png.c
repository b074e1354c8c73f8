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

struct pcs_png {
    pcs_context *context;
    const pcs_image *image; /* its pixels aside */
    pcs_outfile *outfile;   /* NULL: into memory */
    uint8_t *memory;
    size_t size, capacity;
    png_structp png;
    png_infop info;
    pcs_strips *strips;
    double done;     /* the share of rows that is written */
    png_text *texts; /* each text is the writer's own */
    size_t text_count;
    const char *path;
    pcs_status status; /* the first failure; its message is in the context */
    bool out_of_memory;
};

/* ---- what libpng calls */

static PNG_NORETURN void on_error(png_structp png, png_const_charp message) {
    pcs_png *w = png_get_error_ptr(png);
    if (w->status == PCS_OK) {
        w->status = w->out_of_memory ? pcs_fail_memory(w->context, "the PNG writer", 0)
                                     : pcs_fail(w->context, PCS_E_WRITE, "%s: cannot make a PNG: %s", w->path, message);
    }
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    const pcs_png *w = png_get_error_ptr(png);
    pcs_log(w->context, PCS_LOG_WARNING, "%s: %s", w->path, message);
}

static png_voidp on_allocate(png_structp png, png_alloc_size_t size) {
    void *memory = malloc(size);
    if (!memory) {
        pcs_png *w = png_get_mem_ptr(png);
        w->out_of_memory = true;
    }
    return memory;
}

static void on_free(png_structp png, png_voidp memory) {
    (void)png;
    free(memory);
}

static pcs_status keep(pcs_png *w, const uint8_t *data, size_t length) {
    if (length > SIZE_MAX - w->size ||
        !pcs_memory_grow((void **)&w->memory, &w->capacity, w->size + length, sizeof(*w->memory))) {
        return pcs_fail_memory(w->context, "the PNG writer", length);
    }
    memcpy(w->memory + w->size, data, length);
    w->size += length;
    return PCS_OK;
}

static void on_write(png_structp png, png_bytep data, size_t length) {
    pcs_png *w = png_get_io_ptr(png);
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

static pcs_status take_texts(pcs_png *w, const pcs_image_text *texts, size_t count) {
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

static void write_palette(pcs_png *w) {
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

static void write_header(pcs_png *w) {
    static const int types[] = {[PCS_IMAGE_INDEXED] = PNG_COLOR_TYPE_PALETTE,
                                [PCS_IMAGE_RGBA] = PNG_COLOR_TYPE_RGB_ALPHA,
                                [PCS_IMAGE_GREY] = PNG_COLOR_TYPE_GRAY};
    pcs_image_format format = w->image->format;
    png_set_write_fn(w->png, w, on_write, on_flush);
    png_set_IHDR(w->png, w->info, w->image->width, w->image->height, format == PCS_IMAGE_GREY ? 16 : 8, types[format],
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (format == PCS_IMAGE_INDEXED) {
        write_palette(w);
    }
    png_set_text(w->png, w->info, w->texts, (int)w->text_count);
    png_write_info(w->png, w->info);
}

static void write_strips(pcs_png *w) {
    const uint8_t *data;
    size_t length;
    for (bool more = true; more;) {
        w->status = pcs_tick(w->context, "write", w->done, 0);
        if (w->status != PCS_OK) {
            png_error(w->png, "");
        }
        more = pcs_strips_next(w->strips, &data, &length, &w->done);
        if (more) {
            png_write_chunk(w->png, (png_const_bytep) "IDAT", data, length);
        }
    }
}

static void write_end(pcs_png *w) {
    png_write_chunk(w->png, (png_const_bytep) "IEND", NULL, 0);
}

/* Calls write; libpng's errors come back here. */
static pcs_status run(pcs_png *w, void (*write)(pcs_png *)) {
    if (setjmp(png_jmpbuf(w->png)) == 0) {
        write(w);
    }
    return w->status;
}

/* outfile is the writer's from here on. */
static pcs_status begin(pcs_context *context, const pcs_image *image, const char *path, pcs_outfile *outfile,
                        const pcs_image_text *texts, size_t text_count, pcs_png **out) {
    pcs_status status = PCS_OK;
    uint32_t pixel_size = pcs_image_pixel_size(image->format);
    pcs_png *w = calloc(1, sizeof(*w));
    *out = w;
    if (!w) {
        pcs_outfile_free(outfile);
        return pcs_fail_memory(context, "the PNG writer", sizeof(*w));
    }
    *w = (pcs_png){.context = context, .image = image, .path = path, .outfile = outfile};
    PCS_TRY(take_texts(w, texts, text_count));
    PCS_TRY(pcs_strips_new(context, (size_t)image->width * pixel_size, image->height, pixel_size, &w->strips));
    w->png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, w, on_error, on_warning, w, on_allocate, on_free);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    if (!w->info) {
        PCS_TRY(pcs_fail_memory(context, "the PNG writer", 0));
    }
    PCS_TRY(run(w, write_header));
done:
    if (status != PCS_OK) {
        pcs_png_free(w);
        *out = NULL;
    }
    return status;
}

pcs_status pcs_png_open(pcs_context *context, const pcs_image *image, const char *path, const pcs_image_text *texts,
                        size_t text_count, pcs_png **out) {
    pcs_outfile *outfile;
    *out = NULL;
    pcs_status status = pcs_outfile_open(context, path, &outfile);
    return status == PCS_OK ? begin(context, image, path, outfile, texts, text_count, out) : status;
}

uint32_t pcs_png_rows(const pcs_png *w) {
    return pcs_strips_rows(w->strips);
}

pcs_status pcs_png_add(pcs_png *w, const uint8_t *rows, uint32_t count) {
    pcs_strips_give(w->strips, rows, count);
    return run(w, write_strips);
}

pcs_status pcs_png_close(pcs_png *w, uint64_t *size) {
    pcs_status status = run(w, write_end);
    if (status == PCS_OK && w->outfile) {
        status = pcs_outfile_commit(w->outfile);
        *size = pcs_outfile_size(w->outfile);
    }
    return status;
}

void pcs_png_free(pcs_png *w) {
    if (!w) {
        return;
    }
    png_destroy_write_struct(&w->png, &w->info);
    pcs_strips_free(w->strips);
    for (size_t i = 0; i < w->text_count; i++) {
        free(w->texts[i].text);
    }
    free(w->texts);
    free(w->memory);
    pcs_outfile_free(w->outfile);
    free(w);
}

/* ---- whole images */

pcs_status pcs_png_write(pcs_context *context, const pcs_image *image, const char *path, const pcs_image_text *texts,
                         size_t text_count, uint64_t *size) {
    pcs_status status = PCS_OK;
    pcs_png *png = NULL;
    PCS_TRY(pcs_png_open(context, image, path, texts, text_count, &png));
    PCS_TRY(pcs_png_add(png, image->pixels, image->height));
    PCS_TRY(pcs_png_close(png, size));
done:
    pcs_png_free(png);
    return status;
}

pcs_status pcs_png_make(pcs_context *context, const pcs_image *image, const char *what, const pcs_image_text *texts,
                        size_t text_count, uint8_t **data, size_t *size) {
    pcs_status status = PCS_OK;
    pcs_png *png = NULL;
    *data = NULL;
    PCS_TRY(begin(context, image, what, NULL, texts, text_count, &png));
    PCS_TRY(pcs_png_add(png, image->pixels, image->height));
    PCS_TRY(run(png, write_end));
    *data = png->memory;
    *size = png->size;
    png->memory = NULL;
done:
    pcs_png_free(png);
    return status;
}

pcs_status pcs_image_write_png(pcs_context *context, const pcs_image *image, const char *path,
                               const pcs_image_text *texts, size_t text_count) {
    uint64_t size;
    return pcs_png_write(context, image, path, texts, text_count, &size);
}
