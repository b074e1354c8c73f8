#include "capture/source.h"

#include "capture/source_decoder.h"

#include <errno.h>
#include <stdlib.h>

/* One read of the system, and the first size of the window. */
enum { READ_SIZE = 1 << 17 };

/* Bytes that are still to be taken: data[begin, end). */
typedef struct buffer {
    uint8_t *data;
    size_t begin, end, capacity;
} buffer;

struct pcs_source {
    pcs_context *context;
    char *name;
    pcs_input input;
    pcs_decoder *decoder; /* NULL: not compressed */
    uint64_t stored, offset;
    buffer content;
    bool ended;        /* content grows no more */
    pcs_status broken; /* why, where it is not the end of the input */
    char *broken_text;
};

/* What no bytes point to: offsets from it are defined, those from NULL are not. */
static const uint8_t nothing[1];

/* Makes room for at least count more bytes at the end: moves what is there to the front where that is cheap or needed,
 * then grows. */
static bool buffer_reserve(buffer *b, size_t count) {
    size_t kept = b->end - b->begin;
    if (b->begin > kept || (b->begin > 0 && b->capacity - b->end < count)) {
        memmove(b->data, b->data + b->begin, kept);
        b->begin = 0;
        b->end = kept;
    }
    if (b->capacity - b->end >= count) {
        return true;
    }
    size_t capacity = b->capacity ? b->capacity : READ_SIZE;
    while (capacity - b->end < count) {
        capacity *= 2;
    }
    uint8_t *data = realloc(b->data, capacity);
    if (data) {
        b->data = data;
        b->capacity = capacity;
    }
    return data != NULL;
}

static pcs_bytes buffer_bytes(const buffer *b) {
    return (pcs_bytes){b->data ? b->data + b->begin : nothing, b->end - b->begin};
}

/* Adds what the input holds, or sets ended. */
static pcs_status fill_plain(pcs_source *source) {
    buffer *b = &source->content;
    for (;;) {
        size_t count;
        pcs_status status;
        switch (pcs_input_read(&source->input, b->data + b->end, b->capacity - b->end, &count)) {
        case PCS_INPUT_READ:
            b->end += count;
            source->stored += count;
            source->ended = count == 0;
            return PCS_OK;
        case PCS_INPUT_WAITS: /* the caller may want to stop */
            status = pcs_tick(source->context, "read", -1, source->stored);
            if (status != PCS_OK) {
                return status;
            }
            break;
        case PCS_INPUT_FAILED:
            return pcs_fail(source->context, PCS_E_READ, "%s: cannot be read (byte %llu): %s", source->name,
                            (unsigned long long)source->stored, strerror(errno));
        }
    }
}

/* Adds the next part of what is decompressed, or sets ended. */
static pcs_status fill_decoded(pcs_source *source) {
    pcs_bytes part;
    pcs_status status = pcs_decoder_next(source->decoder, &part);
    source->stored = pcs_decoder_stored(source->decoder);
    source->ended = part.length == 0;
    if (status != PCS_OK || part.length == 0) {
        return status;
    }
    if (!buffer_reserve(&source->content, part.length)) {
        return pcs_fail_memory(source->context, "reading", part.length);
    }
    memcpy(source->content.data + source->content.end, part.data, part.length);
    source->content.end += part.length;
    return PCS_OK;
}

/* Keeps why the input breaks, to be said again by whoever gets there. */
static void set_broken(pcs_source *source, pcs_status status) {
    source->ended = true;
    source->broken = status;
    source->broken_text = strdup(pcs_context_message(source->context));
}

pcs_status pcs_source_peek(pcs_source *source, size_t wanted, pcs_bytes *bytes) {
    buffer *b = &source->content;
    while (b->end - b->begin < wanted && !source->ended) {
        size_t missing = wanted - (b->end - b->begin);
        /* Grows with what comes, not with what is wanted: a damaged length costs nothing. */
        bool room = buffer_reserve(b, missing < READ_SIZE / 2 ? missing : READ_SIZE / 2);
        pcs_status status = !room             ? pcs_fail_memory(source->context, "reading", wanted)
                            : source->decoder ? fill_decoded(source)
                                              : fill_plain(source);
        if (status != PCS_OK) {
            set_broken(source, status);
        }
    }
    *bytes = buffer_bytes(b);
    if (bytes->length >= wanted || source->broken == PCS_OK) {
        return PCS_OK;
    }
    return pcs_fail(source->context, source->broken, "%s", source->broken_text ? source->broken_text : source->name);
}

bool pcs_source_take(pcs_source *source, uint64_t count) {
    buffer *b = &source->content;
    uint64_t left = count;
    for (;;) {
        size_t here = b->end - b->begin;
        size_t taken = left < here ? (size_t)left : here;
        b->begin += taken;
        left -= taken;
        pcs_bytes next;
        if (left == 0 || pcs_source_peek(source, 1, &next) != PCS_OK || next.length == 0) {
            source->offset += count - left;
            return left == 0;
        }
    }
}

/* Looks at the beginning: whether it is compressed, and how. */
static pcs_status recognise_codec(pcs_source *source) {
    pcs_bytes beginning;
    pcs_status status = pcs_source_peek(source, PCS_CODEC_MAGIC, &beginning);
    if (status != PCS_OK) {
        return status;
    }
    const pcs_codec *codec = pcs_codec_find(beginning);
    if (!codec) {
        return PCS_OK;
    }
    if (!codec->open && codec->option) {
        return pcs_fail(source->context, PCS_E_FORMAT,
                        "%s: compressed with %s, which this program was built without: decompress it, or build with "
                        "-D%s=ON",
                        source->name, codec->name, codec->option);
    }
    if (!codec->open) {
        return pcs_fail(source->context, PCS_E_FORMAT,
                        "%s: compressed with %s, which is not read: decompress it, and name the result", source->name,
                        codec->name);
    }
    status = pcs_decoder_start(source->context, source->name, codec, beginning, &source->input, &source->decoder);
    source->content.begin = source->content.end;
    source->ended = false;
    return status;
}

static pcs_status source_open(pcs_context *context, const char *path, bool regular, const char *name, pcs_bytes memory,
                              pcs_source **out) {
    *out = NULL;
    pcs_status status = PCS_OK;
    pcs_source *source = calloc(1, sizeof(*source));
    if (!source) {
        return pcs_fail_memory(context, "an input", sizeof(*source));
    }
    source->context = context;
    source->input = (pcs_input){.descriptor = -1, .memory = memory, .size = memory.length};
    source->name = strdup(name);
    if (!source->name) {
        PCS_TRY(pcs_fail_memory(context, "an input", strlen(name)));
    }
    if (path) {
        PCS_TRY(pcs_input_open(context, path, regular, &source->input));
    }
    PCS_TRY(recognise_codec(source));
    *out = source;
    source = NULL;
done:
    pcs_source_free(source);
    return status;
}

pcs_status pcs_source_open(pcs_context *context, const char *path, pcs_source **out) {
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    return source_open(context, path, false, name, (pcs_bytes){NULL, 0}, out);
}

pcs_status pcs_source_open_regular(pcs_context *context, const char *path, pcs_source **out) {
    return source_open(context, path, true, path, (pcs_bytes){NULL, 0}, out);
}

pcs_status pcs_source_from_memory(pcs_context *context, const char *name, const void *data, size_t length,
                                  pcs_source **out) {
    return source_open(context, NULL, false, name, (pcs_bytes){length > 0 ? data : nothing, length}, out);
}

void pcs_source_free(pcs_source *source) {
    if (!source) {
        return;
    }
    pcs_decoder_free(source->decoder);
    pcs_input_close(&source->input);
    free(source->content.data);
    free(source->broken_text);
    free(source->name);
    free(source);
}

const char *pcs_source_name(const pcs_source *source) {
    return source->name;
}

uint64_t pcs_source_offset(const pcs_source *source) {
    return source->offset;
}

uint64_t pcs_source_stored(const pcs_source *source) {
    return source->stored;
}

uint64_t pcs_source_size(const pcs_source *source) {
    return source->input.size;
}
