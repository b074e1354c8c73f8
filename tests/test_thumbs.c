/* thumbs: names that stay apart, records and manifests that nobody can forge into harm. */
#include "check.h"
#include "thumbs/manifest.h"
#include "thumbs/names.h"

#include <sys/stat.h>
#include <unistd.h>

static void names_are_safe(void) {
    static const char *const cases[][2] = {
        {"a.pcap", "a.pcap.png"},
        {"a/b/c", "a/b/c.png"},
        {"caf\xc3\xa9", "caf\xc3\xa9.png"},
        {"..", "%2E..png"},
        {"../..", "%2E./%2E..png"},
        {"./a", "%2E/a.png"},
        {"a.png/b", "a%2Epng/b.png"},
        {"a.png", "a.png.png"},
        {"%41~\x7f\n", "%2541%7E%7F%0A.png"},
        {"\xff\xc3", "%FF%C3.png"},
        {"\xe2\x80\xae", "%E2%80%AE.png"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *name = pcs_name_make(cases[i][0]);
        CHECK_CASE(name && strcmp(name, cases[i][1]) == 0 && pcs_name_is_valid(name), "%zu gives %s", i, name);
        free(name);
    }
    static const char *const invalid[] = {"",         ".png",       "a",       "a.pn",      "/a.png", "a//b.png",
                                          "../a.png", "a/../b.png", "./a.png", "a/.png/..", "a/"};
    for (size_t i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++) {
        CHECK_CASE(!pcs_name_is_valid(invalid[i]), "%s", invalid[i]);
    }
}

/* Whatever a part is, what it becomes fits into 255 bytes; long ones that differ at the end stay apart. */
static void long_names_fit(void) {
    enum { LONGEST = 255 };
    static const char fillings[] = {'a', '%', '\xff', '\n'};
    for (size_t f = 0; f < sizeof(fillings); f++) {
        for (size_t length = 1; length <= LONGEST; length++) {
            char path[2 * LONGEST + 2];
            memset(path, fillings[f], length);
            snprintf(path + length, sizeof(path) - length, "/%.*s", (int)length, path);
            char *name = pcs_name_make(path);
            path[2 * length] = 'b';
            char *other = pcs_name_make(path);
            CHECK(name && other && pcs_name_is_valid(name) && strcmp(name, other) != 0);
            size_t folder = strcspn(name, "/");
            CHECK_CASE(folder <= LONGEST && strlen(name + folder + 1) <= LONGEST - 11, "%zu of %d", length,
                       fillings[f]);
            char *third = pcs_name_make_other(name, 3);
            CHECK(third && pcs_name_is_valid(third) && strcmp(third, name) != 0);
            free(name);
            free(other);
            free(third);
        }
    }
}

static pcs_record some_record(const char *picture) {
    pcs_record record = {.picture = strdup(picture), .size = 1, .mtime_ns = UINT64_MAX, .options = 3};
    record.state = PCS_RECORD_CUT;
    record.hosts = 7;
    record.drawn_hosts = 6;
    record.first_ns = -5;
    record.talkers[0] = strdup("10.0.0.1");
    record.talker_bytes[2] = 9;
    record.reason = strdup("the file ends, 100 % of it");
    return record;
}

static void records_come_back(void) {
    pcs_record record = some_record("a b/c.png"), back, copy;
    char *line = pcs_record_write(&record);
    size_t length = strlen(line);
    CHECK(length > 0 && line[length - 1] == '\n' && !memchr(line, '\n', length - 1));
    line[length - 1] = '\0';
    char *kept = strdup(line);
    CHECK(pcs_record_read(line, &back));
    CHECK(pcs_record_copy(&back, &copy));
    char *again = pcs_record_write(&copy);
    CHECK(strncmp(again, kept, length - 1) == 0 && again[length - 1] == '\n');
    CHECK(back.first_ns == -5 && !back.talkers[1] && back.state == PCS_RECORD_CUT && pcs_record_has_picture(&back));
    pcs_record_clear(&back);
    /* Any byte that changes spoils it. */
    for (size_t at = 0; at < length - 1; at++) {
        memcpy(line, kept, length);
        line[at] = (char)(line[at] ^ 1);
        CHECK_CASE(!pcs_record_read(line, &back), "byte %zu", at);
    }
    pcs_record_clear(&copy);
    pcs_record_clear(&record);
    free(again);
    free(kept);
    free(line);
}

/* Lines whose checksum is right, and which no batch has written. */
static void forged_records_are_refused(void) {
    static const char *const pictures[] = {"../a.png", "/a.png", "a", "", "a\x1b.png", "a/../../b.png", "\xff.png"};
    for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
        pcs_record record = some_record(pictures[i]), back;
        char *line = pcs_record_write(&record);
        line[strlen(line) - 1] = '\0';
        CHECK_CASE(!pcs_record_read(line, &back), "picture %zu", i);
        free(line);
        pcs_record_clear(&record);
    }
    pcs_record record = some_record("a.png"), back;
    record.reason[0] = '\x1b';
    char *line = pcs_record_write(&record);
    line[strlen(line) - 1] = '\0';
    CHECK(!pcs_record_read(line, &back));
    free(line);
    pcs_record_clear(&record);
    char none[] = "";
    CHECK(!pcs_record_read(none, &back));
}

static void add(pcs_context *context, pcs_manifest *manifest, const char *picture, uint64_t size) {
    pcs_record record = some_record(picture);
    record.size = size;
    CHECK(pcs_manifest_add(context, manifest, &record) == PCS_OK);
    pcs_record_clear(&record);
}

static uint64_t size_of(const pcs_manifest *manifest, const char *picture) {
    const pcs_record *record = pcs_manifest_find(manifest, picture);
    return record ? record->size : 0;
}

static void manifests_are_kept(void) {
    char path[] = "thumbs-XXXXXX", file[64];
    pcs_context *context = pcs_context_new(NULL);
    pcs_folder *folder = NULL;
    pcs_manifest *manifest = NULL;
    CHECK(mkdtemp(path) != NULL);
    snprintf(file, sizeof(file), "%s/.pcapshade/manifest", path);
    CHECK(pcs_folder_open(context, path, &folder) == PCS_OK);
    CHECK(pcs_manifest_open(context, folder, &manifest) == PCS_OK && pcs_manifest_count(manifest) == 0);
    add(context, manifest, "b.png", 1);
    add(context, manifest, "a.png", 2);
    add(context, manifest, "b.png", 3);
    pcs_manifest_free(manifest);
    /* Half a line is no record, and does not spoil what is added behind it. */
    FILE *out = fopen(file, "a");
    fputs("whole\tc.png\t", out);
    fclose(out);
    CHECK(pcs_manifest_open(context, folder, &manifest) == PCS_OK && pcs_manifest_count(manifest) == 2);
    CHECK(size_of(manifest, "a.png") == 2 && size_of(manifest, "b.png") == 3 && size_of(manifest, "c.png") == 0);
    add(context, manifest, "d.png", 4);
    pcs_manifest_free(manifest);
    CHECK(pcs_manifest_open(context, folder, &manifest) == PCS_OK && pcs_manifest_count(manifest) == 3);
    CHECK(size_of(manifest, "d.png") == 4);
    pcs_manifest_free(manifest);
    /* What is no manifest at all is as none. */
    out = fopen(file, "w");
    for (int i = 0; i < 100000; i++) {
        fputs("junk", out);
    }
    fclose(out);
    CHECK(pcs_manifest_open(context, folder, &manifest) == PCS_OK && pcs_manifest_count(manifest) == 0);
    pcs_manifest_free(manifest);
    unlink(file);
    pcs_folder_remove(folder, ".pcapshade/lock");
    pcs_folder_free(folder);
    CHECK(rmdir(path) == 0);
    pcs_context_free(context);
}

int main(void) {
    names_are_safe();
    long_names_fit();
    records_come_back();
    forged_records_are_refused();
    manifests_are_kept();
    return check_result();
}
