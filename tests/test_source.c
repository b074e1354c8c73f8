/* capture: the bytes of inputs, plain and compressed, whole, damaged and slow. */
#include "base/context.h"
#include "capture/source.h"
#include "compress.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONTENT = 3000000, ROOM = 4 << 20 };

static uint8_t content[CONTENT], stored[ROOM];
static char warning[1024];
static unsigned warnings, ticks;

static void keep_warning(void *user, pcs_log_level level, const char *text) {
    (void)user;
    warnings += level == PCS_LOG_WARNING;
    snprintf(warning, sizeof(warning), "%s", text);
}

/* Cancels at the third call. */
static bool cancel(void *user, const pcs_progress *progress) {
    (void)user;
    (void)progress;
    return ++ticks >= 3;
}

static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((random_state >> 33) % limit);
}

/* Half of it noise, half of it not, so that compression changes its size and matches reach far back. */
static void make_content(void) {
    for (size_t i = 0; i < CONTENT; i++) {
        content[i] = i / 5000 % 2 ? (uint8_t)(i / 100) : (uint8_t)random_below(i % 9000 < 4500 ? 256 : 16);
    }
}

typedef struct kind {
    const char *name;
    size_t (*compress)(const uint8_t *data, size_t length, uint8_t *out, size_t room);
    bool padded;
} kind;

static const kind kinds[] = {
    {"gzip", compress_gzip, true},
#ifdef PCS_HAVE_ZSTD
    {"zstd", compress_zstd, false},
#endif
#ifdef PCS_HAVE_LZ4
    {"lz4", compress_lz4, false},
#endif
#ifdef PCS_HAVE_XZ
    {"xz", compress_xz, true},
#endif
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* Takes all there is in pieces of any size; true if that is the beginning of the content, *length bytes of it. */
static bool read_on(pcs_source *source, size_t *length, pcs_status *status) {
    bool same = true;
    *length = 0;
    *status = PCS_OK;
    while (*status == PCS_OK) {
        pcs_bytes shown;
        size_t wanted = 1 + random_below(random_below(20) ? 3000 : 900000);
        *status = pcs_source_peek(source, wanted, &shown);
        size_t taken = shown.length < wanted ? shown.length : wanted;
        same = same && *length + shown.length <= CONTENT && memcmp(shown.data, content + *length, shown.length) == 0;
        *length += taken;
        if (taken == 0 || !same) {
            break;
        }
        same = same && pcs_source_take(source, taken) && pcs_source_offset(source) == *length;
    }
    return same;
}

/* Reads what was stored; *length: how much of the content it gave. */
static pcs_status read_stored(pcs_context *context, size_t stored_length, size_t *length) {
    pcs_source *source;
    *length = 0;
    pcs_status status = pcs_source_from_memory(context, "in", stored, stored_length, &source);
    CHECK((status == PCS_OK) == (source != NULL));
    if (status == PCS_OK) {
        CHECK(read_on(source, length, &status));
        CHECK(pcs_source_stored(source) <= stored_length && pcs_source_size(source) == stored_length);
        CHECK(status != PCS_OK || pcs_source_stored(source) == stored_length);
    }
    pcs_source_free(source);
    return status;
}

static void members_follow_each_other(pcs_context *context) {
    for (size_t k = 0; k < KINDS; k++) {
        size_t used = 0, at = 0, length;
        while (at < CONTENT) {
            size_t some = random_below(4) ? random_below(700000) : random_below(3);
            some = some < CONTENT - at ? some : CONTENT - at;
            used += kinds[k].compress(content + at, some, stored + used, ROOM - used);
            at += some;
        }
        warnings = 0;
        CHECK_CASE(read_stored(context, used, &length) == PCS_OK && length == CONTENT && warnings == 0, "%s",
                   kinds[k].name);
        memset(stored + used, 0, 8);
        CHECK(read_stored(context, used + 8, &length) == PCS_OK && length == CONTENT);
        CHECK_CASE(warnings == (kinds[k].padded ? 0 : 1), "%s", kinds[k].name);
        warnings = 0;
        memcpy(stored + used, "and so on", 9);
        CHECK(read_stored(context, used + 9, &length) == PCS_OK && length == CONTENT);
        CHECK_CASE(warnings == 1 && strstr(warning, "something else follows") != NULL, "%s: %s", kinds[k].name,
                   warning);
    }
}

static void what_is_cut_short_gives_what_came_before(pcs_context *context) {
    for (size_t k = 0; k < KINDS; k++) {
        size_t used = kinds[k].compress(content, CONTENT, stored, ROOM), most = 0;
        for (unsigned round = 0; round < 12; round++) {
            size_t cut = round == 0 ? 7 : round == 1 ? used - 1 : 7 + random_below((uint32_t)used - 7), length;
            CHECK_CASE(read_stored(context, cut, &length) == PCS_E_FORMAT, "%s at %zu", kinds[k].name, cut);
            CHECK_CASE(strstr(pcs_context_message(context), "ends early") != NULL, "%s", pcs_context_message(context));
            most = length > most ? length : most;
        }
        CHECK_CASE(most > CONTENT / 2, "%s", kinds[k].name);
    }
}

static void damage_is_found_or_harmless(pcs_context *context) {
    unsigned found = 0;
    for (size_t k = 0; k < KINDS; k++) {
        for (unsigned round = 0; round < 60; round++) {
            enum { SOME = 20000 };
            size_t used = kinds[k].compress(content, SOME, stored, ROOM);
            stored[6 + random_below((uint32_t)used - 6)] ^= (uint8_t)(1 + random_below(255));
            pcs_source *source;
            pcs_status status = pcs_source_from_memory(context, "in", stored, used, &source);
            for (pcs_bytes shown; status == PCS_OK;) {
                status = pcs_source_peek(source, 1, &shown);
                if (shown.length == 0) {
                    break;
                }
                pcs_source_take(source, shown.length);
            }
            CHECK_CASE(status == PCS_OK || status == PCS_E_FORMAT, "%s", pcs_context_message(context));
            found += status == PCS_E_FORMAT;
            pcs_source_free(source);
        }
    }
    CHECK_CASE(found >= KINDS * 45, "%u", found);
}

#if defined(PCS_HAVE_ZSTD) || defined(PCS_HAVE_LZ4)
/* Frames that are to be skipped stand before, between and after those with content. */
static void skippable_frames_are_skipped(pcs_context *context) {
    static const uint8_t frame[] = {0x5e, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
    for (size_t k = 0; k < KINDS; k++) {
        if (strcmp(kinds[k].name, "zstd") != 0 && strcmp(kinds[k].name, "lz4") != 0) {
            continue;
        }
        size_t used = 0, length;
        if (strcmp(kinds[k].name, "zstd") == 0) {
            memcpy(stored, frame, sizeof(frame));
            used = sizeof(frame);
        }
        for (size_t part = 0; part < 3; part++) {
            used += kinds[k].compress(content + part * 1000000, 1000000, stored + used, ROOM - used);
            memcpy(stored + used, frame, sizeof(frame));
            used += sizeof(frame);
        }
        warnings = 0;
        CHECK_CASE(read_stored(context, used, &length) == PCS_OK && length == CONTENT && warnings == 0, "%s: %s",
                   kinds[k].name, pcs_context_message(context));
    }
}
#endif

/* A small stream that asks for a window past the limit. */
static void large_windows_are_refused(pcs_context *context) {
    size_t length;
#ifdef PCS_HAVE_ZSTD
    /* A frame header (RFC 8878, 3.1.1.1): no content size, and a window of 2^28 bytes. */
    static const uint8_t zstd[] = {0x28, 0xb5, 0x2f, 0xfd, 0x00, (28 - 10) << 3, 0x01, 0, 0};
    memcpy(stored, zstd, sizeof(zstd));
    CHECK(read_stored(context, sizeof(zstd), &length) == PCS_E_FORMAT);
    CHECK_CASE(strstr(pcs_context_message(context), "128 MiB") != NULL, "%s", pcs_context_message(context));
    stored[5] = (27 - 10) << 3;
    CHECK_CASE(read_stored(context, sizeof(zstd), &length) == PCS_OK, "%s", pcs_context_message(context));
#endif
#ifdef PCS_HAVE_XZ
    /* The block header follows the stream header's 12 bytes. In it, LZMA2 is 21 01 and the size of the dictionary; its
     * last four bytes are the sum of those before (The .xz File Format, 3.1, 5.3.1). */
    size_t used = compress_xz(content, 1000, stored, ROOM), size = ((size_t)stored[12] + 1) * 4, at = 14;
    while (at < 12 + size && (stored[at] != 0x21 || stored[at + 1] != 1)) {
        at++;
    }
    stored[at + 2] = 33; /* 192 MiB */
    uint32_t sum = lzma_crc32(stored + 12, size - 4, 0);
    for (unsigned i = 0; i < 4; i++) {
        stored[12 + size - 4 + i] = (uint8_t)(sum >> 8 * i);
    }
    CHECK(read_stored(context, used, &length) == PCS_E_FORMAT);
    CHECK_CASE(strstr(pcs_context_message(context), "128 MiB") != NULL, "%s", pcs_context_message(context));
#endif
    (void)length;
    (void)context;
}

static void what_is_not_read_is_named(pcs_context *context) {
    static const struct {
        const char *beginning, *message;
    } cases[] = {
        {"BZh91AY&SY", "in: compressed with bzip2, which is not read: decompress it, and name the result"},
        {"LZIP\1", "in: compressed with lzip, which is not read: decompress it, and name the result"},
        {"\x02\x21\x4c\x18xxxx", "in: compressed with lz4 (the old format, of lz4 -l), which is not read: decompress "
                                 "it, and name the result"},
#ifndef PCS_HAVE_ZSTD
        {"\x28\xb5\x2f\xfdxxxx", "in: compressed with zstd, which this program was built without: decompress it, or "
                                 "build with -DPCS_ZSTD=ON"},
#endif
#ifndef PCS_HAVE_LZ4
        {"\x04\x22\x4d\x18xxxx", "in: compressed with lz4, which this program was built without: decompress it, or "
                                 "build with -DPCS_LZ4=ON"},
#else
        {"\x04\x22\x4d\x18\x61xxxx", "in: the lz4 stream is damaged (before byte 0): it was compressed with a "
                                     "dictionary, which is not at hand"},
#endif
#ifndef PCS_HAVE_XZ
        {"\xfd\x37zXZ\0xxxx", "in: compressed with xz, which this program was built without: decompress it, or build "
                              "with -DPCS_XZ=ON"},
#endif
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t length;
        memcpy(stored, cases[i].beginning, strlen(cases[i].beginning) + 1);
        CHECK(read_stored(context, strlen(cases[i].beginning), &length) == PCS_E_FORMAT && length == 0);
        CHECK_CASE(strcmp(pcs_context_message(context), cases[i].message) == 0, "%s", pcs_context_message(context));
    }
}

/* Whoever wants no more, at any time, is not kept waiting. */
static void a_source_may_be_left(pcs_context *context) {
    size_t used = compress_gzip(content, CONTENT, stored, ROOM);
    for (unsigned round = 0; round < 20; round++) {
        pcs_source *source;
        pcs_bytes shown;
        CHECK(pcs_source_from_memory(context, "in", stored, used, &source) == PCS_OK);
        CHECK(pcs_source_peek(source, round % 2 ? 1 + random_below(CONTENT) : 0, &shown) == PCS_OK);
        pcs_source_free(source);
    }
}

/* ---- pipes */

typedef struct writing {
    const char *path;
    size_t length; /* of stored */
} writing;

/* Writes in small pieces, with pauses. */
static void *write_slowly(void *argument) {
    const writing *job = argument;
    int pipe = open(job->path, O_WRONLY);
    for (size_t at = 0; pipe >= 0 && at < job->length;) {
        size_t some = job->length / 5 + 1, left = job->length - at;
        ssize_t written = write(pipe, stored + at, some < left ? some : left);
        if (written < 0) {
            break;
        }
        at += (size_t)written;
        usleep(1000);
    }
    close(pipe);
    return NULL;
}

static void pipes_are_read_to_their_end(pcs_context *context, const char *path) {
    for (size_t k = 0; k <= KINDS; k++) {
        writing job = {path, CONTENT};
        if (k < KINDS) {
            job.length = kinds[k].compress(content, CONTENT, stored, ROOM);
        } else {
            memcpy(stored, content, CONTENT);
        }
        pthread_t thread;
        pcs_source *source;
        size_t length;
        pcs_status status;
        CHECK(pthread_create(&thread, NULL, write_slowly, &job) == 0);
        CHECK(pcs_source_open(context, path, &source) == PCS_OK);
        CHECK(read_on(source, &length, &status) && status == PCS_OK && length == CONTENT);
        CHECK(pcs_source_size(source) == 0 && pcs_source_stored(source) == job.length);
        pthread_join(thread, NULL);
        pcs_source_free(source);
    }
}

/* A pipe with a writer who falls silent, before the first byte or after some. */
static void waiting_can_be_cancelled(const char *path) {
    pcs_context_options options = PCS_OPTIONS(options);
    options.progress = cancel;
    pcs_context *context = pcs_context_new(&options);
    CHECK(context != NULL);
    size_t used = compress_gzip(content, CONTENT, stored, ROOM);
    for (int given = -1; given < 2; given++) {
        int writer = given < 0 ? -1 : open(path, O_RDWR);
        CHECK(given < 1 || (used > 5000 && write(writer, stored, 5000) == 5000));
        pcs_source *source;
        pcs_bytes shown;
        ticks = 0;
        pcs_status status = pcs_source_open(context, path, &source);
        if (status == PCS_OK) {
            status = pcs_source_peek(source, CONTENT, &shown);
        }
        CHECK_CASE(status == PCS_E_CANCELLED && ticks == 3, "%d: %s", given, pcs_context_message(context));
        pcs_source_free(source);
        close(writer);
    }
    pcs_context_free(context);
}

static void only_regular_files_where_asked_for(pcs_context *context, const char *folder, const char *pipe) {
    char file[64], link[64];
    snprintf(file, sizeof(file), "%s/-", folder);
    snprintf(link, sizeof(link), "%s/link", folder);
    FILE *made = fopen(file, "w");
    CHECK(made && fputs("abc", made) > 0 && fclose(made) == 0);
    CHECK(symlink(file, link) == 0 && chdir(folder) == 0);
    pcs_source *source;
    pcs_bytes shown;
    CHECK(pcs_source_open_regular(context, "-", &source) == PCS_OK);
    CHECK(pcs_source_peek(source, 9, &shown) == PCS_OK && shown.length == 3);
    pcs_source_free(source);
    const char *const refused[] = {pipe, link, folder, "/dev/null"};
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        CHECK_CASE(pcs_source_open_regular(context, refused[i], &source) == PCS_E_READ, "%s", refused[i]);
    }
    CHECK(unlink(file) == 0 && unlink(link) == 0);
}

int main(void) {
    char folder[] = "/tmp/pcapshade-test-XXXXXX", pipe[64];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(pipe, sizeof(pipe), "%s/pipe", folder);
    CHECK(mkfifo(pipe, 0600) == 0);
    pcs_context_options options = PCS_OPTIONS(options);
    options.log = keep_warning;
    pcs_context *context = pcs_context_new(&options);
    CHECK(context != NULL);
    make_content();
    members_follow_each_other(context);
    what_is_cut_short_gives_what_came_before(context);
    damage_is_found_or_harmless(context);
#if defined(PCS_HAVE_ZSTD) || defined(PCS_HAVE_LZ4)
    skippable_frames_are_skipped(context);
#endif
    large_windows_are_refused(context);
    what_is_not_read_is_named(context);
    a_source_may_be_left(context);
    pipes_are_read_to_their_end(context, pipe);
    waiting_can_be_cancelled(pipe);
    only_regular_files_where_asked_for(context, folder, pipe);
    pcs_context_free(context);
    CHECK(unlink(pipe) == 0 && rmdir(folder) == 0);
    return check_result();
}
