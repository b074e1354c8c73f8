#include "thumbs/texts.h"

#include "base/moment.h"

#include <inttypes.h>
#include <string.h>

/* ---- quoting */

void pcs_print_html(FILE *file, const char *text) {
    for (; *text; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", file);
            break;
        case '<':
            fputs("&lt;", file);
            break;
        case '>':
            fputs("&gt;", file);
            break;
        case '"':
            fputs("&quot;", file);
            break;
        case '\'':
            fputs("&#39;", file);
            break;
        default:
            fputc(*text, file);
        }
    }
}

void pcs_print_url(FILE *file, const char *path) {
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    for (; *path; path++) {
        if (strchr(kept, *path)) {
            fputc(*path, file);
        } else {
            fprintf(file, "%%%02X", (unsigned char)*path);
        }
    }
}

void pcs_print_json(FILE *file, const char *text) {
    if (!text) {
        fputs("null", file);
        return;
    }
    fputc('"', file);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            fputc('\\', file);
        }
        fputc(*text, file);
    }
    fputc('"', file);
}

void pcs_print_csv(FILE *file, const char *text) {
    if (!text || !*text) {
        return;
    }
    fputs(strchr("=+-@", *text) ? "\"'" : "\"", file);
    for (; *text; text++) {
        if (*text == '"') {
            fputc('"', file);
        }
        fputc(*text, file);
    }
    fputc('"', file);
}

/* ---- for people */

const char *pcs_plain_number(char text[PCS_PLAIN_SIZE], uint64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
    char *out = text;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return text;
}

const char *pcs_plain_bytes(char text[PCS_PLAIN_SIZE], uint64_t bytes) {
    static const char *const units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double amount = (double)bytes;
    int unit = -1;
    while (amount >= 999.5) {
        amount /= 1000;
        unit++;
    }
    if (unit < 0) {
        snprintf(text, PCS_PLAIN_SIZE, "%" PRIu64 " bytes", bytes);
    } else {
        snprintf(text, PCS_PLAIN_SIZE, amount < 9.95 ? "%.1f %s" : "%.0f %s", amount, units[unit]);
    }
    return text;
}

const char *pcs_plain_duration(char text[PCS_PLAIN_SIZE], uint64_t ns) {
    double seconds = (double)ns / 1e9;
    uint64_t whole = (ns + 500000000) / 1000000000, hours = whole / 3600;
    unsigned minutes = (unsigned)(whole / 60 % 60), rest = (unsigned)(whole % 60);
    if (seconds < 59.95) {
        snprintf(text, PCS_PLAIN_SIZE, seconds < 0.1 ? "%.3f s" : "%.1f s", seconds);
    } else if (hours == 0) {
        snprintf(text, PCS_PLAIN_SIZE, "%u:%02u min", minutes, rest);
    } else if (hours < 48) {
        snprintf(text, PCS_PLAIN_SIZE, "%u:%02u:%02u h", (unsigned)hours, minutes, rest);
    } else {
        snprintf(text, PCS_PLAIN_SIZE, "%.1f days", seconds / 86400);
    }
    return text;
}

const char *pcs_plain_moment(char text[PCS_PLAIN_SIZE], int64_t ns) {
    enum { DATE = 10, MINUTES = 16 };
    pcs_moment_write(text, ns);
    text[DATE] = ' ';
    snprintf(text + MINUTES, PCS_PLAIN_SIZE - MINUTES, " UTC");
    return text;
}
