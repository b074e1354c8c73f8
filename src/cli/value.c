#include "cli/forms.h"
#include "cli/message.h"
#include "cli/parse.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_SIZE = 1024 };

void pcs_parse_values(const pcs_option *option, pcs_words *words) {
    words->count = 0;
    const char *value;
    for (size_t i = 0; option->value && (value = option->value(i)) != NULL; i++) {
        pcs_words_add(words, value);
    }
}

static pcs_status fail_value(const pcs_option *option, const pcs_words *words, const char *value) {
    char list[LIST_SIZE];
    pcs_words_join(words, "", list, sizeof(list));
    pcs_message("--%s: unknown value %s: the nearest is %s; allowed are %s%s", option->name, value,
                pcs_words_nearest(words, value), list, option->reversible ? ", each also with _r at its end" : "");
    return PCS_E_ARGUMENT;
}

/* The index of the value among those allowed, words.count if it is none of them. */
static size_t find_value(const pcs_option *option, const pcs_words *words, const char *value) {
    size_t index = pcs_words_find(words, value), length = strlen(value);
    char forward[64];
    if (index == words->count && option->reversible && length > 2 && length < sizeof(forward) &&
        strcmp(value + length - 2, "_r") == 0) {
        snprintf(forward, sizeof(forward), "%.*s", (int)(length - 2), value);
        index = pcs_words_find(words, forward);
    }
    return index;
}

static pcs_status parse_number(const pcs_option *option, const char *value, uint64_t *number) {
    const char *end;
    if (!pcs_form_digits(value, option->most, number, &end) || *end != '\0' || *number < option->least) {
        pcs_message("--%s: %s is not a whole number from %llu to %llu%s%s", option->name, value,
                    (unsigned long long)option->least, (unsigned long long)option->most, option->open ? ", nor " : "",
                    option->open ? option->value(0) : "");
        return PCS_E_ARGUMENT;
    }
    return PCS_OK;
}

static pcs_status parse_bytes(const pcs_option *option, const char *value, uint64_t *bytes) {
    static const char units[] = "kMGT";
    const char *end, *unit;
    uint64_t number;
    unsigned shift = 0;
    bool valid = pcs_form_digits(value, option->most, &number, &end);
    if (valid && *end != '\0' && (unit = strchr(units, *end)) != NULL) {
        shift = 10 * (unsigned)(unit - units + 1);
        end++;
    }
    if (!valid || *end != '\0' || number < option->least || number > option->most >> shift) {
        pcs_message(
            "--%s: %s is not a size: give a whole number of bytes, of which k, M, G or T may follow, as in 500M",
            option->name, value);
        return PCS_E_ARGUMENT;
    }
    *bytes = number << shift;
    return PCS_OK;
}

static pcs_status parse_size(const pcs_option *option, const char *value, uint32_t size[2]) {
    uint64_t width, height;
    const char *end;
    bool valid = pcs_form_digits(value, option->most, &width, &end);
    height = width;
    if (valid && *end == 'x') {
        valid = pcs_form_digits(end + 1, option->most, &height, &end);
    }
    if (!valid || *end != '\0' || width < option->least || height < option->least) {
        pcs_message("--%s: %s is not a size: give %s, or N for both, each from %llu to %llu %s", option->name, value,
                    option->argument, (unsigned long long)option->least, (unsigned long long)option->most,
                    option->unit);
        return PCS_E_ARGUMENT;
    }
    size[0] = (uint32_t)width;
    size[1] = (uint32_t)height;
    return PCS_OK;
}

static pcs_status parse_numbers(const pcs_option *option, const char *value, pcs_numbers *numbers) {
    uint32_t wanted = 1;
    for (const char *at = option->argument; *at; at++) {
        wanted += *at == ',';
    }
    const char *at = value;
    char *end = NULL;
    for (numbers->count = 0; numbers->count < wanted; at = end + 1) {
        size_t length = strcspn(at, ",");
        double number = strtod(at, &end);
        bool last = numbers->count + 1 == wanted;
        if (length == 0 || strspn(at, "0123456789+-.eE") < length || end != at + length || !isfinite(number) ||
            *end != (last ? '\0' : ',')) {
            pcs_message("--%s: %s is not %s: give %u number%s", option->name, value, option->argument, wanted,
                        wanted > 1 ? "s with commas between" : "");
            return PCS_E_ARGUMENT;
        }
        numbers->values[numbers->count++] = number;
    }
    return PCS_OK;
}

static pcs_status add_text(const pcs_option *option, const char *value, pcs_texts *texts) {
    if (texts->count == PCS_TEXTS_MAX) {
        pcs_message("--%s: is given more than %d times", option->name, PCS_TEXTS_MAX);
        return PCS_E_ARGUMENT;
    }
    texts->values[texts->count++] = value;
    return PCS_OK;
}

pcs_status pcs_parse_value(const pcs_option *option, const char *value, pcs_settings *settings) {
    void *member = (char *)settings + option->offset;
    pcs_words words;
    pcs_parse_values(option, &words);
    size_t index = find_value(option, &words, value);
    if (words.count > 0 && index == words.count && !option->open) {
        return fail_value(option, &words, value);
    }
    switch (option->kind) {
    case PCS_OPTION_SWITCH:
        *(bool *)member = true;
        break;
    case PCS_OPTION_TEXT:
        if (option->is_valid && !option->is_valid(value)) {
            pcs_message("--%s: %s is not %s", option->name, value, option->form);
            return PCS_E_ARGUMENT;
        }
        *(const char **)member = value;
        break;
    case PCS_OPTION_TEXTS:
        return add_text(option, value, member);
    case PCS_OPTION_FILE:
        *(const char **)member = value;
        break;
    case PCS_OPTION_CHOICE:
        *(uint32_t *)member = (uint32_t)index;
        break;
    case PCS_OPTION_NUMBER:
        if (option->open && index < words.count) {
            *(uint64_t *)member = option->most + 1 + index;
            break;
        }
        return parse_number(option, value, member);
    case PCS_OPTION_BYTES:
        return parse_bytes(option, value, member);
    case PCS_OPTION_SIZE:
        return parse_size(option, value, member);
    case PCS_OPTION_NUMBERS:
        return parse_numbers(option, value, member);
    }
    return PCS_OK;
}
