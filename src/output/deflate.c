#include "output/deflate.h"

#include <string.h>

enum {
    SYMBOLS = 286, /* literals, the end of the block, lengths of runs */
    END_OF_BLOCK = 256,
    LENGTH_SYMBOLS = 19, /* code lengths are coded themselves */
    BITS_MAX = 15,
    LENGTH_BITS_MAX = 7,
    RUN_MIN = 4, /* shorter ones cost more than their bytes */
    RUN_MAX = 258,
    TOKENS = END_OF_BLOCK + RUN_MAX + 1 /* literals, and END_OF_BLOCK plus the length of a run */
};

typedef struct code {
    uint16_t bits[SYMBOLS]; /* the first bit is the lowest */
    uint8_t lengths[SYMBOLS];
} code;

typedef struct bit_writer {
    uint8_t *out;
    uint64_t bits;
    uint32_t count;
} bit_writer;

size_t pcs_deflate_bound(size_t length) {
    return 2 * length + 1024;
}

/* At most 56 bits with those held back, after which at most 7 are. Writes up to 8 bytes, of which the last are not yet
 * so. */
static inline void flush(bit_writer *w) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(w->out, &w->bits, sizeof(w->bits));
#else
    for (uint32_t i = 0; i < sizeof(w->bits); i++) {
        w->out[i] = (uint8_t)(w->bits >> 8 * i);
    }
#endif
    w->out += w->count / 8;
    w->bits >>= w->count / 8 * 8;
    w->count %= 8;
}

static inline void put(bit_writer *w, uint64_t bits, uint32_t count) {
    w->bits |= bits << w->count;
    w->count += count;
    flush(w);
}

/* ---- lengths of runs: symbol, and how many bits say which of the lengths it stands for */

typedef struct run_code {
    uint16_t symbol, first;
    uint8_t extra;
} run_code;

static run_code run_code_of(uint32_t length) {
    if (length == RUN_MAX) {
        return (run_code){285, RUN_MAX, 0};
    }
    uint32_t above = length - 3;
    if (above < 8) {
        return (run_code){(uint16_t)(257 + above), (uint16_t)length, 0};
    }
    uint32_t extra = 29 - (uint32_t)__builtin_clz(above); /* 4 symbols for each number of extra bits */
    uint32_t quarter = (above >> extra) & 3;
    return (run_code){(uint16_t)(261 + 4 * extra + quarter), (uint16_t)(3 + ((4 + quarter) << extra)), (uint8_t)extra};
}

/* ---- Huffman codes */

/* Lengths of a code for numbers of symbols, none longer than most; symbols that do not occur get none. */
static void find_lengths(const uint32_t *numbers, uint32_t count, uint32_t most, uint8_t *lengths) {
    uint64_t weights[2 * SYMBOLS];
    uint16_t parents[2 * SYMBOLS], heap[SYMBOLS + 1];
    uint32_t divisor = 1;
    for (bool fits = false; !fits; divisor *= 2) {
        uint32_t nodes = count, size = 0;
        for (uint32_t s = 0; s < count; s++) {
            weights[s] = numbers[s] ? numbers[s] / divisor + 1 : 0;
            if (weights[s]) {
                heap[size++] = (uint16_t)s;
            }
        }
        for (uint32_t i = 1; i < size; i++) { /* the lightest last; ties by symbol */
            uint16_t symbol = heap[i];
            uint32_t at = i;
            for (; at > 0 && weights[heap[at - 1]] < weights[symbol]; at--) {
                heap[at] = heap[at - 1];
            }
            heap[at] = symbol;
        }
        while (size > 1) {
            uint16_t a = heap[size - 1], b = heap[size - 2];
            uint16_t node = (uint16_t)nodes++;
            weights[node] = weights[a] + weights[b];
            parents[a] = parents[b] = node;
            size -= 2;
            uint32_t at = size++;
            for (; at > 0 && weights[heap[at - 1]] < weights[node]; at--) {
                heap[at] = heap[at - 1];
            }
            heap[at] = node;
        }
        uint8_t depths[2 * SYMBOLS];
        depths[nodes - 1] = 0;
        for (uint32_t node = nodes - 1; node-- > count;) {
            depths[node] = (uint8_t)(depths[parents[node]] + 1);
        }
        fits = true;
        for (uint32_t s = 0; s < count; s++) {
            lengths[s] = weights[s] ? (uint8_t)(depths[parents[s]] + 1) : 0;
            fits = fits && lengths[s] <= most;
        }
    }
}

/* Canonical codes of given lengths (RFC 1951, 3.2.2). */
static void fill_bits(const uint8_t *lengths, uint32_t count, uint16_t *bits) {
    uint32_t next[BITS_MAX + 2] = {0}, numbers[BITS_MAX + 1] = {0};
    for (uint32_t s = 0; s < count; s++) {
        numbers[lengths[s]]++;
    }
    numbers[0] = 0;
    for (uint32_t length = 1; length <= BITS_MAX; length++) {
        next[length] = (next[length - 1] + numbers[length - 1]) << 1;
    }
    for (uint32_t s = 0; s < count; s++) {
        uint32_t value = lengths[s] ? next[lengths[s]]++ : 0, turned = 0;
        for (uint32_t bit = 0; bit < lengths[s]; bit++) {
            turned |= (value >> bit & 1) << (lengths[s] - 1 - bit);
        }
        bits[s] = (uint16_t)turned;
    }
}

/* ---- blocks */

static inline uint32_t four_bytes(const uint8_t *data) {
    uint32_t bytes;
    memcpy(&bytes, data, sizeof(bytes));
    return bytes;
}

/* How many bytes from at on repeat what is distance before them, RUN_MIN at least and RUN_MAX at most. */
static inline uint32_t run_at(const uint8_t *data, size_t length, size_t at, uint32_t distance) {
    uint32_t most = length - at < RUN_MAX ? (uint32_t)(length - at) : RUN_MAX, run = RUN_MIN;
    for (; run + 8 <= most; run += 8) {
        uint64_t here, before;
        memcpy(&here, data + at + run, sizeof(here));
        memcpy(&before, data + at + run - distance, sizeof(before));
        if (here != before) {
            break;
        }
    }
    while (run < most && data[at + run] == data[at + run - distance]) {
        run++;
    }
    return run;
}

/* Literals and runs; returns how many. numbers becomes how often each token occurs. */
static size_t find_tokens(const uint8_t *data, size_t length, uint32_t distance, uint16_t *tokens,
                          uint32_t numbers[TOKENS]) {
    uint32_t counts[2][TOKENS] = {{0}}; /* in turns, so that one addition need not wait for another */
    size_t found = 0;
    for (size_t at = 0; at < length;) {
        uint32_t token = data[at], step = 1;
        if (at >= distance && length - at >= RUN_MIN && four_bytes(data + at) == four_bytes(data + at - distance)) {
            step = run_at(data, length, at, distance);
            token = END_OF_BLOCK + step;
        }
        counts[found & 1][token]++;
        tokens[found++] = (uint16_t)token;
        at += step;
    }
    for (uint32_t token = 0; token < TOKENS; token++) {
        numbers[token] = counts[0][token] + counts[1][token];
    }
    return found;
}

/* Dynamic codes, their lengths spelled out one by one: a strip is long. */
static void put_header(bit_writer *w, const code *c, uint32_t distance, bool last) {
    static const uint8_t order[LENGTH_SYMBOLS] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint32_t numbers[LENGTH_SYMBOLS] = {0};
    uint8_t lengths[LENGTH_SYMBOLS] = {0};
    uint16_t bits[LENGTH_SYMBOLS];
    for (uint32_t s = 0; s < SYMBOLS; s++) {
        numbers[c->lengths[s]]++;
    }
    numbers[1]++;               /* the one distance, */
    numbers[0] += distance - 1; /* and those below it */
    find_lengths(numbers, LENGTH_SYMBOLS, LENGTH_BITS_MAX, lengths);
    fill_bits(lengths, LENGTH_SYMBOLS, bits);
    put(w, last, 1);
    put(w, 2, 2);
    put(w, SYMBOLS - 257, 5);
    put(w, distance - 1, 5);
    put(w, LENGTH_SYMBOLS - 4, 4);
    for (uint32_t i = 0; i < LENGTH_SYMBOLS; i++) {
        put(w, lengths[order[i]], 3);
    }
    for (uint32_t s = 0; s < SYMBOLS; s++) {
        put(w, bits[c->lengths[s]], lengths[c->lengths[s]]);
    }
    for (uint32_t d = 1; d <= distance; d++) {
        put(w, bits[d == distance], lengths[d == distance]);
    }
}

/* What to write for each token: its bits, and their number in the lowest byte. */
static void fill_tokens(const code *c, uint64_t words[TOKENS]) {
    for (uint32_t token = 0; token < TOKENS; token++) {
        uint64_t bits = token <= END_OF_BLOCK ? c->bits[token] : 0;
        uint32_t count = token <= END_OF_BLOCK ? c->lengths[token] : 0;
        if (token >= END_OF_BLOCK + RUN_MIN) {
            run_code r = run_code_of(token - END_OF_BLOCK);
            count = c->lengths[r.symbol];
            bits = c->bits[r.symbol] | (uint64_t)(token - END_OF_BLOCK - r.first) << count;
            count += r.extra + 1u; /* the distance is one bit, 0 */
        }
        words[token] = bits << 8 | count;
    }
}

static inline void add_token(bit_writer *w, uint64_t word) {
    w->bits |= word >> 8 << w->count;
    w->count += word & 0xff;
}

size_t pcs_deflate_block(const uint8_t *data, size_t length, uint32_t distance, bool last, uint16_t *scratch,
                         uint8_t *out) {
    code c;
    uint32_t counts[TOKENS], numbers[SYMBOLS] = {0};
    uint64_t words[TOKENS];
    bit_writer w = {.out = out};
    size_t found = find_tokens(data, length, distance, scratch, counts);
    for (uint32_t token = 0; token < TOKENS; token++) {
        if (counts[token] > 0) {
            numbers[token < END_OF_BLOCK ? token : run_code_of(token - END_OF_BLOCK).symbol] += counts[token];
        }
    }
    numbers[END_OF_BLOCK] = 1;
    numbers[0] += length == 0; /* a code has two symbols at least */
    find_lengths(numbers, SYMBOLS, BITS_MAX, c.lengths);
    fill_bits(c.lengths, SYMBOLS, c.bits);
    fill_tokens(&c, words);
    put_header(&w, &c, distance, last);
    size_t token = 0;
    for (; token + 2 <= found; token += 2) { /* of 21 bits at most each */
        add_token(&w, words[scratch[token]]);
        add_token(&w, words[scratch[token + 1]]);
        flush(&w);
    }
    if (token < found) {
        add_token(&w, words[scratch[token]]);
        flush(&w);
    }
    put(&w, c.bits[END_OF_BLOCK], c.lengths[END_OF_BLOCK]);
    if (!last) {
        put(&w, 0, 3); /* a stored block of nothing, which begins at a byte's border */
    }
    put(&w, 0, (8 - w.count) % 8);
    if (!last) {
        put(&w, UINT64_C(0xffff0000), 32);
    }
    return (size_t)(w.out - out);
}
