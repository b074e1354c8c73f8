/* What the tests of Datashader's vectors share: its manifest, its arrays, parameters. */
#ifndef PCS_TESTS_MANIFEST_H
#define PCS_TESTS_MANIFEST_H

#include "check.h"

#include <stdbool.h>

typedef struct vector {
    const char *id, *what, *inputs, *params, *expected, *type, *shape;
} vector;

static inline FILE *open_shared(const char *name) {
    char path[1024];
    snprintf(path, sizeof(path), "%s/reference/datashader/%s", check_shared(), name);
    FILE *file = fopen(path, "rb");
    CHECK_CASE(file != NULL, "%s", path);
    return file;
}

/* Calls run with every vector of MANIFEST.csv. */
static inline void each_vector(void (*run)(const vector *v, void *argument), void *argument) {
    char line[1024];
    FILE *file = open_shared("MANIFEST.csv");
    bool is_header = true;
    while (file && fgets(line, sizeof(line), file)) {
        char *fields[8] = {line};
        for (int field = 1; field < 8 && fields[field - 1]; field++) {
            fields[field] = strchr(fields[field - 1], ',');
            if (fields[field]) {
                *fields[field]++ = '\0';
            }
        }
        if (fields[7] && !is_header) {
            vector v = {fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]};
            run(&v, argument);
        }
        is_header = false;
    }
    if (file) {
        fclose(file);
    }
}

/* What stands after name= in params, cut at the next semicolon; false: it is not there. */
static inline bool find_parameter(const char *params, const char *name, char *value, size_t size) {
    size_t length = strlen(name);
    for (const char *at = params; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL) {
        if (strncmp(at, name, length) == 0 && at[length] == '=') {
            snprintf(value, size, "%.*s", (int)strcspn(at + length + 1, ";"), at + length + 1);
            return true;
        }
    }
    return false;
}

/* The elements of an array, and its type as NumPy names it without the byte order. Returns bytes. */
static inline size_t read_array(const char *name, char type[4], void *data, size_t size) {
    char header[129] = "";
    FILE *file = open_shared(name);
    CHECK_CASE(file && fread(header, 1, 128, file) == 128, "%s", name);
    const char *described = strstr(header + 10, "'descr': '");
    snprintf(type, 4, "%.2s", described ? described + 11 : "?");
    size_t length = file ? fread(data, 1, size, file) : 0;
    if (file) {
        fclose(file);
    }
    return length;
}

#endif
