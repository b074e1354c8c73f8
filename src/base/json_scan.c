#include "base/json_scan.h"

typedef struct scanner {
    pcs_bytes text;
    size_t at;
    uint64_t arrays; /* a bit for each level, the lowest for the innermost: it is an array */
    unsigned depth;
    pcs_bytes parent, key; /* of the first and of the innermost level */
    size_t elements;       /* objects so far in the array of the first level */
    bool all;              /* values of every level are taken */
    void (*take)(void *user, const pcs_json_value *value);
    void *user;
    const char *expected; /* what the fault is, NULL: none */
} scanner;

static int peek(const scanner *in) {
    return in->at < in->text.length ? in->text.data[in->at] : -1;
}

static bool fault(scanner *in, const char *expected) {
    in->expected = expected;
    return false;
}

static void skip_blanks(scanner *in) {
    for (int c = peek(in); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = peek(in)) {
        in->at++;
    }
}

static bool is_digit(int c) {
    return c >= '0' && c <= '9';
}

static bool is_hex(int c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool take_escape(scanner *in) {
    int c = peek(in);
    if (c < 0 || !memchr("\"\\/bfnrtu", c, 9)) {
        return fault(in, "one of \"\\/bfnrtu after a backslash");
    }
    in->at++;
    for (int i = 0; c == 'u' && i < 4; i++) {
        if (!is_hex(peek(in))) {
            return fault(in, "four hexadecimal digits after \\u");
        }
        in->at++;
    }
    return true;
}

/* From quote to quote. */
static bool take_string(scanner *in, pcs_bytes *string) {
    size_t begin = ++in->at;
    for (int c = peek(in); c != '"'; c = peek(in)) {
        if (c < 0x20) {
            return fault(in, c < 0 ? "a quote that ends the string" : "no control character in a string");
        }
        in->at++;
        if (c == '\\' && !take_escape(in)) {
            return false;
        }
    }
    *string = (pcs_bytes){in->text.data + begin, in->at - begin};
    in->at++;
    return true;
}

static bool take_digits(scanner *in) {
    if (!is_digit(peek(in))) {
        return fault(in, "a digit");
    }
    while (is_digit(peek(in))) {
        in->at++;
    }
    return true;
}

static bool take_number(scanner *in) {
    in->at += peek(in) == '-';
    if (peek(in) == '0') {
        in->at++;
    } else if (!take_digits(in)) {
        return false;
    }
    if (peek(in) == '.') {
        in->at++;
        if (!take_digits(in)) {
            return false;
        }
    }
    if (peek(in) == 'e' || peek(in) == 'E') {
        in->at++;
        in->at += peek(in) == '+' || peek(in) == '-';
        return take_digits(in);
    }
    return true;
}

static bool take_word(scanner *in) {
    static const char *const words[] = {"true", "false", "null"};
    pcs_bytes rest = pcs_bytes_from(in->text, in->at);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t length = strlen(words[i]);
        if (rest.length >= length && memcmp(rest.data, words[i], length) == 0) {
            in->at += length;
            return true;
        }
    }
    return fault(in, "a value");
}

static bool take_scalar(scanner *in) {
    size_t begin = in->at;
    int c = peek(in);
    pcs_json_value value = {.key = in->key, .is_string = c == '"', .column = begin + 1, .depth = in->depth};
    bool valid = value.is_string           ? take_string(in, &value.text)
                 : c == '-' || is_digit(c) ? take_number(in)
                                           : take_word(in);
    if (!valid) {
        return false;
    }
    if (!value.is_string) {
        value.text = (pcs_bytes){in->text.data + begin, in->at - begin};
    }
    if (in->depth >= 2) {
        value.parent = in->parent;
        value.element = in->elements - (in->elements > 0);
    }
    if (in->all || (in->depth <= 2 && in->arrays == 0)) {
        in->take(in->user, &value);
    }
    return true;
}

static bool open_level(scanner *in, bool array) {
    if (in->depth == PCS_JSON_DEPTH_MAX) {
        return fault(in, "at most 64 objects and arrays within each other");
    }
    if (in->depth == 1) {
        in->parent = in->key;
        in->elements = 0;
    }
    in->elements += in->depth == 2 && !array;
    in->at++;
    in->depth++;
    in->arrays = in->arrays << 1 | array;
    return true;
}

static bool take_key(scanner *in) {
    if (peek(in) != '"') {
        return fault(in, "a key in quotes");
    }
    if (!take_string(in, &in->key)) {
        return false;
    }
    skip_blanks(in);
    if (peek(in) != ':') {
        return fault(in, "a colon after the key");
    }
    in->at++;
    skip_blanks(in);
    return true;
}

/* What closes the innermost level. */
static int closing(const scanner *in) {
    return in->arrays & 1 ? ']' : '}';
}

/* Closes all levels that end here; then a comma follows, or all are closed. */
static bool end_value(scanner *in) {
    for (skip_blanks(in); in->depth > 0 && peek(in) == closing(in); skip_blanks(in)) {
        in->at++;
        in->depth--;
        in->arrays >>= 1;
    }
    if (in->depth == 0) {
        return peek(in) < 0 || fault(in, "nothing after the object");
    }
    if (peek(in) != ',') {
        return fault(in, in->arrays & 1 ? "a comma or ]" : "a comma or }");
    }
    in->at++;
    skip_blanks(in);
    return true;
}

/* An element or member, up to where it ends or another level begins. */
static bool take_item(scanner *in) {
    bool array = in->depth > 0 && (in->arrays & 1);
    if (in->depth > 0 && !array && !take_key(in)) {
        return false;
    }
    int c = peek(in);
    if (in->depth == 0 && c != '{') {
        return fault(in, "a JSON object");
    }
    if (c != '{' && c != '[') {
        return take_scalar(in) && end_value(in);
    }
    if (!open_level(in, c == '[')) {
        return false;
    }
    skip_blanks(in);
    return peek(in) == closing(in) ? end_value(in) : true;
}

static bool scan(scanner *in, pcs_json_fault *fault_out) {
    skip_blanks(in);
    do {
        if (!take_item(in)) {
            *fault_out = (pcs_json_fault){in->at + 1, in->expected};
            return false;
        }
    } while (in->depth > 0);
    return true;
}

bool pcs_json_scan(pcs_bytes text, void (*take)(void *user, const pcs_json_value *value), void *user,
                   pcs_json_fault *fault_out) {
    scanner in = {.text = text, .take = take, .user = user};
    return scan(&in, fault_out);
}

bool pcs_json_scan_all(pcs_bytes text, void (*take)(void *user, const pcs_json_value *value), void *user,
                       pcs_json_fault *fault_out) {
    scanner in = {.text = text, .take = take, .user = user, .all = true};
    return scan(&in, fault_out);
}
