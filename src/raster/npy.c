#include "raster/npy.h"

#include "base/outfile.h"
#include "capture/source.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The header that is written: NumPy's own has this size too. BLOCK: elements that are read or written at a time.
 * ELEMENTS_MOST: of an array that is read, which is held whole. */
enum { MAGIC = 6, HEADER = 128, HEADER_MOST = 1 << 16, BLOCK = 1 << 20, ELEMENTS_MOST = 1 << 30 };

static const char magic[MAGIC + 1] = "\x93NUMPY";

bool pcs_npy_recognise(const char *path) {
    char begin[MAGIC];
    struct stat state;
    FILE *file = stat(path, &state) == 0 && S_ISREG(state.st_mode) ? fopen(path, "rb") : NULL;
    bool found = file && fread(begin, 1, MAGIC, file) == MAGIC && memcmp(begin, magic, MAGIC) == 0;
    if (file) {
        fclose(file);
    }
    return found;
}

/* ---- reading */

typedef struct shape {
    size_t header, element; /* bytes */
    bool real;              /* floating point, else whole numbers */
    uint64_t width, height;
} shape;

/* What follows key in the header's text; NULL: it is not there. */
static const char *after(const char *text, const char *key) {
    const char *at = strstr(text, key);
    return at ? at + strlen(key) + strspn(at + strlen(key), " :") : NULL;
}

static pcs_status fail(pcs_context *context, const pcs_source *source, const char *what) {
    return pcs_fail(context, PCS_E_FORMAT, "%s: %s", pcs_source_name(source), what);
}

static pcs_status parse_text(pcs_context *context, const pcs_source *source, const char *text, shape *found) {
    static const char *const types[] = {"'|u1'", "'<u1'", "'<u2'", "'<u4'", "'<u8'", "'<f8'"};
    static const size_t sizes[] = {1, 1, 2, 4, 8, 8};
    enum { REAL = 5 };
    const char *type = after(text, "'descr'"), *order = after(text, "'fortran_order'"), *sides = after(text, "'shape'");
    unsigned long long height, width;
    int end = 0;
    if (!type || !order || !sides) {
        return fail(context, source, "a NumPy array whose header is damaged");
    }
    found->element = 0;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        found->element = strncmp(type, types[i], strlen(types[i])) == 0 ? sizes[i] : found->element;
    }
    if (found->element == 0) {
        return fail(context, source,
                    "an array whose elements are neither whole numbers of 1, 2, 4 or 8 bytes without sign nor doubles, "
                    "little-endian: convert it with .astype('<u4') or .astype('<f8')");
    }
    if (sscanf(sides, "(%9llu, %9llu%n", &height, &width, &end) == 2 && sides[end] == ',') {
        return fail(
            context, source,
            "an array of categories, which is written for others to read: draw the edges again with --color-by, "
            "or add the categories up with .sum(axis=2)");
    }
    found->real = strncmp(type, types[REAL], strlen(types[REAL])) == 0;
    if (strncmp(order, "False", 5) != 0 || sscanf(sides, "(%9llu, %9llu%n", &height, &width, &end) != 2 ||
        sides[end] != ')') {
        return fail(context, source, "an array that is not one of rows and columns, row after row");
    }
    if (width - 1 >= PCS_IMAGE_SIDE_MAX || height - 1 >= PCS_IMAGE_SIDE_MAX) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: an array of %llu rows of %llu: each may be 1 to %d",
                        pcs_source_name(source), height, width, PCS_IMAGE_SIDE_MAX);
    }
    if (width * height > ELEMENTS_MOST) {
        return pcs_fail(context, PCS_E_FORMAT, "%s: an array of %llu rows of %llu: it may have %d elements in all",
                        pcs_source_name(source), height, width, ELEMENTS_MOST);
    }
    found->width = width;
    found->height = height;
    return PCS_OK;
}

static pcs_status read_header(pcs_context *context, pcs_source *source, shape *found) {
    pcs_status status = PCS_OK;
    char *text = NULL;
    pcs_bytes bytes;
    uint8_t version = 0;
    uint16_t length = 0;
    uint32_t longer = 0;
    PCS_TRY(pcs_source_peek(source, HEADER_MOST, &bytes));
    bool whole = pcs_bytes_has(bytes, 0, MAGIC) && memcmp(bytes.data, magic, MAGIC) == 0 &&
                 pcs_bytes_u8(bytes, MAGIC, &version) && version >= 1 && version <= 3 &&
                 (version == 1 ? pcs_bytes_le16(bytes, 8, &length) : pcs_bytes_le32(bytes, 8, &longer));
    size_t begin = version == 1 ? 10 : 12, size = version == 1 ? length : longer;
    if (!whole || !pcs_bytes_has(bytes, begin, size)) {
        PCS_TRY(fail(context, source, "is no NumPy array of version 1 to 3, or one that is cut short"));
    }
    text = calloc(size + 1, 1);
    if (!text) {
        PCS_TRY(pcs_fail_memory(context, "an array's header", size + 1));
    }
    memcpy(text, bytes.data + begin, size);
    PCS_TRY(parse_text(context, source, text, found));
    found->header = begin + size;
done:
    free(text);
    return status;
}

/* count elements to block, as the elements of counts. */
static void convert(const uint8_t *data, size_t count, size_t element, void *block) {
    uint32_t *narrow = block;
    uint64_t *wide = block;
    for (size_t i = 0; i < count; i++) {
        uint16_t two;
        uint32_t four;
        switch (element) {
        case 1:
            narrow[i] = data[i];
            break;
        case 2:
            memcpy(&two, data + 2 * i, 2);
            narrow[i] = le16toh(two);
            break;
        case 4:
            memcpy(&four, data + 4 * i, 4);
            narrow[i] = le32toh(four);
            break;
        default:
            memcpy(&wide[i], data + 8 * i, 8);
            wide[i] = le64toh(wide[i]);
        }
    }
}

/* count doubles to block, in units of 2^-PCS_COVER_BITS; NaN is an empty pixel. False: one is negative or too large. */
static bool convert_real(const uint8_t *data, size_t count, uint64_t *block) {
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        double number;
        memcpy(&bits, data + 8 * i, 8);
        bits = le64toh(bits);
        memcpy(&number, &bits, sizeof(number));
        if (number < 0.0 || number > 0x1p53) {
            return false;
        }
        block[i] = number > 0.0 ? (uint64_t)(number * (1 << PCS_COVER_BITS) + 0.5) : 0;
        block[i] = block[i] == 0 && number > 0.0 ? 1 : block[i];
    }
    return true;
}

static pcs_status read_elements(pcs_context *context, pcs_source *source, const shape *found, pcs_counts *counts) {
    pcs_status status = PCS_OK;
    uint64_t total = found->width * found->height;
    size_t size = counts->wide ? sizeof(uint64_t) : sizeof(uint32_t);
    void *block = malloc(BLOCK * size);
    if (!block) {
        return pcs_fail_memory(context, "counts", BLOCK * size);
    }
    for (uint64_t at = 0; at < total;) {
        pcs_bytes bytes;
        size_t count = total - at < BLOCK ? (size_t)(total - at) : BLOCK;
        PCS_TRY(pcs_tick(context, "read", (double)at / (double)total, pcs_source_stored(source)));
        PCS_TRY(pcs_source_peek(source, count * found->element, &bytes));
        if (!pcs_bytes_has(bytes, 0, count * found->element)) {
            PCS_TRY(fail(context, source, "an array that is cut short"));
        }
        if (!found->real) {
            convert(bytes.data, count, found->element, block);
        } else if (!convert_real(bytes.data, count, block)) {
            PCS_TRY(fail(context, source, "an array with a number below 0 or above 2^53"));
        }
        PCS_TRY(pcs_buffer_write(counts->buffer, at * size, block, count * size));
        pcs_source_take(source, count * found->element);
        at += count;
    }
done:
    free(block);
    return status;
}

pcs_status pcs_counts_read_npy(pcs_context *context, pcs_device *device, const char *path, pcs_counts **out) {
    pcs_status status = PCS_OK;
    pcs_source *source = NULL;
    shape found = {0};
    *out = NULL;
    PCS_TRY(pcs_source_open(context, path, &source));
    PCS_TRY(read_header(context, source, &found));
    PCS_TRY(pcs_counts_new(context, device, (uint32_t)found.width, (uint32_t)found.height, found.element == 8, out));
    (*out)->fraction_bits = found.real ? PCS_COVER_BITS : 0;
    pcs_source_take(source, found.header);
    PCS_TRY(read_elements(context, source, &found, *out));
done:
    pcs_source_free(source);
    if (status != PCS_OK) {
        pcs_counts_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- writing */

static void make_header(const pcs_counts *counts, char header[HEADER + 1]) {
    const char *type = counts->fraction_bits > 0 ? "f8" : counts->wide ? "u8" : "u4";
    char more[16] = "";
    if (counts->categories.count > 0) {
        snprintf(more, sizeof(more), ", %u", counts->categories.count);
    }
    snprintf(header, HEADER + 1, "%s%c%c%c%c{'descr': '<%s', 'fortran_order': False, 'shape': (%u, %u%s), }", magic, 1,
             'v', HEADER - 10, 'h', type, counts->height, counts->width, more);
    size_t length = strlen(header);
    memset(header + length, ' ', HEADER - length);
    header[7] = 0; /* version 1.0 */
    header[9] = 0; /* the length's high byte */
    header[HEADER - 1] = '\n';
}

/* count elements of from to little-endian ones; of values with a fraction to doubles. */
static void arrange(const pcs_counts *counts, const void *from, size_t count, void *to) {
    double unit = 1.0 / (double)(UINT64_C(1) << counts->fraction_bits);
    for (size_t i = 0; i < count; i++) {
        uint64_t value = counts->wide ? ((const uint64_t *)from)[i] : ((const uint32_t *)from)[i];
        if (counts->fraction_bits > 0) {
            double number = (double)value * unit;
            memcpy(&value, &number, sizeof(value));
        }
        if (counts->wide || counts->fraction_bits > 0) {
            ((uint64_t *)to)[i] = htole64(value);
        } else {
            ((uint32_t *)to)[i] = htole32((uint32_t)value);
        }
    }
}

/* from and to: blocks. */
static pcs_status write_elements(pcs_context *context, const pcs_counts *strip, void *from, void *to,
                                 pcs_outfile *file) {
    pcs_status status = PCS_OK;
    uint64_t total = (uint64_t)strip->width * strip->height;
    total *= strip->categories.count > 0 ? strip->categories.count : 1;
    size_t size = strip->wide ? sizeof(uint64_t) : sizeof(uint32_t);
    size_t written = strip->fraction_bits > 0 ? sizeof(double) : size;
    for (uint64_t at = 0; at < total;) {
        size_t count = total - at < BLOCK ? (size_t)(total - at) : BLOCK;
        PCS_TRY(pcs_tick(context, "write", (double)at / (double)total, pcs_outfile_size(file)));
        PCS_TRY(pcs_buffer_read(strip->buffer, at * size, from, count * size));
        arrange(strip, from, count, to);
        PCS_TRY(pcs_outfile_write(file, to, count * written));
        at += count;
    }
done:
    return status;
}

pcs_status pcs_counts_write_npy(pcs_context *context, const pcs_counts *counts, const char *path) {
    pcs_status status = PCS_OK;
    pcs_outfile *file = NULL;
    char header[HEADER + 1];
    void *from = malloc(BLOCK * sizeof(uint64_t)), *to = malloc(BLOCK * sizeof(uint64_t));
    if (!from || !to) {
        PCS_TRY(pcs_fail_memory(context, "counts", 2 * BLOCK * sizeof(uint64_t)));
    }
    PCS_TRY(pcs_outfile_open(context, path, &file));
    make_header(counts, header);
    PCS_TRY(pcs_outfile_write(file, header, HEADER));
    for (uint32_t i = 0; i < pcs_counts_strip_count(counts); i++) {
        pcs_counts strip;
        uint32_t first_row;
        PCS_TRY(pcs_counts_strip(context, counts, i, &strip, &first_row));
        PCS_TRY(write_elements(context, &strip, from, to, file));
    }
    PCS_TRY(pcs_outfile_commit(file));
done:
    pcs_outfile_free(file);
    free(to);
    free(from);
    return status;
}
