/* output: what is deflated inflates again, by zlib. */
#include "check.h"
#include "output/deflate.h"
#include "output/strips.h"

#include <zlib.h>

static uint64_t state = 1;

static uint32_t random_below(uint32_t limit) {
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)((state >> 33) % limit);
}

/* Bytes of one kind each: all alike, noise, runs of all lengths, few and rare ones, repeating pixels, very uneven. */
static void fill(uint8_t *data, size_t length, uint32_t kind, uint32_t distance) {
    for (size_t at = 0; at < length;) {
        uint32_t run = kind == 2 ? 1 + random_below(600) : kind == 4 ? 1 + random_below(12) : 1;
        uint8_t byte = kind == 0   ? 7
                       : kind == 3 ? (uint8_t)(random_below(1000) ? 0 : random_below(256))
                                   : (uint8_t)random_below(256);
        if (kind == 5) { /* each value half as often as the one before: codes would be longer than they may */
            for (byte = 0; byte < 40 && random_below(2); byte++) {
            }
        }
        for (uint32_t i = 0; i < run && at < length; i++, at++) {
            data[at] = kind == 4 && at >= distance ? data[at - distance] : byte;
            if (kind == 4 && i + 1 == run) {
                data[at] = byte;
            }
        }
    }
}

static bool inflates(const uint8_t *packed, size_t packed_length, const uint8_t *data, size_t length, int window) {
    uint8_t *found = malloc(length + 1);
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)packed,
                       .avail_in = (uInt)packed_length,
                       .next_out = found,
                       .avail_out = (uInt)length + 1};
    bool same = inflateInit2(&stream, window) == Z_OK && inflate(&stream, Z_FINISH) == Z_STREAM_END &&
                stream.avail_in == 0 && stream.total_out == length && memcmp(found, data, length) == 0;
    inflateEnd(&stream);
    free(found);
    return same;
}

static void blocks_inflate(void) {
    static const size_t lengths[] = {0, 1, 2, 3, 4, 5, 257, 258, 259, 260, 262, 1000, 70000, 1000000};
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        for (uint32_t kind = 0; kind < 6; kind++) {
            for (uint32_t distance = 1; distance <= 4; distance++) {
                size_t length = lengths[i], first = length / 3;
                uint8_t *data = malloc(length + 1), *packed = malloc(2 * pcs_deflate_bound(length));
                uint16_t *scratch = malloc(length * sizeof(*scratch) + 1);
                fill(data, length, kind, distance);
                size_t size = pcs_deflate_block(data, length, distance, true, scratch, packed);
                CHECK_CASE(size <= pcs_deflate_bound(length) && inflates(packed, size, data, length, -15),
                           "length %zu, kind %u, distance %u", length, kind, distance);
                size = pcs_deflate_block(data, first, distance, false, scratch, packed);
                size += pcs_deflate_block(data + first, length - first, distance, true, scratch, packed + size);
                CHECK_CASE(inflates(packed, size, data, length, -15), "in two, length %zu, kind %u, distance %u",
                           length, kind, distance);
                free(scratch);
                free(packed);
                free(data);
            }
        }
    }
}

static void strips_inflate(void) {
    static const struct {
        size_t row_size;
        uint32_t height, pixel_size, threads;
    } cases[] = {{1, 1, 1, 1},      {300, 200, 1, 2},  {4000, 1000, 4, 3},
                 {400000, 5, 4, 2}, {1, 300000, 1, 2}, {5000, 2000, 1, 1}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t row_size = cases[i].row_size, length = cases[i].height * (row_size + 1), packed_length = 0;
        uint8_t *rows = malloc(cases[i].height * row_size), *filtered = malloc(length);
        uint8_t *packed = malloc(4 * pcs_deflate_bound(length));
        fill(rows, cases[i].height * row_size, 2, cases[i].pixel_size);
        for (size_t row = 0; row < cases[i].height; row++) {
            filtered[row * (row_size + 1)] = 0;
            memcpy(filtered + row * (row_size + 1) + 1, rows + row * row_size, row_size);
        }
        pcs_context_options options = PCS_OPTIONS(options);
        options.threads = cases[i].threads;
        pcs_context *context = pcs_context_new(&options);
        pcs_strips *strips = NULL;
        CHECK(pcs_strips_new(context, row_size, cases[i].height, cases[i].pixel_size, &strips) == PCS_OK);
        const uint8_t *data;
        size_t size;
        double done = 0.0, before = 0.0;
        /* All at once, and some at a time. */
        uint32_t most = i % 2 ? cases[i].height : 1 + cases[i].height / 7;
        for (uint32_t row = 0, count; strips && row < cases[i].height; row += count) {
            count = cases[i].height - row < most ? cases[i].height - row : most;
            pcs_strips_give(strips, rows + row * row_size, count);
            while (pcs_strips_next(strips, &data, &size, &done)) {
                memcpy(packed + packed_length, data, size);
                packed_length += size;
                CHECK(done > before);
                before = done;
            }
        }
        CHECK(done == 1.0);
        CHECK_CASE(inflates(packed, packed_length, filtered, length, 15), "case %zu", i);
        pcs_strips_free(strips);
        pcs_context_free(context);
        free(packed);
        free(filtered);
        free(rows);
    }
}

int main(void) {
    blocks_inflate();
    strips_inflate();
    return check_result();
}
