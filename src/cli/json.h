/* JSON (RFC 8259), written as it goes. */
#ifndef PCS_CLI_JSON_H
#define PCS_CLI_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct pcs_json {
    FILE *file;
    unsigned depth;
    bool indented; /* a line for each member, else all on one line */
    bool filled;   /* something stands before, at this depth */
} pcs_json;

/* key is NULL at the top and in arrays. open is '{' or '[', close the one that fits. */
void pcs_json_open(pcs_json *json, const char *key, char open);
void pcs_json_close(pcs_json *json, char close);

/* Bytes that are not UTF-8 become U+FFFD; NULL becomes null. */
void pcs_json_text(pcs_json *json, const char *key, const char *text);
void pcs_json_whole(pcs_json *json, const char *key, int64_t number);
void pcs_json_count(pcs_json *json, const char *key, uint64_t number);
/* Six decimals. */
void pcs_json_seconds(pcs_json *json, const char *key, double seconds);

#endif
