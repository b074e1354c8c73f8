/* base: text from outside, checked sizes, bounded reads, the thread pool, outputs that are complete or not there. */
#include "base/bytes.h"
#include "base/context.h"
#include "base/memory.h"
#include "base/outfile.h"
#include "base/phase.h"
#include "base/text.h"
#include "check.h"

#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

static void text_is_escaped(void) {
    static const struct {
        const char *text, *escaped;
    } cases[] = {
        {"plain", "plain"},
        {"bell\a", "bell\\x07"},
        {"\x1b[31mred", "\\x1b[31mred"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"\xc3(", "\\xc3("},
        {"\xc0\xaf", "\\xc0\\xaf"},
        {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
        {"\xe2\x80\xae"
         "evil",
         "\\xe2\\x80\\xae"
         "evil"},
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"\xc2\x9b", "\\xc2\\x9b"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[64];
        pcs_text_escape(out, sizeof(out), cases[i].text);
        CHECK_CASE(strcmp(out, cases[i].escaped) == 0, "%zu gives %s", i, out);
    }
    char small[6];
    pcs_text_escape(small, sizeof(small), "ab\a\a");
    CHECK(strcmp(small, "ab") == 0);
}

static void sizes_are_checked(void) {
    size_t product = 7;
    CHECK(pcs_size_multiply(6, 7, &product) && product == 42);
    CHECK(!pcs_size_multiply(SIZE_MAX, 2, &product));
    CHECK(pcs_memory_new(SIZE_MAX, 2) == NULL);
    CHECK(pcs_memory_new(SIZE_MAX - 10, 1) == NULL);
    void *memory = pcs_memory_new(3, 5);
    CHECK(memory && (uintptr_t)memory % 64 == 0);
    free(memory);
    void *array = NULL;
    size_t capacity = 0;
    CHECK(pcs_memory_grow(&array, &capacity, 100, 4) && capacity >= 100);
    size_t before = capacity;
    CHECK(!pcs_memory_grow(&array, &capacity, SIZE_MAX / 2, 4) && capacity == before);
    free(array);
}

static void tables_move(void) {
    static const size_t sizes[] = {1, 1000, 3 << 20, (9 << 20) + 5, 20 << 20};
    uint8_t *table = NULL;
    size_t used = 0;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        table = pcs_memory_move(table, used, sizes[i]);
        CHECK(table && (uintptr_t)table % 64 == 0);
        bool same = true;
        for (size_t at = 0; at < used; at++) {
            same = same && table[at] == (uint8_t)(at * 7 >> 3);
        }
        CHECK_CASE(same, "%zu bytes", sizes[i]);
        for (used = 0; used < sizes[i]; used++) {
            table[used] = (uint8_t)(used * 7 >> 3);
        }
    }
    CHECK(pcs_memory_move(table, used, SIZE_MAX) == NULL && table[used - 1] == (uint8_t)((used - 1) * 7 >> 3));
    free(table);
}

static void reads_are_bounded(void) {
    static const uint8_t data[] = {1, 2, 3, 4};
    pcs_bytes bytes = {data, sizeof(data)};
    uint16_t two = 0;
    uint32_t four = 0;
    CHECK(pcs_bytes_be16(bytes, 1, &two) && two == 0x0203);
    CHECK(pcs_bytes_le32(bytes, 0, &four) && four == 0x04030201);
    CHECK(!pcs_bytes_be16(bytes, 3, &two));
    CHECK(!pcs_bytes_be32(bytes, SIZE_MAX, &four));
    CHECK(pcs_bytes_from(bytes, 5).length == 0 && pcs_bytes_from(bytes, 4).length == 0);
    CHECK(pcs_bytes_first(bytes, 9).length == 4);
    CHECK(pcs_bytes_from((pcs_bytes){NULL, 0}, 0).data != NULL);
    CHECK(pcs_bytes_are((pcs_bytes){NULL, 0}, "") && !pcs_bytes_are((pcs_bytes){NULL, 0}, "a"));
    CHECK(pcs_bytes_are((pcs_bytes){(const uint8_t *)"abc", 2}, "ab") && !pcs_bytes_are(bytes, "ab"));
}

static void count_chunk(void *argument, uint64_t chunk) {
    atomic_uint *counts = argument;
    atomic_fetch_add(&counts[chunk], 1);
}

static void pool_runs_each_chunk_once(void) {
    for (uint32_t threads = 1; threads <= 4; threads++) {
        pcs_pool *pool = pcs_pool_new(threads);
        CHECK(pool && pcs_pool_threads(pool) == threads);
        for (unsigned job = 0; job < 200; job++) {
            static atomic_uint counts[37];
            memset(counts, 0, sizeof(counts));
            pcs_pool_run(pool, job % 37, count_chunk, counts);
            bool right = true;
            for (unsigned i = 0; i < 37; i++) {
                right = right && counts[i] == (i < job % 37);
            }
            CHECK(right);
        }
        pcs_pool_free(pool);
    }
}

static bool file_holds(const char *path, const char *text) {
    char found[64] = "";
    FILE *file = fopen(path, "rb");
    size_t length = file ? fread(found, 1, sizeof(found) - 1, file) : 0;
    if (file) {
        fclose(file);
    }
    return file && length == strlen(text) && memcmp(found, text, length) == 0;
}

static bool take_done(void *user, const pcs_progress *progress) {
    *(double *)user = strcmp(progress->stage, "layout") == 0 ? progress->done : -1.0;
    return progress->done > 0.7;
}

/* The second half of the third quarter of a stage. */
static void phases_are_parts_of_stages(void) {
    double done = -1.0;
    pcs_context_options options = {.size = sizeof(options), .progress = take_done, .user = &done};
    pcs_context *context = pcs_context_new(&options);
    pcs_phase quarter = pcs_phase_part(pcs_phase_whole(context, "layout"), 0.5, 0.75);
    pcs_phase half = pcs_phase_part(quarter, 0.5, 1.0);
    CHECK(pcs_phase_tick(half, 0.0) == PCS_OK && done == 0.625);
    CHECK(pcs_phase_tick(half, 0.5) == PCS_OK && done == 0.6875);
    CHECK(pcs_phase_tick(half, 1.0) == PCS_E_CANCELLED && done == 0.75);
    pcs_context_free(context);
}

static void write_text(pcs_context *context, const char *path, const char *text, bool commit) {
    pcs_outfile *outfile;
    CHECK(pcs_outfile_open(context, path, &outfile) == PCS_OK);
    CHECK(pcs_outfile_write(outfile, text, strlen(text)) == PCS_OK);
    if (commit) {
        CHECK(pcs_outfile_commit(outfile) == PCS_OK);
    }
    pcs_outfile_free(outfile);
}

static void outputs_are_replaced_at_once(pcs_context *context) {
    char folder[] = "/tmp/pcapshade-test-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK(chdir(folder) == 0);
    write_text(context, "out", "one", true);
    CHECK(file_holds("out", "one"));
    CHECK(chmod("out", 0640) == 0);
    write_text(context, "out", "two", false);
    CHECK(file_holds("out", "one"));
    CHECK(symlink("out", "link") == 0);
    write_text(context, "link", "three", true);
    struct stat state;
    CHECK(file_holds("out", "three") && lstat("link", &state) == 0 && S_ISLNK(state.st_mode));
    CHECK(stat("out", &state) == 0 && (state.st_mode & 0777) == 0640);
    pcs_outfile *outfile;
    CHECK(pcs_outfile_open(context, folder, &outfile) == PCS_E_WRITE && outfile == NULL);
    CHECK(pcs_outfile_open(context, "no/such/folder", &outfile) == PCS_E_WRITE && outfile == NULL);
    CHECK(strstr(pcs_context_message(context), "no/such/folder") != NULL);
    CHECK(pcs_outfile_check(context, "no/such/folder") == PCS_E_WRITE);
    CHECK(pcs_outfile_check(context, folder) == PCS_E_WRITE);
    CHECK(pcs_outfile_check(context, "out") == PCS_OK && pcs_outfile_check(context, "new") == PCS_OK);
    CHECK(pcs_outfile_check(context, "-") == PCS_OK && access("new", F_OK) != 0);
    CHECK(pcs_outfile_open(context, "/dev/full", &outfile) == PCS_OK);
    pcs_status written = pcs_outfile_write(outfile, "x", 1);
    CHECK(written == PCS_OK && pcs_outfile_commit(outfile) == PCS_E_WRITE);
    pcs_outfile_free(outfile);
    CHECK(unlink("link") == 0 && unlink("out") == 0 && chdir("/") == 0 && rmdir(folder) == 0);
}

int main(void) {
    text_is_escaped();
    sizes_are_checked();
    tables_move();
    reads_are_bounded();
    pool_runs_each_chunk_once();
    phases_are_parts_of_stages();
    pcs_context *context = pcs_context_new(NULL);
    CHECK(context != NULL);
    outputs_are_replaced_at_once(context);
    pcs_context_free(context);
    return check_result();
}
