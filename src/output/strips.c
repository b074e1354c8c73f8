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
    const uint8_t *rows;
    size_t row_size;
    uint32_t height, pixel_size;
    uint32_t strip_rows;
    uint64_t strip_count, first; /* first: of those at hand */
    uint32_t slot_count, next;   /* next: slot that is given out */
    strip *slots;
    uLong checksum;
    pcs_pool *pool;
};

static uint64_t slots_filled(const pcs_strips *s) {
    uint64_t left = s->strip_count - s->first;
    return left < s->slot_count ? left : s->slot_count;
}

static void make_strip(void *argument, uint64_t chunk) {
    pcs_strips *s = argument;
    strip *own = &s->slots[chunk];
    uint64_t index = s->first + chunk, first_row = index * s->strip_rows;
    uint64_t count = s->height - first_row < s->strip_rows ? s->height - first_row : s->strip_rows;
    own->raw_length = count * (s->row_size + 1);
    for (uint64_t row = 0; row < count; row++) {
        uint8_t *to = own->rows + row * (s->row_size + 1);
        *to = 0; /* no filter */
        memcpy(to + 1, s->rows + (first_row + row) * s->row_size, s->row_size);
    }
    own->checksum = adler32_z(adler32_z(0, NULL, 0), own->rows, own->raw_length);
    own->length = pcs_deflate_block(own->rows, own->raw_length, s->pixel_size, index + 1 == s->strip_count,
                                    own->scratch, own->out + HEADER_SIZE);
}

pcs_status pcs_strips_new(pcs_context *context, const uint8_t *rows, size_t row_size, uint32_t height,
                          uint32_t pixel_size, pcs_strips **out) {
    pcs_strips *s = calloc(1, sizeof(*s));
    pcs_pool *pool = pcs_context_pool(context);
    *out = s;
    if (!s || !pool) {
        pcs_strips_free(s);
        *out = NULL;
        return pcs_fail_memory(context, "the PNG writer", sizeof(*s));
    }
    uint32_t strip_rows = row_size + 1 < STRIP_BYTES ? (uint32_t)(STRIP_BYTES / (row_size + 1)) : 1;
    *s = (pcs_strips){.rows = rows,
                      .row_size = row_size,
                      .height = height,
                      .pixel_size = pixel_size,
                      .strip_rows = strip_rows,
                      .strip_count = ((uint64_t)height + strip_rows - 1) / strip_rows,
                      .checksum = adler32_z(0, NULL, 0),
                      .pool = pool};
    uint64_t wanted = (uint64_t)pcs_pool_threads(pool) * STRIPS_PER_THREAD;
    s->slot_count = (uint32_t)(s->strip_count < wanted ? s->strip_count : wanted);
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
    pcs_pool_run(pool, slots_filled(s), make_strip, s);
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

bool pcs_strips_next(pcs_strips *s, const uint8_t **data, size_t *length, double *done) {
    if (s->next == slots_filled(s) && s->first + s->next < s->strip_count) {
        s->first += s->next;
        s->next = 0;
        pcs_pool_run(s->pool, slots_filled(s), make_strip, s);
    }
    uint64_t index = s->first + s->next;
    if (index == s->strip_count) {
        return false;
    }
    strip *own = &s->slots[s->next++];
    uint8_t *from = own->out + HEADER_SIZE, *end = from + own->length;
    s->checksum = adler32_combine(s->checksum, own->checksum, (z_off_t)own->raw_length);
    if (index == 0) {
        from -= HEADER_SIZE;
        from[0] = 0x78; /* deflate, a window of 32 KiB */
        from[1] = 0x01; /* the fastest; a multiple of 31 */
    }
    if (index + 1 == s->strip_count) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            *end++ = (uint8_t)(s->checksum >> shift);
        }
    }
    *data = from;
    *length = (size_t)(end - from);
    *done = (double)(index + 1) / (double)s->strip_count;
    return true;
}
