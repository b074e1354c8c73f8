#include "cli/words.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LETTERS_MAX = 63 };

void pcs_words_add(pcs_words *words, const char *text) {
    if (words->count < PCS_WORDS_MAX) {
        words->text[words->count++] = text;
    }
}

size_t pcs_words_find(const pcs_words *words, const char *text) {
    size_t i = 0;
    while (i < words->count && strcmp(words->text[i], text) != 0) {
        i++;
    }
    return i;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Optimal string alignment (Damerau 1964): three rows of the table are enough. */
size_t pcs_words_distance(const char *a, const char *b) {
    size_t rows[3][LETTERS_MAX + 1];
    size_t a_length = strnlen(a, LETTERS_MAX), b_length = strnlen(b, LETTERS_MAX);
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *twice_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], twice_above[j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

const char *pcs_words_nearest(const pcs_words *words, const char *text) {
    const char *nearest = NULL;
    size_t nearest_distance = SIZE_MAX;
    for (size_t i = 0; i < words->count; i++) {
        /* The beginning of a word means that word. */
        bool begins = *text && strncmp(words->text[i], text, strlen(text)) == 0;
        size_t distance = begins ? 0 : pcs_words_distance(text, words->text[i]);
        if (distance < nearest_distance) {
            nearest = words->text[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}

void pcs_words_join(const pcs_words *words, const char *prefix, char *out, size_t out_size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < words->count && used < out_size; i++) {
        used += (size_t)snprintf(out + used, out_size - used, "%s%s%s", i ? ", " : "", prefix, words->text[i]);
    }
}
