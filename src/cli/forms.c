#include "cli/forms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const int64_t second_ns = 1000000000;

bool pcs_form_digits(const char *text, uint64_t most, uint64_t *number, const char **end) {
    uint64_t value = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (value > (most - digit) / 10 || digit > most) {
            return false;
        }
        value = value * 10 + digit;
    }
    *number = value;
    *end = at;
    return at != text;
}

/* ---- times */

/* count digits and, before them, mark, if that is not '\0'. */
static bool take_part(const char **at, char mark, size_t count, int *part) {
    const char *begin = *at + (mark != '\0'), *end;
    uint64_t value;
    if ((mark && **at != mark) || !pcs_form_digits(begin, 9999, &value, &end) || (size_t)(end - begin) != count) {
        return false;
    }
    *part = (int)value;
    *at = end;
    return true;
}

/* A point and up to 9 digits, or nothing. */
static bool take_fraction(const char **at, int64_t *fraction_ns) {
    *fraction_ns = 0;
    if (**at != '.') {
        return true;
    }
    int64_t unit = second_ns;
    const char *begin = ++*at;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        unit /= 10;
        *fraction_ns += (**at - '0') * unit;
    }
    return *at > begin && *at - begin <= 9;
}

/* A date, and a time of day where there is one; *at moves past them. Days and hours that do not exist are refused. */
static bool take_date(const char **at, int64_t *seconds, int64_t *fraction_ns) {
    struct tm parts = {.tm_mday = 0};
    *fraction_ns = 0;
    if (!take_part(at, '\0', 4, &parts.tm_year) || !take_part(at, '-', 2, &parts.tm_mon) ||
        !take_part(at, '-', 2, &parts.tm_mday)) {
        return false;
    }
    if (**at == 'T' && (!take_part(at, 'T', 2, &parts.tm_hour) || !take_part(at, ':', 2, &parts.tm_min) ||
                        (**at == ':' && (!take_part(at, ':', 2, &parts.tm_sec) || !take_fraction(at, fraction_ns))))) {
        return false;
    }
    *at += **at == 'Z';
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    struct tm given = parts;
    *seconds = timegm(&parts);
    return parts.tm_year == given.tm_year && parts.tm_mon == given.tm_mon && parts.tm_mday == given.tm_mday &&
           parts.tm_hour == given.tm_hour && parts.tm_min == given.tm_min && parts.tm_sec == given.tm_sec;
}

static bool take_seconds(const char **at, int64_t *seconds, int64_t *fraction_ns) {
    uint64_t value;
    if (!pcs_form_digits(*at, (uint64_t)INT64_MAX, &value, at)) {
        return false;
    }
    *seconds = (int64_t)value;
    return take_fraction(at, fraction_ns);
}

bool pcs_form_time(const char *text, int64_t *time_ns) {
    const char *at = text;
    int64_t seconds, fraction_ns;
    bool taken = strchr(text, '-') ? take_date(&at, &seconds, &fraction_ns) : take_seconds(&at, &seconds, &fraction_ns);
    return taken && *at == '\0' && !__builtin_mul_overflow(seconds, second_ns, time_ns) &&
           !__builtin_add_overflow(*time_ns, fraction_ns, time_ns) && *time_ns > 0;
}

/* ---- others */

bool pcs_form_sample(const char *text, uint64_t *one_in) {
    const char *end;
    return strncmp(text, "1/", 2) == 0 && pcs_form_digits(text + 2, UINT64_MAX, one_in, &end) && *end == '\0' &&
           *one_in > 0;
}

/* What follows prefix is A/B: lengths of an IPv4 and an IPv6 prefix. */
static bool take_lengths(const char *text, const char *prefix, uint32_t *ipv4_bits, uint32_t *ipv6_bits) {
    uint64_t ipv4, ipv6;
    const char *end;
    if (strncmp(text, prefix, strlen(prefix)) != 0 || !pcs_form_digits(text + strlen(prefix), 32, &ipv4, &end) ||
        *end != '/' || !pcs_form_digits(end + 1, 128, &ipv6, &end) || *end != '\0') {
        return false;
    }
    *ipv4_bits = (uint32_t)ipv4;
    *ipv6_bits = (uint32_t)ipv6;
    return true;
}

bool pcs_form_group(const char *text, pcs_read_options *options) {
    static const struct {
        const char *name;
        pcs_group_by group_by;
    } names[] = {{"ip", PCS_GROUP_BY_IP}, {"mac", PCS_GROUP_BY_MAC}, {"service", PCS_GROUP_BY_SERVICE}};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(text, names[i].name) == 0) {
            options->group_by = names[i].group_by;
            return true;
        }
    }
    options->group_by = PCS_GROUP_BY_PREFIX;
    return take_lengths(text, "prefix:", &options->prefix_ipv4, &options->prefix_ipv6);
}

bool pcs_form_color_by(const char *text, pcs_image_options *options) {
    for (int i = 0; i < PCS_COLOR_BY_COUNT; i++) {
        if (strcmp(text, pcs_color_by_name((pcs_color_by)i)) == 0) {
            options->color_by = (pcs_color_by)i;
            return true;
        }
    }
    options->color_by = PCS_COLOR_BY_SUBNET;
    return take_lengths(text, "subnet:", &options->subnet_ipv4, &options->subnet_ipv6) &&
           (options->subnet_ipv4 > 0 || options->subnet_ipv6 > 0);
}

bool pcs_form_labels(const char *text, pcs_text_options *options) {
    uint64_t count;
    const char *end;
    options->labels = 0;
    options->label_hosts = NULL;
    if (strcmp(text, "all") == 0) {
        options->labels = PCS_LABELS_ALL;
    } else if (pcs_form_digits(text, UINT64_MAX, &count, &end) && *end == '\0') {
        options->labels = count;
    } else {
        options->label_hosts = text;
    }
    return text[0] != '\0' && text[0] != ',';
}

bool pcs_form_zoom(const char *text, size_t *host_length, double *factor) {
    const char *comma = strrchr(text, ',');
    char *end;
    if (!comma || comma == text || strspn(comma + 1, "0123456789.eE+-") != strlen(comma + 1)) {
        return false;
    }
    *host_length = (size_t)(comma - text);
    *factor = strtod(comma + 1, &end);
    return end > comma + 1 && *end == '\0' && *factor > 0.0 && isfinite(*factor);
}

bool pcs_form_is_time(const char *text) {
    int64_t time_ns;
    return pcs_form_time(text, &time_ns);
}

bool pcs_form_is_sample(const char *text) {
    uint64_t one_in;
    return pcs_form_sample(text, &one_in);
}

bool pcs_form_is_group(const char *text) {
    pcs_read_options options;
    return pcs_form_group(text, &options);
}

bool pcs_form_is_color_by(const char *text) {
    pcs_image_options options;
    return pcs_form_color_by(text, &options);
}

bool pcs_form_is_labels(const char *text) {
    pcs_text_options options;
    return pcs_form_labels(text, &options);
}

bool pcs_form_is_list(const char *text, const char *(*value)(size_t index)) {
    for (;;) {
        size_t length = strcspn(text, ",");
        const char *word = NULL;
        for (size_t i = 0; (word = value(i)) && (strlen(word) != length || strncmp(word, text, length) != 0); i++) {
        }
        if (!word) {
            return false;
        }
        if (text[length] == '\0') {
            return true;
        }
        text += length + 1;
    }
}

bool pcs_form_is_zoom(const char *text) {
    size_t host_length;
    double factor;
    return pcs_form_zoom(text, &host_length, &factor);
}
