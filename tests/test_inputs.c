/* base, capture, edges: many inputs: which files they are, several at a time, within a limit of memory. */
#include "base/jobs.h"
#include "capture/files.h"
#include "check.h"
#include "edges/edges.h"

#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/pcapshade-test-XXXXXX";

static void write_file(const char *name, const void *data, size_t length) {
    FILE *file = fopen(name, "wb");
    CHECK(file && fwrite(data, 1, length, file) == length);
    if (file) {
        fclose(file);
    }
}

/* ---- files */

static void files_are_found_in_order(pcs_context *context) {
    CHECK(mkdir("day", 0700) == 0 && mkdir("day/b", 0700) == 0 && mkdir("day/b/deep", 0700) == 0);
    CHECK(mkdir("day/none", 0700) == 0);
    write_file("day/c", "123", 3);
    write_file("day/a", "1", 1);
    write_file("day/b/z", "", 0);
    write_file("day/b/deep/-", "12", 2);
    CHECK(symlink("a", "day/link") == 0 && symlink("..", "day/loop") == 0 && mkfifo("day/pipe", 0600) == 0);
    const char *const inputs[] = {"day/c", "day/", "-", "day/b", "gone"};
    static const struct {
        const char *path;
        uint64_t size;
        int64_t directory;
    } expected[] = {{"day/c", 3, -1},       {"day/a", 1, 0},   {"day/b/deep/-", 2, 0},
                    {"day/b/z", 0, 0},      {"day/c", 3, 0},   {"-", 0, -1},
                    {"day/b/deep/-", 2, 1}, {"day/b/z", 0, 1}, {"gone", 0, -1}};
    enum { EXPECTED = sizeof(expected) / sizeof(expected[0]) };
    pcs_files files;
    CHECK(pcs_files_find(context, inputs, 5, &files) == PCS_OK && files.count == EXPECTED && !files.sized);
    for (size_t i = 0; i < files.count && i < EXPECTED; i++) {
        const pcs_file *file = &files.files[i];
        CHECK_CASE(strcmp(file->path, expected[i].path) == 0 && file->size == expected[i].size &&
                       file->directory == expected[i].directory,
                   "%zu: %s", i, file->path);
    }
    CHECK(files.directory_count == 2 && files.directories[0].others == 3 && files.directories[1].others == 0);
    pcs_files_free(&files);
    CHECK(pcs_files_find(context, inputs, 2, &files) == PCS_OK && files.sized && files.size == 9);
    pcs_files_free(&files);
    CHECK(unlink("day/c") == 0 && unlink("day/a") == 0 && unlink("day/b/z") == 0 && unlink("day/b/deep/-") == 0);
    CHECK(unlink("day/link") == 0 && unlink("day/loop") == 0 && unlink("day/pipe") == 0);
    CHECK(rmdir("day/none") == 0 && rmdir("day/b/deep") == 0 && rmdir("day/b") == 0 && rmdir("day") == 0);
}

/* ---- jobs */

enum { ITEMS = 200, STATES = 5 };

typedef struct sums {
    uint64_t sum, calls;
} sums;

static char said[16384];
static double most_done;
static size_t first_failing, calls_before_cancel;
static pthread_t caller;

static void keep_said(void *user, pcs_log_level level, const char *text) {
    (void)user;
    (void)level;
    CHECK(pthread_equal(caller, pthread_self()));
    size_t length = strlen(said);
    snprintf(said + length, sizeof(said) - length, "%s\n", text);
}

static bool keep_done(void *user, const pcs_progress *progress) {
    (void)user;
    CHECK(pthread_equal(caller, pthread_self()));
    most_done = progress->done > most_done ? progress->done : most_done;
    return calls_before_cancel > 0 && --calls_before_cancel == 0;
}

static pcs_status add_item(void *state, pcs_context *context, size_t item) {
    sums *own = state;
    own->sum += item * item;
    own->calls++;
    usleep((unsigned)(item % 7) * 50);
    if (item % 9 == 0) {
        pcs_log(context, PCS_LOG_WARNING, "item %zu", item);
        pcs_log(context, PCS_LOG_WARNING, "again %zu", item);
    }
    pcs_status status = pcs_tick(context, "read", (double)own->calls / ITEMS, 0);
    if (status == PCS_OK && item >= first_failing && item % 2 == first_failing % 2) {
        status = pcs_fail(context, PCS_E_FORMAT, "item %zu fails", item);
    }
    return status;
}

static pcs_status add_items(pcs_context *context, size_t count, size_t state_count, sums *all) {
    sums own[STATES] = {{0, 0}};
    void *states[STATES];
    for (size_t i = 0; i < STATES; i++) {
        states[i] = &own[i];
    }
    said[0] = '\0';
    most_done = 0;
    pcs_status status = pcs_jobs_run(context, count, states, state_count, add_item);
    *all = (sums){0, 0};
    for (size_t i = 0; i < STATES; i++) {
        all->sum += own[i].sum;
        all->calls += own[i].calls;
    }
    return status;
}

static void every_item_is_done_once(pcs_context *context) {
    char expected[sizeof(said)] = "";
    sums all;
    first_failing = ITEMS;
    for (size_t states = 1; states <= STATES; states++) {
        CHECK(add_items(context, ITEMS, states, &all) == PCS_OK);
        CHECK(all.calls == ITEMS && all.sum == (uint64_t)ITEMS * (ITEMS - 1) * (2 * ITEMS - 1) / 6);
        CHECK_CASE(most_done > (states == 1 ? 0.999 : 0.5) && most_done < 1.001, "%f", most_done);
        memcpy(expected, states == 1 ? said : expected, sizeof(expected));
        CHECK_CASE(strcmp(said, expected) == 0 && strstr(said, "item 9\nagain 9\nitem 18\n"), "%zu: %s", states, said);
        CHECK(add_items(context, 0, states, &all) == PCS_OK && all.calls == 0);
    }
}

/* The first failure counts, with what was said before it. */
static void the_first_failure_counts(pcs_context *context) {
    for (first_failing = 1; first_failing < ITEMS; first_failing += 37) {
        char expected[sizeof(said)] = "";
        for (size_t states = 1; states <= STATES; states++) {
            sums all;
            char message[64];
            CHECK(add_items(context, ITEMS, states, &all) == PCS_E_FORMAT && all.calls > first_failing);
            snprintf(message, sizeof(message), "item %zu fails", first_failing);
            CHECK_CASE(strcmp(pcs_context_message(context), message) == 0, "%s", pcs_context_message(context));
            memcpy(expected, states == 1 ? said : expected, sizeof(expected));
            CHECK_CASE(strcmp(said, expected) == 0, "%zu, %zu: %s", first_failing, states, said);
        }
    }
    first_failing = ITEMS;
}

static void jobs_can_be_cancelled(pcs_context *context) {
    for (size_t states = 1; states <= STATES; states++) {
        sums all;
        calls_before_cancel = 3;
        CHECK(add_items(context, ITEMS, states, &all) == PCS_E_CANCELLED && all.calls < ITEMS);
    }
    calls_before_cancel = 0;
}

/* ---- memory */

static void claims_add_up(void) {
    pcs_budget budget = {.limit = 1000};
    pcs_claim a = {.bytes = 0}, b = {.bytes = 0};
    CHECK(pcs_claim_raise(&a, &budget, 600) && !pcs_claim_raise(&b, &budget, 401) && pcs_claim_raise(&b, &budget, 400));
    CHECK(!pcs_claim_raise(&a, &budget, UINT64_MAX) && budget.used == 1000);
    pcs_claim_lower(&a, 100);
    CHECK(budget.used == 900);
    pcs_claim_drop(&a);
    pcs_claim_drop(&b);
    CHECK(budget.used == 0 && a.bytes == 0);
    pcs_claim_drop(&b);
    void *array = NULL;
    size_t capacity = 0, wanted = 0;
    while (pcs_claim_grow(&a, &budget, &array, &capacity, wanted + 1, 4) == PCS_GROWTH_DONE) {
        wanted++;
        CHECK(capacity >= wanted && budget.used == capacity * 4 && a.bytes == budget.used);
    }
    /* Near the limit the steps are small, not below it by half. */
    CHECK_CASE(wanted == capacity && wanted * 4 > 900 && budget.used <= 1000, "%zu", wanted);
    free(array);
    pcs_claim_drop(&a);
    budget.limit = 0;
    CHECK(pcs_claim_raise(&a, &budget, UINT64_MAX / 2));
}

/* As much as is needed will do, less will not; and the limit is for each call. */
static void memory_has_a_limit(void) {
    enum { ROWS = 3000 };
    char *text = malloc(ROWS * 32), *at = text + sprintf(text, "source,target\n");
    const char *const inputs[] = {"list", "list"};
    for (unsigned i = 0; i < ROWS; i++) {
        at += sprintf(at, "%u,name %u\n", i, i * 7);
    }
    write_file("list", text, (size_t)(at - text));
    unsigned done = 0, full = 0;
    for (uint64_t limit = 1000; limit < 10000000; limit += limit / 8) {
        pcs_context_options options = PCS_OPTIONS(options);
        options.max_memory = limit;
        options.threads = 2;
        pcs_context *context = pcs_context_new(&options);
        for (unsigned round = 0; round < 2; round++) {
            pcs_edges *edges;
            pcs_status status = pcs_edges_read(context, inputs, 1, NULL, &edges);
            CHECK(status == PCS_OK || status == PCS_E_MEMORY);
            CHECK(status == PCS_OK || strstr(pcs_context_message(context), " is full") != NULL);
            CHECK_CASE(status == PCS_OK || done == 0, "%llu", (unsigned long long)limit);
            full += status != PCS_OK;
            done += status == PCS_OK;
            /* An edge and two hosts take 144 bytes at least, and the sort more. */
            CHECK(status != PCS_OK || limit > ROWS * 144);
            CHECK(context->budget->used == 0);
            pcs_edges_free(edges);
            status = pcs_edges_read(context, inputs, 2, NULL, &edges);
            CHECK((status == PCS_OK || status == PCS_E_MEMORY) && context->budget->used == 0);
            pcs_edges_free(edges);
        }
        pcs_context_free(context);
    }
    CHECK(done > 4 && full > 20);
    CHECK(unlink("list") == 0);
    free(text);
}

int main(void) {
    pcs_context_options options = {.size = sizeof(options), .log = keep_said, .progress = keep_done};
    pcs_context *context = pcs_context_new(&options);
    CHECK(context && mkdtemp(folder) && chdir(folder) == 0);
    caller = pthread_self();
    files_are_found_in_order(context);
    every_item_is_done_once(context);
    the_first_failure_counts(context);
    jobs_can_be_cancelled(context);
    claims_add_up();
    memory_has_a_limit();
    pcs_context_free(context);
    CHECK(chdir("/") == 0 && rmdir(folder) == 0);
    return check_result();
}
