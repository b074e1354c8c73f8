/* capture: the bytes of an input, plain and compressed. */
#include "capture_reader.h"
#include "check.h"
#include "packet_builder.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zlib.h>
#ifdef PCS_HAVE_ZSTD
#include <zstd.h>
#endif

static char folder[] = "test_capture_source-XXXXXX";

static const char *path_of(const char *name) {
    static char path[256];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

/* A capture of so many packets. */
static builder make_capture(unsigned packets) {
    builder file = {.big = false}, packet = {.big = true};
    put_hex(&packet, HEX_IPV4);
    put_pcap_header(&file, 0xa1b2c3d4, 101);
    for (unsigned i = 0; i < packets; i++) {
        put_pcap_record(&file, i, 0, &packet, packet.length, packet.length);
    }
    builder_free(&packet);
    return file;
}

static void put_gzip(builder *b, const void *data, size_t length) {
    uint8_t out[1 << 16];
    z_stream stream = {.next_in = (z_const Bytef *)data, .avail_in = (uInt)length};
    deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    int result;
    do {
        stream.next_out = out;
        stream.avail_out = sizeof(out);
        result = deflate(&stream, Z_FINISH);
        put(b, out, sizeof(out) - stream.avail_out);
    } while (result == Z_OK);
    deflateEnd(&stream);
}

static void read_plain(void) {
    builder file = make_capture(3);
    reading r = read_memory(file.data, file.length, NULL);
    CHECK(r.status == PCS_OK && r.count == 3);
    reading_free(&r);
    builder_free(&file);
}

static void gzip_is_read(void) {
    builder file = make_capture(100), whole = {.big = false};
    put_gzip(&whole, file.data, file.length);
    reading r = read_memory(whole.data, whole.length, NULL);
    CHECK(r.status == PCS_OK && r.count == 100 && r.warnings == 0);
    reading_free(&r);

    /* Members one after the other, cut anywhere, one of them empty. */
    builder members = {.big = false};
    put_gzip(&members, file.data, 1);
    put_gzip(&members, file.data, 0);
    put_gzip(&members, file.data + 1, 500);
    put_gzip(&members, file.data + 501, file.length - 501);
    r = read_memory(members.data, members.length, NULL);
    CHECK(r.status == PCS_OK && r.count == 100 && r.warnings == 0);
    reading_free(&r);

    put_hex(&members, "67 61 72 62 61 67 65");
    r = read_memory(members.data, members.length, NULL);
    CHECK(r.status == PCS_OK && r.count == 100 && r.warnings == 1);
    CHECK_CASE(strstr(r.log, "something else follows the gzip data") != NULL, "%s", r.log);
    reading_free(&r);

    size_t before = 0;
    for (size_t cut = 3; cut < whole.length; cut++) {
        r = read_memory(whole.data, cut, NULL);
        CHECK_CASE(r.status == PCS_E_FORMAT, "cut at %zu gives %d", cut, r.status);
        CHECK_CASE(strstr(r.message, "ends early") != NULL, "%s", r.message);
        CHECK_CASE(r.count >= before, "cut at %zu gives %zu", cut, r.count);
        before = r.count;
        reading_free(&r);
    }
    CHECK(before == 100);
    whole.data[whole.length - 6] ^= 0x55; /* the check sum */
    r = read_memory(whole.data, whole.length, NULL);
    CHECK(r.status == PCS_E_FORMAT && r.count == 100 && strstr(r.message, "damaged") != NULL);
    reading_free(&r);
    builder_free(&members);
    builder_free(&whole);
    builder_free(&file);
}

static void zstd_is_read(void) {
#ifdef PCS_HAVE_ZSTD
    builder file = make_capture(100), out = {.big = false};
    size_t bound = ZSTD_compressBound(file.length);
    void *frame = malloc(bound);
    put_hex(&out, "52 2a 4d 18 04 00 00 00 01 02 03 04"); /* a skippable frame, as pzstd begins */
    for (size_t half = 0; half < 2; half++) {
        size_t at = half * 700, length = half ? file.length - 700 : 700;
        put(&out, frame, ZSTD_compress(frame, bound, file.data + at, length, 3));
        put_hex(&out, "50 2a 4d 18 00 00 00 00");
    }
    reading r = read_memory(out.data, out.length, NULL);
    CHECK(r.status == PCS_OK && r.count == 100 && r.warnings == 0);
    reading_free(&r);
    for (size_t cut = 24; cut < out.length; cut++) {
        r = read_memory(out.data, cut, NULL);
        CHECK_CASE(r.status == PCS_E_FORMAT || r.count >= 14, "cut at %zu gives %d", cut, r.status);
        reading_free(&r);
    }
    put_hex(&out, "00*20");
    r = read_memory(out.data, out.length, NULL);
    CHECK(r.status == PCS_OK && r.count == 100 && r.warnings == 1);
    reading_free(&r);

    /* A frame that asks for a window of 1 GiB: magic, no content size, window descriptor 20 << 3. */
    builder greedy = {.big = false};
    put_hex(&greedy, "28 b5 2f fd 00 a0 01 00 00");
    r = read_memory(greedy.data, greedy.length, NULL);
    CHECK_CASE(r.status == PCS_E_FORMAT && strstr(r.message, "128 MiB") != NULL, "%s", r.message);
    reading_free(&r);
    builder_free(&greedy);
    free(frame);
    builder_free(&out);
    builder_free(&file);
#else
    reading r = read_memory("\x28\xb5\x2f\xfd\x00\x00\x00\x00", 8, NULL);
    CHECK(r.status == PCS_E_FORMAT && strstr(r.message, "zstd") != NULL);
    reading_free(&r);
#endif
}

static void other_compression_is_named(void) {
    static const struct {
        const char *hex, *name;
    } cases[] = {
        {"fd 37 7a 58 5a 00 00 00", "xz"},       {"04 22 4d 18 00 00 00 00", "lz4"},
        {"42 5a 68 39 31 41 59 26", "bzip2"},    {"4c 5a 49 50 01 00 00 00", "lzip"},
        {"1f 9d 90 00 00 00 00 00", "compress"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        builder file = {.big = false};
        put_hex(&file, cases[i].hex);
        reading r = read_memory(file.data, file.length, NULL);
        CHECK_CASE(r.status == PCS_E_FORMAT && strstr(r.message, cases[i].name) != NULL, "%s", r.message);
        reading_free(&r);
        builder_free(&file);
    }
}

static void check_refused(const char *name, const char *text) {
    reading r = read_path(path_of(name));
    CHECK_CASE(r.status == PCS_E_READ && strstr(r.message, text) != NULL, "%d: %s", r.status, r.message);
    reading_free(&r);
}

static void what_is_no_file_is_refused(void) {
    check_refused("missing", "No such file");
    check_refused("", "is a directory");
    CHECK(symlink("loop", path_of("loop")) == 0);
    check_refused("loop", "Too many levels of symbolic links");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", path_of("socket"));
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(descriptor, (const struct sockaddr *)&address, sizeof(address)) == 0);
    check_refused("socket", "is a socket");
    close(descriptor);
    unlink(path_of("socket"));
    unlink(path_of("loop"));
}

static void files_and_pipes_are_read(void) {
    builder file = make_capture(50000), packed = {.big = false};
    put_gzip(&packed, file.data, file.length);
    const builder *contents[] = {&file, &packed};
    for (size_t i = 0; i < 2; i++) {
        FILE *out = fopen(path_of("capture"), "wb");
        CHECK(out && fwrite(contents[i]->data, 1, contents[i]->length, out) == contents[i]->length);
        fclose(out);
        reading r = read_path(path_of("capture"));
        CHECK(r.status == PCS_OK && r.count == 50000);
        reading_free(&r);
        unlink(path_of("capture"));

        CHECK(mkfifo(path_of("pipe"), 0600) == 0);
        pid_t child = fork();
        if (child == 0) {
            out = fopen(path_of("pipe"), "wb");
            /* In pieces that fit no record. */
            for (size_t at = 0; out && at < contents[i]->length; at += 7001) {
                size_t rest = contents[i]->length - at;
                fwrite(contents[i]->data + at, 1, rest < 7001 ? rest : 7001, out);
                fflush(out);
            }
            _exit(out == NULL);
        }
        r = read_path(path_of("pipe"));
        CHECK(r.status == PCS_OK && r.count == 50000);
        reading_free(&r);
        unlink(path_of("pipe"));
    }
    builder_free(&packed);
    builder_free(&file);
}

static void bytes_are_shown_and_taken(void) {
    enum { LENGTH = 3000000 };
    uint8_t *data = malloc(LENGTH);
    for (size_t i = 0; i < LENGTH; i++) {
        data[i] = (uint8_t)(i * 7 + (i >> 8));
    }
    pcs_context *context = pcs_context_new(NULL);
    pcs_source *source;
    pcs_bytes bytes;
    CHECK(pcs_source_from_memory(context, "name", data, LENGTH, &source) == PCS_OK);
    CHECK(strcmp(pcs_source_name(source), "name") == 0 && pcs_source_size(source) == LENGTH);
    size_t at = 0;
    static const size_t steps[] = {1, 100, 70000, 1000000, 3, 300000, 131072, 5};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        CHECK(pcs_source_peek(source, steps[i], &bytes) == PCS_OK);
        CHECK(bytes.length >= steps[i] && memcmp(bytes.data, data + at, bytes.length) == 0);
        CHECK(pcs_source_take(source, steps[i]));
        at += steps[i];
        CHECK(pcs_source_offset(source) == at && pcs_source_stored(source) >= at);
    }
    CHECK(pcs_source_take(source, 1000000)); /* more than was shown */
    at += 1000000;
    CHECK(pcs_source_peek(source, PCS_SOURCE_WINDOW, &bytes) == PCS_OK);
    CHECK(bytes.length == LENGTH - at && memcmp(bytes.data, data + at, bytes.length) == 0);
    CHECK(!pcs_source_take(source, LENGTH) && pcs_source_offset(source) == LENGTH);
    CHECK(pcs_source_peek(source, 1, &bytes) == PCS_OK && bytes.length == 0);
    pcs_source_free(source);

    CHECK(pcs_source_from_memory(context, "name", NULL, 0, &source) == PCS_OK);
    CHECK(pcs_source_peek(source, 1, &bytes) == PCS_OK && bytes.length == 0);
    pcs_source_free(source);
    pcs_source_free(NULL);
    pcs_context_free(context);
    free(data);
}

int main(void) {
    if (!mkdtemp(folder)) {
        perror(folder);
        return EXIT_FAILURE;
    }
    read_plain();
    gzip_is_read();
    zstd_is_read();
    other_compression_is_named();
    what_is_no_file_is_refused();
    files_and_pipes_are_read();
    bytes_are_shown_and_taken();
    CHECK(rmdir(folder) == 0);
    return check_result();
}
