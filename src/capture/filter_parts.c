/* Long lists in filters. libpcap's optimiser takes the cube of their length: "host A or host B or ..." of a thousand
 * hosts keeps it busy for minutes. Such a list is cut where a term of it ends and the next one begins with qualifiers
 * of its own, so that neither depends on the other; a packet matches where it matches a part.
 *
 * Only lists of plain terms are cut: a parenthesis, an operator other than "or", or a keyword that changes what later
 * ones mean ("vlan", "mpls", "geneve") leaves an expression as it is. */
#include "capture/filter.h"

#include <ctype.h>
#include <string.h>

enum { PART = 1024 /* characters, about; compiled within a tenth of a second */ };

static const char qualifiers[] = " host net port portrange src dst ip ip6 tcp udp sctp ether ";

typedef struct word {
    const char *at;
    size_t length; /* 0: the expression is over */
} word;

static word read_word(const char *at) {
    at += strspn(at, " \t\r\n");
    return (word){at, strcspn(at, " \t\r\n")};
}

static bool is(word w, const char *text) {
    return strlen(text) == w.length && strncmp(w.at, text, w.length) == 0;
}

static bool is_qualifier(word w) {
    for (const char *at = qualifiers; (at = strchr(at, ' ')) != NULL; at++) {
        if (strncmp(at + 1, w.at, w.length) == 0 && at[w.length + 1] == ' ') {
            return true;
        }
    }
    return false;
}

/* Numbers, addresses and networks: hexadecimal digits and what stands between them, with a digit or a colon. */
static bool is_value(word w) {
    bool digit = false;
    for (size_t i = 0; i < w.length; i++) {
        unsigned char c = (unsigned char)w.at[i];
        digit = digit || isdigit(c) || c == ':';
        if (!isxdigit(c) && c != '.' && c != ':' && c != '/' && c != '-') {
            return false;
        }
    }
    return digit;
}

static bool is_list(const char *expression) {
    for (word w = read_word(expression); w.length > 0; w = read_word(w.at + w.length)) {
        if (!is(w, "or") && !is_qualifier(w) && !is_value(w)) {
            return false;
        }
    }
    return true;
}

size_t pcs_filter_part(const char *expression, const char **next) {
    word before = {expression, 0}, w = read_word(expression);
    *next = NULL;
    if (strlen(expression) <= PART || !is_list(expression)) {
        return strlen(expression);
    }
    while (w.length > 0) {
        word after = read_word(w.at + w.length);
        /* What follows a value ends a term; "src or dst" does not. */
        if (w.at > expression + PART && is(w, "or") && is_value(before) && after.length > 0 && is_qualifier(after)) {
            *next = after.at;
            return (size_t)(w.at - expression);
        }
        before = w;
        w = after;
    }
    return strlen(expression);
}
