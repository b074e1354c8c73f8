/* cli: nearest words, JSON, text for terminals, the progress bar, the option table itself. */
#include "check.h"
#include "cli/bar.h"
#include "cli/json.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/parse.h"

static void words_are_near(void) {
    static const struct {
        const char *a, *b;
        size_t distance;
    } cases[] = {{"", "", 0},         {"", "abc", 3},       {"abc", "", 3},          {"seed", "seed", 0},
                 {"sede", "seed", 1}, {"seeed", "seed", 1}, {"sed", "seed", 1},      {"kitten", "sitting", 3},
                 {"ca", "abc", 3},    {"flaw", "lawn", 2},  {"abcdef", "badcfe", 3}, {"random", "force", 6}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CHECK_CASE(pcs_words_distance(cases[i].a, cases[i].b) == cases[i].distance, "%s %s", cases[i].a, cases[i].b);
        CHECK_CASE(pcs_words_distance(cases[i].b, cases[i].a) == cases[i].distance, "%s %s", cases[i].b, cases[i].a);
    }
    char longest[300];
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    CHECK(pcs_words_distance(longest, longest) == 0);
    pcs_words words = {.count = 0};
    CHECK(pcs_words_nearest(&words, "x") == NULL);
    for (int i = 0; i < 2 * PCS_WORDS_MAX; i++) {
        pcs_words_add(&words, i % 2 ? "circular" : "force");
    }
    CHECK(words.count == PCS_WORDS_MAX);
    CHECK(strcmp(pcs_words_nearest(&words, "circ"), "circular") == 0);
    char small[8];
    pcs_words_join(&words, "--", small, sizeof(small));
    CHECK(strcmp(small, "--force") == 0);
}

static void json_is_valid(void) {
    char *text = NULL;
    size_t length = 0;
    pcs_json json = {.file = open_memstream(&text, &length)};
    pcs_json_open(&json, NULL, '{');
    pcs_json_text(&json, "a\"b\\", "\x1b\n\x7f \xc3\xa9 \xff \xe2\x80\xae \xed\xa0\x80");
    pcs_json_text(&json, "none", NULL);
    pcs_json_open(&json, "empty", '[');
    pcs_json_close(&json, ']');
    pcs_json_open(&json, "list", '[');
    pcs_json_whole(&json, NULL, INT64_MIN);
    pcs_json_count(&json, NULL, UINT64_MAX);
    pcs_json_close(&json, ']');
    pcs_json_seconds(&json, "seconds", 1.5);
    pcs_json_close(&json, '}');
    fclose(json.file);
    CHECK_CASE(strcmp(text, "{\"a\\\"b\\\\\":\"\\u001b\\u000a\\u007f \xc3\xa9 \\ufffd \\u202e \\ufffd\\ufffd\\ufffd\","
                            "\"none\":null,\"empty\":[],\"list\":[-9223372036854775808,18446744073709551615],"
                            "\"seconds\":1.500000}") == 0,
               "%s", text);
    free(text);
}

static void text_is_escaped(void) {
    char out[32];
    CHECK(pcs_message_escape("a\x1b[0m", out, sizeof(out)) == 8 && strcmp(out, "a\\x1b[0m") == 0);
    CHECK(pcs_message_escape("caf\xc3\xa9", out, sizeof(out)) == 4 && strcmp(out, "caf\xc3\xa9") == 0);
    CHECK(pcs_message_escape("\xc2\x9b\xff", out, sizeof(out)) == 12 && strcmp(out, "\\xc2\\x9b\\xff") == 0);
    CHECK(pcs_message_escape("caf\xc3\xa9", out, 5) == 3 && strcmp(out, "caf") == 0);
    CHECK(pcs_message_escape("abc", out, 1) == 0 && out[0] == '\0');
}

static void bar_is_told(void) {
    static const struct {
        pcs_progress progress;
        double seconds;
        const char *text;
    } cases[] = {
        {{"read", 0.5, 50000000, 0, 0, 0}, 2, "read   [###############---------------]  50 %  25.0 MB/s  0:02 left"},
        {{"read", -1, 3000000, 0, 0, 0}, 1, "read   [..............................]  3.0 MB/s"},
        {{"layout", 0, 0, 0, 0, 0}, 9, "layout [------------------------------]   0 %"},
        {{"layout", 0.001, 0, 0, 0, 0}, 10, "layout [------------------------------]   0 %  2:46:30 left"},
        {{"layout", 1e-9, 0, 0, 0, 0}, 10, "layout [------------------------------]   0 %"},
        {{"write", 2, 0, 0, 0, 0}, 0, "write  [##############################] 100 %"},
        {{"thumbs", 0.45, 0, 2000, 900, 3}, 6, "thumbs [####------]  45 %  900/2000  150/s  0:07 left  3 failed"},
        {{"thumbs", 0, 0, 10, 0, 0}, 0, "thumbs [----------]   0 %  0/10  0/s"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[256];
        int columns = pcs_bar_text(&cases[i].progress, cases[i].seconds, out, sizeof(out));
        CHECK_CASE(strcmp(out, cases[i].text) == 0 && columns <= PCS_BAR_WIDTH, "%zu gives %s", i, out);
    }
}

static void outputs_have_names(void) {
    static const char *const cases[][2] = {{"a.pcap", "a.pcap.png"},
                                           {"x/y/b", "b.png"},
                                           {"/c", "c.png"},
                                           {"/usr/", "usr.png"},
                                           {"/usr/lib/..", "usr.png"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *name = pcs_output_name(cases[i][0]);
        CHECK_CASE(name && strcmp(name, cases[i][1]) == 0, "%s", cases[i][0]);
        free(name);
    }
}

/* What help says to be the default is a value that is allowed, and the first of a list that is stored by index. */
static void table_is_sound(void) {
    const pcs_option *option;
    for (size_t i = 0; (option = pcs_option_at(i)) != NULL; i++) {
        bool is_switch = option->kind == PCS_OPTION_SWITCH;
        CHECK_CASE((option->argument == NULL) == is_switch, "%s", option->name);
        CHECK_CASE(is_switch || option->standard, "%s", option->name);
        CHECK_CASE(option->help[strlen(option->help) - 1] != '.', "%s", option->name);
        if (option->kind == PCS_OPTION_CHOICE) {
            CHECK_CASE(strcmp(option->standard, option->value(0)) == 0, "%s", option->name);
        }
        const pcs_option *other;
        for (size_t j = 0; j < i && (other = pcs_option_at(j)) != NULL; j++) {
            bool meet = (other->commands & option->commands) != 0;
            CHECK_CASE(!meet || strcmp(other->name, option->name) != 0, "%s", option->name);
            CHECK_CASE(!meet || !option->letter || other->letter != option->letter, "%s", option->name);
        }
    }
}

int main(void) {
    words_are_near();
    json_is_valid();
    text_is_escaped();
    bar_is_told();
    outputs_have_names();
    table_is_sound();
    return check_result();
}
