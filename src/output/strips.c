#include "output/strips.h"

#include "output/deflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    STRIP_BYTES = 1 << 18, /* of pixels: codes of their own pay, and threads get about as much each */
    STRIPS_PER_THREAD = 4, /* made at a time */
    HEADER_SIZE = 2,       /* of the stream */
    TRAILER_SIZE = 4
};

typedef struct strip {
    uint16_t *scratch;
    uint8_t *rows; /* each with the filter type in front */
    uint8_t *out;  /* room for the stream's header, then what they become */
    size_t raw_length, length;
    uLong checksum; /* of the rows */
} strip;

struct pcs_strips {
    size_t row_size;
    uint32_t height, pixel_size;
    uint32_t strip_rows;
    const uint8_t *rows;               /* those given: */
    uint32_t first, count;             /* the first one's number, and how many there are */
    uint32_t at;                       /* rows before the slots' */
    uint32_t slot_count, filled, next; /* next: slot that is given out */
    strip *slots;
    uLong checksum;
    pcs_pool *pool;
};

static uint32_t strip_begin(const pcs_strips *s, uint64_t slot) {
    uint64_t row = s->at + slot * s->strip_rows, end = (uint64_t)s->first + s->count;
    return (uint32_t)(row < end ? row : end);
}

static void make_strip(void *argument, uint64_t slot) {
    pcs_strips *s = argument;
    strip *own = &s->slots[slot];
    uint32_t begin = strip_begin(s, slot), end = strip_begin(s, slot + 1);
    own->raw_length = (end - begin) * (s->row_size + 1);
    for (uint32_t row = begin; row < end; row++) {
        uint8_t *to = own->rows + (row - begin) * (s->row_size + 1);
        *to = 0; /* no filter */
        memcpy(to + 1, s->rows + (row - s->first) * s->row_size, s->row_size);
    }
    own->checksum = adler32_z(adler32_z(0, NULL, 0), own->rows, own->raw_length);
    own->length = pcs_deflate_block(own->rows, own->raw_length, s->pixel_size, end == s->height, own->scratch,
                                    own->out + HEADER_SIZE);
}

pcs_status pcs_strips_new(pcs_context *context, size_t row_size, uint32_t height, uint32_t pixel_size,
                          pcs_strips **out) {
    pcs_strips *s = calloc(1, sizeof(*s));
    pcs_pool *pool = pcs_context_pool(context);
    *out = s;
    if (!s || !pool) {
        pcs_strips_free(s);
        *out = NULL;
        return pcs_fail_memory(context, "the PNG writer", sizeof(*s));
    }
    uint32_t strip_rows = row_size + 1 < STRIP_BYTES ? (uint32_t)(STRIP_BYTES / (row_size + 1)) : 1;
    uint32_t strip_count = (uint32_t)(((uint64_t)height + strip_rows - 1) / strip_rows);
    uint32_t wanted = pcs_pool_threads(pool) * STRIPS_PER_THREAD;
    *s = (pcs_strips){.row_size = row_size,
                      .height = height,
                      .pixel_size = pixel_size,
                      .strip_rows = strip_rows,
                      .slot_count = strip_count < wanted ? strip_count : wanted,
                      .checksum = adler32_z(0, NULL, 0),
                      .pool = pool};
    s->slots = calloc(s->slot_count, sizeof(*s->slots));
    size_t raw = strip_rows * (row_size + 1), room = HEADER_SIZE + pcs_deflate_bound(raw) + TRAILER_SIZE;
    bool whole = s->slots != NULL;
    for (uint32_t i = 0; i < s->slot_count && whole; i++) {
        s->slots[i].rows = malloc(raw);
        s->slots[i].out = malloc(room);
        s->slots[i].scratch = malloc(raw * sizeof(*s->slots[i].scratch));
        whole = s->slots[i].rows && s->slots[i].out && s->slots[i].scratch;
    }
    if (!whole) {
        uint64_t size = s->slot_count * (uint64_t)(raw + room);
        pcs_strips_free(s);
        *out = NULL;
        return pcs_fail_memory(context, "the PNG writer", size);
    }
    return PCS_OK;
}

void pcs_strips_free(pcs_strips *s) {
    for (uint32_t i = 0; s && s->slots && i < s->slot_count; i++) {
        free(s->slots[i].rows);
        free(s->slots[i].out);
        free(s->slots[i].scratch);
    }
    if (s) {
        free(s->slots);
    }
    free(s);
}

uint32_t pcs_strips_rows(const pcs_strips *s) {
    return s->strip_rows * s->slot_count;
}

void pcs_strips_give(pcs_strips *s, const uint8_t *rows, uint32_t count) {
    s->rows = rows;
    s->first += s->count;
    s->count = count;
    s->at = s->first;
    s->filled = s->next = 0;
}

/* Compresses the strips that come next. False: all rows given are through. */
static bool fill_slots(pcs_strips *s) {
    s->at = strip_begin(s, s->filled);
    uint32_t left = s->first + s->count - s->at;
    uint32_t strips = (uint32_t)(((uint64_t)left + s->strip_rows - 1) / s->strip_rows);
    s->filled = strips < s->slot_count ? strips : s->slot_count;
    s->next = 0;
    pcs_pool_run(s->pool, s->filled, make_strip, s);
    return s->filled > 0;
}

bool pcs_strips_next(pcs_strips *s, const uint8_t **data, size_t *length, double *done) {
    if (s->next == s->filled && !fill_slots(s)) {
        return false;
    }
    uint32_t begin = strip_begin(s, s->next), end = strip_begin(s, s->next + 1);
    strip *own = &s->slots[s->next++];
    uint8_t *from = own->out + HEADER_SIZE, *stop = from + own->length;
    s->checksum = adler32_combine(s->checksum, own->checksum, (z_off_t)own->raw_length);
    if (begin == 0) {
        from -= HEADER_SIZE;
        from[0] = 0x78; /* deflate, a window of 32 KiB */
        from[1] = 0x01; /* the fastest; a multiple of 31 */
    }
    if (end == s->height) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            *stop++ = (uint8_t)(s->checksum >> shift);
        }
    }
    *data = from;
    *length = (size_t)(stop - from);
    *done = (double)end / s->height;
    return true;
}
