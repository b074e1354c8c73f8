/* output: what is written reads back the same; what cannot be written fails and leaves nothing. */
#include "check.h"
#include "pcapshade.h"
#include "shade/shade.h"

#include <png.h>
#include <setjmp.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WIDTH = 301, HEIGHT = 150 };

static pcs_image *make_image(bool transparent) {
    pcs_image *image = calloc(1, sizeof(*image));
    image->width = WIDTH;
    image->height = HEIGHT;
    image->pixels = malloc(WIDTH * HEIGHT);
    for (uint32_t i = 0; i < WIDTH * HEIGHT; i++) {
        image->pixels[i] = (uint8_t)(i * i / 7 + i);
    }
    for (uint32_t c = 0; c < 256; c++) {
        image->palette[c][0] = (uint8_t)c;
        image->palette[c][1] = (uint8_t)(c * 3);
        image->palette[c][2] = (uint8_t)(255 - c);
        image->palette[c][3] = transparent && c == 0 ? 0 : 255;
    }
    return image;
}

/* Reads path with libpng; the caller's row of text is what the chunk of that keyword holds. */
static void read_back(const char *path, const pcs_image *image, bool transparent, const pcs_image_text *texts,
                      size_t text_count) {
    FILE *file = fopen(path, "rb");
    CHECK_CASE(file != NULL, "%s", path);
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    CHECK(png && info);
    if (setjmp(png_jmpbuf(png))) {
        CHECK_CASE(false, "%s: libpng cannot read it", path);
    } else {
        png_init_io(png, file);
        png_read_png(png, info, PNG_TRANSFORM_IDENTITY, NULL);
        CHECK(png_get_image_width(png, info) == image->width && png_get_image_height(png, info) == image->height);
        CHECK(png_get_bit_depth(png, info) == 8 && png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE);
        png_colorp colours = NULL;
        png_bytep alphas = NULL;
        int colour_count = 0, alpha_count = 0;
        CHECK(png_get_PLTE(png, info, &colours, &colour_count) && colour_count == 256);
        for (int c = 0; c < colour_count; c++) {
            CHECK(colours[c].red == image->palette[c][0] && colours[c].green == image->palette[c][1] &&
                  colours[c].blue == image->palette[c][2]);
        }
        png_get_tRNS(png, info, &alphas, &alpha_count, NULL);
        CHECK(transparent ? alpha_count == 1 && alphas[0] == 0 : alpha_count == 0);
        png_bytepp rows = png_get_rows(png, info);
        for (uint32_t row = 0; row < image->height; row++) {
            CHECK(memcmp(rows[row], image->pixels + (size_t)row * image->width, image->width) == 0);
        }
        png_textp found = NULL;
        int found_count = 0;
        png_get_text(png, info, &found, &found_count);
        CHECK((size_t)found_count == text_count);
        for (int t = 0; t < found_count; t++) {
            CHECK(strcmp(found[t].key, texts[t].keyword) == 0);
            CHECK_CASE(strcmp(found[t].text, texts[t].text) == 0, "%s", found[t].text);
        }
    }
    png_destroy_read_struct(&png, &info, NULL);
    fclose(file);
}

static void images_read_back(pcs_context *context) {
    static const pcs_image_text texts[] = {
        {"Software", "pcapshade"}, {"Description", "3 hosts\n2 edges"}, {"Title", "r\xc3\xa9seau"}, {"Comment", ""}};
    /* What is not text arrives escaped. */
    static const pcs_image_text hostile[] = {{"Comment", "\x1b]0;x\a\n\xff\xc3("}, {"Ti tle\xe9", "100 %s %n"}};
    static const pcs_image_text escaped[] = {{"Comment", "\\x1b]0;x\\x07\n\\xff\\xc3("}, {"Ti tle\xe9", "100 %s %n"}};
    for (int transparent = 0; transparent < 2; transparent++) {
        pcs_image *image = make_image(transparent);
        CHECK(pcs_image_write_png(context, image, "plain.png", NULL, 0) == PCS_OK);
        read_back("plain.png", image, transparent, NULL, 0);
        CHECK_CASE(pcs_image_write_png(context, image, "texts.png", texts, 4) == PCS_OK, "%s",
                   pcs_context_message(context));
        read_back("texts.png", image, transparent, texts, 4);
        CHECK(pcs_image_write_png(context, image, "texts.png", hostile, 2) == PCS_OK);
        read_back("texts.png", image, transparent, escaped, 2);
        pcs_image_free(image);
    }
    CHECK(unlink("plain.png") == 0 && unlink("texts.png") == 0);
}

static void colours_read_back(pcs_context *context) {
    pcs_image *image = make_image(false);
    size_t size = (size_t)WIDTH * HEIGHT * 4;
    image->format = PCS_IMAGE_RGBA;
    image->pixels = realloc(image->pixels, size);
    for (size_t i = 0; i < size; i++) {
        image->pixels[i] = (uint8_t)(i / 9 * (i / 7) + (i >> 9));
    }
    CHECK(pcs_image_palette(image) == NULL && pcs_image_get_format(image) == PCS_IMAGE_RGBA);
    CHECK(pcs_image_write_png(context, image, "colours.png", NULL, 0) == PCS_OK);
    png_image found = {.version = PNG_IMAGE_VERSION};
    uint8_t *pixels = malloc(size);
    CHECK(png_image_begin_read_from_file(&found, "colours.png") && found.format == PNG_FORMAT_RGBA);
    CHECK(png_image_finish_read(&found, NULL, pixels, 0, NULL));
    CHECK(memcmp(pixels, image->pixels, size) == 0);
    free(pixels);
    CHECK(unlink("colours.png") == 0);
    pcs_image_free(image);
}

static void wrong_keywords_are_refused(pcs_context *context) {
    static const char *const wrong[] = {
        "",          " Title",
        "Title ",    "Ti  tle",
        "Ti\ntle",   "\x7f",
        "Ti\xa0tle", "Title\x1b[",
        NULL,        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    pcs_image *image = make_image(false);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        pcs_image_text texts[] = {{"Title", "right"}, {wrong[i], "text"}};
        CHECK_CASE(pcs_image_write_png(context, image, "wrong.png", texts, 2) == PCS_E_ARGUMENT, "case %zu", i);
    }
    pcs_image_text no_text = {"Title", NULL};
    CHECK(pcs_image_write_png(context, image, "wrong.png", &no_text, 1) == PCS_E_ARGUMENT);
    CHECK(access("wrong.png", F_OK) != 0);
    pcs_image_free(image);
}

static void what_cannot_be_written_fails(pcs_context *context) {
    pcs_image *image = make_image(false);
    CHECK(pcs_image_write_png(context, image, "/dev/full", NULL, 0) == PCS_E_WRITE);
    CHECK(strstr(pcs_context_message(context), "/dev/full") != NULL);
    CHECK(pcs_image_write_png(context, image, "no/such/folder.png", NULL, 0) == PCS_E_WRITE);
    CHECK(pcs_image_write_png(context, image, ".", NULL, 0) == PCS_E_WRITE);
    /* Larger than all buffers, so that libpng itself meets the failure. */
    free(image->pixels);
    image->width = image->height = 3000;
    image->pixels = malloc(3000 * 3000);
    uint32_t noise = 1;
    for (uint32_t i = 0; i < 3000 * 3000; i++) {
        noise = noise * 1664525 + 1013904223;
        image->pixels[i] = (uint8_t)(noise >> 24);
    }
    CHECK(pcs_image_write_png(context, image, "/dev/full", NULL, 0) == PCS_E_WRITE);
    CHECK(strstr(pcs_context_message(context), "No space left") != NULL);
    pcs_image_free(image);
}

static bool cancel_midway(void *user, const pcs_progress *progress) {
    unsigned *calls = user;
    CHECK(strcmp(progress->stage, "write") == 0 && progress->done >= 0.0 && progress->done <= 1.0);
    return ++*calls == 2;
}

static void a_cancelled_write_leaves_the_old_file(pcs_context *context) {
    pcs_image *image = make_image(false);
    CHECK(pcs_image_write_png(context, image, "old.png", NULL, 0) == PCS_OK);
    unsigned calls = 0;
    pcs_context_options options = PCS_OPTIONS(options);
    options.progress = cancel_midway;
    options.user = &calls;
    pcs_context *other = pcs_context_new(&options);
    pcs_image *next = make_image(true);
    CHECK(pcs_image_write_png(other, next, "old.png", NULL, 0) == PCS_E_CANCELLED && calls == 2);
    read_back("old.png", image, false, NULL, 0);
    CHECK(unlink("old.png") == 0);
    pcs_image_free(next);
    pcs_context_free(other);
    pcs_image_free(image);
}

int main(void) {
    char folder[] = "/tmp/pcapshade-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    images_read_back(context);
    colours_read_back(context);
    wrong_keywords_are_refused(context);
    what_cannot_be_written_fails(context);
    a_cancelled_write_leaves_the_old_file(context);
    pcs_context_free(context);
    CHECK(chdir("/") == 0 && rmdir(folder) == 0); /* nothing is left behind */
    return check_result();
}
