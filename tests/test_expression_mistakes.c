/* Where mistakes in highlights are shown: at the first token that nothing can make good, found by a table of what may
 * follow what. What stands before it can be completed, what stands behind it does not matter. */
#include "check.h"
#include "overlay/highlight.h"

#include <stdlib.h>
#include <string.h>

enum { CASES = 20000, TOKENS = 24, TEXT = 1024, CONTINUATIONS = 4 };

static uint64_t state = 11;

static uint32_t below(uint32_t limit) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % limit;
}

/* ---- a recogniser of what may come next */

typedef enum expected {
    A_TERM,
    A_COMPARISON,
    A_NUMBER,
    IS_OR_IS_NOT_PROTOCOL,
    A_PROTOCOL,
    IS_OR_IS_NOT_HOST,
    A_HOST,
    IS_TOP,
    HOW_MANY,
    THE_WORD_BY,
    AN_AMOUNT_OF_HOSTS,
    A_LINK
} expected;

/* X(what is expected, the tokens that are, what is expected then) */
#define RULES(X)                                                                                                       \
    X(A_TERM, "not (", A_TERM)                                                                                         \
    X(A_TERM, "bytes packets payload host-bytes host-packets host-payload degree in-degree Out-Degree", A_COMPARISON)  \
    X(A_TERM, "proto", IS_OR_IS_NOT_PROTOCOL)                                                                          \
    X(A_TERM, "host", IS_OR_IS_NOT_HOST)                                                                               \
    X(A_TERM, "top", IS_TOP)                                                                                           \
    X(A_TERM, "edges", A_LINK)                                                                                         \
    X(A_COMPARISON, "= != < <= > >=", A_NUMBER)                                                                        \
    X(A_NUMBER, "0 7 1e4 1.5e3", A_LINK)                                                                               \
    X(IS_OR_IS_NOT_PROTOCOL, "= !=", A_PROTOCOL)                                                                       \
    X(A_PROTOCOL, "tcp UDP icmp sctp other", A_LINK)                                                                   \
    X(IS_OR_IS_NOT_HOST, "= !=", A_HOST)                                                                               \
    X(IS_TOP, "=", HOW_MANY)                                                                                           \
    X(HOW_MANY, "7 1e4 1.5e3", THE_WORD_BY)                                                                            \
    X(THE_WORD_BY, "by", AN_AMOUNT_OF_HOSTS)                                                                           \
    X(AN_AMOUNT_OF_HOSTS, "bytes packets payload degree in-degree Out-Degree", A_LINK)                                 \
    X(A_LINK, "and or", A_TERM)

static const struct {
    expected before;
    const char *tokens;
    expected after;
} rules[] = {
#define RULE(before, tokens, after) {before, tokens, after},
    RULES(RULE)
#undef RULE
};
enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

/* All tokens there are, right or wrong. */
static const char *const tokens[] = {"not",
                                     "(",
                                     "bytes",
                                     "packets",
                                     "payload",
                                     "host-bytes",
                                     "host-packets",
                                     "host-payload",
                                     "degree",
                                     "by",
                                     "proto",
                                     "host",
                                     "top",
                                     "in-degree",
                                     "Out-Degree",
                                     "edges",
                                     "=",
                                     "!=",
                                     "<",
                                     "<=",
                                     ">",
                                     ">=",
                                     "0",
                                     "7",
                                     "1e4",
                                     "1.5e3",
                                     "tcp",
                                     "UDP",
                                     "icmp",
                                     "sctp",
                                     "other",
                                     "10.0.0.1",
                                     "10.0.0.0/8",
                                     "printer",
                                     "\"a\"",
                                     "and",
                                     "or",
                                     ")",
                                     "1.5",
                                     "1e99",
                                     "10.1.0.0/8",
                                     "2001:db8::/32",
                                     "prto",
                                     "!",
                                     "by-bytes",
                                     "andor",
                                     "-",
                                     "\xc3\xa4",
                                     "$",
                                     "18446744073709551616"};
enum { TOKEN_COUNT = sizeof(tokens) / sizeof(tokens[0]) };

static bool is_listed(const char *list, const char *token) {
    size_t length = strlen(token);
    for (const char *at = list; (at = strstr(at, token)) != NULL; at++) {
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* What has been read, and how deep in brackets. */
typedef struct reading {
    expected next;
    uint32_t depth;
    size_t opened[TOKENS]; /* where brackets were */
} reading;

static bool may_follow(const reading *r, const char *token, expected *after) {
    *after = A_LINK;
    if (strcmp(token, ")") == 0) {
        return r->next == A_LINK && r->depth > 0;
    }
    if (r->next == A_HOST) { /* all else is a name */
        return strcmp(token, "(") != 0 && strcmp(token, "10.1.0.0/8") != 0;
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rules[i].before == r->next && is_listed(rules[i].tokens, token)) {
            *after = rules[i].after;
            return true;
        }
    }
    return false;
}

static void take(reading *r, const char *token, size_t place) {
    expected after;
    may_follow(r, token, &after);
    if (strcmp(token, "(") == 0) {
        r->opened[r->depth++] = place;
    } else if (strcmp(token, ")") == 0) {
        r->depth--;
    }
    r->next = after;
}

/* A token that may follow, or any at all. */
static const char *choose(const reading *r, bool right) {
    const char *token;
    expected after;
    do {
        token = tokens[below(TOKEN_COUNT)];
    } while (right && !may_follow(r, token, &after));
    return token;
}

/* What makes an expression of what has been read. */
static void complete(reading r, char *text) {
    while (r.next != A_LINK || r.depth > 0) {
        const char *token = r.next == A_TERM ? "edges" : r.next == A_LINK ? ")" : choose(&r, true);
        take(&r, token, 0);
        strcat(strcat(text, " "), token);
    }
}

/* ---- the test */

static bool parses(pcs_context *context, const char *text, size_t *place) {
    static pcs_highlight highlight;
    return pcs_highlight_parse(context, text, 0, &highlight, place) == PCS_OK;
}

/* Tokens of which each may follow the one before, but for a wrong one now and then. *place: of the first that may not,
 * else of the end; *behind: the end of that token. */
static reading make(char *text, bool *wrong, size_t *place, size_t *behind) {
    static const char *const spaces[] = {" ", "  ", "\t ", " \n"};
    static const char *const colours[] = {"", "", "red:", " #00ff00 : "};
    reading r = {.next = A_TERM};
    strcpy(text, colours[below(4)]);
    *wrong = false;
    for (uint32_t left = below(TOKENS); left > 0; left--) {
        const char *token = choose(&r, *wrong || below(10) > 0);
        expected after;
        strcat(text, spaces[below(4)]);
        if (!*wrong) {
            *place = strlen(text);
            *behind = *place + strlen(token);
            *wrong = !may_follow(&r, token, &after);
        }
        strcat(text, token);
        if (!*wrong) {
            take(&r, token, *place);
        }
    }
    strcat(text, spaces[below(4)]);
    *place = *wrong ? *place : strlen(text);
    return r;
}

static void carets_stand_at_the_first_wrong_token(pcs_context *context) {
    uint32_t right = 0, open = 0;
    for (uint32_t i = 0; i < CASES; i++) {
        char text[TEXT], part[TEXT + 256];
        bool wrong;
        size_t wanted, behind = 0, place = SIZE_MAX;
        reading r = make(text, &wrong, &wanted, &behind);
        if (!wrong && r.next == A_LINK && r.depth == 0) {
            CHECK_CASE(parses(context, text, &place), "%s: %s", text, pcs_context_message(context));
            right++;
            continue;
        }
        CHECK_CASE(!parses(context, text, &place), "%s: is taken", text);
        if (!wrong && r.next == A_LINK) { /* all is there but a bracket: the last one that is open is shown */
            CHECK_CASE(place == r.opened[r.depth - 1], "%s: %zu", text, place);
            open++;
            continue;
        }
        CHECK_CASE(place == wanted, "%s: %zu, not %zu: %s", text, place, wanted, pcs_context_message(context));
        snprintf(part, sizeof(part), "%.*s", (int)wanted, text);
        complete(r, part);
        CHECK_CASE(parses(context, part, &place), "%s: %s", part, pcs_context_message(context));
        for (uint32_t k = 0; wrong && k < CONTINUATIONS; k++) {
            snprintf(part, sizeof(part), "%.*s", (int)behind, text);
            for (uint32_t more = below(6); more > 0; more--) {
                strcat(strcat(part, " "), tokens[below(TOKEN_COUNT)]);
            }
            CHECK_CASE(!parses(context, part, &place) && place == wanted, "%s: %zu, not %zu", part, place, wanted);
        }
    }
    CHECK_CASE(right > CASES / 20 && open > CASES / 200, "%u right, %u with open brackets", right, open);
}

/* Bytes of an expression taken out, put in and changed: whatever comes of it, the caret is within the text. */
static void carets_stand_in_the_text(pcs_context *context) {
    for (uint32_t i = 0; i < CASES; i++) {
        char text[TEXT] = "red: (bytes > 1e4 or not host=10.0.0.0/8) and top=20 by in-degree or host=\"a b\"";
        for (uint32_t changes = 1 + below(4); changes > 0; changes--) {
            size_t length = strlen(text), at = below((uint32_t)length);
            switch (below(4)) {
            case 0:
                memmove(text + at, text + at + 1, length - at);
                break;
            case 1:
                memmove(text + at + 1, text + at, length - at + 1);
                text[at] = (char)(1 + below(255));
                break;
            case 2:
                text[at] = "()\"=:#. e0"[below(10)];
                break;
            default:
                text[at] = '\0';
                strcat(text, "x" + below(2));
            }
            if (!text[0]) {
                break;
            }
        }
        size_t place = SIZE_MAX;
        bool parsed = parses(context, text, &place);
        CHECK_CASE(parsed || (place <= strlen(text) && pcs_context_message(context)[0]), "%s: %zu", text, place);
    }
}

int main(void) {
    pcs_context *context = pcs_context_new(NULL);
    carets_stand_at_the_first_wrong_token(context);
    carets_stand_in_the_text(context);
    pcs_context_free(context);
    return check_result();
}
