#include "capture/source.h"

#include "capture/source_codec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* One read of the system, and the first size of the buffer of what is shown. */
enum { READ_SIZE = 1 << 17, MAGIC_SIZE = sizeof(((pcs_codec *)NULL)->magic) };

/* Bytes that are still to be taken: data[begin, end). */
typedef struct buffer {
    uint8_t *data;
    size_t begin, end, capacity;
} buffer;

struct pcs_source {
    pcs_context *context;
    char *name;
    int descriptor;   /* -1: the input is memory */
    bool owned;       /* the descriptor is ours to close */
    pcs_bytes memory; /* what is still to be read of it */
    uint64_t stored, size, offset;
    const pcs_codec *codec; /* NULL: not compressed */
    void *codec_state;
    bool in_member;      /* the stream stands within a member, where it must not end */
    buffer stored_bytes; /* as read, where compressed */
    buffer content;
    bool ended;        /* content grows no more */
    pcs_status broken; /* why, where it is not the end of the input */
    char *broken_text;
};

#ifdef PCS_HAVE_ZSTD
#define ZSTD_FUNCTIONS pcs_zstd_open, pcs_zstd_decode, pcs_zstd_free
#else
#define ZSTD_FUNCTIONS NULL, NULL, NULL
#endif

static const pcs_codec codecs[] = {
    {"gzip", {0x1f, 0x8b, 0x08}, 3, pcs_gzip_open, pcs_gzip_decode, pcs_gzip_free},
    {"zstd", {0x28, 0xb5, 0x2f, 0xfd}, 4, ZSTD_FUNCTIONS},
    {"xz", {0xfd, '7', 'z', 'X', 'Z', 0}, 6, NULL, NULL, NULL},
    {"lz4", {0x04, 0x22, 0x4d, 0x18}, 4, NULL, NULL, NULL},
    {"bzip2", {'B', 'Z', 'h'}, 3, NULL, NULL, NULL},
    {"lzip", {'L', 'Z', 'I', 'P'}, 4, NULL, NULL, NULL},
    {"compress", {0x1f, 0x9d}, 2, NULL, NULL, NULL},
};

static const pcs_codec *find_codec(pcs_bytes bytes) {
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
        if (pcs_bytes_has(bytes, 0, codecs[i].magic_length) &&
            memcmp(bytes.data, codecs[i].magic, codecs[i].magic_length) == 0) {
            return &codecs[i];
        }
    }
    /* A zstd stream may begin with a skippable frame, as those of pzstd do. */
    uint32_t magic;
    return pcs_bytes_le32(bytes, 0, &magic) && (magic & 0xfffffff0) == 0x184d2a50 ? &codecs[1] : NULL;
}

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

/* A signal came while the system waited for input: the caller may want to stop. */
static pcs_status look_up(pcs_source *source) {
    return pcs_tick(source->context, "read", -1, source->stored);
}

/* Reads stored bytes; *count 0 is the end. */
static pcs_status read_stored(pcs_source *source, uint8_t *data, size_t capacity, size_t *count) {
    *count = 0;
    if (source->descriptor < 0) {
        *count = capacity < source->memory.length ? capacity : source->memory.length;
        if (*count > 0) {
            memcpy(data, source->memory.data, *count);
        }
        source->memory = pcs_bytes_from(source->memory, *count);
    } else {
        ssize_t result;
        while ((result = read(source->descriptor, data, capacity)) < 0 && errno == EINTR) {
            pcs_status status = look_up(source);
            if (status != PCS_OK) {
                return status;
            }
        }
        if (result < 0) {
            return pcs_fail(source->context, PCS_E_READ, "%s: cannot be read (byte %llu): %s", source->name,
                            (unsigned long long)source->stored, strerror(errno));
        }
        *count = (size_t)result;
    }
    source->stored += *count;
    return PCS_OK;
}

/* Adds stored bytes to those that wait for the codec; *count 0 is the end. */
static pcs_status fill_stored(pcs_source *source, size_t *count) {
    buffer *b = &source->stored_bytes;
    if (!buffer_reserve(b, READ_SIZE / 2)) {
        return pcs_fail_memory(source->context, "reading", READ_SIZE);
    }
    pcs_status status = read_stored(source, b->data + b->end, b->capacity - b->end, count);
    b->end += *count;
    return status;
}

/* Between two members: whether another follows. What is neither is left unread, with a warning. */
static pcs_status begin_member(pcs_source *source, bool *more) {
    buffer *b = &source->stored_bytes;
    size_t count = 1;
    while (count > 0 && b->end - b->begin < MAGIC_SIZE) {
        pcs_status status = fill_stored(source, &count);
        if (status != PCS_OK) {
            return status;
        }
    }
    pcs_bytes rest = buffer_bytes(b);
    *more = rest.length > 0 && find_codec(rest) == source->codec;
    if (rest.length > 0 && !*more) {
        pcs_log(source->context, PCS_LOG_WARNING, "%s: something else follows the %s data (byte %llu): it is left out",
                source->name, source->codec->name, (unsigned long long)(source->stored - rest.length));
    }
    source->in_member = *more;
    return PCS_OK;
}

/* Adds decompressed bytes to the content, or sets ended. */
static pcs_status fill_decoded(pcs_source *source) {
    buffer *from = &source->stored_bytes, *to = &source->content;
    for (;;) {
        if (!source->in_member) {
            bool more = false;
            pcs_status status = begin_member(source, &more);
            if (status != PCS_OK || !more) {
                source->ended = true;
                return status;
            }
        }
        pcs_codec_step step = {.input = buffer_bytes(from), .output = to->data + to->end};
        step.capacity = to->capacity - to->end;
        bool memory = false;
        const char *problem = source->codec->decode(source->codec_state, &step, &memory);
        bool stuck = step.produced == 0 && !step.member_ended && step.input.length == from->end - from->begin;
        from->begin = from->end - step.input.length;
        to->end += step.produced;
        source->in_member = !step.member_ended;
        if (memory) {
            return pcs_fail_memory(source->context, "decompression", 0);
        }
        if (problem) {
            return pcs_fail(source->context, PCS_E_FORMAT, "%s: the %s stream is damaged (before byte %llu): %s",
                            source->name, source->codec->name, (unsigned long long)(source->stored - step.input.length),
                            problem);
        }
        if (step.produced > 0) {
            return PCS_OK;
        }
        if (stuck) {
            size_t count;
            pcs_status status = fill_stored(source, &count);
            if (status != PCS_OK) {
                return status;
            }
            if (count == 0) {
                return pcs_fail(source->context, PCS_E_FORMAT,
                                "%s: the %s stream ends early (byte %llu): the file was cut short", source->name,
                                source->codec->name, (unsigned long long)source->stored);
            }
        }
    }
}

/* Adds to the content, or sets ended. */
static pcs_status fill(pcs_source *source) {
    if (source->codec) {
        return fill_decoded(source);
    }
    buffer *b = &source->content;
    size_t count;
    pcs_status status = read_stored(source, b->data + b->end, b->capacity - b->end, &count);
    b->end += count;
    source->ended = count == 0;
    return status;
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
        pcs_status status = room ? fill(source) : pcs_fail_memory(source->context, "reading", wanted);
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
    pcs_status status = pcs_source_peek(source, MAGIC_SIZE, &beginning);
    if (status != PCS_OK) {
        return status;
    }
    const pcs_codec *codec = find_codec(beginning);
    if (!codec) {
        return PCS_OK;
    }
    if (!codec->open) {
        return pcs_fail(source->context, PCS_E_FORMAT,
                        "%s: compressed with %s, which this build does not read: decompress it, and name the result",
                        source->name, codec->name);
    }
    source->codec = codec;
    source->codec_state = codec->open();
    source->stored_bytes = source->content;
    source->content = (buffer){NULL, 0, 0, 0};
    source->ended = false;
    return source->codec_state ? PCS_OK : pcs_fail_memory(source->context, "decompression", 0);
}

static pcs_status open_descriptor(pcs_source *source, const char *path) {
    if (strcmp(path, "-") == 0) {
        source->descriptor = STDIN_FILENO;
    } else {
        while ((source->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)) < 0 && errno == EINTR) {
            pcs_status status = look_up(source);
            if (status != PCS_OK) {
                return status;
            }
        }
        source->owned = source->descriptor >= 0;
    }
    struct stat state;
    if (source->descriptor < 0 || fstat(source->descriptor, &state) != 0) {
        return errno == ENXIO
                   ? pcs_fail(source->context, PCS_E_READ, "%s: is a socket: name a file", source->name)
                   : pcs_fail(source->context, PCS_E_READ, "%s: cannot be opened: %s", source->name, strerror(errno));
    }
    if (S_ISDIR(state.st_mode)) {
        return pcs_fail(source->context, PCS_E_READ, "%s: is a directory: name the files in it", source->name);
    }
    if (S_ISREG(state.st_mode) && state.st_size > 0) {
        source->size = (uint64_t)state.st_size;
    }
#ifdef POSIX_FADV_SEQUENTIAL
    (void)posix_fadvise(source->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
    return PCS_OK;
}

static pcs_status source_open(pcs_context *context, const char *name, const char *path, pcs_bytes memory,
                              pcs_source **out) {
    *out = NULL;
    pcs_status status = PCS_OK;
    pcs_source *source = calloc(1, sizeof(*source));
    if (!source) {
        return pcs_fail_memory(context, "an input", sizeof(*source));
    }
    source->context = context;
    source->descriptor = -1;
    source->name = strdup(name);
    if (!source->name) {
        PCS_TRY(pcs_fail_memory(context, "an input", strlen(name)));
    }
    if (path) {
        PCS_TRY(open_descriptor(source, path));
    } else {
        source->memory = memory;
        source->size = memory.length;
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
    return source_open(context, name, path, (pcs_bytes){NULL, 0}, out);
}

pcs_status pcs_source_from_memory(pcs_context *context, const char *name, const void *data, size_t length,
                                  pcs_source **out) {
    return source_open(context, name, NULL, (pcs_bytes){length > 0 ? data : nothing, length}, out);
}

void pcs_source_free(pcs_source *source) {
    if (!source) {
        return;
    }
    if (source->codec) {
        source->codec->free(source->codec_state);
    }
    if (source->owned) {
        close(source->descriptor);
    }
    free(source->stored_bytes.data);
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
    return source->size;
}
