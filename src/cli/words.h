/* A list of allowed words, and which is nearest to one that is not among them. */
#ifndef PCS_CLI_WORDS_H
#define PCS_CLI_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum { PCS_WORDS_MAX = 128 };

/* The texts belong to others. */
typedef struct pcs_words {
    const char *text[PCS_WORDS_MAX];
    size_t count;
} pcs_words;

/* Words past the PCS_WORDS_MAX-th are left out. */
void pcs_words_add(pcs_words *words, const char *text);

/* The index of the word, words->count if it is none of them. */
size_t pcs_words_find(const pcs_words *words, const char *text);

/* The word with the fewest letters to insert, delete, replace or swap; NULL if the list is empty. */
const char *pcs_words_nearest(const pcs_words *words, const char *text);

/* The letters in which the two differ, as pcs_words_nearest counts them; words longer than 63 letters are cut. */
size_t pcs_words_distance(const char *a, const char *b);

/* The words with prefix before each and ", " between them, cut where they do not fit. */
void pcs_words_join(const pcs_words *words, const char *prefix, char *out, size_t out_size);

#endif
