/* Texts within other texts. What comes from outside has been through pcs_text_escape: it is UTF-8 without control
 * characters. */
#ifndef PCS_THUMBS_TEXTS_H
#define PCS_THUMBS_TEXTS_H

#include <stdint.h>
#include <stdio.h>

/* As HTML, between tags or within quotes. */
void pcs_print_html(FILE *file, const char *text);

/* A relative path as a URL, what is neither a letter nor a digit as %HH (RFC 3986, 2.3). */
void pcs_print_url(FILE *file, const char *path);

/* A quoted string of JSON (RFC 8259); NULL is null. */
void pcs_print_json(FILE *file, const char *text);

/* A quoted cell (RFC 4180); what a spreadsheet would run as a formula gets an apostrophe before it. NULL is empty. */
void pcs_print_csv(FILE *file, const char *text);

/* Room for the texts that the functions below make. */
enum { PCS_PLAIN_SIZE = 40 };

/* "1,234,567" */
const char *pcs_plain_number(char text[PCS_PLAIN_SIZE], uint64_t number);
/* "12.3 MB" */
const char *pcs_plain_bytes(char text[PCS_PLAIN_SIZE], uint64_t bytes);
/* "1.5 s", "2:03 min", "1:02:03 h", "3.5 days" */
const char *pcs_plain_duration(char text[PCS_PLAIN_SIZE], uint64_t ns);
/* "2012-03-16 12:30 UTC" */
const char *pcs_plain_moment(char text[PCS_PLAIN_SIZE], int64_t ns);

#endif
