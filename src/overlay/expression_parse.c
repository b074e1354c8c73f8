/* Expressions from text: a lexer, and a function for each rule of the grammar. */
#include "overlay/expression.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 40 /* characters of the text, in messages */, WORD_MAX = 16 };

typedef struct parser {
    pcs_context *context;
    const char *text, *at;
    pcs_expression *expression;
    size_t *place;
    uint32_t depth;
} parser;

/* A part of the text. */
typedef struct span {
    const char *text;
    size_t length;
} span;

typedef const char *(*word_list)(size_t index); /* NULL past the last */

static const char *amount_word(size_t index) {
    static const char *const words[] = {
#define AMOUNT_WORD(name, text, of_edges, by) text,
        PCS_AMOUNT_TABLE(AMOUNT_WORD)
#undef AMOUNT_WORD
    };
    return index < PCS_AMOUNT_COUNT ? words[index] : NULL;
}

/* What may stand after "by", from PCS_AMOUNT_HOST_BYTES on. */
static const char *by_word(size_t index) {
    static const char *const words[] = {
#define BY_WORD(name, text, of_edges, by) by,
        PCS_AMOUNT_TABLE(BY_WORD)
#undef BY_WORD
    };
    return index < PCS_AMOUNT_COUNT - PCS_AMOUNT_HOST_BYTES ? words[PCS_AMOUNT_HOST_BYTES + index] : NULL;
}

static const char *protocol_word(size_t index) {
    return index < PCS_PROTOCOL_COUNT ? pcs_protocol_name((pcs_protocol)index) : NULL;
}

/* All that a term may begin with: the amounts first. */
static const char *term_word(size_t index) {
    static const char *const others[] = {"proto", "host", "top", "edges", "not", NULL};
    return index < PCS_AMOUNT_COUNT ? amount_word(index) : others[index - PCS_AMOUNT_COUNT];
}

/* ---- what is wrong */

static __attribute__((format(printf, 3, 4))) pcs_status fail_at(parser *p, const char *where, const char *format, ...) {
    char what[PCS_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    *p->place = (size_t)(where - p->text);
    return pcs_fail(p->context, PCS_E_ARGUMENT, "highlight: %s", what);
}

static int shown(span found) {
    return found.length < SHOWN ? (int)found.length : SHOWN;
}

/* Levenshtein's distance: letters to insert, to delete and to replace. */
static size_t distance(span word, const char *other) {
    size_t row[WORD_MAX + 1], length = strlen(other);
    for (size_t j = 0; j <= length; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= word.length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t replaced = diagonal + (tolower((unsigned char)word.text[i - 1]) != other[j - 1]);
            diagonal = row[j];
            row[j] = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = row[j] < replaced ? row[j] : replaced;
        }
    }
    return row[length];
}

static pcs_status fail_word(parser *p, span found, word_list words) {
    char list[256] = "";
    const char *word, *nearest = words(0);
    size_t least = SIZE_MAX;
    span compared = {found.text, found.length < SHOWN ? found.length : SHOWN};
    for (size_t i = 0; (word = words(i)) != NULL; i++) {
        size_t used = strlen(list), apart = distance(compared, word);
        snprintf(list + used, sizeof(list) - used, "%s%s", i > 0 ? ", " : "", word);
        nearest = apart < least ? word : nearest;
        least = apart < least ? apart : least;
    }
    return fail_at(p, found.text, "\"%.*s\" is not known: the nearest is %s; allowed here are %s", shown(found),
                   found.text, nearest, list);
}

/* ---- lexer */

static void skip_space(parser *p) {
    while (isspace((unsigned char)*p->at)) {
        p->at++;
    }
}

/* Letters, digits and hyphens from here on; empty where something else stands. */
static span peek_word(parser *p) {
    skip_space(p);
    span word = {p->at, 0};
    while (isalnum((unsigned char)p->at[word.length]) || p->at[word.length] == '-') {
        word.length++;
    }
    return word;
}

static bool is_word(span found, const char *word) {
    return found.length == strlen(word) && strncasecmp(found.text, word, found.length) == 0;
}

static bool take_word(parser *p, const char *word) {
    span found = peek_word(p);
    p->at += is_word(found, word) ? found.length : 0;
    return is_word(found, word);
}

static bool take_mark(parser *p, const char *mark) {
    skip_space(p);
    bool found = strncmp(p->at, mark, strlen(mark)) == 0;
    p->at += found ? strlen(mark) : 0;
    return found;
}

/* The index of the word that stands here. */
static pcs_status take_listed(parser *p, word_list words, size_t *index) {
    const char *word;
    span found = peek_word(p);
    for (*index = 0; (word = words(*index)) != NULL; ++*index) {
        if (is_word(found, word)) {
            p->at += found.length;
            return PCS_OK;
        }
    }
    return fail_word(p, found, words);
}

static pcs_status take_comparison(parser *p, pcs_comparison most, pcs_comparison *comparison) {
    static const struct {
        const char *mark;
        pcs_comparison comparison;
    } marks[] = {{"=", PCS_EQUAL}, {"!=", PCS_UNEQUAL}, {"<=", PCS_LESS_OR_EQUAL}, {">=", PCS_GREATER_OR_EQUAL},
                 {"<", PCS_LESS},  {">", PCS_GREATER}};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (marks[i].comparison <= most && take_mark(p, marks[i].mark)) {
            *comparison = marks[i].comparison;
            return PCS_OK;
        }
    }
    return fail_at(p, p->at,
                   most == PCS_EQUAL     ? "expected ="
                   : most == PCS_UNEQUAL ? "expected = or !="
                                         : "expected =, !=, <, <=, > or >=");
}

/* Digits, of which each one after a point lowers the power of ten. */
static bool take_digits(parser *p, uint64_t *value, int64_t *power) {
    const char *begin = p->at;
    bool fraction = false;
    for (;; p->at++) {
        if (*p->at == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (!isdigit((unsigned char)*p->at)) {
            return p->at > begin + fraction;
        }
        if (__builtin_mul_overflow(*value, 10U, value) ||
            __builtin_add_overflow(*value, (uint64_t)(*p->at - '0'), value)) {
            return false;
        }
        *power -= fraction;
    }
}

/* A whole number, exactly: 10000, 1e4 or 1.5e6. */
static pcs_status take_number(parser *p, uint64_t *value) {
    int64_t power = 0;
    uint64_t exponent = 0;
    skip_space(p);
    const char *begin = p->at;
    *value = 0;
    bool valid = take_digits(p, value, &power);
    if (valid && (*p->at == 'e' || *p->at == 'E')) {
        p->at += p->at[1] == '+' ? 2 : 1;
        int64_t none = 0;
        valid = *p->at != '.' && take_digits(p, &exponent, &none) && none == 0 && exponent <= INT32_MAX;
        power += (int64_t)exponent;
    }
    valid = valid && strchr(" \t\r\n()", *p->at); /* or the end: 10.0.0.1 and 5k are none */
    for (; valid && *value > 0 && power > 0; power--) {
        valid = !__builtin_mul_overflow(*value, 10U, value);
    }
    for (; valid && *value > 0 && power < 0; power++) {
        valid = *value % 10 == 0;
        *value /= 10;
    }
    if (!valid) {
        return fail_at(p, begin, "expected a whole number up to 18446744073709551615, such as 10000 or 1e4");
    }
    return PCS_OK;
}

/* Up to white space or a bracket, or quoted. */
static pcs_status take_value(parser *p, span *value) {
    skip_space(p);
    if (*p->at == '"') {
        *value = (span){p->at + 1, strcspn(p->at + 1, "\"")};
        if (value->text[value->length] == '\0') {
            return fail_at(p, p->at, "a quoted name that is not closed: put a quote at its end");
        }
        p->at = value->text + value->length + 1;
        return PCS_OK;
    }
    *value = (span){p->at, strcspn(p->at, " \t\r\n()\"")};
    p->at += value->length;
    return PCS_OK;
}

/* ---- grammar */

/* Steps that are NOT, AND or OR need no place to be told. */
static pcs_status add(parser *p, const pcs_expression_step *step) {
    if (p->expression->count == PCS_EXPRESSION_STEPS) {
        return fail_at(p, p->at, "more than %d terms and words between them: give several highlights",
                       PCS_EXPRESSION_STEPS);
    }
    p->expression->steps[p->expression->count++] = *step;
    return PCS_OK;
}

static pcs_status parse_host(parser *p, pcs_host *host) {
    span value;
    pcs_status status = take_value(p, &value);
    if (status != PCS_OK) {
        return status;
    }
    if (!pcs_host_parse(value.text, value.length, host)) {
        return fail_at(p, value.text, "expected an address, a range such as 10.0.0.0/8, or a name");
    }
    const char *slash = memchr(value.text, '/', value.length);
    pcs_host address;
    if (host->kind == PCS_HOST_NAME && slash && pcs_host_parse(value.text, (size_t)(slash - value.text), &address) &&
        (address.kind == PCS_HOST_IPV4 || address.kind == PCS_HOST_IPV6)) {
        return fail_at(p, value.text,
                       "%.*s is no range: it is an address whose bits behind the range are 0, such as 10.0.0.0/8",
                       shown(value), value.text);
    }
    return PCS_OK;
}

static pcs_status parse_top(parser *p, pcs_expression_step *step) {
    pcs_status status = PCS_OK;
    size_t by;
    PCS_TRY(take_comparison(p, PCS_EQUAL, &step->comparison));
    skip_space(p);
    const char *number = p->at;
    PCS_TRY(take_number(p, &step->number));
    if (step->number == 0) {
        PCS_TRY(fail_at(p, number, "expected how many, at least 1"));
    }
    if (!take_word(p, "by")) {
        PCS_TRY(fail_at(p, p->at, "expected by, as in top=20 by in-degree"));
    }
    PCS_TRY(take_listed(p, by_word, &by));
    step->kind = PCS_STEP_TOP;
    step->amount = (pcs_amount)(PCS_AMOUNT_HOST_BYTES + by);
done:
    return status;
}

static pcs_status parse_term(parser *p) {
    pcs_status status = PCS_OK;
    pcs_expression_step step = {.kind = PCS_STEP_EDGES};
    size_t index;
    if (take_word(p, "proto")) {
        step.kind = PCS_STEP_PROTOCOL;
        PCS_TRY(take_comparison(p, PCS_UNEQUAL, &step.comparison));
        PCS_TRY(take_listed(p, protocol_word, &index));
        step.protocol = (pcs_protocol)index;
    } else if (take_word(p, "host")) {
        step.kind = PCS_STEP_HOST;
        PCS_TRY(take_comparison(p, PCS_UNEQUAL, &step.comparison));
        PCS_TRY(parse_host(p, &step.host));
    } else if (take_word(p, "top")) {
        PCS_TRY(parse_top(p, &step));
    } else if (!take_word(p, "edges")) {
        span found = peek_word(p);
        if (found.length == 0) {
            PCS_TRY(fail_at(p, p->at, "expected a condition such as bytes>1e6, proto=udp or host=10.0.0.0/8"));
        }
        PCS_TRY(take_listed(p, term_word, &index));
        step.kind = PCS_STEP_AMOUNT;
        step.amount = (pcs_amount)index;
        PCS_TRY(take_comparison(p, PCS_GREATER_OR_EQUAL, &step.comparison));
        PCS_TRY(take_number(p, &step.number));
    }
    bool of_host = step.kind == PCS_STEP_HOST || step.kind == PCS_STEP_TOP ||
                   (step.kind == PCS_STEP_AMOUNT && step.amount >= PCS_AMOUNT_HOST_BYTES);
    p->expression->of_edges = p->expression->of_edges || !of_host;
    PCS_TRY(add(p, &step));
done:
    return status;
}

static pcs_status parse_or(parser *p);

static pcs_status parse_not(parser *p) {
    pcs_status status = PCS_OK;
    if (++p->depth > PCS_EXPRESSION_DEPTH) {
        PCS_TRY(fail_at(p, p->at, "brackets and nots are more than %d deep", PCS_EXPRESSION_DEPTH));
    }
    if (take_word(p, "not")) {
        PCS_TRY(parse_not(p));
        PCS_TRY(add(p, &(pcs_expression_step){.kind = PCS_STEP_NOT}));
    } else if (take_mark(p, "(")) {
        const char *opened = p->at - 1;
        PCS_TRY(parse_or(p));
        if (!take_mark(p, ")")) {
            PCS_TRY(*p->at == '\0' ? fail_at(p, opened, "a bracket that is not closed")
                                   : fail_at(p, p->at, "expected and, or, or a closing bracket"));
        }
    } else {
        PCS_TRY(parse_term(p));
    }
    p->depth--;
done:
    return status;
}

static pcs_status parse_and(parser *p) {
    pcs_status status = PCS_OK;
    PCS_TRY(parse_not(p));
    while (take_word(p, "and")) {
        PCS_TRY(parse_not(p));
        PCS_TRY(add(p, &(pcs_expression_step){.kind = PCS_STEP_AND}));
    }
done:
    return status;
}

static pcs_status parse_or(parser *p) {
    pcs_status status = PCS_OK;
    PCS_TRY(parse_and(p));
    while (take_word(p, "or")) {
        PCS_TRY(parse_and(p));
        PCS_TRY(add(p, &(pcs_expression_step){.kind = PCS_STEP_OR}));
    }
done:
    return status;
}

pcs_status pcs_expression_parse(pcs_context *context, const char *text, pcs_expression *expression, size_t *place) {
    parser p = {.context = context, .text = text, .at = text, .expression = expression, .place = place};
    expression->count = 0;
    expression->of_edges = false;
    pcs_status status = PCS_OK;
    PCS_TRY(parse_or(&p));
    skip_space(&p);
    if (*p.at != '\0') {
        PCS_TRY(fail_at(&p, p.at, "expected and, or, or the end"));
    }
done:
    return status;
}
